#include "files/text_encoding.h"

#include <gtest/gtest.h>

#include "files/text_decoder.h"

namespace northstar::files {
namespace {

using namespace std::string_literals;

// The text in blocks of `size` bytes, or the error.
std::string Decoded(TextEncoding encoding, const std::string& text, size_t size) {
  TextDecoder decoder(encoding, "x.csv");
  std::string out;
  for (size_t at = 0; at < text.size(); at += size) {
    const auto part = decoder.Decode(std::string_view(text).substr(at, size), false);
    if (!part.ok()) return part.error().message;
    out += *part;
  }
  const auto rest = decoder.Decode("", true);
  return rest.ok() ? out + std::string(*rest) : rest.error().message;
}

TEST(TextEncoding, IsFoundInBlocksOfAnySize) {
  const struct {
    std::string text;
    TextEncoding encoding;
    EncodingWhy why;
    bool certain;
  } kCases[] = {
      {"a,b\n", TextEncoding::kUtf8, EncodingWhy::kAscii, true},
      {"", TextEncoding::kUtf8, EncodingWhy::kAscii, true},
      {"caf\xC3\xA9\n\xE2\x82\xAC\n\xF0\x9F\x98\x80", TextEncoding::kUtf8, EncodingWhy::kValidUtf8,
       true},
      {"\xEF\xBB\xBF"
       "a\n",
       TextEncoding::kUtf8, EncodingWhy::kMark, true},
      {"\xFF\xFE"
       "a\0"s,
       TextEncoding::kUtf16Le, EncodingWhy::kMark, true},
      {"\xFE\xFF\0a"s, TextEncoding::kUtf16Be, EncodingWhy::kMark, true},
      {"a\0,\0b\0\n\0"s, TextEncoding::kUtf16Le, EncodingWhy::kZeroBytes, true},
      {"\0a\0,\0b\0\n"s, TextEncoding::kUtf16Be, EncodingWhy::kZeroBytes, true},
      {"caf\xE9\n", TextEncoding::kLatin1, EncodingWhy::kHighBytes, false},
      {"it\x92s caf\xE9\n", TextEncoding::kWindows1252, EncodingWhy::kC1Bytes, false},
      {"caf\xC3\xA9\ncaf\xE9\n", TextEncoding::kUtf8, EncodingWhy::kMixed, false},
      // Letter and dash, which are UTF-8 by accident.
      {"\xC9\x97\n\xE9\n\xE9\n\xE9\n\xE9\n\xE9\n\xE9\n\xE9\n\xE9\n\xE9\n\xE9\n",
       TextEncoding::kLatin1, EncodingWhy::kHighBytes, false},
      {"caf\xC3", TextEncoding::kLatin1, EncodingWhy::kHighBytes, false},
      {"\xFF\xFE\0\0a\0\0\0"s, TextEncoding::kUtf8, EncodingWhy::kNotText, true},
      {"\0\1\0\0\2\0\0\0"s, TextEncoding::kUtf8, EncodingWhy::kNotText, true},
  };
  for (const auto& one : kCases) {
    for (const size_t size : {1, 2, 3, 1000}) {
      SCOPED_TRACE(one.text + " in blocks of " + std::to_string(size));
      EncodingFinder finder;
      for (size_t at = 0; at < one.text.size(); at += size)
        finder.Add(std::string_view(one.text).substr(at, size));
      const FoundEncoding found = finder.Found(true);
      EXPECT_EQ(found.encoding, one.encoding);
      EXPECT_EQ(found.why, one.why);
      EXPECT_EQ(found.certain, one.certain);
    }
  }
  EXPECT_EQ(FindEncoding("a\n\xC3\xA9\n\n\xE9\n", true).utf8_line, 2);
  EXPECT_EQ(FindEncoding("a\n\xC3\xA9\n\n\xE9\n", true).other_line, 4);
  EXPECT_EQ(FindEncoding("caf\xC3", false).why, EncodingWhy::kAscii);
}

TEST(TextEncoding, KnowsTheNamesThatPeopleWrite) {
  EXPECT_EQ(*EncodingNamed("UTF-8", ""), TextEncoding::kUtf8);
  EXPECT_EQ(*EncodingNamed("Latin-1", ""), TextEncoding::kLatin1);
  EXPECT_EQ(*EncodingNamed("ISO_8859-1", ""), TextEncoding::kLatin1);
  EXPECT_EQ(*EncodingNamed("cp1252", ""), TextEncoding::kWindows1252);
  EXPECT_EQ(*EncodingNamed("ANSI", ""), TextEncoding::kWindows1252);
  EXPECT_EQ(*EncodingNamed("utf-16", ""), TextEncoding::kUtf16Le);
  EXPECT_EQ(*EncodingNamed("utf-16", "\0a\0b"s), TextEncoding::kUtf16Be);
  EXPECT_EQ(EncodingNamed("latin-2", "").error().hint, "did you mean 'latin1'?");
}

TEST(TextDecoder, GivesUtf8WhereverBlocksAreCut) {
  const std::string text = "caf\xC3\xA9 \xE2\x82\xAC\n\xF0\x9F\x98\x80";
  const std::string wide = "c\0a\0f\0\xE9\0 \0\xAC\x20\n\0\x3D\xD8\x00\xDE"s;
  std::string big = "\xFE\xFF";
  for (size_t i = 0; i < wide.size(); i += 2) big += {wide[i + 1], wide[i]};
  for (const size_t size : {1, 2, 3, 5, 1000}) {
    EXPECT_EQ(Decoded(TextEncoding::kUtf8, text, size), text);
    EXPECT_EQ(Decoded(TextEncoding::kUtf8, "\xEF\xBB\xBF" + text, size), text);
    EXPECT_EQ(Decoded(TextEncoding::kUtf16Le, wide, size), text);
    EXPECT_EQ(Decoded(TextEncoding::kUtf16Be, big, size), text);
    EXPECT_EQ(Decoded(TextEncoding::kLatin1, "caf\xE9 \x80", size), "caf\xC3\xA9 \xC2\x80");
    EXPECT_EQ(Decoded(TextEncoding::kWindows1252, "caf\xE9 \x80", size),
              "caf\xC3\xA9 \xE2\x82\xAC");
  }
}

TEST(TextDecoder, NamesTheLineOfTheFirstByteThatContradicts) {
  for (const size_t size : {1, 2, 3, 1000}) {
    EXPECT_EQ(Decoded(TextEncoding::kUtf8, "a\nb\ncaf\xE9,\n", size),
              "'x.csv', line 3: the text holds byte 0xE9, which is not valid UTF-8");
    EXPECT_EQ(Decoded(TextEncoding::kUtf8, "a\r\nb\xC3", size),
              "'x.csv', line 2: the text holds byte 0xC3, which is not valid UTF-8");
    EXPECT_EQ(Decoded(TextEncoding::kWindows1252, "a\n\x81\n", size),
              "'x.csv', line 2: the text holds byte 0x81, which Windows-1252 does not have");
    EXPECT_EQ(Decoded(TextEncoding::kUtf16Le, "a\0\n\0\x3D\xD8z\0"s, size),
              "'x.csv', line 2: the text holds half of a character of UTF-16");
    EXPECT_EQ(Decoded(TextEncoding::kUtf16Le, "a\0\n\0b"s, size),
              "'x.csv', line 2: the text ends in the middle of a character");
  }
}

}  // namespace
}  // namespace northstar::files

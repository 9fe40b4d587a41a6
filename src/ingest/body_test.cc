#include "ingest/body.h"

#include <gtest/gtest.h>
#include <zlib.h>

namespace northstar::ingest {
namespace {

std::string Gzipped(const std::string& text) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

constexpr size_t kMost = 1'000'000;
std::string TextOf(std::string_view bytes, size_t most = kMost) {
  const auto out = UnpackBody(bytes, most);
  const auto* error = std::get_if<BodyError>(&out);
  if (error == nullptr) return std::get<std::string>(out);
  return *error == BodyError::kTooLarge ? "too large" : "broken";
}

TEST(Body, IsToldByItsBytes) {
  const std::string json = R"({"event":"a+b","n":1})";
  EXPECT_EQ(TextOf(json), json);
  EXPECT_EQ(TextOf(Gzipped(json)), json);
  EXPECT_EQ(TextOf("  [1]"), "  [1]");
  EXPECT_EQ(TextOf(""), "");
  // Mixpanel from Node, not encoded, and from browsers, encoded; as JSON in a form too.
  EXPECT_EQ(TextOf("data=eyJhIjoiPz4/In0="), R"({"a":"?>?"})");
  EXPECT_EQ(TextOf("data=eyJhIjoiPz4%2FIn0%3D&verbose=1"), R"({"a":"?>?"})");
  EXPECT_EQ(TextOf("ip=1&data=eyJhIjoiPz4_In0"), R"({"a":"?>?"})");
  EXPECT_EQ(TextOf("data=%7B%22a%22%3A%22b+c%22%7D"), R"({"a":"b c"})");
  EXPECT_EQ(TextOf(Gzipped("data=eyJhIjoxfQ==")), R"({"a":1})");
  EXPECT_EQ(TextOf(R"({"data=":1})"), R"({"data=":1})");
}

TEST(Body, KeepsThePlusOfBase64) {
  // 0xfb 0xff 0xbe is "+/++" in base64.
  const std::string bytes = "\xfb\xff\xbe";
  EXPECT_EQ(std::get<std::string>(Base64Decoded("+/++")), bytes);
  EXPECT_EQ(std::get<std::string>(Base64Decoded(" /  ")), bytes);
  EXPECT_EQ(std::get<std::string>(Base64Decoded("-_--")), bytes);
  EXPECT_EQ(TextOf("data=+/++"), bytes);
}

TEST(Body, IsUnpackedNoFurtherThanItMayBe) {
  const std::string blanks(50'000'000, ' ');
  EXPECT_EQ(TextOf(Gzipped(blanks)), "too large");
  EXPECT_EQ(TextOf(std::string(101, 'x'), 100), "too large");
  EXPECT_EQ(TextOf(Gzipped(std::string(100, 'x')), 100), std::string(100, 'x'));
  EXPECT_EQ(TextOf(Gzipped(std::string(101, 'x')), 100), "too large");
}

TEST(Body, SaysWhatIsBroken) {
  const std::string packed = Gzipped(R"({"a":1})");
  for (size_t size = 2; size < packed.size(); ++size)
    EXPECT_EQ(TextOf(packed.substr(0, size)), "broken") << size;
  std::string damaged = packed;
  damaged[packed.size() - 5] ^= 1;
  EXPECT_EQ(TextOf(damaged), "broken");
  EXPECT_EQ(TextOf("data=a"), "broken");
  EXPECT_EQ(TextOf("data=*bcd"), "broken");
}

TEST(Body, DecodesPercents) {
  EXPECT_EQ(PercentDecoded("a%20b+c%zz%4", true), "a b c%zz%4");
  EXPECT_EQ(PercentDecoded("a%2Bb+c", false), "a+b+c");
  EXPECT_EQ(PercentDecoded("%C3%A9", false), "é");
}

}  // namespace
}  // namespace northstar::ingest

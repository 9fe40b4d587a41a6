#include "files/text_encoding.h"

#include <fmt/format.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cctype>
#include <cstring>

#include "base/text.h"

namespace northstar::files {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
constexpr std::string_view kLittleMark = "\xFF\xFE";
constexpr std::string_view kBigMark = "\xFE\xFF";

struct Named {
  std::string_view name;
  TextEncoding encoding;
};
// Without -, _ and blanks. Latin-9 (ISO-8859-15) is left out: it has the euro sign elsewhere.
constexpr Named kNames[] = {
    {"utf8", TextEncoding::kUtf8},
    {"utf8bom", TextEncoding::kUtf8},
    {"utf8sig", TextEncoding::kUtf8},
    {"ascii", TextEncoding::kUtf8},
    {"usascii", TextEncoding::kUtf8},
    {"utf16le", TextEncoding::kUtf16Le},
    {"utf16be", TextEncoding::kUtf16Be},
    {"latin1", TextEncoding::kLatin1},
    {"iso88591", TextEncoding::kLatin1},
    {"l1", TextEncoding::kLatin1},
    {"windows1252", TextEncoding::kWindows1252},
    {"win1252", TextEncoding::kWindows1252},
    {"cp1252", TextEncoding::kWindows1252},
    {"ansi", TextEncoding::kWindows1252},
};

bool IsAscii8(const char* bytes) {
  uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return (word & 0x8080808080808080ULL) == 0;
}

// The first byte from `at` on that is not ASCII.
size_t SkipAscii(std::string_view text, size_t at) {
  while (at + 8 <= text.size() && IsAscii8(text.data() + at)) at += 8;
  while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80) ++at;
  return at;
}

}  // namespace

std::string_view EncodingName(TextEncoding encoding) {
  switch (encoding) {
    case TextEncoding::kUtf8:
      return "utf-8";
    case TextEncoding::kUtf16Le:
      return "utf-16le";
    case TextEncoding::kUtf16Be:
      return "utf-16be";
    case TextEncoding::kLatin1:
      return "latin1";
    case TextEncoding::kWindows1252:
      return "windows-1252";
  }
  return "";
}

Result<TextEncoding> EncodingNamed(std::string_view name, std::string_view head) {
  std::string plain;
  for (const char c : name) {
    if (c != '-' && c != '_' && c != ' ')
      plain += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  if (plain == "utf16") {
    const FoundEncoding found = FindEncoding(head, false);
    const bool big = found.certain && found.encoding == TextEncoding::kUtf16Be;
    return big ? TextEncoding::kUtf16Be : TextEncoding::kUtf16Le;
  }
  for (const Named& one : kNames) {
    if (one.name == plain) return one.encoding;
  }
  const std::vector<std::string> known = {"utf-8",  "utf-16",       "utf-16le",  "utf-16be",
                                          "latin1", "windows-1252", "iso-8859-1"};
  return Error::Usage(fmt::format("'{}' is not an encoding that can be read", name),
                      DidYouMean(name, known));
}

size_t UnfinishedUtf8(std::string_view text) {
  // Back to the last byte that can begin a character.
  for (size_t back = 1; back <= std::min<size_t>(3, text.size()); ++back) {
    const std::string_view rest = text.substr(text.size() - back);
    const auto lead = static_cast<unsigned char>(rest[0]);
    if (U8_IS_TRAIL(lead)) continue;
    if (!U8_IS_LEAD(lead) || static_cast<size_t>(U8_COUNT_TRAIL_BYTES(lead)) < back) return 0;
    if (back == 1) return 1;
    const auto second = static_cast<unsigned char>(rest[1]);
    const bool fits = lead < 0xF0 ? U8_IS_VALID_LEAD3_AND_T1(lead, second) != 0
                                  : U8_IS_VALID_LEAD4_AND_T1(lead, second) != 0;
    return fits ? back : 0;
  }
  return 0;
}

size_t ValidUtf8Bytes(std::string_view text) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  for (size_t at = 0;;) {
    at = SkipAscii(text, at);
    if (at == text.size()) return at;
    // U8_NEXT counts in 32 bits; a character needs four bytes at most.
    int32_t used = 0;
    UChar32 c = 0;
    const auto ahead = static_cast<int32_t>(std::min<size_t>(4, text.size() - at));
    U8_NEXT(bytes + at, used, ahead, c);
    if (c < 0) return at;
    at += static_cast<size_t>(used);
  }
}

void EncodingFinder::Add(std::string_view block) {
  if (first_.size() < 4) first_ += block.substr(0, 4 - first_.size());
  // Zero bytes are rare where it is not UTF-16.
  for (size_t at = 0; (at = block.find('\0', at)) != block.npos; ++at) {
    ++((bytes_ + static_cast<int64_t>(at)) % 2 == 0 ? zeros_even_ : zeros_odd_);
  }
  bytes_ += static_cast<int64_t>(block.size());
  std::string joint;
  if (!carried_.empty()) {
    joint = carried_ + std::string(block);
    block = joint;
  }
  const size_t cut = UnfinishedUtf8(block);
  LookAt(block.substr(0, block.size() - cut), false);
  carried_ = block.substr(block.size() - cut);
}

void EncodingFinder::AddLine(bool is_end) {
  if (line_has_other_) {
    ++other_lines_;
    if (first_other_ == 0) first_other_ = line_;
  } else if (line_has_utf8_) {
    ++utf8_lines_;
    if (first_utf8_ == 0) first_utf8_ = line_;
  }
  line_has_utf8_ = line_has_other_ = false;
  if (is_end) ++line_;
}

void EncodingFinder::LookAt(std::string_view text, bool last) {
  const auto count_lines = [&](std::string_view part) {
    const auto lines = std::count(part.begin(), part.end(), '\n');
    if (lines == 0) return;
    AddLine(true);
    line_ += lines - 1;
  };
  for (size_t at = 0; at < text.size();) {
    const size_t ascii = SkipAscii(text, at);
    count_lines(text.substr(at, ascii - at));
    at = ascii;
    if (at == text.size()) break;
    const size_t end = std::min(text.find('\n', at), text.size());
    std::string_view run = text.substr(at, end - at);
    while (!run.empty()) {
      const size_t valid = ValidUtf8Bytes(run);
      if (SkipAscii(run.substr(0, valid), 0) < valid) line_has_utf8_ = true;
      if (valid == run.size()) break;
      line_has_other_ = true;
      has_c1_ = has_c1_ || static_cast<unsigned char>(run[valid]) < 0xA0;
      run.remove_prefix(valid + 1);
    }
    at = end;
  }
  if (last) AddLine(false);
}

bool EncodingFinder::IsUtf16(bool big_endian) const {
  const int64_t zeros = big_endian ? zeros_even_ : zeros_odd_;
  const int64_t others = big_endian ? zeros_odd_ : zeros_even_;
  // A quarter of all characters is ASCII: separators, digits and line ends alone are as many.
  return bytes_ >= 4 && zeros * 8 >= bytes_ && others * 100 <= zeros;
}

FoundEncoding EncodingFinder::Found(bool whole) const {
  FoundEncoding found;
  const std::string_view first = first_;
  const auto by_mark = [&](TextEncoding encoding) {
    found = {encoding, EncodingWhy::kMark, true, true, 0, 0};
    return found;
  };
  if (first == "\xFF\xFE\0\0"sv || first == "\0\0\xFE\xFF"sv)
    return {TextEncoding::kUtf8, EncodingWhy::kNotText, true, true, 0, 0};
  if (first.starts_with(kLittleMark)) return by_mark(TextEncoding::kUtf16Le);
  if (first.starts_with(kBigMark)) return by_mark(TextEncoding::kUtf16Be);
  for (const bool big : {false, true}) {
    if (IsUtf16(big)) {
      return {big ? TextEncoding::kUtf16Be : TextEncoding::kUtf16Le,
              EncodingWhy::kZeroBytes,
              false,
              true,
              0,
              0};
    }
  }
  if ((zeros_even_ + zeros_odd_) * 20 > bytes_)
    return {TextEncoding::kUtf8, EncodingWhy::kNotText, false, true, 0, 0};
  EncodingFinder done = *this;
  done.LookAt(whole ? std::string_view(carried_) : std::string_view(), true);
  found.utf8_line = done.first_utf8_;
  found.other_line = done.first_other_;
  if (first.starts_with(kUtf8Mark)) {
    found.mark = true;
    found.why = done.other_lines_ > 0 ? EncodingWhy::kMixed : EncodingWhy::kMark;
    found.certain = done.other_lines_ == 0;
  } else if (done.other_lines_ == 0) {
    found.why = done.utf8_lines_ > 0 ? EncodingWhy::kValidUtf8 : EncodingWhy::kAscii;
  } else if (done.utf8_lines_ * 10 > done.other_lines_) {
    // Two bytes of Windows-1252 can be UTF-8 by accident ("\xC9\x97" is also a letter and a dash),
    // but not on one line in ten.
    found.why = EncodingWhy::kMixed;
    found.certain = false;
  } else {
    found.encoding = done.has_c1_ ? TextEncoding::kWindows1252 : TextEncoding::kLatin1;
    found.why = done.has_c1_ ? EncodingWhy::kC1Bytes : EncodingWhy::kHighBytes;
    found.certain = false;
  }
  return found;
}

FoundEncoding FindEncoding(std::string_view head, bool whole) {
  EncodingFinder finder;
  finder.Add(head);
  return finder.Found(whole);
}

}  // namespace northstar::files

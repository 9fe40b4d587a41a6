// Which bytes stand for which letters in a file of text: what is certain from the bytes alone, and
// what is only likely.
//
// Certain are a byte order mark, the zero bytes of UTF-16, and UTF-8 that is valid throughout: text
// in another encoding is next to never valid UTF-8 by accident. Between Latin-1, Windows-1252 and
// their relatives nothing in the bytes decides: what is said of them is likely, never certain.
// It leaves out UTF-32, and the one-byte encodings of other scripts: every text is valid in each of
// them, so a guess would be wrong in silence.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace northstar::files {

enum class TextEncoding { kUtf8, kUtf16Le, kUtf16Be, kLatin1, kWindows1252 };

// As it is written in a project: "utf-8", "utf-16le", "utf-16be", "latin1", "windows-1252".
std::string_view EncodingName(TextEncoding encoding);

// The encoding that people call `name`, capitals and the signs -, _ and blank aside: "UTF8",
// "iso-8859-1", "cp1252", "ansi" (what Windows calls so in the West). "utf-16" alone takes its
// order of bytes from `head`, the first bytes of the file, and is little-endian where they do not
// tell. kUsage, with a suggestion, for any other name.
Result<TextEncoding> EncodingNamed(std::string_view name, std::string_view head);

// What an encoding was told from.
enum class EncodingWhy {
  kMark,       // a byte order mark
  kZeroBytes,  // every other byte is zero, as in UTF-16 of Western text
  kAscii,      // nothing but ASCII so far, which UTF-8 includes
  kValidUtf8,  // letters beyond ASCII, all of them valid UTF-8
  kC1Bytes,    // not UTF-8; bytes 0x80 to 0x9F, which are letters and quotes in Windows-1252 alone
  kHighBytes,  // not UTF-8; only bytes that mean the same in Latin-1 and Windows-1252
  kMixed,      // some lines are UTF-8, others are not
  kNotText,    // zero bytes all over, or UTF-32
};

struct FoundEncoding {
  TextEncoding encoding = TextEncoding::kUtf8;
  EncodingWhy why = EncodingWhy::kAscii;
  // The file begins with a byte order mark.
  bool mark = false;
  // Without doubt. Of kAscii: for the bytes that were seen.
  bool certain = true;
  // The first line with letters that are valid UTF-8, and the first with bytes that are not;
  // counted from 1, 0 for none. Only where there is neither a mark nor UTF-16.
  int64_t utf8_line = 0, other_line = 0;
};

// Takes a text in blocks of any size. Memory: a few numbers, whatever the text's size. Not thread
// safe.
class EncodingFinder {
 public:
  void Add(std::string_view block);
  // Of all that was added. `whole`: nothing follows, so that a character cut off at the end counts
  // as one that is not valid.
  FoundEncoding Found(bool whole) const;

 private:
  void AddLine(bool is_end);
  void LookAt(std::string_view text, bool last);
  bool IsUtf16(bool big_endian) const;

  std::string first_;    // the first four bytes
  std::string carried_;  // of a character that the block before cut
  int64_t bytes_ = 0;
  int64_t zeros_even_ = 0, zeros_odd_ = 0;
  int64_t line_ = 1;
  bool line_has_utf8_ = false, line_has_other_ = false;  // the line that is being read
  int64_t utf8_lines_ = 0, other_lines_ = 0;  // lines with UTF-8 and nothing else; with other bytes
  int64_t first_utf8_ = 0, first_other_ = 0;
  bool has_c1_ = false;  // bytes 0x80 to 0x9F that are no part of UTF-8
};

// Of the first bytes of a file; `whole`: of all of it.
FoundEncoding FindEncoding(std::string_view head, bool whole);

// Bytes at the end of `text` that begin a character of UTF-8 without finishing it: 0 to 3.
size_t UnfinishedUtf8(std::string_view text);
// Bytes of `text` before the first that is not valid UTF-8; all of them where it is valid. A
// character that is cut off at the end is not valid.
size_t ValidUtf8Bytes(std::string_view text);

}  // namespace northstar::files

// A text in any of the encodings of text_encoding.h, block by block → UTF-8.
//
// What was found of a file's head must hold for the rest: the first byte that the encoding does not
// have ends the reading with an error that names its line. Nothing is replaced by "\uFFFD": a
// letter that is lost in silence would make two names of one.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "files/text_encoding.h"

namespace northstar::files {

// One file. Not thread safe; after an error it must not be used again.
class TextDecoder {
 public:
  // `shown` names the file in errors.
  TextDecoder(TextEncoding encoding, std::string shown);
  ~TextDecoder();
  TextDecoder(const TextDecoder&) = delete;
  TextDecoder& operator=(const TextDecoder&) = delete;

  // What the bytes so far make certain beyond what was returned before: valid UTF-8 without a byte
  // order mark. The view lies in `block` or in this object and holds until the next call. Plain
  // UTF-8 is checked and not copied. Blocks may be cut anywhere, within a character too; with
  // `last` nothing may be cut. Memory: four times the block's size.
  //
  // kData, naming the line: for a byte that is not valid UTF-8, half of a pair in UTF-16, a byte
  // that Windows-1252 leaves undefined (0x81, 0x8D, 0x8F, 0x90, 0x9D), and for a character that is
  // cut off at the end of the file. Latin-1 has every byte.
  Result<std::string_view> Decode(std::string_view block, bool last);

 private:
  struct Converters;  // of ICU

  Result<std::string_view> DecodeUtf8(std::string_view block, bool last);
  Result<std::string_view> DecodeOther(std::string_view block, bool last);
  std::string_view WithoutMark(std::string_view text);
  void CountLines(std::string_view text);
  Error Contradiction(const std::string& what) const;

  TextEncoding encoding_;
  std::string shown_;
  std::unique_ptr<Converters> converters_;
  std::string carried_;  // of UTF-8: a character that the block before cut
  std::string joint_;    // what was carried, and the block
  std::string out_;
  bool begun_ = false;
  // Line ends so far of either kind: a file has one of them, and pairs count once.
  int64_t feeds_ = 0, returns_ = 0;
};

}  // namespace northstar::files

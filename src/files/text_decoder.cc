#include "files/text_decoder.h"

#include <fmt/format.h>
#include <unicode/ucnv.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "base/text.h"

namespace northstar::files {
namespace {

constexpr std::string_view kMark = "\xEF\xBB\xBF";

// ICU's name; this table of Windows-1252 is the one with the euro sign.
const char* IcuName(TextEncoding encoding) {
  switch (encoding) {
    case TextEncoding::kUtf8:
      return "UTF-8";
    case TextEncoding::kUtf16Le:
      return "UTF-16LE";
    case TextEncoding::kUtf16Be:
      return "UTF-16BE";
    case TextEncoding::kLatin1:
      return "ISO-8859-1";
    case TextEncoding::kWindows1252:
      return "ibm-5348_P100-1997";
  }
  return "";
}

using Converter = std::unique_ptr<UConverter, void (*)(UConverter*)>;

bool IsUndefined1252(unsigned char c) {
  return c == 0x81 || c == 0x8D || c == 0x8F || c == 0x90 || c == 0x9D;
}

}  // namespace

struct TextDecoder::Converters {
  Converter from{nullptr, ucnv_close}, to{nullptr, ucnv_close};
  std::vector<UChar> pivot = std::vector<UChar>(8192);
  UChar* pivot_from = pivot.data();
  UChar* pivot_to = pivot.data();
  bool begun = false;
};

TextDecoder::TextDecoder(TextEncoding encoding, std::string shown)
    : encoding_(encoding), shown_(std::move(shown)) {
  if (encoding == TextEncoding::kUtf8) return;
  converters_ = std::make_unique<Converters>();
  UErrorCode error = U_ZERO_ERROR;
  converters_->from.reset(ucnv_open(IcuName(encoding), &error));
  converters_->to.reset(ucnv_open("UTF-8", &error));
  NS_CHECK(U_SUCCESS(error));  // ICU always has these tables
  ucnv_setToUCallBack(converters_->from.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr,
                      &error);
  ucnv_setFromUCallBack(converters_->to.get(), UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr,
                        &error);
  NS_CHECK(U_SUCCESS(error));
}

TextDecoder::~TextDecoder() = default;

Result<std::string_view> TextDecoder::Decode(std::string_view block, bool last) {
  return encoding_ == TextEncoding::kUtf8 ? DecodeUtf8(block, last) : DecodeOther(block, last);
}

Result<std::string_view> TextDecoder::DecodeUtf8(std::string_view block, bool last) {
  if (!carried_.empty()) {
    joint_ = carried_;
    joint_ += block;
    block = joint_;
  }
  const size_t cut = UnfinishedUtf8(block);
  const std::string_view whole = block.substr(0, block.size() - cut);
  const size_t valid = ValidUtf8Bytes(whole);
  CountLines(whole.substr(0, valid));
  if (valid < whole.size() || (last && cut > 0)) {
    return Contradiction(fmt::format("holds byte 0x{:02X}, which is not valid UTF-8",
                                     static_cast<unsigned char>(block[valid])));
  }
  carried_ = block.substr(whole.size());
  return WithoutMark(whole);
}

Result<std::string_view> TextDecoder::DecodeOther(std::string_view block, bool last) {
  if (encoding_ == TextEncoding::kWindows1252) {
    const auto bad = std::find_if(block.begin(), block.end(), [](char c) {
      return IsUndefined1252(static_cast<unsigned char>(c));
    });
    if (bad != block.end()) {
      CountLines({block.begin(), bad});
      return Contradiction(fmt::format("holds byte 0x{:02X}, which Windows-1252 does not have",
                                       static_cast<unsigned char>(*bad)));
    }
  }
  out_.resize(block.size() * 3 + 16);
  const char* source = block.data();
  size_t written = 0;
  Converters& icu = *converters_;
  UErrorCode error = U_ZERO_ERROR;
  do {
    error = U_ZERO_ERROR;
    if (out_.size() - written < 64) out_.resize(out_.size() * 2);
    char* target = out_.data() + written;
    ucnv_convertEx(icu.to.get(), icu.from.get(), &target, out_.data() + out_.size(), &source,
                   block.data() + block.size(), icu.pivot.data(), &icu.pivot_from, &icu.pivot_to,
                   icu.pivot.data() + icu.pivot.size(), !std::exchange(icu.begun, true), last,
                   &error);
    written = static_cast<size_t>(target - out_.data());
  } while (error == U_BUFFER_OVERFLOW_ERROR);
  const std::string_view text = std::string_view(out_).substr(0, written);
  CountLines(text);
  // On errors what was read before them may still wait to be written.
  if (U_FAILURE(error)) feeds_ += std::count(icu.pivot_from, icu.pivot_to, u'\n');
  if (error == U_TRUNCATED_CHAR_FOUND) return Contradiction("ends in the middle of a character");
  if (U_FAILURE(error)) return Contradiction("holds half of a character of UTF-16");
  return WithoutMark(text);
}

std::string_view TextDecoder::WithoutMark(std::string_view text) {
  if (begun_ || text.empty()) return text;
  begun_ = true;
  if (text.starts_with(kMark)) text.remove_prefix(kMark.size());
  return text;
}

void TextDecoder::CountLines(std::string_view text) {
  feeds_ += std::count(text.begin(), text.end(), '\n');
  returns_ += std::count(text.begin(), text.end(), '\r');
}

Error TextDecoder::Contradiction(const std::string& what) const {
  const std::string line = WithThousands(std::max(feeds_, returns_) + 1);
  std::string hint;
  switch (encoding_) {
    case TextEncoding::kUtf8:
      hint = "if the whole file was saved by a Windows program, set `encoding: windows-1252`";
      break;
    case TextEncoding::kUtf16Le:
    case TextEncoding::kUtf16Be:
      hint = "the file may be cut off or damaged; export it again, as UTF-8 if you can choose";
      break;
    case TextEncoding::kLatin1:
    case TextEncoding::kWindows1252:
      hint = "export the file as UTF-8, or set `encoding: latin1`, which takes every byte";
      break;
  }
  return Error::Data(fmt::format("'{}', line {}: the text {}", shown_, line, what), hint);
}

}  // namespace northstar::files

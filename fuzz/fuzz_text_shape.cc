// Any bytes as a file of text: its shape is found or refused in words; written as a plain table it
// gives the same valid UTF-8 wherever its blocks are cut, with a line for every row, or is refused
// in words.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/text.h"
#include "files/plain_csv.h"

namespace {

using namespace northstar;
using namespace northstar::files;

Result<PlainCsv> Write(std::string_view text, const TextShape& shape, size_t block,
                       std::string& out) {
  const auto source = [&](const std::function<void(std::string_view)>& take) {
    for (size_t at = 0; at < text.size(); at += block) take(text.substr(at, block));
    return Status::Ok();
  };
  const auto sink = [&](std::string_view part) {
    out += part;
    return Status::Ok();
  };
  return WritePlainCsv(source, shape, "x.csv", sink, 100'000);
}

void Check(std::string_view text, const GivenShape& given, ShapeUse use) {
  const auto shape = FindTextShape({text, true, {}, "x.csv"}, given, use);
  if (!shape.ok()) {
    if (shape.error().message.empty()) std::abort();
    return;
  }
  for (const ShapeGuess& guess : shape->why) {
    if (ShapeSentence(guess).empty() || guess.sure <= 0 || guess.sure > 1) std::abort();
  }
  std::string whole;
  const auto written = Write(text, *shape, text.size() + 1, whole);
  std::string cut;
  const auto again = Write(text, *shape, 3, cut);
  if (written.ok() != again.ok()) std::abort();
  if (!written.ok()) {
    if (written.error().message.empty()) std::abort();
    return;
  }
  if (whole != cut || written->rows != again->rows || !IsValidUtf8(whole)) std::abort();
  for (int64_t row = 0; row < written->rows; ++row) {
    const auto line = written->lines.LineOf(row);
    if (!line || *line < 1 || *line > static_cast<int64_t>(text.size())) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 2) return 0;
  // The first byte says which keys the project sets.
  const uint8_t keys = data[0];
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  GivenShape given;
  if ((keys & 1) != 0) given.delimiter = (keys & 2) != 0 ? "whitespace" : ";";
  if ((keys & 4) != 0) given.header = (keys & 8) != 0;
  if ((keys & 16) != 0) given.skip = 2;
  if ((keys & 32) != 0) given.comment = "#";
  if ((keys & 64) != 0) given.widths = {3, 1, 5};
  if ((keys & 128) != 0) given.encoding = (keys & 2) != 0 ? "windows-1252" : "utf-16";
  Check(text, given, ShapeUse::kPropose);
  Check(text, given, ShapeUse::kLoad);
  return 0;
}

// Any bytes as a path into JSON and as JSON itself: a path keeps its names when it is written
// again; rows are the same wherever the blocks of the text are cut; every cell's path leads to a
// value of the document; and the functions that look into JSON end.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "base/json_path.h"
#include "base/text.h"
#include "engine/json_cells.h"
#include "model/text_functions.h"

namespace {

using namespace northstar;

// False where the text is no JSON to its end.
bool Read(std::string_view text, size_t block, std::vector<std::string>& said) {
  size_t at = 0;
  const auto next = [&] {
    const std::string_view piece = text.substr(std::min(at, text.size()), block);
    at += piece.size();
    return piece;
  };
  std::string rows_path;
  const bool read = ReadJsonRows(
      next,
      [&](std::vector<JsonCell>& row) {
        std::string line;
        for (const JsonCell& cell : row) line += cell.path + "=" + cell.text + "\n";
        said.push_back(line);
      },
      &rows_path);
  said.push_back(rows_path);
  return read;
}

void CheckPath(const std::string& path) {
  const std::vector<std::string> parts = JsonPathParts(path);
  if (JsonPathParts(JsonPathOf(parts)) != parts) std::abort();
}

void CheckDocument(std::string_view text) {
  std::vector<std::string> whole, cut;
  const bool read = Read(text, text.size() + 1, whole);
  if (read != Read(text, 1, cut) || whole != cut) std::abort();
  text_functions::JsonLength(text);
  text_functions::Param(text, "key");
  std::vector<JsonCell> cells;
  if (!ReadJsonRow(text, cells)) return;
  // Of a name that an object has twice, the library keeps one.
  const auto document = nlohmann::json::parse(text, nullptr, false);
  if (document.is_discarded() || !IsValidUtf8(text)) return;
  for (const JsonCell& cell : cells) {
    const nlohmann::json* at = &document;
    for (const std::string& part : JsonPathParts(cell.path)) {
      if (!at->is_object()) break;
      const auto found = at->find(part);
      if (found == at->end()) std::abort();
      at = &*found;
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  CheckPath(text);
  CheckDocument(text);
  return 0;
}

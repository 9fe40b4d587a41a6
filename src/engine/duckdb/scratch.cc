#include "engine/duckdb/scratch.h"

#include <fmt/format.h>
#include <stdlib.h>

#include <filesystem>

namespace northstar::duck {

namespace fs = std::filesystem;

Result<Scratch> Scratch::Make() {
  std::error_code error;
  std::string path = (fs::temp_directory_path(error) / "northstar_XXXXXX").string();
  if (error || mkdtemp(path.data()) == nullptr)
    return Error::Data("cannot make a folder for temporary files", "set TMPDIR");
  return Scratch(std::move(path));
}

Scratch::~Scratch() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

std::string Scratch::Next(const std::string& ending) {
  return fmt::format("{}/{}{}", path_, ++count_, ending);
}

}  // namespace northstar::duck

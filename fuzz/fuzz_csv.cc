// Any bytes as a file of columns: read whole, or refused in words.
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "engine/csv_columns.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace northstar;
  static const std::string path = (std::filesystem::temp_directory_path() /
                                   ("northstar_fuzz_" + std::to_string(getpid()) + ".csv"))
                                      .string();
  {
    std::ofstream file(path, std::ios::binary);
    file.write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
  }
  const auto read = ReadAllColumns(path);
  if (!read.ok()) {
    if (read.error().message.empty()) std::abort();
    return 0;
  }
  for (const auto& column : read->columns) {
    if (column.size() != read->columns.front().size()) std::abort();
  }
  return 0;
}

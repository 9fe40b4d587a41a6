// Small CSV files of labelled texts: comma-separated, quoted with ", a first line of names.
#pragma once

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace northstar {

using CsvRow = std::vector<std::string>;

// Without the first line and empty lines; nothing where the file is missing.
inline std::vector<CsvRow> ReadCsv(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream all;
  all << file.rdbuf();
  const std::string text = all.str();
  std::vector<CsvRow> rows;
  CsvRow row{""};
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      const bool doubled = c == '"' && i + 1 < text.size() && text[i + 1] == '"';
      if (c != '"' || doubled) row.back() += c;
      i += doubled;
      quoted = c != '"' || doubled;
    } else if (c == '"') {
      quoted = true;
    } else if (c == ',') {
      row.emplace_back();
    } else if (c == '\n') {
      if (row.size() > 1 || !row[0].empty()) rows.push_back(row);
      row = {""};
    } else if (c != '\r') {
      row.back() += c;
    }
  }
  if (row.size() > 1 || !row[0].empty()) rows.push_back(row);
  if (!rows.empty()) rows.erase(rows.begin());
  return rows;
}

}  // namespace northstar

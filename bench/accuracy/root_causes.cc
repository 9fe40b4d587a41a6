#include "bench/accuracy/root_causes.h"

#include <zlib.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <map>
#include <set>
#include <string_view>
#include <vector>

#include "bench/ratio_tables.h"
#include "stats/segments/segment_search.h"

namespace northstar::accuracy {
namespace {

using Lines = std::vector<std::vector<std::string>>;

std::vector<std::string> Split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (true) {
    const size_t at = text.find(separator);
    parts.emplace_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

// Plain or compressed; no quotes. Empty where it cannot be read.
Lines ReadTable(const std::string& path) {
  Lines lines;
  const gzFile file = gzopen(path.c_str(), "rb");
  if (file == nullptr) return lines;
  std::string text;
  std::vector<char> block(1 << 16);
  for (int n = 0; (n = gzread(file, block.data(), static_cast<unsigned>(block.size()))) > 0;)
    text.append(block.data(), static_cast<size_t>(n));
  gzclose(file);
  for (std::string& line : Split(text, '\n')) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (!line.empty()) lines.push_back(Split(line, ','));
  }
  return lines;
}

struct Case {
  stats::LeafTable leaves;
  std::vector<std::string> dimensions;
  std::vector<std::vector<std::string>> names;  // of the elements, by dimension and code
};

Case ReadCase(const Lines& lines) {
  Case one;
  std::vector<std::map<std::string, uint32_t>> codes;
  const std::vector<std::string>& header = lines[0];
  for (size_t c = 0; c < header.size(); ++c) {
    const bool actual = header[c] == "real";
    const bool expected = header[c] == "predict";
    if (!actual && !expected) {
      one.dimensions.push_back(header[c]);
      one.names.emplace_back();
      one.leaves.elements.emplace_back();
      codes.emplace_back();
    }
    for (size_t row = 1; row < lines.size(); ++row) {
      const std::string& text = lines[row][c];
      if (actual) one.leaves.actual.push_back(std::strtod(text.c_str(), nullptr));
      if (expected) one.leaves.expected.push_back(std::strtod(text.c_str(), nullptr));
      if (actual || expected) continue;
      const auto [code, added] =
          codes.back().try_emplace(text, static_cast<uint32_t>(one.names.back().size()));
      if (added) one.names.back().push_back(text);
      one.leaves.elements.back().push_back(code->second);
    }
  }
  return one;
}

std::set<std::string> CausesOf(const Case& one, const stats::SegmentSearch& search) {
  std::set<std::string> causes;
  for (const stats::Cause& cause : search.causes) {
    std::set<std::string> parts;
    for (const auto& [dimension, element] : cause.where)
      parts.insert(one.dimensions[dimension] + "=" + one.names[dimension][element]);
    std::string text;
    for (const std::string& part : parts) text += (text.empty() ? "" : "&") + part;
    causes.insert(text);
  }
  return causes;
}

std::set<std::string> TruthOf(const std::string& text) {
  std::set<std::string> causes;
  for (const std::string& cause : Split(text, ';')) {
    std::vector<std::string> parts = Split(cause, '&');
    std::sort(parts.begin(), parts.end());
    std::string sorted;
    for (const std::string& part : parts) sorted += (sorted.empty() ? "" : "&") + part;
    causes.insert(sorted);
  }
  return causes;
}

double Ratio(size_t part, size_t whole) {
  return whole != 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0;
}

}  // namespace

RootCauseScores MeasureRootCauses(const std::string& folder) {
  RootCauseScores scores;
  std::vector<double> seconds;
  const Lines truths = ReadTable(folder + "/truth.csv");
  for (size_t i = 1; i < truths.size(); ++i) {
    const Lines lines = ReadTable(folder + "/" + truths[i][0] + ".csv.gz");
    if (lines.size() < 2) continue;
    const Case one = ReadCase(lines);
    const auto start = std::chrono::steady_clock::now();
    const stats::SegmentSearch search = stats::SearchSegments(one.leaves, {});
    seconds.push_back(
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    const std::set<std::string> truth = TruthOf(truths[i][1]);
    const std::set<std::string> causes = CausesOf(one, search);
    size_t found = 0;
    for (const std::string& cause : causes) found += truth.count(cause);
    scores.found += found;
    scores.wrong += causes.size() - found;
    scores.missed += truth.size() - found;
  }
  scores.cases = seconds.size();
  if (seconds.empty()) return scores;
  scores.precision = Ratio(scores.found, scores.found + scores.wrong);
  scores.recall = Ratio(scores.found, scores.found + scores.missed);
  scores.f1 = Ratio(2 * scores.found, 2 * scores.found + scores.wrong + scores.missed);
  std::sort(seconds.begin(), seconds.end());
  scores.median_seconds = seconds[seconds.size() / 2];
  scores.most_seconds = seconds.back();
  return scores;
}

RatioScores MeasureRatioCauses(bool falls, int causes) {
  constexpr uint64_t kTables = 400;
  constexpr int kTries = 50;
  RatioScores scores;
  size_t first = 0;
  size_t found = 0;
  size_t named = 0;
  size_t true_causes = 0;
  for (uint64_t seed = 0; seed < kTables; ++seed) {
    Random random(seed, 73);
    RatioTable table;
    for (int i = 0; i < kTries && !table.clear; ++i)
      table = DrawRatioTable(random, {seed % 2 == 1, falls, causes});
    if (!table.clear) continue;
    ++scores.tables;
    const auto answer = stats::SearchSegments(table.leaves, {}).causes;
    const auto is_true = [&](const stats::Cause& cause) {
      return std::find(table.causes.begin(), table.causes.end(), cause.where) != table.causes.end();
    };
    first += !answer.empty() && is_true(answer[0]);
    found += static_cast<size_t>(std::count_if(answer.begin(), answer.end(), is_true));
    named += answer.size();
    true_causes += table.causes.size();
  }
  scores.first_right = Ratio(first, scores.tables);
  scores.precision = Ratio(found, named);
  scores.recall = Ratio(found, true_causes);
  return scores;
}

}  // namespace northstar::accuracy

#include "analysis/explain/leaves.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "stats/segments/segment_search.h"

namespace northstar {
namespace {

Result<std::vector<double>> Numbers(const FileColumns& file, const std::string& name) {
  const auto found = std::find(file.names.begin(), file.names.end(), name);
  if (found == file.names.end()) {
    return Error::Usage(fmt::format("'{}' has no column '{}'", file.path, name),
                        DidYouMean(name, file.names));
  }
  std::vector<double> numbers;
  const auto& texts = file.columns[static_cast<size_t>(found - file.names.begin())];
  for (size_t row = 0; row < texts.size(); ++row) {
    const auto number = ParseNumber(Trim(texts[row]));
    if (!number) {
      return Error::Data(fmt::format("'{}', row {}, column '{}': '{}' is not a number", file.path,
                                     row + 1, name, texts[row]),
                         "every leaf needs one; write 0 where nothing was expected or observed");
    }
    numbers.push_back(*number);
  }
  return numbers;
}

double Whole(const std::vector<double>& above, const std::vector<double>& below) {
  double a = 0;
  double b = 0;
  for (const double value : above) a += value;
  for (const double value : below) b += value;
  return below.empty() ? a : b != 0 ? a / b : 0;
}

std::vector<LeafCause> Named(const std::vector<stats::Cause>& causes,
                             const std::vector<std::string>& dimensions,
                             const std::vector<std::vector<std::string>>& values) {
  std::vector<LeafCause> named;
  for (const stats::Cause& cause : causes) {
    if (cause.explains == 0) continue;  // what stands out of it is that it stayed as it was
    LeafCause& one = named.emplace_back();
    one.score = cause.score;
    one.explains = cause.explains;
    for (const auto& [dimension, element] : cause.where)
      one.where.emplace_back(dimensions[dimension], values[dimension][element]);
  }
  return named;
}

// One row for each leaf: of two rows nobody can tell whether they add up or one is a mistake.
Status CheckLeaves(const FileColumns& file, const stats::LeafTable& leaves,
                   const std::vector<std::vector<std::string>>& values) {
  std::map<std::vector<uint32_t>, size_t> seen;
  for (size_t row = 0; row < leaves.actual.size(); ++row) {
    std::vector<uint32_t> leaf;
    for (const auto& elements : leaves.elements) leaf.push_back(elements[row]);
    const auto [first, fresh] = seen.try_emplace(leaf, row);
    if (fresh) continue;
    std::vector<std::string> names;
    for (size_t d = 0; d < leaf.size(); ++d) names.push_back(values[d][leaf[d]]);
    return Error::Data(
        fmt::format("'{}', row {}: the leaf {} already has a row, row {}", file.path, row + 1,
                    names.empty() ? "for the total" : "'" + Join(names, ", ") + "'",
                    first->second + 1),
        "keep one row per leaf; sum rows of the same leaf first");
  }
  return Status::Ok();
}

}  // namespace

Result<LeafExplanation> ExplainLeaves(const FileColumns& file, const LeafColumns& names) {
  if (names.denominator_actual.empty() != names.denominator_expected.empty()) {
    return Error::Usage("a ratio needs both --denominator-actual and --denominator-expected");
  }
  stats::LeafTable leaves;
  NS_ASSIGN(leaves.actual, Numbers(file, names.actual));
  NS_ASSIGN(leaves.expected, Numbers(file, names.expected));
  if (!names.denominator_actual.empty()) {
    NS_ASSIGN(leaves.denominator_actual, Numbers(file, names.denominator_actual));
    NS_ASSIGN(leaves.denominator_expected, Numbers(file, names.denominator_expected));
  }
  LeafExplanation out;
  std::vector<std::vector<std::string>> values;
  bool named_any = false;
  for (size_t c = 0; c < file.names.size(); ++c) {
    const std::string& name = file.names[c];
    if (name == names.actual || name == names.expected || name == names.denominator_actual ||
        name == names.denominator_expected)
      continue;
    const auto& texts = file.columns[c];
    named_any = true;
    const bool constant = std::all_of(texts.begin(), texts.end(),
                                      [&](const std::string& one) { return one == texts[0]; });
    if (constant && texts.size() > 1) continue;  // says nothing of where
    out.dimensions.push_back(name);
    auto& own = values.emplace_back();
    auto& elements = leaves.elements.emplace_back();
    std::map<std::string, uint32_t> codes;
    for (const std::string& text : file.columns[c]) {
      const auto [code, added] = codes.try_emplace(text, static_cast<uint32_t>(own.size()));
      if (added) own.push_back(text);
      elements.push_back(code->second);
    }
  }
  if (!named_any) {
    return Error::Data(fmt::format("'{}' has no columns besides the named ones", file.path),
                       "every other column is read as a dimension");
  }
  NS_RETURN_IF_ERROR(CheckLeaves(file, leaves, values));
  out.leaves = leaves.actual.size();
  out.actual = Whole(leaves.actual, leaves.denominator_actual);
  out.expected = Whole(leaves.expected, leaves.denominator_expected);
  if (out.dimensions.empty()) return out;  // nothing to tell leaves apart by
  const stats::SegmentSearch found = stats::SearchSegments(leaves, {});
  out.causes = Named(found.causes, out.dimensions, values);
  out.also = Named(found.also, out.dimensions, values);
  return out;
}

}  // namespace northstar

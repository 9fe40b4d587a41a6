#include "report/cohorts_report.h"

#include <fmt/format.h>

#include "base/text.h"

namespace northstar {
namespace {

// A terminal of 100 columns shows so many ages; files show all.
constexpr size_t kMostShown = 12;

std::string Percent(double share) {
  return fmt::format("{:.0f}%", share * 100);
}

TextTable ToTable(const CohortResult& result) {
  const size_t ages = std::min(kMostShown, result.curve.size());
  std::vector<std::string> header{"cohort", "size"};
  for (size_t age = 1; age < ages; ++age) header.push_back(fmt::format("+{}", age));
  TextTable table(header);
  for (size_t c = 1; c < header.size(); ++c) table.AlignRight(c);
  for (const CohortRow& row : result.rows) {
    std::vector<std::string> cells{row.cohort + (row.complete ? "" : " *"),
                                   WithThousands(row.size)};
    for (size_t age = 1; age < ages; ++age) {
      const bool known = age < row.returned.size() && row.returned[age];
      cells.push_back(!known          ? ""
                      : row.size == 0 ? "–"
                                      : Percent(static_cast<double>(*row.returned[age]) /
                                                static_cast<double>(row.size)));
    }
    table.Add(std::move(cells));
  }
  std::vector<std::string> all{"all complete",
                               WithThousands(result.curve.empty() ? 0 : result.curve[0].size)};
  for (size_t age = 1; age < ages; ++age) {
    const auto share = result.curve[age].share();
    all.push_back(share ? Percent(*share) : "");
  }
  table.Add(std::move(all));
  return table;
}

std::string ToCsv(const CohortResult& result) {
  std::string out = "cohort,size";
  for (const CurvePoint& point : result.curve) out += fmt::format(",{}", point.age);
  out += "\n";
  for (const CohortRow& row : result.rows) {
    out += fmt::format("{},{}", row.cohort, row.size);
    for (size_t age = 0; age < result.curve.size(); ++age) {
      const bool known = age < row.returned.size() && row.returned[age];
      out += known ? fmt::format(",{}", *row.returned[age]) : ",";
    }
    out += "\n";
  }
  return out;
}

}  // namespace

std::string RenderCohorts(const CohortResult& result, TextForm form, bool color) {
  switch (form) {
    case TextForm::kCsv:
      return ToCsv(result);
    case TextForm::kMarkdown:
      return ToTable(result).Markdown();
    case TextForm::kTable:
      break;
  }
  std::string out = fmt::format("{0}: of those {1} in a {2}, the share active in later {3}s\n\n",
                                result.metric->label, result.active ? "active" : "new",
                                GrainName(result.grain), GrainName(result.grain));
  out += ToTable(result).Text(color);
  out +=
      "\n* the first period of this cohort is incomplete; such cohorts are excluded from the last "
      "row\n";
  if (result.curve.size() > kMostShown)
    out += fmt::format("{} more columns: --format csv\n", result.curve.size() - kMostShown);
  return out;
}

}  // namespace northstar

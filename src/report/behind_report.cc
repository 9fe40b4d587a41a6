#include "report/behind_report.h"

#include <fmt/format.h>

#include "base/text.h"

namespace northstar {
namespace {

std::string Bar(int64_t value, int64_t largest) {
  constexpr int64_t kWidest = 40;
  std::string bar;
  for (int64_t i = 0; largest > 0 && i < value * kWidest / largest; ++i) bar += "█";
  return bar;
}

}  // namespace

std::string RenderEntities(const EntityList& list, TextForm form, bool color) {
  switch (form) {
    case TextForm::kCsv: {
      std::string out = "metric,period," + CsvField(list.entity) + "\n";
      for (const std::string& key : list.keys)
        out += list.metric->name + "," + list.period + "," + CsvField(key) + "\n";
      return out;
    }
    case TextForm::kMarkdown:
    case TextForm::kTable:
      break;
  }
  TextTable table({list.entity});
  for (const std::string& key : list.keys) table.Add({key});
  const std::string head =
      fmt::format("{} in the {} of {}: {}{}\n\n", list.metric->label, GrainName(list.grain),
                  list.period, Plural(static_cast<long long>(list.keys.size()), list.entity),
                  list.complete ? "" : " so far (incomplete)");
  return head + (form == TextForm::kMarkdown ? table.Markdown() : table.Text(color));
}

std::string RenderDistribution(const Distribution& d, TextForm form, bool color) {
  const std::string unit =
      std::get<kind::Frequency>(d.metric->kind).of == "week" ? "weeks" : "days";
  std::string csv = "metric,period";
  std::vector<std::string> header{"period"};
  for (const std::string& dimension : d.by) {
    csv += "," + CsvField(dimension);
    header.push_back(dimension);
  }
  csv += "," + unit + ",entities,complete\n";
  header.insert(header.end(), {unit, d.metric->entity, ""});
  TextTable table(header);
  table.AlignRight(header.size() - 3);
  table.AlignRight(header.size() - 2);
  for (const DistributionRow& row : d.rows) {
    std::string prefix = d.metric->name + "," + row.period;
    std::vector<std::string> cells{row.period + (row.complete ? "" : " *")};
    for (size_t i = 0; i < d.by.size(); ++i) {
      prefix += "," + CsvField(row.group[i].value_or(""));
      cells.push_back(row.group[i].value_or("(none)"));
    }
    int64_t largest = 0;
    for (const int64_t count : row.entities) largest = std::max(largest, count);
    for (size_t k = 0; k < row.entities.size(); ++k) {
      csv += fmt::format("{},{},{},{}\n", prefix, k + 1, row.entities[k],
                         row.complete ? "true" : "false");
      std::vector<std::string> line = cells;
      line.insert(line.end(), {std::to_string(k + 1), WithThousands(row.entities[k]),
                               Bar(row.entities[k], largest)});
      table.Add(std::move(line));
    }
  }
  switch (form) {
    case TextForm::kCsv:
      return csv;
    case TextForm::kMarkdown:
      return table.Markdown();
    case TextForm::kTable:
      break;
  }
  return fmt::format("{}: how many were active, by number of {}\n\n", d.metric->label, unit) +
         table.Text(color) + "\n* incomplete\n";
}

}  // namespace northstar

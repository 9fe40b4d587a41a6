#include "report/validation_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "model/checks/check.h"
#include "model/project.h"

namespace northstar {
namespace {

std::string SeverityName(Severity severity) {
  return severity == Severity::kError ? "error" : "warning";
}

std::string CsvLine(const std::vector<std::string>& row) {
  std::vector<std::string> fields;
  for (const std::string& field : row) fields.push_back(CsvField(field));
  return Join(fields, ",") + "\n";
}

// The same rows as CSV, Markdown or text.
std::string Table(const std::vector<std::string>& header,
                  const std::vector<std::vector<std::string>>& rows, TextForm form, bool color) {
  if (form == TextForm::kCsv) {
    std::string csv = CsvLine(header);
    for (const std::vector<std::string>& row : rows) csv += CsvLine(row);
    return csv;
  }
  TextTable table(header);
  for (const std::vector<std::string>& row : rows) table.Add(row);
  return form == TextForm::kMarkdown ? table.Markdown() : table.Text(color);
}

std::string Summary(const ValidateAnswer& answer) {
  const Project& project = *answer.project;
  const auto errors =
      std::count_if(answer.findings.begin(), answer.findings.end(),
                    [](const Diagnostic& one) { return one.severity == Severity::kError; });
  const auto all = static_cast<long long>(answer.findings.size());
  return fmt::format("{}: {}, {}; {}, {}\n", project.name,
                     Plural(static_cast<long long>(project.sources.size()), "source"),
                     Plural(static_cast<long long>(project.metrics.size()), "metric"),
                     Plural(errors, "error"), Plural(all - errors, "warning"));
}

}  // namespace

std::string RenderValidation(const ValidateAnswer& answer, TextForm form, bool color) {
  if (form == TextForm::kTable) {
    std::string out;
    for (const Diagnostic& finding : answer.findings) out += RenderDiagnostic(finding, color);
    return out + Summary(answer);
  }
  std::vector<std::vector<std::string>> rows;
  for (const Diagnostic& d : answer.findings) {
    rows.push_back({SeverityName(d.severity), d.code, d.where.file, std::to_string(d.where.line),
                    std::to_string(d.where.column), d.message, d.hint});
  }
  return Table({"severity", "code", "file", "line", "column", "message", "fix"}, rows, form, color);
}

std::string RenderChecks(TextForm form, bool color) {
  std::vector<std::vector<std::string>> rows;
  for (const checks::Check& check : checks::AllChecks()) {
    rows.push_back({std::string(check.code), SeverityName(check.severity),
                    std::string(check.sentence), std::string(check.fix)});
  }
  return Table({"code", "severity", "meaning", "fix"}, rows, form, color);
}

}  // namespace northstar

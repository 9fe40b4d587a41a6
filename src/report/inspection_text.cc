#include "report/inspection_text.h"

#include <fmt/format.h>

#include <cmath>

#include "analysis/inspect/proposal_yaml.h"
#include "base/calendar.h"
#include "base/text.h"

namespace northstar {
namespace {

std::string Percent(double share) {
  // What is not all is never shown as 100%.
  return fmt::format("{:.0f}%", std::floor(100 * share + 1e-9));
}

std::string Layout(const FoundTable& table) {
  std::vector<std::string> parts{table.format};
  if (table.files > 1) parts.push_back(fmt::format("{} files", WithThousands(table.files)));
  if (!table.encoding.empty() && table.encoding != "utf-8") parts.push_back(table.encoding);
  if (table.delimiter == "whitespace") parts.emplace_back("blanks between columns");
  if (table.delimiter == ";") parts.emplace_back("semicolons between columns");
  if (table.header && !*table.header) parts.emplace_back("no header");
  if (table.decimal == ",") parts.emplace_back("decimal comma");
  parts.push_back(fmt::format("{} rows", WithThousands(table.profile.rows)));
  return Join(parts, ", ");
}

std::string Columns(const InspectedTable& table, TextForm form, bool color, int width) {
  TextTable out({"column", "kind", "fits", "filled", "distinct", "for example", "why"});
  for (const size_t right : {2, 3, 4}) out.AlignRight(right);
  for (size_t i = 0; i < table.guesses.size(); ++i) {
    const ColumnProfile& p = table.found.profile.columns[i];
    const ColumnGuess& guess = table.guesses[i];
    const std::string sample = p.samples.empty() ? "" : p.samples[0];
    out.Add({p.name, std::string(NameOf(guess.kind)), Percent(guess.share),
             Percent(p.FilledShare()), WithThousands(p.distinct), Shorten(sample, 24),
             Shorten(Words(guess.why).whole(), width > 0 ? 60 : 0)});
  }
  return form == TextForm::kMarkdown ? out.Markdown() : out.Text(color);
}

std::string Joins(const Inspection& inspection, TextForm form, bool color) {
  std::vector<TableProfile> profiles;
  for (const InspectedTable& table : inspection.tables) profiles.push_back(table.found.profile);
  TextTable out({"column", "looks up", "keys found", "rows found", "per key"});
  for (const size_t right : {2, 3}) out.AlignRight(right);
  for (const TableJoin& join : inspection.joins.joins) {
    out.Add({Shown(join.left, profiles), Shown(join.right, profiles), Percent(join.matched),
             Percent(join.matched_rows), join.many ? "several rows" : "one row"});
  }
  return form == TextForm::kMarkdown ? out.Markdown() : out.Text(color);
}

}  // namespace

std::string InspectionText(const Inspection& inspection, TextForm form, bool color, int columns) {
  const std::string heading = form == TextForm::kMarkdown ? "## " : "";
  std::string out;
  for (const InspectedTable& table : inspection.tables) {
    out += fmt::format("{}{}: {}\n\n", heading, table.found.name, Layout(table.found));
    out += Columns(table, form, color, columns) + "\n";
    for (const OddStatement& odd : table.odd) out += fmt::format("- {}\n", Words(odd));
    if (!table.odd.empty()) out += "\n";
  }
  if (!inspection.joins.joins.empty())
    out += fmt::format("{}What joins them\n\n{}\n", heading, Joins(inspection, form, color));
  if (!inspection.events.empty()) {
    TextTable events({"event", "rows"});
    events.AlignRight(1);
    for (const CountedEvent& event : inspection.events)
      events.Add({event.name, WithThousands(event.count)});
    out += fmt::format("{}Events\n\n{}\n", heading,
                       form == TextForm::kMarkdown ? events.Markdown() : events.Text(color));
  }
  if (inspection.from_us && inspection.to_us) {
    out += fmt::format("From {} to {}.\n\n", FormatInstant(*inspection.from_us),
                       FormatInstant(*inspection.to_us));
  }
  if (inspection.sources.empty()) {
    out += "No table has a column of times, so none can be a source of events.\n";
  } else {
    const std::string fence = form == TextForm::kMarkdown ? "```yaml\n" : "";
    out += fmt::format("{}Sources that read them\n\n{}{}{}", heading, fence,
                       ProposalYaml(inspection), fence.empty() ? "" : "```\n");
  }
  for (const auto& [variable, address] : inspection.variables) {
    out += fmt::format(
        "\nSet {0} to the address that was looked at before loading (export {0}='postgresql://…'); "
        "a project file\nshould not hold a password.\n",
        variable);
  }
  for (const NoTable& other : inspection.others)
    out += fmt::format("\nNot a table: {} ({})", other.name, other.why.message);
  if (!inspection.others.empty()) out += "\n";
  return out;
}

}  // namespace northstar

#include "analysis/inspect/proposal_yaml.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "model/edit_yaml.h"

namespace northstar {
namespace {

std::string FlowMap(const std::vector<NamedColumn>& columns) {
  std::string out;
  for (const auto& [name, column] : columns)
    out += fmt::format("{}{}: {}", out.empty() ? "" : ", ", name, YamlScalar(column));
  return "{" + out + "}";
}

std::string OnOf(const ProposedLookup& lookup) {
  std::vector<std::string> parts;
  for (const auto& [ours, theirs] : lookup.on) {
    parts.push_back(ours == theirs
                        ? YamlScalar(ours)
                        : fmt::format("{{{}: {}}}", YamlScalar(ours), YamlScalar(theirs)));
  }
  return parts.size() == 1 ? parts[0] : "[" + Join(parts, ", ") + "]";
}

// The keys that say how the files are laid out, one per line or within braces.
std::vector<std::string> LayoutOf(const FoundTable& table) {
  const TableFiles& layout = table.layout;
  std::vector<std::string> keys;
  if (layout.database) {
    keys.push_back("database: " + YamlScalar(layout.database->address));
    keys.push_back("table: " + YamlScalar(layout.database->table));
  } else {
    keys.push_back("files: " + YamlScalar(layout.files[0]));
  }
  if (!layout.null_values.empty()) {
    std::vector<std::string> quoted;
    for (const std::string& value : layout.null_values)
      quoted.push_back("'" + ReplaceAll(value, "'", "''") + "'");
    keys.push_back("null_values: [" + Join(quoted, ", ") + "]");
  }
  if (layout.database) return keys;
  if (!layout.format.empty() && layout.format != "auto") keys.push_back("format: " + layout.format);
  if (!layout.rows.empty()) keys.push_back("rows: " + YamlScalar(layout.rows));
  if (!layout.sheet.empty()) keys.push_back("sheet: " + YamlScalar(layout.sheet));
  if (!layout.encoding.empty()) keys.push_back("encoding: " + layout.encoding);
  if (!layout.delimiter.empty()) keys.push_back("delimiter: " + YamlScalar(layout.delimiter));
  if (!layout.widths.empty())
    keys.push_back(fmt::format("widths: [{}]", fmt::join(layout.widths, ", ")));
  if (layout.skip) keys.push_back(fmt::format("skip: {}", *layout.skip));
  if (!layout.comment.empty()) keys.push_back("comment: " + YamlScalar(layout.comment));
  if (!layout.header) {
    std::vector<std::string> names;
    for (const std::string& name : layout.columns) names.push_back(YamlScalar(name));
    keys.emplace_back("header: false");
    keys.push_back("columns: [" + Join(names, ", ") + "]");
  }
  return keys;
}

class Writer {
 public:
  explicit Writer(const Inspection& inspection) : inspection_(inspection) {}

  std::string Write(const ProposedSource& source) {
    const FoundTable& table = inspection_.tables[source.table].found;
    out_ = fmt::format("- name: {}\n", source.name);
    for (const std::string& key : LayoutOf(table)) Line(key);
    Line("time: " + YamlScalar(source.time),
         source.other_times.empty() ? "" : "or " + Join(source.other_times, ", "));
    if (!source.date_order.empty()) {
      Line("date_order: " + source.date_order,
           source.order_unknown ? "a guess: nothing shows the order" : "");
    }
    if (source.event_column.empty()) {
      Line("event: " + source.event);
    } else {
      Line("event_column: " + YamlScalar(source.event_column));
    }
    if (!source.lookups.empty()) Line("lookup:");
    for (const ProposedLookup& lookup : source.lookups) {
      const std::string from = lookup.source.empty()
                                   ? Join(LayoutOf(inspection_.tables[lookup.table].found), ", ")
                                   : "source: " + lookup.source;
      out_ += fmt::format("    - {{{}, on: {}, take: {}}}  # {} of the keys are found\n", from,
                          OnOf(lookup), FlowMap(lookup.take), Percent(lookup.matched));
    }
    if (!source.entities.empty()) Line("entities: " + FlowMap(source.entities));
    if (!source.dimensions.empty()) Line("dimensions: " + FlowMap(source.dimensions));
    if (!source.values.empty()) Line("values: " + FlowMap(source.values));
    if (!source.comma_guess.empty()) {
      Line("thousands: ','",
           fmt::format("a guess: nothing shows what the comma in {} parts", source.comma_guess));
    }
    if (!source.where.empty()) Line("where: " + YamlScalar(source.where));
    if (!source.id.empty()) Line("id: " + IdOf(source));
    if (!source.cursor.empty()) Line("cursor: " + YamlScalar(source.cursor));
    Unread(table, source);
    for (const std::string& column : source.left_out) out_ += "  # left out: " + column + "\n";
    return std::move(out_);
  }

 private:
  static std::string IdOf(const ProposedSource& source) {
    std::vector<std::string> parts;
    for (const std::string& part : source.id) parts.push_back(YamlScalar(part));
    return parts.size() == 1 ? parts[0] : "[" + Join(parts, ", ") + "]";
  }
  static std::string Percent(double share) { return fmt::format("{:.0f}%", 100 * share); }

  void Line(const std::string& text, const std::string& comment = "") {
    out_ += "  " + text + (comment.empty() ? "" : "  # " + comment) + "\n";
  }

  // Rows at the end and rows without a time cannot be read.
  void Unread(const FoundTable& table, const ProposedSource& source) {
    const auto& columns = table.profile.columns;
    const auto time = std::find_if(columns.begin(), columns.end(),
                                   [&](const auto& p) { return p.name == source.time_column; });
    if (!source.where.empty()) return;
    const bool every = time == columns.end() || source.time != source.time_column;
    const double missing = every ? 0 : 1 - time->FilledShare();
    const double rows = static_cast<double>(std::max<int64_t>(table.profile.rows, 1));
    const double footer =
        static_cast<double>(table.footer) / (rows + static_cast<double>(table.footer));
    const double share = missing + footer;
    if (share <= 0.01) return;
    Line(fmt::format("max_rejected: {:.0f}%", std::ceil(100 * share)),
         table.footer > 0 ? "the rows at the end are no data" : "rows without a time");
  }

  const Inspection& inspection_;
  std::string out_;
};

}  // namespace

std::string ProposalYaml(const Inspection& inspection) {
  std::string out;
  Writer writer(inspection);
  for (const ProposedSource& source : inspection.sources) out += writer.Write(source);
  return out;
}

}  // namespace northstar

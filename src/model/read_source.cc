// One entry of `sources:` → Source. Its expressions are parsed here and bound when the files are
// read, because only the files know their columns.
#include <fmt/format.h>

#include <cmath>

#include "base/text.h"
#include "model/reading.h"
#include "model/source_formats.h"
#include "model/written_password.h"

namespace northstar::reading {
namespace {

// Where the text of a scalar starts: behind its quote, if it has one.
SourceSpan TextSpan(const YamlNode& scalar) {
  SourceSpan span = scalar.span;
  span.column += scalar.quoted;
  return span;
}

ExprRef ColumnNamed(const std::string& name) {
  return std::make_shared<Expr>(Expr{NameRef{name}, {0, static_cast<int>(name.size())}});
}

// Nothing when it is missing, or does not parse (which is reported).
std::optional<NamedExpr> ReadNamedExpr(const std::string& name, const YamlNode* scalar,
                                       Context& context) {
  if (scalar == nullptr || !scalar->is_scalar()) return std::nullopt;
  // A bare column name may hold spaces ("Customer ID"): what does not parse as an expression but
  // reads like words is taken as the name of a column.
  auto parsed = ParseExpr(scalar->text);
  ExprRef expr;
  if (const auto* error = std::get_if<ExprError>(&parsed)) {
    const bool words = scalar->text.find_first_of("+*/%()<>=,'\"`") == std::string::npos;
    if (!words || scalar->text.empty()) {
      ReportExpr(*error, *scalar, context);
      return std::nullopt;
    }
    expr = ColumnNamed(scalar->text);
  } else {
    expr = std::get<ExprRef>(parsed);
  }
  return NamedExpr{name, scalar->text, expr, TextSpan(*scalar)};
}

std::vector<NamedExpr> ReadExprMap(const YamlNode& node, std::string_view key, Context& context) {
  std::vector<NamedExpr> exprs;
  const YamlNode* map = node.Find(key);
  if (map == nullptr) return exprs;
  for (const YamlNode::Entry& entry : map->entries) {
    if (auto expr = ReadNamedExpr(entry.key, &entry.value, context))
      exprs.push_back(std::move(*expr));
  }
  return exprs;
}

Source::Kind KindOf(const YamlNode& node) {
  if (node.Find("series") != nullptr) return Source::Kind::kSeries;
  if (node.Find("identities") != nullptr) return Source::Kind::kIdentities;
  if (node.Find("table") != nullptr && node.Find("database") == nullptr)
    return Source::Kind::kTable;
  if (Flag(node, "http")) return Source::Kind::kHttp;
  return Source::Kind::kEvents;
}

void CheckEventSource(const Source& source, const YamlNode& node, Context& context) {
  const auto missing = [&](std::string message, std::string expected) {
    context.reporter.Error("NS009", source.span, std::move(message), std::move(expected));
  };
  if (source.time.empty()) missing("this source has no 'time'", "time: the column with the time");
  if (source.event.empty() == source.event_column.empty()) {
    missing("this source needs either 'event' or 'event_column'",
            "event: a name for every row, or event_column: the column that holds it");
  }
  for (const YamlNode::Entry& entry : node.entries) {
    if (entry.key == "period" || entry.key == "metrics") {
      context.reporter.Error("NS002", entry.key_span,
                             fmt::format("'{}' belongs to a series, not to events", entry.key), "",
                             "a series has 'series: FILE' in place of 'files'");
    }
  }
}

// Exactly one place has the rows.
void CheckOrigin(const TableFiles& table, const YamlNode& node, Context& context) {
  std::vector<std::string> origins;
  for (const char* key : {"files", "database", "sql"}) {
    if (node.Find(key) != nullptr) origins.push_back(key);
  }
  if (origins.empty()) {
    context.reporter.Error("NS009", SpanOf(node, "name"), "this source has no 'files'",
                           "files: data/*.csv.gz, or database: with table: or query:");
  } else if (origins.size() > 1) {
    context.reporter.Error(
        "NS010", SpanOf(node, origins[1]),
        fmt::format("'{}' and '{}' both say where the rows are", origins[0], origins[1]),
        "one of them");
  }
  if (!table.IsAsked()) return;
  for (const char* key : {"format", "encoding", "delimiter", "widths", "skip", "comment", "header",
                          "columns", "sheet", "rows", "each"}) {
    if (node.Find(key) == nullptr) continue;
    context.reporter.Error("NS010", SpanOf(node, key),
                           fmt::format("'{}' says how files are written, and there are none", key));
  }
}

// Which rows of a database are read.
void ReadCursor(const YamlNode& node, Source& source, Context& context) {
  source.cursor = Text(node, "cursor");
  source.cursor_span = SpanOf(node, "cursor");
  if (const auto overlap = ReadDuration(node, "overlap")) source.overlap = *overlap;
  const auto wrong = [&](const char* code, const char* key, std::string message,
                         std::string expected) {
    context.reporter.Error(code, SpanOf(node, key), std::move(message), std::move(expected));
  };
  for (const char* key : {"cursor", "overlap"}) {
    if (node.Find(key) != nullptr && !source.database)
      wrong("NS010", key, fmt::format("'{}' is for sources with a database", key),
            "database: with table: or query:");
  }
  if (node.Find("overlap") != nullptr && source.cursor.empty())
    wrong("NS009", "overlap", "there is an overlap, but no cursor", "cursor: updated_at");
  if (!source.cursor.empty() && source.id.empty())
    wrong("NS009", "cursor",
          "a cursor needs 'id': a row that is read again replaces the earlier one",
          "id: the column or columns that identify a row");
}

void CheckNames(const Source& source, Context& context) {
  std::vector<std::string> seen{"event", "time"};
  for (const auto* group : {&source.entities, &source.dimensions, &source.values}) {
    for (const NamedExpr& one : *group) {
      if (std::find(seen.begin(), seen.end(), one.name) != seen.end()) {
        context.reporter.Error(
            "NS008", one.span,
            fmt::format("the name '{}' is taken in source '{}'", one.name, source.name), "",
            "entities, dimensions and values share their names");
      }
      seen.push_back(one.name);
    }
  }
}

}  // namespace

namespace {

// What a database or a file of SQL gives comes in one form.
void ReadAsked(const YamlNode& node, TableFiles& table, Context& context) {
  table.sql = Text(node, "sql");
  table.sql_span = SpanOf(node, "sql");
  if (!table.sql.empty()) table.layout = "parquet";
  const YamlNode* address = node.Find("database");
  if (address == nullptr) {
    if (node.Find("query") != nullptr)
      context.reporter.Error("NS009", SpanOf(node, "query"), "a query needs its 'database'",
                             "database: ${DATABASE_URL}");
    return;
  }
  DatabaseTable asked{ExpandText(address->text, address->span, context), Text(node, "table"),
                      Text(node, "query"), address->span, SpanOf(node, "table")};
  if (!asked.query.empty()) asked.asked_span = SpanOf(node, "query");
  if (asked.table.empty() == asked.query.empty()) {
    context.reporter.Error("NS009", address->span, "a database needs either 'table' or 'query'",
                           "table: orders, or query: select …");
  }
  if (HoldsPassword(address->text)) {
    context.reporter.ErrorAtSecret(
        "NS010", address->span, "a password stands in a project file",
        "database: ${DATABASE_URL}, with the address in the environment",
        "others read this file, and its history keeps it: change the password");
  }
  table.database = std::move(asked);
  table.layout = "csv";
  table.delimiter = ",";
  table.encoding = "utf-8";
}

}  // namespace

// Files, what separates their cells, how numbers are written.
void ReadTableFiles(const YamlNode& node, TableFiles& source, Context& context) {
  source.base_dir = context.file_dir;
  source.files_span = SpanOf(node, "files");
  for (const std::string& file : Texts(node, "files")) {
    source.files.push_back(ExpandText(file, source.files_span, context));
  }
  source.format = Text(node, "format", "auto");
  source.format_span = SpanOf(node, "format");
  const SourceFormat* known = FindFormat(source.format);
  source.layout = known != nullptr ? known->layout : source.format == "auto" ? "" : source.format;
  source.rows = Text(node, "rows");
  source.rows_span = SpanOf(node, "rows");
  source.each = Text(node, "each");
  source.each_span = SpanOf(node, "each");
  source.delimiter = Text(node, "delimiter");
  if (source.delimiter.size() > 1 && source.delimiter != "\\t" &&
      source.delimiter != "whitespace") {
    context.reporter.Error("NS010", SpanOf(node, "delimiter"), "this is not a single character",
                           "one such as ';' or '|', \\t for a tab, or whitespace");
  }
  const auto wrong = [&](const char* key, std::string message, std::string expected) {
    context.reporter.Error("NS010", SpanOf(node, key), std::move(message), std::move(expected));
  };
  source.encoding = Text(node, "encoding");
  if (const auto skip = Whole(node, "skip")) source.skip = *skip;
  source.comment = Text(node, "comment");
  source.sheet = Text(node, "sheet");
  for (const std::string& width : Texts(node, "widths")) {
    const auto number = ParseYamlNumber(width);
    if (number && *number >= 1 && *number <= 1e6 && *number == std::floor(*number)) {
      source.widths.push_back(static_cast<size_t>(*number));
    } else {
      wrong("widths", fmt::format("'{}' is not the width of a column", width),
            "whole numbers of characters: [8, 12, 10]");
    }
  }
  if (!source.widths.empty() && !source.delimiter.empty())
    wrong("widths", "'delimiter' and 'widths' both say how cells are parted", "one of them");
  source.unquoted = Text(node, "quote") == "none";
  source.null_values = Texts(node, "null_values");
  source.header = node.Find("header") == nullptr || Flag(node, "header");
  source.columns = Texts(node, "columns");
  if (source.header && !source.columns.empty())
    wrong("columns", "'columns' names the columns of files without a header", "header: false");
  if (!source.header && source.columns.empty())
    wrong("header", "files without a header need 'columns'", "columns: [time, user, amount]");
  source.decimal = Text(node, "decimal");
  source.thousands = Text(node, "thousands");
  if (!source.decimal.empty() && source.decimal != "." && source.decimal != ",")
    wrong("decimal", "this is not a decimal separator", "'.' or ','");
  constexpr std::string_view kThousands = ".,' ";
  const std::string& thousands = source.thousands;
  if (!thousands.empty() &&
      (thousands.size() > 1 || kThousands.find(thousands[0]) == std::string_view::npos))
    wrong("thousands", "this is not a thousands separator", "one of , . ' or a space");
  if (!thousands.empty() && thousands == (source.decimal.empty() ? "" : source.decimal))
    wrong("thousands", "'decimal' and 'thousands' are the same character",
          "two different characters");
  ReadAsked(node, source, context);
}

namespace {

void CheckTimeFormat(const std::string& format, const YamlNode& node, Context& context) {
  if (format == "excel") return;
  constexpr std::string_view kKnown = "aAbBcdfgGHIjmMnpSuUVwWxXyYzZ%";
  constexpr std::string_view kUnpadded = "dHIjmMSy";
  for (size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%') continue;
    const bool bare = i + 1 < format.size() && format[i + 1] == '-';
    i += bare ? 2 : 1;
    if (i < format.size() && (bare ? kUnpadded : kKnown).find(format[i]) != std::string_view::npos)
      continue;
    context.reporter.Error("NS010", SpanOf(node, "time_format"),
                           i < format.size()
                               ? fmt::format("'%{}' means nothing in a time format", format[i])
                               : "the time format ends with '%'",
                           "strptime codes such as %d/%m/%Y %H:%M");
    return;
  }
}

// What calls of Segment's `identify` and `alias` say: both are files of events in JSON lines.
void FillInSegment(Source& source) {
  const auto expr = [&](const char* name, const char* text) {
    return NamedExpr{name, text, std::get<ExprRef>(ParseExpr(text)), source.merge_span};
  };
  if (!source.merge_from) source.merge_from = expr("from", "coalesce(previousId, anonymousId)");
  if (!source.merge_to) source.merge_to = expr("to", "userId");
  if (!source.where) source.where = expr("where", "type in ('identify', 'alias')");
}

void ReadIdentities(const YamlNode& node, Source& source, Context& context) {
  source.files = {Expand(node, "identities", context)};
  source.files_span = SpanOf(node, "identities");
  const YamlNode* merge = node.Find("merge");
  source.merge_span = merge != nullptr ? merge->span : source.span;
  if (merge != nullptr) {
    source.merge_from = ReadNamedExpr("from", merge->Find("from"), context);
    source.merge_to = ReadNamedExpr("to", merge->Find("to"), context);
    source.merge_entity = Text(*merge, "entity");
  }
  if (source.format == "segment") FillInSegment(source);
  if (!source.merge_from || !source.merge_to || source.merge_entity.empty()) {
    context.reporter.Error("NS009", source.merge_span, "identities need 'merge'",
                           source.format == "segment"
                               ? "merge: {entity: user}"
                               : "merge: {from: anonymous_id, to: user_id, entity: user}");
  }
}

// What event and feedback sources have in common.
void ReadCommon(const YamlNode& node, Source& source, Context& context) {
  source.name = Text(node, "name");
  source.span = SpanOf(node, "name");
  ReadTableFiles(node, source, context);
  source.duplicates_expected = Text(node, "duplicates") == "expected";
  source.lookups = ReadLookups(node, source.name, context);
  source.time = Text(node, "time");
  source.time_span = SpanOf(node, "time");
  source.time_format = Text(node, "time_format");
  CheckTimeFormat(source.time_format, node, context);
  source.date_order = DateOrderNamed(Text(node, "date_order")).value_or(DateOrder::kUnknown);
  if (source.date_order != DateOrder::kUnknown && !source.time_format.empty()) {
    context.reporter.Error("NS010", SpanOf(node, "date_order"),
                           "'time_format' and 'date_order' both say how times are written",
                           "one of them");
  }
  source.zone = Text(node, "timezone");
  if (!source.zone.empty()) {
    if (const auto zone = TimeZone::Load(source.zone); !zone.ok()) {
      context.reporter.Error("NS010", SpanOf(node, "timezone"), zone.error().message, "",
                             zone.error().hint);
    }
  }
  source.entities = ReadExprMap(node, "entities", context);
  source.dimensions = ReadExprMap(node, "dimensions", context);
  source.values = ReadExprMap(node, "values", context);
  if (const YamlNode* where = node.Find("where"); where != nullptr && where->is_scalar()) {
    if (ExprRef expr = ReadExpr(*where, context)) {
      source.where = NamedExpr{"where", where->text, expr, TextSpan(*where)};
    }
  }
  source.id = Texts(node, "id");
  source.id_span = SpanOf(node, "id");
  ReadCursor(node, source, context);
  if (const YamlNode* share = node.Find("max_rejected"); share != nullptr) {
    source.max_rejected = ParseShare(share->text).value_or(0.01);
    if (source.max_rejected < 0 || source.max_rejected > 1) {
      context.reporter.Error("NS010", share->span, "'max_rejected' must be between 0% and 100%");
    }
  }
}

// With the keys of the format of a known tool that it names, if it does.
YamlNode WithItsFormat(const YamlNode& entry, bool feedback, Context& context) {
  const SourceFormat* format = FindFormat(Text(entry, "format"));
  if (format == nullptr) return entry;
  if (format->feedback == feedback) return WithFormat(entry, *format);
  context.reporter.Error(
      "NS010", SpanOf(entry, "format"),
      fmt::format("'{}' is a format of {}", format->name, feedback ? "events" : "feedback"), "",
      fmt::format("describe it under '{}:'", feedback ? "sources" : "feedback"));
  return entry;
}

// A column of whatever name ("Comments (optional)"), or an expression.
std::optional<NamedExpr> ReadTextExpr(const YamlNode& node) {
  const YamlNode* scalar = node.Find("text");
  if (scalar == nullptr || !scalar->is_scalar() || scalar->text.empty()) return std::nullopt;
  auto parsed = ParseExpr(scalar->text);
  const bool parses = std::holds_alternative<ExprRef>(parsed);
  return NamedExpr{"text", scalar->text,
                   parses ? std::get<ExprRef>(std::move(parsed)) : ColumnNamed(scalar->text),
                   TextSpan(*scalar)};
}

void ReadScale(const YamlNode& node, Source& source, Context& context) {
  const YamlNode* scale = node.Find("scale");
  if (scale == nullptr) return;
  // The dash behind the first number: the numbers may have signs of their own ("-100-100").
  const size_t dash = scale->text.find('-', 1);
  const auto number = [&](size_t from, size_t length) {
    return ParseNumber(Trim(std::string_view(scale->text).substr(from, length)));
  };
  if (dash != std::string::npos) {
    const auto lowest = number(0, dash);
    const auto highest = number(dash + 1, std::string::npos);
    if (lowest && highest && *lowest < *highest) source.scale = RatingRange{*lowest, *highest};
  }
  if (!source.scale) {
    context.reporter.Error("NS010", scale->span, "this is not a rating scale",
                           "the lowest and the highest, such as 1-5 or 0-10");
  } else if (!source.HasValue("rating")) {
    context.reporter.Error("NS009", scale->span, "there is a scale, but no 'rating'",
                           "rating: the column with the ratings");
  }
}

}  // namespace

Source ReadSource(const YamlNode& written, Context& context) {
  Source source;
  source.kind = KindOf(written);
  const bool events = source.kind == Source::Kind::kEvents;
  const YamlNode node = events ? WithItsFormat(written, false, context) : written;
  ReadCommon(node, source, context);
  if (source.kind == Source::Kind::kSeries) {
    source.files = {Expand(node, "series", context)};
    source.files_span = SpanOf(node, "series");
  }
  if (source.kind == Source::Kind::kIdentities) ReadIdentities(node, source, context);
  source.event = Text(node, "event");
  source.event_column = Text(node, "event_column");
  source.event_span = SpanOf(node, source.event.empty() ? "event_column" : "event");
  source.since = Text(node, "since");
  source.through = Text(node, "through");
  source.fresh_within = ReadDuration(node, "fresh_within");
  source.period = Text(node, "period");
  source.period_span = SpanOf(node, "period");
  source.grain = GrainFromName(Text(node, "grain"));
  if (const YamlNode* metrics = node.Find("metrics"); metrics != nullptr) {
    for (const YamlNode::Entry& entry : metrics->entries) {
      source.series_metrics.emplace_back(entry.key, entry.value.text);
    }
  }
  if (source.kind == Source::Kind::kEvents) {
    CheckOrigin(source, node, context);
    CheckEventSource(source, node, context);
  }
  if (source.kind == Source::Kind::kHttp) ReadHttp(node, source, context);
  if (!source.HoldsEvents() && !source.lookups.empty()) {
    context.reporter.Error("NS010", SpanOf(node, "lookup"),
                           "only events and feedback look up fields",
                           "a source with 'files' and 'time'");
  }
  if (source.kind == Source::Kind::kSeries && source.period.empty()) {
    context.reporter.Error("NS009", source.span, "this series has no 'period'",
                           "period: the column with the start of the period");
  }
  CheckNames(source, context);
  return source;
}

Source ReadFeedback(const YamlNode& entry, Context& context) {
  Source source;
  const YamlNode node = WithItsFormat(entry, true, context);
  source.kind = Source::Kind::kFeedback;
  ReadCommon(node, source, context);
  source.event = FeedbackEvent(source.name);
  source.text = ReadTextExpr(node);
  if (auto language = ReadNamedExpr("language", node.Find("language"), context))
    source.dimensions.push_back(std::move(*language));
  for (const char* key : {"rating", "votes"}) {
    if (auto value = ReadNamedExpr(key, node.Find(key), context))
      source.values.push_back(std::move(*value));
  }
  source.published_lexicon = Text(node, "lexicon") == "vader";
  ReadScale(node, source, context);
  CheckOrigin(source, node, context);
  if (source.time.empty()) {
    context.reporter.Error("NS009", source.span, "this feedback has no 'time'",
                           "time: the column with the time");
  }
  // Told from rating and text when the rows are loaded (engine/duckdb/moods.h).
  auto null = ParseExpr("null");
  source.values.push_back(
      {std::string(kMoodValue), "null", std::get<ExprRef>(std::move(null)), source.span});
  CheckNames(source, context);
  return source;
}

}  // namespace northstar::reading

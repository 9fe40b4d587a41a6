#include "engine/duckdb/staging.h"

#include <fmt/format.h>

#include "base/text.h"
#include "base/written_number.h"
#include "engine/duckdb/functions.h"
#include "engine/duckdb/written_ids.h"
#include "sql/dialect.h"
#include "sql/expr_sql.h"
#include "sql/storage.h"

namespace northstar::duck {
namespace {

using sql::Identifier;
using sql::Quoted;

// How a spreadsheet shows a long number, with most of its digits lost.

// Before this there is no event, but the zero dates of some systems.
const int64_t kEarliest = DayOf({1900, 1, 1}) * kMicrosPerDay;

constexpr const char* kNoHeader =
    "no header? set `header: false` and `columns: [...]` with the names";

std::string NearestColumn(const FileReader& reader, const std::string& name) {
  return reader.FirstRowLooksLikeData() ? kNoHeader : DidYouMean(name, reader.ColumnNames());
}

class Stager {
 public:
  Stager(const Project& project, const Source& source, const FileReader& reader,
         CellReading reading)
      : source_(source), reader_(reader), reading_(std::move(reading)) {
    zone_name_ = source.zone.empty() ? project.calendar.zone().name() : source.zone;
  }

  // Before anything else.
  Status LoadZone() {
    NS_ASSIGN(zone_, ZoneNumber(zone_name_));
    auto zone = TimeZone::Load(zone_name_);
    NS_CHECK(zone.ok());
    loaded_zone_ = std::make_unique<TimeZone>(std::move(*zone));
    return Status::Ok();
  }

  Result<StageStatement> Render(const std::string& relation, uint32_t file_id) {
    NS_RETURN_IF_ERROR(LoadZone());
    NS_ASSIGN(const std::vector<std::string> items, Items(file_id));
    NS_ASSIGN(const std::string filtered, FilterSql());
    const Reasons unreadable = UnreadableReasons();
    const Reasons wrong = WrongReasons();
    // `packed`, `form` and `event` are aliases of the same select, which DuckDB resolves.
    StageStatement statement;
    statement.sql = fmt::format(
        "insert into ns_stage select * exclude (unreadable, unreadable_text, dropped, wrong, "
        "wrong_text), case when unreadable is not null then 3 when dropped then 1 when wrong is "
        "not null then 3 else 0 end, case when unreadable is not null then unreadable when dropped "
        "then null else wrong end, case when unreadable is not null then unreadable_text when "
        "dropped then null else wrong_text end from (select {}, {} as unreadable, {} as "
        "unreadable_text, {} as dropped, {} as wrong, {} as wrong_text from {})",
        Join(items, ", "), unreadable.reason(), unreadable.text(), filtered, wrong.reason(),
        wrong.text(), relation);
    for (const std::string& column : number_columns_)
      statement.number_texts[number_names_[column]] = column;
    return statement;
  }

  Result<std::string> ExprSql(const NamedExpr& expr, ValueType wanted) {
    Scope scope;
    scope.known = reader_.ColumnNames();
    scope.what = "column of the file";
    scope.zone = loaded_zone_.get();
    scope.find = [&](const std::string& name) -> std::optional<ScopeColumn> {
      const auto column = reader_.Find(name);
      if (!column || reader_.Ambiguous(name)) return std::nullopt;
      return ScopeColumn{{ColumnKind::kSourceColumn, name}, column->type};
    };
    for (const std::string& name : NamesIn(*expr.expr)) {
      if (reader_.Ambiguous(name)) {
        return ColumnError(expr, fmt::format("the file has several columns '{}'", name),
                           "give the columns of the file different names", {});
      }
      const auto column = reader_.Find(name);
      if (column && !column->unusable.empty()) return ColumnError(expr, Unusable(*column), "", {});
      if (column && !column->json_column.empty()) json_columns_[column->json_column] = name;
    }
    auto bound = BindExpr(*expr.expr, scope, wanted);
    if (const auto* error = std::get_if<ExprError>(&bound)) {
      const bool data = reader_.FirstRowLooksLikeData();
      return ColumnError(expr, error->message, data ? kNoHeader : error->hint, error->range);
    }
    const BoundRef& tree = std::get<BoundRef>(bound);
    if (wanted != ValueType::kText) {
      NoteNumbers(*tree);
      if (wanted == ValueType::kNumber) NoteFloats(*tree);
    }
    sql::ExprContext context;
    context.zone = zone_name_;
    context.column = [&](const ColumnRef& ref) -> sql::Ref {
      const FileColumn column = *reader_.Find(ref.name);
      if (column.type == ValueType::kTime) return sql::OwnText("(" + TimeOf(column) + " >> 2)");
      if (column.type == ValueType::kNumber) return sql::OwnText(column.sql + "::double");
      return sql::OwnText(column.sql + "::varchar");
    };
    context.text_to_time = [&](const sql::Ref& text) {
      const auto unit = static_cast<int64_t>(EpochUnit::kByDigits);
      return sql::Call(sql::Fn::kWrittenTime, {text, sql::Int(zone_), sql::Int(unit)});
    };
    context.column_to_number = [&](const ColumnRef& ref) {
      return sql::OwnText(NumberSql(reader_.Find(ref.name)->sql, ref.name));
    };
    // A typed number as a text keeps all its digits, in its shortest form.
    context.text = [&](const ColumnRef& ref) {
      const FileColumn column = *reader_.Find(ref.name);
      const std::string text = column.sql + "::varchar";
      if (column.whole) return sql::OwnText(text);
      return sql::OwnText(fmt::format(
          "regexp_replace(regexp_replace({}, '(\\.\\d*[1-9])0+$', '\\1'), '\\.0+$', '')", text));
    };
    // A value beyond the largest double is a reject, not a missing one.
    return sql::PrintExpr(sql::kDuckDb, wanted == ValueType::kNumber
                                            ? sql::UnboundedToSql(*tree, context)
                                            : sql::ToSql(*tree, context));
  }

  Result<std::string> TimeColumnSql(const std::string& name, const SourceSpan& span) {
    NS_ASSIGN(const FileColumn column, FindColumn(name, span));
    return TimeOf(column);
  }

 private:
  // Why a row cannot be kept, the first that applies, and the text that is to blame.
  class Reasons {
   public:
    void Add(const std::string& when, const std::string& why, const std::string& example) {
      reason_ += fmt::format(" when {} then {}", when, Quoted(why));
      text_ += fmt::format(" when {} then {}", when, example);
    }
    std::string reason() const { return reason_.empty() ? kNone : "case" + reason_ + " end"; }
    std::string text() const { return text_.empty() ? kNone : "case" + text_ + " end"; }

   private:
    static constexpr const char* kNone = "null::varchar";
    std::string reason_, text_;
  };

  // The staged columns in their order, without verdict, reason and detail.
  Result<std::vector<std::string>> Items(uint32_t file_id) {
    NS_ASSIGN(const std::string time, TimeSql());
    NS_ASSIGN(const std::string event, EventSql());
    std::vector<std::string> items{fmt::format("{}::uinteger as file", file_id),
                                   time + " as packed", event + " as event"};
    const auto add_text = [&](const NamedExpr& e, const std::string& column) -> Status {
      NS_ASSIGN(const std::string text, ExprSql(e, ValueType::kText));
      items.push_back(fmt::format("nullif({}, '') as {}", text, Identifier(column)));
      return Status::Ok();
    };
    for (const NamedExpr& e : source_.entities)
      NS_RETURN_IF_ERROR(add_text(e, storage::EntityColumn(e.name)));
    for (const NamedExpr& d : source_.dimensions)
      NS_RETURN_IF_ERROR(add_text(d, storage::DimensionColumn(d.name)));
    for (const NamedExpr& v : source_.values) {
      NS_ASSIGN(const std::string number, ExprSql(v, ValueType::kNumber));
      items.push_back(number + " as " + Identifier(storage::ValueColumn(v.name)));
      too_large_.emplace_back(v.name, Identifier(storage::ValueColumn(v.name)));
    }
    if (source_.text) {
      NS_ASSIGN(const std::string text, TextSql(*source_.text));
      items.push_back(
          fmt::format("nullif(trim({}), '') as {}", text, Identifier(storage::kTextColumn)));
    }
    NS_RETURN_IF_ERROR(AddId(items));
    items.push_back(FormSql() + "::utinyint as form");
    return items;
  }

  // Numbers first, because `where` may depend on them.
  Reasons UnreadableReasons() {
    Reasons reasons;
    if (reader_.layout() == FileLayout::kJson)
      reasons.Add("json is null", "not a JSON object", "''");
    for (const auto& [column, name] : json_columns_) {
      reasons.Add(fmt::format("({0} is not null and {0} <> '' and not json_valid({0}))", column),
                  name + " is not JSON", column);
    }
    for (const std::string& column : number_columns_) {
      const std::string bad = fmt::format("({0} is not null and trim({0}) <> '' and {1} is null)",
                                          column, NumberSql(column, number_names_[column]));
      reasons.Add(bad, NotANumber(number_names_[column]), column);
    }
    for (const std::string& column : float_columns_) {
      reasons.Add(fmt::format("({0} is not null and not isfinite({0}))", column),
                  NotANumber(number_names_[column]), column + "::varchar");
    }
    return reasons;
  }

  Reasons WrongReasons() {
    Reasons reasons;
    reasons.Add(fmt::format("({0} is null or {0} = '')", raw_time_), "the time is empty", "''");
    reasons.Add(fmt::format("(form & {}) <> 0", time_form::kNoTime),
                "the time is 0 or −1, which means no time", raw_time_);
    reasons.Add("packed is null",
                source_.time_format.empty()
                    ? "the time is neither ISO 8601 nor epoch (see time_format)"
                    : "the time does not match time_format",
                raw_time_);
    reasons.Add(fmt::format("(packed >> 2) < {}", kEarliest), "the time is before 1900", raw_time_);
    reasons.Add("(event is null or event = '')", "the event name is empty", "''");
    for (const auto& [name, column] : too_large_) {
      reasons.Add(fmt::format("(not isfinite({0}) or abs({0}) > 1e100)", column),
                  name + " is beyond 1e100", column + "::varchar");
    }
    if (source_.scale) {
      const std::string rating = Identifier(storage::ValueColumn("rating"));
      reasons.Add(fmt::format("({0} < {1} or {0} > {2})", rating, source_.scale->lowest,
                              source_.scale->highest),
                  fmt::format("the rating is outside the scale {}-{}", source_.scale->lowest,
                              source_.scale->highest),
                  rating + "::varchar");
    }
    return reasons;
  }

  std::string NumberSql(const std::string& text, const std::string& name) const {
    const auto found = reading_.styles.find(name);
    const NumberStyle& style = found != reading_.styles.end() ? found->second : reading_.style;
    return fmt::format("ns_number({}, {})", text, StyleCode(style));
  }

  // How the time is written, in bits of time_form.
  std::string FormSql() const {
    if (raw_column_.type == ValueType::kTime)
      return std::to_string(
          static_cast<int>(raw_column_.is_date ? TimePrecision::kDay : TimePrecision::kInstant));
    if (source_.time_format.empty()) return fmt::format("ns_time_form({})", EpochText(raw_column_));
    return std::to_string(static_cast<int>(PrecisionOf(source_.time_format)));
  }

  // A format without a day names a month, one without a month a year.
  static TimePrecision PrecisionOf(const std::string& format) {
    bool day = format == "excel";
    bool month = false;
    for (size_t i = 0; i + 1 < format.size(); ++i) {
      if (format[i] != '%') continue;
      const char code = format[++i] == '-' && i + 1 < format.size() ? format[++i] : format[i];
      day = day || std::string_view("dejcxDsFuUwWaA").find(code) != std::string_view::npos;
      month = month || std::string_view("mbBh").find(code) != std::string_view::npos;
    }
    return day ? TimePrecision::kInstant : month ? TimePrecision::kMonth : TimePrecision::kYear;
  }

  Error ColumnError(const NamedExpr& expr, const std::string& message, const std::string& hint,
                    TextRange range) const {
    SourceSpan span = expr.span;
    span.column += range.offset;
    span.length = range.length;
    Error error =
        Error::Data(fmt::format("source '{}' does not fit {}", source_.name, reader_.shown()));
    error.diagnostics.push_back({Severity::kError, "", message, span, "", "", hint});
    return error;
  }

  Result<FileColumn> FindColumn(const std::string& name, const SourceSpan& span) {
    if (reader_.Ambiguous(name)) {
      return ColumnError({name, name, nullptr, span},
                         fmt::format("the file has several columns '{}'", name),
                         "give the columns of the file different names", {});
    }
    const auto column = reader_.Find(name);
    if (!column) {
      return ColumnError({name, name, nullptr, span},
                         fmt::format("the file has no column '{}'", name),
                         NearestColumn(reader_, name), {0, static_cast<int>(name.size())});
    }
    if (reader_.has_header() && LooksLikeData(name)) {
      return ColumnError(
          {name, name, nullptr, span},
          fmt::format("the first row has data ('{}') where column names are expected", name),
          kNoHeader, {0, static_cast<int>(name.size())});
    }
    if (!column->json_column.empty()) json_columns_[column->json_column] = name;
    if (!column->unusable.empty())
      return ColumnError({name, name, nullptr, span}, Unusable(*column), "", {});
    return *column;
  }

  static std::string Unusable(const FileColumn& column) {
    return fmt::format("the column '{}' contains {}, not a single value", column.name,
                       column.unusable);
  }

  // A number without exponent and with all its digits.
  static std::string EpochText(const FileColumn& column) {
    const bool fraction = column.type == ValueType::kNumber && !column.whole;
    return column.sql + (fraction ? "::decimal(30, 6)::varchar" : "::varchar");
  }

  // Epoch numbers and dates of every form → packed microseconds.
  std::string TimeOf(const FileColumn& column) const {
    if (column.type == ValueType::kTime) {
      return column.zoned ? fmt::format("(epoch_us({}) * 4)", column.sql)
                          : fmt::format("ns_local(epoch_us({}::timestamp), {})", column.sql, zone_);
    }
    const bool excel = source_.time_format == "excel";
    if (source_.time_format.empty() || excel) {
      const EpochUnit unit = excel ? EpochUnit::kSpreadsheetDays : reading_.unit;
      return fmt::format("ns_time({}, {}, {})", EpochText(column), zone_, static_cast<int>(unit));
    }
    const std::string parsed =
        fmt::format("try_strptime({}::varchar, {})", column.sql, Quoted(source_.time_format));
    const bool zoned = source_.time_format.find("%z") != std::string::npos ||
                       source_.time_format.find("%Z") != std::string::npos;
    return zoned ? fmt::format("(epoch_us({}) * 4)", parsed)
                 : fmt::format("ns_local(epoch_us({}), {})", parsed, zone_);
  }

  // A column may be named like nothing that an expression knows: "Comments (optional)".
  Result<std::string> TextSql(const NamedExpr& text) {
    const auto* name = std::get_if<NameRef>(&text.expr->node);
    // Any name could be a path into JSON.
    const bool column = reader_.layout() != FileLayout::kJson && reader_.Find(text.text);
    if (!column && name == nullptr) return ExprSql(text, ValueType::kText);
    auto found = FindColumn(column ? text.text : name->path, text.span);
    const auto parsed = ParseExpr(text.text);
    const auto* wrong = std::get_if<ExprError>(&parsed);
    if (found.ok() && (column || wrong == nullptr)) return found->sql + "::varchar";
    Error error =
        found.ok() ? ColumnError(text, "this is not a name in the JSON", "", {}) : found.error();
    if (wrong != nullptr) {
      for (Diagnostic& diagnostic : error.diagnostics)
        diagnostic.expected = "a column name; as an expression: " + wrong->message;
    }
    return error;
  }

  Result<std::string> TimeSql() {
    NS_ASSIGN(raw_column_, FindColumn(source_.time, source_.time_span));
    raw_time_ = raw_column_.sql + "::varchar";
    return TimeOf(raw_column_);
  }

  Result<std::string> EventSql() {
    if (!source_.event.empty()) return Quoted(source_.event);
    NS_ASSIGN(const FileColumn column, FindColumn(source_.event_column, source_.event_span));
    return fmt::format("{}::varchar", column.sql);
  }

  // What identifies the row, what the whole row says, and an id that a spreadsheet has rounded.
  Status AddId(std::vector<std::string>& items) {
    if (source_.id.empty()) {
      items.insert(items.end(), {"null::uhugeint as row_id", "null::ubigint as content",
                                 "null::varchar as rounded_id"});
      return Status::Ok();
    }
    std::vector<std::string> parts;
    std::vector<std::string> present;
    std::string rounded;
    for (const std::string& name : source_.id) {
      NS_ASSIGN(const FileColumn column, FindColumn(name, source_.id_span));
      const std::string text = column.sql + "::varchar";
      parts.push_back(fmt::format("coalesce({}, '')", text));
      present.push_back(fmt::format("nullif({}, '')", text));
      rounded +=
          fmt::format(" when regexp_full_match({0}, '{1}') then {0}", text, kRoundedIdPattern);
    }
    items.push_back(
        fmt::format("case when coalesce({}) is null then null else md5_number(concat_ws(chr(31), "
                    "{}))::uhugeint end as row_id",
                    Join(present, ", "), Join(parts, ", ")));
    items.push_back(reader_.ContentSql() + " as content");
    items.push_back(fmt::format("case{} end as rounded_id", rounded));
    return Status::Ok();
  }

  Result<std::string> FilterSql() {
    if (!source_.where) return std::string("false");
    NS_ASSIGN(const std::string condition, ExprSql(*source_.where, ValueType::kBool));
    return fmt::format("not coalesce({}, false)", condition);
  }

  // Columns that an expression reads as numbers: a cell with other text there is a reject.
  void NoteNumbers(const BoundExpr& expr) {
    const auto* call = std::get_if<northstar::Call>(&expr.node);
    if (call == nullptr) return;
    if (call->op == northstar::Op::kToNumber || call->op == northstar::Op::kToDecimal) {
      if (const auto* column = std::get_if<ColumnRef>(&call->args[0]->node)) {
        const std::string printed = reader_.Find(column->name)->sql;
        if (!number_names_.contains(printed)) {
          number_columns_.push_back(printed);
          number_names_[printed] = column->name;
        }
      }
    }
    for (const BoundRef& arg : call->args) NoteNumbers(*arg);
  }

  void NoteFloats(const BoundExpr& expr) {
    for (const ColumnRef& ref : ColumnsIn(expr)) {
      const FileColumn column = *reader_.Find(ref.name);
      if (column.type != ValueType::kNumber || column.whole || number_names_.contains(column.sql))
        continue;
      float_columns_.push_back(column.sql);
      number_names_[column.sql] = ref.name;
    }
  }

  const Source& source_;
  const FileReader& reader_;
  CellReading reading_;
  FileColumn raw_column_;
  std::string zone_name_;
  int zone_ = 0;
  std::unique_ptr<TimeZone> loaded_zone_;
  std::string raw_time_;
  std::vector<std::string> number_columns_, float_columns_;
  std::map<std::string, std::string> number_names_;
  std::map<std::string, std::string> json_columns_;  // of paths into cells → the path as written
  std::vector<std::pair<std::string, std::string>> too_large_;  // values and their stage columns
};

}  // namespace

std::string NotANumber(const std::string& column) {
  return column + " is not a number";
}

std::string StageTableSql(const Source& source) {
  std::string columns = "file uinteger, packed bigint, event varchar";
  for (const NamedExpr& e : source.entities)
    columns += ", " + Identifier(storage::EntityColumn(e.name)) + " varchar";
  for (const NamedExpr& d : source.dimensions)
    columns += ", " + Identifier(storage::DimensionColumn(d.name)) + " varchar";
  for (const NamedExpr& v : source.values)
    columns += ", " + Identifier(storage::ValueColumn(v.name)) + " double";
  if (source.text) columns += ", " + Identifier(storage::kTextColumn) + " varchar";
  return "create or replace temp table ns_stage (" + columns +
         ", row_id uhugeint, content ubigint, rounded_id varchar, form utinyint, verdict utinyint, "
         "reason varchar, detail varchar)";
}

Result<StageStatement> StageFileSql(const Project& project, const Source& source,
                                    const FileReader& reader, const std::string& relation,
                                    uint32_t file_id, const CellReading& reading) {
  return Stager(project, source, reader, reading).Render(relation, file_id);
}

Result<std::string> FileExprSql(const Project& project, const Source& source,
                                const FileReader& reader, const NamedExpr& expr, ValueType wanted) {
  Stager stager(project, source, reader, {});
  NS_RETURN_IF_ERROR(stager.LoadZone());
  return stager.ExprSql(expr, wanted);
}

Result<std::string> FileTimeSql(const Project& project, const Source& source,
                                const FileReader& reader, const std::string& name,
                                const SourceSpan& span) {
  Stager stager(project, source, reader, {});
  NS_RETURN_IF_ERROR(stager.LoadZone());
  return stager.TimeColumnSql(name, span);
}

}  // namespace northstar::duck

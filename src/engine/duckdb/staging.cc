#include "engine/duckdb/staging.h"

#include <fmt/format.h>

#include "base/text.h"
#include "base/written_number.h"
#include "engine/duckdb/functions.h"
#include "model/project.h"
#include "sql/duckdb/stage_row_sql.h"
#include "sql/expr_sql.h"
#include "sql/storage.h"

namespace northstar::duck {
namespace {

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
    statement::StageRows rows;
    rows.relation = relation;
    rows.file = file_id;
    NS_RETURN_IF_ERROR(AddColumns(rows));
    if (source_.where) {
      NS_ASSIGN(rows.where, ExprSql(*source_.where, ValueType::kBool));
    }
    rows.unreadable = UnreadableReasons();
    rows.wrong = WrongReasons();
    StageStatement staging{statement::InsertStagedRows(rows), {}};
    for (const std::string& column : number_columns_)
      staging.number_texts[number_names_[column]] = column;
    return staging;
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
      if (column.type == ValueType::kTime) return sql::OwnText(statement::MicrosOf(TimeOf(column)));
      if (column.type == ValueType::kNumber) return sql::OwnText(statement::AsDouble(column.sql));
      return sql::OwnText(statement::AsText(column.sql));
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
      return sql::OwnText(column.whole ? statement::AsText(column.sql)
                                       : statement::AsShortestText(column.sql));
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
  // What every staged row says, but for its verdict.
  Status AddColumns(statement::StageRows& rows) {
    NS_ASSIGN(rows.time, TimeSql());
    NS_ASSIGN(rows.event, EventSql());
    for (const NamedExpr& e : source_.entities) {
      NS_ASSIGN(const std::string text, ExprSql(e, ValueType::kText));
      rows.keys.push_back({storage::EntityColumn(e.name), text});
    }
    for (const NamedExpr& d : source_.dimensions) {
      NS_ASSIGN(const std::string text, ExprSql(d, ValueType::kText));
      rows.keys.push_back({storage::DimensionColumn(d.name), text});
    }
    for (const NamedExpr& v : source_.values) {
      NS_ASSIGN(const std::string number, ExprSql(v, ValueType::kNumber));
      rows.values.push_back({storage::ValueColumn(v.name), number});
    }
    if (source_.text) {
      NS_ASSIGN(rows.text, TextSql(*source_.text));
    }
    for (const std::string& name : source_.id) {
      NS_ASSIGN(const FileColumn column, FindColumn(name, source_.id_span));
      rows.id.push_back(statement::AsText(column.sql));
    }
    rows.content = reader_.ContentSql();
    rows.time_form = FormSql();
    return Status::Ok();
  }

  // Numbers first, because `where` may depend on them.
  std::vector<statement::Reason> UnreadableReasons() {
    std::vector<statement::Reason> reasons;
    if (reader_.layout() == FileLayout::kJson)
      reasons.push_back({statement::IsNoJsonRow(), "not a JSON object", statement::kEmptyText});
    for (const auto& [column, name] : json_columns_)
      reasons.push_back({statement::IsNotJson(column), name + " is not JSON", column});
    for (const std::string& column : number_columns_) {
      const std::string& name = number_names_[column];
      reasons.push_back(
          {statement::IsNotNumber(column, NumberSql(column, name)), NotANumber(name), column});
    }
    for (const std::string& column : float_columns_) {
      reasons.push_back({statement::IsNotFinite(column), NotANumber(number_names_[column]),
                         statement::AsText(column)});
    }
    return reasons;
  }

  std::vector<statement::Reason> WrongReasons() {
    std::vector<statement::Reason> reasons{
        {statement::IsEmpty(raw_time_), "the time is empty", statement::kEmptyText},
        {statement::HasFormBit(time_form::kNoTime), "the time is 0 or −1, which means no time",
         raw_time_},
        {statement::IsTimeUnread(),
         source_.time_format.empty() ? "the time is neither ISO 8601 nor epoch (see time_format)"
                                     : "the time does not match time_format",
         raw_time_},
        {statement::IsTimeBefore(kEarliest), "the time is before 1900", raw_time_},
        {statement::IsEventEmpty(), "the event name is empty", statement::kEmptyText}};
    for (const NamedExpr& v : source_.values) {
      const std::string column = storage::ValueColumn(v.name);
      reasons.push_back({statement::IsTooLarge(column), v.name + " is beyond 1e100",
                         statement::StagedText(column)});
    }
    if (source_.scale) {
      const std::string rating = storage::ValueColumn("rating");
      reasons.push_back(
          {statement::IsOutside(rating, source_.scale->lowest, source_.scale->highest),
           fmt::format("the rating is outside the scale {}-{}", source_.scale->lowest,
                       source_.scale->highest),
           statement::StagedText(rating)});
    }
    return reasons;
  }

  std::string NumberSql(const std::string& text, const std::string& name) const {
    const auto found = reading_.styles.find(name);
    const NumberStyle& style = found != reading_.styles.end() ? found->second : reading_.style;
    return statement::NumberOf(text, StyleCode(style));
  }

  // How the time is written, in bits of time_form.
  std::string FormSql() const {
    if (raw_column_.type == ValueType::kTime)
      return std::to_string(
          static_cast<int>(raw_column_.is_date ? TimePrecision::kDay : TimePrecision::kInstant));
    if (source_.time_format.empty()) return statement::TimeFormOf(EpochText(raw_column_));
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
    return fraction ? statement::AsDecimalText(column.sql) : statement::AsText(column.sql);
  }

  // Epoch numbers and dates of every form → packed microseconds.
  std::string TimeOf(const FileColumn& column) const {
    if (column.type == ValueType::kTime) {
      return column.zoned ? statement::InstantOf(column.sql)
                          : statement::WallClockOf(column.sql, zone_);
    }
    const bool excel = source_.time_format == "excel";
    if (source_.time_format.empty() || excel) {
      const EpochUnit unit = excel ? EpochUnit::kSpreadsheetDays : reading_.unit;
      return statement::WrittenTimeOf(EpochText(column), zone_, unit);
    }
    const bool zoned = source_.time_format.find("%z") != std::string::npos ||
                       source_.time_format.find("%Z") != std::string::npos;
    return statement::FormattedTimeOf(column.sql, source_.time_format, zone_, zoned);
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
    if (found.ok() && (column || wrong == nullptr)) return statement::AsText(found->sql);
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
    raw_time_ = statement::AsText(raw_column_.sql);
    return TimeOf(raw_column_);
  }

  Result<std::string> EventSql() {
    if (!source_.event.empty()) return sql::Quoted(source_.event);
    NS_ASSIGN(const FileColumn column, FindColumn(source_.event_column, source_.event_span));
    return statement::AsText(column.sql);
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
};

}  // namespace

std::string NotANumber(const std::string& column) {
  return column + " is not a number";
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

#include "engine/duckdb/staging.h"

#include <fmt/format.h>

#include "base/text.h"
#include "engine/duckdb/functions.h"
#include "sql/dialect.h"
#include "sql/expr_sql.h"
#include "sql/storage.h"

namespace northstar::duck {
namespace {

using sql::Identifier;
using sql::Quoted;

// How far a clock may be ahead before a row counts as dated in the future.
constexpr int64_t kFutureTolerance = 24 * kMicrosPerHour;

// Before this there is no event, but the zero dates of some systems.
const int64_t kEarliest = DayOf({1900, 1, 1}) * kMicrosPerDay;

class Stager {
 public:
  Stager(const Project& project, const Source& source, const FileReader& reader)
      : project_(project), source_(source), reader_(reader) {
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

  Result<std::string> Render(const std::string& relation, uint32_t file_id, int64_t now_us) {
    NS_RETURN_IF_ERROR(LoadZone());
    NS_ASSIGN(const std::string time, TimeSql());
    NS_ASSIGN(const std::string event, EventSql());
    std::vector<std::string> items{fmt::format("{}::uinteger as file", file_id),
                                   time + " as packed", event + " as event"};
    for (const NamedExpr& e : source_.entities) {
      NS_ASSIGN(const std::string text, ExprSql(e, ValueType::kText));
      items.push_back(
          fmt::format("nullif({}, '') as {}", text, Identifier(storage::EntityColumn(e.name))));
    }
    for (const NamedExpr& d : source_.dimensions) {
      NS_ASSIGN(const std::string text, ExprSql(d, ValueType::kText));
      items.push_back(
          fmt::format("nullif({}, '') as {}", text, Identifier(storage::DimensionColumn(d.name))));
    }
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
    NS_ASSIGN(const std::string id, IdSql());
    items.push_back(id + " as row_id");
    NS_ASSIGN(const std::string filtered, FilterSql());
    // The first reason that applies; numbers first, because `where` may depend on them.
    std::string reason = "case";
    std::string detail = "case";
    if (reader_.layout() == FileLayout::kJson)
      AddReason(reason, detail, "json is null", "not a JSON object", "''");
    for (const std::string& column : number_columns_) {
      const std::string bad =
          fmt::format("({0} is not null and {0} <> '' and {1} is null)", column,
                      sql::PrintDuckDbExpr(sql::TextToNumber(sql::OwnText(column))));
      AddReason(reason, detail, bad, number_names_[column] + " is not a finite number", column);
    }
    for (const std::string& column : float_columns_) {
      AddReason(reason, detail, fmt::format("({0} is not null and not isfinite({0}))", column),
                number_names_[column] + " is not a finite number", column + "::varchar");
    }
    const std::string early = reason + " else null end";
    const std::string early_detail = detail + " else null end";
    reason = detail = "case";
    AddReason(reason, detail, fmt::format("({0} is null or {0} = '')", raw_time_),
              "the time is empty", "''");
    AddReason(reason, detail, "packed is null",
              source_.time_format.empty()
                  ? "the time is neither ISO 8601 nor epoch (see time_format)"
                  : "the time does not match time_format",
              raw_time_);
    AddReason(reason, detail, fmt::format("(packed >> 2) > {}", now_us + kFutureTolerance),
              "the time is in the future", raw_time_);
    AddReason(reason, detail, fmt::format("(packed >> 2) < {}", kEarliest),
              "the time lies before 1900", raw_time_);
    AddReason(reason, detail, "(event is null or event = '')", "the event name is empty", "''");
    for (const auto& [name, column] : too_large_) {
      AddReason(reason, detail, fmt::format("(not isfinite({0}) or abs({0}) > 1e100)", column),
                name + " is beyond 1e100", column + "::varchar");
    }
    if (source_.scale) AddScaleReason(reason, detail);
    reason += " else null end";
    detail += " else null end";
    const bool no_early = early == "case else null end";
    // `packed` and `event` are aliases of the same select, which DuckDB resolves.
    items.push_back(fmt::format("{} as unreadable", no_early ? "null::varchar" : early));
    items.push_back(fmt::format("{} as dropped", filtered));
    items.push_back(fmt::format("{} as late_reason", reason));
    items.push_back(fmt::format("{} as late_detail", detail));
    items.push_back(fmt::format("{} as early_detail", no_early ? "null::varchar" : early_detail));
    return fmt::format(
        "insert into ns_stage select * exclude (unreadable, dropped, late_reason, late_detail, "
        "early_detail), case when unreadable is not null then 3 when dropped then 1 "
        "when late_reason is not null then 3 else 0 end, "
        "case when unreadable is not null then unreadable when dropped then null else late_reason "
        "end, "
        "case when unreadable is not null then early_detail when dropped then null else "
        "late_detail end "
        "from (select {} from {})",
        Join(items, ", "), relation);
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
      if (const auto column = reader_.Find(name); column && !column->unusable.empty())
        return ColumnError(expr, Unusable(*column), "", {});
    }
    auto bound = BindExpr(*expr.expr, scope, wanted);
    if (const auto* error = std::get_if<ExprError>(&bound)) {
      return ColumnError(expr, error->message, error->hint, error->range);
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
      return sql::Op(">>", {sql::Call("ns_time", {text, sql::Int(zone_)}), sql::Int(2)});
    };
    // A whole-number column as an entity keeps all its digits.
    if (const auto* call = std::get_if<northstar::Call>(&tree->node);
        call != nullptr && call->op == northstar::Op::kToText) {
      if (const auto* ref = std::get_if<ColumnRef>(&call->args[0]->node)) {
        const FileColumn column = *reader_.Find(ref->name);
        if (column.whole) return column.sql + "::varchar";
      }
    }
    return sql::PrintDuckDbExpr(sql::ToSql(*tree, context));
  }

 private:
  static void AddReason(std::string& reason, std::string& detail, const std::string& when,
                        const std::string& text, const std::string& example) {
    reason += fmt::format(" when {} then {}", when, Quoted(text));
    detail += fmt::format(" when {} then {}", when, example);
  }

  Error ColumnError(const NamedExpr& expr, const std::string& message, const std::string& hint,
                    TextRange range) const {
    SourceSpan span = expr.span;
    span.column += range.offset;
    span.length = range.length;
    Error error =
        Error::Data(fmt::format("source '{}' does not fit {}", source_.name, reader_.path()));
    error.diagnostics.push_back({Severity::kError, "", message, span, "", "", hint});
    return error;
  }

  Result<FileColumn> FindColumn(const std::string& name, const SourceSpan& span) const {
    if (reader_.Ambiguous(name)) {
      return ColumnError({name, name, nullptr, span},
                         fmt::format("the file has several columns '{}'", name),
                         "give the columns of the file different names", {});
    }
    const auto column = reader_.Find(name);
    if (!column) {
      return ColumnError(
          {name, name, nullptr, span}, fmt::format("the file has no column '{}'", name),
          DidYouMean(name, reader_.ColumnNames()), {0, static_cast<int>(name.size())});
    }
    if (!column->unusable.empty())
      return ColumnError({name, name, nullptr, span}, Unusable(*column), "", {});
    return *column;
  }

  static std::string Unusable(const FileColumn& column) {
    return fmt::format("the column '{}' holds {}, which is no single value", column.name,
                       column.unusable);
  }

  // Epoch numbers and dates of every form → packed microseconds.
  std::string TimeOf(const FileColumn& column) const {
    if (column.type == ValueType::kTime) {
      return column.zoned ? fmt::format("(epoch_us({}) * 4)", column.sql)
                          : fmt::format("ns_local(epoch_us({}::timestamp), {})", column.sql, zone_);
    }
    if (!source_.time_format.empty()) {
      const std::string parsed =
          fmt::format("try_strptime({}::varchar, {})", column.sql, Quoted(source_.time_format));
      const bool zoned = source_.time_format.find("%z") != std::string::npos ||
                         source_.time_format.find("%Z") != std::string::npos;
      return zoned ? fmt::format("(epoch_us({}) * 4)", parsed)
                   : fmt::format("ns_local(epoch_us({}), {})", parsed, zone_);
    }
    if (column.type == ValueType::kNumber && !column.whole) {
      return fmt::format("ns_time({}::decimal(30, 6)::varchar, {})", column.sql, zone_);
    }
    return fmt::format("ns_time({}::varchar, {})", column.sql, zone_);
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
        found.ok() ? ColumnError(text, "this is no name in the JSON", "", {}) : found.error();
    if (wrong != nullptr) {
      for (Diagnostic& diagnostic : error.diagnostics)
        diagnostic.expected = "the name of a column; as an expression: " + wrong->message;
    }
    return error;
  }

  void AddScaleReason(std::string& reason, std::string& detail) const {
    const std::string rating = Identifier(storage::ValueColumn("rating"));
    AddReason(reason, detail,
              fmt::format("({0} < {1} or {0} > {2})", rating, source_.scale->lowest,
                          source_.scale->highest),
              fmt::format("the rating lies beyond the scale {}-{}", source_.scale->lowest,
                          source_.scale->highest),
              rating + "::varchar");
  }

  Result<std::string> TimeSql() {
    NS_ASSIGN(const FileColumn column, FindColumn(source_.time, source_.time_span));
    raw_time_ = column.sql + "::varchar";
    return TimeOf(column);
  }

  Result<std::string> EventSql() {
    if (!source_.event.empty()) return Quoted(source_.event);
    NS_ASSIGN(const FileColumn column, FindColumn(source_.event_column, source_.event_span));
    return fmt::format("{}::varchar", column.sql);
  }

  Result<std::string> IdSql() {
    if (source_.id.empty()) return std::string("null::uhugeint");
    std::vector<std::string> parts;
    std::vector<std::string> present;
    for (const std::string& name : source_.id) {
      NS_ASSIGN(const FileColumn column, FindColumn(name, source_.id_span));
      parts.push_back(fmt::format("coalesce({}::varchar, '')", column.sql));
      present.push_back(fmt::format("nullif({}::varchar, '')", column.sql));
    }
    return fmt::format(
        "case when coalesce({}) is null then null else md5_number(concat_ws(chr(31), "
        "{}))::uhugeint end",
        Join(present, ", "), Join(parts, ", "));
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
    if (call->op == northstar::Op::kToNumber) {
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

  const Project& project_;
  const Source& source_;
  const FileReader& reader_;
  std::string zone_name_;
  int zone_ = 0;
  std::unique_ptr<TimeZone> loaded_zone_;
  std::string raw_time_;
  std::vector<std::string> number_columns_, float_columns_;
  std::map<std::string, std::string> number_names_;
  std::vector<std::pair<std::string, std::string>> too_large_;  // values and their stage columns
};

}  // namespace

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
         ", row_id uhugeint, verdict utinyint, reason varchar, detail varchar)";
}

Result<std::string> StageFileSql(const Project& project, const Source& source,
                                 const FileReader& reader, const std::string& relation,
                                 uint32_t file_id, int64_t now_us) {
  return Stager(project, source, reader).Render(relation, file_id, now_us);
}

Result<std::string> FileExprSql(const Project& project, const Source& source,
                                const FileReader& reader, const NamedExpr& expr, ValueType wanted) {
  Stager stager(project, source, reader);
  NS_RETURN_IF_ERROR(stager.LoadZone());
  return stager.ExprSql(expr, wanted);
}

}  // namespace northstar::duck

#include "engine/duckdb/staging.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "base/written_number.h"
#include "engine/duckdb/apart_columns.h"
#include "engine/duckdb/functions.h"
#include "engine/duckdb/time_column.h"
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

class Stager {
 public:
  // `lookups` may be null: nothing is looked up.
  Stager(const Project& project, const Source& source, const FileReader& reader,
         const Lookups* lookups, CellReading reading)
      : source_(source), reader_(reader), lookups_(lookups), reading_(std::move(reading)) {
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
    paths_apart_ = true;
    statement::StageRows rows;
    NS_RETURN_IF_ERROR(LookUpAll());
    rows.lookups = static_cast<int>(found_.size());
    rows.file = file_id;
    numbers_apart_ = true;  // of what was found, too
    NS_RETURN_IF_ERROR(AddColumns(rows));
    if (source_.where) {
      NS_ASSIGN(rows.where, ExprSql(*source_.where, ValueType::kBool));
    }
    rows.unreadable = UnreadableReasons();
    rows.wrong = WrongReasons();
    rows.relation = numbers_.Over(WithFound(relation));
    StageStatement staging{statement::InsertStagedRows(rows), {}, {}, fields_.all()};
    staging.with_found = [found = found_, paths = paths_](const std::string& plain) {
      return WithAll(found, paths.Over(plain));
    };
    for (const std::string& column : number_columns_) {
      const auto typed = typed_numbers_.find(column);
      staging.number_texts[number_names_[column]] =
          typed == typed_numbers_.end() ? column : statement::Unless(typed->second, column);
    }
    return staging;
  }

  Result<std::string> ExprSql(const NamedExpr& expr, ValueType wanted) {
    Scope scope;
    scope.known = ColumnNames();
    scope.what = "column of the file";
    scope.zone = loaded_zone_.get();
    scope.cells = true;
    scope.find = [&](const std::string& name) -> std::optional<ScopeColumn> {
      const auto column = Find(name);
      if (!column || Ambiguous(name)) return std::nullopt;
      return ScopeColumn{{ColumnKind::kSourceColumn, name}, column->type};
    };
    if (reader_.layout() != FileLayout::kJson) AllowRenamed(*expr.expr, expr.span);
    for (const std::string& name : NamesIn(*expr.expr)) {
      NS_RETURN_IF_ERROR(CheckUnambiguous(name, expr));
      NoteName(name, expr.span);
      const auto column = Find(name);
      if (column && !column->unusable.empty()) return ColumnError(expr, Unusable(*column), "", {});
      if (column && !column->json_column.empty()) json_columns_[column->json_column] = name;
    }
    auto bound = BindExpr(*expr.expr, scope, wanted);
    if (const auto* error = std::get_if<ExprError>(&bound)) {
      const bool data = reader_.FirstRowLooksLikeData();
      return ColumnError(expr, error->message, data ? kNoHeader : error->hint, error->range);
    }
    const BoundRef& tree = std::get<BoundRef>(bound);
    if (wanted != ValueType::kText) NoteDecimals(*tree);
    if (wanted == ValueType::kNumber) NoteFloats(*tree);
    sql::ExprContext context;
    context.zone = zone_name_;
    context.column = [&](const ColumnRef& ref) -> sql::Ref {
      const FileColumn column = *Find(ref.name);
      if (column.type == ValueType::kTime) return sql::OwnText(statement::MicrosOf(TimeOf(column)));
      if (column.type == ValueType::kNumber) return sql::OwnText(statement::AsDouble(column.sql));
      return sql::OwnText(statement::AsText(column.sql));
    };
    context.text_to_time = [&](const sql::Ref& text) {
      const int code = TimeCode(EpochUnit::kByDigits, source_.date_order);
      return sql::Call(sql::Fn::kWrittenTime, {text, sql::Int(zone_), sql::Int(code)});
    };
    context.text_to_number = [&](const BoundExpr& text, const sql::Ref& ref) {
      const auto* column = std::get_if<ColumnRef>(&text.node);
      const std::string name = column != nullptr ? column->name : expr.text;
      const auto printed = column != nullptr ? Result<std::string>(Find(name)->sql)
                                             : sql::PrintExpr(sql::kDuckDb, ref);
      if (!printed.ok()) return sql::TextToNumber(ref);  // the whole expression fails to print
      if (column != nullptr) NoteTyped(*Find(column->name));
      if (wanted != ValueType::kText) NoteNumber(*printed, name);
      return sql::OwnText(NumberSql(*printed, name));
    };
    context.finite = [](const sql::Ref& number) {
      const auto printed = sql::PrintExpr(sql::kDuckDb, number);
      return printed.ok() ? sql::OwnText(statement::FiniteOf(*printed)) : number;
    };
    // A typed number as a text keeps all its digits, in its shortest form.
    context.text = [&](const ColumnRef& ref) {
      const FileColumn column = *Find(ref.name);
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

  // Before anything else of a table that is looked up.
  Result<LookedUpSql> LookedUp(const std::string& relation, const Lookup& lookup) {
    NS_RETURN_IF_ERROR(LoadZone());
    paths_apart_ = true;
    NS_RETURN_IF_ERROR(LookUpAll());
    LookedUpSql sql;
    std::vector<std::string> keys;
    for (const auto& [ours, theirs] : lookup.on) {
      NS_ASSIGN(const FileColumn column, FindColumn(theirs, lookup.on_span));
      keys.push_back(TextOf(column));
    }
    sql.file.key = statement::KeyOf(keys);
    const auto time = [&](const std::string& name, bool end, std::string& us) -> Status {
      if (name.empty()) return Status::Ok();
      NS_ASSIGN(const FileColumn column, FindColumn(name, lookup.valid.span));
      sql.times.emplace_back(TextOf(column), TimeOf(column));
      us = end ? EndOfTimeSql(column, source_, zone_, reading_.unit)
               : statement::MicrosOf(TimeOf(column));
      return Status::Ok();
    };
    NS_RETURN_IF_ERROR(time(lookup.valid.from, false, sql.file.from_us));
    NS_RETURN_IF_ERROR(time(lookup.valid.to, lookup.valid.to_included, sql.file.until_us));
    if (!lookup.source.empty()) {
      std::vector<std::string> id;
      for (const std::string& name : source_.id) {
        NS_ASSIGN(const FileColumn column, ColumnOrExpr(name, source_.id_span));
        id.push_back(statement::AsText(column.sql));
      }
      if (!id.empty()) sql.file.row_id = statement::RowId(id);
    }
    sql.no_row = reader_.NoRowSql();
    for (const TakenField& field : lookup.take) {
      if (field.of.empty()) {
        sql.file.fields.emplace_back(statement::kEmptyText);
        continue;
      }
      NS_ASSIGN(const FileColumn column, FindColumn(field.of, field.span));
      sql.file.fields.push_back(TextOf(column));
    }
    sql.file.relation = WithFound(relation);
    sql.fields = fields_.all();
    return sql;
  }

 private:
  // What each lookup finds, in their order; a key may be a field that an earlier one found.
  Status LookUpAll() {
    for (size_t i = 0; lookups_ != nullptr && i < lookups_->size(); ++i) {
      const Lookup& lookup = lookups_->lookup(i);
      statement::FoundFields found;
      found.number = static_cast<int>(i);
      found.table = lookups_->table(i);
      found.numbers = lookups_->numbers(i);
      std::vector<std::string> keys;
      for (const auto& [ours, theirs] : lookup.on) {
        NS_ASSIGN(const FileColumn column, FindColumn(ours, lookup.on_span));
        keys.push_back(TextOf(column));
      }
      found.key = statement::KeyOf(keys);
      if (!lookup.valid.from.empty()) {
        NS_ASSIGN(const std::string time, TimeSql());
        found.instant = statement::MicrosOf(time);
      }
      found_.push_back(std::move(found));
      for (const TakenField& field : lookup.take) {
        if (reader_.layout() != FileLayout::kJson && reader_.Find(field.name)) {
          return ColumnError({field.name, field.name, nullptr, field.span},
                             fmt::format("the file has a column '{}' too", field.name),
                             "give the field another name", {});
        }
      }
    }
    return Status::Ok();
  }

  static std::string WithAll(const std::vector<statement::FoundFields>& found,
                             std::string relation) {
    for (const statement::FoundFields& one : found) relation = statement::WithFound(relation, one);
    return relation;
  }
  std::string WithFound(const std::string& relation) const {
    return WithAll(found_, paths_.Over(relation));
  }

  // A path into JSON is taken out of its row once, however often expressions name it.
  FileColumn Apart(FileColumn column) const {
    if (!paths_apart_ || reader_.layout() != FileLayout::kJson) return column;
    column.sql = paths_.Of(column.sql);
    return column;
  }

  // A text is read as a number once, too, however often its number is asked for.
  std::string NumberApart(const std::string& number) const {
    return numbers_apart_ ? numbers_.Of(number) : number;
  }

  std::optional<FileColumn> LookedUpField(const std::string& name) const {
    for (size_t i = 0; i < found_.size(); ++i) {
      const std::vector<TakenField>& take = lookups_->lookup(i).take;
      for (size_t f = 0; f < take.size(); ++f) {
        if (take[f].name != name) continue;
        const bool number = found_[i].numbers[f];
        return FileColumn{name, statement::FieldColumn(static_cast<int>(i), f),
                          number ? ValueType::kNumber : ValueType::kText};
      }
    }
    return std::nullopt;
  }

  // A column of the file, or a field that a lookup before this found.
  std::optional<FileColumn> Find(const std::string& name) const {
    if (const auto field = LookedUpField(name)) return field;
    const auto column = reader_.Find(name);
    if (column) return Apart(*column);
    if (absent_.contains(name)) return FileColumn{name, statement::kNullText};
    return std::nullopt;
  }

  // The exports of a known tool need not have all the columns that its format reads.
  void NoteName(const std::string& name, const SourceSpan& span) {
    if (source_.IsOfFormat(span)) {
      absent_.insert(name);
    } else if (reader_.layout() == FileLayout::kJson && !fields_.Has(name) &&
               !LookedUpField(name)) {
      fields_.Note({name, reader_.Find(name)->sql, span});
    }
  }
  // coalesce(at, created_at): one of them is enough. What no file has is said like a field of JSON.
  void AllowRenamed(const Expr& expr, const SourceSpan& span) {
    const auto* call = std::get_if<Operation>(&expr.node);
    if (call == nullptr || source_.IsOfFormat(span)) return;
    const auto name_of = [](const ExprRef& arg) { return std::get_if<NameRef>(&arg->node); };
    const bool any = call->op == northstar::Op::kCoalesce &&
                     std::any_of(call->args.begin(), call->args.end(), [&](const ExprRef& arg) {
                       return name_of(arg) != nullptr && Find(name_of(arg)->path).has_value();
                     });
    for (const ExprRef& arg : call->args) {
      AllowRenamed(*arg, span);
      const NameRef* name = name_of(arg);
      if (!any || name == nullptr || LookedUpField(name->path)) continue;
      const auto column = Find(name->path);
      fields_.Note({name->path, column ? column->sql : statement::kNullText, span});
      if (!column) absent_.insert(name->path);
    }
  }
  std::vector<std::string> ColumnNames() const {
    std::vector<std::string> names = reader_.ColumnNames();
    for (size_t i = 0; i < found_.size(); ++i) {
      for (const TakenField& field : lookups_->lookup(i).take) names.push_back(field.name);
    }
    return names;
  }

  std::string NearestColumn(const std::string& name) const {
    return reader_.FirstRowLooksLikeData() ? kNoHeader : DidYouMean(name, ColumnNames());
  }

  bool Ambiguous(const std::string& name) const { return reader_.Ambiguous(name); }

  Status CheckUnambiguous(const std::string& name, const NamedExpr& expr) const {
    if (!Ambiguous(name)) return Status::Ok();
    return ColumnError(expr, fmt::format("the file has several columns '{}'", name),
                       "give the columns of the file different names", {});
  }

  // As written; a typed number in its shortest form.
  static std::string TextOf(const FileColumn& column) {
    return column.type == ValueType::kNumber && !column.whole
               ? statement::AsShortestText(column.sql)
               : statement::AsText(column.sql);
  }

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
      NS_ASSIGN(const FileColumn column, ColumnOrExpr(name, source_.id_span));
      rows.id.push_back(statement::AsText(column.sql));
    }
    rows.content = reader_.ContentSql();
    rows.find_rounded_ids = !reader_.is_arrivals();
    rows.time_form = TimeFormSqlOf(raw_column_, source_);
    return Status::Ok();
  }

  // Numbers first, because `where` may depend on them.
  std::vector<statement::Reason> UnreadableReasons() {
    std::vector<statement::Reason> reasons;
    if (const std::string none = reader_.NoRowSql(); !none.empty())
      reasons.push_back({none, "not a JSON object", statement::kEmptyText});
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
        {raw_column_.type == ValueType::kTime ? statement::IsNull(raw_column_.sql)
                                              : statement::IsEmpty(raw_time_),
         "the time is empty", statement::kEmptyText},
        {statement::HasFormBit(time_form::kNoTime), "the time is 0 or −1, which means no time",
         raw_time_},
        {statement::IsTimeUnread(),
         source_.time_format.empty() ? "the time is neither ISO 8601 nor epoch (see time_format)"
                                     : "the time does not match time_format",
         raw_time_},
        {statement::IsTimeBefore(kEarliest), "the time is before 1900", raw_time_},
        {statement::IsEventEmpty(), "the event name is empty", statement::kEmptyText}};
    // Read again, such a row could not be told from a new one.
    if (!source_.cursor.empty())
      reasons.push_back({statement::IsIdEmpty(), "the id is empty", statement::kEmptyText});
    for (size_t i = 0; i < found_.size(); ++i) {
      const Lookup& lookup = lookups_->lookup(i);
      const int number = static_cast<int>(i);
      if (lookup.reject_missing) {
        reasons.push_back({statement::FoundNone(number),
                           fmt::format("found no match in {}", lookup.Shown()),
                           statement::LookedUpKey(number)});
      }
    }
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
    const std::string number = NumberApart(statement::NumberOf(text, StyleCode(style)));
    // In the plain style a number of JSON reads as its text does.
    const auto typed = typed_numbers_.find(text);
    return typed == typed_numbers_.end() || style == NumberStyle{}
               ? number
               : statement::FirstNotNull(typed->second, number);
  }

  // A number that is one in JSON is no matter of signs.
  void NoteTyped(const FileColumn& column) {
    if (!column.typed_number.empty()) typed_numbers_[column.sql] = column.typed_number;
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
    NS_RETURN_IF_ERROR(CheckUnambiguous(name, {name, name, nullptr, span}));
    NoteName(name, span);
    const auto column = Find(name);
    if (!column) {
      return ColumnError({name, name, nullptr, span},
                         fmt::format("the file has no column '{}'", name), NearestColumn(name),
                         {0, static_cast<int>(name.size())});
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

  std::string TimeOf(const FileColumn& column) const {
    return TimeSqlOf(column, source_, zone_, reading_.unit);
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

  // A column of this name, or else what an expression makes of columns: a time where it is about
  // columns of times, else a text.
  Result<FileColumn> ColumnOrExpr(const std::string& text, const SourceSpan& span) {
    const bool named = reader_.layout() != FileLayout::kJson && Find(text).has_value();
    const auto parsed = ParseExpr(text);
    const auto* tree = std::get_if<ExprRef>(&parsed);
    if (named || tree == nullptr || std::holds_alternative<NameRef>((*tree)->node))
      return FindColumn(text, span);
    const NamedExpr expr{text, text, *tree, span};
    bool typed = false;
    for (const std::string& name : NamesIn(**tree)) {
      const auto column = Find(name);
      typed = typed || (column && column->type == ValueType::kTime);
    }
    NS_ASSIGN(std::string sql, ExprSql(expr, typed ? ValueType::kTime : ValueType::kText));
    if (!typed) return FileColumn{text, std::move(sql), ValueType::kText};
    FileColumn column{text, statement::TimestampOf(sql), ValueType::kTime};
    column.zoned = true;
    return column;
  }

  Result<std::string> TimeSql() {
    NS_ASSIGN(raw_column_, ColumnOrExpr(source_.time, source_.time_span));
    fields_.Require(source_.time);
    raw_time_ = statement::AsText(raw_column_.sql);
    return TimeOf(raw_column_);
  }

  Result<std::string> EventSql() {
    if (!source_.event.empty()) return sql::Quoted(source_.event);
    NS_ASSIGN(const FileColumn column, ColumnOrExpr(source_.event_column, source_.event_span));
    fields_.Require(source_.event_column);
    return statement::AsText(column.sql);
  }

  // What an expression reads as a number: a cell with other text there is a reject.
  void NoteNumber(const std::string& printed, const std::string& name) {
    if (!number_names_.emplace(printed, name).second) return;
    number_columns_.push_back(printed);
  }

  // The same of columns that are compared with numbers.
  void NoteDecimals(const BoundExpr& expr) {
    const auto* call = std::get_if<northstar::Call>(&expr.node);
    if (call == nullptr) return;
    const auto* column = call->op == northstar::Op::kToDecimal
                             ? std::get_if<ColumnRef>(&call->args[0]->node)
                             : nullptr;
    if (column != nullptr) {
      NoteTyped(*Find(column->name));
      NoteNumber(Find(column->name)->sql, column->name);
    }
    for (const BoundRef& arg : call->args) NoteDecimals(*arg);
  }

  void NoteFloats(const BoundExpr& expr) {
    for (const ColumnRef& ref : ColumnsIn(expr)) {
      const FileColumn column = *Find(ref.name);
      if (column.type != ValueType::kNumber || column.whole || number_names_.contains(column.sql))
        continue;
      float_columns_.push_back(column.sql);
      number_names_[column.sql] = ref.name;
    }
  }

  const Source& source_;
  const FileReader& reader_;
  const Lookups* lookups_;
  std::vector<statement::FoundFields> found_;  // so far
  CellReading reading_;
  std::set<std::string> absent_;  // columns that the file may lack
  NamedFields fields_;            // of JSON, that the project names
  // Paths into JSON as SQL, each a column of its own below what is staged, where `paths_apart_`;
  // and numbers of texts, above those and what was looked up, where `numbers_apart_`.
  mutable ApartColumns paths_{"ns_p"}, numbers_{"ns_n"};
  bool paths_apart_ = false, numbers_apart_ = false;
  FileColumn raw_column_;
  std::string zone_name_;
  int zone_ = 0;
  std::unique_ptr<TimeZone> loaded_zone_;
  std::string raw_time_;
  std::vector<std::string> number_columns_, float_columns_;
  std::map<std::string, std::string> number_names_;
  std::map<std::string, std::string> typed_numbers_;  // by SQL of the text of JSON
  std::map<std::string, std::string> json_columns_;   // of paths into cells → the path as written
};

}  // namespace

std::string NotANumber(const std::string& column) {
  return column + " is not a number";
}

Result<StageStatement> StageFileSql(const Project& project, const Source& source,
                                    const FileReader& reader, const Lookups& lookups,
                                    const std::string& relation, uint32_t file_id,
                                    const CellReading& reading) {
  return Stager(project, source, reader, &lookups, reading).Render(relation, file_id);
}

Result<LookedUpSql> LookedUpFileSql(const Project& project, const Source& source,
                                    const FileReader& reader, const Lookups* own,
                                    const std::string& relation, const Lookup& lookup) {
  return Stager(project, source, reader, own, {}).LookedUp(relation, lookup);
}

Result<std::string> FileExprSql(const Project& project, const Source& source,
                                const FileReader& reader, const NamedExpr& expr, ValueType wanted) {
  Stager stager(project, source, reader, nullptr, {});
  NS_RETURN_IF_ERROR(stager.LoadZone());
  return stager.ExprSql(expr, wanted);
}

Result<std::string> FileTimeSql(const Project& project, const Source& source,
                                const FileReader& reader, const std::string& name,
                                const SourceSpan& span) {
  Stager stager(project, source, reader, nullptr, {});
  NS_RETURN_IF_ERROR(stager.LoadZone());
  return stager.TimeColumnSql(name, span);
}

}  // namespace northstar::duck

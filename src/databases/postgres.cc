#include "databases/postgres.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/text.h"
#include "databases/check_columns.h"
#include "databases/copy_errors.h"
#include "databases/postgres_connection.h"
#include "databases/row_file.h"
#include "databases/table_name.h"
#include "sql/postgres/one_statement.h"
#include "sql/postgres/rows_sql.h"
#include "sql/postgres/session_sql.h"
#include "sql/postgres/tables_sql.h"

namespace northstar::databases {
namespace {

namespace statement = sql::postgres;

// The types that mean something here, by their numbers, which are the same in every database.
struct KnownType {
  uint32_t number;
  ColumnKind kind;
  // As a cursor; empty: it cannot be one.
  std::string_view cursor_type = {};
  statement::Form form = statement::Form::kAsItIs;
};
constexpr std::array<KnownType, 15> kKnownTypes = {{
    {16, ColumnKind::kBoolean, "", statement::Form::kBooleanWords},
    {17, ColumnKind::kBytes},
    {20, ColumnKind::kInteger, "bigint"},
    {21, ColumnKind::kInteger, "smallint"},
    {23, ColumnKind::kInteger, "integer"},
    {26, ColumnKind::kInteger},
    {114, ColumnKind::kJson},
    {700, ColumnKind::kNumber, "real"},
    {701, ColumnKind::kNumber, "double precision"},
    {790, ColumnKind::kNumber, "", statement::Form::kPlainAmount},
    {1082, ColumnKind::kDate, "date"},
    {1114, ColumnKind::kLocalTime, "timestamp without time zone"},
    {1184, ColumnKind::kInstant, "timestamp with time zone"},
    {1700, ColumnKind::kNumber, "numeric"},
    {3802, ColumnKind::kJson},
}};
constexpr KnownType kOtherType{0, ColumnKind::kText};

const KnownType& TypeOf(uint32_t number) {
  const auto* found = std::find_if(kKnownTypes.begin(), kKnownTypes.end(),
                                   [&](const KnownType& type) { return type.number == number; });
  return found == kKnownTypes.end() ? kOtherType : *found;
}

Column ColumnOf(std::string name, std::string type, uint32_t number) {
  const ColumnKind kind = TypeOf(number).kind;
  return {std::move(name), std::move(type), kind, kind == ColumnKind::kBytes};
}

// What is sent for a question, without a semicolon.
Result<std::string> QueryOf(const Question& question) {
  if (!question.table.empty()) {
    NS_ASSIGN(const TableName name, ReadTableName(question.table));
    return statement::AllOf(name.schema, name.table);
  }
  const statement::OneStatement first = statement::FirstStatement(question.query);
  if (first.more || question.query.find('\0') != std::string::npos) {
    return Error::Usage("the query is more than one statement", "keep one SELECT or WITH");
  }
  if (first.first_word != "select" && first.first_word != "with") {
    return Error::Usage("the query is neither a SELECT nor a WITH",
                        "a source only reads; name a table or write one SELECT");
  }
  return first.text;
}

Status BeginReading(PostgresConnection& connection, const CopyOptions& options) {
  NS_RETURN_IF_ERROR(connection.Run(statement::BeginReading()));
  NS_RETURN_IF_ERROR(
      connection.Run(statement::UseSettings(), {std::to_string(options.time_limit.count())}));
  return Status::Ok();
}

// With the tables that there are, where the name of one was not found.
Error WithNames(PostgresConnection& connection, Error error, const Question& question) {
  constexpr std::string_view kUndefinedTable = "42P01", kInvalidSchema = "3F000";
  if (connection.state() != kUndefinedTable && connection.state() != kInvalidSchema) return error;
  if (!connection.Run(statement::Rollback()).ok()) return error;
  const auto answer = connection.Run(statement::TableNames());
  if (!answer.ok()) return error;
  std::vector<std::string> names;
  for (int row = 0; row < answer->Rows(); ++row) {
    const bool without_schema = answer->Text(row, 2) == "t";
    names.push_back(
        WrittenName({without_schema ? "" : answer->Text(row, 0), answer->Text(row, 1)}));
  }
  // Of a query the name stands in the message alone, within quotes.
  std::string wanted = question.table;
  if (wanted.empty()) {
    const size_t from = error.message.find('"'), to = error.message.rfind('"');
    if (from < to) wanted = error.message.substr(from + 1, to - from - 1);
  }
  if (names.empty()) {
    error.hint = "the user of this address may read no table: grant SELECT on those to load";
  } else if (const std::string close = DidYouMean(wanted, names); !close.empty()) {
    error.hint = close;
  }
  return error;
}

Result<std::map<uint32_t, std::string>> TypeNames(PostgresConnection& connection,
                                                  const PostgresAnswer& described) {
  std::set<std::string> numbers;
  for (int i = 0; i < described.Columns(); ++i) {
    numbers.insert(std::to_string(described.ColumnType(i)));
  }
  const std::vector<std::string> listed(numbers.begin(), numbers.end());
  NS_ASSIGN(const PostgresAnswer answer,
            connection.Run(statement::TypeNames(), {fmt::format("{{{}}}", Join(listed, ","))}));
  std::map<uint32_t, std::string> names;
  for (int row = 0; row < answer.Rows(); ++row) {
    names[static_cast<uint32_t>(std::stoul(answer.Text(row, 0)))] = answer.Text(row, 1);
  }
  return names;
}

// What is to be copied, and what is told of its columns.
struct Plan {
  statement::RowQuery rows;
  std::vector<Column> columns;
};

Result<statement::RowCursor> CursorOf(PostgresConnection& connection, const Cursor& cursor,
                                      const PostgresAnswer& described) {
  statement::RowCursor out;
  for (int i = 0; i < described.Columns(); ++i) {
    if (described.ColumnName(i) != cursor.column) continue;
    const KnownType& type = TypeOf(described.ColumnType(i));
    out.type = type.cursor_type;
    out.time = type.kind == ColumnKind::kInstant || type.kind == ColumnKind::kLocalTime ||
               type.kind == ColumnKind::kDate;
  }
  if (out.type.empty()) return CursorCannotBe(cursor);
  out.column = cursor.column;
  out.overlap_s = cursor.overlap.count();
  if (!cursor.from) return out;
  const auto value = connection.Run(statement::CursorValue(out), {*cursor.from});
  if (!value.ok()) {
    constexpr std::string_view kDataException = "22";
    const bool other_kind = connection.state().starts_with(kDataException);
    return other_kind ? CursorDoesNotFit(cursor) : value.error();
  }
  out.from = value->Text(0, 0);
  return out;
}

Result<Plan> PlanOf(PostgresConnection& connection, const Question& question,
                    const CopyOptions& options) {
  Plan plan;
  NS_ASSIGN(plan.rows.query, QueryOf(question));
  const auto described = connection.Describe(plan.rows.query);
  if (!described.ok()) return WithNames(connection, described.error(), question);
  if (described->Parameters() > 0) {
    return Error::Usage("the query has parameters such as $1", "write their values in the query");
  }
  NS_ASSIGN(const auto type_names, TypeNames(connection, *described));
  for (int i = 0; i < described->Columns(); ++i) {
    const uint32_t number = described->ColumnType(i);
    const auto type = type_names.find(number);
    plan.columns.push_back(
        ColumnOf(described->ColumnName(i), type == type_names.end() ? "" : type->second, number));
    plan.rows.columns.push_back({described->ColumnName(i), TypeOf(number).form});
  }
  NS_RETURN_IF_ERROR(CheckColumns(plan.columns, question, options));
  if (options.cursor) {
    NS_ASSIGN(plan.rows.cursor, CursorOf(connection, *options.cursor, *described));
  }
  plan.rows.most_rows = options.most_rows;
  return plan;
}

Result<CopiedRows> Copy(PostgresConnection& connection, const Plan& plan, const std::string& to,
                        const CopyOptions& options) {
  CopiedRows out;
  out.columns = plan.columns;
  if (plan.rows.cursor) {
    NS_ASSIGN(const PostgresAnswer largest,
              connection.Run(statement::LargestCursor(plan.rows), {plan.rows.cursor->from}));
    if (largest.Rows() == 1) out.cursor = largest.At(0, 0);
  }
  NS_ASSIGN(RowFile file, RowFile::Make(to));
  int64_t lines = 0, told = 0;
  const auto take = [&](std::string_view row) -> Status {
    ++lines;
    NS_RETURN_IF_ERROR(file.Append(row));
    if (options.progress && file.bytes() - told >= kPartBytes) {
      told = file.bytes();
      options.progress(lines - 1, told);
    }
    return Status::Ok();
  };
  NS_ASSIGN(out.rows, connection.CopyOut(statement::CopyRows(plan.rows), take));
  out.bytes = file.bytes();
  NS_RETURN_IF_ERROR(file.Keep());
  if (options.progress) options.progress(out.rows, out.bytes);
  return out;
}

}  // namespace

Result<CopiedRows> CopyPostgresToCsv(const Address& address, const Question& question,
                                     const std::string& to, const CopyOptions& options) {
  NS_RETURN_IF_ERROR(QueryOf(question));  // before anything is connected
  NS_ASSIGN(PostgresConnection connection, PostgresConnection::Open(address, options));
  NS_RETURN_IF_ERROR(BeginReading(connection, options));
  NS_ASSIGN(const Plan plan, PlanOf(connection, question, options));
  return Copy(connection, plan, to, options);
}

Result<std::vector<Table>> PostgresTables(const Address& address, const CopyOptions& options) {
  NS_ASSIGN(PostgresConnection connection, PostgresConnection::Open(address, options));
  NS_RETURN_IF_ERROR(BeginReading(connection, options));
  NS_ASSIGN(const PostgresAnswer answer, connection.Run(statement::Tables()));
  std::vector<Table> tables;
  std::vector<std::map<int64_t, std::string>> keys;  // of each table, by place
  for (int row = 0; row < answer.Rows(); ++row) {
    const bool without_schema = answer.Text(row, 3) == "t";
    const std::string name =
        WrittenName({without_schema ? "" : answer.Text(row, 0), answer.Text(row, 1)});
    if (tables.empty() || tables.back().name != name) {
      const std::string kind = answer.Text(row, 2);
      tables.push_back({name, kind == "v" || kind == "m"});
      keys.emplace_back();
      if (const auto rows = answer.At(row, 4)) tables.back().rows = std::stoll(*rows);
    }
    const auto number = static_cast<uint32_t>(std::stoul(answer.Text(row, 7)));
    tables.back().columns.push_back(ColumnOf(answer.Text(row, 5), answer.Text(row, 6), number));
    if (const auto place = answer.At(row, 8)) keys.back()[std::stoll(*place)] = answer.Text(row, 5);
  }
  for (size_t i = 0; i < tables.size(); ++i) {
    for (const auto& [place, column] : keys[i]) tables[i].primary_key.push_back(column);
  }
  return tables;
}

}  // namespace northstar::databases

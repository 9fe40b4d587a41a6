#include "databases/sqlite_rows.h"

#include <fmt/format.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>

#include "base/text.h"
#include "databases/check_columns.h"
#include "databases/copy_errors.h"
#include "databases/row_file.h"
#include "databases/sqlite.h"
#include "databases/table_name.h"
#include "sql/sqlite/guest_sql.h"

namespace northstar::databases {
namespace {

namespace statement = sql::sqlite;
using statement::GuestCursor, statement::GuestCursorForm;
using std::chrono::steady_clock;

// Whether to go on, and why not.
struct Going {
  std::function<bool()> cancelled;
  std::chrono::milliseconds limit;
  steady_clock::time_point end = steady_clock::now() + limit;
  bool was_cancelled = false, was_late = false;

  bool Stop() {
    was_cancelled = was_cancelled || (cancelled && cancelled());
    was_late = was_late || steady_clock::now() >= end;
    return was_cancelled || was_late;
  }
};

// A file that is open for as long as one question takes.
struct Guest {
  Address address;
  Database database;
  std::shared_ptr<Going> going;
};

Result<Guest> Open(const Address& address, const CopyOptions& options) {
  NS_ASSIGN(Database database, Database::OpenAsGuest(address.connection, address.shown));
  const auto going = std::make_shared<Going>(Going{options.cancelled, options.time_limit});
  database.StopWhen([going] { return going->Stop(); });
  NS_RETURN_IF_ERROR(database.Run(statement::BeginReading()));
  return Guest{address, std::move(database), going};
}

// SQLite says only that it was interrupted.
Error Reason(const Guest& guest, Error error) {
  if (guest.going->was_cancelled) return Canceled(guest.address.shown);
  if (guest.going->was_late) return TookTooLong(guest.address.shown, guest.going->limit);
  return error;
}

Result<std::string> QueryOf(const Question& question) {
  if (question.table.empty()) return question.query;
  NS_ASSIGN(const TableName name, ReadTableName(question.table));
  if (!name.schema.empty() && name.schema != "main") {
    return Error::Usage(fmt::format("'{}' is not the name of a table of SQLite", question.table),
                        "write it without a schema");
  }
  return statement::GuestAllOf(name.table);
}

// With the tables that there are, where the name of one was not found.
Error WithNames(Guest& guest, Error error) {
  constexpr std::string_view kSign = "no such table: ";
  const size_t at = error.message.find(kSign);
  if (at == std::string::npos) return error;
  std::vector<std::string> names;
  auto asked = guest.database.Prepare(statement::GuestTableNames());
  if (!asked.ok()) return error;
  for (auto row = asked->Step(); row.ok() && *row; row = asked->Step()) {
    names.push_back(WrittenName({"", asked->Text(0)}));
  }
  error.hint = names.empty() ? "the file has no tables"
                             : DidYouMean(error.message.substr(at + kSign.size()), names);
  return error;
}

// Of a statement of ours around the user's query: what its rows are asked for first.
Result<Statement> FirstRow(Guest& guest, const std::string& sql,
                           const std::optional<std::string>& parameter, bool* there) {
  NS_ASSIGN(Statement asked, guest.database.Prepare(sql));
  if (parameter) asked.Bind(1, *parameter);
  NS_ASSIGN(*there, asked.Step());
  return asked;
}

std::string NumberText(const Statement& row, int column) {
  return row.Kind(column) == ValueKind::kReal ? FormatNumber(row.Real(column)) : row.Text(column);
}

// kNone where no row has a cursor.
Result<GuestCursor> CursorOf(Guest& guest, const std::string& query, const Cursor& cursor) {
  bool there = false;
  NS_ASSIGN(const Statement forms,
            FirstRow(guest, statement::CursorForms(query, cursor.column), std::nullopt, &there));
  const bool numbers = forms.Integer(0) != 0, texts = forms.Integer(1) != 0;
  if (forms.Integer(2) != 0 || (numbers && texts)) return CursorCannotBe(cursor);
  GuestCursor out{cursor.column, numbers ? GuestCursorForm::kNumber
                                 : texts ? GuestCursorForm::kTime
                                         : GuestCursorForm::kNone};
  if (!cursor.from || out.form == GuestCursorForm::kNone) return out;
  if (numbers != ParseNumber(*cursor.from).has_value()) return CursorDoesNotFit(cursor);
  return out;
}

Result<std::optional<std::string>> Largest(Guest& guest, const std::string& query,
                                           const GuestCursor& cursor,
                                           const std::optional<std::string>& from) {
  if (cursor.form == GuestCursorForm::kNone) return from;
  bool there = false;
  NS_ASSIGN(const Statement row,
            FirstRow(guest, statement::LargestGuestCursor(query, cursor), from, &there));
  if (!there) return from;
  return std::optional(NumberText(row, 0));
}

void AppendText(std::string_view text, std::string& out) {
  if (IsValidUtf8(text) && text.find('\0') == std::string_view::npos) {
    out += text;
    return;
  }
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  const auto length = static_cast<int32_t>(text.size());
  for (int32_t i = 0; i < length;) {
    const int32_t start = i;
    UChar32 code = 0;
    U8_NEXT(bytes, i, length, code);
    if (code <= 0) {
      out += "\xEF\xBF\xBD";
    } else {
      out += text.substr(static_cast<size_t>(start), static_cast<size_t>(i - start));
    }
  }
}

// Within quotes where it has to be. The empty text has them, and null is nothing at all.
void AppendCell(std::string_view text, std::string& out) {
  if (!text.empty() && text.find_first_of(",\"\r\n") == std::string_view::npos) {
    AppendText(text, out);
    return;
  }
  out += '"';
  while (true) {
    const size_t quote = text.find('"');
    AppendText(text.substr(0, quote), out);
    if (quote == std::string_view::npos) break;
    out += "\"\"";
    text.remove_prefix(quote + 1);
  }
  out += '"';
}

void AppendHex(std::string_view bytes, std::string& out) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  out += "\\x";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
}

// What the values of a column were.
struct Seen {
  bool integers = false, reals = false, texts = false, bytes = false;
  bool flags = true;  // all integers are 0 or 1
};

void AppendValue(const Statement& row, int column, Seen& seen, std::string& out) {
  switch (row.Kind(column)) {
    case ValueKind::kNull:
      return;
    case ValueKind::kInteger: {
      const int64_t value = row.Integer(column);
      seen.integers = true;
      seen.flags = seen.flags && (value == 0 || value == 1);
      out += fmt::format_int(value).str();
      return;
    }
    case ValueKind::kReal:
      seen.reals = true;
      out += FormatNumber(row.Real(column));
      return;
    case ValueKind::kText:
      seen.texts = true;
      AppendCell(row.Bytes(column), out);
      return;
    case ValueKind::kBytes:
      seen.bytes = true;
      AppendHex(row.Bytes(column), out);
      return;
  }
}

ColumnKind KindOf(const Seen& seen, const std::string& declared) {
  if (seen.texts) return ColumnKind::kText;
  if (seen.bytes) return seen.integers || seen.reals ? ColumnKind::kText : ColumnKind::kBytes;
  if (seen.reals) return ColumnKind::kNumber;
  if (!seen.integers) return ColumnKind::kText;
  const bool boolean = LowerUtf8(declared).starts_with("bool") && seen.flags;
  return boolean ? ColumnKind::kBoolean : ColumnKind::kInteger;
}

// Close to how SQLite derives an affinity, and to what people mean by names that it does not know.
ColumnKind KindOfType(const std::string& declared) {
  const std::string type = LowerUtf8(declared);
  const auto has = [&](std::string_view part) { return type.find(part) != std::string::npos; };
  if (has("int")) return ColumnKind::kInteger;
  if (has("bool")) return ColumnKind::kBoolean;
  if (has("datetime") || has("timestamp")) return ColumnKind::kLocalTime;
  if (has("date")) return ColumnKind::kDate;
  if (has("json")) return ColumnKind::kJson;
  if (has("blob")) return ColumnKind::kBytes;
  const bool number = has("real") || has("floa") || has("doub") || has("numeric") || has("decimal");
  return number ? ColumnKind::kNumber : ColumnKind::kText;
}

Status CheckQuery(const Statement& query, const Question& question, const CopyOptions& options,
                  std::vector<Column>& columns) {
  if (query.Parameters() > 0) {
    return Error::Usage("the query has parameters such as ?1", "write their values in the query");
  }
  if (!query.IsQuery()) {
    return Error::Usage("the query is neither a SELECT nor a WITH",
                        "a source only reads; name a table or write one SELECT");
  }
  for (int i = 0; i < query.Columns(); ++i) {
    columns.push_back({query.Name(i), query.DeclaredType(i)});
  }
  return CheckColumns(columns, question, options);
}

Status WriteRows(Statement& rows, RowFile& file, const CopyOptions& options, CopiedRows& out) {
  std::string line;
  for (const Column& column : out.columns) {
    if (!line.empty()) line += ',';
    AppendCell(column.name, line);
  }
  NS_RETURN_IF_ERROR(file.Append(line + "\n"));
  std::vector<Seen> seen(out.columns.size());
  int64_t told = 0;
  while (true) {
    NS_ASSIGN(const bool there, rows.Step());
    if (!there) break;
    line.clear();
    for (size_t i = 0; i < seen.size(); ++i) {
      if (i > 0) line += ',';
      AppendValue(rows, static_cast<int>(i), seen[i], line);
    }
    line += '\n';
    NS_RETURN_IF_ERROR(file.Append(line));
    ++out.rows;
    if (options.progress && file.bytes() - told >= kPartBytes) {
      told = file.bytes();
      options.progress(out.rows, told);
    }
  }
  for (size_t i = 0; i < seen.size(); ++i) {
    out.columns[i].kind = KindOf(seen[i], out.columns[i].type);
    out.columns[i].hex = seen[i].bytes;
  }
  return Status::Ok();
}

Result<CopiedRows> Copy(Guest& guest, const Question& question, const std::string& to,
                        const CopyOptions& options) {
  NS_ASSIGN(const std::string asked, QueryOf(question));
  NS_RETURN_IF_ERROR(guest.database.OnlyRead());
  auto prepared = guest.database.PrepareOnly(asked);
  if (!prepared.ok()) return WithNames(guest, prepared.error());
  CopiedRows out;
  NS_RETURN_IF_ERROR(CheckQuery(*prepared, question, options, out.columns));
  const std::string query = prepared->Sql();
  GuestCursor cursor;
  std::optional<std::string> from;
  if (options.cursor) {
    from = options.cursor->from;
    NS_ASSIGN(cursor, CursorOf(guest, query, *options.cursor));
    NS_ASSIGN(out.cursor, Largest(guest, query, cursor, from));
  }
  if (!from) cursor.form = GuestCursorForm::kNone;
  NS_ASSIGN(Statement rows,
            guest.database.Prepare(statement::GuestRows(query, cursor, options.most_rows)));
  if (cursor.form != GuestCursorForm::kNone) rows.Bind(1, *from);
  if (cursor.form == GuestCursorForm::kTime) {
    rows.BindReal(2, static_cast<double>(options.cursor->overlap.count()) / 86'400);
  }
  NS_ASSIGN(RowFile file, RowFile::Make(to));
  NS_RETURN_IF_ERROR(WriteRows(rows, file, options, out));
  out.bytes = file.bytes();
  NS_RETURN_IF_ERROR(guest.database.CheckUnchanged());
  NS_RETURN_IF_ERROR(file.Keep());
  if (options.progress) options.progress(out.rows, out.bytes);
  return out;
}

Status AddColumns(Guest& guest, Table& table) {
  NS_ASSIGN(Statement columns, guest.database.Prepare(statement::GuestColumns()));
  columns.Bind(1, table.name);
  std::map<int64_t, std::string> key;
  while (true) {
    NS_ASSIGN(const bool there, columns.Step());
    if (!there) break;
    const ColumnKind kind = KindOfType(columns.Text(1));
    table.columns.push_back({columns.Text(0), columns.Text(1), kind, kind == ColumnKind::kBytes});
    if (columns.Integer(2) > 0) key[columns.Integer(2)] = columns.Text(0);
  }
  for (const auto& [place, column] : key) table.primary_key.push_back(column);
  return Status::Ok();
}

Result<std::vector<Table>> Tables(Guest& guest) {
  std::vector<Table> tables;
  NS_ASSIGN(Statement asked, guest.database.Prepare(statement::GuestTables()));
  while (true) {
    NS_ASSIGN(const bool there, asked.Step());
    if (!there) break;
    Table table{asked.Text(0), asked.Text(1) == "view"};
    // A view or a virtual table may be broken without the file being so.
    const Status added = AddColumns(guest, table);
    if (!added.ok() && (guest.going->Stop() || asked.Text(1) == "table")) return added.error();
    if (asked.Text(1) == "table") {
      bool row = false;
      const auto last = FirstRow(guest, statement::LastRowId(table.name), std::nullopt, &row);
      if (last.ok() && row) table.rows = std::max(last->Integer(0), int64_t{0});
    }
    table.name = WrittenName({"", table.name});
    tables.push_back(std::move(table));
  }
  return tables;
}

}  // namespace

Result<CopiedRows> CopySqliteToCsv(const Address& address, const Question& question,
                                   const std::string& to, const CopyOptions& options) {
  NS_ASSIGN(Guest guest, Open(address, options));
  auto copied = Copy(guest, question, to, options);
  if (!copied.ok()) return Reason(guest, copied.error());
  return copied;
}

Result<std::vector<Table>> SqliteTables(const Address& address, const CopyOptions& options) {
  NS_ASSIGN(Guest guest, Open(address, options));
  auto tables = Tables(guest);
  if (!tables.ok()) return Reason(guest, tables.error());
  NS_RETURN_IF_ERROR(guest.database.CheckUnchanged());
  return tables;
}

}  // namespace northstar::databases

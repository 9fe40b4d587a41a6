#include "engine/duckdb/lookups.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "base/hash.h"
#include "base/text.h"
#include "engine/duckdb/asked_rows.h"
#include "engine/duckdb/cell_reading.h"
#include "engine/duckdb/compressed.h"
#include "engine/duckdb/file_copies.h"
#include "engine/duckdb/prepared_file.h"
#include "engine/duckdb/staging.h"
#include "model/project.h"
#include "sql/duckdb/lookup_sql.h"
#include "sql/duckdb/stage_sql.h"

namespace northstar::duck {
namespace {

constexpr int kMostExamples = 3;
constexpr int kMostMissed = 10'000;  // keys that are compared with those that are there

std::string KeyWords(const Lookup& lookup) {
  std::vector<std::string> names;
  for (const auto& [ours, theirs] : lookup.on) names.push_back(theirs);
  return Join(names, " + ");
}

// Several parts of a key as people read them.
std::string ShownKey(std::string key) {
  return ReplaceAll(std::move(key), "\x1F", " + ");
}

// How keys compare that differ in case, blanks or a rounded number alone.
std::string Loosely(const std::string& key) {
  std::string loose;
  for (std::string part : Split(key, '\x1F')) {
    part = std::string(Trim(part));
    if (part.ends_with(".0")) part.resize(part.size() - 2);
    std::transform(part.begin(), part.end(), part.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    loose += part + '\x1F';
  }
  return loose;
}

bool NeedsNumbers(const TakenField& field) {
  return field.how == TakeHow::kSum || field.how == TakeHow::kMin || field.how == TakeHow::kMax;
}

}  // namespace

struct Lookups::Table {
  Source source;                   // whose files are read
  std::unique_ptr<Lookups> own;    // what its rows look up in turn; null: nothing
  std::vector<KnownFile> known;    // of the load before
  std::optional<AskedRows> asked;  // where it is in no files
  FileSurvey survey;
  std::shared_ptr<LookupTable> rows;
  std::unique_ptr<KeptTable> kept;
  std::vector<bool> numbers;
  std::vector<std::string> loose_keys;  // sorted; made at need
  JsonFields fields;
};

Lookups::Lookups(Connection& connection, const Project& project, const Source& source,
                 CancelToken* cancel, std::string record)
    : db_(connection),
      project_(project),
      source_(source),
      cancel_(cancel),
      record_(record.empty() ? source.name : std::move(record)) {
  for (const Lookup& lookup : source.lookups) {
    auto table = std::make_unique<Table>();
    table->fields = JsonFields(source.name);
    if (lookup.source.empty()) {
      static_cast<TableFiles&>(table->source) = lookup.table;
      table->source.zone = source.zone;
      table->source.date_order = source.date_order;
    } else {
      for (const Source& one : project.sources) {
        if (one.name == lookup.source) table->source = one;
      }
      if (!table->source.lookups.empty())
        table->own = std::make_unique<Lookups>(connection, project, table->source, cancel,
                                               RecordName(tables_.size()));
    }
    tables_.push_back(std::move(table));
  }
}

Lookups::~Lookups() = default;

int64_t Lookups::table(size_t i) const {
  return tables_[i]->kept->number();
}

const std::vector<bool>& Lookups::numbers(size_t i) const {
  return tables_[i]->numbers;
}

// No source has a name like that.
std::string Lookups::RecordName(size_t i) const {
  return fmt::format("{}#{}", record_, i);
}

Status Lookups::Survey() {
  for (size_t i = 0; i < tables_.size(); ++i) {
    Table& table = *tables_[i];
    NS_ASSIGN(table.known, KnownFiles(db_, RecordName(i)));
    if (table.source.IsAsked()) {
      NS_RETURN_IF_ERROR(Ask(i));
    } else {
      NS_ASSIGN(table.survey, SurveyFiles(project_, table.source, table.known));
      if (table.survey.files.empty()) return ExpandFiles(table.source).error();
    }
    if (table.own) NS_RETURN_IF_ERROR(table.own->Survey());
  }
  return Status::Ok();
}

// All rows, once in a load.
Status Lookups::Ask(size_t i) {
  Table& table = *tables_[i];
  if (!table.asked) {
    table.source.cursor.clear();
    const AskOptions options{
        std::nullopt, fmt::format("_{}", ReplaceAll(RecordName(i), "#", "_")), cancel_, {}};
    NS_ASSIGN(AskedRows rows, AskForRows(project_, table.source, options));
    table.asked.emplace(std::move(rows));
  }
  NS_ASSIGN(table.survey, SurveyAsked(*table.asked, table.known));
  return Status::Ok();
}

std::vector<std::string> Lookups::Changed() const {
  std::vector<std::string> changed;
  for (const auto& table : tables_) {
    for (const SourceFile& file : table->survey.files) {
      if (file.NeedsReading()) changed.push_back(file.shown);
    }
    for (const auto* away : {&table->survey.gone, &table->survey.left}) {
      for (const KnownFile& file : *away) changed.push_back(file.path);
    }
    if (!table->own) continue;
    for (std::string& one : table->own->Changed()) changed.push_back(std::move(one));
  }
  return changed;
}

bool Lookups::LooksUnchanged() {
  for (size_t i = 0; i < tables_.size(); ++i) {
    const auto known = KnownFiles(db_, RecordName(i));
    if (!known.ok() || !duck::LooksUnchanged(project_, tables_[i]->source, *known)) return false;
    if (tables_[i]->own && !tables_[i]->own->LooksUnchanged()) return false;
  }
  return true;
}

Status Lookups::Record() {
  for (size_t i = 0; i < tables_.size(); ++i) {
    NS_RETURN_IF_ERROR(ForgetFiles(db_, RecordName(i)));
    int64_t id = 0;
    for (SourceFile& file : tables_[i]->survey.files) {
      if (file.hash.empty()) file.hash = file.known.hash;
      NS_RETURN_IF_ERROR(RecordFile(db_, RecordName(i), ++id, file.AsKnown(), 0, 0));
    }
    if (tables_[i]->own) NS_RETURN_IF_ERROR(tables_[i]->own->Record());
  }
  return Status::Ok();
}

Status Lookups::Build() {
  for (size_t i = 0; i < tables_.size(); ++i) {
    if (tables_[i]->kept) continue;
    if (tables_[i]->own) NS_RETURN_IF_ERROR(tables_[i]->own->Build());
    const Status built = BuildTable(i);
    (void)db_.Run(statement::DropLookedUp());
    if (!built.ok()) return built;
  }
  return Status::Ok();
}

Status Lookups::BuildTable(size_t i) {
  const Lookup& lookup = source_.lookups[i];
  Table& table = *tables_[i];
  NS_RETURN_IF_ERROR(db_.Run(statement::CreateLookedUp(lookup.take.size())));
  NS_RETURN_IF_ERROR(ReadFiles(lookup, table));
  if (!lookup.source.empty() && !table.source.id.empty())
    NS_RETURN_IF_ERROR(db_.Run(statement::DeleteRepeatedRows()));
  for (std::string& note : table.fields.Notes()) notes_.push_back(std::move(note));
  NS_RETURN_IF_ERROR(CheckKeys(lookup));
  std::vector<statement::TakenCell> cells;
  NS_RETURN_IF_ERROR(ReadCells(lookup, table, cells));
  return Keep(lookup, table, cells);
}

Status Lookups::ReadFiles(const Lookup& lookup, Table& table) {
  for (const SourceFile& file : table.survey.files)
    NS_RETURN_IF_ERROR(ReadFile(lookup, table, file));
  return Status::Ok();
}

Status Lookups::ReadFile(const Lookup& lookup, Table& table, const SourceFile& file) {
  NS_ASSIGN(const OpenedFile opened, OpenedFile::Open(file.path, file.shown));
  NS_ASSIGN(const PreparedFile prepared, PreparedFile::Make(project_, table.source, file, opened));
  for (const std::string& note : prepared.notes()) notes_.push_back(note);
  const OpenedFile& rows = prepared.rows();
  if (rows.compression() != Compression::kNone || IsCompressed(prepared.name()))
    NS_RETURN_IF_ERROR(CheckCompressed(rows, prepared.name()));
  NS_ASSIGN(FileReader reader, FileReader::Open(db_, prepared.table(), rows, prepared.name()));
  if (reader.empty()) {
    notes_.push_back(fmt::format("{} is empty", file.shown));
    return Status::Ok();
  }
  if (!reader.has_mark()) return ReadRows(lookup, table, file, reader, rows);
  NS_ASSIGN(const MendedJson mended, MendJson(project_, source_.name, rows));
  NS_ASSIGN(reader, FileReader::Open(db_, prepared.table(), mended.copy.file(), prepared.name()));
  return ReadRows(lookup, table, file, reader, mended.copy.file());
}

Status Lookups::ReadRows(const Lookup& lookup, Table& table, const SourceFile& file,
                         const FileReader& reader, const OpenedFile& rows) {
  NS_RETURN_IF_ERROR(reader.CheckShape(db_, table.source, rows, notes_));
  const std::string relation = reader.Relation(rows, {true, false, statement::UnsplitRows::kFail});
  NS_ASSIGN(const LookedUpSql sql,
            LookedUpFileSql(project_, table.source, reader, table.own.get(), relation, lookup));
  for (const auto& [text, time] : sql.times) {
    NS_ASSIGN(const Rows unread,
              db_.Query(statement::FindUnreadTime(sql.file.relation, text, time)));
    if (unread.rows.empty()) continue;
    return Error::Data(
        fmt::format("source '{}': {}: '{}' is not a time that a row is valid from or to",
                    source_.name, file.shown, unread.Text(0, 0)),
        "name columns of times under 'as_of'");
  }
  if (!sql.no_row.empty()) NS_RETURN_IF_ERROR(CheckRows(file, sql));
  const Status read = db_.Run(statement::InsertLookedUp(sql.file));
  if (read.ok()) return table.fields.Look(db_, reader, relation, sql.fields);
  if (IsInterruption(read.error())) return read;
  return Error::Data(
      fmt::format("'{}', which source '{}' looks up, cannot be read: {}", file.shown, source_.name,
                  ReplaceAll(read.error().message, rows.alias(), file.shown)),
      read.error().hint);
}

// Lines that hold no record.
Status Lookups::CheckRows(const SourceFile& file, const LookedUpSql& sql) {
  const auto counted = db_.Query(statement::CountNoRows(sql.file.relation, sql.no_row));
  if (!counted.ok()) return Status::Ok();  // what is wrong is said where the rows are read
  const int64_t bad = counted->Int(0, 0);
  if (bad == 0) return Status::Ok();
  const std::string what =
      fmt::format("{}: {} no JSON object", file.shown,
                  bad == 1 ? "a record is" : fmt::format("{} records are", WithThousands(bad)));
  if (static_cast<double>(bad) > source_.max_rejected * static_cast<double>(counted->Int(0, 1))) {
    return Error::Data(fmt::format("source '{}': {}", source_.name, what),
                       "write one object per line, or raise 'max_rejected'");
  }
  notes_.push_back(what + " and left out");
  return Status::Ok();
}

// One row for each key, or one at any time.
Status Lookups::CheckKeys(const Lookup& lookup) const {
  const bool timed = !lookup.valid.from.empty();
  if (!lookup.OneRow()) return Status::Ok();
  const bool open = timed && lookup.valid.to.empty();
  NS_ASSIGN(const Rows rows, db_.Query(open    ? statement::RowsThatBeginAtOnce(kMostExamples)
                                       : timed ? statement::OverlappingRows(kMostExamples)
                                               : statement::RepeatedKeys(kMostExamples)));
  if (rows.rows.empty()) return Status::Ok();
  std::vector<std::string> examples;
  for (size_t i = 0; i < rows.rows.size(); ++i) {
    const std::string key = ShownKey(rows.Text(i, 0));
    examples.push_back(
        timed ? fmt::format("{} ({} {})", key, open ? "twice from" : "again from", rows.Text(i, 1))
              : fmt::format("{} ({})", key, Plural(rows.Int(i, 1), "row")));
  }
  Error error = Error::Data(fmt::format("source '{}': {} has several rows {} one {}", source_.name,
                                        lookup.Shown(), timed ? "valid at once for" : "for",
                                        KeyWords(lookup)));
  const std::string hint =
      open ? "leave one row for each time"
      : timed
          ? "mend the times, or leave out 'to': a row is then valid until the next one"
          : "take an aggregate of them (sum, count, min, max, first, last, any), or name the whole "
            "key under 'on'";
  error.diagnostics.push_back(
      {Severity::kError, "",
       fmt::format("not one row for each {}: {}", KeyWords(lookup), Join(examples, ", ")),
       lookup.on_span, "", "", hint});
  return error;
}

// How the cells of fields that are added up or compared are read.
Status Lookups::ReadCells(const Lookup& lookup, Table& table,
                          std::vector<statement::TakenCell>& cells) {
  for (size_t f = 0; f < lookup.take.size(); ++f) {
    const TakenField& field = lookup.take[f];
    cells.push_back({field.how, f, std::nullopt, std::nullopt, field.of.empty()});
    if (!NeedsNumbers(field)) continue;
    NS_ASSIGN(const Rows found, db_.Query(statement::FieldEvidence(f)));
    const auto evidence = static_cast<uint32_t>(found.Int(0, 0));
    // Of an epoch, too, the larger number is later.
    if (field.how != TakeHow::kSum && (evidence & number_evidence::kOther) != 0) {
      NS_ASSIGN(const bool times, AreTimes(lookup, table, cells.back()));
      if (times) continue;
    }
    NS_ASSIGN(const NumberStyle style, StyleOfColumn(table.source, field.of, evidence));
    NS_ASSIGN(const Rows unread, db_.Query(statement::NotNumbers(f, StyleCode(style))));
    const int64_t bad = unread.Int(0, 0);
    const auto all = static_cast<double>(unread.Int(0, 1));
    // Texts have a smallest and a largest too.
    if (field.how != TakeHow::kSum && bad == unread.Int(0, 1)) continue;
    cells.back().style = StyleCode(style);
    if (bad == 0) continue;
    const std::string what =
        fmt::format("{}: {} in '{}' {} not numbers, such as '{}'", lookup.Shown(),
                    Plural(bad, "cell"), field.of, bad == 1 ? "is" : "are", unread.Text(0, 2));
    if (static_cast<double>(bad) > source_.max_rejected * all) {
      return Error::Data(fmt::format("source '{}': {}", source_.name, what),
                         "take a column of numbers, or raise 'max_rejected'");
    }
    notes_.push_back(fmt::format("{}; they are left out of the {}", what,
                                 field.how == TakeHow::kSum   ? "sum"
                                 : field.how == TakeHow::kMin ? "min"
                                                              : "max"));
  }
  return Status::Ok();
}

// Dates are not ordered as their texts are: "05/01/2024" comes after "31/12/2023".
Result<bool> Lookups::AreTimes(const Lookup& lookup, const Table& table,
                               statement::TakenCell& cell) {
  const std::string zone =
      table.source.zone.empty() ? project_.calendar.zone().name() : table.source.zone;
  NS_ASSIGN(const int number, ZoneNumber(zone));
  const auto not_times = [&](DateOrder order) -> Result<Rows> {
    return db_.Query(
        statement::NotTimes(cell.field, number, TimeCode(EpochUnit::kByDigits, order)));
  };
  NS_ASSIGN(const Rows unread, not_times(table.source.date_order));
  const int64_t cells = unread.Int(0, 1);
  if (cells > 0 && unread.Int(0, 0) == 0) {
    cell.time.emplace(number, TimeCode(EpochUnit::kByDigits, table.source.date_order));
    return true;
  }
  if (cells == 0 || table.source.date_order != DateOrder::kUnknown) return false;
  for (const DateOrder order : {DateOrder::kDayMonthYear, DateOrder::kMonthDayYear}) {
    NS_ASSIGN(const Rows either, not_times(order));
    if (either.Int(0, 0) > 0) continue;
    return Error::Data(
        fmt::format("source '{}': {}: '{}' holds dates such as '{}', and nothing says whether the "
                    "day or the month comes first",
                    source_.name, lookup.Shown(), lookup.take[cell.field].of, unread.Text(0, 2)),
        "set `date_order: dmy` or `mdy` in the source");
  }
  return false;
}

Status Lookups::Keep(const Lookup& lookup, Table& table,
                     const std::vector<statement::TakenCell>& cells) {
  for (const TakenField& field : lookup.take)
    table.numbers.push_back(field.how == TakeHow::kSum || field.how == TakeHow::kCount);
  const bool timed = !lookup.valid.from.empty();
  table.rows = std::make_shared<LookupTable>(lookup.take.size());
  std::vector<std::optional<std::string>> texts(lookup.take.size());
  NS_RETURN_IF_ERROR(db_.QueryInParts(
      statement::LookedUpRows(cells, !lookup.OneRow(), timed && lookup.valid.to.empty()),
      [&](const Rows& rows) -> Status {
        for (size_t i = 0; i < rows.rows.size(); ++i) {
          for (size_t f = 0; f < texts.size(); ++f) {
            texts[f] = rows.Null(i, f + 3) ? std::nullopt : std::optional(rows.Text(i, f + 3));
          }
          table.rows->Add(rows.Text(i, 0), texts,
                          rows.Null(i, 1) ? std::numeric_limits<int64_t>::min() : rows.Int(i, 1),
                          rows.Null(i, 2) ? std::numeric_limits<int64_t>::max() : rows.Int(i, 2));
        }
        return Status::Ok();
      }));
  table.kept = std::make_unique<KeptTable>(table.rows);
  return Status::Ok();
}

Result<std::vector<std::string>> Lookups::Notes() {
  std::vector<std::string> notes = notes_;
  for (size_t i = 0; i < tables_.size(); ++i) {
    NS_ASSIGN(std::string note, NoteOf(i));
    if (!note.empty()) notes.push_back(std::move(note));
  }
  return notes;
}

// How many staged rows found nothing, and whether their keys are there in other letters.
Result<std::string> Lookups::NoteOf(size_t i) {
  const Lookup& lookup = source_.lookups[i];
  const int number = static_cast<int>(i);
  NS_ASSIGN(const Rows counted, db_.Query(statement::CountMissed(number)));
  const int64_t rows = counted.Int(0, 0);
  if (rows == 0) return std::string();
  std::string note =
      fmt::format("{} found no {} in {}", Plural(rows, "row"), KeyWords(lookup), lookup.Shown());
  if (!counted.Null(0, 2)) {
    note += fmt::format(" ({}, such as '{}')", Plural(counted.Int(0, 1), "key"),
                        ShownKey(counted.Text(0, 2)));
  }
  NS_ASSIGN(const Rows missed, db_.Query(statement::MissedKeys(number, kMostMissed)));
  Table& table = *tables_[i];
  if (table.loose_keys.empty()) {
    table.rows->ForEachKey(
        [&](std::string_view key) { table.loose_keys.push_back(Loosely(std::string(key))); });
    std::sort(table.loose_keys.begin(), table.loose_keys.end());
  }
  int64_t alike = 0;
  for (size_t r = 0; r < missed.rows.size(); ++r) {
    alike += std::binary_search(table.loose_keys.begin(), table.loose_keys.end(),
                                Loosely(missed.Text(r, 0)))
                 ? 1
                 : 0;
  }
  const auto written = [&](const std::string& key) { return table.rows->Find(key).has_value(); };
  int64_t exactly = 0;
  for (size_t r = 0; r < missed.rows.size(); ++r) exactly += written(missed.Text(r, 0)) ? 1 : 0;
  alike -= exactly;
  if (exactly > 0) {
    note += fmt::format(
        "; {} there, but not valid at that time",
        exactly == 1 ? "one of them is" : fmt::format("{} of them are", WithThousands(exactly)));
  }
  if (alike > 0) {
    note += fmt::format(
        "; {} there with other letter case, blanks or a trailing .0",
        alike == 1 ? "one of them is" : fmt::format("{} of them are", WithThousands(alike)));
  }
  return note;
}

}  // namespace northstar::duck

#include "engine/duckdb/sql_child.h"

#include <duckdb.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <linux/landlock.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "base/text.h"
#include "engine/duckdb/database.h"
#include "sql/duckdb/sql_model_sql.h"

namespace northstar::duck {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr int64_t kMostEntries = 1'000'000;
constexpr size_t kMostTextBytes = size_t{1} << 20;
constexpr const char* kRowsFunction = "ns_model_rows";
// Of files whose names may stand where a table does, before ".gz" or ".zst".
constexpr std::string_view kRowFileEndings[] = {".csv",  ".tsv",   ".txt",   ".parquet",
                                                ".json", ".jsonl", ".ndjson"};

bool IsKeptBack(const fs::path& name) {
  return name.string().starts_with(".") || name == "target";
}

// Looks at everything below a root, without following a link.
class EntryFinder {
 public:
  explicit EntryFinder(fs::path root) : root_(std::move(root)) {}

  Result<ReadableEntries> Find() {
    ReadableEntries found;
    const Result<bool> whole = Look(root_, true, found);
    if (!whole.ok()) return whole.error();
    std::sort(outside_.begin(), outside_.end());
    found.outside = std::move(outside_);
    return found;
  }

 private:
  // Adds what is in the folder; whether all of it may be read.
  Result<bool> Look(const fs::path& folder, bool top, ReadableEntries& found) {
    std::error_code error;
    auto entry = fs::directory_iterator(folder, error);
    bool whole = !error;
    if (error && top)
      return Error::Data(fmt::format("cannot read '{}': {}", folder.string(), error.message()));
    for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
      if (++seen_ > kMostEntries) return TooMany();
      const fs::path& path = entry->path();
      if (top && IsKeptBack(path.filename())) continue;
      NS_ASSIGN(const bool readable, LookAt(*entry, found));
      whole = whole && readable;
    }
    return whole && !error;
  }

  Result<bool> LookAt(const fs::directory_entry& entry, ReadableEntries& found) {
    std::error_code error;
    const fs::path& path = entry.path();
    if (!IsValidUtf8(path.string())) return true;  // cannot be named in SQL
    if (entry.is_symlink(error)) {
      // What a link leads to inside stands for itself.
      if (!LeadsOutside(path)) return true;
      outside_.push_back(path.lexically_relative(root_).string());
      return false;
    }
    if (!entry.is_directory(error)) {
      found.files.push_back(path.string());
      return true;
    }
    ReadableEntries below;
    NS_ASSIGN(const bool whole, Look(path, false, below));
    if (whole) {
      found.folders.push_back(path.string() + "/");
      return true;
    }
    found.folders.insert(found.folders.end(), below.folders.begin(), below.folders.end());
    found.files.insert(found.files.end(), below.files.begin(), below.files.end());
    return false;
  }

  bool LeadsOutside(const fs::path& link) const {
    std::error_code error;
    const fs::path target = fs::canonical(link, error);
    if (error) return false;  // leads nowhere
    const fs::path inside = target.lexically_relative(root_);
    return inside.empty() || inside == "." || IsKeptBack(*inside.begin());  // ".." begins so too
  }

  static Error TooMany() {
    return Error::Data(
        fmt::format("the project's folder holds more than {} entries", WithThousands(kMostEntries)),
        "a model in SQL needs a folder that can be looked through: keep the "
        "project's data in a folder of its own");
  }

  const fs::path root_;
  int64_t seen_ = 0;
  std::vector<std::string> outside_;
};

Error CannotConfine(const char* what) {
  return Error::Data(fmt::format("cannot confine the model: {}: {}", what, std::strerror(errno)));
}

Status Limit(__rlimit_resource resource, int64_t bytes) {
  rlimit limit{};
  if (getrlimit(resource, &limit) != 0) return CannotConfine("a limit of the system");
  limit.rlim_cur = std::min(limit.rlim_max, static_cast<rlim_t>(bytes));
  if (resource == RLIMIT_CORE) limit.rlim_cur = limit.rlim_max = 0;
  if (setrlimit(resource, &limit) != 0) return CannotConfine("a limit of the system");
  return Status::Ok();
}

// What the process has mapped to write into so far: sanitizers take terabytes of it.
int64_t DataBytes() {
  std::ifstream file("/proc/self/statm");
  int64_t total = 0, resident = 0, shared = 0, text = 0, library = 0, data = 0;
  file >> total >> resident >> shared >> text >> library >> data;
  return data * sysconf(_SC_PAGESIZE);
}

// As a child, a process that ends with its parent, by itself, and before others where memory is
// short.
Status LimitProcess(const SqlModelRun& run) {
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return CannotConfine("ending with its parent");
  if (run.parent != 0 && getppid() != run.parent)
    return Error::Data("the process that started the model has ended");
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return CannotConfine("no new rights");
  for (const int ending : {SIGINT, SIGTERM, SIGALRM}) signal(ending, SIG_DFL);
  signal(SIGXFSZ, SIG_IGN);  // a file that grows too large is an error of writing it
  NS_RETURN_IF_ERROR(Limit(RLIMIT_CORE, 0));
  NS_RETURN_IF_ERROR(Limit(RLIMIT_FSIZE, run.most_bytes));
  // DuckDB keeps its own limit but for single values, such as texts of many gigabytes.
  NS_RETURN_IF_ERROR(Limit(RLIMIT_DATA, DataBytes() + 2 * run.memory + (int64_t{1} << 30)));
  std::ofstream("/proc/self/oom_score_adj") << "1000";
  clearenv();
  umask(0077);
  if (run.seconds > 0) alarm(static_cast<unsigned>(run.seconds));
  return Status::Ok();
}

// Lets a ruleset of Landlock reach what is below a path; what cannot be opened stays out of reach.
bool LetReach(int ruleset, const std::string& path, uint64_t what) {
  const int descriptor = open(path.c_str(), O_PATH | O_CLOEXEC);
  if (descriptor < 0) return true;
  landlock_path_beneath_attr rule{};
  rule.allowed_access = what;
  rule.parent_fd = descriptor;
  const bool added =
      syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
  close(descriptor);
  return added;
}

// Of the thread that calls it and those that it starts. Kernels without Landlock do without.
Status ConfineFiles(const ReadableEntries& entries, const std::string& work) {
  constexpr uint64_t kReadFile = LANDLOCK_ACCESS_FS_READ_FILE;
  constexpr uint64_t kRead = kReadFile | LANDLOCK_ACCESS_FS_READ_DIR;
  constexpr uint64_t kWrite = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                              LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_DIR |
                              LANDLOCK_ACCESS_FS_MAKE_REG;
  landlock_ruleset_attr known{};
  known.handled_access_fs = kRead | kWrite | LANDLOCK_ACCESS_FS_EXECUTE |
                            LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_SOCK |
                            LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
                            LANDLOCK_ACCESS_FS_MAKE_SYM;
  const int ruleset =
      static_cast<int>(syscall(SYS_landlock_create_ruleset, &known, sizeof known, 0));
  if (ruleset < 0) return Status::Ok();
  bool confined = LetReach(ruleset, work, kRead | kWrite);
  // DuckDB asks for the limits of its control group, and aborts where it cannot.
  for (const char* limits : {"/proc/self/cgroup", "/sys/fs/cgroup"})
    confined = LetReach(ruleset, limits, kReadFile) && confined;
  for (const std::string& folder : entries.folders)
    confined = LetReach(ruleset, folder, kRead) && confined;
  for (const std::string& file : entries.files)
    confined = LetReach(ruleset, file, kReadFile) && confined;
  confined = confined && syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
  const Status status = confined ? Status::Ok() : Status(CannotConfine("what it may read"));
  close(ruleset);
  return status;
}

// The model's file and what to say of it.
struct ModelText {
  std::string name;
  std::string text;
  std::vector<std::string> outside;

  // `position`: a byte of the text.
  std::string Place(std::optional<size_t> position) const {
    if (!position || *position > text.size()) return name + ": ";
    const std::string_view before = std::string_view(text).substr(0, *position);
    const size_t begin = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    return fmt::format("{}:{}:{}: ", name, 1 + std::count(before.begin(), before.end(), '\n'),
                       1 + CodePoints(before.substr(begin)));
  }
  // Of a path in a message, where a link beside it keeps patterns from being used.
  std::string WhyNoPattern(const std::string& message) const {
    for (const std::string& link : outside) {
      const std::string folder = fs::path(link).parent_path().string();
      if (!folder.empty() && message.find(folder + "/") != std::string::npos) {
        return fmt::format("; '{}' leads outside of it, so beside that no pattern can be used",
                           link);
      }
    }
    return "";
  }
  Error Refused(const std::string& why, const std::string& hint = "",
                std::optional<size_t> position = std::nullopt) const {
    return Error::Data(Place(position) + why, hint);
  }
};

constexpr const char* kOneSelect = "a model is one SELECT, which may begin with WITH";

Result<ModelText> ReadModel(const SqlModelRun& run, const fs::path& root) {
  ModelText model{run.file, "", {}};
  std::error_code error;
  const fs::path path = fs::canonical(root / run.file, error);
  if (error) return model.Refused("cannot be read: " + error.message());
  const fs::path inside = path.lexically_relative(root);
  if (inside.empty() || IsKeptBack(*inside.begin()) || !fs::is_regular_file(path, error))
    return model.Refused("is not a file of the project");
  std::ifstream file(path, std::ios::binary);
  model.text.resize(kMostTextBytes + 1);
  file.read(model.text.data(), static_cast<std::streamsize>(model.text.size()));
  if (file.bad() || !file.is_open()) return model.Refused("cannot be read");
  model.text.resize(static_cast<size_t>(file.gcount()));
  if (model.text.size() > kMostTextBytes) return model.Refused("is longer than 1 MB");
  if (model.text.starts_with("\xEF\xBB\xBF")) model.text.erase(0, 3);
  if (!IsValidUtf8(model.text) || model.text.find('\0') != std::string::npos)
    return model.Refused("is not text in UTF-8");
  return model;
}

Error OutOfMemory(const ModelText& model, const std::string& what) {
  return model.Refused("the memory limit was reached: " + what,
                       "raise warehouse: memory_limit: in northstar.yml");
}

// What DuckDB says where errors come as JSON: one sentence, the rest as a hint, and the place.
Error Explain(const ModelText& model, const char* what) {
  const std::string said = what != nullptr ? what : "unknown error";
  const size_t begin = said.find('{');
  const Json known =
      Json::parse(begin == std::string::npos ? "" : said.substr(begin), nullptr, false);
  if (!known.is_object() || !known.contains("exception_message"))
    return model.Refused(said.substr(0, said.find('\n')));
  const std::string message = known.value("exception_message", "");
  const std::string kind = known.value("exception_type", "");
  std::optional<size_t> position;
  if (const auto written = ParseNumber(known.value("position", ""))) {
    position = static_cast<size_t>(*written);
  }
  const size_t line = message.find('\n');
  std::string hint =
      line == std::string::npos ? "" : ReplaceAll(message.substr(line + 1), "\n", " ");
  if (kind == "Permission") {
    hint = "a model reads the project's own files, without target/ and names that begin with '.'" +
           model.WhyNoPattern(message);
  }
  if (kind == "Out of Memory") return OutOfMemory(model, message.substr(0, line));
  // Which setting of DuckDB does it helps nobody.
  const size_t end = std::min(line, message.find(" - file system operations are disabled"));
  return model.Refused(message.substr(0, end), hint, position);
}

// Table functions that read files and count, and have no other effect.
bool IsKnownTableFunction(const std::string& name) {
  static const std::set<std::string, std::less<>> kKnown = {"generate_series",
                                                            "glob",
                                                            "json_each",
                                                            "json_tree",
                                                            "parquet_file_metadata",
                                                            "parquet_kv_metadata",
                                                            "parquet_metadata",
                                                            "parquet_scan",
                                                            "parquet_schema",
                                                            "range",
                                                            "read_blob",
                                                            "read_csv",
                                                            "read_csv_auto",
                                                            "read_json",
                                                            "read_json_auto",
                                                            "read_json_objects",
                                                            "read_json_objects_auto",
                                                            "read_ndjson",
                                                            "read_ndjson_auto",
                                                            "read_ndjson_objects",
                                                            "read_parquet",
                                                            "read_text",
                                                            "repeat",
                                                            "repeat_row",
                                                            "sniff_csv",
                                                            "unnest"};
  return kKnown.contains(name);
}

// A table that is called like a file is read as one; what a database in a file would do, such as
// with its views, nobody can see from here.
bool IsKnownTable(const std::string& name) {
  std::string lower = LowerUtf8(name);
  for (const char* packed : {".gz", ".zst"}) {
    if (lower.ends_with(packed)) lower.resize(lower.size() - std::strlen(packed));
  }
  if (lower.find('.') == std::string::npos) return true;
  return std::any_of(std::begin(kRowFileEndings), std::end(kRowFileEndings),
                     [&](std::string_view ending) { return lower.ends_with(ending); });
}

std::optional<size_t> PositionOf(const Json& node) {
  const auto position = node.find("query_location");
  if (position == node.end() || !position->is_number_unsigned()) return std::nullopt;
  return position->get<size_t>();
}

Status CheckTree(const ModelText& model, const Json& node) {
  if (node.is_object() && node.value("type", Json()) == "TABLE_FUNCTION") {
    const Json called = node.value("function", Json::object());
    const std::string name = LowerUtf8(called.value("function_name", ""));
    if (!IsKnownTableFunction(name)) {
      return model.Refused(fmt::format("a model cannot call {}()", name),
                           "it reads files with read_csv, read_json, read_parquet and such",
                           PositionOf(node));
    }
  }
  if (const auto table = node.is_object() ? node.find("table_name") : node.end();
      table != node.end() && table->is_string() && !IsKnownTable(table->get<std::string>())) {
    return model.Refused(
        fmt::format("a model cannot read '{}' as a table", table->get<std::string>()),
        "name files of CSV, Parquet or JSON by their endings, or read them with read_csv and such",
        PositionOf(node));
  }
  if (!node.is_structured()) return Status::Ok();
  for (const Json& below : node) NS_RETURN_IF_ERROR(CheckTree(model, below));
  return Status::Ok();
}

// Whether the text is one SELECT that calls what it may, as far as its words tell.
Status CheckText(const ModelText& model, Connection& connection) {
  NS_ASSIGN(const Rows cell, connection.Query(statement::SyntaxTree(model.text)));
  const Json tree = Json::parse(cell.Text(0, 0), nullptr, false);
  if (!tree.is_object()) return model.Refused("DuckDB does not say what it is");
  if (tree.value("error", true)) {
    const std::string message = tree.value("error_message", "");
    if (tree.value("error_type", "") == "parser") {
      const auto written = ParseNumber(tree.value("position", ""));
      return model.Refused(message, "",
                           written ? std::optional(static_cast<size_t>(*written)) : std::nullopt);
    }
    const bool pivots = LowerUtf8(model.text).find("pivot") != std::string::npos;
    return model.Refused(std::string("is not a SELECT: ") + kOneSelect,
                         pivots ? "a PIVOT is one with its values: ON column IN ('a', 'b')" : "");
  }
  const Json statements = tree.value("statements", Json::array());
  if (statements.size() != 1) {
    return model.Refused(
        statements.empty() ? std::string("is empty: ") + kOneSelect
                           : fmt::format("holds {} statements: {}", statements.size(), kOneSelect));
  }
  return CheckTree(model, statements);
}

// A SELECT whose rows come as they are asked for.
class RunningModel {
 public:
  explicit RunningModel(const ModelText& model) : model_(model) {}
  RunningModel(const RunningModel&) = delete;
  RunningModel& operator=(const RunningModel&) = delete;
  ~RunningModel() {
    if (started_) duckdb_destroy_result(&result_);
    duckdb_destroy_prepare(&prepared_);
    duckdb_destroy_extracted(&extracted_);
  }

  Status Start(duckdb_connection connection) {
    const idx_t count = duckdb_extract_statements(connection, model_.text.c_str(), &extracted_);
    if (count == 0) return Explain(model_, duckdb_extract_statements_error(extracted_));
    if (count != 1)
      return model_.Refused(fmt::format("holds {} statements: {}", count, kOneSelect));
    if (duckdb_prepare_extracted_statement(connection, extracted_, 0, &prepared_) == DuckDBError)
      return Explain(model_, duckdb_prepare_error(prepared_));
    if (duckdb_prepared_statement_type(prepared_) != DUCKDB_STATEMENT_TYPE_SELECT)
      return model_.Refused(std::string("is not a SELECT: ") + kOneSelect);
    if (duckdb_nparams(prepared_) != 0) {
      return model_.Refused("a model has no parameters", "write the value in place of '?' or '$1'");
    }
    started_ = true;
    if (duckdb_execute_prepared_streaming(prepared_, &result_) == DuckDBError)
      return Explain(model_, duckdb_result_error(&result_));
    return NameColumns();
  }

  // Null: the end, or an error, which `failed` then holds.
  duckdb_data_chunk Next() {
    duckdb_data_chunk chunk = duckdb_fetch_chunk(result_);
    const char* error = chunk == nullptr ? duckdb_result_error(&result_) : nullptr;
    if (error != nullptr) failed = Explain(model_, error);
    if (chunk != nullptr) rows += static_cast<int64_t>(duckdb_data_chunk_get_size(chunk));
    return chunk;
  }

  duckdb_result* result() { return &result_; }

  std::vector<sql::duckdb::ModelColumn> columns;
  int64_t rows = 0;
  std::optional<Error> failed;

 private:
  Status NameColumns() {
    std::set<std::string> known;
    for (idx_t c = 0; c < duckdb_column_count(&result_); ++c) {
      const std::string name = duckdb_column_name(&result_, c);
      if (!known.insert(LowerUtf8(name)).second) {
        return model_.Refused(fmt::format("two columns are called '{}'", name),
                              "name one of them with AS, or choose columns instead of *");
      }
      const duckdb_type type = duckdb_column_type(&result_, c);
      columns.push_back({name, type == DUCKDB_TYPE_HUGEINT || type == DUCKDB_TYPE_UHUGEINT});
    }
    return Status::Ok();
  }

  const ModelText& model_;
  duckdb_extracted_statements extracted_ = nullptr;
  duckdb_prepared_statement prepared_ = nullptr;
  duckdb_result result_{};
  bool started_ = false;
};

void BindRows(duckdb_bind_info info) {
  auto& model = *static_cast<RunningModel*>(duckdb_bind_get_extra_info(info));
  for (idx_t c = 0; c < model.columns.size(); ++c) {
    duckdb_logical_type type = duckdb_column_logical_type(model.result(), c);
    duckdb_bind_add_result_column(info, model.columns[c].name.c_str(), type);
    duckdb_destroy_logical_type(&type);
  }
}

// One thread, so that rows keep their order.
void InitRows(duckdb_init_info info) {
  duckdb_init_set_max_threads(info, 1);
}

// Vectors are handed on as they are; both databases hold what is in them.
void NextRows(duckdb_function_info info, duckdb_data_chunk output) {
  auto& model = *static_cast<RunningModel*>(duckdb_function_get_extra_info(info));
  duckdb_data_chunk chunk = model.Next();
  if (chunk == nullptr) {
    if (model.failed) duckdb_function_set_error(info, model.failed->message.c_str());
    duckdb_data_chunk_set_size(output, 0);
    return;
  }
  for (idx_t c = 0; c < model.columns.size(); ++c) {
    duckdb_vector_reference_vector(duckdb_data_chunk_get_vector(output, c),
                                   duckdb_data_chunk_get_vector(chunk, c));
  }
  duckdb_data_chunk_set_size(output, duckdb_data_chunk_get_size(chunk));
  duckdb_destroy_data_chunk(&chunk);
}

Status OfferRows(duckdb_connection connection, RunningModel& model) {
  duckdb_table_function function = duckdb_create_table_function();
  duckdb_table_function_set_name(function, kRowsFunction);
  duckdb_table_function_set_extra_info(function, &model, nullptr);
  duckdb_table_function_set_bind(function, BindRows);
  duckdb_table_function_set_init(function, InitRows);
  duckdb_table_function_set_function(function, NextRows);
  const duckdb_state state = duckdb_register_table_function(connection, function);
  duckdb_destroy_table_function(&function);
  return state == DuckDBSuccess ? Status::Ok()
                                : Status(Error::Data("cannot write the rows of the model"));
}

Result<SqlModelRows> WriteRows(const SqlModelRun& run, const ModelText& model,
                               RunningModel& running) {
  NS_ASSIGN(const auto database, Database::Open("", Access::kReadWrite, run.memory / 4, 1));
  NS_ASSIGN(const auto connection, database->Connect());
  NS_RETURN_IF_ERROR(connection->Run(statement::SpillInto(run.work + "/rows")));
  NS_RETURN_IF_ERROR(connection->Run(statement::SpillAtMost(run.most_bytes)));
  NS_RETURN_IF_ERROR(OfferRows(connection->handle(), running));
  const Status written = connection->Run(
      statement::WriteModelRows(kRowsFunction, running.columns, run.work + "/" + kSqlModelRows));
  if (running.failed) return *running.failed;
  if (!written.ok()) return model.Refused(written.error().message, written.error().hint);
  return SqlModelRows{running.rows};
}

}  // namespace

Result<ReadableEntries> FindReadableEntries(const std::string& root) {
  std::error_code error;
  const fs::path path = fs::canonical(root, error);
  if (error) return Error::Data(fmt::format("cannot read '{}': {}", root, error.message()));
  return EntryFinder(path).Find();
}

Result<SqlModelRows> RunSqlModel(const SqlModelRun& run) {
  std::error_code error;
  const fs::path root = fs::canonical(run.root, error);
  if (error) return Error::Data(fmt::format("cannot read '{}': {}", run.root, error.message()));
  SqlModelRun here = run;
  here.work = fs::canonical(run.work, error).string();
  if (error) return Error::Data(fmt::format("cannot use '{}': {}", run.work, error.message()));
  NS_ASSIGN(ModelText model, ReadModel(here, root));
  NS_ASSIGN(const ReadableEntries entries, FindReadableEntries(root.string()));
  model.outside = entries.outside;
  if (chdir(root.c_str()) != 0) return CannotConfine("the working directory");
  NS_RETURN_IF_ERROR(LimitProcess(here));
  NS_RETURN_IF_ERROR(ConfineFiles(entries, here.work));

  NS_ASSIGN(const auto database,
            Database::Open("", Access::kReadWrite, here.memory / 4 * 3, here.threads));
  NS_ASSIGN(const auto connection, database->Connect());
  NS_RETURN_IF_ERROR(connection->RunAll(statement::LockDatabase(
      {here.work + "/model", here.most_bytes}, entries.folders, entries.files)));
  NS_RETURN_IF_ERROR(CheckText(model, *connection));
  RunningModel running(model);
  NS_RETURN_IF_ERROR(running.Start(connection->handle()));
  return WriteRows(here, model, running);
}

std::string SqlModelAnswer(const Result<SqlModelRows>& result) {
  Json answer;
  if (result.ok()) {
    answer["rows"] = result->rows;
  } else {
    answer["error"] = result.error().message;
    answer["hint"] = result.error().hint;
  }
  return answer.dump(-1, ' ', true, Json::error_handler_t::replace) + "\n";
}

}  // namespace northstar::duck

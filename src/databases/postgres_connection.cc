#include "databases/postgres_connection.h"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <future>
#include <thread>

#include "databases/copy_errors.h"

namespace northstar::databases {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kLook{100};  // between two looks whether to go on
constexpr milliseconds kCancelLimit{2'000};
constexpr milliseconds kCancelAgain{200};

void IgnoreNotice(void* /*context*/, const PGresult* /*notice*/) {}

std::string Field(const PGresult* result, int field) {
  const char* text = PQresultErrorField(result, field);
  return text == nullptr ? "" : text;
}

// Without a capital and a full stop; what begins with two capitals is no word.
std::string InOurStyle(std::string text) {
  const auto capital = [&](size_t i) {
    return i < text.size() && text[i] >= 'A' && text[i] <= 'Z';
  };
  if (capital(0) && !capital(1)) text[0] = static_cast<char>(text[0] - 'A' + 'a');
  if (text.ends_with('.')) text.pop_back();
  return text;
}

// What libpq says of a connection: a line for each host that was tried, each perhaps with advice on
// a line of its own. The reason of the first is told.
std::string ReasonOf(const std::string& message) {
  std::string reason = message.substr(0, message.find('\n'));
  for (const std::string_view before : {"failed: ", "FATAL:  ", "ERROR:  "}) {
    const size_t at = reason.find(before);
    if (at != std::string::npos) reason.erase(0, at + before.size());
  }
  return InOurStyle(std::move(reason));
}

}  // namespace

int PostgresAnswer::Rows() const {
  return PQntuples(result_.get());
}

int PostgresAnswer::Columns() const {
  return PQnfields(result_.get());
}

std::optional<std::string> PostgresAnswer::At(int row, int column) const {
  if (PQgetisnull(result_.get(), row, column) != 0) return std::nullopt;
  const auto bytes = static_cast<size_t>(PQgetlength(result_.get(), row, column));
  return std::string(PQgetvalue(result_.get(), row, column), bytes);
}

std::string PostgresAnswer::ColumnName(int column) const {
  return PQfname(result_.get(), column);
}

uint32_t PostgresAnswer::ColumnType(int column) const {
  return PQftype(result_.get(), column);
}

int PostgresAnswer::Parameters() const {
  return PQnparams(result_.get());
}

void PostgresAnswer::Clear::operator()(pg_result* result) const {
  PQclear(result);
}

void PostgresConnection::Finish::operator()(pg_conn* connection) const {
  PQfinish(connection);
}

PostgresConnection::PostgresConnection(pg_conn* connection, Address address,
                                       const CopyOptions& options)
    : connection_(connection),
      address_(std::move(address)),
      cancelled_(options.cancelled),
      connect_limit_(options.connect_limit),
      time_limit_(options.time_limit),
      end_(steady_clock::now() + options.connect_limit) {}

Result<PostgresConnection> PostgresConnection::Open(const Address& address,
                                                    const CopyOptions& options) {
  // What stands later counts; what the address says of the others is kept.
  constexpr std::array<const char*, 7> kKeywords = {"keepalives_idle",
                                                    "keepalives_interval",
                                                    "keepalives_count",
                                                    "fallback_application_name",
                                                    "dbname",
                                                    "client_encoding",
                                                    nullptr};
  const std::array<const char*, 7> values = {
      "30", "10", "3", "northstar", address.connection.c_str(), "UTF8", nullptr};
  PostgresConnection out(PQconnectStartParams(kKeywords.data(), values.data(), /*expand_dbname=*/1),
                         address, options);
  NS_RETURN_IF_ERROR(out.Connect());
  out.connected_ = true;
  out.end_ = steady_clock::now() + options.time_limit;
  return out;
}

Status PostgresConnection::Connect() {
  if (connection_ == nullptr) return Error::Data("memory is short", "end other programs");
  if (PQstatus(connection_.get()) == CONNECTION_BAD) return CannotConnect();
  PQsetNoticeReceiver(connection_.get(), IgnoreNotice, nullptr);
  PostgresPollingStatusType now = PGRES_POLLING_WRITING;
  while (now != PGRES_POLLING_OK) {
    if (now == PGRES_POLLING_FAILED) return CannotConnect();
    NS_RETURN_IF_ERROR(Await(now == PGRES_POLLING_READING ? POLLIN : POLLOUT));
    now = PQconnectPoll(connection_.get());
  }
  return Status::Ok();
}

Status PostgresConnection::Await(short events) {
  while (true) {
    if (cancelled_ && cancelled_()) {
      CancelOnServer();
      return Canceled(address_.shown);
    }
    if (steady_clock::now() >= end_) {
      CancelOnServer();
      return TooSlow();
    }
    pollfd waited{PQsocket(connection_.get()), events, 0};
    if (waited.fd < 0) return connected_ ? Ended() : CannotConnect();
    const int ready = poll(&waited, 1, static_cast<int>(kLook.count()));
    if (ready > 0) return Status::Ok();
    if (ready < 0 && errno != EINTR) return Ended();
  }
}

Status PostgresConnection::AwaitInput() {
  NS_RETURN_IF_ERROR(Await(POLLIN));
  return PQconsumeInput(connection_.get()) == 1 ? Status::Ok() : Status(Ended());
}

Result<PostgresAnswer> PostgresConnection::Checked(PostgresAnswer answer) {
  const ExecStatusType status = PQresultStatus(answer.result_.get());
  const bool good =
      status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_COPY_OUT;
  if (!good) return ErrorOf(answer);
  return answer;
}

Result<PostgresAnswer> PostgresConnection::Receive() {
  std::optional<Result<PostgresAnswer>> last;
  while (true) {
    while (PQisBusy(connection_.get()) == 1) NS_RETURN_IF_ERROR(AwaitInput());
    PGresult* next = PQgetResult(connection_.get());
    if (next == nullptr) break;
    const bool copies = PQresultStatus(next) == PGRES_COPY_OUT;
    Result<PostgresAnswer> answer = Checked(PostgresAnswer(next));
    // An error is not the end of the results, which must be taken before anything else is sent.
    if (!last || last->ok()) last.emplace(std::move(answer));
    if (copies) break;  // what follows is its rows
  }
  if (!last) return Ended();
  return std::move(*last);
}

Result<PostgresAnswer> PostgresConnection::Run(
    std::string_view sql, const std::vector<std::optional<std::string>>& parameters) {
  std::vector<const char*> values;
  for (const auto& parameter : parameters)
    values.push_back(parameter ? parameter->c_str() : nullptr);
  const int sent = PQsendQueryParams(connection_.get(), std::string(sql).c_str(),
                                     static_cast<int>(values.size()), /*paramTypes=*/nullptr,
                                     values.data(), /*paramLengths=*/nullptr,
                                     /*paramFormats=*/nullptr, /*resultFormat=*/0);
  if (sent != 1) return Ended();
  return Receive();
}

Result<PostgresAnswer> PostgresConnection::Describe(const std::string& sql) {
  if (PQsendPrepare(connection_.get(), "", sql.c_str(), 0, nullptr) != 1) return Ended();
  NS_ASSIGN([[maybe_unused]] const PostgresAnswer prepared, Receive());
  if (PQsendDescribePrepared(connection_.get(), "") != 1) return Ended();
  return Receive();
}

Result<int64_t> PostgresConnection::CopyOut(const std::string& sql,
                                            const std::function<Status(std::string_view)>& take) {
  NS_ASSIGN([[maybe_unused]] const PostgresAnswer begun, Run(sql));
  while (true) {
    char* row = nullptr;
    const int bytes = PQgetCopyData(connection_.get(), &row, /*async=*/1);
    if (bytes > 0) {
      const Status taken = take({row, static_cast<size_t>(bytes)});
      PQfreemem(row);
      if (!taken.ok()) {
        CancelOnServer();
        return taken.error();
      }
    } else if (bytes == 0) {
      NS_RETURN_IF_ERROR(AwaitInput());
    } else {
      break;  // the end, or an error that the result holds
    }
  }
  NS_ASSIGN(const PostgresAnswer ended, Receive());
  return std::strtoll(PQcmdTuples(ended.result_.get()), nullptr, 10);
}

// A cancellation that reaches the server before what it should end has begun is lost, so it is told
// again until that ends.
void PostgresConnection::CancelOnServer() {
  if (!connected_) return;
  const steady_clock::time_point end = steady_clock::now() + kCancelLimit;
  do {
    if (!TellToCancel(end)) return;
  } while (!EndsBy(std::min(end, steady_clock::now() + kCancelAgain)) && steady_clock::now() < end);
}

// By a connection of its own, which may hang as this one does; so it is not waited for too long.
bool PostgresConnection::TellToCancel(steady_clock::time_point until) {
  const std::shared_ptr<PGcancel> key(PQgetCancel(connection_.get()), PQfreeCancel);
  if (key == nullptr) return false;
  std::promise<void> done;
  std::future<void> told = done.get_future();
  std::thread([key, done = std::move(done)]() mutable {
    std::array<char, 256> problem{};
    PQcancel(key.get(), problem.data(), static_cast<int>(problem.size()));
    done.set_value();
  }).detach();
  return told.wait_until(until) == std::future_status::ready;
}

bool PostgresConnection::EndsBy(steady_clock::time_point until) {
  PGconn* connection = connection_.get();
  const auto arrives = [&] {
    const auto left = std::chrono::ceil<milliseconds>(until - steady_clock::now()).count();
    pollfd waited{PQsocket(connection), POLLIN, 0};
    return left > 0 && poll(&waited, 1, static_cast<int>(left)) > 0;
  };
  while (steady_clock::now() < until) {
    char* row = nullptr;
    const int bytes = PQgetCopyData(connection, &row, /*async=*/1);  // below 0: nothing is copied
    if (bytes > 0) {
      PQfreemem(row);
    } else if (bytes == 0 || PQisBusy(connection) == 1) {
      if (!arrives()) return false;
      if (PQconsumeInput(connection) != 1) return true;
    } else {
      PGresult* result = PQgetResult(connection);
      if (result == nullptr) return true;
      PQclear(result);
    }
  }
  return false;
}

std::string PostgresConnection::Clean(std::string message) const {
  return WithoutUserInfo(std::move(message), address_);
}

Error PostgresConnection::CannotConnect() const {
  const PGconn* connection = connection_.get();
  std::string hint = "is the server running, and may this machine reach it?";
  if (PQconnectionNeedsPassword(connection) != 0) {
    hint = "the server asks for a password: put it into the variable that holds the address";
  } else if (PQconnectionUsedPassword(connection) != 0) {
    hint = "are the user name, the password and the name of the database right?";
  }
  return Error::Data(fmt::format("cannot connect to {}: {}", address_.shown,
                                 Clean(ReasonOf(PQerrorMessage(connection)))),
                     hint);
}

Error PostgresConnection::Ended() const {
  return Error::Data(
      fmt::format("{} ended the connection before everything was read", address_.shown),
      "run it again when the server is up; nothing was changed");
}

Error PostgresConnection::TooSlow() const {
  if (!connected_) {
    return Error::Data(fmt::format("cannot connect to {}: no answer within {}", address_.shown,
                                   LimitWords(connect_limit_)),
                       "is the address right, and may this machine reach it?");
  }
  return TookTooLong(address_.shown, time_limit_);
}

Error PostgresConnection::ErrorOf(const PostgresAnswer& answer) {
  const PGresult* result = answer.result_.get();
  state_ = Field(result, PG_DIAG_SQLSTATE);
  if (state_.empty() || state_.starts_with("57P") || state_.starts_with("08")) return Ended();
  // Canceled: by the server's clock, which may be a little ahead of this one, or by somebody.
  if (state_ == "57014" && steady_clock::now() + kLook >= end_) return TooSlow();
  const std::string said = Clean(Field(result, PG_DIAG_MESSAGE_PRIMARY));
  const std::string& shown = address_.shown;
  if (state_ == "42501") {
    return Error::Data(fmt::format("{} refuses: {}", shown, said),
                       "grant SELECT on it to the user of this address");
  }
  if (state_ == "25006") {
    return Error::Data(fmt::format("{} refuses, because a source only reads: {}", shown, said),
                       "take out of the query what changes data");
  }
  return Error::Data(fmt::format("{} cannot answer: {}", shown, said),
                     InOurStyle(Clean(Field(result, PG_DIAG_MESSAGE_HINT))));
}

}  // namespace northstar::databases

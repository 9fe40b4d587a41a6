#include "engine/duckdb/sql_model.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <thread>

#include "base/text.h"

extern char** environ;

namespace northstar::duck {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using Stopwatch = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr size_t kMostAnswerBytes = size_t{1} << 20;
constexpr milliseconds kBetweenLooks{50};
// What a process that has closed its output may still take to end.
constexpr milliseconds kToEnd{1000};

// The folder that a model may write into, for as long as it runs.
class WorkFolder {
 public:
  static Result<WorkFolder> Make(const std::string& output) {
    WorkFolder folder(output + ".work");
    std::error_code ignored;
    fs::remove_all(folder.path_, ignored);  // of a run that was ended; a link goes, not its target
    if (mkdir(folder.path_.c_str(), 0700) != 0) {
      return Error::Data(
          fmt::format("cannot make the folder '{}': {}", folder.path_, std::strerror(errno)));
    }
    return folder;
  }
  WorkFolder(WorkFolder&& other) noexcept : path_(std::exchange(other.path_, "")) {}
  WorkFolder& operator=(WorkFolder&&) = delete;
  ~WorkFolder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  explicit WorkFolder(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

// A process that prints into a pipe; ended and waited for when it goes.
class Child {
 public:
  Child() = default;
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    if (output_ >= 0) close(output_);
    if (process_ > 0) (void)End(milliseconds(0));
  }

  Status Start(const std::vector<std::string>& command) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return CannotStart(command.front(), errno);
    output_ = ends[0];
    std::vector<char*> words;
    // posix_spawn takes them without const and changes nothing.
    for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    // In a group of its own: Ctrl-C on the terminal is for this process, which then ends the other.
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
    const int failed = posix_spawn(&process_, command.front().c_str(), &actions, &attributes,
                                   words.data(), environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    if (failed == 0) return Status::Ok();
    process_ = -1;
    return CannotStart(command.front(), failed);
  }

  // Adds what it has printed, waiting for `longest`; false at the end.
  bool Read(milliseconds longest, std::string& text) {
    pollfd watched{output_, POLLIN, 0};
    if (poll(&watched, 1, static_cast<int>(longest.count())) <= 0) return true;
    std::array<char, 4096> buffer{};
    const ssize_t got = read(output_, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) return true;
    if (got > 0) text.append(buffer.data(), static_cast<size_t>(got));
    return got > 0;
  }

  // Waits for it to end by itself, then ends it; what waitpid tells of it.
  int End(milliseconds grace) {
    int status = 0;
    const auto until = Stopwatch::now() + grace;
    while (Stopwatch::now() < until) {
      const pid_t ended = waitpid(process_, &status, WNOHANG);
      if (ended != 0 && (ended > 0 || errno != EINTR)) {
        process_ = -1;
        return status;
      }
      std::this_thread::sleep_for(milliseconds(2));
    }
    kill(process_, SIGKILL);
    while (waitpid(process_, &status, 0) < 0 && errno == EINTR) continue;
    process_ = -1;
    return status;
  }

 private:
  static Error CannotStart(const std::string& program, int reason) {
    return Error::Data(fmt::format("cannot run '{}': {}", program, std::strerror(reason)));
  }

  pid_t process_ = -1;
  int output_ = -1;
};

std::vector<std::string> CommandOf(const SqlModelCall& call, const std::string& work) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(call.limit).count();
  return {call.program, "sql-model",
          // Values in one word with their option: none is taken for another one.
          "--project=" + call.root, "--file=" + call.file, "--work=" + work,
          fmt::format("--memory={}", call.memory), fmt::format("--threads={}", call.threads),
          fmt::format("--most-bytes={}", call.most_bytes), fmt::format("--seconds={}", seconds + 5),
          fmt::format("--parent={}", getpid())};
}

std::string LimitWords(milliseconds limit) {
  if (limit >= std::chrono::minutes(1)) return Plural(limit / std::chrono::minutes(1), "minute");
  if (limit >= std::chrono::seconds(1)) return Plural(limit / std::chrono::seconds(1), "second");
  return fmt::format("{} ms", limit.count());
}

Error TookTooLong(const SqlModelCall& call) {
  return Error::Data(fmt::format("{}: took longer than {}", call.file, LimitWords(call.limit)),
                     "read less in one model, or write its files less often");
}

// Everything that it prints until it closes its output.
Result<std::string> Listen(const SqlModelCall& call, Child& child) {
  const auto end = Stopwatch::now() + call.limit;
  std::string text;
  while (child.Read(kBetweenLooks, text)) {
    // As database.cc says it, so that IsInterruption knows it.
    if (call.cancelled && call.cancelled()) {
      return Error::Data("interrupted", "nothing was changed");
    }
    if (Stopwatch::now() >= end) return TookTooLong(call);
    if (text.size() > kMostAnswerBytes)
      return Error::Data(fmt::format("{}: its process printed too much", call.file));
  }
  return text;
}

Error EndedEarly(const SqlModelCall& call, int status) {
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM) return TookTooLong(call);
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) {
    return Error::Data(
        fmt::format("{}: its process was ended by the system, probably to free memory", call.file),
        "close other programs, or lower warehouse: memory_limit: in northstar.yml");
  }
  return Error::Data(fmt::format("{}: its process ended unexpectedly ({})", call.file,
                                 WIFSIGNALED(status)
                                     ? fmt::format("signal {}", WTERMSIG(status))
                                     : fmt::format("exit code {}", WEXITSTATUS(status))));
}

}  // namespace

Result<SqlModelRows> RunSqlModelInChild(const SqlModelCall& call) {
  NS_ASSIGN(const WorkFolder work, WorkFolder::Make(call.output));
  Child child;
  NS_RETURN_IF_ERROR(child.Start(CommandOf(call, work.path())));
  NS_ASSIGN(const std::string text, Listen(call, child));
  const int status = child.End(kToEnd);
  const Json parsed = Json::parse(text, nullptr, false);
  const Json said = parsed.is_object() ? parsed : Json::object();
  if (said.value("error", Json()).is_string() && said.value("hint", Json()).is_string())
    return Error::Data(said["error"].get<std::string>(), said["hint"].get<std::string>());
  if (!said.value("rows", Json()).is_number_integer()) return EndedEarly(call, status);
  std::error_code error;
  fs::rename(fs::path(work.path()) / kSqlModelRows, call.output, error);
  if (error) return Error::Data(fmt::format("cannot write '{}': {}", call.output, error.message()));
  return SqlModelRows{said["rows"].get<int64_t>()};
}

}  // namespace northstar::duck

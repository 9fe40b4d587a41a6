#include "base/run_program.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

extern char** environ;

namespace northstar {
namespace {

// A monotonic measure of a duration; what time it is nobody asks here.
using Stopwatch = std::chrono::steady_clock;

class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() { Close(); }
  int number() const { return number_; }
  bool open() const { return number_ >= 0; }
  void Close() {
    if (number_ >= 0) close(number_);
    number_ = -1;
  }

 private:
  int number_;
};

// Sockets, because writing to one that nobody reads any more raises no signal.
Result<std::array<Descriptor, 2>> Connected() {
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
    return Error::Data(fmt::format("cannot run a program: {}", std::strerror(errno)));
  return std::array{Descriptor(ends[0]), Descriptor(ends[1])};
}

std::vector<char*> Pointers(const std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  // posix_spawn takes them without const and changes nothing.
  for (const std::string& text : texts) pointers.push_back(const_cast<char*>(text.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

std::vector<std::string> EnvironmentOf(const ProgramRun& run) {
  std::vector<std::string> variables;
  for (char** one = environ; one != nullptr && *one != nullptr; ++one) {
    const std::string variable(*one);
    if (run.without.empty() || !variable.starts_with(run.without)) variables.push_back(variable);
  }
  variables.insert(variables.end(), run.environment.begin(), run.environment.end());
  return variables;
}

Result<pid_t> Start(const ProgramRun& run, int input, int output) {
  const std::vector<std::string> variables = EnvironmentOf(run);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = -1;
  const int failed = posix_spawnp(&child, run.command.front().c_str(), &actions, nullptr,
                                  Pointers(run.command).data(), Pointers(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) {
    return Error::Data(
        fmt::format("cannot run '{}': {}", run.command.front(), std::strerror(failed)));
  }
  return child;
}

// Writes the input and reads the output, whichever is possible.
class Conversation {
 public:
  Conversation(const ProgramRun& run, Descriptor input, Descriptor output)
      : run_(run), input_(std::move(input)), output_(std::move(output)), left_(run.input) {
    if (left_.empty()) input_.Close();
  }

  Result<std::string> Hold() {
    const auto end = Stopwatch::now() + run_.limit;
    while (output_.open()) {
      const auto left =
          std::chrono::duration_cast<std::chrono::milliseconds>(end - Stopwatch::now());
      if (left.count() <= 0)
        return Error::Data(fmt::format("'{}' took too long", run_.command.front()));
      std::array<pollfd, 2> watched{pollfd{output_.number(), POLLIN, 0},
                                    pollfd{input_.number(), POLLOUT, 0}};
      const int ready = poll(watched.data(), watched.size(), static_cast<int>(left.count()));
      if (ready < 0 && errno != EINTR)
        return Error::Data(
            fmt::format("cannot read what a program prints: {}", std::strerror(errno)));
      if (ready <= 0) continue;
      if (watched[1].revents != 0) Write();
      if (watched[0].revents != 0) Read();
      if (text_.size() > run_.most_bytes)
        return Error::Data(fmt::format("'{}' printed too much", run_.command.front()));
    }
    return std::move(text_);
  }

 private:
  void Write() {
    const ssize_t written =
        send(input_.number(), left_.data(), left_.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (written < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (written > 0) left_.remove_prefix(static_cast<size_t>(written));
    if (written <= 0 || left_.empty()) input_.Close();
  }

  void Read() {
    std::array<char, 65'536> buffer{};
    const ssize_t got = read(output_.number(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) return;
    if (got <= 0) return output_.Close();
    text_.append(buffer.data(), static_cast<size_t>(got));
  }

  const ProgramRun& run_;
  Descriptor input_, output_;
  std::string_view left_;
  std::string text_;
};

int WaitFor(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

}  // namespace

Result<std::string> RunProgram(const ProgramRun& run) {
  NS_CHECK(!run.command.empty());
  NS_ASSIGN(auto input, Connected());
  NS_ASSIGN(auto output, Connected());
  NS_ASSIGN(const pid_t child, Start(run, input[1].number(), output[1].number()));
  input[1].Close();
  output[1].Close();
  auto text = Conversation(run, std::move(input[0]), std::move(output[0])).Hold();
  if (!text.ok()) kill(child, SIGKILL);
  const int status = WaitFor(child);
  if (!text.ok()) return text;
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    return Error::Data(fmt::format("'{}' failed", run.command.front()));
  return text;
}

}  // namespace northstar

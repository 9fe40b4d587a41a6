#include <sys/ioctl.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string_view>

#include "base/clock.h"
#include "base/crash_point.h"
#include "base/text.h"
#include "cli/cli.h"
#include "engine/cancel_token.h"

namespace {

northstar::CancelToken g_cancel;

// The first Ctrl-C ends the running query and undoes its transaction; a second one ends at once.
void OnInterrupt(int) {
  static std::atomic<int> count{0};
  if (count++ > 0) std::_Exit(130);
  g_cancel.Cancel();
}

// What is thrown outside of a command, such as in a thread of its own, comes here.
[[noreturn]] void OnTerminate() {
  constexpr std::string_view kSentence =
      "northstar: error: a bug in northstar ended the program; please report it with the command\n";
  (void)std::fwrite(kSentence.data(), 1, kSentence.size(), stderr);
  std::_Exit(northstar::cli::kFailed);
}

bool Write(FILE* file, const std::string& text) {
  return std::fwrite(text.data(), 1, text.size(), file) == text.size() && std::fflush(file) == 0;
}

// "y" or "yes"; anything else, and the end of the input, is no.
bool Ask(const std::string& question) {
  (void)Write(stderr, question + " [y/N] ");
  char answer[16] = "";
  if (std::fgets(answer, sizeof answer, stdin) == nullptr) return false;
  return answer[0] == 'y' || answer[0] == 'Y';
}

// A line, or the guess where it is empty; nullopt at the end of the input.
std::optional<std::string> Answer(const std::string& question, const std::string& guess) {
  (void)Write(stderr, question + " [" + guess + "]: ");
  char line[200] = "";
  if (std::fgets(line, sizeof line, stdin) == nullptr) return std::nullopt;
  const std::string answer(northstar::Trim(line));
  return answer.empty() ? guess : answer;
}

int TerminalColumns() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 80;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGINT, OnInterrupt);
  std::signal(SIGTERM, OnInterrupt);  // what service managers send
  std::set_terminate(OnTerminate);
  std::signal(SIGPIPE, SIG_DFL);  // `northstar … | head` ends quietly
  const northstar::SystemClock clock{std::chrono::hours(northstar::TestNumber("clock.hours", 0))};
  northstar::cli::Context context;
  bool printed = true;
  context.out = [&](const std::string& text) { printed = Write(stdout, text) && printed; };
  context.err = [](const std::string& text) { (void)Write(stderr, text); };
  context.clock = &clock;
  context.cancel = &g_cancel;
  context.environment = northstar::ProcessEnvironment();
  const bool plain = std::getenv("NO_COLOR") != nullptr;
  context.color = !plain && isatty(STDOUT_FILENO) != 0;
  context.error_color = !plain && isatty(STDERR_FILENO) != 0;
  context.progress = isatty(STDERR_FILENO) != 0;
  context.columns = TerminalColumns();
  if (context.progress && isatty(STDIN_FILENO) != 0) {
    context.ask = Ask;
    context.answer = Answer;
  }
  const int code = northstar::cli::Main({argv + 1, argv + argc}, context);
  if (printed) return code;
  context.err("northstar: error: the results could not be written; is the disk full?\n");
  return northstar::cli::kFailed;
}

// Commands of this machine's users, run by the server because it has the data: what a command
// prints is handed back as it is printed, and its exit code at the end. Over the socket of the
// machine alone.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/result.h"
#include "engine/cancel_token.h"
#include "model/load_project.h"
#include "server/http/exchange.h"

namespace northstar::server {

// What a command would find if it ran where it was typed.
struct CommandCall {
  std::vector<std::string> arguments;
  // The folder it was typed in; absolute.
  std::string folder;
  std::map<std::string, std::string> environment;
  bool color = false, error_color = false, progress = false;
  int columns = 80;
};
// What a command needs of the server that it runs in.
struct HostedCall {
  const CommandCall& call;
  // Runs it while nothing that arrives is stored (LiveEvents::WhileNothingIsStored).
  std::function<Status(const std::function<Status()>& run)> while_nothing_is_stored;
  CancelToken* cancel = nullptr;
  // Whoever called is of the server's group and not its user: what editors may, in the server's own
  // folder and environment.
  const Environment* of_member = nullptr;
};
// Runs it, on the calling thread; returns its exit code.
using RunCommand =
    std::function<int(const HostedCall& call, const std::function<void(const std::string&)>& out,
                      const std::function<void(const std::string&)>& err)>;

// Nullopt: the text is no such call.
std::optional<CommandCall> ReadCall(const std::string& json);
std::string WriteCall(const CommandCall& call);

// Commands that run, each on a thread of its own. Thread safe.
class CommandThreads {
 public:
  using Run =
      std::function<int(const CommandCall& call, const std::function<void(const std::string&)>& out,
                        const std::function<void(const std::string&)>& err, CancelToken* cancel)>;
  // The response tells what it prints, a line of JSON each: {"out":…}, {"err":…}, {"code":…}.
  // Whoever leaves cancels it. Nullopt: too many run.
  std::optional<Response> Start(CommandCall call, const Run& run);
  // Cancels all, and waits for their end.
  void Stop();

 private:
  struct Running {
    std::weak_ptr<Messages> messages;
    std::thread thread;
    std::shared_ptr<std::atomic<bool>> over;
  };
  std::mutex mutex_;
  std::vector<Running> running_;
};

}  // namespace northstar::server

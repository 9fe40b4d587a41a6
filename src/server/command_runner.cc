#include "server/command_runner.h"

#include <sched.h>
#include <unistd.h>

#include <condition_variable>
#include <mutex>
#include <nlohmann/json.hpp>

namespace northstar::server {
namespace {

using Json = nlohmann::json;

class CommandMessages final : public Messages {
 public:
  std::optional<std::string> Take() override {
    const std::scoped_lock lock(mutex_);
    if (waiting_.empty() && ended_) return std::nullopt;
    return std::exchange(waiting_, {});
  }
  void OnReady(std::function<void()> ready) override {
    const std::scoped_lock lock(mutex_);
    ready_ = std::move(ready);
  }
  void Close() override {
    const std::scoped_lock lock(mutex_);
    ready_ = {};
    if (!ended_) cancel_.Cancel();
  }

  void Run(const CommandCall& call, const CommandThreads::Run& run) {
    // A folder of this thread's own, and of those that it starts: paths mean what they meant where
    // the command was typed.
    int code = 3;
    if (::unshare(CLONE_FS) == 0 && ::chdir(call.folder.c_str()) == 0) {
      code = run(
          call, [&](const std::string& text) { Add("out", text); },
          [&](const std::string& text) { Add("err", text); }, &cancel_);
    } else {
      Add("err", "northstar: error: the server cannot enter the folder that this was called in\n");
    }
    Add("code", code);
    const std::scoped_lock lock(mutex_);
    ended_ = true;
    if (ready_) ready_();
  }

 private:
  template <typename T>
  void Add(const char* kind, const T& value) {
    const std::string line =
        Json{{kind, value}}.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
    const std::scoped_lock lock(mutex_);
    waiting_ += line;
    if (ready_) ready_();
  }

  std::mutex mutex_;
  std::string waiting_;
  std::function<void()> ready_;
  bool ended_ = false;
  CancelToken cancel_;
};

}  // namespace

std::optional<CommandCall> ReadCall(const std::string& json) {
  const Json body = Json::parse(json, nullptr, false);
  if (!body.is_object()) return std::nullopt;
  try {
    CommandCall call;
    call.arguments = body.at("arguments").get<std::vector<std::string>>();
    call.folder = body.at("folder").get<std::string>();
    call.environment = body.at("environment").get<std::map<std::string, std::string>>();
    call.color = body.at("color").get<bool>();
    call.error_color = body.at("error_color").get<bool>();
    call.progress = body.at("progress").get<bool>();
    call.columns = body.at("columns").get<int>();
    return call;
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

std::string WriteCall(const CommandCall& call) {
  return Json{{"arguments", call.arguments},     {"folder", call.folder},
              {"environment", call.environment}, {"color", call.color},
              {"error_color", call.error_color}, {"progress", call.progress},
              {"columns", call.columns}}
      .dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<Response> CommandThreads::Start(CommandCall call, const Run& run) {
  constexpr size_t kMost = 32;
  const std::scoped_lock lock(mutex_);
  for (auto at = running_.begin(); at != running_.end();) {
    if (!*at->over) {
      ++at;
      continue;
    }
    at->thread.join();
    at = running_.erase(at);
  }
  if (running_.size() >= kMost) return std::nullopt;
  const auto messages = std::make_shared<CommandMessages>();
  const auto over = std::make_shared<std::atomic<bool>>(false);
  std::thread thread([messages, over, call = std::move(call), run] {
    messages->Run(call, run);
    *over = true;
  });
  running_.push_back({messages, std::move(thread), over});
  Response response;
  response.content_type = "application/x-ndjson";
  response.messages = messages;
  return response;
}

void CommandThreads::Stop() {
  const std::scoped_lock lock(mutex_);
  for (const Running& one : running_) {
    if (const auto messages = one.messages.lock()) messages->Close();
  }
  for (Running& one : running_) one.thread.join();
  running_.clear();
}

}  // namespace northstar::server

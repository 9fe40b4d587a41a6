#include "server/command_runner.h"

#include <sched.h>
#include <unistd.h>

#include <limits>
#include <nlohmann/json.hpp>

namespace northstar::server {
namespace {

using Json = nlohmann::json;

// A line of JSON.
template <typename T>
void Tell(Messages& messages, const char* kind, const T& value) {
  messages.Add(Json{{kind, value}}.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n");
}

void RunCall(const CommandCall& call, const CommandThreads::Run& run, Messages& messages,
             CancelToken& cancel) {
  // A folder of this thread's own, and of those that it starts: paths mean what they meant where
  // the command was typed.
  int code = 3;
  if (::unshare(CLONE_FS) == 0 && ::chdir(call.folder.c_str()) == 0) {
    code = run(
        call, [&](const std::string& text) { Tell(messages, "out", text); },
        [&](const std::string& text) { Tell(messages, "err", text); }, &cancel);
  } else {
    Tell(messages, "err",
         "northstar: error: the server cannot enter the folder that this was called in\n");
  }
  Tell(messages, "code", code);
  messages.End();
}

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
  const auto cancel = std::make_shared<CancelToken>();
  const auto messages = std::make_shared<Messages>("", std::numeric_limits<size_t>::max(),
                                                   [cancel] { cancel->Cancel(); });
  const auto over = std::make_shared<std::atomic<bool>>(false);
  std::thread thread([messages, cancel, over, call = std::move(call), run] {
    RunCall(call, run, *messages, *cancel);
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

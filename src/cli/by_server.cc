#include "cli/by_server.h"

#include <curl/curl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/cli.h"
#include "server/server.h"

extern char** environ;

#ifndef NORTHSTAR_VERSION
#error "the build defines NORTHSTAR_VERSION"
#endif

namespace northstar::cli {
namespace {

using Json = nlohmann::json;

// What comes back, a line of JSON at a time.
struct Output {
  Context* context = nullptr;
  std::string line;
  std::optional<int> code;

  void Take(std::string_view bytes) {
    for (const char c : bytes) {
      if (c != '\n') {
        line += c;
        continue;
      }
      const Json message = Json::parse(line, nullptr, false);
      line.clear();
      if (!message.is_object()) continue;
      if (message.contains("out")) context->out(message["out"].get<std::string>());
      if (message.contains("err")) context->err(message["err"].get<std::string>());
      if (message.contains("code")) code = message["code"].get<int>();
    }
  }
};

size_t OnBytes(char* bytes, size_t size, size_t count, void* output) {
  static_cast<Output*>(output)->Take({bytes, size * count});
  return size * count;
}

// Anything but 0 ends the transfer, which the server notices.
int OnProgress(void* output, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  const CancelToken* cancel = static_cast<Output*>(output)->context->cancel;
  return cancel != nullptr && cancel->Asked() ? 1 : 0;
}

server::CommandCall CallOf(const std::vector<std::string>& arguments, const Context& context) {
  server::CommandCall call;
  call.arguments = arguments;
  call.folder = std::filesystem::current_path().string();
  for (char** one = environ; *one != nullptr; ++one) {
    const std::string_view text = *one;
    const size_t equals = text.find('=');
    if (equals != std::string_view::npos)
      call.environment.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  call.color = context.color;
  call.error_color = context.error_color;
  call.progress = context.progress;
  call.columns = context.columns;
  return call;
}

int NoAccess(Context& context, const server::RunningServer& running, const std::string& why) {
  return Report(
      context,
      Error::Data(fmt::format("a server holds the data of this project (process {}), and its "
                              "socket cannot be used: {}",
                              running.process, why),
                  "run this as the server's user, or start it with --socket-group and join that "
                  "group"));
}

}  // namespace

std::optional<int> RunByServer(const std::vector<std::string>& arguments, Context& context) {
  const auto running = server::FindServer(context.project_dir);
  if (!running) return std::nullopt;
  if (running->version != NORTHSTAR_VERSION) {
    return Report(context, Error::Data(fmt::format("the running server is of version {}, this "
                                                   "program of {}",
                                                   running->version, NORTHSTAR_VERSION),
                                       "restart northstar serve"));
  }
  if (::access(running->socket.c_str(), R_OK | W_OK) != 0)
    return NoAccess(context, *running, "permission denied");
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle(curl_easy_init(),
                                                                   curl_easy_cleanup);
  CURL* curl = handle.get();
  const std::string body = server::WriteCall(CallOf(arguments, context));
  Output output;
  output.context = &context;
  std::array<char, CURL_ERROR_SIZE> problem{};
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(
      curl_slist_append(nullptr, "Content-Type: application/json"), curl_slist_free_all);
  curl_easy_setopt(curl, CURLOPT_UNIX_SOCKET_PATH, running->socket.c_str());
  curl_easy_setopt(curl, CURLOPT_URL, "http://localhost/command");
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.c_str());
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, problem.data());
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, OnBytes);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &output);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, OnProgress);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &output);
  const CURLcode done = curl_easy_perform(curl);
  if (output.code) return output.code;
  if (done == CURLE_ABORTED_BY_CALLBACK) return Report(context, Error::Data("canceled"));
  return NoAccess(context, *running,
                  done == CURLE_OK ? "it ended before the command did" : problem.data());
}

server::RunCommand MakeCommandRunner(const Clock* clock) {
  return
      [clock](const server::HostedCall& hosted, const std::function<void(const std::string&)>& out,
              const std::function<void(const std::string&)>& err) {
        const server::CommandCall& call = hosted.call;
        Context context;
        context.out = out;
        context.err = err;
        context.clock = clock;
        context.cancel = hosted.cancel;
        context.while_nothing_is_stored = hosted.while_nothing_is_stored;
        context.environment = [&call](const std::string& name) -> std::optional<std::string> {
          const auto found = call.environment.find(name);
          return found == call.environment.end() ? std::nullopt : std::optional(found->second);
        };
        if (hosted.of_member != nullptr) {
          context.by_member = true;
          context.environment = *hosted.of_member;
        }
        context.color = call.color;
        context.error_color = call.error_color;
        context.progress = call.progress;
        context.columns = call.columns;
        context.use_server = false;
        return Main(call.arguments, context);
      };
}

}  // namespace northstar::cli

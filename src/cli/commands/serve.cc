#include <fmt/format.h>
#include <grp.h>
#include <sys/resource.h>

#include <charconv>
#include <filesystem>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

#include "base/calendar.h"
#include "base/text.h"
#include "cli/by_server.h"
#include "cli/cli.h"
#include "cli/commands/commands.h"
#include "cli/digests.h"
#include "model/project.h"
#include "server/server.h"

#ifndef NORTHSTAR_VERSION
#error "the build defines NORTHSTAR_VERSION"
#endif

namespace northstar::cli {
namespace {

// "127.0.0.1:8700", "[::1]:8700", ":8700", "8700".
Status ReadListen(const std::string& text, server::ServerSettings& settings) {
  const size_t colon = text.rfind(':');
  std::string address = colon == std::string::npos ? "" : text.substr(0, colon);
  const std::string port = colon == std::string::npos ? text : text.substr(colon + 1);
  if (address.starts_with('[') && address.ends_with(']'))
    address = address.substr(1, address.size() - 2);
  if (address == "localhost") address = "127.0.0.1";
  if (!address.empty()) settings.address = address;
  const auto [end, failed] = std::from_chars(port.data(), port.data() + port.size(), settings.port);
  if (failed != std::errc() || end != port.data() + port.size() || port.empty()) {
    return Error::Usage(fmt::format("'{}' is no address and port", text),
                        "--listen 127.0.0.1:8700");
  }
  return Status::Ok();
}

Status ReadGroup(const std::string& name, server::ServerSettings& settings) {
  if (name.empty()) return Status::Ok();
  const group* found = ::getgrnam(name.c_str());
  if (found == nullptr)
    return Error::Usage(fmt::format("there is no group '{}' on this machine", name));
  settings.socket_group = found->gr_gid;
  return Status::Ok();
}

// "15m", "1h", "0".
Status ReadRefresh(const std::string& text, server::ServerSettings& settings) {
  if (text.empty()) return Status::Ok();
  if (text == "0") {
    settings.refresh_seconds = 0;
    return Status::Ok();
  }
  const auto number = ParseNumber(text.substr(0, text.size() - 1));
  const int unit = text.ends_with('s')   ? 1
                   : text.ends_with('m') ? 60
                   : text.ends_with('h') ? 3600
                                         : 0;
  if (!number || unit == 0 || *number < 1 || *number * unit > 86'400 * 7)
    return Error::Usage(fmt::format("'{}' is no time between two looks", text), "--refresh 15m");
  settings.refresh_seconds = static_cast<int>(*number * unit);
  return Status::Ok();
}

// Each connection is a file.
void RaiseFileLimit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  (void)::setrlimit(RLIMIT_NOFILE, &limit);
}

// "2026-11-28T12:00:00Z info: …", or as JSON.
std::function<void(const std::string&)> MakeLog(Context& context, bool json) {
  const auto one_at_a_time = std::make_shared<std::mutex>();
  return [&context, json, one_at_a_time](const std::string& line) {
    const std::string at = FormatInstant(context.clock->NowUs());
    const std::scoped_lock lock(*one_at_a_time);
    if (!json) return context.err(fmt::format("{} {}\n", at, line));
    const size_t colon = line.find(": ");
    const nlohmann::ordered_json body{
        {"at", at}, {"level", line.substr(0, colon)}, {"message", line.substr(colon + 2)}};
    context.err(body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
  };
}

// What commands print is for nobody; what they leave in the store is.
Context Silent(const Context& context, const std::string& folder) {
  Context silent;
  silent.clock = context.clock;
  silent.environment = context.environment;
  silent.out = [](const std::string&) {};
  silent.err = [](const std::string&) {};
  silent.use_server = false;
  silent.project_dir = folder;
  return silent;
}

bool TellsSomebody(const Context& context) {
  const auto loaded = LoadProject(context.project_dir, context.environment);
  return loaded.ok() && !loaded->project->notify.empty();
}

// As `check --notify` does. Where the project tells nobody, the look is kept all the same.
std::function<void()> MakeLook(const Context& context, const std::string& folder) {
  return [&context, folder] {
    Context looking = Silent(context, folder);
    std::vector<std::string> arguments{"-p", folder, "check", "--format", "json"};
    if (TellsSomebody(looking)) arguments.emplace_back("--notify");
    (void)Main(arguments, looking);
  };
}

std::function<void()> MakeDigests(const Context& context, const std::string& folder) {
  return [&context, folder, digests = std::make_shared<DueDigests>()] {
    Context sending = Silent(context, folder);
    if (TellsSomebody(sending)) digests->Send(sending);
  };
}

Result<server::ServerSettings> ReadSettings(Context& context, const Parsed& parsed) {
  server::ServerSettings settings;
  std::error_code failed;
  settings.folder =
      std::filesystem::absolute(context.project_dir, failed).lexically_normal().string();
  settings.environment = context.environment;
  settings.clock = context.clock;
  settings.version = NORTHSTAR_VERSION;
  NS_RETURN_IF_ERROR(ReadListen(parsed.Text("--listen", "127.0.0.1:8700"), settings));
  settings.public_names = parsed.All("--public-name");
  settings.certificate = parsed.Text("--tls-cert");
  settings.key = parsed.Text("--tls-key");
  settings.proxies = parsed.All("--behind-proxy");
  settings.require_token = parsed.Has("--require-token");
  NS_RETURN_IF_ERROR(ReadGroup(parsed.Text("--socket-group"), settings));
  NS_RETURN_IF_ERROR(ReadRefresh(parsed.Text("--refresh"), settings));
  settings.run_command = MakeCommandRunner(context.clock);
  settings.look = MakeLook(context, settings.folder);
  settings.send_digests = MakeDigests(context, settings.folder);
  settings.log = MakeLog(context, parsed.Text("--log") == "json");
  return settings;
}

// A service of systemd that may write the project's folder and nothing else.
std::string UnitOf(const Parsed& parsed, const std::string& folder) {
  std::error_code failed;
  const std::string program = std::filesystem::read_symlink("/proc/self/exe", failed).string();
  std::string options;
  for (const char* name : {"--listen", "--public-name", "--tls-cert", "--tls-key", "--behind-proxy",
                           "--socket-group", "--refresh", "--log"}) {
    for (const std::string& value : parsed.All(name)) options += fmt::format(" {} {}", name, value);
  }
  if (parsed.Has("--require-token")) options += " --require-token";
  return fmt::format(R"([Unit]
Description=northstar: events, questions and a North Star metric
After=network.target

[Service]
ExecStart={0} -p {1} serve{2}
User=northstar
Group=northstar
Restart=on-failure
TimeoutStopSec=20
LimitNOFILE=65536
UMask=0077

ReadWritePaths={1}
ProtectSystem=strict
ProtectHome=read-only
PrivateTmp=yes
PrivateDevices=yes
PrivateUsers=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
ProcSubset=pid
NoNewPrivileges=yes
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
CapabilityBoundingSet=
AmbientCapabilities=
RemoveIPC=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM

[Install]
WantedBy=multi-user.target
)",
                     program, folder, options);
}

int RunServe(Context& context, const Parsed& parsed) {
  if (parsed.Has("--print-unit")) {
    std::error_code failed;
    context.out(
        UnitOf(parsed,
               std::filesystem::absolute(context.project_dir, failed).lexically_normal().string()));
    return kFine;
  }
  const auto settings = ReadSettings(context, parsed);
  if (!settings.ok()) return Report(context, settings.error());
  RaiseFileLimit();
  const auto opened = server::Server::Open(*settings);
  if (!opened.ok()) return Report(context, opened.error());
  server::Server& server = **opened;
  context.out(fmt::format("northstar serves {} at {}\n", settings->folder, server.url()));
  std::atomic<bool> over{false};
  std::thread waiting([&] {
    while (!over) {
      if (context.cancel != nullptr && context.cancel->Asked()) {
        server.Stop();
        return;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  });
  server.Run();
  over = true;
  waiting.join();
  return kFine;
}

}  // namespace

CommandSpec ServeCommand() {
  return {"serve",
          "Take in events over HTTP and answer questions, until it is stopped",
          "northstar serve --listen 127.0.0.1:8700",
          {},
          {{"--listen", "ADDRESS:PORT", "Where to listen (default: 127.0.0.1:8700)"},
           {"--public-name", "HOST", "Name under which clients find it", {}, true},
           {"--tls-cert", "FILE", "Certificate chain, as PEM"},
           {"--tls-key", "FILE", "Its private key, as PEM"},
           {"--behind-proxy", "ADDRESS", "Address of a proxy that stands before it", {}, true},
           {"--require-token", "", "Let nobody in without a token, not even this machine"},
           {"--socket-group", "GROUP", "Group whose members may use the API over its socket"},
           {"--refresh", "TIME",
            "Time between two loads of files, or 0 for never (default: refresh: of the project)"},
           {"--log", "FORMAT", "Form of log lines (default: text)", {"text", "json"}},
           {"--print-unit", "", "Print a service of systemd instead, which runs it so"}},
          RunServe};
}

}  // namespace northstar::cli

// The server of one project: events arrive, questions are answered, commands of this machine are
// run. It holds the log, the thread that stores what arrived, the project as it is in force, and
// the connections; northstar serve starts it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/load_project.h"
#include "server/command_runner.h"

namespace northstar::server {

struct ServerSettings {
  // Of the project; absolute.
  std::string folder;
  Environment environment;
  const Clock* clock = nullptr;
  std::string version;
  // "127.0.0.1", "::1", …, without brackets.
  std::string address = "127.0.0.1";
  uint16_t port = 8700;
  // Names under which clients find it, with or without a port, beside those of this machine.
  std::vector<std::string> public_names;
  std::string certificate, key;
  // Addresses of proxies; any: they stand between it and its clients.
  std::vector<std::string> proxies;
  bool require_token = false;
  // Whose members may use the socket; 0: nobody but its owner.
  gid_t socket_group = 0;
  // Between two loads of files and databases; 0: at the start alone; none: as the project says.
  std::optional<int> refresh_seconds;
  RunCommand run_command;
  // Looks whether something is wrong, and tells who is to be told; and sends the digests that are
  // due. Called one at a time; both may be empty.
  std::function<void()> look, send_digests;
  // A line of the log, without its end.
  std::function<void(const std::string&)> log;
};

class Server {
 public:
  // Whether an address is one that only this machine reaches.
  static bool IsLoopback(const std::string& address);
  // kUsage where the settings are not safe; kData where the address, the log or the database cannot
  // be used.
  static Result<std::unique_ptr<Server>> Open(const ServerSettings& settings);
  virtual ~Server() = default;

  // "http://127.0.0.1:8700".
  virtual std::string url() const = 0;
  // Until SIGINT or SIGTERM, or Stop; then all that arrived is stored.
  virtual void Run() = 0;
  // Thread safe.
  virtual void Stop() = 0;
};

// Where a server of the project can be reached by commands of this machine; nullopt: none runs.
struct RunningServer {
  int process = 0;
  std::string socket, version, url;
};
std::optional<RunningServer> FindServer(const std::string& folder);

}  // namespace northstar::server

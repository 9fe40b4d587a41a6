// A PostgreSQL server of the tests' own: a new database cluster in a temporary folder, reached
// through a socket in that folder and on a free port of this machine, ended with the last test.
// Servers do not run as root, so root starts it as the user `postgres`.
#pragma once

#include <string>
#include <vector>

namespace northstar {

class PostgresServer {
 public:
  // The one of this process, started by the first call; null, after `why` was set, where its
  // programs are not installed (tools/setup --test) or it does not start.
  static PostgresServer* Shared(std::string* why);
  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  // Of the database "shop" as the owner of everything; another user and password when given.
  std::string Address(const std::string& user = "owner", const std::string& password = "") const;
  int port() const { return port_; }

  // Ends it as a crash does, and starts it again on the same port; false where that fails.
  void Kill();
  bool Start();

 private:
  PostgresServer() = default;
  bool Make(std::string* why);

  std::string folder_;
  int port_ = 0;
  int process_ = 0;  // 0: not running
};

}  // namespace northstar

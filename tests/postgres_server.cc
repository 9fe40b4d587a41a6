#include "tests/postgres_server.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <thread>

namespace northstar {
namespace {

namespace fs = std::filesystem;

// Debian keeps the programs of a server outside of PATH, in a folder for each version.
std::string ProgramFolder() {
  std::string newest;
  int newest_version = 0;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", error)) {
    const int version = std::atoi(entry.path().filename().c_str());
    const std::string folder = (entry.path() / "bin").string();
    if (version <= newest_version || !fs::exists(folder + "/postgres", error)) continue;
    newest = folder;
    newest_version = version;
  }
  return newest;
}

int FreePort() {
  const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* bound = reinterpret_cast<sockaddr*>(&address);
  const bool good =
      bind(descriptor, bound, size) == 0 && getsockname(descriptor, bound, &size) == 0;
  close(descriptor);
  return good ? ntohs(address.sin_port) : 0;
}

// Null where this process is not root, or there is no such user.
const passwd* ServerUser() {
  return geteuid() == 0 ? getpwnam("postgres") : nullptr;
}

// A child that runs the command, as the server's user when root, and ends with this process.
int Spawn(const std::vector<std::string>& command, const std::string& folder) {
  std::vector<char*> arguments;
  for (const std::string& part : command) arguments.push_back(const_cast<char*>(part.c_str()));
  arguments.push_back(nullptr);
  const passwd* user = ServerUser();
  const int child = fork();
  if (child != 0) return child;
  if (user != nullptr) {
    if (setgroups(0, nullptr) != 0 || setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0) {
      _exit(1);
    }
  }
  prctl(PR_SET_PDEATHSIG, SIGQUIT);
  const int nothing = open("/dev/null", O_RDWR);
  for (int descriptor = 0; descriptor < 3; ++descriptor) dup2(nothing, descriptor);
  // The server calls what it finds in its environment.
  for (const char* name : {"PGDATA", "PGPORT", "PGHOST", "LD_PRELOAD"}) unsetenv(name);
  if (chdir(folder.c_str()) != 0) _exit(1);
  execv(arguments[0], arguments.data());
  _exit(1);
}

bool Succeeds(const std::vector<std::string>& command, const std::string& folder) {
  const int child = Spawn(command, folder);
  int status = 0;
  return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

bool Execute(const std::string& address, const char* sql) {
  const std::unique_ptr<PGconn, void (*)(PGconn*)> connection(PQconnectdb(address.c_str()),
                                                              PQfinish);
  const std::unique_ptr<PGresult, void (*)(PGresult*)> result(PQexec(connection.get(), sql),
                                                              PQclear);
  return PQresultStatus(result.get()) == PGRES_COMMAND_OK;
}

}  // namespace

PostgresServer* PostgresServer::Shared(std::string* why) {
  static std::string problem;
  static const std::unique_ptr<PostgresServer> server = [] {
    std::unique_ptr<PostgresServer> made(new PostgresServer());
    if (!made->Make(&problem)) made = nullptr;
    return made;
  }();
  *why = problem;
  return server.get();
}

bool PostgresServer::Make(std::string* why) {
  const std::string programs = ProgramFolder();
  if (programs.empty()) {
    *why = "PostgreSQL is not installed: tools/setup --test";
    return false;
  }
  if (geteuid() == 0 && ServerUser() == nullptr) {
    *why = "PostgreSQL does not run as root, and there is no user 'postgres'";
    return false;
  }
  *why = "PostgreSQL does not start in a temporary folder";
  folder_ = (fs::temp_directory_path() / "ns-pg-XXXXXX").string();
  if (mkdtemp(folder_.data()) == nullptr) return false;
  if (const passwd* user = ServerUser()) {
    if (chown(folder_.c_str(), user->pw_uid, user->pw_gid) != 0) return false;
  }
  const std::string data = folder_ + "/data";
  if (!Succeeds({programs + "/initdb", "--pgdata=" + data, "--username=owner", "--no-sync",
                 "--locale=C", "--encoding=UTF8", "--auth=trust"},
                folder_)) {
    return false;
  }
  // Only the user "guest" needs a password.
  std::ofstream(data + "/pg_hba.conf") << "local all all trust\n"
                                          "host all guest 127.0.0.1/32 scram-sha-256\n"
                                          "host all all 127.0.0.1/32 trust\n";
  port_ = FreePort();
  const std::string all = "host=" + folder_ + " port=" + std::to_string(port_) + " user=owner";
  return Start() && Execute(all + " dbname=postgres", "create database shop");
}

bool PostgresServer::Start() {
  process_ = Spawn({ProgramFolder() + "/postgres",
                    "-D",
                    folder_ + "/data",
                    "-k",
                    folder_,
                    "-p",
                    std::to_string(port_),
                    "-c",
                    "listen_addresses=127.0.0.1",
                    "-c",
                    "fsync=off",
                    "-c",
                    "full_page_writes=off",
                    "-c",
                    "synchronous_commit=off",
                    "-c",
                    "autovacuum=off",
                    "-c",
                    "max_connections=20",
                    "-c",
                    "shared_buffers=16MB"},
                   folder_);
  const std::string all = "host=" + folder_ + " port=" + std::to_string(port_) + " user=owner" +
                          " dbname=postgres connect_timeout=2";
  for (int attempt = 0; attempt < 400; ++attempt) {
    if (PQping(all.c_str()) == PQPING_OK) return true;
    if (waitpid(process_, nullptr, WNOHANG) == process_) break;  // it gave up
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return false;
}

void PostgresServer::Kill() {
  if (process_ <= 0) return;
  kill(process_, SIGQUIT);
  waitpid(process_, nullptr, 0);
  process_ = 0;
}

PostgresServer::~PostgresServer() {
  Kill();
  std::error_code ignored;
  if (!folder_.empty()) fs::remove_all(folder_, ignored);
}

std::string PostgresServer::Address(const std::string& user, const std::string& password) const {
  return "postgresql://" + user + (password.empty() ? "" : ":" + password) +
         "@127.0.0.1:" + std::to_string(port_) + "/shop";
}

}  // namespace northstar

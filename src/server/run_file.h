// Where a running server keeps what others find it by, below the project's folder. Internal to
// server.
#pragma once

#include <sys/types.h>

#include <string>

#include "base/result.h"
#include "server/server.h"

namespace northstar::server {

// ".northstar/serve.json".
std::string RunFileOf(const std::string& folder);
// Members of the group may read it; 0: its owner alone. kData where it cannot be written.
Status WriteRunFile(const std::string& folder, const RunningServer& running, gid_t group);
// Held by the server that runs.
std::string LockFileOf(const std::string& folder);
// The socket for commands: a name of its own, where sockets of this user stand, for folders that
// are too deep.
std::string SocketOf(const std::string& folder);
// Whose log it is, kDatabaseId bytes: made once, in the folder of the log. kData where it cannot
// be.
Result<std::string> LogId(const std::string& folder);

}  // namespace northstar::server

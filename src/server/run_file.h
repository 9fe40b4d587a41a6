// Where a running server keeps what others find it by, below the project's folder. Internal to
// server.
#pragma once

#include <string>

#include "base/result.h"

namespace northstar::server {

// ".northstar/serve.json".
std::string RunFileOf(const std::string& folder);
// Held by the server that runs.
std::string LockFileOf(const std::string& folder);
// The socket for commands: a name of its own, where sockets of this user stand, for folders that
// are too deep.
std::string SocketOf(const std::string& folder);
// Whose log it is, kDatabaseId bytes: made once, in the folder of the log. kData where it cannot
// be.
Result<std::string> LogId(const std::string& folder);

}  // namespace northstar::server

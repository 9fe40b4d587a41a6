// What of the settings of a server can be judged by themselves. Internal to server.
#pragma once

#include "server/server.h"

namespace northstar::server {

// kUsage where they do not go together, or name no addresses.
Status CheckSettings(const ServerSettings& settings);

}  // namespace northstar::server

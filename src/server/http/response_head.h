// The head of a response as it is sent. Internal to server.
#pragma once

#include <string>

#include "server/http/exchange.h"

namespace northstar::server {

std::string HeadOf(const Response& response, bool keep_alive);

}  // namespace northstar::server

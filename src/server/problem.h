// Errors as documents (RFC 9457), the same from every path of the API.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "server/http/exchange.h"

namespace northstar::server {

// `code`: a word that programs look at; `hint` may be empty.
Response Problem(int status, std::string_view code, const std::string& detail,
                 const std::string& hint = "");
// Of a request that could not be answered; nothing of it names a path of the machine's.
Response ProblemOf(const Error& error);

}  // namespace northstar::server

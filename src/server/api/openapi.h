// The API as an OpenAPI 3.1 document, made from the tables that it is served by.
#pragma once

#include <string>

namespace northstar::server {

std::string WriteOpenApi(const std::string& version);

}  // namespace northstar::server

// Asks a request on behalf of a command, in the command's project.
#pragma once

#include <string_view>

#include "api/request.h"
#include "cli/command.h"

namespace northstar::cli {

// Loads what was never loaded, as OpenForQuestions. Errors of the request.
Result<Answer> Ask(Context& context, const RequestSpec& request, const Arguments& arguments);
// REQUIRES: there is a request of this name (checked).
Result<Answer> Ask(Context& context, std::string_view request, const Arguments& arguments);

}  // namespace northstar::cli

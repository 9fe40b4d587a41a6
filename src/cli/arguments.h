// Arguments of one command, parsed by its spec. The one place that knows CLI11.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "cli/command.h"

namespace northstar::cli {

struct Help {
  std::string text;
};
// What the user asked: a command with its values, help, or an error.
struct Invocation {
  const CommandSpec* command = nullptr;
  Parsed parsed;
};
std::variant<Invocation, Help, Error> ParseArguments(const std::vector<std::string>& arguments,
                                                     std::span<const CommandSpec> commands);

}  // namespace northstar::cli

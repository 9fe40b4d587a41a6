#include "cli/commands/commands.h"
#include "json/command_answers.h"

#ifndef NORTHSTAR_VERSION
#error "the build defines NORTHSTAR_VERSION"
#endif

namespace northstar::cli {
namespace {

int RunVersion(Context& context, const Parsed&) {
  context.out(context.format == Format::kJson ? DumpAnswer(VersionJson(NORTHSTAR_VERSION))
                                              : "northstar " NORTHSTAR_VERSION "\n");
  return kFine;
}

}  // namespace

CommandSpec VersionCommand() {
  return {"version", "Print the version", "northstar version", {}, {}, RunVersion};
}

}  // namespace northstar::cli

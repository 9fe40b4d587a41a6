// A command that may fail: its error is printed, and the exit code is the one it deserves.
#pragma once

#include "cli/command.h"

namespace northstar::cli {

template <Result<int> (*kRun)(Context&, const Parsed&)>
int Reported(Context& context, const Parsed& parsed) {
  const Result<int> code = kRun(context, parsed);
  return code.ok() ? *code : Report(context, code.error());
}

}  // namespace northstar::cli

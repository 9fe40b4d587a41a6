// Another program, run to its end for what it prints. No shell: every argument arrives as it is.
// Its errors are not read, and it is ended when it takes too long or prints too much. Thread safe.
// It leaves out programs that talk to people.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/result.h"

namespace northstar {

struct ProgramRun {
  // The program, looked for in PATH, and its arguments.
  std::vector<std::string> command;
  // What it reads; empty: nothing.
  std::string input = {};
  // Names of this process's variables that begin so are not handed on; then "NAME=value" is added.
  std::string without = {};
  std::vector<std::string> environment = {};
  // Of all of it, and what it may print.
  std::chrono::milliseconds limit{10'000};
  size_t most_bytes = size_t{64} << 20;
};
// What it printed, where it ended with 0. kData: it is not there, it failed, took too long or
// printed too much. REQUIRES: a command.
Result<std::string> RunProgram(const ProgramRun& run);

}  // namespace northstar

// The table of requests: everything that can be asked of a project, whoever asks. A new one is one
// file in requests/, its case under tests/cli, and one line of the table in requests.cc. Commands,
// options, help and completion of the command line are made of it (cli/request_commands.cc).
// It leaves out what acts on the machine (load, init, decide): those are commands.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "api/answer.h"
#include "api/parameter.h"
#include "api/session.h"

namespace northstar {

struct RequestSpec {
  // "query": also the name of the command.
  std::string_view name;
  // One line, for lists.
  std::string_view summary;
  // As on the command line.
  std::string_view example;
  // Subjects first; names are unique.
  std::vector<Parameter> parameters;
  // Pure but for reading the data. Errors: kUsage where the question is at fault, in the words of
  // whoever asked. Never null.
  Result<Answer> (*run)(const SessionView& view, const Arguments& arguments) = nullptr;
  // The same of a file that the argument "csv" names, without a project; null: there is no such
  // thing.
  Result<Answer> (*run_on_file)(const Arguments& arguments) = nullptr;
};

// By name, ascending. Static; thread safe.
std::span<const RequestSpec> Requests();

// Runs a request over the data as they are now; what is thrown on the way becomes an error too, as
// kData, so that it ends this request alone. `cancel` may be null, outlives the call. Thread safe.
Result<Answer> Ask(const Session& session, const RequestSpec& request, const Arguments& arguments,
                   CancelToken* cancel = nullptr);
// REQUIRES: the request has run_on_file.
Result<Answer> AskOfFile(const RequestSpec& request, const Arguments& arguments);

}  // namespace northstar

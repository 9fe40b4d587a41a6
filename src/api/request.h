// The table of requests: everything that can be asked of a project, whoever asks. A new one is one
// file in requests/, its case under tests/cli, and one line of the table in requests.cc.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "api/answer.h"
#include "api/parameter.h"
#include "api/session.h"

namespace northstar {

struct RequestSpec {
  std::string_view name;     // "query"
  std::string_view summary;  // one line
  std::string_view example;  // as on the command line
  std::vector<Parameter> parameters;
  // Pure but for reading the data. Errors: kUsage where the question is at fault.
  Result<Answer> (*run)(const SessionView& view, const Arguments& arguments) = nullptr;
  // The same of a file that the argument "csv" names; null: there is no such thing.
  Result<Answer> (*run_on_file)(const Arguments& arguments) = nullptr;
};

// By name. Thread safe.
std::span<const RequestSpec> Requests();

// Runs a request; what is thrown on the way becomes an error too. `cancel` may be null. Thread
// safe.
Result<Answer> Ask(const Session& session, const RequestSpec& request, const Arguments& arguments,
                   CancelToken* cancel = nullptr);
Result<Answer> AskOfFile(const RequestSpec& request, const Arguments& arguments);

}  // namespace northstar

// The table of requests: everything that can be asked of a project, whoever asks. A new one is one
// file in requests/, its case under tests/cli, and one line of the table in requests.cc. Commands,
// options, help and completion of the command line are made of it (cli/request_commands.cc).
// Requests change nothing themselves: where a decision or a rating goes into files, the answer
// holds their new texts (FilesOf in report/render_answer.h), and whoever asked writes them. It
// leaves out what acts on the machine (load, init): those are commands.
#pragma once

#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "api/answer.h"
#include "api/parameter.h"
#include "api/session.h"

namespace northstar {

// Where a project's files are, for requests that read them anew, sound or not.
struct ProjectFolder {
  std::string path;
  Environment environment;
  const Clock* clock = nullptr;
  CancelToken* cancel = nullptr;  // ends what runs; may be null
};

// What a request is asked of: a project and its data, its files alone, or nothing at all. Pure but
// for reading those. Errors: kUsage where the question is at fault, in the words of whoever asked.
using RunOnData = Result<Answer> (*)(const SessionView&, const Arguments&);
using RunOnFolder = Result<Answer> (*)(const ProjectFolder&, const Arguments&);
using RunAlone = Result<Answer> (*)(const Arguments&);

struct RequestSpec {
  // "query": also the name of the command. "survey open" is the command `open` under `survey`.
  std::string_view name;
  // One line, for lists.
  std::string_view summary;
  // As on the command line.
  std::string_view example;
  // Subjects first; names are unique.
  std::vector<Parameter> parameters;
  // Never null.
  std::variant<RunOnData, RunOnFolder, RunAlone> run;
  // The same of a file that the argument "csv" names, without a project; null: there is no such
  // thing.
  RunAlone run_on_file = nullptr;
  // What runs instead of the project's files alone where the argument of this name is given, so
  // that nothing is loaded for it; null: there is no such thing.
  std::string_view without_data = {};
  RunOnFolder run_without_data = nullptr;
};

// By name, ascending. Static; thread safe.
std::span<const RequestSpec> Requests();

// Runs a request over the data as they are now; what is thrown on the way becomes an error too, as
// kData, so that it ends this request alone. `cancel` may be null, outlives the call. Thread safe.
// REQUIRES, of this and those below: the request is of that kind (checked).
Result<Answer> Ask(const Session& session, const RequestSpec& request, const Arguments& arguments,
                   CancelToken* cancel = nullptr);
Result<Answer> AskOfFolder(const ProjectFolder& folder, const RequestSpec& request,
                           const Arguments& arguments);
// Whether it is one for AskOfFolder: always, or for what these arguments ask.
bool IsOfFolder(const RequestSpec& request, const Arguments& arguments);
Result<Answer> AskAlone(const RequestSpec& request, const Arguments& arguments);
// REQUIRES: the request has run_on_file.
Result<Answer> AskOfFile(const RequestSpec& request, const Arguments& arguments);

}  // namespace northstar

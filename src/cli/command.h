// Commands as data: what each takes, an example, and the function that runs it. What asks a
// question comes from the table of requests (api/request.h); a command that acts on the machine is
// one file in commands/, its case under tests/cli, and one line in the table of commands.cc.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/session.h"
#include "base/clock.h"
#include "model/load_project.h"
#include "report/format.h"

namespace northstar::cli {

enum ExitCode { kFine = 0, kFinding = 1, kUsage = 2, kFailed = 3 };

struct OptionSpec {
  std::string name;        // "--grain"
  std::string_view value;  // "GRAIN"; empty: a flag
  std::string_view help;
  std::vector<std::string> choices = {};
  bool many = false;  // may be given several times, or several values at once
  // Reads or writes files, or sends: not for members of a server's group.
  bool for_owner = false;
};

struct PositionalSpec {
  std::string_view name;
  std::string_view help;
  bool required = false;
  bool many = false;
  std::vector<std::string> choices = {};
};

class Parsed {
 public:
  std::map<std::string, std::vector<std::string>, std::less<>> values;

  bool Has(std::string_view name) const { return values.contains(name); }
  std::string Text(std::string_view name, std::string fallback = "") const;
  std::vector<std::string> All(std::string_view name) const;
};

// The world a command runs in; everything it does to it goes through here.
struct Context {
  std::function<void(const std::string&)> out;  // results
  std::function<void(const std::string&)> err;  // messages and progress
  // A yes-or-no question on the terminal; empty where nobody can be asked.
  std::function<bool(const std::string& question)> ask = {};
  // A question with a guess, which an empty answer takes; nullopt: nobody answers any more. Empty
  // where nobody can be asked.
  std::function<std::optional<std::string>(const std::string& question, const std::string& guess)>
      answer = {};
  const Clock* clock = nullptr;
  CancelToken* cancel = nullptr;  // ends what runs; may be null
  Environment environment;
  bool color = false;  // stdout is a terminal that wants it
  bool error_color = false;
  bool progress = false;  // stderr is a terminal
  int columns = 80;       // of the terminal
  // Runs it while nothing that arrives is stored; empty where no server has the data.
  std::function<Status(const std::function<Status()>& run)> while_nothing_is_stored = {};
  // What is typed goes to the server of the project where one runs; a server itself does not.
  bool use_server = true;
  // Within a server, for somebody who is not its user: reads and writes as that user, so it is only
  // what editors may ask over HTTP, of this server's project.
  bool by_member = false;
  std::string project_dir = ".";
  Format format = Format::kTable;
};

struct CommandSpec {
  // Unique. With a space ("survey open") it stands under the command before the space, which is in
  // the table too, has no required positional, and may be of no use alone (no `run`).
  std::string_view name;
  std::string_view summary;
  std::string_view example;
  std::vector<PositionalSpec> positionals;
  std::vector<OptionSpec> options;
  // Empty: it only holds the commands under it.
  std::function<int(Context&, const Parsed&)> run;
  // Of --format, beside those that every command knows; the command reads them from the text.
  std::vector<std::string> further_formats = {};
  // In no help: northstar starts it itself.
  bool hidden = false;
  // Looks into the project's data, which a running server holds.
  bool uses_data = false;
  // Asked before it runs, where somebody can be; nullopt: nothing is lost.
  std::optional<std::string> (*question)(const Parsed& parsed) = nullptr;
  // Members of a server's group may run it (Context::by_member), without options for its owner.
  bool for_members = false;
};

// By name, ascending, so that each comes after the one that it stands under.
std::span<const CommandSpec> Commands();

// Prints the error with its diagnostics and hint; returns the exit code it deserves.
int Report(Context& context, const Error& error);
// Control characters of each line become spaces: messages quote what stands in files.
std::string PrintableLines(const std::string& text);
// Prints the answer, or reports why there is none; returns the exit code.
int Print(Context& context, const Result<std::string>& answer);
// Reads the project, or reports what is wrong with it.
Result<LoadedProject> ReadProject(Context& context);

// kData where this user may not look into the data: they are those of a server, say.
Status CheckMayLook(const Project& project);
// Loads what was never loaded, warns of files that changed since.
Result<Session> OpenForQuestions(Context& context);
// What there is to say about loads beside their counts, a line each, for stderr.
std::string ExplainLoads(const std::vector<LoadSummary>& summaries);
// Shows "loading shop  42 %  1.2M rows/s  12 s left" while it is called; empty when not wanted.
ProgressListener MakeProgress(Context& context);

}  // namespace northstar::cli

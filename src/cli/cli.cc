#include "cli/cli.h"

#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <new>

#include "base/text.h"
#include "cli/arguments.h"
#include "cli/by_server.h"
#include "report/screen.h"

namespace northstar::cli {

std::string Parsed::Text(std::string_view name, std::string fallback) const {
  const auto found = values.find(name);
  return found == values.end() ? fallback : found->second.front();
}

std::vector<std::string> Parsed::All(std::string_view name) const {
  const auto found = values.find(name);
  return found == values.end() ? std::vector<std::string>{} : found->second;
}

namespace {

// Problems that only the data revealed know the place in the project file, but not its text.
Diagnostic WithSourceLine(Diagnostic diagnostic, const std::string& folder) {
  if (!diagnostic.source_line.empty() || diagnostic.where.line <= 0) return diagnostic;
  std::ifstream file(std::filesystem::path(folder) / diagnostic.where.file);
  std::string line;
  for (int i = 0; i < diagnostic.where.line && std::getline(file, line); ++i) continue;
  if (file) diagnostic.source_line = line;
  return diagnostic;
}

}  // namespace

std::string PrintableLines(const std::string& text) {
  std::vector<std::string> lines = Split(text, '\n');
  for (std::string& line : lines) line = Printable(line);
  return Join(lines, "\n");
}

int Report(Context& context, const Error& error) {
  for (const Diagnostic& known : error.diagnostics) {
    const Diagnostic diagnostic = WithSourceLine(known, context.project_dir);
    context.err(RenderDiagnostic(diagnostic, context.error_color));
  }
  const char* label = context.error_color ? "\033[1;31merror\033[0m" : "error";
  context.err(fmt::format("northstar: {}: {}\n", label, PrintableLines(error.message)));
  if (!error.hint.empty()) context.err(fmt::format("  hint: {}\n", PrintableLines(error.hint)));
  return error.kind == ErrorKind::kData ? kFailed : kUsage;
}

int Print(Context& context, const Result<std::string>& answer) {
  if (!answer.ok()) return Report(context, answer.error());
  context.out(*answer);
  return kFine;
}

Result<LoadedProject> ReadProject(Context& context) {
  return LoadProject(context.project_dir, context.environment);
}

namespace {

// What a person reads passes the gate of the screen; what programs read does not.
void GuardMessages(Context& context) {
  const ScreenRules rules{.colors = context.error_color, .progress = context.progress};
  context.err = [err = context.err, rules](const std::string& text) {
    err(ForScreen(text, rules));
  };
}
void GuardAnswer(Context& context) {
  if (context.format == Format::kJson || context.format == Format::kCsv) return;
  const ScreenRules rules{.colors = context.color};
  context.out = [out = context.out, rules](const std::string& text) {
    out(ForScreen(text, rules));
  };
}

// Errors are values; what is thrown all the same is a lack of memory or a bug, and says so.
int ReportThrown(Context& context, const char* what) {
  return Report(context,
                Error::Data(fmt::format("a bug in northstar ended this command: {}", what),
                            "please report it with the command, this message and, if you can, the "
                            "project's northstar.yml; 'northstar version' says which version"));
}

// A member of a server's group may do what editors may over HTTP; nothing that names a file, since
// it would be read or written as the server's user.
Status CheckForMember(const Invocation& invocation) {
  constexpr const char* kHint = "run it as the user of the server, or as root";
  const CommandSpec& command = *invocation.command;
  if (!command.for_members) {
    return Error::Data(
        fmt::format("'{}' is for the user of the running server alone", command.name), kHint);
  }
  for (const OptionSpec& option : command.options) {
    if (!option.for_owner || !invocation.parsed.Has(option.name)) continue;
    return Error::Data(fmt::format("{} is for the user of the running server alone", option.name),
                       kHint);
  }
  return Status::Ok();
}

int Run(const std::vector<std::string>& arguments, Context& context) {
  GuardMessages(context);
  auto parsed = ParseArguments(arguments, Commands());
  if (const auto* help = std::get_if<Help>(&parsed)) {
    context.out(help->text);
    return kFine;
  }
  if (const auto* error = std::get_if<Error>(&parsed)) return Report(context, *error);
  const auto& invocation = std::get<Invocation>(parsed);
  if (context.by_member) {
    if (const Status may = CheckForMember(invocation); !may.ok())
      return Report(context, may.error());
  } else {
    context.project_dir = invocation.parsed.Text("--project", ".");
  }
  context.format =
      FormatFromName(invocation.parsed.Text("--format", "table")).value_or(Format::kTable);
  if (context.ask && invocation.command->question != nullptr) {
    const auto question = invocation.command->question(invocation.parsed);
    if (question && !context.ask(*question)) {
      context.err("northstar: nothing was removed\n");
      return kFine;
    }
  }
  if (context.use_server && invocation.command->uses_data) {
    if (const auto code = RunByServer(arguments, context)) return *code;
  }
  GuardAnswer(context);
  return invocation.command->run(context, invocation.parsed);
}

}  // namespace

int Main(const std::vector<std::string>& arguments, Context& context) {
  try {
    return Run(arguments, context);
  } catch (const std::bad_alloc&) {
    return Report(context, Error::Data("not enough memory for this command",
                                       "close other programs, or request less at once"));
  } catch (const std::exception& thrown) {
    return ReportThrown(context, thrown.what());
  } catch (...) {
    return ReportThrown(context, "an unknown exception was thrown");
  }
}

}  // namespace northstar::cli

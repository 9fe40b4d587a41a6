#include "cli/request_commands.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/record_answer.h"
#include "api/request.h"
#include "base/write_file.h"
#include "cli/ask.h"
#include "cli/digests.h"
#include "cli/looks.h"
#include "report/render_answer.h"
#include "server/api/api.h"

namespace northstar::cli {
namespace {

// The pictures that an answer can be, beside text.
struct Pictures {
  std::string_view request;
  bool chart = false;    // in the terminal, and as SVG: --chart, --out
  bool diagram = false;  // as SVG and Mermaid: --out, --format
  bool page = false;     // as HTML, and nothing else: --out
  bool pack = false;     // as Markdown or HTML, beside what is shown without: --out
};
constexpr Pictures kPictures[] = {
    {.request = "query", .chart = true},    {.request = "detect", .chart = true},
    {.request = "forecast", .chart = true}, {.request = "tree", .diagram = true},
    {.request = "report", .page = true},    {.request = "review", .pack = true},
};

Pictures PicturesOf(std::string_view request) {
  for (const Pictures& one : kPictures) {
    if (one.request == request) return one;
  }
  return {};
}

// What has commands under it and is no request itself.
struct Group {
  std::string_view name, summary;
};
constexpr Group kGroups[] = {
    {"survey", "Find out who can name, explain and move the North Star"},
};

// What editors may change, beside what anybody may ask by URL.
constexpr std::string_view kOfEditors[] = {"check mute",    "check unmute", "score",
                                           "survey answer", "survey close", "survey grade",
                                           "survey open"};

bool IsForMembers(std::string_view request) {
  std::string path(request);
  std::replace(path.begin(), path.end(), ' ', '/');
  return server::RequestNamed(path) != nullptr ||
         std::find(std::begin(kOfEditors), std::end(kOfEditors), request) != std::end(kOfEditors);
}

// The request whose answers are kept, and told.
constexpr std::string_view kLooking = "check";
// The request whose answers can be sent.
constexpr std::string_view kDigest = "digest";

constexpr std::string_view kChartHelp = "Draw a chart in the terminal";
constexpr std::string_view kBarsHelp =
    "Draw bars in the terminal instead of numbers, or points with --ci";

Result<Arguments> ToArguments(const RequestSpec& request, const Parsed& parsed) {
  Arguments arguments("--");
  for (const Parameter& parameter : request.parameters) {
    const std::string name(parameter.name);
    if (parsed.Has(name) && parsed.Has("--" + name)) {
      return Error::Usage(fmt::format("'{}' and --{} '{}' set the same parameter twice",
                                      parsed.Text(name), name, parsed.Text("--" + name)),
                          "leave one of them out");
    }
    for (const std::string& key : {name, "--" + name}) {
      if (parsed.Has(key)) arguments.Set(name, parsed.All(key));
    }
  }
  return arguments;
}

Status CheckPictures(const Context& context, const Pictures& can, const Parsed& parsed) {
  const std::string out = parsed.Text("--out");
  if (can.page && out.empty())
    return Error::Usage("report needs --out FILE.html", "northstar report --out scorecard.html");
  if (parsed.Has("--chart") && context.format != Format::kTable)
    return Error::Usage("--chart draws for the terminal", "leave --format out");
  if (can.pack && !out.empty() && !out.ends_with(".md") && !out.ends_with(".html"))
    return Error::Usage("--out writes Markdown or HTML files", "--out review.md");
  if (!can.page && !can.pack && !out.empty() && !out.ends_with(".svg"))
    return Error::Usage("--out writes SVG files", "--out chart.svg");
  return Status::Ok();
}

// Leaves in the store what the answer asks to be left there.
Status Record(Context& context, const Answer& answer) {
  const Status recorded = RecordAnswer(answer, context.clock->NowUs());
  const std::string_view meaning = IfNotRecorded(answer);
  if (recorded.ok() || meaning.empty()) return recorded;
  context.err(PrintableLines(
                  fmt::format("northstar: warning: {}; {}", WithHint(recorded.error()), meaning)) +
              "\n");
  return Status::Ok();
}

// Writes what the answer asks to be written.
Status WriteFilesOf(Context& context, const Answer& answer) {
  const FilesOfAnswer changes = FilesOf(answer);
  const Status written = WriteFiles(changes.folder, changes.files);
  if (written.ok() || changes.if_not_written.empty()) return written;
  context.err(
      fmt::format("northstar: warning: {}; {}\n", written.error().message, changes.if_not_written));
  return Status::Ok();
}

// What --out writes, by what the answer can be.
Result<std::string> FileOf(const Pictures& can, const std::string& path, const Answer& answer) {
  if (can.pack && path.ends_with(".md")) return RenderAnswer(answer, Format::kMarkdown, false);
  return can.page || can.pack ? RenderAnswerHtml(answer) : RenderAnswerSvg(answer);
}

Result<std::string> Show(Context& context, const Pictures& can, const Parsed& parsed,
                         const Answer& answer) {
  if (parsed.Has("--out")) {
    NS_ASSIGN(const std::string picture, FileOf(can, parsed.Text("--out"), answer));
    NS_RETURN_IF_ERROR(WriteFile(parsed.Text("--out"), picture));
  }
  for (const std::string& warning : WarningsOf(answer))
    context.err(fmt::format("northstar: warning: {}\n", warning));
  if (parsed.Has("--out")) {
    context.err(fmt::format("northstar: wrote {}\n", parsed.Text("--out")));
    if (!parsed.Has("--chart")) return std::string();
  }
  if (parsed.Has("--chart")) return RenderAnswerChart(answer, context.columns, context.color);
  const std::string format = parsed.Text("--format");
  if (format == "mermaid") return RenderAnswerMermaid(answer);
  if (format == "svg") return RenderAnswerSvg(answer);
  return RenderAnswer(answer, context.format, context.color);
}

// What is shown: the answer, or, of a digest that is not to be sent, what would go where.
Result<std::string> TextOf(Context& context, const Pictures& can, const Parsed& parsed,
                           const Answer& answer) {
  const auto* digest = std::get_if<DigestAnswer>(&answer);
  if (digest == nullptr || !parsed.Has("--dry-run")) return Show(context, can, parsed, answer);
  NS_ASSIGN(std::string plan, DigestPlan(context, parsed, *digest));
  if (context.format != Format::kTable) return Show(context, can, parsed, answer);
  return plan;
}

int ExitCodeOf(Outcome outcome) {
  switch (outcome) {
    case Outcome::kFine:
      break;
    case Outcome::kAlarm:
      return kFinding;
    case Outcome::kUnusable:
      return kUsage;
  }
  return kFine;
}

int RunOnce(Context& context, const RequestSpec& request, const Parsed& parsed) {
  const Pictures can = PicturesOf(request.name);
  if (const Status checked = CheckPictures(context, can, parsed); !checked.ok())
    return Report(context, checked.error());
  Result<Arguments> arguments = ToArguments(request, parsed);
  if (!arguments.ok()) return Report(context, arguments.error());
  if (can.chart && (parsed.Has("--chart") || parsed.Has("--out"))) arguments->Set("ends", {"true"});
  const Result<Answer> answer = Ask(context, request, *arguments);
  if (!answer.ok()) return Report(context, answer.error());
  const Result<std::string> text = TextOf(context, can, parsed, *answer);
  if (const Status recorded = Record(context, *answer); !recorded.ok())
    return Report(context, recorded.error());
  if (const Status written = WriteFilesOf(context, *answer); !written.ok())
    return Report(context, written.error());
  if (const int code = Print(context, text); code != kFine) return code;
  if (const auto* check = std::get_if<CheckAnswer>(&*answer)) {
    if (const int code = FinishLook(context, parsed, *check); code != kFine) return code;
  }
  if (const auto* digest = std::get_if<DigestAnswer>(&*answer)) {
    if (const int code = FinishDigest(context, parsed, *digest); code != kFine) return code;
  }
  if (context.format == Format::kTable) {
    for (const std::string& note : NotesOf(*answer))
      context.err(fmt::format("northstar: {}\n", note));
  }
  return ExitCodeOf(OutcomeOf(*answer));
}

int Run(Context& context, const RequestSpec& request, const Parsed& parsed) {
  if (request.name == kDigest) {
    if (const Status checked = CheckDigestOptions(parsed); !checked.ok())
      return Report(context, checked.error());
  }
  if (request.name != kLooking) return RunOnce(context, request, parsed);
  if (const Status checked = CheckLookOptions(parsed); !checked.ok())
    return Report(context, checked.error());
  if (!parsed.Has("--watch")) return RunOnce(context, request, parsed);
  DueDigests digests;
  return Watch(context, parsed, [&](Context& looking) {
    const int code = RunOnce(looking, request, parsed);
    if (parsed.Has("--notify")) digests.Send(looking);
    return code;
  });
}

void AddPictures(const Pictures& can, CommandSpec& command) {
  if (can.chart) {
    command.options.push_back({"--chart", "", command.name == "query" ? kBarsHelp : kChartHelp});
    command.options.push_back(
        {.name = "--out",
         .value = "FILE.svg",
         .help = command.name == "query" ? "Write one chart per metric and value of --by to a file"
                                         : "Write a chart to a file",
         .for_owner = true});
  }
  if (can.diagram) {
    command.options.push_back({.name = "--out",
                               .value = "FILE.svg",
                               .help = "Write it as a picture to a file",
                               .for_owner = true});
    command.further_formats = {"mermaid", "svg"};
  }
  if (can.page) {
    command.options.push_back(
        {.name = "--out", .value = "FILE.html", .help = "File to write", .for_owner = true});
  }
  if (can.pack) {
    command.options.push_back(
        {.name = "--out",
         .value = "FILE",
         .help = "Write the pack to a file: Markdown (.md) or one page (.html)",
         .for_owner = true});
  }
}

CommandSpec ToCommand(const RequestSpec& request) {
  CommandSpec command{.name = request.name,
                      .summary = request.summary,
                      .example = request.example,
                      .positionals = {},
                      .options = {},
                      .run = [&request](Context& context, const Parsed& parsed) {
                        return Run(context, request, parsed);
                      }};
  command.uses_data = !std::holds_alternative<RunAlone>(request.run);
  command.for_members = IsForMembers(request.name);
  for (const Parameter& parameter : request.parameters) {
    if (parameter.subject) {
      command.positionals.push_back(
          {parameter.name, parameter.help, parameter.required, parameter.many});
    }
    if (parameter.internal || (parameter.subject && !parameter.also_named)) continue;
    command.options.push_back({"--" + std::string(parameter.name), parameter.Placeholder(),
                               parameter.help, parameter.choices, parameter.many,
                               parameter.kind == ParameterKind::kFile});
  }
  AddPictures(PicturesOf(request.name), command);
  if (request.name == kLooking) {
    for (OptionSpec& option : LookOptions()) command.options.push_back(std::move(option));
  }
  if (request.name == kDigest) {
    for (OptionSpec& option : DigestSendOptions()) command.options.push_back(std::move(option));
  }
  return command;
}

}  // namespace

std::vector<CommandSpec> RequestCommands() {
  std::vector<CommandSpec> commands;
  for (const RequestSpec& request : Requests()) commands.push_back(ToCommand(request));
  for (const Group& group : kGroups) {
    const std::string before = fmt::format("{} ", group.name);
    if (std::none_of(commands.begin(), commands.end(),
                     [&](const CommandSpec& one) { return one.name.starts_with(before); }))
      continue;
    commands.push_back({.name = group.name,
                        .summary = group.summary,
                        .example = {},
                        .positionals = {},
                        .options = {},
                        .run = {}});
  }
  return commands;
}

}  // namespace northstar::cli

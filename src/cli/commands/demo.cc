// Writes the example product, then asks of it what a team asks of its own: which star, who decided
// it, what it is made of, why it moved, what is wrong, how objectives and bets went.
#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>

#include "api/request.h"
#include "base/text.h"
#include "base/write_file.h"
#include "cli/commands/commands.h"
#include "demo/write_demo.h"
#include "json/answers.h"
#include "model/project_files.h"
#include "report/decision_record.h"
#include "report/render_answer.h"

namespace northstar::cli {
namespace {

constexpr size_t kWidth = 98;

// One question of the walk. The data end on the last day of June 2026, so what is said of "now" is
// asked as of then.
struct Step {
  std::string_view question;
  std::string_view request;
  std::vector<std::array<std::string, 2>> arguments;  // by parameter
};
const Step kWalk[] = {
    {"Who decided that, and what was before?", "history", {}},
    {"How does it stand?", "tree", {}},
    {"Why did it move in November?", "explain", {{"from", "2025-11-10"}, {"to", "2025-11-17"}}},
    {"What is wrong now?", "check", {{"as-of", "2026-06-30"}}},
    {"Did the quarter's objective come true?", "okrs", {{"as-of", "2026-06-30"}}},
    {"Did what shipped move it?", "bets", {{"as-of", "2026-06-30"}}},
    {"Should the star stay?", "review", {{"period", "2026-Q2"}}},
    {"What does the team read on Monday?", "digest", {{"as-of", "2026-06-30"}}}};

const RequestSpec& RequestNamed(std::string_view name) {
  const std::span<const RequestSpec> all = Requests();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const RequestSpec& spec) { return spec.name == name; });
  NS_CHECK(found != all.end());
  return *found;
}

Result<Answer> AskAny(Context& context, const Session& session, const RequestSpec& request,
                      const Arguments& arguments) {
  if (!IsOfFolder(request, arguments)) return Ask(session, request, arguments, context.cancel);
  return AskOfFolder({context.project_dir, context.environment, context.clock, context.cancel},
                     request, arguments);
}

// What an answer says first: its sentence; of checks also what fires, of objectives each of theirs.
std::vector<std::string> SentencesOf(const nlohmann::json& answer) {
  std::vector<std::string> out;
  if (answer.contains("sentence")) out.push_back(answer["sentence"]);
  for (const char* list : {"checks", "objectives"}) {
    if (!answer.contains(list)) continue;
    for (const nlohmann::json& one : answer[list]) {
      if (!one.contains("state") || one["state"] == "firing") out.push_back(one["sentence"]);
    }
  }
  return out;
}

// The answer in words, and the command that shows all of it.
Result<std::string> Told(Context& context, const Session& session, const Step& step) {
  Arguments arguments("--");
  std::string command = fmt::format("northstar -p {} {}", context.project_dir, step.request);
  for (const auto& [name, value] : step.arguments) {
    arguments.Set(name, {value});
    command += fmt::format(" --{} {}", name, value);
  }
  NS_ASSIGN(const Answer answer, AskAny(context, session, RequestNamed(step.request), arguments));
  NS_ASSIGN(const std::string json, AnswerJson(answer));
  std::string text = fmt::format("{}\n", step.question);
  for (const std::string& sentence : SentencesOf(nlohmann::json::parse(json))) {
    for (const std::string& line : Wrap(sentence, kWidth - 2)) text += "  " + line + "\n";
  }
  return text + "  $ " + command + "\n\n";
}

Result<std::string> Walk(Context& context, const Session& session) {
  std::string text;
  for (const Step& step : kWalk) {
    NS_ASSIGN(const std::string told, Told(context, session, step));
    text += told;
  }
  return text;
}

// The record that `decide` would have written when the star was chosen, from the data up to then.
Status WriteDecision(const SessionView& view) {
  const Project& project = *view.project();
  const NorthStar& star = *project.north_star;
  const FormerStar& former = star.history.front();
  DecideAnswer answer;
  const Day day = *ParseDay(star.since);
  NS_ASSIGN(answer.evaluation, Evaluate(view.engine(), view.project(), view.facts(), {},
                                        project.calendar.DayStart(day)));
  answer.metric = star.metric;
  answer.day = star.since;
  answer.why = "Teams that finish work together stay, and pay.";
  answer.by = "anna";
  answer.former = former.metric;
  answer.reason = former.reason;
  answer.definitions = DefinitionsHash(project);
  return WriteFiles(project.root, {{former.decision, RenderDecision(answer)}});
}

std::string TryNext(const std::string& directory) {
  return fmt::format(
      "Try next:\n"
      "  northstar -p {0} report --out scorecard.html\n"
      "  northstar -p {0} evaluate --why messages_sent\n"
      "  northstar -p {0} query weekly_active_teams --from 2026-01-01 --chart\n"
      "  northstar -p {0} check --as-of 2025-11-24\n"
      "  northstar -p {0} okrs --period 2026-Q1\n"
      "  northstar -p {0} bets --plan\n"
      "  northstar -p {0} align product\n"
      "  northstar -p {0} survey open --people {0}/survey/people.csv\n"
      "  northstar -p {0} survey results --import {0}/survey/answers.csv\n"
      "  northstar -p {0} decide messages_sent --why \"…\" --stopped-working \"…\" --dry-run\n",
      directory);
}

Result<demo::SimulationSpec> SpecOf(const Parsed& parsed) {
  demo::SimulationSpec spec;
  if (const auto seed = ParseNumber(parsed.Text("--seed", "1"));
      seed && *seed >= 0 && *seed < 1e15) {
    spec.seed = static_cast<uint64_t>(*seed);
  } else {
    return Error::Usage("--seed takes a number of at least 0");
  }
  spec.size = ParseNumber(parsed.Text("--size", "1")).value_or(0);
  if (!(spec.size >= 0.02 && spec.size <= 10))
    return Error::Usage("--size takes a number from 0.02 to 10");
  return spec;
}

Result<std::string> AnswerOf(Context& context, const Parsed& parsed) {
  NS_ASSIGN(const demo::SimulationSpec spec, SpecOf(parsed));
  const std::string directory = parsed.Text("directory", "northstar-demo");
  NS_RETURN_IF_ERROR(CheckOutsideProjects(directory));
  context.err(fmt::format(
      "northstar: simulating 42 months of a team-collaboration product in {}/\n", directory));
  NS_ASSIGN(const demo::DemoFiles files, demo::WriteDemo(directory, spec));
  context.err(fmt::format("northstar: {} written\n", Plural(files.events, "event")));
  context.project_dir = directory;
  NS_ASSIGN(const Session session, OpenForQuestions(context));
  NS_ASSIGN(const SessionView view, session.Begin(context.cancel));
  NS_RETURN_IF_ERROR(WriteDecision(view));
  NS_ASSIGN(Evaluation evaluation,
            Evaluate(view.engine(), view.project(), view.facts(), {}, view.NowUs()));
  // What the project itself leaves out is no news here.
  if (context.format == Format::kTable) evaluation.activities.clear();
  NS_ASSIGN(const std::string out,
            RenderAnswer(EvaluateAnswer{std::move(evaluation), "", {}, false}, context.format,
                         context.color));
  if (context.format != Format::kTable) return out;
  NS_ASSIGN(const std::string walk, Walk(context, session));
  return out + "\n" + walk + TryNext(directory);
}

int RunDemo(Context& context, const Parsed& parsed) {
  return Print(context, AnswerOf(context, parsed));
}

}  // namespace

CommandSpec DemoCommand() {
  return {
      "demo",
      "Write an example product with a known truth, evaluate it, and walk through what a team asks",
      "northstar demo /tmp/teamwork",
      {{"directory", "Directory to write (default: northstar-demo)"}},
      {{"--seed", "N", "Seed of the simulated history (default 1)"},
       {"--size", "X", "Size of the product; 1 (default) is 30,000 users and 2 million events"}},
      RunDemo};
}

}  // namespace northstar::cli

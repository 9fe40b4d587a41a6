#include <fmt/format.h>

#include "base/text.h"
#include "cli/commands/commands.h"
#include "demo/write_demo.h"
#include "model/project_files.h"
#include "report/render_answer.h"

namespace northstar::cli {
namespace {

Result<std::string> Answer(Context& context, const Parsed& parsed) {
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
  const std::string directory = parsed.Text("directory", "northstar-demo");
  NS_RETURN_IF_ERROR(CheckOutsideProjects(directory));
  context.err(fmt::format(
      "northstar: simulating 42 months of a team-collaboration product in {}/\n", directory));
  NS_ASSIGN(const demo::DemoFiles files, demo::WriteDemo(directory, spec));
  context.err(fmt::format("northstar: {} written\n", Plural(files.events, "event")));
  context.project_dir = directory;
  NS_ASSIGN(const Session session, OpenForQuestions(context));
  NS_ASSIGN(const SessionView view, session.Begin(context.cancel));
  NS_ASSIGN(const Evaluation evaluation,
            Evaluate(view.engine(), view.project(), view.facts(), {}, view.NowUs()));
  NS_ASSIGN(const std::string out,
            RenderAnswer(EvaluateAnswer{evaluation, "", {}, false}, context.format, context.color));
  if (context.format != Format::kTable) return out;
  // The decision stands last, where it is seen.
  return fmt::format(
             "Try next:\n"
             "  northstar -p {0} report --out scorecard.html\n"
             "  northstar -p {0} evaluate --why messages_sent\n"
             "  northstar -p {0} query weekly_active_teams --from 2026-01-01 --chart\n"
             "  northstar -p {0} explain weekly_active_teams --from 2026-01-26 --to 2026-02-02\n"
             "  northstar -p {0} value-words\n"
             "  northstar -p {0} tree\n"
             "  northstar -p {0} lead daily_active_users revenue\n"
             "  northstar -p {0} decide weekly_active_teams --why \"…\"\n\n",
             directory) +
         out;
}

int Run(Context& context, const Parsed& parsed) {
  return Print(context, Answer(context, parsed));
}

}  // namespace

CommandSpec DemoCommand() {
  return {
      "demo",
      "Write an example product with a known truth, and evaluate it",
      "northstar demo /tmp/teamwork",
      {{"directory", "Directory to write (default: northstar-demo)"}},
      {{"--seed", "N", "Seed of the simulated history (default 1)"},
       {"--size", "X", "Size of the product; 1 (default) is 30,000 users and 2 million events"}},
      Run};
}

}  // namespace northstar::cli

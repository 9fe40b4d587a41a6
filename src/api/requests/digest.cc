#include <fmt/format.h>

#include "api/check_memory.h"
#include "api/requests/requests.h"

namespace northstar {
namespace {

std::optional<DigestForm> FormOf(const std::string& to) {
  if (to == "slack") return DigestForm::kSlack;
  if (to == "markdown") return DigestForm::kMarkdown;
  if (to == "email") return DigestForm::kPlain;
  return std::nullopt;
}

Result<Answer> AskDigest(const SessionView& view, const Arguments& arguments) {
  DigestOptions options;
  options.period = GrainFromName(arguments.Text("period", "week")).value_or(Grain::kWeek);
  NS_ASSIGN(options.as_of_us, arguments.ReadTime("as-of", view.project()->calendar));
  DigestAnswer answer;
  answer.form = FormOf(arguments.Text("to"));
  const int64_t at_us = options.as_of_us.value_or(view.NowUs());
  const Result<CheckMemory> memory = ReadCheckMemory(*view.project(), at_us);
  if (memory.ok()) options.checks = MemoryOf(*memory, at_us, !options.as_of_us);
  NS_ASSIGN(answer.digest,
            FindDigest(view.engine(), view.project(), view.facts(), view.NowUs(), options));
  if (!memory.ok()) {
    answer.digest.notes.push_back(
        fmt::format("{}; what fires is from the data alone.", WithHint(memory.error())));
  }
  return Answer(std::move(answer));
}

}  // namespace

RequestSpec DigestSpec() {
  using enum ParameterKind;
  return {"digest",
          "Write the weekly or monthly digest: the star, inputs, guardrails, why it moved, "
          "feedback, OKRs, bets, checks",
          "northstar digest --to slack",
          {{.name = "period",
            .kind = kChoice,
            .help = "Period to summarize (default: week)",
            .choices = {"week", "month"}},
           {.name = "to",
            .kind = kChoice,
            .help = "Format for this channel (default: plain text)",
            .choices = {"slack", "email", "markdown"}},
           AsOfParameter()},
          AskDigest};
}

}  // namespace northstar

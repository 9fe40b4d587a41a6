// What is wrong now, with what is remembered of it. Reads the store and changes nothing; what a
// look leaves there is written by whoever asked (take_look.h).
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "api/check_memory.h"
#include "api/requests/requests.h"
#include "base/text.h"
#include "store/outbox.h"

namespace northstar {
namespace {

// How long a message that was given up is told of.
constexpr int64_t kToldOfUs = 7 * kMicrosPerDay;

std::string ChannelWords(const store::OutboxMessage& message) {
  return fmt::format("channel {} ({}, {})", message.channel + 1, message.type,
                     Printable(message.host));
}

// One sentence per channel and reason, however many messages there are.
void AddDelivery(const store::Outstanding& outstanding, std::vector<std::string>& notes) {
  std::map<std::pair<std::string, std::string>, long long> given_up, waiting;
  for (const store::OutboxMessage& one : outstanding.given_up)
    ++given_up[{ChannelWords(one), one.problem}];
  for (const store::OutboxMessage& one : outstanding.waiting) {
    if (one.attempts > 0 && !one.problem.empty()) ++waiting[{ChannelWords(one), one.problem}];
  }
  for (const auto& [what, count] : given_up) {
    notes.push_back(fmt::format("{} to {} {} given up: {}.", Plural(count, "message"), what.first,
                                count == 1 ? "was" : "were", what.second));
  }
  for (const auto& [what, count] : waiting) {
    notes.push_back(fmt::format("{} to {} {} to be sent again: {}.", Plural(count, "message"),
                                what.first, count == 1 ? "is" : "are", what.second));
  }
}

void AddNotes(const LookResult& result, bool first_look, CheckAnswer& answer) {
  answer.notes = answer.found.notes;
  for (const size_t i : result.newly_static)
    answer.notes.push_back(answer.found.findings[i].said.whole());
  if (first_look) {
    answer.notes.emplace_back(
        "This is the first saved check: whatever fires counts as having started now.");
  }
  if (answer.stands_alone && answer.store_unread.empty()) {
    answer.notes.emplace_back(
        "A later check was already saved: states here come from the data alone and are not saved.");
  }
}

// The states that this look makes of those before, and the mutes of each.
void AddStates(const store::AlertMemory& memory, CheckAnswer& answer) {
  const store::AlertMemory known = answer.stands_alone ? store::AlertMemory{} : memory;
  const LookResult result = Advance(answer.found.findings, StatesOf(known), MutedIn(known),
                                    {.now_us = answer.found.at_us, .complete = answer.complete});
  answer.states = result.states;
  for (const AlertState& state : answer.states) {
    const auto mute = std::find_if(known.mutes.begin(), known.mutes.end(), [&](const auto& one) {
      return AlertKey{one.check, one.subject} == state.key;
    });
    answer.mutes.push_back(mute != known.mutes.end() ? std::optional(*mute) : std::nullopt);
  }
  AddNotes(result, !answer.stands_alone && !memory.last_look_us, answer);
}

std::set<AlertKey> MutedOf(const CheckAnswer& answer) {
  std::set<AlertKey> muted;
  for (const std::optional<store::Mute>& mute : answer.mutes) {
    if (mute) muted.insert({mute->check, mute->subject});
  }
  return muted;
}

Result<Answer> AskCheck(const SessionView& view, const Arguments& arguments) {
  const Project& project = *view.project();
  CheckOptions options;
  NS_ASSIGN(options.as_of_us, arguments.ReadTime("as-of", project.calendar));
  options.metrics = arguments.All("metric");
  const int64_t at_us = options.as_of_us.value_or(view.NowUs());
  CheckAnswer answer;
  answer.complete = options.metrics.empty();
  answer.of_now = !options.as_of_us;
  answer.all = arguments.Has("all");
  const Result<CheckMemory> memory = ReadCheckMemory(project, at_us);
  if (memory.ok()) {
    options.memory = memory->freshness;
    options.definitions = memory->definitions;
    answer.stands_alone = StandsAlone(*memory, at_us, answer.of_now);
  } else {
    answer.stands_alone = true;
    answer.store_unread = fmt::format("{}; states are from the data alone, and none is kept",
                                      WithHint(memory.error()));
  }
  NS_ASSIGN(answer.found,
            FindChecks(view.engine(), view.project(), view.facts(), view.NowUs(), options));
  answer.found.at_us = at_us;
  AddStates(memory.ok() ? memory->alerts : store::AlertMemory{}, answer);
  answer.said = Words(StatementOn(answer.found.findings, answer.states, MutedOf(answer)));
  const auto outstanding = store::OutstandingMessages(project, at_us - kToldOfUs);
  if (outstanding.ok()) AddDelivery(*outstanding, answer.notes);
  return Answer(std::move(answer));
}

}  // namespace

RequestSpec CheckSpec() {
  using enum ParameterKind;
  return {"check",
          "Show what is wrong now: guardrails, red flags, anomalies, silent sources, goals",
          "northstar check --notify",
          {{.name = "metric", .kind = kMetric, .help = "Check these metrics only", .many = true},
           {.name = "all", .kind = kFlag, .help = "Show a row for each check that holds, too"},
           AsOfParameter()},
          AskCheck};
}

}  // namespace northstar

#include <algorithm>

#include "base/calendar.h"
#include "json/findings.h"
#include "json/said.h"
#include "json/schema.h"
#include "words/alerts.h"
#include "words/check.h"
#include "words/okrs.h"

namespace northstar {
namespace {

Json MuteJson(const std::optional<store::Mute>& mute, AlertStatus beneath) {
  if (!mute) return nullptr;
  return {{"until", FormatInstant(mute->until_us)},
          {"by", TextOrNull(mute->by)},
          {"why", mute->why},
          {"state", NameOf(beneath)}};
}

schema::Key ChecksKey() {
  using namespace schema;
  std::vector<std::string_view> kinds;
  for (const CheckKind kind : kAllCheckKinds) kinds.push_back(NameOf(kind));
  // A goal is said as its key result is.
  std::vector<Rule> rules(CheckFindingRules().begin(), CheckFindingRules().end());
  for (const Rule& rule : KeyResultRules()) {
    const bool there = std::any_of(rules.begin(), rules.end(),
                                   [&](const Rule& one) { return one.name == rule.name; });
    if (!there) rules.push_back(rule);
  }
  return {
      "checks",
      List(Object(
          {{"check", Choice(kinds)},
           {"subject", Str("a metric, a source, a key result; with `check` it names an alert")},
           {"severity", Choice({"critical", "warning"})},
           {"state", Choice({"ok", "pending", "firing", "no_data", "muted"},
                            "`muted` hides the state beneath, which `muted` names")},
           {"since", OrNull(Str("first day of the period in which the state began"))},
           {"period", OrNull(Str("that was judged: its first day"))},
           {"value", OrNull(Num("in the unit of the subject"))},
           {"limit", OrNull(Num("that the value is held against"))},
           {"owners", Names()},
           {"muted", OrNull(Object({{"until", Instant()},
                                    {"by", OrNull(Str())},
                                    {"why", Str()},
                                    {"state", Choice({"ok", "pending", "firing", "no_data"})}}))},
           {"static", Flag("a source that was old when it was first loaded")},
           SentenceKey(),
           HeadlineKey(rules),
           {"held_by", OrNull(Str("what keeps it from being judged: `freshness/SOURCE`"))}}))};
}

}  // namespace

Json CheckRowJson(const CheckAnswer& answer, size_t i) {
  const CheckFinding& finding = answer.found.findings[i];
  const AlertState& state = answer.states[i];
  const std::optional<store::Mute>& mute = answer.mutes[i];
  Json row{{"check", NameOf(finding.check)},
           {"subject", finding.subject},
           {"severity", NameOf(finding.severity)},
           {"state", mute ? "muted" : NameOf(state.status)},
           {"since", TextOrNull(state.since)},
           {"period", TextOrNull(finding.period)},
           {"value", Number(finding.value)},
           {"limit", Number(finding.limit)},
           {"owners", finding.owners},
           {"muted", MuteJson(mute, state.status)},
           {"static", finding.is_static}};
  AddSaid(finding.said, row);
  row["held_by"] = TextOrNull(finding.held_by);
  return row;
}

Json RemovedRowJson(const std::string& check, const std::string& subject, const Said& said) {
  Json row{{"check", check},   {"subject", subject}, {"severity", nullptr},
           {"state", "ok"},    {"since", nullptr},   {"period", nullptr},
           {"value", nullptr}, {"limit", nullptr},   {"owners", Json::array()},
           {"muted", nullptr}, {"static", false}};
  AddSaid(said, row);
  row["held_by"] = nullptr;
  return row;
}

Json ToJson(const CheckAnswer& answer) {
  Json rows = Json::array();
  size_t firing = 0;
  for (size_t i = 0; i < answer.states.size(); ++i) {
    rows.push_back(CheckRowJson(answer, i));
    firing += Fires(answer.found.findings[i], answer.states[i]);
  }
  Json out{{"at", FormatInstant(answer.found.at_us)}, {"firing", firing}};
  AddSaid(answer.said, out);
  out["checks"] = std::move(rows);
  out["notes"] = answer.notes;
  return out;
}

Json CheckSchema() {
  using namespace schema;
  return AnswerOf({{"at", Instant()},
                   {"firing", Count("checks that fire; mutes do not change it, and what a silent "
                                    "source holds back is not in it")},
                   SentenceKey(),
                   HeadlineKey(AlertsRules()),
                   ChecksKey(),
                   NotesKey()},
                  "what is wrong now");
}

Json ToJson(const MuteAnswer& answer) {
  const store::Mute& mute = answer.mute;
  return {{"check", mute.check},       {"subject", mute.subject},
          {"muted", !answer.ends},     {"until", FormatInstant(mute.until_us)},
          {"by", TextOrNull(mute.by)}, {"why", TextOrNull(mute.why)}};
}

Json MuteSchema() {
  using namespace schema;
  return AnswerOf({{"check", Str()},
                   {"subject", Str()},
                   {"muted", Flag("false: the mute ended now")},
                   {"until", Instant()},
                   {"by", OrNull(Str())},
                   {"why", OrNull(Str())}},
                  "a mute that was made or ended");
}

}  // namespace northstar

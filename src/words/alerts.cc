#include "words/alerts.h"

#include "base/period_words.h"
#include "base/text.h"
#include "words/phrases.h"

namespace northstar {
namespace {

Sentence Count(size_t count) {
  return Value(std::to_string(count));
}

// "2 alerts started", for those that there are.
void AddCount(size_t count, const char* one, const char* several, std::vector<Sentence>& parts) {
  if (count == 0) return;
  const char* what = count == 1 ? one : several;
  parts.push_back(parts.empty()
                      ? Say("{} {} {}", Count(count), count == 1 ? "alert" : "alerts", what)
                      : Say("{} {}", Count(count), what));
}

Sentence AlsoWords(const AlertsStatement& s) {
  std::vector<Sentence> parts;
  const auto add = [&](const char* what, size_t count) {
    if (count > 0) parts.push_back(Say("{}: {}", what, Count(count)));
  };
  add("pending", s.pending);
  add("not judged", s.no_data);
  add("held back by a silent source", s.held);
  if (parts.empty()) return "";
  Sentence all = parts[0];
  for (size_t i = 1; i < parts.size(); ++i) all += Say("; {}", parts[i]);
  return all;
}

// ", 1 of them critical", of those that fire.
Sentence CriticalWords(const AlertsStatement& s) {
  if (s.critical == 0) return "";
  if (s.critical < s.firing) return Say(", {} of them critical", Count(s.critical));
  if (s.firing == 1) return ", critical";
  return s.firing == 2 ? ", both critical" : ", all critical";
}

Sentence First(const AlertsStatement& s) {
  using Code = AlertsStatement::Code;
  const Sentence also = AlsoWords(s);
  switch (s.code) {
    case Code::kNothingToCheck:
      return "There is nothing to check yet.";
    case Code::kQuiet:
      if (also.empty()) {
        return s.checks == 1 ? Sentence("The only check holds.")
                             : Say("All {} checks hold.", Count(s.checks));
      }
      return Say("None of {} is firing; {}.",
                 Value(Plural(static_cast<long long>(s.checks), "check")), also);
    case Code::kFiring:
      return Say("{} of {} {} firing{}{}{}.", Count(s.firing),
                 Value(Plural(static_cast<long long>(s.checks), "check")),
                 s.firing == 1 ? "is" : "are", CriticalWords(s), also.empty() ? "" : "; ", also);
  }
  return "";
}

constexpr Rule kAlertsRules[] = {
    {"nothing_to_check", "the project has nothing that could be checked"},
    {"quiet", "no check fires"},
    {"firing", "at least one check fires"},
};

Sentence First(const AlertEventStatement& s) {
  using Code = AlertEventStatement::Code;
  const Sentence since =
      s.since.empty() ? Sentence() : Say(" since {}", Period(DateWords(s.since)));
  switch (s.code) {
    case Code::kStarted:
      return Say("Started: {}", s.found);
    case Code::kRepeated:
      return Say("Still firing{}: {}", since, s.found);
    case Code::kEnded:
      return Say("Ended: {}", s.found);
    case Code::kRemoved:
      return Say("Ended: {} is no longer checked.", s.alert);
    case Code::kStartedAndEnded:
      return Say("Started and ended before anyone was told: {}", s.found);
  }
  return "";
}

constexpr Rule kEventRules[] = {
    {"started", "the alert started to fire, or fires still when its mute ended"},
    {"repeated", "it is critical and still fires after the time of `renotify`"},
    {"ended", "it no longer fires"},
    {"removed", "the project's files no longer name what it is about"},
    {"started_and_ended", "it ended before anybody could be told that it had started"},
};

Sentence First(const LookTitle& s) {
  if (s.code == LookTitle::Code::kFirst) {
    return Say("{}: first look, {} of {} {} firing.", s.project, Count(s.firing),
               Value(Plural(static_cast<long long>(s.checks), "check")),
               s.firing == 1 ? "is" : "are");
  }
  std::vector<Sentence> parts;
  AddCount(s.started, "started", "started", parts);
  AddCount(s.repeated, "still fires", "still fire", parts);
  AddCount(s.ended, "ended", "ended", parts);
  return Say("{}: {}.", s.project, Listed(parts));
}

constexpr Rule kTitleRules[] = {
    {"first_look", "nobody was told anything before"},
    {"later_look", "somebody was"},
};

}  // namespace

std::span<const Rule> AlertsRules() {
  return kAlertsRules;
}

Said Words(const AlertsStatement& statement) {
  Said said{First(statement), {}, RuleName(AlertsRules(), statement.code)};
  if (statement.muted > 0)
    said.Add(Say("Muted (no messages are sent): {}.", Count(statement.muted)));
  return said;
}

std::span<const Rule> AlertEventRules() {
  return kEventRules;
}

Said Words(const AlertEventStatement& statement) {
  return {First(statement), {}, RuleName(AlertEventRules(), statement.code)};
}

std::span<const Rule> LookTitleRules() {
  return kTitleRules;
}

Said Words(const LookTitle& title) {
  return {First(title), {}, RuleName(LookTitleRules(), title.code)};
}

}  // namespace northstar

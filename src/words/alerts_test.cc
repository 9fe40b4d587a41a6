#include "words/alerts.h"

#include "tests/said_rows.h"

namespace northstar::testing {
namespace {

TEST(AlertWords, EveryCodeOfALookHasItsSentence) {
  using Code = AlertsStatement::Code;
  ExpectSaid<AlertsStatement>(
      {{{Code::kNothingToCheck}, "nothing_to_check", "There is nothing to check yet."},
       {{.code = Code::kQuiet, .checks = 31}, "quiet", "All {31} checks hold."},
       {{.code = Code::kQuiet, .checks = 1}, "quiet", "The only check holds."},
       {{.code = Code::kQuiet, .checks = 31, .pending = 2, .no_data = 1},
        "quiet",
        "None of {31 checks} is firing; pending: {2}; not judged: {1}."},
       {{.code = Code::kFiring, .checks = 31, .firing = 1, .critical = 1, .muted = 1, .held = 3},
        "firing",
        "{1} of {31 checks} is firing, critical; held back by a silent source: {3}. // "
        "Muted (no messages are sent): {1}."},
       {{.code = Code::kFiring, .checks = 31, .firing = 2},
        "firing",
        "{2} of {31 checks} are firing."},
       {{.code = Code::kFiring, .checks = 31, .firing = 2, .critical = 1},
        "firing",
        "{2} of {31 checks} are firing, {1} of them critical."},
       {{.code = Code::kFiring, .checks = 31, .firing = 2, .critical = 2},
        "firing",
        "{2} of {31 checks} are firing, both critical."},
       {{.code = Code::kFiring, .checks = 31, .firing = 3, .critical = 3},
        "firing",
        "{3} of {31 checks} are firing, all critical."}},
      AlertsRules());
}

TEST(AlertWords, EveryEventHasItsSentence) {
  using Code = AlertEventStatement::Code;
  const Sentence found = Say("{} was {}.", OfMetric("rating", "Rating"), Value("3.1"));
  ExpectSaid<AlertEventStatement>(
      {{{Code::kStarted, "guardrail/rating", found}, "started", "Started: <Rating> was {3.1}."},
       {{Code::kRepeated, "guardrail/rating", found, "2026-06-22"},
        "repeated",
        "Still firing since |Jun 22, 2026|: <Rating> was {3.1}."},
       {{Code::kRepeated, "guardrail/rating", found},
        "repeated",
        "Still firing: <Rating> was {3.1}."},
       {{Code::kEnded, "guardrail/rating", found}, "ended", "Ended: <Rating> was {3.1}."},
       {{Code::kRemoved, "guardrail/rating"},
        "removed",
        "Ended: guardrail/rating is no longer checked."},
       {{Code::kStartedAndEnded, "guardrail/rating", found},
        "started_and_ended",
        "Started and ended before anyone was told: <Rating> was {3.1}."}},
      AlertEventRules());
}

TEST(AlertWords, TitlesCountWhatHappened) {
  using Code = LookTitle::Code;
  ExpectSaid<LookTitle>(
      {{{.code = Code::kFirst, .project = "acme", .checks = 31, .firing = 2},
        "first_look",
        "acme: first look, {2} of {31 checks} are firing."},
       {{.code = Code::kLater, .project = "acme", .started = 2, .repeated = 1, .ended = 1},
        "later_look",
        "acme: {2} alerts started, {1} still fires and {1} ended."},
       {{.code = Code::kLater, .project = "acme", .ended = 1},
        "later_look",
        "acme: {1} alert ended."}},
      LookTitleRules());
}

}  // namespace
}  // namespace northstar::testing

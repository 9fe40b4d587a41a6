// What a look found over all checks, and what people are told of alerts: which started, go on and
// ended. What a single check says is in words/check.h and passes through whole.
#pragma once

#include <span>
#include <string>

#include "words/rule.h"
#include "words/said.h"

namespace northstar {

// How all checks stand.
struct AlertsStatement {
  enum class Code { kNothingToCheck, kQuiet, kFiring };

  Code code;
  size_t checks = 0;
  // Of kFiring: at least 1; of those, critical ones and muted ones.
  size_t firing = 0, critical = 0, muted = 0;
  // The others that do not simply hold.
  size_t pending = 0, no_data = 0, held = 0;
};
// By code.
std::span<const Rule> AlertsRules();
Said Words(const AlertsStatement& statement);

// What happened to one alert, as a line of a message.
struct AlertEventStatement {
  enum class Code { kStarted, kRepeated, kEnded, kRemoved, kStartedAndEnded };

  Code code;
  // "guardrail/rating": stands in the words where there is no sentence of the check.
  std::string alert;
  // What the check says now; empty of kRemoved.
  Sentence found = {};
  // When it began, as an ISO date; of kRepeated and kStartedAndEnded, empty: not known.
  std::string since = {};
};
// By code.
std::span<const Rule> AlertEventRules();
Said Words(const AlertEventStatement& statement);

// The title of a message about a look. Counts of alerts; one of those that count is not 0.
struct LookTitle {
  enum class Code {
    // Nobody was told anything before.
    kFirst,
    kLater,
  };

  Code code;
  std::string project;
  // kFirst: all checks, and of those the ones that fire.
  size_t checks = 0, firing = 0;
  // kLater.
  size_t started = 0, repeated = 0, ended = 0;
};
// By code.
std::span<const Rule> LookTitleRules();
Said Words(const LookTitle& title);

}  // namespace northstar

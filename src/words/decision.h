// The decision on the candidates, in words: which is recommended, or why none is, and what would
// change that.
#pragma once

#include <span>
#include <string>

#include "base/calendar.h"
#include "words/rule.h"
#include "words/said.h"
#include "words/series_name.h"

namespace northstar {

struct DecisionStatement {
  enum class Code { kRecommended, kNoneYet, kNotMeasured, kAllRejected };
  // Why there is none yet.
  enum class Because { kNoOutcome, kShortHistory, kNoLead, kFewAnswers, kRarelyFirst };

  Code code;
  SeriesName first = {}, outcome = {};  // the candidate with the most points
  double first_share = 0;               // of the weightings tried, in which it ranks first
  // kNotMeasured: for want of what, as a sentence.
  std::string not_measured = {};
  // kNoneYet.
  Because because = Because::kNoOutcome;
  double covered = 0;                  // share of the questions that have an answer
  std::string deciding_question = {};  // its title; empty: the order is clear
};

// By code.
std::span<const Rule> DecisionRules();
Said Words(const DecisionStatement& statement);

// What would change the decision.
struct DecisionChange {
  enum class Code { kNoWeighting, kWeight, kWeakenedLead, kAnswer, kRatings };

  Code code;
  SeriesName first = {}, second = {};   // candidates; kWeakenedLead: `first` is the outcome
  std::string question = {};            // its title
  double weight = 0, tying_weight = 0;  // kWeight: shares of all weights, now and for a tie
  Day from = 0;                         // kWeakenedLead: with one more quarter of data
  std::string missing = {};             // kAnswer: for want of what, as sentences
};

Sentence Words(const DecisionChange& change);

}  // namespace northstar

// predicts_retention and predicts_revenue in words: what became of the entities with more early
// value.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "words/rule.h"
#include "words/said.h"
#include "words/series_name.h"

namespace northstar {

// Why payments cannot be told by entity.
enum class NoPayments {
  kNoOutcome,
  kNotIndividual,  // the outcome is not made of individual payments
  kNotNamed,       // its events do not name such an entity
  kNoneMatched,    // they do, but none that is known
};

// Entities with about as much early value, and what became of them.
struct EarlyGroup {
  double from = 0, to = 0;  // early value, both ends included
  double retained = 0;      // share, 0-1
  double paid = 0;          // mean per entity, money
};

struct PredictsStatement {
  enum class Code {
    kPredicts,
    kNotAtEveryStep,  // predicts weakly: the table does not rise throughout
    kPredictsWeakly,  // for another reason
    kActivityOnly,
    kReversed,
    kNotDetected,
    kValuesAlike,
    kNotEnoughData,
    kNoPayments,
  };
  enum class Outcome { kRetention, kRevenue };

  Code code;
  Outcome outcome = Outcome::kRetention;
  std::string entity = {};
  bool own_events_only = false;  // coming back is doing it again
  // Days of the early window, and from the first day to the end of the later one.
  int early_days = 0, horizon = 0;
  // With the lowest and with high early value; of kValuesAlike the lowest alone.
  EarlyGroup low = {}, high = {};
  // Difference of the top to the bottom quartile: a share, or money per entity.
  std::optional<double> effect_low = {}, effect_high = {};
  // What was followed, and those that came back or paid.
  int cohorts = 0;
  int64_t units = 0, events = 0;
  // kNotEnoughData, kValuesAlike: what would do.
  double least_units = 0, least_cohorts = 0, least_events = 0;
  int least_in_group = 0;
  // kNoPayments.
  NoPayments why = NoPayments::kNoOutcome;
  SeriesName outcome_metric = {};
};

// By code.
std::span<const Rule> PredictsRules();
Said Words(const PredictsStatement& statement);

}  // namespace northstar

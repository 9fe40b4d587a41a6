// The quarterly review of the star: does it still lead the outcome, does each unit of it still buy
// as much retention, who makes it up, do its inputs still matter, did its guardrails hold; which
// triggers fired, and the verdict. A review confirms, unless there is a reason not to.
//
// It looks at the data as they were known at the end of the quarter, so that it gives the same
// answer on any day of the next one. It reads what other analyses find; the statistics and rules
// of its own are link_reading.h, decoupling_reading.h and triggers.h. It leaves out choosing
// another star: that is evaluate's.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "analysis/review/triggers.h"
#include "engine/engine.h"
#include "model/okr_period.h"
#include "model/project.h"
#include "plan/data_facts.h"
#include "stats/proportion.h"

namespace northstar {

// As machines read it, and as people do.
struct ReviewCell {
  // monostate: not known.
  std::variant<std::monostate, double, std::string> value;
  std::string shown;
};
struct ReviewColumn {
  // "top_share", and "top 1%".
  std::string name, title;
  bool numeric = false;
};
// Every row is as long as `columns`.
struct ReviewTable {
  std::vector<ReviewColumn> columns;
  std::vector<std::vector<ReviewCell>> rows;
  // The rows are a course of time, whose ends say most.
  bool in_time = false;
};

// One page of the pack.
struct ReviewSection {
  // "gaming_watch", and "How concentrated is it?". Static text.
  std::string_view name, title;
  Said said;
  // May have no rows.
  ReviewTable table;
  // Sentences.
  std::vector<std::string> notes;
};

// Points into `project`.
struct ReviewFindings {
  ProjectRef project;
  const Metric* star = nullptr;
  NamedQuarter quarter;
  // The end of the quarter, UTC.
  int64_t as_of_us = 0;
  ReviewVerdict verdict = ReviewVerdict::kConfirm;
  // Of kConfirm: nothing says whether the star leads its outcome.
  bool lead_untested = false;
  std::vector<TriggerFinding> triggers;
  // In the order of the pack; those without data too.
  std::vector<ReviewSection> sections;
  Said said;
  // Sentences: what a reader might miss.
  std::vector<std::string> notes;
};

// A definition of the constellation that changed; known to whoever keeps definitions.
struct ChangedDefinition {
  std::string metric;
  Day day = 0;
  int version = 0;
  // Without a new version.
  bool silent = false;
};

// A round of a survey about a star; known to whoever keeps answers.
struct SurveyedKnowledge {
  std::string metric;
  Day opened = 0;
  // None: whoever wanted answered.
  std::optional<int64_t> invited;
  // Persons; of them those whose answers are not graded in full.
  int64_t answered = 0, unclear = 0;
  // Who knows it, of those graded in full, at 95%; none without any.
  std::optional<stats::Proportion> rate;
};

struct ReviewOptions {
  // "2026-Q3"; empty: the last quarter that is over, and whose last day the data reach.
  std::string quarter;
  // In place of now, UTC.
  std::optional<int64_t> as_of_us;
  // Of any quarter; those of the reviewed one are shown.
  std::vector<ChangedDefinition> definitions;
  // Why these are not known, a sentence; empty: they are.
  std::string definitions_unread;
  // That were opened by the time of the review, the latest first.
  std::vector<SurveyedKnowledge> surveys;
  // Why these are not known, a sentence; empty: they are.
  std::string surveys_unread;
  // Said on this occasion; else what the project recorded of the quarter or later counts.
  std::optional<StrategyChange> strategy;
};

// Three scans: the star's tests, its constellation, the OKRs of the quarter; and what measuring the
// bets of the quarter takes. kUsage: no star, a
// quarter that nobody can read, that is not over in the data, or that lies before them; kData as
// of Evaluate. What cannot be told is said by its section, no error.
Result<ReviewFindings> FindReview(Engine& engine, const ProjectRef& project, const DataFacts& facts,
                                  int64_t now_us, const ReviewOptions& options);

}  // namespace northstar

// What requests answer: findings, with what of them was asked for. No words are made here, no JSON
// and no pictures; report/render_answer.h does that. Answers are plain values that may outlive the
// session they came from: what points into a project keeps it alive (ProjectRef beside it), and
// nothing points into data. They may be handed to another thread.
#pragma once

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "analysis/align/align.h"
#include "analysis/bets/bets.h"
#include "analysis/check/alert_state.h"
#include "analysis/cohorts/cohorts.h"
#include "analysis/digest/digest.h"
#include "analysis/evaluate/evaluate.h"
#include "analysis/explain/explain.h"
#include "analysis/explain/leaves.h"
#include "analysis/feedback/feedback.h"
#include "analysis/feedback/value_words.h"
#include "analysis/lead/lead.h"
#include "analysis/okrs/okrs.h"
#include "analysis/query/behind.h"
#include "analysis/query/query.h"
#include "analysis/review/review.h"
#include "analysis/series/detect.h"
#include "analysis/series/forecast.h"
#include "analysis/star/dual_run.h"
#include "analysis/star/star_history.h"
#include "analysis/star/star_now.h"
#include "analysis/star/state_of_the_star.h"
#include "api/survey_answers.h"
#include "base/write_file.h"
#include "catalog/catalog.h"
#include "model/rewire.h"
#include "store/alerts.h"
#include "store/definitions.h"
#include "words/said.h"

namespace northstar {

// A table of values. Flags say what was asked for beside the values: intervals, a comparison, the
// parts of ratios.
struct QueryAnswer {
  QueryResult result;
  bool intervals = false, compared = false, parts = false;
  // What periods that are not over are projected to end at, when asked for; else empty.
  PeriodEnds ends;
  // Intervals were asked for, and did not come with a picture.
  bool as_points = false;
};
// What would be run, for people: the plan, or its SQL.
struct PlanAnswer {
  std::string text;
  bool sql = false;
};
struct DetectAnswer {
  Detection detection;
  // Null: of a file.
  ProjectRef project;
};
struct EvaluateAnswer {
  Evaluation evaluation;
  // A candidate to be shown in full; empty: none.
  std::string why;
  // Two to be shown side by side; empty: none.
  std::vector<std::string> compare;
  // Also every test of every candidate.
  bool all = false;
};
// One candidate against the outcome; `second_looks`: other methods beside the verdict were asked
// for.
struct LeadAnswer {
  LeadFindings findings;
  bool second_looks = false;
};

// `plan`: open bets alone are to be shown.
struct BetsAnswer {
  BetFindings findings;
  bool plan = false;
};
struct DigestAnswer {
  Digest digest;
  // The channel that was asked for; none: as the format has it.
  std::optional<DigestForm> form;
};

// What is wrong in a project's files.
struct ValidateAnswer {
  // Null: it could not be read, for this reason, of which `findings` are the single ones.
  ProjectRef project;
  std::optional<Error> unreadable;
  std::vector<Diagnostic> findings;
  // As strictly as was asked for.
  bool valid = false;
  // Why checks that need data were left out, a sentence without a full stop; empty: they were not.
  std::string not_checked;
  // Why definitions were not compared with those of the store, likewise.
  std::string store_unread;
};
// The table of checks was asked for.
struct CheckList {};
struct CatalogAnswer {
  // Static; by kind of business.
  std::vector<const catalog::Template*> found;
  // The one that was asked for by name; empty: none.
  std::string name;
};
// Ratings of one person, not written yet.
struct ScoreAnswer {
  ProjectRef project;
  std::string candidate, by;
  // Question and rating, 1 to 5.
  std::vector<std::pair<std::string, int>> ratings;
  FileText file;  // relative to the project
};
// A decision, not written yet.
struct DecideAnswer {
  Evaluation evaluation;
  std::string metric;
  // "2026-01-05".
  std::string day;
  // As people said it; `by` may be empty.
  std::string why, by;
  // The star that it replaces, and why that one stopped working; empty: there was none.
  std::string former, reason;
  // Fingerprint of the definitions of all metrics.
  std::string definitions;
  // Path of the record, and the file that holds the star with the change made; both relative to the
  // project. `before`: that file as it is.
  std::string record;
  FileText project;
  std::string before;
  // It is to be shown only.
  bool dry_run = false;
};

// The new star in the place of a former one, not written yet.
struct RewireAnswer {
  // It has a star.
  ProjectRef project;
  Rewiring rewiring;
  // It is to be shown only.
  bool dry_run = false;
  Said said;
};
// A review that is closed, not written yet.
struct CloseReviewAnswer {
  ReviewFindings review;
  // As people said it, and the local day.
  std::string by, why, day;
  bool strategy_changed = false;
  // Path of the record, and the file that holds `review:` with the change made; both relative to
  // the project. `before`: that file as it is.
  std::string record;
  FileText project;
  std::string before;
  // It is to be shown only.
  bool dry_run = false;
};

// A definition that was recorded, and what it changed of the one before; none: it was the first.
struct DefinitionStep {
  store::RecordedDefinition recorded;
  std::optional<DefinitionChange> change;
  // Of the commit that it was read from; empty: `validate` recorded it.
  std::string commit = {};
};
struct HistoryAnswer {
  StarHistory history;
  // What was known at this time; none: now.
  std::optional<int64_t> as_of_us;
  // The oldest first.
  std::vector<DefinitionStep> definitions;
  // None: data were needed and could not be read, see `notes`.
  std::optional<std::vector<DualRun>> dual_runs;
  Said said;
  // What a reader might miss, as sentences.
  std::vector<std::string> notes;
};

// What the checks found, with the states that the look gives them. Lists are parallel to
// `found.findings`.
struct CheckAnswer {
  CheckFindings found;
  std::vector<AlertState> states;
  // Active at the time of the look.
  std::vector<std::optional<store::Mute>> mutes;
  // Everything was looked at, not single metrics.
  bool complete = true;
  // No other time was asked for.
  bool of_now = true;
  // People want a row for each check that holds, too.
  bool all = false;
  // Of an earlier time than the last look, or without a store that can be read: states are from the
  // data of this look alone, and nothing of it is kept.
  bool stands_alone = false;
  Said said;
  // What a reader might miss, as sentences.
  std::vector<std::string> notes;
  // Why the store could not be read, a sentence without a full stop; empty: it could.
  std::string store_unread;
};
// A mute that is to be kept, or one that is to end now (`ends`).
struct MuteAnswer {
  ProjectRef project;
  store::Mute mute;
  bool ends = false;
};

using Answer =
    std::variant<QueryAnswer, PlanAnswer, EntityList, Distribution, DetectAnswer, ForecastFindings,
                 OkrFindings, BetsAnswer, Explanation, LeafExplanation, StarNow, EvaluateAnswer,
                 LeadAnswer, CohortResult, FeedbackFindings, ValueWords, StateOfTheStar,
                 ValidateAnswer, CheckList, CatalogAnswer, ScoreAnswer, DecideAnswer, HistoryAnswer,
                 CheckAnswer, MuteAnswer, SurveyOpened, SurveyResults, SurveyChange, AlignFindings,
                 RewireAnswer, DigestAnswer, ReviewFindings, CloseReviewAnswer>;

// Sentences that belong beside an answer, whatever its form; usually none. On the command line they
// go to stderr.
std::vector<std::string> WarningsOf(const Answer& answer);
// What is told once all is done, such as which files were written; usually nothing.
std::vector<std::string> NotesOf(const Answer& answer);

// How it ended, for whoever only looks at that: the exit code of the command line.
enum class Outcome {
  kFine,
  // It found what it was asked to look out for: a lead that fails, a definition that is wrong.
  kAlarm,
  // What was asked of cannot be used: a project that cannot be read.
  kUnusable,
};
Outcome OutcomeOf(const Answer& answer);

}  // namespace northstar

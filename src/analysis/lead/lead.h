// The lead test on metrics and on bare series: which periods, which normalization, what it means in
// words. The statistics are stats/lead_lag.h; docs/methods.md has the steps. Deterministic: the
// seed comes from the outcome's values, so that who else is tested changes only the correction.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/lead/lead_second_looks.h"
#include "analysis/query/name_of.h"
#include "analysis/query/query.h"
#include "stats/lead_lag.h"
#include "stats/panel_lead.h"
#include "words/said.h"

namespace northstar {

// Of every test of candidates; kNotTested: it was not asked, and says nothing.
enum class Verdict { kPass, kFail, kUnclear, kInsufficientData, kNotTested };
// "insufficient_data".
std::string_view VerdictName(Verdict verdict);
Verdict VerdictOf(stats::LeadFinding finding);

// A candidate and the outcome on the same complete periods without a gap, the oldest first; all
// three vectors of one length, empty where they share none.
struct AlignedPair {
  Grain grain = Grain::kMonth;
  // First local days of the periods.
  std::vector<Day> starts;
  std::vector<double> candidate, outcome;
};

// How a candidate is the outcome before any data are looked at: made of it, or income by another
// name (model/income.h).
enum class OutcomeLink { kNone, kSame, kIncome };
OutcomeLink OutcomeLinkOf(const Project& project, const Metric& candidate, const Metric& outcome);

struct LeadCandidate {
  SeriesName name;
  AlignedPair pair;
  OutcomeLink link = OutcomeLink::kNone;
  stats::LeadSign wanted = stats::LeadSign::kSame;
};

// One candidate against the outcome, with its words.
struct LeadFindings {
  stats::LeadResult result;
  Grain grain = Grain::kMonth;
  // Of the effect's interval, 0-1.
  double level = 0.9;
  SeriesName candidate, outcome;
  OutcomeLink link = OutcomeLink::kNone;
  // Candidates that were tested together, at least 1.
  size_t family = 1;
  // The finding in words, first statement and rest.
  Said said;
  // One of the two was not measured; the sentence says for want of what.
  bool never_seen = false;
  // Further sentences: warnings, what is missing.
  std::vector<std::string> caveats;
  // What was tested, by `starts`.
  // Of the values: `grain` is that of the lag, which a comparison of segments counts in months.
  Grain values_grain = Grain::kMonth;
  std::vector<double> candidate_values, outcome_values;
  std::vector<Day> starts;
  // Other methods on the same values, beside the verdict.
  SecondLooks second_looks;
  // Where segments were compared, by `panel_dimension`; else none.
  std::optional<stats::PanelResult> panel;
  std::string panel_dimension;

  std::string finding() const {  // "LIKELY_LEADS"
    return never_seen ? "NEVER_SEEN" : stats::LeadFindingName(result.finding);
  }
};

// Adds what the lead test needs of each metric to a shared gather, and aligns it afterwards. Keeps
// references to all it is given: they must outlive it. `by`: dimensions of a panel.
class LeadSeries {
 public:
  LeadSeries(SharedGather& gather, const ProjectRef& project, const DataFacts& facts,
             int64_t now_us, std::optional<int64_t> as_of_us, std::vector<std::string> by = {})
      : gather_(gather),
        project_(project),
        facts_(facts),
        now_us_(now_us),
        as_of_us_(as_of_us),
        by_(std::move(by)) {}
  // Before the gather runs; asking again for the same metric adds nothing. Fails, with kUsage or
  // kData as BindQuestion, for metrics that cannot be computed. `metric` must stay where it is.
  Status Request(const Metric& metric);
  // After it ran. Periods on which the metric is complete and has a value, by their first day;
  // kWeek or kMonth. Counts and sums of months are per day; a metric of a finer grain is the mean
  // of its periods that end in the month. Empty for what was not requested.
  std::map<Day, double> Values(const Metric& metric, Grain grain, const GroupKey& group = {}) const;
  // The two on the periods that the lead test uses, alone or in a family of candidates: months;
  // weeks where there are fewer than 24 months and at least 60 weeks, unless the outcome is
  // published by the month or more slowly.
  AlignedPair PairOf(const Metric& candidate, const Metric& outcome) const;
  // The groups of `by` that the metric has at the grain, in GroupOrder.
  std::vector<GroupKey> Groups(const Metric& metric, Grain grain) const;

 private:
  struct Part {
    const Metric* metric;
    Grain target;
    Grain asked;   // the grain that was gathered
    bool per_day;  // counts and sums are divided by the days of the period
    size_t question;
  };
  Status RequestAt(const Metric& metric, Grain target);

  SharedGather& gather_;
  const ProjectRef& project_;
  const DataFacts& facts_;
  int64_t now_us_;
  std::optional<int64_t> as_of_us_;
  std::vector<std::string> by_;
  const Part* Find(const Metric& metric, Grain grain) const;
  std::vector<Part> parts_;
};

// The latest run of periods without a gap on which both are complete; earlier runs are dropped.
AlignedPair Align(const std::map<Day, double>& candidate, const std::map<Day, double>& outcome,
                  const Calendar& calendar, Grain grain);

// A metric that should fall leads one that should rise inversely, and the other way around: never
// kEither.
stats::LeadSign WantedSign(const Metric& candidate, const Metric& outcome);

// Tests each candidate as if it were alone, then corrects for how many there are, and words what
// was found. One finding per candidate, in their order. `outcome`: its name as shown; seed, grain,
// season and sign of `options` are set by pair.
std::vector<LeadFindings> FindLeads(const std::vector<LeadCandidate>& candidates,
                                    const SeriesName& outcome, stats::LeadOptions options,
                                    const Calendar& calendar);

// `lead CANDIDATE OUTCOME`, by name. kUsage: no such metric; one that was not measured is a
// finding.
Result<LeadFindings> LeadOfMetrics(Engine& engine, const ProjectRef& project,
                                   const DataFacts& facts, const std::string& candidate,
                                   const std::string& outcome, int64_t now_us,
                                   std::optional<int64_t> as_of_us);

// What rows of a file that come by the day are made weeks by; kNone: they are not.
enum class WeekFold { kNone, kSum, kMean };
// `lead --csv`: rows of (time, candidate, outcome) as text, in file order; vectors of one length.
struct CsvRows {
  std::string file;
  std::vector<std::string> time, candidate, outcome;
};
// Names as shown. kUsage: rows less than a day apart, or days without a fold; kData: a cell that
// cannot be read, a second row for a period, or no period in common. Either sign passes.
Result<LeadFindings> LeadOfRows(const CsvRows& rows, const std::string& candidate,
                                const std::string& outcome, WeekFold fold);

// Counts and sums: what may be divided by the days of its period.
bool IsAdditive(const Metric& metric);
int DefaultLeadThreads();

}  // namespace northstar

// The lead test on metrics and on bare series: which periods, which normalisation, what it means in
// words. The statistics are stats/lead_lag.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/lead/lead_second_looks.h"
#include "analysis/query/query.h"
#include "analysis/said.h"
#include "stats/lead_lag.h"
#include "stats/panel_lead.h"

namespace northstar {

enum class Verdict { kPass, kFail, kUnclear, kInsufficientData, kNotTested };
std::string_view VerdictName(Verdict verdict);  // "insufficient_data"
Verdict VerdictOf(stats::LeadFinding finding);

// A candidate and the outcome on the same complete periods; all empty where they share none.
struct AlignedPair {
  Grain grain = Grain::kMonth;
  std::vector<Day> starts;
  std::vector<double> candidate, outcome;
};

// How a candidate is the outcome before any data are looked at.
enum class OutcomeLink { kNone, kSame, kIncome };
OutcomeLink OutcomeLinkOf(const Project& project, const Metric& candidate, const Metric& outcome);

// A metric of the project, or a column of a file.
struct SeriesName {
  std::string shown;
  std::string metric = {};  // its name in the project; empty: a column

  Sentence AsWords() const { return OfMetric(metric, shown); }
};

struct LeadCandidate {
  SeriesName name;
  AlignedPair pair;
  OutcomeLink link = OutcomeLink::kNone;
  stats::LeadSign wanted = stats::LeadSign::kSame;
};

struct LeadFindings {
  stats::LeadResult result;
  Grain grain = Grain::kMonth;
  double level = 0.9;
  SeriesName candidate, outcome;
  OutcomeLink link = OutcomeLink::kNone;
  size_t family = 1;  // candidates that were tested together
  Said said;
  bool never_seen = false;  // one of the two was not measured; the sentence says for want of what
  std::vector<std::string> caveats;  // further sentences: warnings, what is missing
  std::vector<double> candidate_values, outcome_values;
  std::vector<Day> starts;
  SecondLooks second_looks;
  std::optional<stats::PanelResult> panel;  // where segments were compared
  std::string panel_dimension;

  std::string finding() const {  // "LIKELY_LEADS"
    return never_seen ? "NEVER_SEEN" : stats::LeadFindingName(result.finding);
  }
};

// Adds what the lead test needs of each metric to a shared gather, and aligns it afterwards.
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
  // Before the gather runs. Fails for metrics that cannot be computed.
  Status Request(const Metric& metric);
  // After it ran. Periods on which the metric is complete, by their start.
  std::map<Day, double> Values(const Metric& metric, Grain grain, const GroupKey& group = {}) const;
  // The two on the periods that the lead test uses, alone or in a family of candidates: months;
  // weeks where there are fewer than 24 months and at least 60 weeks, unless the outcome is
  // published by the month or more slowly.
  AlignedPair PairOf(const Metric& candidate, const Metric& outcome) const;
  // The groups of `by` that the metric has at the grain.
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

// The latest run of periods without a gap on which both are complete.
AlignedPair Align(const std::map<Day, double>& candidate, const std::map<Day, double>& outcome,
                  const Calendar& calendar, Grain grain);

// A metric that should fall leads one that should rise inversely, and the other way around.
stats::LeadSign WantedSign(const Metric& candidate, const Metric& outcome);

// Tests each candidate as if it were alone, then corrects for how many there are, and words what
// was found.
std::vector<LeadFindings> FindLeads(const std::vector<LeadCandidate>& candidates,
                                    const SeriesName& outcome, stats::LeadOptions options,
                                    const Calendar& calendar);

// `lead CANDIDATE OUTCOME`.
Result<LeadFindings> LeadOfMetrics(Engine& engine, const ProjectRef& project,
                                   const DataFacts& facts, const std::string& candidate,
                                   const std::string& outcome, int64_t now_us,
                                   std::optional<int64_t> as_of_us);

enum class WeekFold { kNone, kSum, kMean };
// `lead --csv`: rows of (time, candidate, outcome) as text.
struct CsvRows {
  std::string file;
  std::vector<std::string> time, candidate, outcome;
};
Result<LeadFindings> LeadOfRows(const CsvRows& rows, const std::string& candidate,
                                const std::string& outcome, WeekFold fold);

bool IsAdditive(const Metric& metric);  // counts and sums
int DefaultLeadThreads();

}  // namespace northstar

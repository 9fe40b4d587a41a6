// What every part of an explanation works with: the metric, its history and the two periods.
// Internal to analysis.
#pragma once

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "analysis/explain/explain.h"
#include "model/framework.h"
#include "words/explanation.h"

namespace northstar {

// The metric that is asked for: by name, else the star, else the first candidate. kUsage: no such
// metric, or neither star nor candidate.
Result<const Metric*> FindExplained(const Project& project, const std::string& name);

class ExplainScope {
 public:
  // Finds the metric and the two periods; no data are read. kData: fewer than two complete ones.
  static Result<ExplainScope> Find(const ProjectRef& project, const DataFacts& facts,
                                   int64_t now_us, const ExplainOptions& options);

  const ProjectRef& project() const { return project_; }
  const DataFacts& facts() const { return facts_; }
  const ExplainOptions& options() const { return options_; }
  const Metric& metric() const { return *metric_; }
  Grain grain() const { return grain_; }  // of the two periods
  int64_t now_us() const { return now_us_; }
  bool is_star() const;
  // The metric over all of its own periods up to now.
  const BoundQuestion& history() const { return history_; }
  const ExplainedPeriod& before() const { return before_; }
  const ExplainedPeriod& after() const { return after_; }
  // All periods of the explanation's grain that could be compared, by their number.
  struct Span {
    int first, last;  // of the metric's own periods
    bool complete;
  };
  const std::vector<Span>& spans() const { return spans_; }

  // Other metrics over the same history, at its grain; with --where.
  Result<BoundQuestion> Bind(const std::vector<std::string>& metrics) const;
  // One period alone, by some dimensions.
  Result<BoundQuestion> BindPeriod(const ExplainedPeriod& period,
                                   const std::vector<std::string>& by) const;
  // A period's value from those that a question of Bind or BindPeriod shows: the mean of the
  // metric's own periods in it, `lag` of them earlier. Null where one of them is.
  std::optional<double> At(const BoundQuestion& question,
                           const std::vector<std::optional<double>>& values,
                           const ExplainedPeriod& period, int lag = 0) const;
  // How the later period's value compares with what is usual, from the values of every span.
  UsualMovement Movement(const Metric& metric, const BoundQuestion& question,
                         const std::vector<std::optional<double>>& values) const;

 private:
  ExplainScope(ProjectRef project, const DataFacts& facts, int64_t now_us, ExplainOptions options)
      : project_(std::move(project)),
        facts_(facts),
        now_us_(now_us),
        options_(std::move(options)) {}
  Question Ask(const std::vector<std::string>& metrics) const;
  void FindSpans();
  Status FindPeriods();
  Result<int> SpanAt(int64_t instant, const char* option) const;
  std::string LabelOf(const Span& span) const;
  std::optional<double> MeanOf(const BoundQuestion& question,
                               const std::vector<std::optional<double>>& values, int first,
                               int last, int lag) const;

  ProjectRef project_;
  const DataFacts& facts_;
  int64_t now_us_;
  ExplainOptions options_;
  const Metric* metric_ = nullptr;
  Grain own_grain_ = Grain::kWeek;  // at which the metric is computed
  Grain grain_ = Grain::kWeek;
  BoundQuestion history_;
  std::vector<Span> spans_;
  ExplainedPeriod before_, after_;
};

// Each part: before the gather runs, and after it. A part whose request fails is left out with a
// note, unless what was asked is wrong.

class InputsPart {
 public:
  Status Request(const ExplainScope& scope, SharedGather& gather);
  void Read(const ExplainScope& scope, const SharedGather& gather, Explanation& out) const;

 private:
  struct Asked {
    const Metric* metric;
    size_t question;
  };
  void ReadMoves(const ExplainScope& scope, const SharedGather& gather, Explanation& out) const;
  std::optional<double> ValueAt(const ExplainScope& scope, const SharedGather& gather,
                                const Metric& metric, int lag, const ExplainedPeriod& period) const;

  std::vector<Asked> asked_;
  std::vector<std::pair<const InputLink*, Asked>> declared_;
};

class LifecyclePartOf {
 public:
  Status Request(const ExplainScope& scope, SharedGather& gather);
  void Read(const ExplainScope& scope, const SharedGather& gather, Explanation& out) const;

 private:
  void ReadActive(const ExplainScope& scope, const SharedGather& gather, Explanation& out) const;
  void ReadSums(const ExplainScope& scope, const SharedGather& gather, Explanation& out) const;

  std::deque<Metric> parts_;  // new, retained, resurrected, churned of an active metric
  std::optional<size_t> question_;
  std::optional<size_t> histories_;  // of a count or a sum
  PeriodGrid grid_;
  std::string note_;
};

class SegmentsPart {
 public:
  // kUsage: a dimension that the metric does not have.
  Status Request(const ExplainScope& scope, SharedGather& gather);
  Status Read(const ExplainScope& scope, Engine& engine, const SharedGather& gather,
              Explanation& out) const;

 private:
  struct Pair {
    size_t before, after;  // questions
  };
  std::vector<std::string> dimensions_;  // all that fit
  std::vector<Pair> alone_;              // by one dimension each
  std::optional<Pair> cells_;            // by all of them, where they are few enough
};

class SuspectsPart {
 public:
  Status Request(const ExplainScope& scope, SharedGather& gather);
  Status Read(const ExplainScope& scope, Engine& engine, const SharedGather& gather,
              Explanation& out) const;

 private:
  struct Counted {
    const Source* source;
    size_t count;
    PeriodGrid days;
  };
  std::vector<Counted> counted_;
};

// Annotations, bets and input moves in the time between the periods.
void AddHappenings(const ExplainScope& scope, Explanation& out);
Status AddFeedback(const ExplainScope& scope, Engine& engine, Explanation& out);
// The movement, and of its parts those that are worth naming.
ExplanationStatement StatementOn(const Explanation& explanation);

}  // namespace northstar

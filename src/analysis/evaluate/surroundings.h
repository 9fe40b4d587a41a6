// What stands around the candidates when they are judged: guardrails and who comes back, inputs and
// their owners, segments of a named dimension. Requested with everything else, read afterwards.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/evaluate/candidate_test.h"

namespace northstar {

class Surroundings {
 public:
  // `segments`: a dimension, or empty.
  Surroundings(SharedGather& gather, const ProjectRef& project, const DataFacts& facts,
               int64_t now_us, std::optional<int64_t> as_of_us, const std::string& segments);

  // Before the gather runs. kUsage: the dimension does not fit the metrics.
  Status Request(const std::vector<const Metric*>& candidates, const Metric* outcome);
  // After it ran: adds pace, paced, guards, inputs and segments.
  void AddTo(CandidateEvidence& evidence) const;
  // Candidate and outcome by segment and month, for the panel test; empty without a dimension.
  struct Panel {
    std::vector<std::string> segments;
    std::vector<std::vector<double>> candidate, outcome;  // by segment; equal months
  };
  Panel PanelOf(const Metric& candidate) const;

 private:
  struct Guarded {
    const Metric* metric;
    double tolerance;
  };
  void FindGuards();
  void FindInputs(const std::vector<const Metric*>& candidates, const Metric* outcome);
  bool IsDeclared(const Metric& candidate) const;

  const ProjectRef& project_;
  const Metric* outcome_ = nullptr;
  LeadSeries series_;
  std::string dimension_;
  LeadSeries by_segment_;
  std::vector<Guarded> guards_;
  std::vector<OwnedMetric> declared_, owned_;  // inputs of the star; metrics that somebody owns
};

}  // namespace northstar

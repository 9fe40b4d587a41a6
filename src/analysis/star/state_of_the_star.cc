#include "analysis/star/state_of_the_star.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/project.h"

namespace northstar {
namespace {

// What a part is called when it is missing.
std::string StarWords(const Project& project, const std::string& metric) {
  const Metric* found = project.FindMetric(
      metric.empty() && project.north_star ? project.north_star->metric : metric);
  return found == nullptr ? "the North Star" : fmt::format("{} ({})", found->label, found->name);
}

bool HasFeedback(const Project& project) {
  return std::any_of(project.sources.begin(), project.sources.end(), [](const Source& source) {
    return source.kind == Source::Kind::kFeedback && source.text.has_value();
  });
}

// Asks for every part on its own: one that fails is named, and the page shows the others.
class Parts {
 public:
  Parts(Engine& engine, const ProjectRef& project, const DataFacts& facts, int64_t now_us)
      : engine_(engine), facts_(facts), now_us_(now_us) {
    parts_.project = project;
  }

  StateOfTheStar Find() {
    EvaluateRequest request;
    if (parts_.project->candidates.empty() && parts_.project->north_star)
      request.candidates = {parts_.project->north_star->metric};
    Keep("which candidate deserves to be the North Star",
         Evaluate(engine_, parts_.project, facts_, request, now_us_), parts_.evaluation);
    FindStar();
    Keep("what customers write", FindFeedback(engine_, parts_.project, facts_, now_us_, {}),
         parts_.feedback, HasFeedback(*parts_.project));
    parts_.as_of_us = parts_.evaluation ? parts_.evaluation->as_of_us : now_us_;
    return std::move(parts_);
  }

 private:
  // Of the star, else of the candidate that is recommended.
  void FindStar() {
    StarNowRequest request;
    request.forecast = true;
    if (!parts_.project->north_star && parts_.evaluation)
      request.options.metric = parts_.evaluation->decision.recommended;
    const std::string star = StarWords(*parts_.project, request.options.metric);
    Keep("how " + star + " stands now",
         FindStarNow(engine_, parts_.project, facts_, now_us_, request), parts_.now);
    ExplainOptions explain;
    explain.metric = request.options.metric;
    if (parts_.now && parts_.now->worth) {
      explain.from_us = parts_.now->worth->from_us;
      explain.to_us = parts_.now->worth->to_us;
    }
    Keep("why " + star + " moved", Explain(engine_, parts_.project, facts_, now_us_, explain),
         parts_.explanation);
    if (!parts_.now) return;
    for (const std::string& one : parts_.now->missing) parts_.missing.push_back({star, one});
    AddRedFlag();
  }

  // That it rises while what it stands for falls is a test of candidates.
  void AddRedFlag() {
    if (!parts_.evaluation) return;
    const std::string& star = parts_.now->constellation.star().metric->name;
    for (const CandidateReport& candidate : parts_.evaluation->candidates) {
      if (candidate.metric->name != star) continue;
      for (const TestOutcome& test : candidate.tests) {
        if (test.finding == "DECOUPLED") parts_.now->facts.decoupled = test.said.whole();
      }
    }
  }

  template <typename T>
  void Keep(const std::string& what, Result<T> result, std::optional<T>& into,
            bool expected = true) {
    if (result.ok()) {
      into = *std::move(result);
    } else if (expected) {
      parts_.missing.push_back({what, result.error().message});
    }
  }

  Engine& engine_;
  const DataFacts& facts_;
  int64_t now_us_;
  StateOfTheStar parts_;
};

}  // namespace

Result<StateOfTheStar> FindStateOfTheStar(Engine& engine, const ProjectRef& project,
                                          const DataFacts& facts, int64_t now_us) {
  StateOfTheStar state = Parts(engine, project, facts, now_us).Find();
  if (!state.evaluation && !state.now && !state.explanation)
    return Error::Usage("there is nothing to report: " + state.missing.front().why);
  return state;
}

}  // namespace northstar

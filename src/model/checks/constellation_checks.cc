// Checks of what stands around the star: inputs, guardrails, candidates, OKRs, KPIs, bets, review.
#include <fmt/format.h>

#include <map>

#include "base/text.h"
#include "model/checks/check.h"
#include "model/former_stars.h"
#include "model/project.h"
#include "model/review_due.h"

namespace northstar::checks {
namespace {

bool IsInput(const Input& in, const std::string& metric) {
  if (in.star() == nullptr) return false;
  return std::any_of(in.star()->inputs.begin(), in.star()->inputs.end(),
                     [&](const InputLink& input) { return input.metric == metric; });
}

}  // namespace

void InputCount(const Input& in) {
  if (in.star() == nullptr || in.star()->inputs.empty()) return;
  const size_t count = in.star()->inputs.size();
  if (count < 2 || count > 5)
    in.Add(fmt::format("the star has {}", Plural(static_cast<long long>(count), "input")),
           in.star()->span);
}

void TwoOwners(const Input& in) {
  if (in.star() == nullptr) return;
  for (const InputLink& input : in.star()->inputs) {
    const Metric* metric = in.project.FindMetric(input.metric);
    if (input.owners.size() != 1 || metric == nullptr || metric->owners.empty()) continue;
    if (metric->owners != input.owners) {
      in.Add(fmt::format("'{}' is owned by '{}' here and by '{}' in its definition", input.metric,
                         input.owners[0], metric->owners[0]),
             input.span);
    }
  }
}

void FrameworkDimensions(const Input& in) {
  if (in.star() == nullptr || in.star()->inputs.size() < 2) return;
  std::map<std::string, std::string> first;
  for (const InputLink& input : in.star()->inputs) {
    if (input.dimension.empty()) continue;
    const auto [known, fresh] = first.emplace(input.dimension, input.metric);
    if (!fresh)
      in.Add(fmt::format("'{}' and '{}' are both {}", known->second, input.metric, input.dimension),
             input.span);
  }
  if (first.size() == 1)
    in.Add(fmt::format("all inputs cover {}", first.begin()->first), in.star()->span);
}

void InputIsStar(const Input& in) {
  if (in.star() == nullptr) return;
  for (const InputLink& input : in.star()->inputs) {
    if (input.metric == in.star()->metric && !input.where) {
      in.Add(fmt::format("the input '{}' is the star itself", input.metric), input.span);
    }
  }
}

void GuardrailCount(const Input& in) {
  if (in.star() == nullptr) return;
  const size_t count = in.star()->guardrails.size();
  if (count < 2 || count > 3)
    in.Add(fmt::format("the star has {}", Plural(static_cast<long long>(count), "guardrail")),
           in.star()->span);
}

void CandidateCount(const Input& in) {
  const size_t count = in.project.candidates.size();
  if (count > 0 && (count < 3 || count > 5)) {
    in.Add(fmt::format("the project has {}", Plural(static_cast<long long>(count), "candidate")),
           in.project.candidates_span);
  }
}

void KpiLaddersNowhere(const Input& in) {
  for (const Kpi& kpi : in.project.kpis) {
    const bool up = IsInput(in, kpi.ladders_to) ||
                    (in.star() != nullptr && kpi.ladders_to == in.star()->metric);
    if (!up) in.Add(fmt::format("the KPI '{}' is not linked to any input", kpi.metric), kpi.span);
  }
}

void BetMovesNothing(const Input& in) {
  for (const Bet& bet : in.project.bets) {
    if (!IsInput(in, bet.moves))
      in.Add(fmt::format("the bet '{}' moves no input", bet.name), bet.span);
  }
}

void BetShippedInFuture(const Input& in) {
  for (const Bet& bet : in.project.bets) {
    const auto shipped = ParseDay(bet.shipped);
    if (shipped && *shipped > in.today) {
      in.Add(fmt::format("the bet '{}' is shipped on {}, which is in the future", bet.name,
                         bet.shipped),
             bet.shipped_span);
    }
  }
}

void OkrWithoutStar(const Input& in) {
  if (in.star() == nullptr) return;
  for (const Okr& okr : in.project.okrs) {
    const bool holds =
        std::any_of(okr.key_results.begin(), okr.key_results.end(), [&](const KeyResult& r) {
          return r.metric == in.star()->metric || r.role == "north_star";
        });
    if (!holds)
      in.Add(fmt::format("the objective '{}' does not contain the star", okr.objective), okr.span);
  }
}

void OkrWithoutGuardrail(const Input& in) {
  for (const Okr& okr : in.project.okrs) {
    const bool holds = std::any_of(okr.key_results.begin(), okr.key_results.end(),
                                   [](const KeyResult& r) { return r.role == "guardrail"; });
    if (!holds) in.Add(fmt::format("the objective '{}' has no guardrail", okr.objective), okr.span);
  }
}

void NamesFormerStar(const Input& in) {
  for (const StillNamed& one : WhatNamesFormerStars(in.project, in.today)) {
    if (!one.must_change) continue;
    in.Add(
        fmt::format("{} names '{}', which is no longer the star", EntryWords(one.by), one.metric),
        one.entry);
  }
}

void ReviewOverdue(const Input& in) {
  const auto due = ReviewDueOf(in.project);
  if (!due || in.today <= due->due) return;
  in.Add(fmt::format("the last review was {} ago; one is due every {}",
                     Plural(in.today - due->last, "day"), in.project.review_every),
         in.project.review_span);
}

}  // namespace northstar::checks

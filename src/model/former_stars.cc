#include "model/former_stars.h"

#include <algorithm>
#include <set>

#include "base/result.h"
#include "base/text.h"

namespace northstar {
namespace {

std::set<std::string> FormerStarsOf(const NorthStar& star) {
  std::set<std::string> former;
  for (const FormerStar& one : star.history) {
    if (one.metric != star.metric) former.insert(one.metric);
  }
  return former;
}

std::set<std::string> InputsOf(const NorthStar& star) {
  std::set<std::string> inputs;
  for (const InputLink& input : star.inputs) inputs.insert(input.metric);
  return inputs;
}

// A metric that is named somewhere, and where, as in StillNamed.
struct Mention {
  std::string subject, metric;
  SourceSpan where, entry;
  // Local; none: it is not bound to a time.
  std::optional<Day> last_day = {};
};
using Mentions = std::vector<Mention>;

// REQUIRES of these: the project has a star.
Mentions OfKeyResults(const Project& project) {
  Mentions found;
  for (const Okr& okr : project.okrs) {
    for (const KeyResult& one : okr.key_results)
      found.push_back({okr.objective, one.metric, one.span, one.span, okr.days.last});
  }
  return found;
}

Mentions OfKpis(const Project& project) {
  Mentions found;
  for (const Kpi& kpi : project.kpis) found.push_back({kpi.metric, kpi.metric, kpi.span, kpi.span});
  return found;
}

Mentions OfLadders(const Project& project) {
  Mentions found;
  for (const Kpi& kpi : project.kpis)
    found.push_back({kpi.metric, kpi.ladders_to, kpi.ladders_span, kpi.span});
  return found;
}

Mentions OfBets(const Project& project) {
  Mentions found;
  for (const Bet& bet : project.bets)
    found.push_back({bet.name, bet.moves, bet.moves_span, bet.span});
  return found;
}

// What the star is judged as; a former one that is a guardrail or the outcome now is judged as
// that.
bool IsOfTheStar(const Project& project, const CheckSetting& setting) {
  const auto& guardrails = project.north_star->guardrails;
  const bool by_itself =
      setting.metric == project.outcome ||
      std::any_of(guardrails.begin(), guardrails.end(),
                  [&](const Guardrail& one) { return one.metric == setting.metric; });
  switch (setting.check) {
    case CheckKind::kDecoupled:
    case CheckKind::kLink:
    case CheckKind::kGoal:
      return true;
    case CheckKind::kAnomaly:
    case CheckKind::kDefinition:
      return !by_itself;
    case CheckKind::kGuardrail:
    case CheckKind::kSentiment:
    case CheckKind::kFreshness:
    case CheckKind::kReview:
      break;
  }
  return false;
}

Mentions OfChecks(const Project& project) {
  Mentions found;
  for (const CheckSetting& one : project.checks) {
    if (IsOfTheStar(project, one))
      found.push_back({std::string(NameOf(one.check)), one.metric, one.subject_span, one.span});
  }
  return found;
}

Mentions OfInputs(const Project& project) {
  Mentions found;
  for (const InputLink& one : project.north_star->inputs)
    found.push_back({"", one.metric, one.span, one.span});
  return found;
}

Mentions OfGuardrails(const Project& project) {
  Mentions found;
  for (const Guardrail& one : project.north_star->guardrails)
    found.push_back({"", one.metric, one.span, one.span});
  return found;
}

// It is in the store.
Mentions OfSurveys(const Project&) {
  return {};
}

Mentions OfCandidates(const Project& project) {
  Mentions found;
  for (size_t i = 0; i < project.candidates.size(); ++i) {
    const SourceSpan& span = project.candidate_spans[i];
    found.push_back({"", project.candidates[i], span, span});
  }
  return found;
}

// A kind of place that names metrics.
struct Place {
  NamedBy by;
  // For machines; the entry for people, and what of it names the metric, "{}" being the subject.
  std::string_view name, entry, words;
  // What teams are held to: it must name another unless the former star is an input now.
  bool must_change;
  Mentions (*find)(const Project&);
};

// In the order of the enum.
constexpr Place kPlaces[] = {
    {NamedBy::kKeyResult, "key_result", "an OKR", "a key result of “{}”", true, OfKeyResults},
    {NamedBy::kKpi, "kpi", "a KPI", "a KPI", true, OfKpis},
    {NamedBy::kLadder, "kpi_ladder", "a KPI", "the KPI {}", true, OfLadders},
    {NamedBy::kBet, "bet", "a bet", "the bet {}", true, OfBets},
    {NamedBy::kCheck, "check", "a check", "the check {}", true, OfChecks},
    {NamedBy::kInput, "input", "an input", "an input", false, OfInputs},
    {NamedBy::kGuardrail, "guardrail", "a guardrail", "a guardrail", false, OfGuardrails},
    {NamedBy::kCandidate, "candidate", "a candidate", "a candidate", false, OfCandidates},
    {NamedBy::kSurvey, "survey", "a survey", "the open survey", true, OfSurveys},
};

const Place& PlaceOf(NamedBy by) {
  const Place& place = kPlaces[static_cast<size_t>(by)];
  NS_CHECK(place.by == by);
  return place;
}

// An anchor gives the name to other places too, of which this one need not be the one to change.
bool HasAnchor(std::string_view before) {
  const std::string_view trimmed = Trim(before);
  const size_t word = trimmed.find_last_of(" {[,:");
  const std::string_view last = word == trimmed.npos ? trimmed : trimmed.substr(word + 1);
  return last.starts_with('&');
}

}  // namespace

std::string_view NamedByName(NamedBy by) {
  return PlaceOf(by).name;
}

std::vector<std::string_view> NamedByNames() {
  std::vector<std::string_view> names;
  for (const Place& place : kPlaces) names.push_back(place.name);
  return names;
}

std::string NamerWords(const StillNamed& named) {
  return ReplaceAll(std::string(PlaceOf(named.by).words), "{}", named.subject);
}

std::string_view EntryWords(NamedBy by) {
  return PlaceOf(by).entry;
}

std::vector<StillNamed> WhatNamesFormerStars(const Project& project, Day today) {
  if (!project.north_star) return {};
  const std::set<std::string> former = FormerStarsOf(*project.north_star);
  const std::set<std::string> inputs = InputsOf(*project.north_star);
  std::vector<StillNamed> found;
  for (const Place& place : kPlaces) {
    for (Mention& one : place.find(project)) {
      if (!former.contains(one.metric)) continue;
      if (place.must_change && inputs.contains(one.metric)) continue;
      const bool is_over = one.last_day && *one.last_day < today;
      found.push_back({place.by, std::move(one.subject), std::move(one.metric),
                       std::move(one.where), std::move(one.entry), place.must_change && !is_over,
                       is_over});
    }
  }
  return found;
}

std::optional<LineEdit> EditOf(const StillNamed& named, const std::vector<SourceText>& sources,
                               const std::string& star) {
  const auto file = std::find_if(sources.begin(), sources.end(), [&](const SourceText& one) {
    return one.path() == named.where.file;
  });
  if (!named.must_change || file == sources.end() || named.where.column < 1) return std::nullopt;
  const std::string line(file->Line(named.where.line));
  auto at = static_cast<size_t>(named.where.column - 1);
  if (at < line.size() && (line[at] == '"' || line[at] == '\'')) ++at;
  if (at >= line.size() || line.compare(at, named.metric.size(), named.metric) != 0 ||
      HasAnchor(std::string_view(line).substr(0, at)))
    return std::nullopt;
  std::string after = line;
  after.replace(at, named.metric.size(), star);
  return LineEdit{line, std::move(after)};
}

}  // namespace northstar

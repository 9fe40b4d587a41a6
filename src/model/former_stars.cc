#include "model/former_stars.h"

#include <algorithm>
#include <set>

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

class Search {
 public:
  explicit Search(const NorthStar& star) : former_(FormerStarsOf(star)), inputs_(InputsOf(star)) {}

  // What teams are held to, unless it is an input now.
  void Must(NamedBy by, const std::string& subject, const std::string& metric,
            const SourceSpan& where, const SourceSpan& entry) {
    if (former_.contains(metric) && !inputs_.contains(metric))
      found_.push_back({by, subject, metric, where, entry, true});
  }
  void May(NamedBy by, const std::string& metric, const SourceSpan& where) {
    if (former_.contains(metric)) found_.push_back({by, "", metric, where, where, false});
  }
  std::vector<StillNamed> TakeFound() { return std::move(found_); }

 private:
  std::set<std::string> former_, inputs_;
  std::vector<StillNamed> found_;
};

// An anchor gives the name to other places too, of which this one need not be the one to change.
bool HasAnchor(std::string_view before) {
  const std::string_view trimmed = Trim(before);
  const size_t word = trimmed.find_last_of(" {[,:");
  const std::string_view last = word == trimmed.npos ? trimmed : trimmed.substr(word + 1);
  return last.starts_with('&');
}

}  // namespace

std::string_view NamedByName(NamedBy by) {
  switch (by) {
    case NamedBy::kKeyResult:
      return "key_result";
    case NamedBy::kKpi:
      return "kpi";
    case NamedBy::kLadder:
      return "kpi_ladder";
    case NamedBy::kBet:
      return "bet";
    case NamedBy::kInput:
      return "input";
    case NamedBy::kGuardrail:
      return "guardrail";
    case NamedBy::kCandidate:
      return "candidate";
  }
  return "";
}

std::vector<StillNamed> WhatNamesFormerStars(const Project& project) {
  if (!project.north_star) return {};
  const NorthStar& star = *project.north_star;
  Search search(star);
  for (const Okr& okr : project.okrs) {
    for (const KeyResult& result : okr.key_results)
      search.Must(NamedBy::kKeyResult, okr.objective, result.metric, result.span, result.span);
  }
  for (const Kpi& kpi : project.kpis)
    search.Must(NamedBy::kKpi, kpi.metric, kpi.metric, kpi.span, kpi.span);
  for (const Kpi& kpi : project.kpis)
    search.Must(NamedBy::kLadder, kpi.metric, kpi.ladders_to, kpi.ladders_span, kpi.span);
  for (const Bet& bet : project.bets)
    search.Must(NamedBy::kBet, bet.name, bet.moves, bet.moves_span, bet.span);
  for (const InputLink& input : star.inputs) search.May(NamedBy::kInput, input.metric, input.span);
  for (const Guardrail& guardrail : star.guardrails)
    search.May(NamedBy::kGuardrail, guardrail.metric, guardrail.span);
  for (size_t i = 0; i < project.candidates.size(); ++i)
    search.May(NamedBy::kCandidate, project.candidates[i], project.candidate_spans[i]);
  return search.TakeFound();
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

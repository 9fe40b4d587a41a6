#include "analysis/feedback/feedback_items.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "language/rating_scale.h"
#include "model/project.h"
#include "plan/metric_unit.h"

namespace northstar {
namespace {

// Without a scale in the project a rating beyond the one that is observed is taken for a mistake,
// as it was when moods were told.
void LeaveOutMistypedRatings(const Source& source, std::vector<FeedbackItem>& items,
                             FeedbackTexts& out) {
  if (source.scale) return;
  std::vector<double> ratings;
  for (const FeedbackItem& item : items) {
    if (item.rating) ratings.push_back(*item.rating);
  }
  const auto scale = language::ObserveScale(ratings);
  if (!scale) return;
  int64_t left_out = 0;
  for (FeedbackItem& item : items) {
    if (!item.rating || scale->Holds(*item.rating)) continue;
    item.rating.reset();
    ++left_out;
  }
  if (left_out == 0) return;
  out.notes.push_back(fmt::format(
      "{} of '{}' {} outside {}-{} and left out; with 'scale: {}-{}', such rows are rejected.",
      Plural(left_out, "rating"), source.name, left_out == 1 ? "is" : "are", scale->lowest,
      scale->highest, scale->lowest, scale->highest));
}

// Who wrote: whom the outcome or the star counts, where the source names them, or the only one that
// it names.
std::string WriterOf(const Source& source, const Project& project, const DataFacts& facts,
                     FeedbackTexts& out) {
  if (source.entities.size() <= 1)
    return source.entities.empty() ? "" : source.entities.front().name;
  const std::string star = project.north_star ? project.north_star->metric : "";
  for (const std::string& name : {project.outcome, star}) {
    const Metric* metric = project.FindMetric(name);
    if (metric == nullptr) continue;
    for (const std::string& unit : UnitsOf(project, *metric, facts)) {
      if (source.HasEntity(unit)) return unit;
    }
  }
  std::vector<std::string> names;
  for (const NamedExpr& entity : source.entities) names.push_back(entity.name);
  out.notes.push_back(fmt::format(
      "'{}' has {}, and it is unclear which of them writes the texts, so each text counts "
      "separately. Set an outcome or a North Star with one of them as its 'entity:'.",
      source.name, Join(names, " and ")));
  return "";
}

}  // namespace

Result<FeedbackTexts> ReadFeedbackTexts(Engine& engine, const Project& project,
                                        const DataFacts& facts) {
  FeedbackTexts out;
  for (const Source& source : project.sources) {
    if (source.kind != Source::Kind::kFeedback || !source.text) continue;
    out.sources.push_back(source.name);
    const auto loaded = facts.sources.find(source.name);
    if (loaded == facts.sources.end() || loaded->second.rows == 0) continue;
    NS_ASSIGN(std::vector<FeedbackItem> own,
              engine.ReadFeedback(source, WriterOf(source, project, facts, out)));
    LeaveOutMistypedRatings(source, own, out);
    for (FeedbackItem& item : own) out.items.push_back({std::move(item), &source});
  }
  std::stable_sort(out.items.begin(), out.items.end(),
                   [](const FeedbackText& a, const FeedbackText& b) {
                     return a.feedback.ts_us < b.feedback.ts_us;
                   });
  return out;
}

std::vector<const FeedbackText*> FeedbackSide::People() const {
  std::vector<const FeedbackText*> people;
  for (const auto& [who, item] : last) people.push_back(item);
  return people;
}

}  // namespace northstar

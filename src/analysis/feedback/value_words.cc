#include "analysis/feedback/value_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "analysis/cohorts/rhythm.h"
#include "analysis/cohorts/unit_evidence.h"
#include "base/text.h"
#include "language/terms.h"
#include "model/project.h"
#include "plan/metric_unit.h"
#include "words/value_words.h"

namespace northstar {
namespace {

constexpr int kPayingDays = 92;  // a payment so recently counts as paying

enum class Side { kStayed, kLeft, kBetween };

// Whose words: the outcome's entity if feedback and events both name it, else the only one that
// they both name.
Result<std::string> EntityOfFeedback(const Project& project, const DataFacts& facts) {
  const auto acts = [&](const std::string& entity) {
    return std::any_of(project.sources.begin(), project.sources.end(),
                       [&](const Source& s) { return s.HoldsEvents() && s.HasEntity(entity); });
  };
  std::vector<std::string> shared;
  for (const Source& source : project.sources) {
    if (source.kind != Source::Kind::kFeedback || !source.text) continue;
    for (const NamedExpr& entity : source.entities) {
      const bool known = std::find(shared.begin(), shared.end(), entity.name) != shared.end();
      if (!known && acts(entity.name)) shared.push_back(entity.name);
    }
  }
  if (shared.empty()) {
    return Error::Usage("no feedback can be linked to the entities in events",
                        "a source under 'feedback:' needs 'text:' and, under 'entities:', an "
                        "entity that events also have");
  }
  if (const Metric* outcome = project.FindMetric(project.outcome)) {
    for (const std::string& unit : UnitsOf(project, *outcome, facts)) {
      if (std::find(shared.begin(), shared.end(), unit) != shared.end()) return unit;
    }
  }
  if (shared.size() == 1) return shared.front();
  return Error::Usage(
      fmt::format("feedback and events share {}: it is unclear whose words to compare",
                  Join(shared, " and ")),
      fmt::format("set an 'outcome:' with 'entity: {}', or with another of them", shared.back()));
}

// Which side every entity is on, by id.
struct Sides {
  std::map<uint32_t, Side> of;
  bool paying = false;
  int gone_after = 0;
  std::string activity;
};

Result<Sides> FindSides(Engine& engine, const ProjectRef& project, const DataFacts& facts,
                        const std::string& entity, int64_t now_us) {
  SharedGather gather(&engine, project, facts);
  UnitEvidence evidence(gather, project, facts);
  Metric activity;
  activity.name = "value_words";
  activity.kind = kind::Active{};
  activity.type_name = "active";
  activity.entity = entity;
  activity.events = {{"", nullptr, {}}};
  const Metric* outcome = project->FindMetric(project->outcome);
  const Completeness complete = CompletenessOf(*project, activity, facts, {}, now_us);
  evidence.Request(activity, Grain::kWeek, complete, outcome);
  NS_RETURN_IF_ERROR(gather.Run({}));
  const CandidateUnits* units = evidence.Of(activity);
  NS_CHECK(units != nullptr);
  Sides sides;
  const UnitHistories& histories = units->histories;
  sides.paying = histories.paid != nullptr;
  sides.activity = ActivitySentence(evidence.Activities().front());
  sides.gone_after = GoneAfterDays(histories.rhythm_days);
  std::set<uint32_t> paying;
  if (sides.paying) {
    for (const Histories::Entity& one : histories.paid->entities) {
      const int from = histories.end_day - kPayingDays;
      if (MeasureDose(*histories.paid, one, DoseMeasure::kValue, from, histories.end_day) > 0)
        paying.insert(one.id);
    }
  }
  for (const Histories::Entity& one : histories.activity->entities) {
    int last = -1;
    for (uint32_t i = one.first; i < one.last; ++i) {
      const Histories::Step& step = histories.activity->steps[i];
      if (units->IsActivity(step) && step.period < histories.end_day) last = step.period;
    }
    if (last < 0) continue;
    const bool gone = last + sides.gone_after < histories.end_day;
    const bool pays = !sides.paying || paying.contains(one.id);
    sides.of[one.id] = gone ? Side::kLeft : pays ? Side::kStayed : Side::kBetween;
  }
  return sides;
}

// What one person wrote last: whoever writes often must not say everything more often.
struct Writer {
  Side side = Side::kBetween;
  const FeedbackItem* item = nullptr;
};

ValueWordsStatement StatementOn(const ValueWords& w) {
  using Code = ValueWordsStatement::Code;
  ValueWordsStatement s{!w.enough             ? Code::kTooFewWrote
                        : w.of_stayed.empty() ? Code::kNoWords
                                              : Code::kWordsOfStayed,
                        w.entity,
                        w.paying,
                        w.stayed,
                        w.left,
                        kLeastWritersPerSide};
  for (const KeyTerm& term : w.of_stayed) s.terms.push_back(term.term);
  return s;
}

}  // namespace

Result<ValueWords> FindValueWords(Engine& engine, const ProjectRef& project, const DataFacts& facts,
                                  int64_t now_us) {
  ValueWords words;
  words.project = project;
  NS_ASSIGN(words.entity, EntityOfFeedback(*project, facts));
  NS_ASSIGN(const Sides sides, FindSides(engine, project, facts, words.entity, now_us));
  words.paying = sides.paying;
  words.gone_after_days = sides.gone_after;
  words.activity = sides.activity;
  std::vector<std::vector<FeedbackItem>> all;
  for (const Source& source : project->sources) {
    if (source.kind != Source::Kind::kFeedback || !source.HasEntity(words.entity)) continue;
    NS_ASSIGN(std::vector<FeedbackItem> items, engine.ReadFeedback(source, words.entity));
    all.push_back(std::move(items));
  }
  std::map<uint32_t, Writer> writers;
  for (const auto& items : all) {
    for (const FeedbackItem& item : items) {
      const auto side = item.entity ? sides.of.find(*item.entity) : sides.of.end();
      if (side == sides.of.end()) continue;
      Writer& writer = writers[*item.entity];
      writer.side = side->second;
      if (writer.item == nullptr || writer.item->ts_us <= item.ts_us) writer.item = &item;
    }
  }
  std::vector<Writing> writings;
  for (const auto& [id, writer] : writers) {
    words.between += writer.side == Side::kBetween;
    if (writer.side != Side::kBetween)
      writings.push_back({writer.side == Side::kStayed, writer.item->text, writer.item->votes,
                          TermsOf(writer.item->text)});
  }
  KeyTerms terms = CompareWords(writings);
  words.stayed = terms.writers_here;
  words.left = terms.writers_there;
  words.enough = terms.enough;
  words.of_stayed = std::move(terms.of_here);
  words.of_left = std::move(terms.of_there);
  words.said = Words(StatementOn(words));
  return words;
}

}  // namespace northstar

#include "model/judgement.h"

#include <fmt/format.h>

#include <cmath>
#include <list>

#include "base/text.h"
#include "model/project.h"
#include "model/values.h"

namespace northstar {
namespace {

enum class Range { kPoints, kShare, kCount, kWeight, kRating };

struct Setting {
  std::string_view group, key;
  Range range;
  double& (*at)(Judgement&);
};

// The name in the file is the member's name.
#define SETTING(group, key, range)                                                   \
  {                                                                                  \
#group, #key, Range::range, [](Judgement & j) -> double& { return j.group.key; } \
  }

constexpr Setting kSettings[] = {
    SETTING(weights, leads, kWeight),
    SETTING(weights, value, kWeight),
    SETTING(weights, actionable, kWeight),
    SETTING(weights, simple, kWeight),
    SETTING(weights, measurable, kWeight),
    SETTING(weights, game, kWeight),
    SETTING(weights, people, kWeight),
    SETTING(choice, clear_winner, kShare),
    SETTING(choice, least_coverage, kShare),
    SETTING(choice, concentration, kCount),
    SETTING(leads_outcome, leads, kPoints),
    SETTING(leads_outcome, likely_leads, kPoints),
    SETTING(leads_outcome, suggestive, kPoints),
    SETTING(leads_outcome, moves_together, kPoints),
    SETTING(leads_outcome, not_detected, kPoints),
    SETTING(leads_outcome, follows, kPoints),
    SETTING(stable_link, stable, kPoints),
    SETTING(stable_link, weakened, kPoints),
    SETTING(cohorts, early_days, kCount),
    SETTING(cohorts, months_ahead, kCount),
    SETTING(cohorts, left_censored_days, kCount),
    SETTING(cohorts, least_cohorts, kCount),
    SETTING(cohorts, least_units, kCount),
    SETTING(cohorts, least_events, kCount),
    SETTING(cohorts, good_auc, kShare),
    SETTING(cohorts, good_correlation, kShare),
    SETTING(cohorts, monotone, kShare),
    SETTING(cohorts, alpha, kShare),
    SETTING(cohorts, predicts, kPoints),
    SETTING(cohorts, predicts_weakly, kPoints),
    SETTING(cohorts, activity_only, kPoints),
    SETTING(cohorts, not_detected, kPoints),
    SETTING(cohorts, reversed, kPoints),
    SETTING(value_not_reach, hollow, kShare),
    SETTING(value_not_reach, reach_only, kShare),
    SETTING(value_not_reach, least_changes, kCount),
    SETTING(actionable, owned_and_moves, kPoints),
    SETTING(actionable, moves_unowned, kPoints),
    SETTING(actionable, owned_only, kPoints),
    SETTING(actionable, neither, kPoints),
    SETTING(actionable, good_detectable, kShare),
    SETTING(actionable, driver_alpha, kShare),
    SETTING(moves_fast_enough, slowest_days, kCount),
    SETTING(moves_fast_enough, too_slow_cap, kPoints),
    SETTING(moves_fast_enough, good_signal_to_noise, kWeight),
    SETTING(simple, free_cost, kWeight),
    SETTING(simple, cost_scale, kWeight),
    SETTING(simple, composite_cap, kPoints),
    SETTING(simple, pass, kPoints),
    SETTING(simple, most_words, kCount),
    SETTING(measurable, broken_gap, kShare),
    SETTING(measurable, broken_rejected, kShare),
    SETTING(measurable, broken_future, kShare),
    SETTING(measurable, doubt_empty_days, kShare),
    SETTING(measurable, doubt_rejected, kShare),
    SETTING(measurable, doubt_late, kShare),
    SETTING(measurable, doubt_duplicate, kShare),
    SETTING(measurable, good_reliability, kShare),
    SETTING(hard_to_game, pass, kPoints),
    SETTING(hard_to_game, fail, kPoints),
    SETTING(hard_to_game, most_lift, kWeight),
    SETTING(hard_to_game, least_units, kCount),
    SETTING(not_vanity, least_increments, kCount),
    SETTING(not_decoupled, window_periods, kCount),
    SETTING(not_decoupled, tolerance, kShare),
    SETTING(not_decoupled, alpha, kShare),
    SETTING(not_decoupled, decoupled, kPoints),
    SETTING(not_decoupled, incentivised, kShare),
    SETTING(people, agree, kShare),
    SETTING(people, tentative, kShare),
    SETTING(people, pass, kRating),
    SETTING(people, fail, kRating),
};
#undef SETTING

struct WordList {
  std::string_view group, key;
  std::vector<std::string>& (*at)(Judgement&);
};

constexpr WordList kWordLists[] = {
    {"activity", "leaving",
     [](Judgement& j) -> std::vector<std::string>& { return j.activity.leaving; }},
    {"activity", "done_to",
     [](Judgement& j) -> std::vector<std::string>& { return j.activity.done_to; }},
    {"money", "income", [](Judgement& j) -> std::vector<std::string>& { return j.money.income; }},
    {"money", "not_income",
     [](Judgement& j) -> std::vector<std::string>& { return j.money.not_income; }},
};

// Settings of earlier versions: what stands in their place.
struct Retired {
  std::string_view group, key, instead;
};

constexpr Retired kRetired[] = {
    {"measurable", "broken_empty_days",
     "set 'broken_gap': days without events are now compared with the source's own rate"},
};

struct Bounds {
  double low, high;
  std::string_view words;
};
Bounds BoundsOf(Range range) {
  switch (range) {
    case Range::kPoints:
      return {0, 100, "points from 0 to 100"};
    case Range::kShare:
      return {0, 1, "a share from 0 to 1"};
    case Range::kCount:
      return {0, 1e6, "a whole number of at least 0"};
    case Range::kWeight:
      return {0, 1e6, "a number of at least 0"};
    case Range::kRating:
      return {1, 5, "a rating from 1 to 5"};
  }
  return {0, 0, ""};
}

// Whether the value was taken.
bool Set(const Setting& setting, const YamlNode& value, Judgement& judgement, Reporter& reporter) {
  const Bounds bounds = BoundsOf(setting.range);
  const auto number = ParseYamlNumber(value.text);
  const bool whole = setting.range != Range::kCount || (number && *number == std::floor(*number));
  if (!number || *number < bounds.low || *number > bounds.high || !whole) {
    reporter.Error("NS010", value.span, fmt::format("'{}' cannot be '{}'", setting.key, value.text),
                   std::string(bounds.words));
    return false;
  }
  setting.at(judgement) = *number;
  return true;
}

const YamlNode* FindSetting(const YamlNode& root, std::string_view group, std::string_view key) {
  const YamlNode* found = root.Find(group);
  return found != nullptr ? found->Find(key) : nullptr;
}

std::vector<std::string> WordsIn(const YamlNode& value) {
  std::vector<std::string> words;
  if (value.is_scalar()) words.push_back(LowerUtf8(value.text));
  for (const YamlNode& item : value.items) {
    if (item.is_scalar()) words.push_back(LowerUtf8(item.text));
  }
  return words;
}

Judgement ReadDefaults() {
  Judgement judgement;
  std::vector<SourceText> texts;
  for (const EmbeddedFile& file : JudgementFiles())
    texts.emplace_back(std::string(file.name), std::string(file.text));
  DiagnosticSink sink;
  Reporter reporter(texts, sink);
  for (const SourceText& text : texts) {
    const YamlNode root = ParseYaml(text, sink);
    const YamlNode* version = root.Find("version");
    NS_CHECK(version != nullptr && ParseNumber(version->text));
    judgement.version = static_cast<int>(*ParseNumber(version->text));
    for (const Setting& setting : kSettings) {
      const YamlNode* value = FindSetting(root, setting.group, setting.key);
      NS_CHECK(value != nullptr && "every setting has its default");
      NS_CHECK(Set(setting, *value, judgement, reporter));
    }
    for (const WordList& list : kWordLists) {
      const YamlNode* value = FindSetting(root, list.group, list.key);
      NS_CHECK(value != nullptr && "every setting has its default");
      list.at(judgement) = WordsIn(*value);
    }
  }
  return judgement;
}

Shape MakeShape() {
  static std::list<Shape> groups;  // shapes point to those below them
  Shape all{"judgement", {}};
  const auto add = [&](std::string_view group, const Field& field) {
    if (groups.empty() || groups.back().name != group) {
      groups.push_back({group, {}});
      all.fields.push_back(
          {group, FieldKind::kObject, "see judgement/defaults.yml", false, {}, &groups.back()});
    }
    groups.back().fields.push_back(field);
  };
  for (const Setting& setting : kSettings)
    add(setting.group, {setting.key, FieldKind::kNumber, BoundsOf(setting.range).words});
  for (Shape& group : groups) {
    for (const Retired& old : kRetired) {
      if (old.group == group.name)
        group.fields.push_back({old.key, FieldKind::kNumber, "no longer used"});
    }
  }
  for (const WordList& list : kWordLists)
    add(list.group, {list.key, FieldKind::kTexts, "words of names"});
  return all;
}

}  // namespace

const Judgement& DefaultJudgement() {
  static const Judgement judgement = ReadDefaults();
  return judgement;
}

const Shape& JudgementShape() {
  static const Shape shape = MakeShape();
  return shape;
}

void ReadJudgement(const YamlNode& node, Judgement& judgement, Reporter& reporter) {
  for (const Setting& setting : kSettings) {
    const YamlNode* value = FindSetting(node, setting.group, setting.key);
    if (value == nullptr || !value->is_scalar()) continue;
    const double before = setting.at(judgement);
    if (!Set(setting, *value, judgement, reporter)) continue;
    if (setting.at(judgement) == before) continue;
    judgement.overridden.push_back(fmt::format("{}.{} = {} ({})", setting.group, setting.key,
                                               FormatNumber(setting.at(judgement)),
                                               FormatNumber(before)));
  }
  for (const Retired& old : kRetired) {
    if (const YamlNode* value = FindSetting(node, old.group, old.key))
      reporter.Warning("NS011", value->span,
                       fmt::format("'{}' of '{}' is no longer used", old.key, old.group),
                       std::string(old.instead));
  }
  for (const WordList& list : kWordLists) {
    const YamlNode* value = FindSetting(node, list.group, list.key);
    if (value == nullptr) continue;
    std::vector<std::string> words = WordsIn(*value);
    if (words == list.at(judgement)) continue;
    judgement.overridden.push_back(fmt::format("{}.{} = {} words ({})", list.group, list.key,
                                               words.size(), list.at(judgement).size()));
    list.at(judgement) = std::move(words);
  }
}

}  // namespace northstar

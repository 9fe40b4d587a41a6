#include "analysis/survey/answer_grading.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"
#include "language/stems.h"
#include "model/owners.h"

namespace northstar {
namespace {

using Words = std::vector<std::string>;

// Letters per edit: a long name may be mistyped twice, a short one not at all.
constexpr size_t kLettersPerEdit = 6;

Words Unique(const Words& words) {
  Words once;
  for (const std::string& word : words) {
    if (std::find(once.begin(), once.end(), word) == once.end()) once.push_back(word);
  }
  return once;
}

// What people write where they have nothing to say, as words; what may stand around it is taken
// away first.
bool SaysNothing(const Words& words) {
  static const std::set<std::string> kAround = {"sorry", "lol",  "tbh",  "honestly", "really",
                                                "haha",  "hmm",  "um",   "uh",       "yet",
                                                "yes",   "well", "pass", "skip"};
  static const std::set<std::string> kNothing = {"",
                                                 "i don t know",
                                                 "don t know",
                                                 "dont know",
                                                 "i dont know",
                                                 "idk",
                                                 "dunno",
                                                 "i dunno",
                                                 "no idea",
                                                 "no clue",
                                                 "not sure",
                                                 "i m not sure",
                                                 "im not sure",
                                                 "n a",
                                                 "na",
                                                 "none",
                                                 "nothing",
                                                 "no",
                                                 "what",
                                                 "unknown",
                                                 "keine ahnung",
                                                 "weiß nicht",
                                                 "weiß ich nicht",
                                                 "nichts",
                                                 "je ne sais pas",
                                                 "aucune idée",
                                                 "no sé",
                                                 "no lo sé",
                                                 "ni idea",
                                                 "nada",
                                                 "não sei",
                                                 "non lo so",
                                                 "weet ik niet",
                                                 "geen idee",
                                                 "vet inte",
                                                 "nie wiem",
                                                 "x",
                                                 "test",
                                                 "asdf"};
  Words kept;
  for (const std::string& word : words) {
    if (!kAround.contains(word)) kept.push_back(word);
  }
  return kNothing.contains(Join(kept, " "));
}

bool SameStem(const std::string& a, const std::string& b) {
  if (a == b) return true;
  const size_t allowed = std::min(a.size(), b.size()) / kLettersPerEdit;
  return allowed > 0 && EditDistance(a, b) <= allowed;
}

bool Holds(const Words& stems, const std::string& stem) {
  return std::any_of(stems.begin(), stems.end(),
                     [&](const std::string& one) { return SameStem(one, stem); });
}

}  // namespace

std::string_view NameOf(Grade grade) {
  static constexpr std::array<std::string_view, 3> kNames = {"yes", "no", "unclear"};
  return kNames[static_cast<size_t>(grade)];
}

Grade AnswerGrades::knows() const {
  const std::array all = {name, meaning, action};
  if (std::find(all.begin(), all.end(), Grade::kNo) != all.end()) return Grade::kNo;
  if (std::find(all.begin(), all.end(), Grade::kUnclear) != all.end()) return Grade::kUnclear;
  return Grade::kYes;
}

AnswerKey::Phrase AnswerKey::PhraseOf(const std::string& name) {
  Phrase phrase{language::PlainWordsOf(name), "", 0};
  phrase.joined = Join(phrase.words, " ");
  size_t letters = 0;
  for (const std::string& word : phrase.words) letters += CodePoints(word);
  phrase.edits = letters / kLettersPerEdit;
  return phrase;
}

AnswerKey::Thing AnswerKey::ThingOf(const Words& names, const std::string& label, int language) {
  Thing thing;
  for (const std::string& name : names) {
    Phrase phrase = PhraseOf(name);
    if (!phrase.words.empty()) thing.phrases.push_back(std::move(phrase));
  }
  thing.stems = Unique(language::ContentStems(label, language));
  return thing;
}

AnswerKey::Thing AnswerKey::ThingOf(const Metric& metric, int language) {
  Words names = {metric.name, metric.label};
  names.insert(names.end(), metric.also_called.begin(), metric.also_called.end());
  return ThingOf(names, metric.label, language);
}

AnswerKey::AnswerKey(const Project& project, const std::string& metric) : star_(metric) {
  const Metric* star = project.FindMetric(metric);
  NS_CHECK(star != nullptr);
  const bool chosen = project.north_star && project.north_star->metric == metric;
  std::string statement = chosen ? project.north_star->statement : "";
  if (statement.empty()) statement = star->description;
  language_ = language::LanguageOf(statement);
  statement_ = Unique(language::ContentStems(statement, language_));
  metrics_.push_back(ThingOf(*star, language_));
  for (const Metric& one : project.metrics) {
    if (one.name != metric) metrics_.push_back(ThingOf(one, language_));
  }
  for (const Team& team : project.teams) {
    teams_[LowerUtf8(team.name)] = team.name;
    if (!team.label.empty()) teams_[LowerUtf8(team.label)] = team.name;
  }
  AddOwned(project);
}

void AnswerKey::AddOwned(const Project& project) {
  const auto add = [&](const std::string& team, const std::string& name) {
    const Metric* metric = project.FindMetric(name);
    // Naming the star again says nothing about what moves it.
    if (team.empty() || metric == nullptr || name == star_) return;
    teams_.try_emplace(LowerUtf8(team), team);
    owned_[team].push_back(ThingOf(*metric, language_));
  };
  if (project.north_star) {
    for (const InputLink& input : project.north_star->inputs) {
      for (const std::string& team : OwnersOf(project, input)) add(team, input.metric);
    }
  }
  for (const Kpi& kpi : project.kpis) add(kpi.team, kpi.metric);
  for (const Okr& okr : project.okrs) {
    for (const KeyResult& result : okr.key_results)
      add(result.owner.empty() ? okr.owner : result.owner, result.metric);
  }
  for (const Bet& bet : project.bets) {
    if (bet.team.empty()) continue;
    teams_.try_emplace(LowerUtf8(bet.team), bet.team);
    const std::string& label = bet.label.empty() ? bet.name : bet.label;
    owned_[bet.team].push_back(ThingOf({bet.name, bet.label}, label, language_));
  }
}

// Whole words only; a typing error may have parted or joined two of them. What lies within a longer
// name of another thing ("active teams" in "weekly active teams") names only that.
std::vector<AnswerKey::Found> AnswerKey::FindAll(const Words& words,
                                                 const std::vector<Thing>& things) {
  std::vector<Found> found;
  for (size_t t = 0; t < things.size(); ++t) {
    for (const Phrase& phrase : things[t].phrases) {
      const size_t most = phrase.words.size() + (phrase.edits > 0 ? 1 : 0);
      const size_t least = phrase.words.size() - (phrase.edits > 0 && phrase.words.size() > 1);
      for (size_t from = 0; from < words.size(); ++from) {
        std::string joined;
        for (size_t to = from + 1; to <= words.size() && to - from <= most; ++to) {
          joined += (joined.empty() ? "" : " ") + words[to - 1];
          if (joined.size() > phrase.joined.size() + phrase.edits) break;
          if (to - from < least || joined.size() + phrase.edits < phrase.joined.size()) continue;
          const size_t edits = joined == phrase.joined ? 0
                               : phrase.edits == 0     ? 1
                                                       : EditDistance(joined, phrase.joined);
          if (edits <= phrase.edits) found.push_back({from, to, edits, t});
        }
      }
    }
  }
  const auto lies_within_another = [&](const Found& one) {
    return std::any_of(found.begin(), found.end(), [&](const Found& other) {
      if (other.thing == one.thing || other.from > one.from || other.to < one.to) return false;
      const bool same = other.from == one.from && other.to == one.to;
      return same ? other.edits < one.edits : true;
    });
  };
  std::vector<Found> kept;
  std::copy_if(found.begin(), found.end(), std::back_inserter(kept),
               [&](const Found& one) { return !lies_within_another(one); });
  return kept;
}

bool AnswerKey::NamesOther(const Words& words) const {
  const std::vector<Found> found = FindAll(words, metrics_);
  return std::any_of(found.begin(), found.end(), [](const Found& one) { return one.thing > 0; });
}

Grade AnswerKey::GradeName(const std::string& text) const {
  const Words words = language::PlainWordsOf(text);
  if (SaysNothing(words)) return Grade::kNo;
  const std::vector<Found> found = FindAll(words, metrics_);
  const bool star =
      std::any_of(found.begin(), found.end(), [](const Found& one) { return one.thing == 0; });
  const bool other =
      std::any_of(found.begin(), found.end(), [](const Found& one) { return one.thing > 0; });
  if (star) return other ? Grade::kUnclear : Grade::kYes;
  return other ? Grade::kNo : Grade::kUnclear;
}

Grade AnswerKey::GradeMeaning(const std::string& text) const {
  const Words words = language::PlainWordsOf(text);
  if (SaysNothing(words)) return Grade::kNo;
  const Words stems = language::ContentStems(text, language_);
  const auto met = std::count_if(statement_.begin(), statement_.end(),
                                 [&](const std::string& stem) { return Holds(stems, stem); });
  if (met > 0 && 2 * static_cast<size_t>(met) >= statement_.size()) return Grade::kYes;
  return met == 0 && NamesOther(words) ? Grade::kNo : Grade::kUnclear;
}

Grade AnswerKey::GradeAction(const std::string& team, const std::string& text) const {
  const Words words = language::PlainWordsOf(text);
  if (SaysNothing(words)) return Grade::kNo;
  const auto name = teams_.find(LowerUtf8(Trim(team)));
  const auto owned = name == teams_.end() ? owned_.end() : owned_.find(name->second);
  if (owned == owned_.end()) return Grade::kUnclear;
  if (!FindAll(words, owned->second).empty()) return Grade::kYes;
  const Words stems = language::ContentStems(text, language_);
  const bool by_words =
      std::any_of(owned->second.begin(), owned->second.end(), [&](const Thing& thing) {
        return thing.stems.size() > 1 &&
               std::all_of(thing.stems.begin(), thing.stems.end(),
                           [&](const std::string& stem) { return Holds(stems, stem); });
      });
  return by_words ? Grade::kYes : Grade::kUnclear;
}

AnswerGrades AnswerKey::GradeOf(const std::string& team, const AnswerTexts& answer) const {
  return {GradeName(answer.name), GradeMeaning(answer.meaning), GradeAction(team, answer.action)};
}

}  // namespace northstar

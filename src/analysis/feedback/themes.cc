#include "analysis/feedback/themes.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "analysis/feedback/group_terms.h"
#include "base/text.h"
#include "language/stop_words.h"

namespace northstar {
namespace {

constexpr size_t kMostThemes = 10;
constexpr size_t kMostTerms = 200;  // looked at
constexpr size_t kLeastStem = 4;    // letters
// Of plurals and past forms, in English and in languages that write them alike.
constexpr std::string_view kEndings[] = {"s", "es", "ed", "d", "ing", "en", "n"};
constexpr double kMostly = 0.8;       // of a term's texts, before a phrase stands for it
constexpr double kMostOutside = 0.2;  // share of a theme's texts that are not those of another
constexpr double kOfChance = 1. / 3;  // and of what chance would leave outside

std::pair<std::string, std::string> PartsOf(const std::string& term) {
  const size_t space = term.find(' ');
  if (space == std::string::npos) return {term, ""};
  return {term.substr(0, space), term.substr(space + 1)};
}

// Word → its shortest form.
std::map<std::string, std::string> FormsOf(const std::set<std::string>& words) {
  std::map<std::string, std::string> forms;
  for (const std::string& word : words) {
    for (const std::string_view ending : kEndings) {
      if (!word.ends_with(ending)) continue;
      const std::string stem = word.substr(0, word.size() - ending.size());
      if (CodePoints(stem) < kLeastStem || !words.contains(stem)) continue;
      const auto shorter = forms.find(stem);  // words come in order, shorter ones first
      forms[word] = shorter == forms.end() ? stem : shorter->second;
    }
  }
  return forms;
}

bool IsTopic(const std::string& word) {
  return !word.empty() && !language::StopWords::BuiltIn().OnlyJudges(word);
}

bool NamesSomething(const std::string& term) {
  const auto [first, second] = PartsOf(term);
  return IsTopic(first) || IsTopic(second);
}

TermSets OnlyTopics(const TermSets& texts) {
  std::map<std::string, bool> known;
  TermSets topics;
  for (const std::set<std::string>& text : texts) {
    std::set<std::string>& own = topics.emplace_back();
    for (const std::string& term : text) {
      const auto [names, fresh] = known.try_emplace(term, false);
      if (fresh) names->second = NamesSomething(term);
      if (names->second) own.insert(own.end(), term);
    }
  }
  return topics;
}

// A phrase says more than its words, unless one of them only judges: the first that is nearly as
// frequent as the most frequent term, at best one with that term in it.
std::string LabelOf(const std::vector<std::string>& terms, const TermSets& topics) {
  std::map<std::string, int64_t> count;
  for (const std::set<std::string>& text : topics) {
    for (const std::string& term : terms) count[term] += text.contains(term);
  }
  const auto phrase_of = [&](const std::string& term) {
    return std::find_if(terms.begin(), terms.end(), [&](const std::string& phrase) {
      const auto [first, second] = PartsOf(phrase);
      const bool of_it = term.empty() || first == term || second == term;
      return of_it && IsTopic(first) && IsTopic(second) &&
             static_cast<double>(count[phrase]) >=
                 kMostly * static_cast<double>(count[terms.front()]);
    });
  };
  for (const std::string& term : {terms.front(), std::string()}) {
    if (const auto phrase = phrase_of(term); phrase != terms.end()) return *phrase;
  }
  const auto word = std::find_if(terms.begin(), terms.end(), [](const std::string& term) {
    return term.find(' ') == std::string::npos;
  });
  return word == terms.end() ? terms.front() : *word;
}

bool Holds(const std::set<std::string>& text, const std::vector<std::string>& terms) {
  return std::any_of(terms.begin(), terms.end(),
                     [&](const std::string& term) { return text.contains(term); });
}

// Whether hardly anybody says the one without the other, and that is not chance.
bool IsWithin(const Theme& theme, const Theme& larger, size_t all) {
  std::vector<size_t> outside;
  std::set_difference(theme.texts.begin(), theme.texts.end(), larger.texts.begin(),
                      larger.texts.end(), std::back_inserter(outside));
  const double share =
      static_cast<double>(outside.size()) / static_cast<double>(theme.texts.size());
  const double by_chance = 1 - static_cast<double>(larger.texts.size()) / static_cast<double>(all);
  return share <= kMostOutside && share <= kOfChance * by_chance;
}

}  // namespace

void FoldForms(const std::vector<TermSets*>& texts) {
  std::set<std::string> words;
  for (const TermSets* side : texts) {
    for (const std::set<std::string>& text : *side) {
      for (const std::string& term : text) {
        if (term.find(' ') == std::string::npos) words.insert(term);
      }
    }
  }
  const std::map<std::string, std::string> forms = FormsOf(words);
  const auto form_of = [&](const std::string& word) {
    const auto found = forms.find(word);
    return found == forms.end() ? word : found->second;
  };
  for (TermSets* side : texts) {
    for (std::set<std::string>& text : *side) {
      std::set<std::string> folded;
      for (const std::string& term : text) {
        const auto [first, second] = PartsOf(term);
        folded.insert(second.empty() ? form_of(first) : form_of(first) + " " + form_of(second));
      }
      text = std::move(folded);
    }
  }
}

std::vector<Theme> FindThemes(const TermSets& texts) {
  const TermSets topics = OnlyTopics(texts);
  GroupOptions options;
  options.least_documents = std::clamp<int64_t>(static_cast<int64_t>(texts.size()) / 10, 3, 5);
  options.most_terms = kMostTerms;
  std::vector<Theme> themes;
  for (TermGroup& group : GroupTerms(topics, options)) {
    Theme theme{LabelOf(group.terms, topics), std::move(group.terms), {}};
    for (size_t i = 0; i < topics.size(); ++i) {
      if (Holds(topics[i], theme.terms)) theme.texts.push_back(i);
    }
    const bool within = std::any_of(themes.begin(), themes.end(), [&](const Theme& larger) {
      return IsWithin(theme, larger, texts.size());
    });
    if (!within) themes.push_back(std::move(theme));
    if (themes.size() == kMostThemes) break;
  }
  return themes;
}

int64_t CountTheme(const Theme& theme, const TermSets& texts) {
  return std::count_if(texts.begin(), texts.end(),
                       [&](const std::set<std::string>& text) { return Holds(text, theme.terms); });
}

}  // namespace northstar

#include "words/history.h"

#include "base/period_words.h"
#include "base/text.h"

namespace northstar {
namespace {

using Code = HistoryStatement::Code;

Sentence Date(const std::string& iso) {
  return Period(DateWords(iso));
}

Sentence Count(size_t count, std::string_view noun) {
  return Value(Plural(static_cast<long long>(count), noun));
}

Sentence IsTheStar(const HistoryStatement& s) {
  if (s.from.empty()) return Say("{} is the North Star", s.metric.AsWords());
  return Say("{} has been the North Star since {}", s.metric.AsWords(), Date(s.from));
}

Sentence WasTheStar(const HistoryStatement& s) {
  const Sentence name = s.metric.AsWords();
  if (s.from.empty() && s.to.empty()) return Say("{} was the North Star once", name);
  if (s.from.empty()) return Say("{} was the North Star until {}", name, Date(s.to));
  if (s.to.empty()) return Say("{} was the North Star from {} on", name, Date(s.from));
  return Say("{} was the North Star from {} to {}", name, Date(s.from), Date(s.to));
}

Sentence First(const HistoryStatement& s) {
  switch (s.code) {
    case Code::kNoStar:
      return "No North Star has been chosen yet.";
    case Code::kFirstStar:
      return Say("{}.", IsTheStar(s));
    case Code::kReplacedStar:
      return Say("{}; it replaced {}.", IsTheStar(s), s.other.AsWords());
    case Code::kFormerStar:
      if (s.other.shown.empty()) return Say("{}.", WasTheStar(s));
      return Say("{}; {} replaced it.", WasTheStar(s), s.other.AsWords());
    case Code::kNeverStar:
      return Say("{} has never been the North Star.", s.metric.AsWords());
  }
  return "";
}

Sentence StillNamedWords(const HistoryStatement& s) {
  if (s.still_named == 0) return "";
  const std::string verb = s.still_named == 1 ? "names" : "name";
  const std::string what = s.code == Code::kFormerStar ? "it" : "a former star";
  return Say("{} still {} {}.", Count(s.still_named, "place"), verb, what);
}

Sentence DefinitionWords(const HistoryStatement& s) {
  if (!s.definitions) return "";
  if (*s.definitions == 0) return "None of its definitions has been recorded yet.";
  if (*s.definitions == 1)
    return Say("Its definition has not changed since it was first recorded on {}.",
               Date(s.first_recorded));
  return Say("It has had {} since {}.", Count(*s.definitions, "definition"),
             Date(s.first_recorded));
}

}  // namespace

std::span<const Rule> HistoryRules() {
  static constexpr Rule kRules[] = {
      {"no_star", "the project has no North Star"},
      {"first_star", "it is the North Star, and the first that the project names"},
      {"replaced_star", "it is the North Star, and another was before"},
      {"former_star", "the metric asked about was the North Star once"},
      {"never_star", "the metric asked about was never the North Star"},
  };
  return kRules;
}

Said Words(const HistoryStatement& s) {
  Said said{First(s), "", RuleName(HistoryRules(), s.code)};
  said.Add(DefinitionWords(s));
  said.Add(StillNamedWords(s));
  return said;
}

}  // namespace northstar

#include "words/candidate/people.h"

#include "base/text.h"

namespace northstar {
namespace {

using Code = PeopleTestStatement::Code;

// "Value 4.5, simple 3 (medians of 1 to 5)."
Sentence MedianWords(const PeopleTestStatement& s) {
  Sentence list;
  for (const RatedQuestion& rated : s.questions) {
    const bool first = list.empty();
    list += Say("{}{} {}", first ? "" : ", ", first ? Capitalised(rated.question) : rated.question,
                Value(Humanize(rated.median, 2)));
  }
  return Say("{} (medians of 1 to 5).", list);
}

Sentence First(const PeopleTestStatement& s) {
  switch (s.code) {
    case Code::kNobodyRated:
      return "Nobody has rated a candidate yet.";
    case Code::kNotRated:
      return Say("Nobody has rated it yet: northstar score {} --by NAME --value 4 …", s.metric);
    case Code::kRated:
    case Code::kDisagree:
      return MedianWords(s);
  }
  return "";
}

}  // namespace

std::span<const Rule> PeopleTestRules() {
  static constexpr Rule kRules[] = {
      {"nobody_rated", "nobody has rated any candidate"},
      {"not_rated", "nobody has rated this one"},
      {"rated", "people have rated it"},
      {"people_disagree", "people have rated it and do not agree"},
  };
  return kRules;
}

Said Words(const PeopleTestStatement& s) {
  Said said{First(s), "", RuleName(PeopleTestRules(), s.code)};
  if (s.widest) {
    said.Add(Say("They differ most on {} ({} apart): talk about that first.", *s.widest,
                 Value(std::to_string(s.spread) + " points")));
  }
  return said;
}

}  // namespace northstar

#include "words/dual_run.h"

#include <fmt/format.h>

#include <cmath>

#include "base/number_words.h"
#include "base/text.h"
#include "words/phrases.h"

namespace northstar {
namespace {

using Code = DualRunStatement::Code;

Sentence Over(const DualRunStatement& s) {
  return Value(Periods(s.grain, static_cast<long long>(s.periods)));
}

// "version 2 gave values that are 12% lower than those of version 1 in the median"
Sentence RatioWords(const DualRunStatement& s) {
  const std::string percent = PercentText(std::fabs(*s.ratio - 1));
  if (percent == PercentText(0)) return "the same value in the median";
  return Say("values that are {} {} in the median", Value(percent),
             *s.ratio < 1 ? "lower" : "higher");
}

std::string Pair(const DualRunStatement& s) {
  if (s.from_version == s.to_version)
    return fmt::format("The two definitions of version {}", s.to_version);
  return fmt::format("Versions {} and {}", s.from_version, s.to_version);
}

Sentence First(const DualRunStatement& s) {
  const std::string later = s.from_version == s.to_version
                                ? std::string("the later definition")
                                : fmt::format("Version {}", s.to_version);
  switch (s.code) {
    case Code::kSameValues:
      return Say("{}: {} gave the same values over the last {}.", s.metric.AsWords(), Pair(s),
                 Over(s));
    case Code::kOtherValues:
      if (!s.ratio) {
        return Say("{}: {} gave different values in {} of the last {}.", s.metric.AsWords(),
                   Pair(s), Value(std::to_string(s.differ)), Over(s));
      }
      return Say(
          "{}: {} gave {} over the last {}, compared with the previous one; {} of them differ.",
          s.metric.AsWords(), later, RatioWords(s), Over(s), Value(std::to_string(s.differ)));
    case Code::kReplaced:
      if (!s.ratio) {
        return Say("{} and {}, which replaced it, both have values in the last {}.",
                   s.metric.AsWords(), s.other.AsWords(), Over(s));
      }
      return Say("{} was {} times {}, which it replaced (median of the last {}).",
                 s.other.AsWords(), Value(Humanize(*s.ratio, 2)), s.metric.AsWords(), Over(s));
    case Code::kNoOverlap:
      if (!s.other.shown.empty())
        return Say("{} and {} have no complete period in common.", s.metric.AsWords(),
                   s.other.AsWords());
      return Say("{}: {} have no complete period in common.", s.metric.AsWords(), Pair(s));
    case Code::kNotComputed:
      if (!s.other.shown.empty())
        return Say("{} and {} cannot be compared: {}.", s.metric.AsWords(), s.other.AsWords(),
                   s.problem);
      return Say("{}: {} cannot be compared: {}.", s.metric.AsWords(), Pair(s), s.problem);
  }
  return "";
}

}  // namespace

std::span<const Rule> DualRunRules() {
  static constexpr Rule kRules[] = {
      {"same_values", "both definitions give the same values"},
      {"other_values", "the definitions give different values"},
      {"replaced_star_values", "a star beside the one that replaced it"},
      {"no_overlap", "no complete period has both values"},
      {"not_computed", "a definition cannot be read or computed any more"},
  };
  return kRules;
}

Said Words(const DualRunStatement& s) {
  return {First(s), "", RuleName(DualRunRules(), s.code)};
}

}  // namespace northstar

#include "words/phrases.h"

#include <fmt/format.h>

#include "base/text.h"

namespace northstar {

std::string Percent(double share, int digits) {
  return Humanize(share * 100, digits) + "%";
}

std::string Several(const std::string& entity) {
  return entity.empty() ? "entities" : PluralOf(entity);
}

std::string ShareThatComesBack(const std::string& entity) {
  return "the share of " + Several(entity) + " that come back";
}

std::string Periods(Grain grain, long long count) {
  return Plural(count, GrainName(grain));
}

std::string ChanceWords(double chance) {
  const int tenths = static_cast<int>(chance * 10 + 0.5);
  if (tenths <= 0) return "less than 1 in 10";
  if (tenths >= 10) return "more than 9 in 10";
  return fmt::format("about {} in 10", tenths);
}

}  // namespace northstar

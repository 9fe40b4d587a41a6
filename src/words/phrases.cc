#include "words/phrases.h"

#include "base/text.h"

namespace northstar {

std::string Percent(double share, int digits) {
  return Humanize(share * 100, digits) + "%";
}

std::string Several(const std::string& entity) {
  return entity.empty() ? "entities" : PluralOf(entity);
}

std::string Periods(Grain grain, long long count) {
  return Plural(count, GrainName(grain));
}

}  // namespace northstar

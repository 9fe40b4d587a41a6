#include "words/series_name.h"

namespace northstar {

Sentence Listed(const std::vector<SeriesName>& names) {
  std::vector<Sentence> parts;
  for (const SeriesName& one : names) parts.push_back(one.AsWords());
  return Listed(parts);
}

Sentence CommaList(const std::vector<SeriesName>& names) {
  Sentence list;
  for (const SeriesName& name : names) {
    if (!list.empty()) list += ", ";
    list += name.AsWords();
  }
  return list;
}

}  // namespace northstar

#include "words/series_name.h"

namespace northstar {

Sentence CommaList(const std::vector<SeriesName>& names) {
  Sentence list;
  for (const SeriesName& name : names) {
    if (!list.empty()) list += ", ";
    list += name.AsWords();
  }
  return list;
}

}  // namespace northstar

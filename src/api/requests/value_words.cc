#include "analysis/feedback/value_words.h"

#include "api/requests/requests.h"

namespace northstar {
namespace {

Result<Answer> AskValueWords(const SessionView& view, const Arguments&) {
  NS_ASSIGN(ValueWords words,
            FindValueWords(view.engine(), view.project(), view.facts(), view.NowUs()));
  return Answer(std::move(words));
}

}  // namespace

RequestSpec ValueWordsSpec() {
  return {"value-words",
          "Show what customers who stayed and pay say that others do not",
          "northstar value-words --format markdown",
          {},
          AskValueWords};
}

}  // namespace northstar

// The texts of all feedback sources in order of time, and who wrote them: of a person only what
// they wrote last in a time counts, so that nobody counts twice.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/engine.h"
#include "model/project_ref.h"
#include "model/source.h"

namespace northstar {

struct FeedbackText {
  FeedbackItem feedback;
  const Source* source;
};

struct FeedbackTexts {
  std::vector<FeedbackText> items;   // in order of time
  std::vector<std::string> sources;  // that have a text
  std::vector<std::string> notes;    // what was left out
};

Result<FeedbackTexts> ReadFeedbackTexts(Engine& engine, const Project& project,
                                        const DataFacts& facts);

// Each person's last text. Whoever is not known counts as a person of their own.
struct FeedbackSide {
  std::map<std::pair<const Source*, int64_t>, const FeedbackText*> last;
  int64_t texts = 0;

  std::vector<const FeedbackText*> People() const;
};

// Of the texts that `takes(const FeedbackText&)`.
template <typename Takes>
FeedbackSide CollectSide(const std::vector<FeedbackText>& items, Takes takes) {
  FeedbackSide side;
  int64_t nobody = 0;
  for (const FeedbackText& item : items) {
    if (!takes(item)) continue;
    ++side.texts;
    const int64_t who = item.feedback.entity ? int64_t{*item.feedback.entity} : --nobody;
    side.last[{item.source, who}] = &item;
  }
  return side;
}

}  // namespace northstar

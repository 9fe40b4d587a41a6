#include "base/sentence.h"

#include <gtest/gtest.h>

namespace northstar {
namespace {

std::string Marked(const Sentence& sentence) {
  std::string out;
  size_t at = 0;
  for (const Span& span : sentence.spans()) {
    out += sentence.text().substr(at, span.from - at) + "<" + std::string(SpanKindName(span.kind)) +
           (span.link.empty() ? "" : " " + span.link) + ":" +
           sentence.text().substr(span.from, span.to - span.from) + ">";
    at = span.to;
  }
  return out + sentence.text().substr(at);
}

TEST(Sentence, PartsKeepTheirKindsWhereverTheyAreSet) {
  const Sentence now =
      Say("{}: {} {}", OfMetric("wat", "Active “teams”"), Value("687"), Period("in May"));
  EXPECT_EQ(Marked(now), "<metric /metric/wat:Active “teams”>: <value:687> <period:in May>");
  EXPECT_EQ(Marked(Say("So {}, {}.", now, "as ever")),
            "So <metric /metric/wat:Active “teams”>: <value:687> <period:in May>, as ever.");
}

TEST(Sentence, BracesInPartsAreText) {
  EXPECT_EQ(Say("{} and {}", "{}", Value("{}")).text(), "{} and {}");
}

TEST(Sentence, FurtherSentencesStandBehindASpace) {
  Sentence all = "One.";
  all.Add("");
  all.Add(Say("{} two.", Value("Then")));
  EXPECT_EQ(Marked(all), "One. <value:Then> two.");
  Sentence first;
  first.Add("Alone.");
  EXPECT_EQ(first.text(), "Alone.");
}

TEST(Sentence, EmptyPartsAreNoSpans) {
  EXPECT_TRUE(Value("").spans().empty());
  EXPECT_EQ(OfMetric("", "column").spans().front().link, "");
}

TEST(Sentence, ListsEndWithAnd) {
  EXPECT_EQ(Listed(std::vector<Sentence>{}).text(), "");
  EXPECT_EQ(Listed({"a"}).text(), "a");
  EXPECT_EQ(Marked(Listed({Segment("a"), "b", "c"})), "<segment:a>, b and c");
}

}  // namespace
}  // namespace northstar

// Ratings: the latest counts, missing ones stay missing, disagreement is named.
#include "analysis/evaluate/people.h"

#include <gtest/gtest.h>

#include "model/project.h"

namespace northstar {
namespace {

Project With(std::vector<Score> scores) {
  Project project(Calendar(*TimeZone::Load("UTC"), Weekday::kMonday, 1));
  project.scores = std::move(scores);
  return project;
}

Score Rated(const char* candidate, const char* by, const char* question, int rating,
            const char* at = "") {
  Score score;
  score.candidate = candidate;
  score.by = by;
  score.question = question;
  score.at = at;
  score.rating = rating;
  return score;
}

TEST(People, TheLatestRatingCountsAndOthersAreLeftOut) {
  const Project project =
      With({Rated("a", "x", "value", 5, "2026-02-01"), Rated("a", "x", "value", 1, "2026-01-01"),
            Rated("a", "y", "value", 2), Rated("a", "y", "value", 4), Rated("b", "x", "value", 3)});
  const PeopleFindings found = AskPeople(project, {"a"});
  EXPECT_EQ(found.people, (std::vector<std::string>{"x", "y"}));
  const auto cells = found.CellsOf("a");
  ASSERT_EQ(cells.size(), 4U);
  EXPECT_EQ(cells[0]->ratings, (std::vector<std::pair<std::string, int>>{{"x", 5}, {"y", 4}}));
  EXPECT_EQ(cells[0]->median, 4.5);
  EXPECT_FALSE(cells[1]->median);
  EXPECT_FALSE(found.alpha);  // one cell says nothing about agreement
}

TEST(People, AgreementIsReadFromTheAlpha) {
  std::vector<Score> agree;
  std::vector<Score> differ;
  int i = 0;
  for (const RatingQuestion& question : RatingQuestions()) {
    const std::string name(question.name);
    for (const char* person : {"x", "y", "z"}) {
      agree.push_back(Rated("a", person, name.c_str(), 1 + i));
      differ.push_back(Rated("a", person, name.c_str(), person[0] == 'x' ? 5 : 1 + i % 2));
    }
    ++i;
  }
  const PeopleFindings same = AskPeople(With(agree), {"a"});
  EXPECT_EQ(same.alpha, 1);
  EXPECT_EQ(same.reading, AgreementReading::kAgree);
  EXPECT_TRUE(same.Disputed().empty());
  const PeopleFindings other = AskPeople(With(differ), {"a"});
  EXPECT_EQ(other.reading, AgreementReading::kTalk);
  EXPECT_EQ(other.Disputed().size(), 4U);
  EXPECT_GE(other.Disputed()[0]->spread(), other.Disputed()[3]->spread());
}

TEST(People, NobodyHasRated) {
  const PeopleFindings found = AskPeople(With({}), {"a", "b"});
  EXPECT_TRUE(found.people.empty());
  EXPECT_EQ(found.reading, AgreementReading::kUnknown);
  EXPECT_NE(found.said.whole().find("northstar score"), std::string::npos);
}

}  // namespace
}  // namespace northstar

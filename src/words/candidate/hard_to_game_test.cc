#include "words/candidate/hard_to_game.h"

#include "tests/said_rows.h"

namespace northstar::testing {
namespace {

using Code = HardToGameStatement::Code;
using Kind = GamingRemedy::Kind;

HardToGameStatement Attacked(Code code) {
  HardToGameStatement s{code, {"Messages", "messages"}, "user"};
  s.score = 31.6;
  s.worst = {0.05, 1000, 2.4};
  return s;
}

TEST(HardToGameWords, EveryCodeHasItsSentence) {
  HardToGameStatement few{Code::kTooFewUnits, {"Messages", "messages"}, "user"};
  few.units = 1;
  few.least_units = 30;
  HardToGameStatement easy = Attacked(Code::kEasy);
  easy.remedy = {Kind::kCap, "user", 3, "", 88.4};
  HardToGameStatement hard = Attacked(Code::kHard);
  hard.worst = {0.2, 1, 0.05};
  const std::string attack =
      "if {5%} of users do it {1,000 times} more, it rises by {240%} with no benefit to customers.";
  ExpectSaid<HardToGameStatement>(
      {{few, "too_few_units",
        "{1 user} was active within a year; simulating attacks takes at least {30}."},
       {{Code::kNobody, {}, "user", Grain::kMonth},
        "nobody_did_it",
        "Nobody did it in the most recent month."},
       {hard, "hard_to_game",
        "Repeating cheap actions barely moves it; at worst, if {20%} of users do it once more, it "
        "rises by {5%} with no benefit to customers."},
       {Attacked(Code::kPushByMany), "push_by_many",
        "Repetition by a few barely moves it, but a push by many would: " + attack},
       {Attacked(Code::kSomewhat), "somewhat_gameable",
        "<Messages> can be inflated to some extent: " + attack},
       {easy, "easy_to_game",
        "<Messages> can be inflated cheaply: " + attack +
            " // Better: count at most {3 events} per user ({88 of 100 points} instead of "
            "{32})."}},
      HardToGameRules());
}

TEST(HardToGameWords, AttacksAndRemediesStandInTables) {
  EXPECT_EQ(AttackWords({0.05, 10, 0}, "user"), "5% of users do it 10 times more");
  EXPECT_EQ(AttackWords({0.2, 1, 0}, ""), "20% of entities do it once more");
  EXPECT_EQ(RemedyWords({Kind::kCap, "user", 1}), "count at most 1 event per user");
  EXPECT_EQ(RemedyWords({Kind::kActiveDays, "user"}),
            "count active days per user instead of events");
  EXPECT_EQ(RemedyWords({Kind::kAtLeastOnce, "user"}), "count users that did it at least once");
  EXPECT_EQ(RemedyWords({Kind::kTwoOthers, "team", 0, "user"}),
            "count teams in which at least two users did it");
  EXPECT_EQ(RemedyWords({Kind::kTwoDays, "user"}), "count users that did it on at least two days");
}

}  // namespace
}  // namespace northstar::testing

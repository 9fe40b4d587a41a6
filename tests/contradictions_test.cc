// The checker sees what refutes itself, and nothing where nothing does.
#include "tests/contradictions.h"

#include <gtest/gtest.h>

namespace northstar::testing {
namespace {

using Json = nlohmann::json;

Json TestRow(const char* name, const char* question, const char* verdict, Json score,
             Json detail = Json::object(), const char* finding = nullptr, bool gate = false) {
  return {{"test", name},        {"question", question},
          {"verdict", verdict},  {"finding", finding == nullptr ? Json(nullptr) : Json(finding)},
          {"value", nullptr},    {"low", nullptr},
          {"high", nullptr},     {"score", std::move(score)},
          {"gate_failed", gate}, {"detail", std::move(detail)}};
}

Json Candidate(const char* name, int rank, Json score) {
  Json candidate{{"metric", name}, {"rank", rank}, {"verdict", "possible"}, {"score", score}};
  candidate["tests"] = {
      TestRow("leads_outcome", "leads", "unclear", 30, Json::object(), "NOT_DETECTED"),
      TestRow("stable_link", "leads", "not_tested", nullptr),
      TestRow("predicts_retention", "value", "insufficient_data", nullptr),
      TestRow("predicts_revenue", "value", "insufficient_data", nullptr),
      TestRow("actionable", "actionable", "unclear", 20),
      TestRow("moves_fast_enough", "actionable", "pass", 80),
      TestRow("measurable", "measurable", "pass", 90),
      TestRow("hard_to_game", "game", "pass", 70),
      TestRow("not_vanity", "game", "pass", 100, {{"falls", 40.0}, {"moves", 99.0}})};
  for (const char* question : {"leads", "value", "actionable", "measurable", "game"})
    candidate["questions"][question] = {{"points", nullptr}, {"low", 0}, {"high", 100}};
  return candidate;
}

Json Answer() {
  return {{"candidates", {Candidate("a", 1, 70), Candidate("b", 2, 60)}},
          {"decision", {{"recommended", nullptr}}}};
}

Json& TestOf(Json& answer, size_t test) {
  return answer["candidates"][0]["tests"][test];
}

TEST(Contradictions, AreNotSeenWhereThereAreNone) {
  EXPECT_EQ(Contradictions(Answer()), std::vector<std::string>{});
  EXPECT_EQ(Contradictions(Json::array()), std::vector<std::string>{});
}

TEST(Contradictions, EachIsSeen) {
  struct Case {
    const char* says;
    void (*spoil)(Json& answer);
  };
  const Case kCases[] = {
      {"more points than the candidate before it",
       [](Json& a) { a["candidates"][1]["score"] = 75; }},
      {"two candidates of one rank", [](Json& a) { a["candidates"][1]["rank"] = 1; }},
      {"rejected without a failed gate",
       [](Json& a) { a["candidates"][1]["verdict"] = "rejected"; }},
      {"out, and has points",
       [](Json& a) {
         TestOf(a, 8) = TestRow("not_vanity", "game", "fail", 0, {{"falls", 0.0}, {"moves", 99.0}},
                                "NEVER_FALLS", true);
         a["candidates"][0]["verdict"] = "rejected";
       }},
      {"recommended without a lead",
       [](Json& a) {
         a["candidates"][0]["verdict"] = "recommended";
         a["decision"]["recommended"] = "a";
       }},
      {"the decision names another", [](Json& a) { a["decision"]["recommended"] = "b"; }},
      {"never falls, but fell or never moved",
       [](Json& a) {
         TestOf(a, 8) = TestRow("not_vanity", "game", "fail", 0, {{"falls", 0.0}, {"moves", 0.0}},
                                "NEVER_FALLS");
       }},
      {"an attack makes ten of one",
       [](Json& a) {
         TestOf(a, 7)["detail"]["attacks"] = {{{"lift", 9.5}}};
       }},
      {"failed, which its question's points do not show",
       [](Json& a) {
         TestOf(a, 7) = TestRow("hard_to_game", "game", "fail", 10);
         a["candidates"][0]["questions"]["game"]["points"] = 55;
       }},
      {"nothing of theirs does",
       [](Json& a) {
         TestOf(a, 4) = TestRow("actionable", "actionable", "pass", 100,
                                {{"inputs",
                                  {{{"input", "x"},
                                    {"owner", "t"},
                                    {"share", nullptr},
                                    {"p_adjusted", nullptr},
                                    {"contribution", nullptr},
                                    {"reason", "the same figure"}}}}});
       }},
      {"is a part of it or the same, and drives it",
       [](Json& a) {
         TestOf(a, 4)["detail"]["inputs"] = {{{"input", "x"},
                                              {"owner", "t"},
                                              {"share", 0.4},
                                              {"p_adjusted", 0.01},
                                              {"contribution", nullptr},
                                              {"reason", "the same figure"}}};
       }},
      {"an outage, but tracking is whole",
       [](Json& a) {
         TestOf(a, 6)["detail"]["gaps"] = {{{"finding", "outage"}}};
       }},
      {"no lead, but one that is stable",
       [](Json& a) {
         TestOf(a, 1) = TestRow("stable_link", "leads", "pass", 100, Json::object(), "STABLE");
       }},
      {"an answer without points", [](Json& a) { TestOf(a, 6)["score"] = nullptr; }},
      {"dose groups that overlap",
       [](Json& a) {
         TestOf(a, 2)["detail"]["doses"] = {{{"from", 0.0}, {"to", 2.0}},
                                            {{"from", 2.0}, {"to", 5.0}}};
       }},
  };
  for (const Case& one : kCases) {
    Json answer = Answer();
    one.spoil(answer);
    bool seen = false;
    for (const std::string& pair : Contradictions(answer))
      seen = seen || pair.find(one.says) != std::string::npos;
    EXPECT_TRUE(seen) << one.says;
  }
}

TEST(Contradictions, OfLeadsAndTreesToo) {
  const Json lead{
      {"finding", "LEADS"}, {"verdict", "pass"}, {"lag", 3}, {"p_value", 0.2}, {"p_adjusted", 0.1}};
  EXPECT_EQ(Contradictions(lead).size(), 2U);
  const Json node{{"metric", "x"},
                  {"largest", true},
                  {"driver", nullptr},
                  {"contribution", nullptr},
                  {"driver_reason", "by formula"},
                  {"value", 3.0},
                  {"low", 4.0},
                  {"high", 5.0}};
  EXPECT_EQ(Contradictions({{"star", "s"}, {"nodes", {node}}}).size(), 2U);
}

}  // namespace
}  // namespace northstar::testing

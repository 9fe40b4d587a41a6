#include "tests/contradictions.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace northstar::testing {
namespace {

using Json = nlohmann::json;

class Checker {
 public:
  std::vector<std::string> Check(const Json& answer) {
    if (answer.contains("candidates")) CheckEvaluation(answer);
    if (answer.contains("nodes") && answer.contains("star")) CheckTree(answer);
    if (answer.contains("finding") && answer.contains("lag")) CheckLead(answer);
    return std::move(found_);
  }

 private:
  void Unless(bool holds, std::string pair) {
    if (!holds) found_.push_back(about_ + ": " + std::move(pair));
  }

  static std::string Text(const Json& object, const char* key) {
    const auto value = object.find(key);
    return value != object.end() && value->is_string() ? value->get<std::string>() : "";
  }
  static std::optional<double> Number(const Json& object, const char* key) {
    const auto value = object.find(key);
    return value != object.end() && value->is_number() ? std::optional(value->get<double>())
                                                       : std::nullopt;
  }

  void CheckEvaluation(const Json& answer) {
    std::vector<const Json*> ranked;
    for (const Json& candidate : answer["candidates"]) ranked.push_back(&candidate);
    std::sort(ranked.begin(), ranked.end(), [](const Json* a, const Json* b) {
      return (*a)["rank"].get<int>() < (*b)["rank"].get<int>();
    });
    for (size_t i = 0; i < ranked.size(); ++i) {
      about_ = Text(*ranked[i], "metric");
      CheckCandidate(*ranked[i]);
      if (i == 0) continue;
      const Json& before = *ranked[i - 1];
      const Json& after = *ranked[i];
      Unless(before["rank"] != after["rank"], "two candidates of one rank");
      Unless(before["verdict"] != "rejected" || after["verdict"] == "rejected",
             "ranks behind a rejected candidate");
      Unless(!Number(after, "score") ||
                 Number(before, "score").value_or(-1) >= *Number(after, "score"),
             "more points than the candidate before it");
    }
    about_ = "evaluate";
    CheckRecommendation(answer);
  }

  void CheckRecommendation(const Json& answer) {
    std::vector<std::string> recommended;
    for (const Json& candidate : answer["candidates"]) {
      if (candidate["verdict"] != "recommended") continue;
      recommended.push_back(Text(candidate, "metric"));
      Unless(candidate["rank"] == 1, "recommended, but not first");
      for (const Json& test : candidate["tests"]) {
        if (test["test"] == "leads_outcome")
          Unless(test["verdict"] == "pass", "recommended without a lead");
      }
    }
    Unless(recommended.size() <= 1, "two are recommended");
    // Else only some of the candidates were asked for.
    const bool whole = std::all_of(
        answer["candidates"].begin(), answer["candidates"].end(),
        [&](const Json& c) { return c["rank"].get<size_t>() <= answer["candidates"].size(); });
    const std::string decided =
        answer.contains("decision") ? Text(answer["decision"], "recommended") : std::string();
    if (whole && answer.contains("decision"))
      Unless(decided == (recommended.empty() ? "" : recommended[0]),
             "the decision names another candidate than the verdicts");
  }

  void CheckCandidate(const Json& candidate) {
    std::map<std::string, const Json*> tests;
    bool gate = false;
    for (const Json& test : candidate["tests"]) {
      tests[Text(test, "test")] = &test;
      gate = gate || test.value("gate_failed", false);
      CheckTest(test);
    }
    Unless(gate == (candidate["verdict"] == "rejected"), "rejected without a failed gate, or not");
    Unless(!gate || candidate["score"].is_null(), "out, and has points");
    CheckQuestions(candidate);
    const auto finding = [&](const char* test) { return Text(*tests.at(test), "finding"); };
    const auto verdict = [&](const char* test) { return Text(*tests.at(test), "verdict"); };
    if (!tests.contains("leads_outcome") || !tests.contains("not_vanity")) return;
    Unless(verdict("leads_outcome") == "pass" || finding("stable_link").empty() ||
               finding("stable_link") == "NOT_ENOUGH_DATA" ||
               finding("stable_link") == "NEVER_SEEN",
           "no lead, but one that is stable or weakened");
    Unless(finding("not_vanity") != "NEVER_FALLS" || finding("moves_fast_enough") != "NO_VARIATION",
           "only rises, and never moves");
    Unless(finding("leads_outcome") != "NO_VARIATION" ||
               finding("predicts_retention") != "PREDICTS" ||
               finding("not_vanity") != "NO_VARIATION",
           "never moves, and predicts");
    CheckVanity(*tests.at("not_vanity"));
    CheckGaming(*tests.at("hard_to_game"));
    CheckDrivers(*tests.at("actionable"));
    CheckTracking(*tests.at("measurable"));
    for (const char* name : {"predicts_retention", "predicts_revenue"}) CheckDoses(*tests.at(name));
    const Json& lead = (*tests.at("leads_outcome"))["detail"];
    if (lead.contains("finding")) {
      CheckLead(lead);
      Unless(Text(lead, "finding") == finding("leads_outcome"), "two findings of one lead");
    }
  }

  void CheckTest(const Json& test) {
    const std::string name = Text(test, "test");
    const std::string verdict = Text(test, "verdict");
    Unless(!test.value("gate_failed", false) || verdict == "fail",
           name + ": a gate that failed in a test that did not");
    Unless(verdict != "insufficient_data" || test["score"].is_null(),
           name + ": no answer, and points for it");
    Unless((verdict != "pass" && verdict != "fail") || test["score"].is_number(),
           name + ": an answer without points");
    const auto value = Number(test, "value");
    const auto low = Number(test, "low");
    const auto high = Number(test, "high");
    // The interval of stable_link is that of the time before.
    if (low && high) Unless(*low <= *high, name + ": an interval that is upside down");
    if (value && low && high && name != "stable_link" && name != "not_decoupled")
      Unless(*low <= *value && *value <= *high, name + ": a value outside its interval");
  }

  // A question in which a test failed has no more points than that test.
  void CheckQuestions(const Json& candidate) {
    if (!candidate.contains("questions")) return;
    for (const Json& test : candidate["tests"]) {
      const Json& question = candidate["questions"][Text(test, "question")];
      const auto points = Number(question, "points");
      if (test["verdict"] == "fail" && points)
        Unless(*points <= test["score"].get<double>() + 1e-9,
               Text(test, "test") + " failed, which its question's points do not show");
      if (points)
        Unless(*points >= question["low"].get<double>() - 1e-9 &&
                   *points <= question["high"].get<double>() + 1e-9,
               Text(test, "question") + ": points outside their range");
    }
  }

  void CheckVanity(const Json& test) {
    const auto falls = Number(test["detail"], "falls");
    const auto moves = Number(test["detail"], "moves");
    if (!falls || !moves) return;
    Unless(*falls <= *moves, "fell more often than it moved");
    Unless(test["finding"] != "NEVER_FALLS" || (*falls == 0 && *moves > 0),
           "never falls, but fell or never moved");
    Unless(test["verdict"] != "pass" || *falls > 0, "can fall, but never did");
  }

  void CheckGaming(const Json& test) {
    if (!test["detail"].contains("attacks")) return;
    for (const Json& attack : test["detail"]["attacks"])
      Unless(test["verdict"] != "pass" || attack["lift"].get<double>() < 9,
             "hard to game, but an attack makes ten of one");
  }

  // What is a part by formula, or the same figure, is no driver; who passes has one or a part.
  void CheckDrivers(const Json& test) {
    if (!test["detail"].contains("inputs")) return;
    bool moves = false;
    for (const Json& input : test["detail"]["inputs"]) {
      const std::string reason = Text(input, "reason");
      Unless(reason.empty() || input["share"].is_null(),
             Text(input, "input") + " is a part of it or the same, and drives it");
      Unless(reason != "the same figure" || input["contribution"].is_null(),
             Text(input, "input") + " is the same, and contributes");
      const bool owned = !Text(input, "owner").empty();
      moves = moves || (owned && (Number(input, "p_adjusted").value_or(1) <= 0.1 ||
                                  Number(input, "contribution").value_or(0) > 0));
    }
    Unless(test["verdict"] != "pass" || moves, "teams can move it, but nothing of theirs does");
  }

  void CheckTracking(const Json& test) {
    bool outage = false;
    if (test["detail"].contains("gaps")) {
      for (const Json& gap : test["detail"]["gaps"]) outage = outage || gap["finding"] == "outage";
    }
    Unless(!outage || test["finding"] == "BROKEN_TRACKING", "an outage, but tracking is whole");
  }

  // Dose groups rise and do not overlap; shares lie in their intervals.
  void CheckDoses(const Json& test) {
    if (!test["detail"].contains("doses")) return;
    const Json* before = nullptr;
    for (const Json& group : test["detail"]["doses"]) {
      Unless(group["from"].get<double>() <= group["to"].get<double>(), "a dose group upside down");
      if (before != nullptr)
        Unless((*before)["to"].get<double>() < group["from"].get<double>(),
               "dose groups that overlap");
      before = &group;
    }
  }

  void CheckLead(const Json& lead) {
    static const std::map<std::string, std::string> kVerdicts = {
        {"LEADS", "pass"},
        {"LIKELY_LEADS", "pass"},
        {"SUGGESTIVE", "unclear"},
        {"MOVES_TOGETHER", "unclear"},
        {"NOT_DETECTED", "unclear"},
        {"FOLLOWS", "fail"},
        {"LEADS_INVERSELY", "fail"},
        {"MAY_BE_REVENUE", "unclear"},
        {"IS_REVENUE", "fail"},
        {"NO_VARIATION", "fail"},
        {"NOT_ENOUGH_DATA", "insufficient_data"}};
    const std::string finding = Text(lead, "finding");
    const auto wanted = kVerdicts.find(finding);
    if (wanted != kVerdicts.end())
      Unless(Text(lead, "verdict") == wanted->second, finding + " is " + Text(lead, "verdict"));
    const auto p = Number(lead, "p_value");
    const auto adjusted = Number(lead, "p_adjusted");
    if (!p || !adjusted) return;
    Unless(*adjusted >= *p, "more certain among many candidates than alone");
    const bool by_segments = lead.contains("panel") && lead["panel"]["finding"] == "LEADS";
    if (finding == "LEADS" || (finding == "LIKELY_LEADS" && !by_segments))
      Unless(*adjusted <= 0.05, finding + " with p " + std::to_string(*adjusted));
    if (finding == "SUGGESTIVE") Unless(*adjusted <= 0.1, "a hint with p above 0.1");
  }

  void CheckTree(const Json& answer) {
    about_ = "tree of " + Text(answer, "star");
    int largest = 0;
    for (const Json& node : answer["nodes"]) {
      const std::string name = Text(node, "metric");
      const bool is_largest = node.value("largest", false);
      largest += is_largest;
      Unless(!is_largest || node["driver"].is_object() || node["contribution"].is_number(),
             name + " is the largest of what it does not do");
      Unless(Text(node, "driver_reason").empty() || node["driver"].is_null(),
             name + " has a driver strength, and a reason why not");
      const auto low = Number(node, "low");
      const auto high = Number(node, "high");
      const auto value = Number(node, "value");
      if (low && high && value)
        Unless(*low <= *value && *value <= *high, name + " lies outside its interval");
    }
    Unless(largest <= 1, "two inputs are the largest");
  }

  std::string about_ = "lead";
  std::vector<std::string> found_;
};

}  // namespace

std::vector<std::string> Contradictions(const Json& answer) {
  return answer.is_object() ? Checker().Check(answer) : std::vector<std::string>{};
}

}  // namespace northstar::testing

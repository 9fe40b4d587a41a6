#include "analysis/evaluate/decision.h"

#include <algorithm>

#include "analysis/evaluate/rank.h"
#include "analysis/query/never_seen.h"
#include "model/project.h"
#include "stats/choice.h"

namespace northstar {
namespace {

const CandidateReport& First(const Evaluation& e) {
  return e.candidates.front();
}

Reason Answer(const TestOutcome& test) {
  return {std::string(QuestionTitle(test.question)), test.said.first};
}

// One reason per question is enough to read; what speaks against it is all said.
void AddReasons(const CandidateReport& candidate, Decision& decision) {
  std::array<bool, kQuestions> said{};
  for (const TestOutcome& test : candidate.tests) {
    bool& question = said[static_cast<size_t>(test.question)];
    switch (test.verdict) {
      case Verdict::kPass:
        if (!question) decision.why.push_back(Answer(test));
        question = true;
        break;
      case Verdict::kFail:
      case Verdict::kUnclear:
        decision.against.push_back(Answer(test));
        break;
      case Verdict::kInsufficientData:
      case Verdict::kNotTested:
        break;
    }
  }
}

void AddChange(const DecisionChange& change, Decision& decision) {
  decision.would_change.push_back(Words(change).text());
}

// The smallest change of weights that puts the second first, on the points as they are.
void AddFlip(const Evaluation& e, Decision& decision) {
  if (e.candidates.size() < 2 || IsRejected(e.candidates[1])) return;
  const CandidateReport& first = e.candidates[0];
  const CandidateReport& second = e.candidates[1];
  if (!first.not_measured.empty() || !second.not_measured.empty()) return;
  std::vector<double> a;
  std::vector<double> b;
  std::vector<double> weights;
  std::vector<CriterionQuestion> questions;
  double sum = 0;
  const auto stated = WeightsOf(e.project->judgement);
  for (size_t q = 0; q < kQuestions; ++q) {
    if (!first.questions[q].points || !second.questions[q].points) continue;
    a.push_back(*first.questions[q].points);
    b.push_back(*second.questions[q].points);
    weights.push_back(stated[q]);
    sum += stated[q];
    questions.push_back(static_cast<CriterionQuestion>(q));
  }
  if (!(sum > 0)) return;
  for (double& w : weights) w /= sum;
  const auto flip = stats::SmallestFlip(a, b, weights);
  if (!flip) {
    AddChange({DecisionChange::Code::kNoWeighting, NameOf(*first.metric), NameOf(*second.metric)},
              decision);
    return;
  }
  size_t up = 0;
  for (size_t q = 1; q < weights.size(); ++q) {
    if (flip->weights[q] - weights[q] > flip->weights[up] - weights[up]) up = q;
  }
  if (!(flip->weights[up] > weights[up])) return;
  AddChange({DecisionChange::Code::kWeight, NameOf(*first.metric), NameOf(*second.metric),
             std::string(QuestionTitle(questions[up])), weights[up], flip->weights[up]},
            decision);
}

// The lead itself is looked at again with the data of the next quarter.
void AddNextLook(const Evaluation& e, Decision& decision) {
  const LeadFindings& lead = First(e).lead;
  if (VerdictOf(lead.result.finding) != Verdict::kPass || lead.starts.empty()) return;
  const Calendar& calendar = e.project->calendar;
  const int quarter = lead.values_grain == Grain::kWeek ? 13 : 3;
  const Day from = calendar.Shift(lead.values_grain, lead.starts.back(), quarter + 1);
  DecisionChange change{DecisionChange::Code::kWeakenedLead, lead.outcome};
  change.from = from;
  AddChange(change, decision);
}

void AddEvidence(const Evaluation& e, Decision& decision) {
  if (!First(e).not_measured.empty()) decision.would_change.push_back(First(e).not_measured);
  for (const OpenQuestion& open : OpenQuestions(e)) {
    if (!First(e).not_measured.empty()) break;  // for all of them for the same reason
    if (decision.would_change.size() >= 4) return;
    std::vector<std::string> missing;
    for (const TestOutcome& test : First(e).tests) {
      if (test.question == open.question && test.verdict == Verdict::kInsufficientData)
        missing.push_back(
            test.said.whole());  // says what is missing, and from when on it will not be
    }
    if (!missing.empty()) {
      DecisionChange change{DecisionChange::Code::kAnswer};
      change.question = QuestionTitle(open.question);
      change.missing = missing[0];
      AddChange(change, decision);
    }
  }
  if (!e.asked[static_cast<size_t>(CriterionQuestion::kPeople)]) {
    AddChange({DecisionChange::Code::kRatings}, decision);
  }
}

DecisionStatement::Because WhyNone(const Evaluation& e) {
  using Because = DecisionStatement::Because;
  const CandidateReport& first = First(e);
  const Verdict lead = TestNamed(first, "leads_outcome").verdict;
  if (e.outcome == nullptr) return Because::kNoOutcome;
  if (lead == Verdict::kInsufficientData) return Because::kShortHistory;
  if (lead != Verdict::kPass) return Because::kNoLead;
  return first.covered < e.project->judgement.choice.least_coverage ? Because::kFewAnswers
                                                                    : Because::kRarelyFirst;
}

}  // namespace

std::vector<OpenQuestion> OpenQuestions(const Evaluation& e) {
  std::vector<OpenQuestion> open;
  const auto weights = WeightsOf(e.project->judgement);
  double whole = 0;
  for (size_t q = 0; q < kQuestions; ++q) whole += e.asked[q] ? weights[q] : 0;
  for (size_t q = 0; q < kQuestions; ++q) {
    if (!e.asked[q] || !(whole > 0)) continue;
    OpenQuestion one{static_cast<CriterionQuestion>(q), 0};
    // Of those who may come first: the two best.
    for (size_t i = 0; i < e.candidates.size() && i < 2; ++i) {
      if (IsRejected(e.candidates[i])) continue;
      const QuestionPoints& points = e.candidates[i].questions[q];
      one.room = std::max(one.room, (points.high - points.low) * weights[q] / whole);
    }
    if (one.room > 0) open.push_back(one);
  }
  std::stable_sort(open.begin(), open.end(),
                   [](const auto& a, const auto& b) { return a.room > b.room; });
  return open;
}

std::vector<std::string> Sentences(const std::vector<Reason>& reasons) {
  std::vector<std::string> sentences;
  for (const Reason& reason : reasons) sentences.push_back(reason.whole());
  return sentences;
}

Decision Decide(const Evaluation& e) {
  Decision decision;
  const CandidateReport& first = First(e);
  if (first.recommendation == Recommendation::kRecommended)
    decision.recommended = first.metric->name;
  if (!IsRejected(first)) AddReasons(first, decision);
  for (const CandidateReport& candidate : e.candidates) {
    if (!IsRejected(first)) break;
    for (const TestOutcome& test : candidate.tests) {
      if (test.gate_failed)
        decision.against.push_back({candidate.metric->label + ":", test.said.first});
    }
  }
  if (!IsRejected(first)) AddFlip(e, decision);
  if (!IsRejected(first)) AddNextLook(e, decision);
  AddEvidence(e, decision);
  return decision;
}

DecisionStatement StatementOn(const Evaluation& e) {
  using Code = DecisionStatement::Code;
  const CandidateReport& first = First(e);
  DecisionStatement s{Code::kNoneYet, NameOf(*first.metric)};
  if (e.outcome != nullptr) s.outcome = NameOf(*e.outcome);
  s.first_share = first.first_share;
  s.covered = first.covered;
  if (first.recommendation == Recommendation::kRecommended) {
    s.code = Code::kRecommended;
  } else if (first.recommendation == Recommendation::kRejected) {
    s.code = Code::kAllRejected;
  } else if (!first.not_measured.empty()) {
    s.code = Code::kNotMeasured;
    s.not_measured = AsSentence(first.not_measured);
  } else {
    s.because = WhyNone(e);
    const auto open = OpenQuestions(e);
    if (first.first_share < e.project->judgement.choice.clear_winner && !open.empty())
      s.deciding_question = QuestionTitle(open[0].question);
  }
  return s;
}

}  // namespace northstar

// measurable: can the number be trusted? Outages that the source's own rate cannot explain
// (stats/outages.h), rejected, late and duplicate rows of its sources, and whether two halves of
// the entities tell the same story.
#include <algorithm>

#include "analysis/evaluate/candidate_test.h"
#include "model/project.h"
#include "stats/describe.h"
#include "words/candidate/measurable.h"

namespace northstar {
namespace {

using Code = MeasurableStatement::Code;

// Correlation of the changes of two random halves of the entities, raised to full length.
// Source: Spearman 1910, Brown 1910.
std::optional<double> SplitHalf(const CandidateEvidence& evidence) {
  std::vector<double> a;
  std::vector<double> b;
  for (size_t p = 1; p < evidence.first_half.size(); ++p) {
    const bool both = evidence.series.points[p].complete &&
                      evidence.series.points[p - 1].complete && evidence.first_half[p] &&
                      evidence.first_half[p - 1] && evidence.second_half[p] &&
                      evidence.second_half[p - 1];
    if (!both) continue;
    a.push_back(*evidence.first_half[p] - *evidence.first_half[p - 1]);
    b.push_back(*evidence.second_half[p] - *evidence.second_half[p - 1]);
  }
  if (a.size() < 8) return std::nullopt;
  const auto r = stats::Correlation(a, b);
  if (!r) return std::nullopt;
  return *r <= 0 ? 0 : 2 * *r / (1 + *r);
}

double Share(int64_t part, int64_t whole) {
  return whole <= 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

using SourceQuality = CandidateEvidence::SourceQuality;

DataFlaw SilenceOf(DataFlaw::Kind kind, const SourceQuality& source, const stats::EmptyRun& run) {
  DataFlaw flaw{kind};
  flaw.source = source.source;
  flaw.first = source.first_day + run.first;
  flaw.days = run.days;
  return flaw;
}

// The outage in which most is missing, and how many more there are.
DataFlaw WorstOutage(const SourceQuality& source) {
  const auto& runs = source.outages.outages;
  const auto worst = std::max_element(
      runs.begin(), runs.end(), [](const auto& a, const auto& b) { return a.missing < b.missing; });
  DataFlaw flaw = SilenceOf(DataFlaw::Kind::kOutage, source, *worst);
  flaw.missing = worst->missing;
  flaw.more = runs.size() - 1;
  return flaw;
}

DetailTable OutageTable(const std::vector<SourceQuality>& sources) {
  DetailTable table{{"source", "from", "days", "missing", "chance", "finding"}, {}};
  for (const SourceQuality& source : sources) {
    const auto add = [&](const std::vector<stats::EmptyRun>& runs, const char* finding) {
      for (const stats::EmptyRun& run : runs) {
        table.rows.push_back({source.source, FormatDay(source.first_day + run.first),
                              static_cast<double>(run.days), run.missing, run.chance, finding});
      }
    };
    add(source.outages.outages, "outage");
    add(source.outages.perhaps_closed, "perhaps_closed");
    add(source.outages.closures, "closed");
  }
  return table;
}

// Share of the days without an event, beyond what the rate explains.
double UnexplainedDays(const SourceQuality& source) {
  if (source.days == 0) return 0;
  return std::max(0.0, source.outages.empty_days - source.outages.explained_days) / source.days;
}

struct Shares {  // the worst of all sources, 0-1
  double empty = 0, rejected = 0, duplicate = 0, late = 0, future = 0;
};

Shares WorstShares(const std::vector<SourceQuality>& sources) {
  Shares worst;
  for (const SourceQuality& source : sources) {
    worst.empty = std::max(worst.empty, UnexplainedDays(source));
    worst.rejected = std::max(worst.rejected, Share(source.loads.rejected, source.loads.read));
    worst.duplicate = std::max(worst.duplicate, Share(source.loads.duplicate, source.loads.read));
    worst.late = std::max(worst.late, Share(source.loads.late, source.loads.kept));
    worst.future = std::max(worst.future, Share(source.loads.future, source.loads.read));
  }
  return worst;
}

std::vector<DataFlaw> WhatIsBroken(const CandidateEvidence& evidence, const Shares& shares) {
  const auto& rules = evidence.project.judgement.measurable;
  std::vector<DataFlaw> broken;
  for (const SourceQuality& source : evidence.quality) {
    if (!source.outages.outages.empty()) broken.push_back(WorstOutage(source));
  }
  if (shares.rejected > rules.broken_rejected)
    broken.push_back({DataFlaw::Kind::kRejected, shares.rejected});
  if (shares.future > rules.broken_future)
    broken.push_back({DataFlaw::Kind::kFuture, shares.future});
  return broken;
}

std::vector<DataFlaw> WhatIsDoubtful(const CandidateEvidence& evidence, const Shares& shares,
                                     const std::optional<double>& reliability) {
  using Kind = DataFlaw::Kind;
  const auto& rules = evidence.project.judgement.measurable;
  std::vector<DataFlaw> doubts;
  for (const SourceQuality& source : evidence.quality) {
    for (const stats::EmptyRun& run : source.outages.perhaps_closed)
      doubts.push_back(SilenceOf(Kind::kMaybeClosed, source, run));
  }
  if (doubts.empty() && shares.empty > rules.doubt_empty_days)
    doubts.push_back({Kind::kEmptyDays, shares.empty});
  if (shares.rejected > rules.doubt_rejected) doubts.push_back({Kind::kRejected, shares.rejected});
  if (shares.duplicate > rules.doubt_duplicate)
    doubts.push_back({Kind::kDuplicate, shares.duplicate});
  if (shares.late > rules.doubt_late) doubts.push_back({Kind::kLate, shares.late});
  if (reliability && *reliability < rules.good_reliability) {
    DataFlaw flaw{Kind::kHalvesDisagree};
    flaw.entity = evidence.metric.entity;
    flaw.reliability = *reliability;
    doubts.push_back(std::move(flaw));
  }
  return doubts;
}

// Of data without a flaw: why the halves say nothing, if so.
Code CompleteCode(const CandidateEvidence& evidence, const std::optional<double>& reliability) {
  if (reliability) return Code::kHalvesAgree;
  if (!evidence.has_subsets) return Code::kNoSubsets;
  return evidence.has_units ? Code::kTooShortToSplit : Code::kRowsWithoutEntity;
}

}  // namespace

TestOutcome TestMeasurable(const CandidateEvidence& evidence) {
  TestOutcome out;
  const Shares shares = WorstShares(evidence.quality);
  out.detail = {{"empty_days", shares.empty},
                {"rejected", shares.rejected},
                {"duplicate", shares.duplicate},
                {"late", shares.late},
                {"future", shares.future}};
  if (DetailTable gaps = OutageTable(evidence.quality); !gaps.rows.empty())
    out.detail.emplace_back("gaps", std::move(gaps));
  const auto reliability = SplitHalf(evidence);
  if (reliability) out.detail.emplace_back("split_half_reliability", *reliability);
  out.value = reliability;
  out.unit = "split-half reliability, 0 to 1";
  MeasurableStatement statement{Code::kBroken, NameOf(evidence.metric),
                                WhatIsBroken(evidence, shares), reliability.value_or(0)};
  if (!statement.flaws.empty()) {
    out.verdict = Verdict::kFail;
    out.finding = "BROKEN_TRACKING";
    out.gate_failed = true;
    out.score = 0;
    out.said = Words(statement);
    return out;
  }
  statement.flaws = WhatIsDoubtful(evidence, shares, reliability);
  const double data_points = 100 * (1 - std::min(1.0, 5 * shares.empty + 10 * shares.rejected +
                                                          2 * shares.late + 2 * shares.duplicate));
  out.score = reliability ? (data_points + 100 * *reliability) / 2 : data_points;
  const bool doubtful = !statement.flaws.empty();
  out.verdict = doubtful ? Verdict::kUnclear : Verdict::kPass;
  statement.code = doubtful ? Code::kDoubtful : CompleteCode(evidence, reliability);
  out.said = Words(statement);
  return out;
}

}  // namespace northstar

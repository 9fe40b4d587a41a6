// measurable: can the number be trusted? Gaps, rejected, late and duplicate rows of its sources,
// and whether two halves of the entities tell the same story (METHODS 5.6).
#include <fmt/format.h>

#include "analysis/candidate_test.h"
#include "base/text.h"
#include "stats/describe.h"

namespace northstar {
namespace {

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

}  // namespace

TestOutcome TestMeasurable(const CandidateEvidence& evidence) {
  const auto& rules = evidence.project.judgement.measurable;
  TestOutcome out;
  double empty = 0;
  double rejected = 0;
  double duplicate = 0;
  double late = 0;
  double future = 0;
  for (const auto& source : evidence.quality) {
    empty = std::max(empty, Share(source.empty_days - source.usual_empty_days, source.days));
    rejected = std::max(rejected, Share(source.loads.rejected, source.loads.read));
    duplicate = std::max(duplicate, Share(source.loads.duplicate, source.loads.read));
    late = std::max(late, Share(source.loads.late, source.loads.kept));
    future = std::max(future, Share(source.loads.future, source.loads.read));
  }
  out.detail = {{"empty_days", empty},
                {"rejected", rejected},
                {"duplicate", duplicate},
                {"late", late},
                {"future", future}};
  const auto reliability = SplitHalf(evidence);
  if (reliability) out.detail.emplace_back("split_half_reliability", *reliability);
  out.value = reliability;
  out.unit = "split-half reliability, 0 to 1";
  const std::string& label = evidence.metric.label;

  std::vector<std::string> broken;
  if (empty > rules.broken_empty_days)
    broken.push_back(Percent(empty) + " of the days have no event at all");
  if (rejected > rules.broken_rejected)
    broken.push_back(Percent(rejected) + " of the rows cannot be read");
  if (future > rules.broken_future)
    broken.push_back(Percent(future) + " of the rows are dated in the future");
  if (!broken.empty()) {
    out.verdict = Verdict::kFail;
    out.finding = "BROKEN_TRACKING";
    out.gate_failed = true;
    out.score = 0;
    out.sentence = fmt::format("{} cannot be trusted: {}.", label, Join(broken, "; "));
    return out;
  }
  std::vector<std::string> doubts;
  if (empty > rules.doubt_empty_days)
    doubts.push_back(Percent(empty) + " of the days have no event");
  if (rejected > rules.doubt_rejected)
    doubts.push_back(Percent(rejected) + " of the rows cannot be read");
  if (duplicate > rules.doubt_duplicate)
    doubts.push_back(Percent(duplicate) + " of the rows came twice");
  if (late > rules.doubt_late) doubts.push_back(Percent(late) + " of the rows came late");
  if (reliability && *reliability < rules.good_reliability) {
    doubts.push_back(fmt::format(
        "two halves of the {} tell different stories (reliability {:.2f})",
        evidence.metric.entity.empty() ? "entities" : evidence.metric.entity + "s", *reliability));
  }
  const double data_points =
      100 * (1 - std::min(1.0, 5 * empty + 10 * rejected + 2 * late + 2 * duplicate));
  out.score = reliability ? (data_points + 100 * *reliability) / 2 : data_points;
  if (!doubts.empty()) {
    out.verdict = Verdict::kUnclear;
    out.sentence = fmt::format("{} can be measured, with doubts: {}.", label, Join(doubts, "; "));
  } else {
    out.verdict = Verdict::kPass;
    out.sentence =
        reliability
            ? fmt::format(
                  "The data behind it are complete, and two random halves tell the same story "
                  "(reliability {:.2f}).",
                  *reliability)
        : evidence.has_units
            ? "The data behind it are complete; the history is too short for a test of two halves."
            : "The data behind it are complete; there are no units for a test of two halves, "
              "because "
              "most of its rows name no entity.";
  }
  return out;
}

}  // namespace northstar

// link: the last twelve months beside the years before, as of the end of the quarter and of the
// one before. The lead is looked for anew in what was known a year earlier.
#include "analysis/lead/lead.h"
#include "analysis/review/review_section.h"
#include "base/number_words.h"
#include "base/period_words.h"
#include "words/review_sections.h"

namespace northstar {
namespace {

// Places are needed here, not verdicts.
constexpr int kPermutations = 999;

class Link {
 public:
  explicit Link(const ReviewEvidence& evidence)
      : evidence_(evidence), lead_(evidence.report.lead) {}

  // As of so many periods.
  LinkReading At(size_t periods) const {
    LinkReading reading;
    const auto year = static_cast<size_t>(PeriodsOfYear(Weekly()));
    auto place = periods > year ? PlaceIn(periods - year) : std::nullopt;
    if (!place) place = PlaceIn(periods);
    if (!place) {
      reading.gap = LinkGap::kNoLead;
      return reading;
    }
    return ReadLink(First(lead_.candidate_values, periods), First(lead_.outcome_values, periods),
                    *place, Weekly(), lead_.level);
  }

  bool Weekly() const { return lead_.grain == Grain::kWeek; }
  size_t Quarter() const { return static_cast<size_t>(PeriodsOfQuarter(Weekly())); }

 private:
  static std::vector<double> First(const std::vector<double>& values, size_t count) {
    return {values.begin(), values.begin() + static_cast<std::ptrdiff_t>(count)};
  }

  std::optional<LeadPlace> PlaceIn(size_t periods) const {
    if (periods == lead_.starts.size()) return PlaceOf(lead_.result);
    LeadCandidate candidate{
        lead_.candidate, {}, lead_.link, WantedSign(evidence_.star, *evidence_.outcome)};
    candidate.pair.grain = lead_.grain;
    candidate.pair.starts = {lead_.starts.begin(),
                             lead_.starts.begin() + static_cast<std::ptrdiff_t>(periods)};
    candidate.pair.candidate = First(lead_.candidate_values, periods);
    candidate.pair.outcome = First(lead_.outcome_values, periods);
    stats::LeadOptions options;
    options.permutations = kPermutations;
    options.interval_permutations = kPermutations;
    options.threads = DefaultLeadThreads();
    const auto leads = FindLeads({candidate}, lead_.outcome, options, evidence_.project->calendar);
    return PlaceOf(leads.front().result);
  }

  const ReviewEvidence& evidence_;
  const LeadFindings& lead_;
};

ReviewSectionStatement::Code CodeOf(const LinkReading& link) {
  using Code = ReviewSectionStatement::Code;
  switch (link.gap) {
    case LinkGap::kNoOutcome:
      return Code::kNoOutcome;
    case LinkGap::kNoLead:
      return Code::kNoLead;
    case LinkGap::kBySegment:
      return Code::kLinkBySegment;
    case LinkGap::kTooShort:
      return Code::kLinkTooShort;
    case LinkGap::kRead:
      break;
  }
  if (link.weaker()) return Code::kLinkWeaker;
  return link.halved() ? Code::kLinkHalved : Code::kLinkHolds;
}

ReviewTable TableOf(const LinkReading& link, const LeadFindings& lead) {
  ReviewTable table{{{"window", "window"},
                     {"effect", "effect", true},
                     {"low", "from", true},
                     {"high", "to", true}},
                    {},
                    false};
  if (link.gap != LinkGap::kRead) return table;
  const auto add = [&](std::string window, double effect, double low, double high) {
    table.rows.push_back(
        {TextCell(std::move(window)), NumberCell(effect), NumberCell(low), NumberCell(high)});
  };
  add("last 12 months", link.recent, link.recent_low, link.recent_high);
  add("up to three years before", link.earlier, link.earlier_low, link.earlier_high);
  for (const stats::LinkPoint& point : link.windows) {
    const size_t last = static_cast<size_t>(point.end) - 1;
    if (last >= lead.starts.size()) continue;
    add("2 years to " + PeriodWords(lead.grain, FormatDay(lead.starts[last])), point.effect,
        point.low, point.high);
  }
  return table;
}

}  // namespace

ReviewSection LinkSection(const ReviewEvidence& evidence, ReviewSigns& signs) {
  const LeadFindings& lead = evidence.report.lead;
  if (evidence.outcome != nullptr) {
    signs.outcome = NameOf(*evidence.outcome);
    if (lead.values_grain != lead.grain) {
      signs.link.gap = LinkGap::kBySegment;
    } else if (lead.link != OutcomeLink::kNone || lead.starts.empty()) {
      signs.link.gap = lead.starts.empty() ? LinkGap::kTooShort : LinkGap::kNoLead;
    } else {
      const Link link(evidence);
      const size_t periods = lead.starts.size();
      signs.link = link.At(periods);
      if (periods > link.Quarter()) signs.link_before = link.At(periods - link.Quarter());
    }
  }
  ReviewSectionStatement statement{CodeOf(signs.link), signs.star, signs.outcome};
  statement.value = signs.link.recent;
  statement.before = signs.link.earlier;
  statement.lag = signs.link.lag;
  statement.grain = lead.grain;
  ReviewSection section;
  section.said = Words(statement);
  section.table = TableOf(signs.link, lead);
  if (!lead.said.empty())
    section.notes.push_back("Over all of the history: " + lead.said.first.text());
  return section;
}

}  // namespace northstar

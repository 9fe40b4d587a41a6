#include "analysis/digest/digest.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/digest/digest_sections.h"
#include "base/period_words.h"

namespace northstar {
namespace {

struct SectionOfDigest {
  std::string_view name, title;
  // 1 is the most important: the last to leave the text.
  int weight;
  digest::Lines (*find)(const digest::Source&);
};

// In the order in which they are read.
constexpr SectionOfDigest kSections[] = {
    {"star", "", 1, digest::StarLines},
    {"inputs", "Inputs", 7, digest::InputLines},
    {"guardrails", "Guardrails", 2, digest::GuardrailLines},
    {"why", "Why it moved", 4, digest::WhyLines},
    {"feedback", "What customers said", 8, digest::FeedbackLines},
    {"okrs", "OKRs", 5, digest::OkrLines},
    {"bets", "Bets", 6, digest::BetLines},
    {"check", "Checks", 3, digest::CheckLines},
};

// The day after the last one of which the star's values speak: in its next period that is not over,
// a longer or shorter period may have ended already.
Day LastDay(const Project& project, const ConstellationNode& star, Day today) {
  const auto start = ParseDay(std::string_view(star.period).substr(0, 10));
  if (!start) return today;
  const Calendar& calendar = project.calendar;
  const Grain grain = std::max(star.grain, Grain::kDay);
  const Day next = calendar.NextPeriod(grain, calendar.PeriodStart(grain, *start));
  return std::min(today, calendar.NextPeriod(grain, next) - 1);
}

void AddSection(const SectionOfDigest& section, const digest::Source& source, Digest& digest) {
  auto lines = section.find(source);
  if (!lines.ok()) {
    digest.notes.push_back(
        fmt::format("The section “{}” is missing: {}.", section.title, lines.error().message));
    return;
  }
  if (!lines->empty())
    digest.sections.push_back({section.name, section.title, section.weight, *std::move(lines)});
}

}  // namespace

Result<Digest> FindDigest(Engine& engine, const ProjectRef& project, const DataFacts& facts,
                          int64_t now_us, const DigestOptions& options) {
  StarNowRequest request;
  request.options.as_of_us = options.as_of_us;
  NS_ASSIGN(const StarNow now, FindStarNow(engine, project, facts, now_us, request));
  const ConstellationNode& star = now.constellation.star();
  const Calendar& calendar = project->calendar;
  Digest digest;
  digest.project = project;
  digest.metric = star.metric->name;
  digest.period = options.period;
  digest.at_us = options.as_of_us.value_or(now_us);
  const Day today = calendar.LocalDay(digest.at_us);
  digest.to = calendar.PeriodStart(options.period, LastDay(*project, star, today));
  digest.from = calendar.Shift(options.period, digest.to, -1);
  digest.heading =
      fmt::format("{}: {}", project->name, PeriodWords(options.period, FormatDay(digest.from)));
  digest.said = ChooseHeadline(now.facts);
  const digest::Source source{engine, project, facts, now_us, options, now, digest.from, digest.to};
  for (const SectionOfDigest& section : kSections) AddSection(section, source, digest);
  return digest;
}

}  // namespace northstar

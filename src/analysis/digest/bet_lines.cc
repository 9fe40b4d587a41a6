// What of a digest is said by bets: those that shipped in its days, or whose experiment ended then,
// with what they did so far.
#include "analysis/bets/bets.h"
#include "analysis/bets/bets_of_days.h"
#include "analysis/digest/digest_sections.h"

namespace northstar::digest {

Lines BetLines(const Source& source) {
  BetOptions options;
  options.as_of_us = source.options.as_of_us;
  options.only = BetsOfDays(*source.project, source.from, source.to);
  std::vector<Sentence> lines;
  if (options.only.empty()) return lines;
  NS_ASSIGN(const BetFindings found,
            FindBets(source.engine, source.project, source.facts, source.now_us, options));
  for (const BetFinding& one : found.bets) lines.push_back(one.said.first);
  return lines;
}

}  // namespace northstar::digest

// bets: what the team bet on in the quarter, and what came of it by its end.
#include "analysis/review/review_section.h"
#include "base/text.h"
#include "words/review_sections.h"

namespace northstar {
namespace {

ReviewCell TextOrDash(const std::string& text) {
  return text.empty() ? ReviewCell{std::monostate{}, "–"} : TextCell(text);
}

}  // namespace

ReviewSection BetsSection(const ReviewEvidence& evidence, ReviewSigns&) {
  using Code = ReviewSectionStatement::Code;
  ReviewSection section;
  section.table.columns = {{"bet", "bet"},
                           {"team", "team"},
                           {"moves", "moves"},
                           {"expected", "expected", true},
                           {"effect", "effect", true},
                           {"low", "low", true},
                           {"high", "high", true},
                           {"verdict", "verdict"}};
  ReviewSectionStatement statement{Code::kNoBets};
  statement.period = evidence.quarter.name;
  if (!evidence.bets_problem.empty()) {
    statement.code = Code::kBetsUnknown;
    section.notes.push_back(evidence.bets_problem);
  } else if (evidence.bets != nullptr && !evidence.bets->bets.empty()) {
    statement.code = Code::kBets;
    statement.count = evidence.bets->bets.size();
    for (const BetFinding& one : evidence.bets->bets) {
      const auto& effect = one.input ? one.input : one.star;
      const std::string verdict(NameOf(one.verdict));
      const auto share = [&](auto member) {
        return ChangeCell(effect ? effect.value().*member : std::nullopt);
      };
      section.table.rows.push_back({{one.bet->name, one.bet->label},
                                    TextOrDash(one.bet->team),
                                    one.moves != nullptr
                                        ? ReviewCell{one.moves->name, one.moves->label}
                                        : ReviewCell{std::monostate{}, "–"},
                                    ChangeCell(one.bet->expect),
                                    share(&EffectFinding::effect),
                                    share(&EffectFinding::low),
                                    share(&EffectFinding::high),
                                    {verdict, ReplaceAll(LowerUtf8(verdict), "_", " ")}});
      section.notes.push_back(one.said.whole());
    }
  }
  section.said = Words(statement);
  return section;
}

}  // namespace northstar

// A bet's finding as statements. Pure. Internal to bets/.
#pragma once

#include "analysis/bets/bets.h"
#include "words/bets.h"

namespace northstar {

BetStatement StatementOn(const BetFinding& bet);
// Of one effect alone; for tables that tell more than the verdict of the bet.
BetStatement StatementOn(const BetFinding& bet, const EffectFinding& effect);
BetRecordStatement StatementOn(const std::optional<stats::BetRecord>& record);
// `plan`: on open bets alone.
BetsStatement StatementOn(const BetFindings& found, bool plan);

}  // namespace northstar

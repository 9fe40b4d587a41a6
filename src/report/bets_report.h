// What bets did, and which open one is next, as text, Markdown or CSV.
#pragma once

#include <string>

#include "analysis/bets/bets.h"
#include "api/answer.h"
#include "report/format.h"

namespace northstar {

// Plain text takes terminal colors when `color`; so may Markdown and CSV, which ignore it.
std::string RenderBets(const BetsAnswer& answer, TextForm form, bool color);

}  // namespace northstar

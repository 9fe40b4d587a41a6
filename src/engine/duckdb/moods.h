// Gives the stored rows of a feedback source the moods of their writers: by rating, by what the
// team's own rated texts teach, or by the English lexicon (language/sentiment_scorer.h). No text
// leaves the machine.
#pragma once

#include "engine/duckdb/database.h"
#include "model/project.h"

namespace northstar::duck {

// Of how moods are told: with another one, what was loaded is read anew.
inline constexpr int kMoodsVersion = 2;

// All rows anew: what is learned from the texts depends on all of them. Inside the caller's
// transaction.
Status ScoreMoods(Connection& connection, const Source& source);

}  // namespace northstar::duck

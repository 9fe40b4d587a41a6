// Gives the stored rows of a feedback source the moods of their writers: by rating, by what the
// team's own rated texts teach, or by the English lexicon (language/sentiment_scorer.h), which
// reads past the names of what the team deals with (given_names.h). No text leaves the machine.
#pragma once

#include "engine/duckdb/database.h"
#include "model/project_ref.h"
#include "model/source.h"

namespace northstar::duck {

// Of how moods are told: with another one, what was loaded is read anew.
inline constexpr int kMoodsVersion = 3;

// All rows anew: what is learned from the texts depends on all of them. Inside the caller's
// transaction.
Status ScoreMoods(Connection& connection, const Project& project, const Source& source);

// Scores the feedback again that was scored while other names were known; for after a load, since
// any source can bring names. One transaction per source.
Status RefreshMoods(Connection& connection, const Project& project);

}  // namespace northstar::duck

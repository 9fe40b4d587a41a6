// Whose events come like clockwork: a flag for a person to look at, never a reason to exclude
// anybody by itself (stats/concentration.h).
#pragma once

#include "engine/gathered.h"

namespace northstar {

// Of units with at least 50 events: the pauses between them vary so little that no person acts so.
// Over the whole history that was gathered.
bool IsMachineLike(const Histories::Entity& entity);

}  // namespace northstar

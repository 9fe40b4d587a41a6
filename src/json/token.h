// A token of the server as JSON, without what is secret of it.
#pragma once

#include <cstdint>

#include "json/json.h"
#include "store/tokens.h"

namespace northstar {

// As of `now_us`, UTC microseconds: whether it works then.
Json ToJson(const store::Token& token, int64_t now_us);

}  // namespace northstar

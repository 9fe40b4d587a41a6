// What was forgotten → JSON, with its schema.
#pragma once

#include "engine/forgetting.h"
#include "json/json.h"

namespace northstar {

Json ToJson(const ForgetReport& report);
Json ForgetSchema();

}  // namespace northstar

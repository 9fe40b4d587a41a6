#include "json/token.h"

#include "base/calendar.h"

namespace northstar {

Json ToJson(const store::Token& token, int64_t now_us) {
  const auto time = [](int64_t us) { return us == 0 ? Json(nullptr) : Json(FormatInstant(us)); };
  return Json{{"id", token.id},
              {"role", store::RoleName(token.role)},
              {"name", token.name},
              {"source", token.source.empty() ? Json(nullptr) : Json(token.source)},
              {"starts_with", token.shown},
              {"origins", token.origins},
              {"rate", token.rate == 0 ? Json(nullptr) : Json(token.rate)},
              {"created", time(token.made_us)},
              {"expires", time(token.expires_us)},
              {"revoked", time(token.revoked_us)},
              {"last_used", time(token.used_us)},
              {"works", token.WorksAt(now_us)}};
}

}  // namespace northstar

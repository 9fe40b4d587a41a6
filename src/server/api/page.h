// Long lists in parts: `limit` says how many, `after` behind which entry; the answer says what to
// ask for next.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "server/api/endpoints.h"

namespace northstar::server {

// Parameters of every list.
inline const std::vector<std::string_view> kPageParameters{"limit", "after"};

struct Listed {
  // Of the entry, among all of the list.
  std::string key;
  nlohmann::ordered_json entry;
};
// {"<name>": […], "next": key or null}; 400 where the parameters fit nothing.
Response PageOf(const ApiCall& call, std::string_view name, std::vector<Listed> list);

}  // namespace northstar::server

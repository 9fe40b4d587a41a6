#include "server/api/page.h"

#include <algorithm>
#include <charconv>

#include "server/problem.h"

namespace northstar::server {

using Json = nlohmann::ordered_json;

Response PageOf(const ApiCall& call, std::string_view name, std::vector<Listed> list) {
  constexpr size_t kUsual = 1000, kMost = 10'000;
  size_t limit = kUsual;
  if (const std::string text = call.Parameter("limit"); !text.empty()) {
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), limit);
    if (failed != std::errc() || end != text.data() + text.size() || limit < 1 || limit > kMost)
      return Problem(400, "limit", "limit is a number from 1 to 10000");
  }
  auto first = list.begin();
  if (const std::string after = call.Parameter("after"); !after.empty()) {
    first =
        std::find_if(list.begin(), list.end(), [&](const Listed& one) { return one.key == after; });
    if (first == list.end())
      return Problem(400, "after", "the list has no such entry (any more)",
                     "begin again without 'after'");
    ++first;
  }
  const auto count = std::min(static_cast<size_t>(list.end() - first), limit);
  Json entries = Json::array();
  for (size_t i = 0; i < count; ++i)
    entries.push_back(std::move(first[static_cast<long>(i)].entry));
  Json body{{name, std::move(entries)}, {"next", nullptr}};
  if (first + static_cast<long>(count) != list.end())
    body["next"] = first[static_cast<long>(count) - 1].key;
  return JsonResponse(body.dump(-1, ' ', false, Json::error_handler_t::replace));
}

}  // namespace northstar::server

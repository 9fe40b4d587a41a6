#include "json/findings.h"

namespace northstar {

Json ToJson(const EntityList& list) {
  return {{"metric", list.metric->name}, {"period", list.period},     {"entity", list.entity},
          {"complete", list.complete},   {"count", list.keys.size()}, {"entities", list.keys}};
}

Json ToJson(const Distribution& d) {
  Json rows = Json::array();
  for (const DistributionRow& row : d.rows) {
    Json by = Json::object();
    for (size_t i = 0; i < d.by.size(); ++i) by[d.by[i]] = Text(row.group[i]);
    Json times = Json::array();
    for (size_t k = 0; k < row.entities.size(); ++k)
      times.push_back({{"times", k + 1}, {"entities", row.entities[k]}});
    rows.push_back({{"period", row.period},
                    {"by", std::move(by)},
                    {"complete", row.complete},
                    {"distribution", std::move(times)}});
  }
  return {{"metric", d.metric->name},
          {"unit", std::get<kind::Frequency>(d.metric->kind).of == "week" ? "weeks" : "days"},
          {"rows", std::move(rows)}};
}

}  // namespace northstar

#include "json/findings.h"

#include "json/said.h"
#include "json/schema.h"

namespace northstar {
namespace {

Json CausesJson(const std::vector<LeafCause>& causes) {
  Json list = Json::array();
  for (const LeafCause& cause : causes) {
    Json where = Json::object();
    for (const auto& [dimension, value] : cause.where) where[dimension] = value;
    list.push_back(
        {{"where", std::move(where)}, {"score", cause.score}, {"explains", cause.explains}});
  }
  return list;
}

}  // namespace

Json ToJson(const LeafExplanation& found) {
  return {{"causes", CausesJson(found.causes)},
          {"also", CausesJson(found.also)},
          {"actual", found.actual},
          {"expected", found.expected},
          {"leaves", found.leaves},
          {"dimensions", found.dimensions},
          {"method", {{"id", "segments.search"}, {"version", 1}}}};
}

Json LeafExplanationSchema() {
  using namespace schema;
  const Json cause = Object({{"where", Map(Str(), "dimension → value")},
                             {"score", Num()},
                             {"explains", Num("share of the difference")}});
  return AnswerOf({{"causes", List(cause, "accepted ones, the most important first")},
                   {"also", List(cause, "runners-up")},
                   {"actual", Num("sum over all leaves")},
                   {"expected", Num("sum over all leaves")},
                   {"leaves", Count()},
                   {"dimensions", Names()},
                   MethodKey()},
                  "with --csv: which segments explain a difference");
}

}  // namespace northstar

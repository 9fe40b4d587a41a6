#include "json/forget_report.h"

#include "json/schema.h"

namespace northstar {

Json ToJson(const ForgetReport& report) {
  Json rows = Json::array();
  for (const Forgotten::Rows& one : report.stored.rows)
    rows.push_back({{"source", one.source}, {"rows", one.rows}});
  return {{"dry_run", report.dry_run},
          {"ids", report.stored.ids},
          {"before", report.stored.before},
          {"rows", std::move(rows)},
          {"pairs", report.stored.pairs},
          {"values", report.stored.values},
          {"log", {{"files", report.log_segments}, {"events", report.log_events}}},
          {"survey_answers", report.survey_answers},
          {"rejects_files", report.rejects},
          {"rewritten", report.rewritten},
          {"left", report.left}};
}

Json ForgetSchema() {
  using namespace schema;
  return AnswerOf(
      {{"dry_run", Flag("nothing was changed")},
       {"ids", Names("all ids that count as the same one")},
       {"before", Flag("some of them were forgotten before")},
       {"rows", List(Object({{"source", Str()}, {"rows", Count()}}), "of each source searched")},
       {"pairs", Count("that said who is whom")},
       {"values", Count("of dimensions and other entities that only these rows had")},
       {"log", Object({{"files", Count("that were read")}, {"events", Count()}},
                      "what arrived, as it was sent")},
       {"survey_answers", Count()},
       {"rejects_files", Names("with rejected rows that named an id")},
       {"rewritten", Flag("the database stands in a new file")},
       {"left", Names("sentences: where copies may be")}},
      "what was removed of a person, or would be");
}

}  // namespace northstar

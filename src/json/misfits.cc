#include "json/misfits.h"

#include "base/unreachable.h"
#include "json/schema.h"

namespace northstar {
namespace {

const char* NameOf(MisfitSeverity severity) {
  switch (severity) {
    case MisfitSeverity::kMajor:
      return "major";
    case MisfitSeverity::kMinor:
      return "minor";
    case MisfitSeverity::kNote:
      return "note";
  }
  NS_UNREACHABLE("no such severity");
}

Json RowJson(const MisfitRow& row) {
  return {{"text", row.text},
          {"file", TextOrNull(row.file)},
          {"row", row.row > 0 ? Json(row.row) : Json(nullptr)}};
}

Json Positive(int64_t count) {
  return count > 0 ? Json(count) : Json(nullptr);
}

}  // namespace

Json ToJson(const std::vector<Misfit>& misfits) {
  Json list = Json::array();
  for (const Misfit& misfit : misfits) {
    const MisfitStatement& s = misfit.statement;
    Json examples = Json::array();
    for (const MisfitRow& row : {s.first, s.second})
      if (!row.text.empty()) examples.push_back(RowJson(row));
    for (const MisfitRow& row : s.examples) examples.push_back(RowJson(row));
    list.push_back(
        {{"rule", RuleName(MisfitRules(), s.code)},
         {"severity", NameOf(misfit.severity)},
         {"sentence", Words(s)},
         {"source", TextOrNull(s.source)},
         {"other", TextOrNull(s.other)},
         {"entity", TextOrNull(s.entity)},
         {"dimension", TextOrNull(s.dimension)},
         {"count", Positive(s.count)},
         {"of",
          s.of > 0 || s.code == MisfitStatement::Code::kIdSpelling ? Json(s.of) : Json(nullptr)},
         {"rows", Positive(s.rows)},
         {"other_rows", Positive(s.other_rows)},
         {"of_rows", Positive(s.of_rows)},
         {"seconds", s.seconds > 0 ? Json(s.seconds) : Json(nullptr)},
         {"date", TextOrNull(s.date)},
         {"examples", std::move(examples)}});
  }
  return list;
}

Json MisfitsSchema() {
  using namespace schema;
  std::vector<std::string_view> rules;
  for (const Rule& rule : MisfitRules()) rules.push_back(rule.name);
  const Json row = Object({{"text", Str("an id, a value, the name of an event")},
                           {"file", OrNull(Str())},
                           {"row", OrNull(Count("of the file, from 1, the header too"))}});
  return List(
      Object({{"rule", Choice(rules)},
              {"severity",
               Choice({"major", "minor", "note"}, "by its share; a note may be as it should be")},
              {"sentence", Str()},
              {"source", OrNull(Str("to look at"))},
              {"other", OrNull(Str("the source that it is held against"))},
              {"entity", OrNull(Str())},
              {"dimension", OrNull(Str("null: names of events, or of no dimension"))},
              {"count", OrNull(Count("entities; of spellings values"))},
              {"of", OrNull(Count("all of them; of `id_spelling` those that match as written"))},
              {"rows", OrNull(Count("of the source; of spellings the first one's"))},
              {"other_rows", OrNull(Count("of the second spelling"))},
              {"of_rows", OrNull(Count("all of them"))},
              {"seconds", OrNull(Num("how long before (median), or silent"))},
              {"date", OrNull(Str("of the last row, or of the change"))},
              {"examples", List(row, "of differing facts and spellings the two, then ids")}}),
      "what of the data does not fit together, the gravest first");
}

}  // namespace northstar

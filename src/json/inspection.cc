#include "json/inspection.h"

#include <cmath>

#include "analysis/inspect/proposal_yaml.h"
#include "base/calendar.h"
#include "json/schema.h"

namespace northstar {
namespace {

// Shares to four digits: more would be noise.
double Share(double share) {
  return std::round(share * 10'000) / 10'000;
}

Json TextOrNull(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

Json ColumnJson(const ColumnProfile& profile, const ColumnGuess& guess) {
  Json also = Json::array();
  for (const DataKind kind : guess.also) also.push_back(NameOf(kind));
  Json samples = Json::array();
  for (size_t i = 0; i < profile.samples.size() && i < 3; ++i)
    samples.push_back(profile.samples[i]);
  return {{"name", profile.name},
          {"kind", NameOf(guess.kind)},
          {"share", Share(guess.share)},
          {"filled", Share(profile.FilledShare())},
          {"distinct", profile.distinct},
          {"samples", std::move(samples)},
          {"why", Words(guess.why).whole()},
          {"also", std::move(also)}};
}

Json InputJson(const InspectedTable& table) {
  const FoundTable& found = table.found;
  Json columns = Json::array();
  for (size_t i = 0; i < found.profile.columns.size(); ++i)
    columns.push_back(ColumnJson(found.profile.columns[i], table.guesses[i]));
  Json odd = Json::array();
  for (const OddStatement& one : table.odd) odd.push_back(Words(one));
  return {{"name", found.name},
          {"format", found.format},
          {"files", found.files},
          {"encoding", TextOrNull(found.encoding)},
          {"delimiter", TextOrNull(found.delimiter)},
          {"header", found.header ? Json(*found.header) : Json(nullptr)},
          {"decimal", TextOrNull(found.decimal)},
          {"rows", found.profile.rows},
          {"columns", std::move(columns)},
          {"odd", std::move(odd)}};
}

std::vector<TableProfile> ProfilesOf(const Inspection& inspection) {
  std::vector<TableProfile> profiles;
  for (const InspectedTable& table : inspection.tables) profiles.push_back(table.found.profile);
  return profiles;
}

}  // namespace

Json ToJson(const Inspection& inspection) {
  Json out{{"inputs", Json::array()}, {"joins", Json::array()}, {"events", Json::array()}};
  for (const InspectedTable& table : inspection.tables) out["inputs"].push_back(InputJson(table));
  const std::vector<TableProfile> profiles = ProfilesOf(inspection);
  for (const TableJoin& join : inspection.joins.joins) {
    out["joins"].push_back({{"left", Shown(join.left, profiles)},
                            {"right", Shown(join.right, profiles)},
                            {"matched", Share(join.matched)},
                            {"matched_back", Share(join.matched_back)},
                            {"matched_rows", Share(join.matched_rows)},
                            {"many", join.many ? "many" : "one"}});
  }
  for (const CountedEvent& event : inspection.events)
    out["events"].push_back({{"name", event.name}, {"count", event.count}});
  const auto instant = [](const std::optional<int64_t>& us) {
    return us ? Json(FormatInstant(*us)) : Json(nullptr);
  };
  out["span"] = {{"from", instant(inspection.from_us)}, {"to", instant(inspection.to_us)}};
  out["proposal"] = ProposalYaml(inspection);
  out["others"] = Json::array();
  for (const NoTable& other : inspection.others)
    out["others"].push_back({{"name", other.name}, {"why", other.why.message}});
  return out;
}

Json InspectSchema() {
  using namespace schema;
  std::vector<std::string_view> kinds;
  for (int i = 0; i < kDataKinds; ++i) kinds.push_back(NameOf(static_cast<DataKind>(i)));
  const Json column =
      Object({{"name", Str("of JSON a path, parts with other signs in quotes")},
              {"kind", Choice(kinds, "what the column is for")},
              {"share", Num("of the filled cells that fit the kind, 0 to 1")},
              {"filled", Num("share of the cells, 0 to 1")},
              {"distinct", Count("different values; an estimate where rows are left out")},
              {"samples", List(Str(), "at most three")},
              {"why", Str()},
              {"also", List(Choice(kinds), "other kinds that fit, the likeliest first")}});
  const Json input = Object(
      {{"name", Str("a sheet is book.xlsx#Sheet, a file in an archive a.zip!path")},
       {"format", Choice({"csv", "tsv", "json", "parquet", "xlsx", "ods", "postgresql", "sqlite"})},
       {"files", Count("that are this one table")},
       {"encoding", OrNull(Str())},
       {"delimiter", OrNull(Str("one sign, or whitespace"))},
       {"header", OrNull(Flag("the rows begin with the names of the columns"))},
       {"decimal", OrNull(Str("where cells tell"))},
       {"rows", Count()},
       {"columns", List(column)},
       {"odd", List(Str(), "sentences")}});
  const Json join = Object({{"left", Str("table:column, several columns joined by +")},
                            {"right", Str("what is looked up")},
                            {"matched", Num("share of the left keys that the right has, 0 to 1")},
                            {"matched_back", Num("the other way round")},
                            {"matched_rows", Num("share of the left rows that find one")},
                            {"many", Choice({"one", "many"}, "rows on the right of one key")}});
  const Json span = Object({{"from", OrNull(Instant())}, {"to", OrNull(Instant())}},
                           "of the times that have one reading");
  const Json other = Object({{"name", Str()}, {"why", Str()}});
  return AnswerOf({{"inputs", List(input)},
                   {"joins", List(join, "best first")},
                   {"events", List(Object({{"name", Str()}, {"count", Count()}}))},
                   {"span", span},
                   {"proposal", Str("sources of a project that read the tables, as YAML")},
                   {"others", List(other, "what is no table, or cannot be read")}},
                  "what files hold that nobody described");
}

}  // namespace northstar

#include "sql/duckdb/feedback_sql.h"

#include <fmt/format.h>

#include "base/text.h"
#include "sql/storage.h"

namespace northstar::sql::duckdb {

Text TextsToScore(const Source& source) {
  const std::string text = source.text ? "e." + Identifier(storage::kTextColumn) : "null";
  const std::string rating =
      source.HasValue("rating") ? "e." + Identifier(storage::ValueColumn("rating")) : "null";
  const bool stated = source.HasDimension("language");
  const std::string language = stated ? "l.key" : "null";
  const std::string join = stated ? fmt::format(" left join {} l on l.id = e.{}",
                                                Identifier(storage::DimensionTable("language")),
                                                Identifier(storage::DimensionColumn("language")))
                                  : "";
  return {fmt::format("select e.file, e.seq, {}, {}, {} from {} e{} order by e.ts, e.file, e.seq",
                      text, rating, language, Identifier(storage::EventsTable(source.name)), join)};
}

Text FeedbackItems(const Source& source, const std::string& entity, int64_t until_us) {
  const auto value = [&](std::string_view named) {
    const std::string name(named);
    return source.HasValue(name) ? Identifier(storage::ValueColumn(name))
                                 : std::string("null::double");
  };
  std::string dimensions;
  std::string joins;
  for (size_t d = 0; d < source.dimensions.size(); ++d) {
    const std::string& name = source.dimensions[d].name;
    dimensions += fmt::format(", d{}.key", d);
    joins += fmt::format(" left join {0} d{1} on d{1}.id = e.{2}",
                         Identifier(storage::DimensionTable(name)), d,
                         Identifier(storage::DimensionColumn(name)));
  }
  return {fmt::format(
      "select ts, {0}, {1}, {2}, {3}, {4}{6} from {5} e{7} where {1} is not null "
      "and ts <= {8} order by ts, seq",
      entity.empty() ? "null" : Identifier(storage::EntityColumn(entity)),
      Identifier(storage::kTextColumn), value("rating"), value("votes"), value(kMoodValue),
      Identifier(storage::EventsTable(source.name)), dimensions, joins, until_us)};
}

Text CreateMoods() {
  return {"create or replace temp table ns_moods (file uinteger, seq bigint, mood double)"};
}

Text InsertMoods(const std::vector<RowMood>& moods) {
  std::vector<std::string> values;
  for (const RowMood& row : moods)
    values.push_back(fmt::format("({}, {}, {})", row.file, row.seq, FormatNumber(row.mood)));
  return {"insert into ns_moods values " + northstar::Join(values, ", ")};
}

Text StoreMoods(const Source& source) {
  return {
      fmt::format("update {0} set {1} = (select m.mood from ns_moods m where m.file = {0}.file "
                  "and m.seq = {0}.seq)",
                  Identifier(storage::EventsTable(source.name)),
                  Identifier(storage::ValueColumn(std::string(kMoodValue))))};
}

Text DropMoods() {
  return {"drop table if exists ns_moods"};
}

Text ScoredNames(const std::string& source) {
  return {"select kind, names from ns_scored where source = $1", {source}};
}

Text DeleteScoredNames(const std::string& source) {
  return {"delete from ns_scored where source = $1", {source}};
}

Text InsertScoredNames(const std::string& source, const std::string& kind, int64_t names) {
  return {"insert into ns_scored values ($1, $2, $3)", {source, kind, names}};
}

Text NamesWithin(const NameRange& range) {
  return {
      fmt::format("select key from {} where id >= {} and id < {} and "
                  "length(key) <= {} and not starts_with(key, {})",
                  Identifier(range.dictionary), range.from, range.to, range.longest,
                  Quoted(range.without_prefix))};
}

}  // namespace northstar::sql::duckdb

// tests/vectors/numbers.json: how numbers are written for people.
#include <gtest/gtest.h>

#include <fstream>

#include <nlohmann/json.hpp>

#include "base/number_words.h"
#include "base/text.h"

namespace northstar {
namespace {

using Json = nlohmann::json;

ValueLook LookIn(const Json& row) {
  ValueLook look;
  const Json given = row.value("look", Json::object());
  const std::string kind = given.value("kind", "number");
  look.kind = kind == "percent"    ? ValueLook::Kind::kPercent
              : kind == "duration" ? ValueLook::Kind::kDuration
                                   : ValueLook::Kind::kNumber;
  look.plain = given.value("plain", false);
  look.currency = given.value("currency", "");
  look.unit = given.value("unit", "");
  look.unit_of_one = given.value("unit_of_one", "");
  return look;
}

std::optional<double> NumberIn(const Json& row, const char* key) {
  return row[key].is_null() ? std::nullopt : std::optional(row[key].get<double>());
}

std::string Written(const Json& row) {
  const std::string form = row["form"];
  const ValueLook look = LookIn(row);
  const auto value = NumberIn(row, "value");
  if (form == "value") return FormatValue(look, value);
  if (form == "unit") return WithUnit(look, value);
  if (form == "share") return PercentText(*value);
  if (form == "change") return ChangeText(look, NumberIn(row, "from"), value);
  if (form == "signed") return SignedValue(look, *value);
  if (form == "usual") return UsualText(look, *value, row["relative"]);
  return "no such form";
}

TEST(NumberVectors, AreWritten) {
  std::ifstream file(NORTHSTAR_SOURCE_DIR "/tests/vectors/numbers.json");
  const Json vectors = Json::parse(file);
  ASSERT_GT(vectors["rows"].size(), 40U);
  for (const Json& row : vectors["rows"])
    EXPECT_EQ(ReplaceAll(Written(row), "\u202f", "~"), row["text"].get<std::string>())
        << row.dump();
}

}  // namespace
}  // namespace northstar

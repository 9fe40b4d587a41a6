#include "report/detail_view.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/period_words.h"
#include "base/text.h"

namespace northstar {
namespace {

enum class Shows { kText, kNumber, kPercent, kMoney, kDay };

struct Column {
  std::string_view key, title;
  Shows shows = Shows::kNumber;
};
struct View {
  std::string_view test, table, title;
  std::vector<Column> columns;
};

const std::vector<View>& Views() {
  static const std::vector<View> views = {
      {"stable_link",
       "windows",
       "The link over time",
       {{"until", "up to", Shows::kDay}, {"effect", "effect"}, {"low", "low"}, {"high", "high"}}},
      {"predicts_retention",
       "doses",
       "Retention by early value",
       {{"from", "from"},
        {"to", "to"},
        {"units", "units"},
        {"returned", "retained"},
        {"share", "share", Shows::kPercent},
        {"low", "low", Shows::kPercent},
        {"high", "high", Shows::kPercent}}},
      {"predicts_revenue",
       "doses",
       "Payments per unit by early value",
       {{"from", "from"},
        {"to", "to"},
        {"units", "units"},
        {"paid", "paid", Shows::kMoney},
        {"paid_low", "low", Shows::kMoney},
        {"paid_high", "high", Shows::kMoney}}},
      {"actionable",
       "inputs",
       "What leads it",
       {{"input", "input", Shows::kText},
        {"owner", "owner", Shows::kText},
        {"share", "share of its movement", Shows::kPercent},
        {"low", "low", Shows::kPercent},
        {"high", "high", Shows::kPercent}}},
      {"hard_to_game",
       "attacks",
       "If people repeated cheap actions",
       {{"attack", "attack", Shows::kText},
        {"lift", "it would rise by", Shows::kPercent},
        {"raw_lift", "a count of events by", Shows::kPercent}}},
      {"hard_to_game",
       "remedies",
       "Alternatives that are harder to game",
       {{"remedy", "remedy", Shows::kText}, {"score", "points (of 100)"}}}};
  return views;
}

std::string CellText(const DetailTable::Value& value, Shows shows, const ValueLook& money) {
  if (const auto* text = std::get_if<std::string>(&value))
    return shows == Shows::kDay ? DateWords(*text) : *text;
  const auto* number = std::get_if<double>(&value);
  if (number == nullptr) return "–";
  switch (shows) {
    case Shows::kPercent:
      return PercentText(*number);
    case Shows::kMoney:
      return FormatValue(money, *number);
    case Shows::kText:
    case Shows::kNumber:
    case Shows::kDay:
      break;
  }
  return (*number < 0 ? "−" : "") + Humanize(std::fabs(*number), 3);
}

ShownTable Show(const DetailTable& table, const View& view, const ValueLook& money) {
  ShownTable shown;
  shown.title = view.title;
  std::vector<std::pair<size_t, Shows>> places;
  for (const Column& column : view.columns) {
    const auto found = std::find(table.columns.begin(), table.columns.end(), column.key);
    if (found == table.columns.end()) continue;
    places.emplace_back(static_cast<size_t>(found - table.columns.begin()), column.shows);
    shown.columns.emplace_back(column.title);
    shown.numeric.push_back(column.shows != Shows::kText && column.shows != Shows::kDay);
  }
  for (const auto& row : table.rows) {
    std::vector<std::string> cells;
    for (const auto& [at, shows] : places) cells.push_back(CellText(row[at], shows, money));
    shown.rows.push_back(std::move(cells));
  }
  return shown;
}

}  // namespace

std::vector<ShownTable> ShownTables(const TestOutcome& test, const ValueLook& money) {
  std::vector<ShownTable> shown;
  for (const View& view : Views()) {
    if (view.test != test.test) continue;
    for (const auto& [name, value] : test.detail) {
      const auto* table = std::get_if<DetailTable>(&value);
      if (name == view.table && table != nullptr && !table->rows.empty())
        shown.push_back(Show(*table, view, money));
    }
  }
  return shown;
}

}  // namespace northstar

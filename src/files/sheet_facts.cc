#include "files/sheet_facts.h"

#include <fmt/format.h>

#include "base/text.h"

namespace northstar::files {

std::vector<std::string> NotesOf(const SheetFacts& facts) {
  std::vector<std::string> notes;
  const auto say = [&](int64_t count, std::string_view noun, std::string_view one,
                       std::string_view more) {
    if (count > 0)
      notes.push_back(fmt::format("{} {} {}.", WithThousands(count),
                                  count == 1 ? std::string(noun) : PluralOf(noun),
                                  count == 1 ? one : more));
  };
  say(facts.formulas_without_value, "formula",
      "has no stored result and is read as empty; save the workbook in a spreadsheet program to "
      "store it",
      "have no stored result and are read as empty; save the workbook in a spreadsheet program to "
      "store them");
  say(facts.errors, "cell", "holds an error such as #N/A and is read as empty",
      "hold an error such as #N/A and are read as empty");
  say(facts.merged_areas, "merged area", "has its value in its first cell only",
      "have their value in their first cell only");
  say(facts.hidden_rows, "hidden row", "is read too", "are read too");
  say(facts.hidden_columns, "hidden column", "is read too", "are read too");
  say(facts.dates_outside, "cell", "has a date format but is not a date; it is read as a number",
      "have a date format but are not dates; they are read as numbers");
  return notes;
}

}  // namespace northstar::files

#include "words/inspect.h"

#include "tests/said_rows.h"

namespace northstar::testing {
namespace {

using Code = ColumnStatement::Code;

ColumnStatement Of(Code code, double share = 1, std::string word = "", int64_t distinct = 0,
                   int64_t filled = 0) {
  return {code, share, distinct, filled, std::move(word)};
}

TEST(InspectWords, EveryCodeHasItsSentence) {
  ExpectSaid<ColumnStatement>(
      {{Of(Code::kEmpty), "empty", "Every cell is empty."},
       {Of(Code::kConstant, 1, "usd"), "constant", "Every filled cell holds {'usd'}."},
       {Of(Code::kStructure, 1), "structure",
        "{100%} of the cells are lists or objects; name a path into them to use one."},
       {Of(Code::kTechnical, 1, "ip"), "technical",
        "The name or the cells are technical ({'ip'})."},
       {Of(Code::kTimes, 0.98, "plain dates"), "times", "{98%} of the cells are plain dates."},
       {Of(Code::kEpoch, 1, "milliseconds"), "epoch",
        "{100%} of the cells are milliseconds since 1970."},
       {Of(Code::kTimePart, 1, "hour"), "time_part",
        "Small whole numbers called {'hour'}: a part of a time."},
       {Of(Code::kYesNo), "yes_no", "The cells say yes or no."},
       {Of(Code::kFewValues, 1, "", 3, 1'200), "few_values",
        "{3 different values} in {1,200 cells}."},
       {Of(Code::kCode, 1, "status", 1), "code",
        "Columns called {'status'} are usually cut by; {1 different value}."},
       {Of(Code::kUniqueForm, 0.9, "UUIDs"), "unique_form", "{90%} of the cells are UUIDs."},
       {Of(Code::kRowNumber), "row_number", "The numbers rise by one from row to row."},
       {Of(Code::kNamesRow, 1, "id", 10, 20), "names_row",
        "Called {'id'}, with {10 different values} in {20 cells}."},
       {Of(Code::kNamesSomebody, 1, "customer", 10, 20), "names_somebody",
        "Called {'customer'}, which names somebody; {10 different values} in {20 cells}."},
       {Of(Code::kEmail, 1), "email", "{100%} of the cells are e-mail addresses."},
       {Of(Code::kEventName, 1, "event", 7), "event_name",
        "Called {'event'}, with {7 different values} over and over: what happened."},
       {Of(Code::kAmounts, 1), "amounts", "{100%} of the cells are numbers."},
       {Of(Code::kNotAmounts, 0.25), "not_amounts",
        "Digits with leading zeros in {25%} of the cells are codes, not amounts."},
       {Of(Code::kSentences), "sentences", "The cells hold sentences."},
       {Of(Code::kManyTexts, 1, "", 40, 41), "many_texts",
        "{40 different texts} in {41 cells}: written freely."},
       {Of(Code::kAddress, 1), "address", "{100%} of the cells are web addresses."},
       {Of(Code::kVersion, 1), "version", "{100%} of the cells are versions."},
       {Of(Code::kPointsTo, 0.95, "users.csv:id"), "points_to",
        "{95%} of the values are found in {'users.csv:id'}."},
       {Of(Code::kSharedNames, 1, "c2"), "shared_names",
        "The same whole numbers stand in {'c2'}: who, and to whom."}},
      ColumnRules());
}

}  // namespace
}  // namespace northstar::testing

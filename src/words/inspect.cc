#include "words/inspect.h"

#include "base/text.h"
#include "words/phrases.h"

namespace northstar {
namespace {

using Code = ColumnStatement::Code;

Sentence Share(double share) {
  return Value(Percent(share));
}
Sentence Count(int64_t count, std::string_view noun) {
  return Value(Plural(static_cast<long long>(count), noun));
}
Sentence Quoted(const std::string& text) {
  return Value("'" + Printable(text) + "'");
}

Sentence First(const ColumnStatement& s) {
  switch (s.code) {
    case Code::kEmpty:
      return "Every cell is empty.";
    case Code::kConstant:
      return Say("Every filled cell holds {}.", Quoted(s.word));
    case Code::kStructure:
      return Say("{} of the cells are lists or objects; name a path into them to use one.",
                 Share(s.share));
    case Code::kTechnical:
      return Say("The name or the cells are technical ({}).", Quoted(s.word));
    case Code::kTimes:
      return Say("{} of the cells are {}.", Share(s.share), s.word);
    case Code::kEpoch:
      return Say("{} of the cells are {} since 1970.", Share(s.share), s.word);
    case Code::kTimePart:
      return Say("Small whole numbers called {}: a part of a time.", Quoted(s.word));
    case Code::kYesNo:
      return "The cells say yes or no.";
    case Code::kFewValues:
      return Say("{} in {}.", Count(s.distinct, "different value"), Count(s.filled, "cell"));
    case Code::kCode:
      return Say("Columns called {} are usually cut by; {}.", Quoted(s.word),
                 Count(s.distinct, "different value"));
    case Code::kUniqueForm:
      return Say("{} of the cells are {}.", Share(s.share), s.word);
    case Code::kRowNumber:
      return "The numbers rise by one from row to row.";
    case Code::kNamesRow:
      return Say("Called {}, with {} in {}.", Quoted(s.word), Count(s.distinct, "different value"),
                 Count(s.filled, "cell"));
    case Code::kNamesSomebody:
      return Say("Called {}, which names somebody; {} in {}.", Quoted(s.word),
                 Count(s.distinct, "different value"), Count(s.filled, "cell"));
    case Code::kEmail:
      return Say("{} of the cells are e-mail addresses.", Share(s.share));
    case Code::kEventName:
      return Say("Called {}, with {} over and over: what happened.", Quoted(s.word),
                 Count(s.distinct, "different value"));
    case Code::kAmounts:
      return Say("{} of the cells are numbers.", Share(s.share));
    case Code::kNotAmounts:
      return Say("Digits with leading zeros in {} of the cells are codes, not amounts.",
                 Share(s.share));
    case Code::kSentences:
      return "The cells hold sentences.";
    case Code::kManyTexts:
      return Say("{} in {}: written freely.", Count(s.distinct, "different text"),
                 Count(s.filled, "cell"));
    case Code::kAddress:
      return Say("{} of the cells are web addresses.", Share(s.share));
    case Code::kVersion:
      return Say("{} of the cells are versions.", Share(s.share));
    case Code::kPointsTo:
      return Say("{} of the values are found in {}.", Share(s.share), Quoted(s.word));
    case Code::kSharedNames:
      return Say("The same whole numbers stand in {}: who, and to whom.", Quoted(s.word));
  }
  return "";
}

}  // namespace

std::span<const Rule> ColumnRules() {
  static constexpr Rule kRules[] = {
      {"empty", "no cell is filled"},
      {"constant", "one value in every filled cell of at least 20"},
      {"structure", "the cells are JSON"},
      {"technical", "the name or the cells are of use to machines only"},
      {"times", "the cells are dates or times"},
      {"epoch", "the cells are whole numbers within 2000 to 2035 when read as time since 1970"},
      {"time_part", "small whole numbers, called like a part of a time"},
      {"yes_no", "two values that answer a question"},
      {"few_values", "the values repeat"},
      {"code", "the name is one that is usually cut by"},
      {"unique_form", "the cells have a form that only machines give"},
      {"row_number", "whole numbers that rise by one from row to row"},
      {"names_row", "the name says that it names a row"},
      {"names_somebody", "the name says that it names somebody"},
      {"email", "the cells are e-mail addresses"},
      {"event_name", "the name says that it names what happened, and the values repeat"},
      {"amounts", "the cells are numbers"},
      {"not_amounts", "digits with leading zeros"},
      {"sentences", "the cells hold several words"},
      {"many_texts", "most values differ"},
      {"address", "the cells are web addresses"},
      {"version", "the cells are versions"},
      {"points_to", "the values are found in the key of another table"},
      {"shared_names", "two columns without names hold the same whole numbers"},
  };
  return kRules;
}

Said Words(const ColumnStatement& s) {
  return {First(s), "", RuleName(ColumnRules(), s.code)};
}

}  // namespace northstar

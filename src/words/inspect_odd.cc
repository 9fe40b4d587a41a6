#include "words/inspect_odd.h"

#include <fmt/format.h>

#include "base/text.h"
#include "base/unreachable.h"

namespace northstar {

std::string Words(const OddStatement& s) {
  using Code = OddStatement::Code;
  switch (s.code) {
    case Code::kFooter:
      return fmt::format("the last {} {} no data: a total or a note",
                         s.count == 1 ? "row" : fmt::format("{} rows", s.count),
                         s.count == 1 ? "is" : "are");
    case Code::kRoundedIds:
      return fmt::format("ids in '{}' were written as fractions, such as {}", s.column, s.other);
    case Code::kSeveralTimes:
      return fmt::format("'{}' holds times in several formats", s.column);
    case Code::kEitherOrder:
      return fmt::format("nothing in '{}' shows whether the day or the month comes first",
                         s.column);
    case Code::kNoValues:
      return fmt::format("{} in '{}' say{} '{}', which stands for no value",
                         Plural(s.count, "cell"), s.column, s.count == 1 ? "s" : "", s.other);
    case Code::kEitherNumber:
      return fmt::format(
          "nothing in '{}' shows whether the sign in {} parts thousands or a fraction", s.column,
          s.other);
    case Code::kNobody:
      return fmt::format("{} of {} cells in '{}' are {}: does that stand for nobody?",
                         WithThousands(s.count), WithThousands(s.of), s.column, s.other);
    case Code::kNameTwice:
      return fmt::format("{} columns are called '{}', so that it cannot be told which is meant",
                         s.count, s.column);
    case Code::kPadded:
      return fmt::format("{} of {} cells in '{}' have blanks around them", WithThousands(s.count),
                         WithThousands(s.of), s.column);
    case Code::kSampled:
      return fmt::format("{} of {} rows were looked at", WithThousands(s.count),
                         WithThousands(s.of));
    case Code::kColumnsLeft:
      return fmt::format("{} more columns were not looked at", WithThousands(s.count));
    case Code::kKeysDiffer:
      return fmt::format("keys in '{}' match '{}' better once case and blanks are ignored",
                         s.column, s.other);
    case Code::kNothingMatches:
      return fmt::format("no value of '{}' is in '{}'", s.column, s.other);
    case Code::kNote:
      return s.other;
  }
  NS_UNREACHABLE("no such code");
}

}  // namespace northstar

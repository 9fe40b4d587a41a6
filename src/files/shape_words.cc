// The sentences of what was guessed of a file's shape: one per reason.
#include <fmt/format.h>

#include "base/text.h"
#include "files/text_shape.h"

namespace northstar::files {
namespace {

// A sign as people call it.
std::string SignName(std::string_view sign) {
  if (sign == "\t") return "a tab";
  if (sign == ",") return "a comma";
  if (sign == ";") return "a semicolon";
  if (sign == "|") return "a vertical bar";
  return fmt::format("'{}'", Printable(sign));
}

std::string EncodingSentence(const ShapeGuess& guess) {
  switch (guess.why) {
    case ShapeWhy::kEncodingMark:
      return fmt::format("the file begins with the byte order mark of {}", guess.text);
    case ShapeWhy::kEncodingZeros:
      return fmt::format("every other byte is zero, as in {}", guess.text);
    case ShapeWhy::kEncodingAscii:
      return "only ASCII characters so far, which read the same in UTF-8";
    case ShapeWhy::kEncodingValid:
      return "all letters beyond ASCII are valid UTF-8";
    case ShapeWhy::kEncodingC1:
      return fmt::format("not valid UTF-8; probably {}, which has letters where others have none",
                         guess.text);
    default:
      return fmt::format("not valid UTF-8; possibly {}", guess.text);
  }
}

std::string SplitSentence(const ShapeGuess& guess) {
  switch (guess.why) {
    case ShapeWhy::kSepLine:
      return fmt::format("the first line names {} as the delimiter", SignName(guess.text));
    case ShapeWhy::kSameCells:
      return fmt::format("{} gives {} of {} the same number of cells", SignName(guess.text),
                         WithThousands(guess.count), Plural(guess.of, "row"));
    case ShapeWhy::kMostInHeader:
      return fmt::format("the first row has the most cells when split at {}", SignName(guess.text));
    case ShapeWhy::kBlankRuns:
      return fmt::format("blanks give {} of {} the same number of cells",
                         WithThousands(guess.count), Plural(guess.of, "row"));
    case ShapeWhy::kAligned:
      return fmt::format("{} blanks in the same places",
                         guess.count == 1 ? "1 line has" : Plural(guess.count, "line") + " have");
    default:
      return "no sign splits the rows into the same number of cells, so there is one column";
  }
}

std::string HeaderSentence(const ShapeGuess& guess) {
  const std::string columns = Plural(guess.count, "column");
  switch (guess.why) {
    case ShapeWhy::kNamesUnlike:
      return fmt::format("the first row differs from the rows below it in {}", columns);
    case ShapeWhy::kFirstAlike:
      return guess.count == 0 ? "the only row holds values"
                              : fmt::format("the first row looks like data in {}", columns);
    case ShapeWhy::kFirstRepeats:
      return fmt::format("values of the first row appear again below it in {}", columns);
    default:
      return "nothing tells names from data; files usually begin with names";
  }
}

}  // namespace

std::string ShapeSentence(const ShapeGuess& guess) {
  if (guess.why == ShapeWhy::kSaid) return "the project says so";
  switch (guess.trait) {
    case ShapeTrait::kEncoding:
      return EncodingSentence(guess);
    case ShapeTrait::kSplit:
      return SplitSentence(guess);
    case ShapeTrait::kQuote:
      return guess.why == ShapeWhy::kQuotePairs
                 ? fmt::format("{} in single quotes", guess.count == 1
                                                          ? "1 cell is"
                                                          : Plural(guess.count, "cell") + " are")
                 : "double quotes begin cells without ending them, so they are letters";
    case ShapeTrait::kSkip:
      return guess.why == ShapeWhy::kSepLine
                 ? "the first line only names the delimiter"
                 : fmt::format("{} above the table {} not part of it", Plural(guess.count, "line"),
                               guess.count == 1 ? "is" : "are");
    case ShapeTrait::kComment:
      return fmt::format(
          "{} with '{}' and {} not fit the table",
          guess.count == 1 ? "1 line begins" : Plural(guess.count, "line") + " begin", guess.text,
          guess.count == 1 ? "does" : "do");
    case ShapeTrait::kHeader:
      return HeaderSentence(guess);
    case ShapeTrait::kDecimal:
      return fmt::format("numbers have {} before their decimals",
                         guess.text == "." ? "a point" : SignName(guess.text));
    case ShapeTrait::kFooter:
      return guess.count == 1
                 ? "the last row is a total or a note"
                 : fmt::format("the last {} are totals or notes", Plural(guess.count, "row"));
  }
  return "";
}

}  // namespace northstar::files

// How a file of text is laid out as a table: its encoding, what parts its cells, what stands above
// and below its rows, which names its columns have; from what a project says of it, and for the
// rest from its first bytes.
//
// Every guess says why and how sure it is. What a load may take from a guess without being told is
// only what cannot turn a right number into a wrong one: the encoding where the bytes prove it, a
// "sep=;" line, and the delimiter. All else (lines before the header, comments, a footer, blanks or
// widths in place of a delimiter, other quotes, no header) is proposed, and applies once the
// project says so.
//
// Delimiter and quotes are the pair for which the rows agree best on the number of their cells and
// the cells look most like values, after van den Burg, Nazábal and Sutton, "Wrangling messy CSV
// files by detecting row and type patterns", 2019; here the agreement is that of two rows taken at
// random, which one stray line harms less. It leaves out several tables in one file, names over two
// rows, and quotes that are escaped by a backslash.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "files/row_splitter.h"
#include "files/text_encoding.h"

namespace northstar::files {

// The bytes of a file that are looked at; more of them are read no further.
inline constexpr size_t kShapeHeadBytes = 262'144;

struct TextSample {
  // Its first bytes, as it lies unpacked on the disk.
  std::string_view head;
  // Nothing follows them.
  bool whole = true;
  // Its last bytes where `head` is not the whole file, for the footer; may be empty. They begin at
  // an offset that is a multiple of 4.
  std::string_view tail = {};
  // Its name in errors.
  std::string shown;
};

// What the project says; whatever it leaves out is guessed.
struct GivenShape {
  std::string encoding;              // a name that people write; empty: not said
  std::string delimiter;             // one byte, "\\t", "whitespace", or empty
  std::optional<bool> header;        // the rows begin with the names of the columns
  std::vector<std::string> columns;  // the names, in order, where the file has none
  std::optional<int64_t> skip;       // lines before the header
  std::string comment;               // what begins a line that is no row; empty: not said
  std::vector<size_t> widths;        // as in SplitRules; empty: not said
};

// kLoad guesses only what a load may take; kPropose all.
enum class ShapeUse { kLoad, kPropose };

enum class ShapeTrait { kEncoding, kSplit, kQuote, kSkip, kComment, kHeader, kDecimal, kFooter };

enum class ShapeWhy {
  kSaid,          // the project says so
  kEncodingMark,  // as of EncodingWhy
  kEncodingZeros,
  kEncodingAscii,
  kEncodingValid,
  kEncodingC1,
  kEncodingHigh,
  kSepLine,         // the first line says "sep=;"
  kSameCells,       // `count` of `of` rows have as many cells as one another
  kMostInHeader,    // the rows do not agree; the first row holds most cells with this delimiter
  kOneColumn,       // no sign parts the rows alike
  kBlankRuns,       // `count` of `of` rows have as many words as one another, most of them values
  kAligned,         // `count` lines have blanks in the same places
  kQuotePairs,      // `count` cells stand in quotes of this kind
  kQuotesUnpaired,  // quotes begin cells without ending them
  kLinesAbove,      // `count` lines above the names are no rows of the table
  kMarkedLines,     // `count` lines begin with `text` and do not fit the table
  kNamesUnlike,     // `count` columns hold numbers, times or codes, but not in the first row
  kFirstAlike,      // in `count` columns the first row looks like those below it
  kFirstRepeats,    // values of the first row stand again below it
  kOnlyNames,       // nothing tells; files begin with names as a rule
  kDecimalCells,    // cells are numbers with this decimal sign
  kTotalRow,        // the last `count` rows are totals, notes or empty
};

struct ShapeGuess {
  ShapeTrait trait;
  ShapeWhy why;
  // How sure it is, above 0 up to 1; 1 where the bytes prove it or the project says it.
  double sure = 1;
  int64_t count = 0, of = 0;
  std::string text = {};
};
// "`;` gives 120 of 120 rows the same number of cells", without full stop, for people.
std::string ShapeSentence(const ShapeGuess& guess);

struct TextShape {
  TextEncoding encoding = TextEncoding::kUtf8;
  SplitRules split;
  // The first line says what the delimiter is; `skip` counts it.
  bool sep_line = false;
  // Lines of the file before the header or, without one, the first row; comments and empty lines
  // among them are counted too.
  int64_t skip = 0;
  // Begins lines that are no rows, wherever they stand; empty: none.
  std::string comment;
  // The first row holds the names.
  bool header = true;
  // As the file or the project has them, else "c1" and so on; empty for a file without rows.
  std::vector<std::string> names;
  // Where cells in the head tell.
  std::optional<char> decimal;
  // Rows at the end of the file that are no data.
  int64_t footer = 0;
  // Of encoding and split, and of every other trait that was said or found; in the order of
  // ShapeTrait.
  std::vector<ShapeGuess> why;
};

// kUsage for an encoding or delimiter that cannot be. kData where the bytes are not text, where the
// file mixes encodings and none is given (both lines are named), and where the head contradicts the
// encoding that is given. A file without rows has a shape without names. Thread safe.
Result<TextShape> FindTextShape(const TextSample& sample, const GivenShape& given, ShapeUse use);

}  // namespace northstar::files

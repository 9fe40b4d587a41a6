// Numbers as people write them: "1,250.50", "1.250,50", "1 250", "$20.00", "15%". One cell can
// often be read in two ways; the cells of a column together can not. So each cell gives evidence,
// the evidence of a column decides its style, and the style reads the cells.
// Amounts below zero may stand in brackets or have their sign behind, as bookkeepers write them:
// "(12.00)", "12,00-". It leaves out words ("2k", "one") and digits of other scripts: such a cell
// is no number. It refuses to guess where a column contradicts itself or says nothing. Pure and
// thread safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace northstar {

// Whether a text says that there is no value: "NULL", "N/A", "nan", "--". A category may well have
// such a name; a number has not. `surely`: only what names nobody either, as programs write it.
bool SaysNoValue(std::string_view text, bool surely = false);

// Which signs mean what; the default is plain numbers, without any other sign. In every other style
// blanks and apostrophes may part thousands, and a currency or percent sign may stand there. The
// two signs are '.' and ',' in either order, or the default.
struct NumberStyle {
  char decimal = '.';
  char thousands = '\0';

  bool operator==(const NumberStyle&) const = default;
};

// What one cell says about its column; a column's evidence is the union of its cells'.
namespace number_evidence {
inline constexpr uint32_t kPointDecimal = 1;  // "12.5", "0.250": no three digits behind a short run
inline constexpr uint32_t kCommaDecimal = 2;  // "12,5"
inline constexpr uint32_t kPointThousands = 4;  // "1.250.000", "1.250,5"
inline constexpr uint32_t kCommaThousands = 8;  // "1,250,000", "1,250.5"
inline constexpr uint32_t kPointEither = 16;    // "1.250"
inline constexpr uint32_t kCommaEither = 32;    // "1,250"
inline constexpr uint32_t kCurrency = 64;       // "$20"
inline constexpr uint32_t kPercent = 128;       // "15%"
inline constexpr uint32_t kGrouped = 256;       // "1 250", "1'250"
inline constexpr uint32_t kOther = 512;         // not a number in any style
inline constexpr uint32_t kAccounting = 1024;   // "(12.00)", "12.00-"
}  // namespace number_evidence

// Bits of number_evidence. 0 for an empty cell and for digits alone, which speak for no style;
// kOther comes alone.
uint32_t NumberEvidence(std::string_view text);

// What the evidence of a column allows.
struct StyleDecision {
  // kAmbiguous: only single commas before three digits ("1,250"), so that either reading is
  // possible. kContradicted: no style reads all cells. `style` is plain in both.
  enum class Kind { kDecided, kAmbiguous, kContradicted };
  Kind kind = Kind::kDecided;
  NumberStyle style;
  // The evidence that decides, or of a contradiction the two kinds of cells that cannot stand in
  // one column.
  uint32_t first = 0, second = 0;
};
// Of all cells of a column together (the bits joined by or). A point is a decimal point unless
// another cell proves otherwise; a single comma before three digits is nothing to go by. Cells of
// kOther do not count: they fail when they are read.
StyleDecision DecideStyle(uint32_t evidence);

// The number in the given style, "%" dividing by 100, the currency left out; nullopt for what is
// none, and for what is not finite. Groups of thousands must be whole: "1,25" is no 125.
std::optional<double> ReadNumber(std::string_view text, const NumberStyle& style);

// The currency sign of a cell ("$", "US$", "\u20ac"), with up to two capitals before it; empty when
// there is none. Codes without a sign ("EUR 5") are none.
std::string CurrencyOf(std::string_view text);

}  // namespace northstar

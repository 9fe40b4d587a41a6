#include "analysis/inspect/project_name.h"

#include <algorithm>
#include <utility>

#include "analysis/inspect/column_name.h"
#include "base/text.h"

namespace northstar {
namespace {

// Letters with accents as letters without: "Größe" → "Groesse".
std::string WithPlainLetters(std::string_view text) {
  static constexpr std::pair<std::string_view, std::string_view> kLetters[] = {
      {"ä", "ae"}, {"ö", "oe"}, {"ü", "ue"}, {"Ä", "Ae"}, {"Ö", "Oe"}, {"Ü", "Ue"}, {"ß", "ss"},
      {"á", "a"},  {"à", "a"},  {"â", "a"},  {"ã", "a"},  {"å", "a"},  {"é", "e"},  {"è", "e"},
      {"ê", "e"},  {"ë", "e"},  {"í", "i"},  {"ì", "i"},  {"î", "i"},  {"ï", "i"},  {"ó", "o"},
      {"ò", "o"},  {"ô", "o"},  {"õ", "o"},  {"ø", "o"},  {"ú", "u"},  {"ù", "u"},  {"û", "u"},
      {"ç", "c"},  {"ñ", "n"},  {"ý", "y"},  {"Á", "A"},  {"À", "A"},  {"Â", "A"},  {"Ã", "A"},
      {"É", "E"},  {"È", "E"},  {"Ê", "E"},  {"Í", "I"},  {"Ó", "O"},  {"Ô", "O"},  {"Õ", "O"},
      {"Ú", "U"},  {"Ç", "C"},  {"Ñ", "N"},  {"œ", "oe"}, {"æ", "ae"}, {"ł", "l"},  {"ś", "s"},
      {"ż", "z"},  {"ź", "z"},  {"ą", "a"},  {"ę", "e"},  {"ć", "c"},  {"ń", "n"},  {"š", "s"},
      {"č", "c"},  {"ř", "r"},  {"ž", "z"},  {"ě", "e"},  {"ů", "u"},  {"ş", "s"},  {"ğ", "g"},
      {"ı", "i"}};
  std::string plain(text);
  if (std::all_of(plain.begin(), plain.end(), [](char c) { return c >= 0; })) return plain;
  for (const auto& [letter, letters] : kLetters) plain = ReplaceAll(plain, letter, letters);
  return plain;
}

}  // namespace

std::string ProjectName(std::string_view text) {
  std::string out;
  for (const std::string& word : WordsOfName(WithPlainLetters(text))) {
    std::string part;
    for (const char c : word) {
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) part += c;
    }
    if (!part.empty()) out += (out.empty() ? "" : "_") + part;
  }
  if (out.empty()) return "column";
  if (out[0] >= '0' && out[0] <= '9') out = "n" + out;
  return out;
}

}  // namespace northstar

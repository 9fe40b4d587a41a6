#include "files/number_format.h"

#include <algorithm>
#include <string>
#include <vector>

namespace northstar::files {
namespace {

char Lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool StartsWithAnyCase(std::string_view text, std::string_view lower) {
  return text.size() >= lower.size() && std::equal(lower.begin(), lower.end(), text.begin(),
                                                   [](char a, char b) { return a == Lower(b); });
}

// The letters of a code's first section that say something, one per run.
struct Letters {
  std::string runs;
  bool elapsed = false;   // [h], [mm], [ss]
  bool half_day = false;  // AM/PM
  bool unknown = false;
};

// "[h]" counts hours on, "[Red]", "[$-409]" and "[>100]" say nothing of time.
size_t ReadBracket(std::string_view code, size_t at, Letters& letters) {
  const size_t end = std::min(code.find(']', at), code.size());
  const std::string_view inside = code.substr(at + 1, end - at - 1);
  const char first = inside.empty() ? ' ' : Lower(inside[0]);
  if ((first == 'h' || first == 'm' || first == 's') &&
      std::all_of(inside.begin(), inside.end(), [&](char c) { return Lower(c) == first; })) {
    letters.elapsed = true;
    if (first != 'm') letters.runs += first;
  }
  return end + 1;
}

size_t ReadLetters(std::string_view code, size_t at, Letters& letters) {
  const std::string_view rest = code.substr(at);
  if (StartsWithAnyCase(rest, "general")) return at + 7;
  if (StartsWithAnyCase(rest, "am/pm") || StartsWithAnyCase(rest, "a/p")) {
    letters.half_day = true;
    return at + (Lower(rest[1]) == 'm' ? 5 : 3);
  }
  const char letter = Lower(rest[0]);
  if (letter == 'e' && rest.size() > 1 && (rest[1] == '+' || rest[1] == '-')) return at + 2;
  size_t run = 1;
  while (run < rest.size() && Lower(rest[run]) == letter) ++run;
  switch (letter) {
    case 'y':
    case 'm':
    case 'd':
    case 'h':
    case 's':
    case 'e':  // a year of an era
      letters.runs += letter;
      break;
    case 'a':  // "aaa" is a weekday
    case 'b':  // "bb" is a Buddhist year, "b2" a calendar
      if (run >= (letter == 'a' ? 3U : 2U)) letters.runs += 'd';
      if (letter == 'a' && run < 3) letters.unknown = true;
      break;
    case 'g':  // the name of an era, also a word for "General"
      break;
    default:
      letters.unknown = true;
  }
  return at + run;
}

Letters LettersOf(std::string_view code) {
  Letters letters;
  size_t at = 0;
  while (at < code.size() && code[at] != ';') {
    const char c = code[at];
    if (c == '"') {
      at = std::min(code.find('"', at + 1), code.size()) + 1;
    } else if (c == '\\' || c == '_' || c == '*') {
      at += 2;
    } else if (c == '[') {
      at = ReadBracket(code, at, letters);
    } else if (Lower(c) >= 'a' && Lower(c) <= 'z') {
      at = ReadLetters(code, at, letters);
    } else {
      ++at;
    }
  }
  return letters;
}

}  // namespace

NumberLook LookOfFormat(std::string_view code) {
  const Letters letters = LettersOf(code);
  if (letters.unknown) return NumberLook::kNumber;
  bool date = false;
  bool time = letters.half_day || letters.elapsed;
  for (size_t i = 0; i < letters.runs.size(); ++i) {
    const char letter = letters.runs[i];
    const char before = i > 0 ? letters.runs[i - 1] : ' ';
    const char after = i + 1 < letters.runs.size() ? letters.runs[i + 1] : ' ';
    const bool minutes = letter == 'm' && (before == 'h' || after == 's');
    if (letter == 'h' || letter == 's' || minutes) {
      time = true;
    } else {
      date = true;
    }
  }
  if (date) return time ? NumberLook::kDateTime : NumberLook::kDate;
  if (letters.elapsed) return NumberLook::kDuration;
  return time ? NumberLook::kTime : NumberLook::kNumber;
}

NumberLook LookOfBuiltIn(int id) {
  if (id == 22) return NumberLook::kDateTime;
  if (id == 46) return NumberLook::kDuration;
  if ((id >= 18 && id <= 21) || id == 32 || id == 33 || id == 45 || id == 47)
    return NumberLook::kTime;
  const bool date = (id >= 14 && id <= 17) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
  return date ? NumberLook::kDate : NumberLook::kNumber;
}

}  // namespace northstar::files

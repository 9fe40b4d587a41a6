#include "analysis/query/nearest_value.h"

#include <fmt/format.h>

#include <cctype>

#include "base/text.h"

namespace northstar {
namespace {

constexpr size_t kLongest = 64;     // bytes: longer texts are no names
constexpr size_t kLeastShared = 4;  // letters that one name must share with the one that holds it

bool IsSign(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x80 && std::isalnum(byte) == 0;
}

// Lower case, without blanks and signs: "order_placed" and "Order Placed" are one.
std::string Folded(std::string_view text) {
  std::string folded;
  for (const char c : LowerUtf8(text)) {
    if (!IsSign(c)) folded += c;
  }
  return folded;
}

// "uk" of "United Kingdom"; empty of a single word.
std::string Initials(std::string_view text) {
  std::string initials;
  bool inside = false;
  for (const char c : LowerUtf8(text)) {
    if (!IsSign(c) && !inside) initials += c;
    inside = !IsSign(c);
  }
  return initials.size() > 1 ? initials : "";
}

// Smaller is nearer; none: not near at all.
std::optional<size_t> Distance(const std::string& wanted, std::string_view initials,
                               std::string_view value) {
  const std::string folded = Folded(value);
  if (folded == wanted) return 0;
  if (Initials(value) == wanted || (!initials.empty() && initials == folded)) return 1;
  const size_t edits = EditDistance(wanted, folded);
  const size_t most = wanted.size() < kLeastShared ? wanted.size() / 3 : (wanted.size() + 2) / 3;
  if (edits <= most && edits < folded.size()) return 1 + edits;
  const bool holds = folded.find(wanted) != std::string::npos && wanted.size() >= kLeastShared;
  const bool held = wanted.find(folded) != std::string::npos && folded.size() >= kLeastShared;
  if (holds || held) return kLongest;
  return std::nullopt;
}

std::string Times(int64_t rows) {
  return rows == 1 ? "once" : WithThousands(rows) + " times";
}

}  // namespace

std::optional<ValueCount> NearestValue(std::string_view wanted, std::span<const ValueCount> seen) {
  if (wanted.size() > kLongest) return std::nullopt;
  const std::string folded = Folded(wanted);
  const std::string initials = Initials(wanted);
  std::optional<ValueCount> best;
  size_t least = 0;
  for (const ValueCount& one : seen) {
    if (one.value.size() > kLongest) continue;
    const auto distance = Distance(folded, initials, one.value);
    if (!distance) continue;
    const bool nearer = !best || *distance < least || (*distance == least && one.rows > best->rows);
    if (!nearer) continue;
    best = one;
    least = *distance;
  }
  return best;
}

std::string MeantInstead(std::string_view wanted, std::span<const ValueCount> seen) {
  if (const auto nearest = NearestValue(wanted, seen))
    return fmt::format("; did you mean '{}' ({})?", nearest->value, Times(nearest->rows));
  constexpr size_t kShown = 3;
  std::string shown;
  for (size_t i = 0; i < seen.size() && i < kShown; ++i) {
    if (seen[i].value.size() > kLongest) continue;
    shown +=
        fmt::format("{}'{}' ({})", shown.empty() ? "" : ", ", seen[i].value, Times(seen[i].rows));
  }
  return shown.empty() ? "" : "; the most frequent: " + shown;
}

}  // namespace northstar

// A sentence for people that knows which of its words are a value, a metric, a period or a segment,
// so that a reader on a screen can set them apart and follow them, and nobody has to search a
// finished text for them.
//
//   Say("{} was {} {}.", OfMetric(m.name, m.label), Value("687 teams"), Period("in May 2026"))
//
// Spans lie side by side, never within each other, in the order of the text. All functions are pure
// and thread safe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace northstar {

enum class SpanKind { kValue, kMetric, kPeriod, kSegment };
std::string_view SpanKindName(SpanKind kind);  // "value"

struct Span {
  size_t from = 0, to = 0;  // half-open, in bytes of the text
  SpanKind kind = SpanKind::kValue;
  std::string link;  // path of the page on it; empty: none
};

class Sentence {
 public:
  Sentence() = default;
  // Text without spans. Implicit, so that parts without a meaning of their own are written as
  // texts.
  Sentence(std::string text) : text_(std::move(text)) {}  // NOLINT: implicit on purpose
  Sentence(const char* text) : text_(text) {}             // NOLINT: implicit on purpose
  Sentence(std::string_view text) : text_(text) {}        // NOLINT: implicit on purpose
  // The whole text as one span; without any where it is empty.
  Sentence(std::string text, SpanKind kind, std::string link);

  const std::string& text() const { return text_; }
  const std::vector<Span>& spans() const { return spans_; }
  bool empty() const { return text_.empty(); }
  // Nothing is put between the two.
  Sentence& operator+=(const Sentence& next);
  // A further sentence behind a space; empty ones change nothing.
  void Add(const Sentence& next);

 private:
  std::string text_;
  std::vector<Span> spans_;
};

Sentence operator+(Sentence first, const Sentence& second);

Sentence Value(std::string text);
Sentence Period(std::string text);
Sentence Segment(std::string text);
// `name` leads to the metric's page; empty: a column of a file, which has none.
Sentence OfMetric(std::string_view name, std::string label);

// "a", "a and b", "a, b and c".
Sentence Listed(const std::vector<Sentence>& parts);

// A pattern with as many "{}" as there are parts, or it does not compile. Implicit, so that Say
// takes a literal.
template <size_t N>
struct Pattern {
  std::string_view text;
  consteval Pattern(const char* pattern) : text(pattern) {  // NOLINT: implicit on purpose
    size_t slots = 0;
    for (size_t i = 0; i + 1 < text.size(); ++i) slots += text[i] == '{' && text[i + 1] == '}';
    if (slots != N) throw "as many {} as parts";
  }
};

Sentence FillPattern(std::string_view pattern, const std::vector<Sentence>& parts);

template <typename... Parts>
Sentence Say(Pattern<sizeof...(Parts)> pattern, const Parts&... parts) {
  return FillPattern(pattern.text, {Sentence(parts)...});
}

}  // namespace northstar

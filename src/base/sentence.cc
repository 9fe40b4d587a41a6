#include "base/sentence.h"

#include <utility>

namespace northstar {

std::string_view SpanKindName(SpanKind kind) {
  static constexpr std::string_view kNames[] = {"value", "metric", "period", "segment"};
  return kNames[static_cast<size_t>(kind)];
}

Sentence::Sentence(std::string text, SpanKind kind, std::string link) : text_(std::move(text)) {
  if (!text_.empty()) spans_.push_back({0, text_.size(), kind, std::move(link)});
}

Sentence& Sentence::operator+=(const Sentence& next) {
  const size_t shift = text_.size();
  text_ += next.text_;
  for (const Span& span : next.spans_)
    spans_.push_back({span.from + shift, span.to + shift, span.kind, span.link});
  return *this;
}

void Sentence::Add(const Sentence& next) {
  if (next.empty()) return;
  if (!empty()) text_ += " ";
  *this += next;
}

Sentence operator+(Sentence first, const Sentence& second) {
  first += second;
  return first;
}

Sentence Value(std::string text) {
  return {std::move(text), SpanKind::kValue, ""};
}

Sentence Period(std::string text) {
  return {std::move(text), SpanKind::kPeriod, ""};
}

Sentence Segment(std::string text) {
  return {std::move(text), SpanKind::kSegment, ""};
}

Sentence OfMetric(std::string_view name, std::string label) {
  return {std::move(label), SpanKind::kMetric, name.empty() ? "" : "/metric/" + std::string(name)};
}

Sentence Listed(const std::vector<Sentence>& parts) {
  Sentence out;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += i + 1 < parts.size() ? ", " : " and ";
    out += parts[i];
  }
  return out;
}

Sentence FillPattern(std::string_view pattern, const std::vector<Sentence>& parts) {
  Sentence out;
  for (const Sentence& part : parts) {
    const size_t slot = pattern.find("{}");
    out += Sentence(pattern.substr(0, slot));
    out += part;
    pattern.remove_prefix(slot + 2);
  }
  out += Sentence(pattern);
  return out;
}

}  // namespace northstar

#include "json/said.h"

#include "base/text.h"

namespace northstar {

Json HeadlineJson(const Said& said) {
  if (said.empty()) return nullptr;
  const std::string& text = said.first.text();
  const auto code_point = [&](size_t byte) {
    return CodePoints(std::string_view(text).substr(0, byte));
  };
  Json spans = Json::array();
  for (const Span& span : said.first.spans()) {
    spans.push_back({{"from", code_point(span.from)},
                     {"to", code_point(span.to)},
                     {"kind", SpanKindName(span.kind)},
                     {"link", TextOrNull(span.link)}});
  }
  return {{"text", text}, {"rule", said.rule}, {"spans", std::move(spans)}};
}

void AddSaid(const Said& said, Json& out) {
  out["sentence"] = said.whole();
  out["headline"] = HeadlineJson(said);
}

}  // namespace northstar

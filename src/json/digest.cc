#include "json/findings.h"
#include "json/said.h"
#include "json/schema.h"
#include "model/project.h"
#include "words/headline.h"

namespace northstar {

Json ToJson(const DigestAnswer& answer) {
  const Digest& digest = answer.digest;
  const DigestText text =
      LayOut(digest.heading, digest.sections, answer.form.value_or(DigestForm::kPlain));
  Json sections = Json::array();
  for (const DigestSection& section : digest.sections) {
    Json lines = Json::array();
    for (const Sentence& line : section.lines) lines.push_back(line.text());
    sections.push_back({{"section", section.name},
                        {"title", TextOrNull(std::string(section.title))},
                        {"lines", std::move(lines)}});
  }
  Json out = Json::object();
  AddSaid(digest.said, out);
  out["metric"] = digest.metric;
  out["period"] = GrainName(digest.period);
  out["from"] = FormatDay(digest.from);
  out["to"] = FormatDay(digest.to - 1);
  out["heading"] = digest.heading;
  out["text"] = text.text;
  out["more"] = text.more;
  out["sections"] = std::move(sections);
  out["notes"] = digest.notes;
  return out;
}

Json DigestSchema() {
  using namespace schema;
  const Json section = Object({{"section", Str("star, inputs, guardrails, why, …")},
                               {"title", OrNull(Str("null: of the star"))},
                               {"lines", Names("sentences, as plain text")}});
  return AnswerOf({SentenceKey(),
                   HeadlineKey(HeadlineRules()),
                   {"metric", Str("the star; without one the first candidate")},
                   {"period", Choice({"week", "month"})},
                   {"from", Str("first local day of the period")},
                   {"to", Str("last local day of it")},
                   {"heading", Str()},
                   {"text", Str("at most 1,500 code points, as --to asks for; plain without it")},
                   {"more", Str("what did not fit, likewise; empty: all of it fits")},
                   {"sections", List(section, "all of them, in their order")},
                   NotesKey()},
                  "what to read on Monday");
}

}  // namespace northstar

#include "report/html_report.h"

#include <fmt/format.h>

#include "base/html_text.h"
#include "base/period_words.h"
#include "base/text.h"
#include "model/project.h"
#include "report/evaluate_report.h"
#include "report/html_parts.h"
#include "report/html_sections.h"
#include "report/html_style.h"

namespace northstar {
namespace {

std::string Contents(const StateOfTheStar& parts) {
  std::string out = R"(<nav aria-label="Contents"><ul>)";
  const auto entry = [&](const char* id, const char* title) {
    out += fmt::format("<li><a href=\"#{}\">{}</a></li>", id, title);
  };
  entry("now", "Now");
  entry("why", "Why");
  entry("customers", "Customers");
  if (parts.evaluation) entry("candidates", "Candidates");
  if (parts.evaluation) entry("evidence", "Evidence");
  entry("data", "Data");
  return out + "</ul></nav>";
}

std::string MethodLine(const Evaluation& e) {
  const Judgement& judgement = e.project->judgement;
  std::string text = fmt::format(
      "Ranked over {} weightings of the questions; points and thresholds are version {} of the "
      "published defaults",
      WithThousands(e.weightings), judgement.version);
  if (!judgement.overridden.empty()) text += ", except " + Join(judgement.overridden, ", ");
  return text + ". An association in time is not proof of causation.";
}

}  // namespace

std::string DataSection(const StateOfTheStar& parts) {
  std::string out = "<section id=\"data\"><h2>Data and methods</h2>";
  for (const MissingPart& part : parts.missing)
    out +=
        fmt::format("<p><b>Missing: {}.</b> {}</p>", EscapeHtml(part.what), EscapeHtml(part.why));
  if (parts.evaluation) {
    for (const std::string& note : parts.evaluation->notes) out += Paragraph(note);
  }
  if (parts.evaluation) {
    for (const std::string& line : ActivityLines(*parts.evaluation)) out += Paragraph(line);
  }
  if (parts.now) {
    for (const std::string& note : parts.now->constellation.notes) out += Paragraph(note);
  }
  if (parts.evaluation) out += Paragraph(MethodLine(*parts.evaluation), "small");
  return out +
         Paragraph("Times are in " + std::string(parts.project->calendar.zone().name()) + ".",
                   "small") +
         "</section>";
}

std::string RenderHtml(const StateOfTheStar& parts) {
  const std::string name = EscapeHtml(parts.project->name);
  std::string out = fmt::format(
      R"(<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>{}: North Star report</title><style>{}</style></head><body>{}<header><b>★ {}</b> · data up to {}</header>)",
      name, kPageStyle, kIcons, name, DateWords(FormatInstant(parts.as_of_us).substr(0, 10)));
  out +=
      Contents(parts) + "<main>" + NowSection(parts) + WhySection(parts) + CustomersSection(parts);
  if (parts.evaluation)
    out += CandidatesSection(*parts.evaluation) + EvidenceSection(*parts.evaluation);
  return out + DataSection(parts) + "</main></body></html>\n";
}

}  // namespace northstar

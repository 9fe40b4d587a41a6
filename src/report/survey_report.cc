#include "report/survey_report.h"

#include <fmt/format.h>

#include "base/number_words.h"
#include "base/text.h"
#include "report/verdict_look.h"

namespace northstar {
namespace {

constexpr size_t kWidth = 98;
// Columns of a text in the table of answers on a terminal.
constexpr size_t kTextWidth = 26;

void AddLines(const std::string& text, bool markdown, std::string& out) {
  for (const std::string& line : Wrap(Printable(text), markdown ? 10'000 : kWidth))
    out += line + "\n";
}

std::string Notes(const std::vector<std::string>& notes, bool markdown) {
  std::string out = notes.empty() ? "" : "\n";
  for (const std::string& note : notes) {
    if (markdown) out += "- ";
    AddLines(note, markdown, out);
  }
  return out;
}

std::string Heading(const std::string& title, bool markdown, bool color) {
  return markdown ? fmt::format("\n## {}\n\n", title) : "\n" + Paint(title, "1", color) + "\n";
}

std::string MarkOf(Grade grade) {
  switch (grade) {
    case Grade::kYes:
      return "✔";
    case Grade::kNo:
      return "▲";
    case Grade::kUnclear:
      break;
  }
  return "○";
}

std::string LabelOf(const ProjectRef& project, const std::string& team) {
  for (const Team& one : project->teams) {
    if (one.name == team && !one.label.empty()) return one.label;
  }
  return team;
}

std::vector<std::string> RowOf(const std::string& name, const TeamKnowledge& team) {
  const auto share = [&](double stats::Proportion::*part) {
    return team.rate ? PercentText((*team.rate).*part) : std::string("–");
  };
  return {name,
          team.invited ? std::to_string(*team.invited) : "–",
          std::to_string(team.answered),
          std::to_string(team.knows),
          std::to_string(team.unclear),
          share(&stats::Proportion::share),
          team.rate ? fmt::format("{} to {}", share(&stats::Proportion::low),
                                  share(&stats::Proportion::high))
                    : "–"};
}

TextTable TeamTable(const ProjectRef& project, const KnowledgeRates& rates) {
  TextTable table({"team", "invited", "answered", "know it", "unclear", "rate", "95% interval"});
  for (const size_t column : {1, 2, 3, 4, 5}) table.AlignRight(column);
  for (const TeamKnowledge& team : rates.teams) table.Add(RowOf(LabelOf(project, team.team), team));
  table.Add(RowOf("all", rates.total));
  return table;
}

TextTable AnswerTable(const std::vector<GradedAnswer>& answers, bool named, bool markdown) {
  std::vector<std::string> header{"id", "name", "meaning", "action"};
  if (named) header.insert(header.begin() + 1, {"person", "team"});
  TextTable table(std::move(header));
  const auto cell = [&](Grade grade, const std::string& text) {
    const std::string plain = Printable(text);
    return MarkOf(grade) + " " + (markdown ? plain : Shorten(plain, kTextWidth));
  };
  for (const GradedAnswer& one : answers) {
    std::vector<std::string> row{one.id, cell(one.grades.name, one.texts.name),
                                 cell(one.grades.meaning, one.texts.meaning),
                                 cell(one.grades.action, one.texts.action)};
    if (named) row.insert(row.begin() + 1, {one.person, one.team});
    table.Add(std::move(row));
  }
  return table;
}

std::string Show(const TextTable& table, bool markdown, bool color) {
  return markdown ? table.Markdown() : table.Text(color);
}

std::string CsvRow(const TeamKnowledge& team) {
  const auto share = [&](double stats::Proportion::*part) {
    return team.rate ? FormatNumber((*team.rate).*part) : std::string();
  };
  return fmt::format("{},{},{},{},{},{},{},{}\n", CsvField(team.team),
                     team.invited ? std::to_string(*team.invited) : "", team.answered, team.knows,
                     team.unclear, share(&stats::Proportion::share), share(&stats::Proportion::low),
                     share(&stats::Proportion::high));
}

std::string Csv(const KnowledgeRates& rates) {
  std::string out = "team,invited,answered,knows,unclear,rate,low,high\n";
  for (const TeamKnowledge& team : rates.teams) out += CsvRow(team);
  return out + CsvRow(rates.total);
}

std::string AnswerCsv(const std::vector<GradedAnswer>& answers) {
  std::string out = "id,name,meaning,action,knows\n";
  for (const GradedAnswer& one : answers) {
    out +=
        fmt::format("{},{},{},{},{}\n", one.id, NameOf(one.grades.name), NameOf(one.grades.meaning),
                    NameOf(one.grades.action), NameOf(one.grades.knows()));
  }
  return out;
}

}  // namespace

std::string RenderSurveyOpened(const SurveyOpened& opened, TextForm form, bool color) {
  if (form == TextForm::kCsv) {
    return fmt::format(
        "metric,invited,named\n{},{},{}\n", opened.survey.metric,
        opened.survey.by_invitation ? std::to_string(opened.survey.people.size()) : "",
        opened.survey.named);
  }
  const bool markdown = form == TextForm::kMarkdown;
  std::string out;
  AddLines(opened.said.whole(), markdown, out);
  out += Heading("What to ask", markdown, color);
  out +=
      "1. What is our North Star called?\n"
      "2. What does it mean? One sentence in your own words.\n"
      "3. What is one thing that you do to move it?\n";
  out += "\n";
  AddLines(
      "Also ask for the email address, so that nobody is counted twice. Import the form's export "
      "with 'northstar survey results --import answers.csv', or record single answers with "
      "'northstar survey answer'.",
      markdown, out);
  return out + Notes(opened.notes, markdown);
}

std::string RenderSurveyResults(const SurveyResults& results, TextForm form, bool color) {
  if (form == TextForm::kCsv) return Csv(results.rates);
  const bool markdown = form == TextForm::kMarkdown;
  std::string out;
  AddLines(results.said.whole(), markdown, out);
  out += "\n" + Show(TeamTable(results.project, results.rates), markdown, color);
  if (!results.answers.empty()) {
    out += Heading("Answers, in random order", markdown, color);
    out += Show(AnswerTable(results.answers, results.round.named, markdown), markdown, color);
    out += std::string(markdown ? "\n" : "") + "✔ right  ▲ wrong  ○ unclear\n";
  }
  return out + Notes(results.notes, markdown);
}

std::string RenderSurveyChange(const SurveyChange& change, TextForm form, bool color) {
  if (form == TextForm::kCsv) return change.rates ? Csv(*change.rates) : AnswerCsv(change.answers);
  const bool markdown = form == TextForm::kMarkdown;
  std::string out;
  AddLines(change.said.whole(), markdown, out);
  if (!change.answers.empty())
    out += "\n" + Show(AnswerTable(change.answers, change.round.named, markdown), markdown, color);
  if (change.rates) out += "\n" + Show(TeamTable(change.project, *change.rates), markdown, color);
  return out + Notes(change.notes, markdown);
}

}  // namespace northstar

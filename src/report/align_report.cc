#include "report/align_report.h"

#include <fmt/format.h>

#include "analysis/star/headline.h"
#include "base/number_words.h"
#include "base/period_words.h"
#include "base/text.h"
#include "model/project.h"
#include "report/verdict_look.h"

namespace northstar {
namespace {

constexpr size_t kWidth = 98;

// Lines of a list, or of a terminal, wrapped below where they begin.
void AddItem(const std::string& text, bool markdown, std::string& out) {
  const std::vector<std::string> lines = Wrap(Printable(text), markdown ? 10'000 : kWidth - 4);
  for (size_t i = 0; i < lines.size(); ++i) {
    out += i > 0 ? "    " : markdown ? "- " : "  · ";
    out += lines[i] + "\n";
  }
}

void AddLines(const std::string& text, bool markdown, std::string& out) {
  for (const std::string& line : Wrap(Printable(text), markdown ? 10'000 : kWidth))
    out += line + "\n";
}

std::string PathWords(const LineOfSight& line) {
  std::string path;
  for (const SightEdge& edge : line.edges) path += edge.from->label + " → ";
  return path + "★ " + line.edges.back().to->label;
}

std::string BetWords(const Project& project, const Bet& bet) {
  std::string words = bet.label.empty() ? bet.name : bet.label;
  if (!bet.shipped.empty()) {
    words += ", shipped " + DateWords(bet.shipped);
  } else if (!bet.planned.empty()) {
    words += ", planned for " + DateWords(bet.planned);
  }
  if (bet.moves.empty()) return words + ": moves no input.";
  words += ": should move " + project.FindMetric(bet.moves)->label;
  if (bet.expect) words += " by " + SignedPercent(*bet.expect);
  return words + ".";
}

// A title and its items; nothing without any.
void AddList(const std::string& title, const std::vector<std::string>& items, bool markdown,
             bool color, std::string& out) {
  if (items.empty()) return;
  out += markdown ? fmt::format("\n### {}\n\n", title) : "\n" + Paint(title, "1", color) + "\n";
  for (const std::string& item : items) AddItem(item, markdown, out);
}

std::vector<std::string> LineItems(const TeamAlignment& team) {
  std::vector<std::string> items;
  for (const LineOfSight& line : team.lines) {
    std::string item = PathWords(line) + ".";
    for (const SightEdge& edge : line.edges) item += " " + edge.said.whole();
    items.push_back(std::move(item));
  }
  return items;
}

std::vector<std::string> MovedItems(const TeamAlignment& team) {
  std::vector<std::string> items;
  for (const MovedMetric& one : team.moved) items.push_back(one.said.whole());
  return items;
}

std::vector<std::string> BetItems(const AlignFindings& found, const TeamAlignment& team) {
  std::vector<std::string> items;
  for (const Bet* bet : team.sight.bets) {
    const BetFinding* measured = found.Measured(*bet);
    items.push_back(measured != nullptr ? measured->said.whole() : BetWords(*found.project, *bet));
  }
  return items;
}

std::vector<std::string> KeyResultItems(const AlignFindings& found, const TeamAlignment& team) {
  std::vector<std::string> items;
  for (const auto& [o, k] : team.key_results)
    items.push_back(found.okrs.objectives[o].key_results[k].said.whole());
  return items;
}

std::string StarWords(const AlignFindings& found) {
  const Constellation& c = found.now.constellation;
  const std::string& label = c.star().metric->label;
  if (c.statement.empty()) return fmt::format("Our North Star is {}.", label);
  const std::string end = c.statement.ends_with('.') ? "" : ".";
  return fmt::format("Our North Star is {}: {}{}", label, c.statement, end);
}

void AddTeam(const AlignFindings& found, const TeamAlignment& team, bool markdown, bool color,
             std::string& out) {
  const std::string title = Printable(team.sight.label);
  out += markdown ? fmt::format("\n## {}\n\n", title) : "\n" + Paint(title, "1", color) + "\n";
  if (!team.sight.purpose.empty()) {
    AddLines(team.sight.purpose, markdown, out);
    if (markdown) out += "\n";
  }
  AddLines(team.said.whole(), markdown, out);
  AddList("Line of sight", LineItems(team), markdown, color, out);
  AddList("Our metrics", MovedItems(team), markdown, color, out);
  AddList("Key results", KeyResultItems(found, team), markdown, color, out);
  AddList("Bets", BetItems(found, team), markdown, color, out);
}

void AddNotes(const AlignFindings& found, bool markdown, std::string& out) {
  for (const std::string& note : found.notes) {
    out += "\n";
    AddLines(note, markdown, out);
  }
}

std::string Pages(const AlignFindings& found, bool markdown, bool color) {
  std::string out = markdown ? "# Line of sight\n\n" : "";
  AddLines(StarWords(found), markdown, out);
  if (markdown) out += "\n";
  AddLines(ChooseHeadline(found.now.facts).whole(), markdown, out);
  if (found.teams.size() != 1) {
    out += "\n";
    AddLines(found.said.whole(), markdown, out);
  }
  for (const TeamAlignment& team : found.teams) AddTeam(found, team, markdown, color, out);
  AddNotes(found, markdown, out);
  return out;
}

constexpr const char* kAgenda =
    "| minutes | what |\n|---|---|\n"
    "| 0 to 5 | What our North Star is, and what it says about customers |\n"
    "| 5 to 10 | How it stands |\n"
    "| 10 to 20 | What each team moves, and how strongly that moves the star |\n"
    "| 20 to 25 | What we will try next |\n"
    "| 25 to 30 | Three questions for everybody |\n";

constexpr const char* kQuestions =
    "1. What is our North Star called?\n"
    "2. What does it mean?\n"
    "3. What is one thing that you do to move it?\n\n"
    "`northstar survey open --people people.csv` starts an anonymous survey with these "
    "questions.\n";

void AddSlide(const std::string& title, const std::string& text, std::string& out) {
  out += fmt::format("\n---\n\n## {}\n\n{}", Printable(title), text);
}

std::string TeamSlide(const AlignFindings& found, const TeamAlignment& team) {
  std::string out;
  AddLines(team.said.whole(), true, out);
  const std::vector<std::string> lines = LineItems(team);
  const std::vector<std::string> moved = MovedItems(team);
  if (!lines.empty()) out += "\n";
  for (const std::string& item : lines) AddItem(item, true, out);
  for (const std::string& item : moved) AddItem(item, true, out);
  for (const Bet* bet : team.sight.bets) {
    if (const BetFinding* measured = found.Measured(*bet))
      AddItem(measured->said.first.text(), true, out);
  }
  return out;
}

std::string NextSlide(const AlignFindings& found) {
  std::string out;
  for (const TeamAlignment& team : found.teams) {
    for (const Bet* bet : team.sight.bets) {
      if (bet->shipped.empty())
        AddItem(team.sight.label + ": " + BetWords(*found.project, *bet), true, out);
    }
    for (const std::string& item : KeyResultItems(found, team))
      AddItem(team.sight.label + ": " + item, true, out);
  }
  return out.empty() ? "No open bet and no key result belongs to a team.\n" : out;
}

std::string Session(const AlignFindings& found) {
  std::string out = fmt::format("# 30 minutes on {}\n\n{}",
                                Printable(found.now.constellation.star().metric->label), kAgenda);
  std::string text;
  AddLines(StarWords(found), true, text);
  AddSlide("Our North Star", text, out);
  text.clear();
  AddLines(ChooseHeadline(found.now.facts).whole(), true, text);
  AddSlide("How it stands", text, out);
  std::string without;
  for (const TeamAlignment& team : found.teams) {
    if (team.has_line()) {
      AddSlide(team.sight.label, TeamSlide(found, team), out);
    } else {
      AddItem(team.said.whole(), true, without);
    }
  }
  if (!without.empty()) AddSlide("Who has no line of sight yet", without, out);
  AddSlide("What we will try next", NextSlide(found), out);
  AddSlide("Three questions", kQuestions, out);
  return out;
}

std::string Csv(const AlignFindings& found) {
  std::string out = "team,declared,from,to,contribution,share,low,high\n";
  const auto number = [](const std::optional<double>& value) {
    return value ? FormatNumber(*value) : std::string();
  };
  for (const TeamAlignment& team : found.teams) {
    const std::string start = fmt::format("{},{}", CsvField(team.sight.name), team.sight.declared);
    if (!team.has_line()) out += start + ",,,,,,\n";
    for (const LineOfSight& line : team.lines) {
      for (const SightEdge& edge : line.edges) {
        const auto part = [&](double stats::Driver::*what) {
          return edge.driver ? FormatNumber((*edge.driver).*what) : std::string();
        };
        out += fmt::format("{},{},{},{},{},{},{}\n", start, edge.from->name, edge.to->name,
                           number(edge.contribution), part(&stats::Driver::share),
                           part(&stats::Driver::low), part(&stats::Driver::high));
      }
    }
  }
  return out;
}

}  // namespace

std::string RenderAlignment(const AlignFindings& findings, TextForm form, bool color) {
  if (findings.session) return Session(findings);
  switch (form) {
    case TextForm::kCsv:
      return Csv(findings);
    case TextForm::kMarkdown:
      return Pages(findings, true, false);
    case TextForm::kTable:
      break;
  }
  return Pages(findings, false, color);
}

}  // namespace northstar

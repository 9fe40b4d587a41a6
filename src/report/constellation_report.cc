#include "report/constellation_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/star/star_now.h"
#include "base/period_words.h"
#include "base/text.h"

namespace northstar {
namespace {

constexpr size_t kWidth = 98;
constexpr double kTooNoisy = 0.5;  // usual movement, relative

// One block per period, from the smallest to the largest.
std::string Sparkline(const std::vector<RecentValue>& recent) {
  constexpr const char* kBlocks[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  double low = INFINITY;
  double high = -INFINITY;
  for (const auto& [period, value, least, most] : recent) {
    if (value) low = std::min(low, *value), high = std::max(high, *value);
  }
  std::string line;
  for (const auto& [period, value, least, most] : recent) {
    const double at = value && high > low ? (*value - low) / (high - low) : 0.5;
    line += value ? kBlocks[std::clamp(static_cast<int>(at * 8), 0, 7)] : " ";
  }
  return line;
}

std::string RenderCsv(const Constellation& c) {
  std::string out =
      "role,metric,dimension,owners,period,value,low,high,previous,year_ago,contribution,"
      "driver_share,largest\n";
  const auto number = [](const std::optional<double>& v) { return v ? FormatNumber(*v) : ""; };
  for (const ConstellationNode& n : c.nodes) {
    out += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{}\n", NodeRoleName(n.role),
                       n.metric->name, n.dimension, CsvField(Join(n.owners, ", ")), n.period,
                       number(n.value), number(n.low), number(n.high), number(n.previous),
                       number(n.year_ago), number(n.contribution),
                       n.driver ? FormatNumber(n.driver->share) : "", n.largest);
  }
  return out;
}

std::string Mark(const ConstellationNode& node, bool color) {
  if (node.role != NodeRole::kGuardrail) return "";
  const VerdictLook look = LimitLook(node);
  return Paint(look.mark, look.color, color) + " ";
}

// `star`: whose period goes without saying.
std::string Remark(const ConstellationNode& node, const ConstellationNode& star) {
  if (!node.problem.empty()) return node.problem;
  std::vector<std::string> remarks;
  if (node.period != star.period || node.grain != star.grain)
    remarks.push_back(PeriodWords(node.grain, node.period));
  const std::string usual = NodeUsual(node);
  if (const auto change = NodeChange(node); !change.empty()) remarks.push_back(change);
  if (!usual.empty()) remarks.push_back(usual);
  if (const auto year = NodeYear(node); !year.empty()) remarks.push_back(year + " from a year ago");
  return Join(remarks, ", ");
}

void AddText(const ConstellationNode& node, const ConstellationNode& star, const std::string& lead,
             const std::string& below, bool color, std::string& out) {
  const std::string remark = Remark(node, star);
  std::string head = node.dimension.empty() ? "" : node.dimension + ": ";
  head += node.metric->label;
  if (!node.where.empty()) head += " where " + node.where;
  out += lead + Mark(node, color) + Paint(head, "1", color) + "  " + NodeValue(node);
  if (!remark.empty()) out += "  " + Paint(remark, "90", color);
  out += "\n";
  std::vector<std::string> second;
  if (const std::string course = Sparkline(node.recent); !course.empty()) second.push_back(course);
  if (!node.owners.empty()) second.push_back("owner: " + Join(node.owners, ", "));
  if (node.role == NodeRole::kInput && node.owners.empty()) second.push_back("no owner");
  if (!node.limit.words.empty()) second.push_back(node.limit.words);
  if (const std::string strength = NodeStrength(node, star); !strength.empty())
    second.push_back(strength);
  if (node.largest) second.push_back(Paint("◀ largest", "33", color));
  if (!second.empty()) out += below + Join(second, "  ") + "\n";
  for (const Bet* bet : node.bets) {
    out += below +
           Paint(fmt::format("bet: {}{}", bet->label.empty() ? bet->name : bet->label,
                             bet->shipped.empty() ? "" : ", shipped " + bet->shipped),
                 "90", color) +
           "\n";
  }
}

std::string RenderText(const StarNow& now, bool color) {
  const Constellation& c = now.constellation;
  std::string out;
  for (const std::string& line : Wrap(ChooseHeadline(now.facts).whole(), kWidth))
    out += line + "\n";
  out += "\n";
  AddText(c.star(), c.star(), "★ ", "  ", color, out);
  if (c.star().low && c.star().high) {
    const ValueLook look = LookOf(*c.star().metric);
    out +=
        fmt::format("  {} (95% interval: {} to {})\n", PeriodWords(c.star().grain, c.star().period),
                    FormatValue(look, c.star().low), FormatValue(look, c.star().high));
  }
  std::vector<const ConstellationNode*> inputs;
  for (const ConstellationNode& node : c.nodes) {
    if (node.role == NodeRole::kInput) inputs.push_back(&node);
  }
  for (size_t i = 0; i < inputs.size(); ++i) {
    const bool last = i + 1 == inputs.size();
    out += "  │\n";
    AddText(*inputs[i], c.star(), last ? "  └─ " : "  ├─ ", last ? "     " : "  │  ", color, out);
    for (const ConstellationNode& kpi : c.nodes) {
      if (kpi.role == NodeRole::kKpi && kpi.ladders_to == inputs[i]->metric->name)
        AddText(kpi, c.star(), last ? "     · " : "  │  · ", last ? "       " : "  │    ", color,
                out);
    }
  }
  bool title = false;
  for (const ConstellationNode& node : c.nodes) {
    if (node.role != NodeRole::kGuardrail) continue;
    if (!title) out += "\n" + Paint("guardrails", "1", color) + "\n";
    title = true;
    AddText(node, c.star(), "  ", "    ", color, out);
  }
  for (const std::string& note : c.notes) {
    out += "\n";
    for (const std::string& line : Wrap(note, kWidth)) out += line + "\n";
  }
  return out;
}

std::string RenderMarkdown(const StarNow& now) {
  const Constellation& c = now.constellation;
  std::string out =
      fmt::format("# {}\n\n{}\n\n", c.star().metric->label, ChooseHeadline(now.facts).whole());
  out += "```mermaid\n" + ConstellationMermaid(c) + "```\n\n";
  out += "| | period | value | change | a year ago | owner | |\n|---|---|---:|---:|---:|---|---|\n";
  for (const ConstellationNode& node : c.nodes) {
    out += fmt::format("| {}{} | {} | {} | {} | {} | {} | {} |\n",
                       node.role == NodeRole::kStar ? "★ " : "", node.metric->label, node.period,
                       NodeValue(node), NodeChange(node), NodeYear(node), Join(node.owners, ", "),
                       node.limit.words.empty() ? NodeStrength(node, c.star()) : node.limit.words);
  }
  for (const std::string& note : c.notes) out += "\n" + note + "\n";
  return out;
}

}  // namespace

std::string NodeValue(const ConstellationNode& node) {
  return WithUnit(LookOf(*node.metric), node.value);
}

std::string NodeChange(const ConstellationNode& node) {
  // In the terms of what is usual, where that is no share of the value.
  if (node.movement.usual && !node.movement.relative && node.previous && node.value)
    return SignedValue(LookOf(*node.metric), *node.value - *node.previous);
  return ChangeText(LookOf(*node.metric), node.previous, node.value);
}

std::string NodeYear(const ConstellationNode& node) {
  return ChangeText(LookOf(*node.metric), node.year_ago, node.value);
}

std::string NodeUsual(const ConstellationNode& node) {
  const UsualMovement& m = node.movement;
  if (!m.usual || !node.value || !node.previous) return "";
  if (m.relative && *m.usual >= kTooNoisy)
    return fmt::format("too noisy to judge {0} by {0}", GrainName(node.grain));
  const double toward = *node.value < *node.previous ? -*m.usual : *m.usual;
  const ValueLook look = LookOf(*node.metric);
  return "usually up to " + (m.relative ? SignedPercent(toward) : SignedValue(look, toward));
}

std::string NodeStrength(const ConstellationNode& node, const ConstellationNode& star) {
  if (node.contribution)
    return SignedWithUnit(LookOf(*star.metric), *node.contribution) + " of the change";
  if (!node.driver) return node.driver_reason;
  if (node.driver->p_adjusted > 0.1) return "no lead detected";
  return fmt::format("leads {} of its growth ({} to {})", PercentText(node.driver->share),
                     PercentText(node.driver->low), PercentText(node.driver->high));
}

VerdictLook LimitLook(const ConstellationNode& node) {
  const auto look = [](Verdict verdict, const char* word) {
    VerdictLook of_verdict = LookOf(verdict);
    of_verdict.word = word;
    return of_verdict;
  };
  switch (node.limit.judged.state) {
    case LimitState::kHolds:
      return look(Verdict::kPass, "holds");
    case LimitState::kBroken:
      return look(Verdict::kFail, "broken");
    case LimitState::kUnclear:
      return look(Verdict::kUnclear, "unclear");
    case LimitState::kInsufficientData:
      break;
  }
  return look(Verdict::kInsufficientData, "no data");
}

std::string ConstellationMermaid(const Constellation& c) {
  const auto box = [](const ConstellationNode& node) {
    std::string text = node.metric->label + "<br/>" + NodeValue(node);
    if (const std::string change = NodeChange(node); !change.empty()) text += " " + change;
    std::replace(text.begin(), text.end(), '"', '\'');
    return text;
  };
  std::string out = "graph BT\n";
  out += fmt::format("  star([\"★ {}\"])\n", box(c.star()));
  size_t i = 0;
  for (const ConstellationNode& node : c.nodes) {
    const std::string id = fmt::format("n{}", i++);
    if (node.role == NodeRole::kInput) {
      out += fmt::format("  {}[\"{}\"]\n", id, box(node));
      const std::string edge = node.dimension.empty() ? "" : "|" + node.dimension + "|";
      out += fmt::format("  {} {}{} star\n", id, node.largest ? "==>" : "-->", edge);
    }
    if (node.role == NodeRole::kGuardrail) {
      out += fmt::format("  {}{{{{\"{}\"}}}}\n  {} -.-|guards| star\n", id, box(node), id);
    }
    if (node.role == NodeRole::kKpi) {
      out += fmt::format("  {}([\"{}\"])\n", id, box(node));
      for (size_t k = 0; k < c.nodes.size(); ++k) {
        if (c.nodes[k].role == NodeRole::kInput && c.nodes[k].metric->name == node.ladders_to)
          out += fmt::format("  {} -.-> n{}\n", id, k);
      }
    }
  }
  return out;
}

std::string RenderStarNow(const StarNow& now, TextForm form, bool color) {
  switch (form) {
    case TextForm::kCsv:
      return RenderCsv(now.constellation);
    case TextForm::kMarkdown:
      return RenderMarkdown(now);
    case TextForm::kTable:
      break;
  }
  return RenderText(now, color);
}

}  // namespace northstar

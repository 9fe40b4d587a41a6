#include <fmt/format.h>

#include "base/text.h"
#include "report/explain_report.h"

namespace northstar {
namespace {

std::string Words(const LeafCause& cause) {
  std::vector<std::string> words;
  for (const auto& [dimension, value] : cause.where)
    words.push_back(dimension + " = " + Printable(value));
  return Join(words, " and ");
}

}  // namespace

std::string RenderLeafExplanation(const LeafExplanation& found, TextForm form, bool color) {
  if (form == TextForm::kCsv) {
    std::string out = "cause,score,explains,accepted\n";
    for (const auto* list : {&found.causes, &found.also}) {
      for (const LeafCause& cause : *list)
        out += fmt::format("{},{},{},{}\n", CsvField(Words(cause)), FormatNumber(cause.score),
                           FormatNumber(cause.explains), list == &found.causes);
    }
    return out;
  }
  TextTable table({"cause", "score", "explains", ""});
  table.AlignRight(1);
  table.AlignRight(2);
  for (const auto* list : {&found.causes, &found.also}) {
    for (const LeafCause& cause : *list) {
      table.Add({Words(cause), fmt::format("{:.2f}", cause.score),
                 fmt::format("{:.0f}%", cause.explains * 100),
                 list == &found.causes ? "" : "also considered"});
    }
  }
  const std::string head = fmt::format(
      "Expected {}, observed {}, in {}. {}\n\n", Humanize(found.expected, 6),
      Humanize(found.actual, 6),
      found.leaves == 1 ? "1 leaf"
                        : WithThousands(static_cast<long long>(found.leaves)) + " leaves",
      found.causes.empty()
          ? "No segment stands out."
          : fmt::format("{} explain{} it best.",
                        Plural(static_cast<long long>(found.causes.size()), "segment"),
                        found.causes.size() == 1 ? "s" : ""));
  return head + (form == TextForm::kMarkdown ? table.Markdown() : table.Text(color));
}

}  // namespace northstar

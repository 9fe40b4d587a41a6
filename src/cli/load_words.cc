// What there is to say about a load beside its counts: what was rejected and why, which files went,
// which rows lie where nobody expects them.
#include <fmt/format.h>

#include "base/text.h"
#include "cli/command.h"

namespace northstar::cli {
namespace {

constexpr size_t kLongestExample = 80;

std::string ExplainReason(const RejectReason& reason) {
  std::string text = fmt::format("rejected {}: {}", Plural(reason.rows, "row"), reason.reason);
  if (!reason.file.empty()) {
    text +=
        fmt::format(", {}{}:{}", reason.rows > 1 ? "for example " : "", reason.file, reason.row);
    if (!reason.example.empty())
      text += fmt::format(": '{}'", reason.example.substr(0, kLongestExample));
  }
  if (!reason.hint.empty()) text += "; " + reason.hint;
  return text;
}

}  // namespace

std::string ExplainLoads(const std::vector<LoadSummary>& summaries) {
  std::string out;
  for (const LoadSummary& s : summaries) {
    std::vector<std::string> lines = s.notes;
    for (const RejectReason& reason : s.reasons) lines.push_back(ExplainReason(reason));
    if (!s.rejects_path.empty()) lines.push_back("the rejected rows are in " + s.rejects_path);
    if (s.gaps + s.overlaps > 0) {
      lines.push_back(
          fmt::format("{} at local times that a clock change skipped, {} at local times that it "
                      "repeated; read as the earlier instant",
                      Plural(s.gaps, "row"), WithThousands(s.overlaps)));
    }
    for (const std::string& line : lines) out += fmt::format("northstar: {}: {}\n", s.source, line);
  }
  return out;
}

}  // namespace northstar::cli

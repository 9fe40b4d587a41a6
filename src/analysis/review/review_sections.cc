#include "analysis/review/review_section.h"
#include "base/number_words.h"
#include "model/metric_look.h"

namespace northstar {
namespace {

ReviewCell Shown(const std::optional<double>& value, std::string shown) {
  if (!value) return {std::monostate{}, "–"};
  return {*value, std::move(shown)};
}

}  // namespace

ReviewCell TextCell(std::string text) {
  return {text, text};
}

ReviewCell NumberCell(const std::optional<double>& value) {
  return Shown(value, FormatValue({}, value));
}

ReviewCell ShareCell(const std::optional<double>& share) {
  return Shown(share, share ? PercentText(*share) : "");
}

ReviewCell ChangeCell(const std::optional<double>& change) {
  return Shown(change, change ? SignedPercent(*change) : "");
}

ReviewCell ValueCell(const Metric& metric, const std::optional<double>& value) {
  return Shown(value, FormatValue(LookOf(metric), value));
}

std::span<const ReviewSectionSpec> ReviewSections() {
  static constexpr ReviewSectionSpec kSections[] = {
      {"link", "Does it still lead the outcome?", LinkSection},
      {"dilution", "Does early value still predict retention?", DilutionSection},
      {"gaming_watch", "How concentrated is it?", GamingWatchSection},
      {"decoupling", "Did anything get worse while it rose?", DecouplingSection},
      {"guardrails", "Did its guardrails hold?", GuardrailsSection},
      {"inputs", "Do its inputs still matter?", InputsSection},
      {"okrs", "OKRs of the quarter", OkrsSection},
      {"bets", "Bets of the quarter", BetsSection},
      {"disagreements", "Where people disagree", DisagreementsSection},
      {"knowledge", "Who knows it", KnowledgeSection},
      {"definitions", "Definitions that changed", DefinitionsSection},
  };
  return kSections;
}

}  // namespace northstar

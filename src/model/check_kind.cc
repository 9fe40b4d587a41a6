#include "model/check_kind.h"

namespace northstar {

std::string_view NameOf(CheckKind kind) {
  switch (kind) {
    case CheckKind::kGuardrail:
      return "guardrail";
    case CheckKind::kDecoupled:
      return "decoupled";
    case CheckKind::kSentiment:
      return "sentiment";
    case CheckKind::kAnomaly:
      return "anomaly";
    case CheckKind::kFreshness:
      return "freshness";
    case CheckKind::kGoal:
      return "goal";
    case CheckKind::kLink:
      return "link";
    case CheckKind::kDefinition:
      return "definition";
    case CheckKind::kReview:
      break;
  }
  return "review";
}

std::optional<CheckKind> CheckKindFromName(std::string_view name) {
  for (const CheckKind kind : kAllCheckKinds) {
    if (NameOf(kind) == name) return kind;
  }
  return std::nullopt;
}

std::string_view NameOf(CheckSeverity severity) {
  return severity == CheckSeverity::kCritical ? "critical" : "warning";
}

}  // namespace northstar

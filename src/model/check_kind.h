// What is checked of a project, and how bad it is when it fails. Named by files (`checks:`), by
// answers and by alerts alike. Static texts; pure and thread safe.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace northstar {

// In the order in which they are shown.
enum class CheckKind {
  // The limit of a guardrail is broken in its last complete period.
  kGuardrail,
  // The star rises while a guardrail, who comes back, or sentiment falls: the red flag.
  kDecoupled,
  // The share of negative feedback, or how much is written, is unusual while the star moves.
  kSentiment,
  // The last complete period of a metric of the constellation is unusual.
  kAnomaly,
  // A source is silent for longer than it ever is, or more of its rows are rejected.
  kFreshness,
  // A key result of a running OKR will most likely be missed.
  kGoal,
  // The star's lead over the outcome has weakened.
  kLink,
  // A definition changed without a new version.
  kDefinition,
  // The review is overdue.
  kReview,
};
inline constexpr std::array kAllCheckKinds{
    CheckKind::kGuardrail, CheckKind::kDecoupled,  CheckKind::kSentiment,
    CheckKind::kAnomaly,   CheckKind::kFreshness,  CheckKind::kGoal,
    CheckKind::kLink,      CheckKind::kDefinition, CheckKind::kReview};
std::string_view NameOf(CheckKind kind);  // "guardrail"
// Nullopt for any other word, capitals included.
std::optional<CheckKind> CheckKindFromName(std::string_view name);

enum class CheckSeverity { kCritical, kWarning };
std::string_view NameOf(CheckSeverity severity);  // "critical"

}  // namespace northstar

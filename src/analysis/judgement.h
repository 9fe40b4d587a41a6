// Every threshold, point and weight that is a matter of judgement rather than of statistics, in one
// place and with a version that the reports print (METHODS 5.5, 10, 12).
#pragma once

namespace northstar::judgement {

inline constexpr int kVersion = 1;

// leads_outcome: points per finding.
inline constexpr double kLeads = 100, kLikelyLeads = 80, kSuggestive = 60, kMovesTogether = 40,
                        kNotDetected = 30, kFollows = 10;

// simple: cost above which points fall, and how fast.
inline constexpr double kFreeCost = 6, kCostScale = 12, kCompositeCap = 30, kSimplePass = 50;
inline constexpr int kMostWords = 25;

// measurable: shares above which a number is not trusted.
inline constexpr double kBrokenEmptyDays = 0.2, kBrokenRejected = 0.05, kBrokenFuture = 0.01;
inline constexpr double kDoubtEmptyDays = 0.02, kDoubtRejected = 0.005, kDoubtLate = 0.05,
                        kDoubtDuplicate = 0.05, kGoodReliability = 0.7;

// moves_fast_enough.
inline constexpr double kSlowestDays = 14, kTooSlowCap = 40, kGoodSignalToNoise = 1;

// not_vanity.
inline constexpr int kLeastIncrements = 24;

// Ranking.
inline constexpr double kClearWinner = 0.6, kLeastCoverage = 0.8;

}  // namespace northstar::judgement

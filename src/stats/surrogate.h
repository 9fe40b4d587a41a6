// Is an early metric a good stand-in for a long-term outcome? From effects of past experiments on
// both. The noise of an experiment is shared by both effects, since they are of the same users, and
// pulls the plain regression towards the relation between users; here it is taken off first.
// Sources: Bibaut et al. 2024 (total covariance estimator); Tripuraneni et al. 2023 (proxy
// quality).
#pragma once

#include <optional>
#include <span>

namespace northstar::stats {

// The estimated effects of one experiment with the sampling variances and covariance of the two.
struct ExperimentEffect {
  double metric = 0;
  double outcome = 0;
  double metric_variance = 0;
  double outcome_variance = 0;
  double covariance = 0;
};

struct LatentRelation {
  double naive_slope = 0;        // outcome on metric, noise left in
  double slope = 0;              // of the true effects: covariance / variance_metric
  double naive_correlation = 0;  // noise left in
  double raw_correlation = 0;    // of the true effects; may leave [-1, 1]
  double correlation = 0;        // the same, brought back into [-1, 1]
  bool clipped = false;          // whether it had to be
  double low = 0;                // of the slope, jackknife over experiments with t(J-1)
  double high = 0;
  // Of the true effects: the covariance over experiments less the mean sampling covariance.
  double variance_metric = 0;
  double covariance = 0;
  double variance_outcome = 0;
};

// Nullopt with fewer than 3 experiments; when noise alone explains how much either effect varies;
// when leaving one experiment out leaves nothing of the metric's. REQUIRES: finite values,
// variances >= 0, 0 < level < 1.
std::optional<LatentRelation> RelateExperiments(std::span<const ExperimentEffect> experiments,
                                                double level);

// The correlation between the metric's estimated effect in an experiment of sampling variance
// `noise_variance` and the outcome's true one. Falls as experiments shrink, so the best stand-in
// depends on their size. REQUIRES: noise_variance >= 0.
double ProxyQuality(const LatentRelation& relation, double noise_variance);

}  // namespace northstar::stats

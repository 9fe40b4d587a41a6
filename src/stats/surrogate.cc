#include "stats/surrogate.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "stats/jackknife.h"

namespace northstar::stats {
namespace {

struct Moments {
  double metric = 0;
  double covariance = 0;
  double outcome = 0;
};

// Over experiments but the one at `without` (or all): as observed, and the mean of the noise.
struct Observed {
  Moments total;
  Moments noise;
  Moments Latent() const {
    return {total.metric - noise.metric, total.covariance - noise.covariance,
            total.outcome - noise.outcome};
  }
};

Observed Observe(std::span<const ExperimentEffect> experiments, size_t without) {
  double n = 0;
  double metric = 0;
  double outcome = 0;
  Observed seen;
  for (size_t j = 0; j < experiments.size(); ++j) {
    if (j == without) continue;
    n += 1;
    metric += experiments[j].metric;
    outcome += experiments[j].outcome;
    seen.noise.metric += experiments[j].metric_variance;
    seen.noise.covariance += experiments[j].covariance;
    seen.noise.outcome += experiments[j].outcome_variance;
  }
  for (size_t j = 0; j < experiments.size(); ++j) {
    if (j == without) continue;
    const double s = experiments[j].metric - metric / n;
    const double y = experiments[j].outcome - outcome / n;
    seen.total.metric += s * s / (n - 1);
    seen.total.covariance += s * y / (n - 1);
    seen.total.outcome += y * y / (n - 1);
  }
  seen.noise = {seen.noise.metric / n, seen.noise.covariance / n, seen.noise.outcome / n};
  return seen;
}

double CorrelationOf(const Moments& m) {
  return m.covariance / (std::sqrt(m.metric) * std::sqrt(m.outcome));
}

}  // namespace

std::optional<LatentRelation> RelateExperiments(std::span<const ExperimentEffect> experiments,
                                                double level) {
  if (experiments.size() < 3) return std::nullopt;
  const Observed all = Observe(experiments, experiments.size());
  const Moments latent = all.Latent();
  if (!(latent.metric > 0) || !(latent.outcome > 0)) return std::nullopt;
  std::vector<double> slopes;
  for (size_t j = 0; j < experiments.size(); ++j) {
    const Moments rest = Observe(experiments, j).Latent();
    if (!(rest.metric > 0)) return std::nullopt;
    slopes.push_back(rest.covariance / rest.metric);
  }
  LatentRelation relation;
  relation.slope = latent.covariance / latent.metric;
  const auto interval = Jackknife(relation.slope, slopes, level);
  if (!interval) return std::nullopt;
  relation.low = interval->low;
  relation.high = interval->high;
  relation.naive_slope = all.total.covariance / all.total.metric;
  relation.naive_correlation = CorrelationOf(all.total);
  relation.raw_correlation = CorrelationOf(latent);
  // Clipping is what projecting a 2×2 matrix to the nearest semidefinite one does to its
  // correlation: one eigenvalue becomes 0 and the correlation ±1.
  relation.correlation = std::clamp(relation.raw_correlation, -1.0, 1.0);
  relation.clipped = relation.correlation != relation.raw_correlation;
  relation.variance_metric = latent.metric;
  relation.covariance = latent.covariance;
  relation.variance_outcome = latent.outcome;
  return relation;
}

double ProxyQuality(const LatentRelation& relation, double noise_variance) {
  return relation.correlation *
         std::sqrt(relation.variance_metric / (relation.variance_metric + noise_variance));
}

}  // namespace northstar::stats

#include "stats/meta_analysis.h"

#include <algorithm>
#include <cmath>

#include "stats/distributions.h"

namespace northstar::stats {
namespace {

constexpr int kMostSteps = 100;

struct Study {
  std::span<const double> effects;
  std::span<const double> variances;
};

// Sums with weights w = 1/(v + tau²).
struct Weighed {
  double w = 0;
  double w2 = 0;
  double w3 = 0;
  double mean = 0;
  double q = 0;   // Σ w (y - mean)²
  double q2 = 0;  // Σ w² (y - mean)²
};

Weighed Weigh(const Study& study, double tau_squared) {
  Weighed sums;
  for (size_t i = 0; i < study.effects.size(); ++i) {
    const double w = 1 / (study.variances[i] + tau_squared);
    sums.w += w;
    sums.w2 += w * w;
    sums.w3 += w * w * w;
    sums.mean += w * study.effects[i];
  }
  sums.mean /= sums.w;
  for (size_t i = 0; i < study.effects.size(); ++i) {
    const double w = 1 / (study.variances[i] + tau_squared);
    const double off = study.effects[i] - sums.mean;
    sums.q += w * off * off;
    sums.q2 += w * w * off * off;
  }
  return sums;
}

double DegreesOfFreedom(const Study& study) {
  return static_cast<double>(study.effects.size()) - 1;
}

double DerSimonianLaird(const Study& study) {
  const Weighed fixed = Weigh(study, 0);
  const double spare = fixed.q - DegreesOfFreedom(study);
  return std::max(0.0, spare / (fixed.w - fixed.w2 / fixed.w));
}

// Newton on Q(tau²) = k-1. Q falls and is convex, so the steps rise to the root from below.
double PauleMandel(const Study& study) {
  double tau_squared = 0;
  for (int step = 0; step < kMostSteps; ++step) {
    const Weighed sums = Weigh(study, tau_squared);
    const double move = (sums.q - DegreesOfFreedom(study)) / sums.q2;
    if (!(move > 0)) break;
    tau_squared += move;
    if (move < 1e-14 * tau_squared) break;
  }
  return tau_squared;
}

// Fisher scoring, held at 0 when it points below.
std::optional<double> Reml(const Study& study) {
  double tau_squared = DerSimonianLaird(study);
  for (int step = 0; step < kMostSteps; ++step) {
    const Weighed sums = Weigh(study, tau_squared);
    const double trace = sums.w - sums.w2 / sums.w;
    const double trace_of_square =
        sums.w2 - 2 * sums.w3 / sums.w + sums.w2 * sums.w2 / (sums.w * sums.w);
    const double next = std::max(0.0, tau_squared + (sums.q2 - trace) / trace_of_square);
    const double move = std::fabs(next - tau_squared);
    tau_squared = next;
    const double typical_variance = static_cast<double>(study.effects.size()) / sums.w;
    if (move <= 1e-12 * typical_variance) return tau_squared;
  }
  return std::nullopt;
}

double TauSquared(const Study& study, Heterogeneity method) {
  switch (method) {
    case Heterogeneity::kDerSimonianLaird:
      return DerSimonianLaird(study);
    case Heterogeneity::kPauleMandel:
      return PauleMandel(study);
    case Heterogeneity::kReml:
      break;
  }
  const auto reml = Reml(study);
  return reml ? *reml : PauleMandel(study);
}

}  // namespace

std::optional<MetaResult> RandomEffects(std::span<const double> effects,
                                        std::span<const double> variances, Heterogeneity method,
                                        double level) {
  if (effects.size() < 2) return std::nullopt;
  for (const double variance : variances) {
    if (!(variance > 0)) return std::nullopt;
  }
  const Study study{effects, variances};
  const double df = DegreesOfFreedom(study);
  MetaResult result;
  result.k = static_cast<int>(effects.size());
  result.q = Weigh(study, 0).q;
  result.i_squared = result.q > df ? 100 * (result.q - df) / result.q : 0;
  result.tau_squared = TauSquared(study, method);
  const Weighed sums = Weigh(study, result.tau_squared);
  result.estimate = sums.mean;
  result.standard_error = std::sqrt(1 / sums.w);
  result.hartung_knapp_error = std::sqrt(sums.q / df / sums.w);
  const double reach = TQuantile(0.5 + level / 2, df) * result.hartung_knapp_error;
  result.low = result.estimate - reach;
  result.high = result.estimate + reach;
  if (result.k >= 3) {
    const double spread = TQuantile(0.5 + level / 2, df - 1) *
                          std::hypot(std::sqrt(result.tau_squared), result.hartung_knapp_error);
    result.predict_low = result.estimate - spread;
    result.predict_high = result.estimate + spread;
  }
  return result;
}

}  // namespace northstar::stats

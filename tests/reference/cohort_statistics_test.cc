// The statistics of shares, scores, doses, means, studies and experiments against R, and what must
// hold whatever the data are. Data and numbers come from cohort_statistics.json; numbers that stand
// here are published ones, or were made with R by hand.
#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"
#include "stats/auc.h"
#include "stats/describe.h"
#include "stats/distributions.h"
#include "stats/dose_trend.h"
#include "stats/mean_interval.h"
#include "stats/meta_analysis.h"
#include "stats/proportion.h"
#include "stats/rank_correlation.h"
#include "stats/surrogate.h"
#include "tests/reference/reference.h"

namespace northstar::stats {
namespace {

using testing::ExpectRelative;
using testing::Json;
using testing::List;
using testing::Numbers;
using testing::Reference;

std::vector<char> Labels(const Json& value) {
  std::vector<char> labels;
  for (const int label : List<int>(value)) labels.push_back(label != 0 ? 1 : 0);
  return labels;
}

TEST(Proportion, AgreesWithR) {
  for (const Json& c : Reference("wilson")) {
    const Proportion found = Wilson(c["hits"], c["n"], c["level"]);
    ExpectRelative(found.low, c["low"]);
    ExpectRelative(found.high, c["high"]);
  }
  ExpectRelative(Wilson(9, 12, .95).low, .46769467);
  ExpectRelative(Wilson(0, 30, .95).high, .11351339);
  EXPECT_EQ(Wilson(0, 30, .95).low, 0);
  EXPECT_EQ(Wilson(12, 12, .95).high, 1);
}

TEST(Proportion, OfFinitePopulationLiesInside) {
  const Proportion endless = Wilson(9, 12, .95);
  const Proportion finite = WilsonOfFinite(9, 12, 20, .95);
  EXPECT_GT(finite.low, endless.low);
  EXPECT_LT(finite.high, endless.high);
  // 12·19/8 = 28.5 units' worth.
  const double z = NormalQuantile(.975);
  const double n = 28.5;
  const double reach = z * std::sqrt(.75 * .25 / n + z * z / (4 * n * n));
  ExpectRelative(finite.low, (.75 + z * z / (2 * n) - reach) / (1 + z * z / n), 1e-12);
  EXPECT_EQ(WilsonOfFinite(9, 12, 12, .95).low, .75);
  EXPECT_EQ(WilsonOfFinite(9, 12, 12, .95).high, .75);
  ExpectRelative(WilsonOfFinite(9, 12, 1'000'000'000'000, .95).low, endless.low, 1e-9);
}

TEST(Proportion, EValue) {
  ExpectRelative(EValue(1.8), 3.0);
  ExpectRelative(EValue(1.3), 1.92449980);
  ExpectRelative(EValue(1 / 1.8), 3.0);
  EXPECT_EQ(EValue(1), 1);
}

TEST(Auc, VectorOfMethods) {
  const std::vector<double> score{.1, .4, .35, .8, .65, .9, .5, .5};
  const std::vector<char> label{0, 0, 1, 1, 0, 1, 1, 0};
  const auto found = AreaUnderCurve(score, label);
  ASSERT_TRUE(found);
  ExpectRelative(found->auc, .71875);
  ExpectRelative(found->variance, .04361979);
}

TEST(Auc, AgreesWithR) {
  const Json& c = Reference("auc");
  const auto first = Numbers(c["first"]);
  const auto second = Numbers(c["second"]);
  const auto label = Labels(c["label"]);
  const auto stratum = List<int>(c["stratum"]);
  const auto plain = AreaUnderCurve(first, label);
  ASSERT_TRUE(plain);
  ExpectRelative(plain->auc, c["auc"], 1e-12);
  ExpectRelative(plain->variance, c["variance"], 1e-10);
  const auto stratified = StratifiedAuc(first, label, stratum);
  ASSERT_TRUE(stratified);
  ExpectRelative(stratified->auc, c["stratified_auc"], 1e-12);
  ExpectRelative(stratified->variance, c["stratified_variance"], 1e-10);
  const auto both = CompareAuc(first, second, label, {});
  ASSERT_TRUE(both);
  ExpectRelative(both->second, c["second_auc"], 1e-12);
  ExpectRelative(both->difference, c["difference"], 1e-10);
  ExpectRelative(both->difference / both->standard_error, c["z"], 1e-9);
}

TEST(Auc, Properties) {
  const Json& c = Reference("auc");
  const auto score = Numbers(c["first"]);
  const auto label = Labels(c["label"]);
  const auto stratum = List<int>(c["stratum"]);
  const auto plain = AreaUnderCurve(score, label);
  std::vector<double> bent;
  std::vector<double> turned;
  std::vector<char> other;
  for (const double value : score) bent.push_back(std::exp(value) - 7);
  for (const double value : score) turned.push_back(-value);
  for (const char value : label) other.push_back(value == 0);
  EXPECT_EQ(AreaUnderCurve(bent, label)->auc, plain->auc);
  EXPECT_EQ(AreaUnderCurve(bent, label)->variance, plain->variance);
  ExpectRelative(AreaUnderCurve(turned, label)->auc, 1 - plain->auc, 1e-12);
  ExpectRelative(AreaUnderCurve(turned, other)->auc, plain->auc, 1e-12);
  EXPECT_EQ(StratifiedAuc(score, label, std::vector<int>(score.size(), 4))->auc, plain->auc);
  const auto same = CompareAuc(score, bent, label, stratum);
  EXPECT_EQ(same->difference, 0);
  EXPECT_EQ(same->standard_error, 0);
}

TEST(Auc, SkipsStrataOfOneClass) {
  std::vector<double> score{1, 2, 3, 4, 9, 8};
  std::vector<char> label{0, 1, 0, 1, 1, 1};
  const auto found = StratifiedAuc(score, label, std::vector<int>{0, 0, 0, 0, 1, 1});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->auc, .75);
  EXPECT_FALSE(AreaUnderCurve(score, std::vector<char>(6, 1)));
  EXPECT_FALSE(AreaUnderCurve(score, std::vector<char>{1, 0, 0, 0, 0, 0}));
  EXPECT_FALSE(CompareAuc(score, score, std::vector<char>(6, 0), {}));
}

TEST(RankCorrelation, VectorOfMethods) {
  const std::vector<double> a{0, 0, 1, 1, 2, 3, 5, 5, 8, 13};
  const std::vector<double> b{0, 1, 0, 2, 2, 2, 4, 9, 7, 9};
  ExpectRelative(*Spearman(a, b), .90658165);
  ExpectRelative(*KendallTauB(a, b), .80511756);
}

TEST(RankCorrelation, AgreesWithR) {
  const Json& c = Reference("ranks");
  const auto x = Numbers(c["x"]);
  const auto y = Numbers(c["y"]);
  EXPECT_EQ(MidRanks(y), Numbers(c["ranks"]));
  ExpectRelative(*Spearman(x, y), c["spearman"], 1e-12);
  ExpectRelative(*KendallTauB(x, y), c["kendall"], 1e-12);
  const auto pooled = PooledSpearman(x, y, List<int>(c["stratum"]), .9);
  ASSERT_TRUE(pooled);
  ExpectRelative(pooled->rho, c["pooled"]["rho"], 1e-12);
  ExpectRelative(pooled->low, c["pooled"]["low"], 1e-10);
  ExpectRelative(pooled->high, c["pooled"]["high"], 1e-10);
  EXPECT_EQ(pooled->n, 240);
  EXPECT_EQ(pooled->strata, 4);
}

TEST(RankCorrelation, KendallCountsPairs) {
  Random random(11);
  for (const size_t n : {2U, 3U, 7U, 40U, 129U}) {
    std::vector<double> x;
    std::vector<double> y;
    for (size_t i = 0; i < n; ++i) x.push_back(static_cast<double>(random.Below(9)));
    for (size_t i = 0; i < n; ++i) y.push_back(static_cast<double>(random.Below(9)));
    double score = 0;
    double pairs_x = 0;
    double pairs_y = 0;
    for (size_t i = 0; i < n; ++i) {
      for (size_t j = 0; j < i; ++j) {
        const int in_x = x[i] > x[j] ? 1 : x[i] < x[j] ? -1 : 0;
        const int in_y = y[i] > y[j] ? 1 : y[i] < y[j] ? -1 : 0;
        score += in_x * in_y;
        pairs_x += std::abs(in_x);
        pairs_y += std::abs(in_y);
      }
    }
    const auto tau = KendallTauB(x, y);
    ASSERT_EQ(tau.has_value(), pairs_x > 0 && pairs_y > 0);
    EXPECT_NEAR(tau.value_or(0), tau ? score / std::sqrt(pairs_x * pairs_y) : 0, 1e-12);
  }
}

TEST(RankCorrelation, PoolsWhatCanBePooled) {
  std::vector<double> x;
  std::vector<double> y;
  std::vector<int> stratum;
  for (int i = 0; i < 12; ++i) {  // perfect
    x.push_back(i);
    y.push_back(i * i);
    stratum.push_back(3);
  }
  const auto perfect = PooledSpearman(x, y, {}, .95);
  ASSERT_TRUE(perfect);
  ExpectRelative(perfect->rho, 1 - 12 / (12. * 143), 1e-12);
  EXPECT_LT(perfect->high, 1);
  for (int i = 0; i < 10; ++i) {  // does not vary
    x.push_back(i);
    y.push_back(5);
    stratum.push_back(1);
  }
  for (int i = 0; i < 9; ++i) {  // too few
    x.push_back(i);
    y.push_back(-i);
    stratum.push_back(2);
  }
  const auto found = PooledSpearman(x, y, stratum, .95);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->strata, 1);
  EXPECT_EQ(found->n, 12);
  EXPECT_EQ(found->rho, perfect->rho);
  EXPECT_FALSE(PooledSpearman(std::vector<double>(20, 1), std::vector<double>(20, 2), {}, .95));
}

TEST(DoseTrend, VectorsOfMethods) {
  DoseStratum smokers{{1, 2, 3, 4}, {86, 93, 136, 82}, {83, 90, 129, 70}};
  const auto binomial = TestDoseTrend({&smokers, 1}, TrendVariance::kBinomial);
  ASSERT_TRUE(binomial);
  ExpectRelative(binomial->chi_squared, 8.22492229);
  ExpectRelative(binomial->p_value, .0041319, 1e-5);
  EXPECT_LT(binomial->u, 0);
  ExpectRelative(TestDoseTrend({&smokers, 1})->chi_squared, 8.20420460);
  smokers.score = {0, 0, 0, 1};
  const auto last = TestDoseTrend({&smokers, 1}, TrendVariance::kBinomial);
  ExpectRelative(last->chi_squared, 12.1731, 1e-5);
  ExpectRelative(last->p_value, .00048482, 1e-5);
}

std::vector<DoseStratum> DoseStrata(const Json& c) {
  std::vector<DoseStratum> strata;
  const auto n = c["n"].begin();
  for (auto hits = c["hits"].begin(); hits != c["hits"].end(); ++hits) {
    const Json& units = *(n + (hits - c["hits"].begin()));
    strata.push_back({{0, 1}, List<int64_t>(units), List<int64_t>(*hits)});
  }
  return strata;
}

TEST(DoseTrend, AgreesWithR) {
  const Json& c = Reference("dose");
  std::vector<DoseStratum> strata;
  for (const char* k : {"1", "2", "3"}) {
    strata.push_back(
        {Numbers(c["score"][k]), List<int64_t>(c["n"][k]), List<int64_t>(c["hits"][k])});
  }
  ExpectRelative(TestDoseTrend(strata)->chi_squared, c["chi_squared"], 1e-9);
  ExpectRelative(TestDoseTrend({strata.data(), 1}, TrendVariance::kBinomial)->chi_squared,
                 c["single_binomial"], 1e-12);
  // Strata that cannot inform change nothing.
  strata.push_back({{1, 2}, {30, 40}, {30, 40}});
  strata.push_back({{1, 2}, {0, 40}, {0, 11}});
  ExpectRelative(TestDoseTrend(strata)->chi_squared, c["chi_squared"], 1e-9);
  EXPECT_FALSE(TestDoseTrend({strata.data() + 3, 2}));
  const Json& berkeley = Reference("berkeley");
  ExpectRelative(TestDoseTrend(DoseStrata(berkeley))->chi_squared, berkeley["chi_squared"], 1e-12);
}

double ErrorOfMean(const std::vector<double>& x) {
  return std::sqrt(Variance(x) / static_cast<double>(x.size()));
}

TEST(BootstrapMean, IsNearTheNormalIntervalOfManyValues) {
  Random random(3);
  std::vector<double> values;
  for (int i = 0; i < 2'000; ++i) values.push_back(10 + 2 * NormalQuantile(random.Uniform()));
  const auto found = BootstrapMean(values, 1'000, .95, 1);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->mean, Mean(values));
  const double reach = NormalQuantile(.975) * ErrorOfMean(values);
  EXPECT_NEAR(found->low, found->mean - reach, .15 * reach);
  EXPECT_NEAR(found->high, found->mean + reach, .15 * reach);
  const auto again = BootstrapMean(values, 1'000, .95, 1);
  EXPECT_EQ(again->low, found->low);
  EXPECT_NE(BootstrapMean(values, 1'000, .95, 2)->low, found->low);
  const auto narrow = BootstrapMean(values, 1'000, .5, 1);
  EXPECT_GT(narrow->low, found->low);
  EXPECT_LT(narrow->high, found->high);
}

TEST(BootstrapMean, LeansWithSkewAndMovesWithItsUnits) {
  std::vector<double> amounts(60, 0);
  for (size_t i = 0; i < 6; ++i) amounts[i * 10] = 100. * static_cast<double>(1 << i);
  const auto found = BootstrapMean(amounts, 1'000, .95, 7);
  ASSERT_TRUE(found);
  EXPECT_GE(found->low, 0);
  EXPECT_GT(found->high - found->mean, found->mean - found->low);
  std::vector<double> moved;
  for (const double amount : amounts) moved.push_back(5 - 2 * amount);
  const auto mirrored = BootstrapMean(moved, 1'000, .95, 7);
  ExpectRelative(mirrored->low, 5 - 2 * found->high, 1e-9);
  EXPECT_EQ(BootstrapMean(std::vector<double>(30, 4), 100, .95, 7)->high, 4);
  EXPECT_FALSE(BootstrapMean(std::vector<double>(29, 4), 100, .95, 7));
}

Heterogeneity MethodOf(const std::string& name) {
  if (name == "PM") return Heterogeneity::kPauleMandel;
  return name == "DL" ? Heterogeneity::kDerSimonianLaird : Heterogeneity::kReml;
}

TEST(MetaAnalysis, AgreesWithR) {
  for (const char* name : {"bcg", "alike", "four"}) {
    const Json& c = Reference(name);
    const auto effects = Numbers(c["effects"]);
    const auto variances = Numbers(c["variances"]);
    for (const Json& wanted : c["results"]) {
      SCOPED_TRACE(name + wanted["method"].get<std::string>());
      const auto found = RandomEffects(effects, variances, MethodOf(wanted["method"]), .95);
      ASSERT_TRUE(found);
      ExpectRelative(found->tau_squared, wanted["tau_squared"], 1e-9);
      ExpectRelative(found->estimate, wanted["estimate"], 1e-9);
      ExpectRelative(found->standard_error, wanted["standard_error"], 1e-9);
      ExpectRelative(found->q, wanted["q"], 1e-9);
      ExpectRelative(found->hartung_knapp_error, wanted["hartung_knapp_error"], 1e-9);
      ExpectRelative(found->low, wanted["low"], 1e-9);
      ExpectRelative(found->high, wanted["high"], 1e-9);
      ExpectRelative(*found->predict_low, wanted["predict_low"], 1e-9);
      ExpectRelative(*found->predict_high, wanted["predict_high"], 1e-9);
    }
  }
}

TEST(MetaAnalysis, VectorsOfMethods) {
  const Json& c = Reference("bcg");
  const auto effects = Numbers(c["effects"]);
  const auto variances = Numbers(c["variances"]);
  const auto dl = RandomEffects(effects, variances, Heterogeneity::kDerSimonianLaird, .95);
  ExpectRelative(dl->estimate, -.71411722);
  ExpectRelative(dl->standard_error, .17874209);
  ExpectRelative(dl->tau_squared, .30876026);
  ExpectRelative(dl->i_squared, 92.117347);
  ExpectRelative(dl->q, 152.23301);
  const auto reml = RandomEffects(effects, variances, Heterogeneity::kReml, .95);
  ExpectRelative(reml->estimate, -.71453235);
  ExpectRelative(reml->standard_error, .17978153);
  ExpectRelative(reml->tau_squared, .31324333);
  ExpectRelative(reml->hartung_knapp_error, .18079175);
  ExpectRelative(reml->low, -1.1084437);
  ExpectRelative(reml->high, -.3206210);
  // The vector is of metafor's default stopping rule, which leaves the fourth digit open.
  const auto pm = RandomEffects(effects, variances, Heterogeneity::kPauleMandel, .95);
  ExpectRelative(pm->estimate, -.71497041, 1e-4);
  ExpectRelative(pm->standard_error, .18089798, 1e-4);
  ExpectRelative(pm->tau_squared, .31809371, 1e-3);
  // The interval is metafor's default after Hartung-Knapp, with t(k-1) in place of the
  // t(k-2) that its formula names and that stands here; the rest is the same.
  const double ours = (*reml->predict_high - *reml->predict_low) / 2;
  const double other = ours / TQuantile(.975, 11) * TQuantile(.975, 12);
  EXPECT_NEAR(reml->estimate - other, -1.9960, 1e-4);
  EXPECT_NEAR(reml->estimate + other, .5670, 1e-4);
}

TEST(MetaAnalysis, EdgesAndRefusals) {
  const std::vector<double> effects{.1, .5};
  const std::vector<double> variances{.02, .02};
  const auto two = RandomEffects(effects, variances, Heterogeneity::kReml, .95);
  ASSERT_TRUE(two);
  ExpectRelative(two->estimate, .3, 1e-12);
  // Equal variances: tau² is the observed variance less theirs.
  ExpectRelative(two->tau_squared, .08 - .02, 1e-9);
  EXPECT_FALSE(two->predict_low);
  EXPECT_FALSE(
      RandomEffects({effects.data(), 1}, {variances.data(), 1}, Heterogeneity::kReml, .95));
  EXPECT_FALSE(RandomEffects(effects, std::vector<double>{.1, 0}, Heterogeneity::kReml, .95));
  const auto apart =
      RandomEffects(effects, std::vector<double>{1e-12, 3e-12}, Heterogeneity::kPauleMandel, .95);
  ExpectRelative(apart->tau_squared, .08, 1e-6);
}

TEST(Surrogate, VectorOfMethods) {
  const std::vector<double> metric{.9, -.4, 1.6, .3, 2.1, -1.1, .7, 1.2};
  const std::vector<double> outcome{.40, -.35, .95, .02, .90, -.70, .55, .38};
  std::vector<ExperimentEffect> experiments;
  for (size_t j = 0; j < metric.size(); ++j)
    experiments.push_back({metric[j], outcome[j], .09, .04, .03});
  const auto found = RelateExperiments(experiments, .95);
  ASSERT_TRUE(found);
  ExpectRelative(found->naive_slope, .53567815);
  ExpectRelative(found->slope, .55381469);
  ExpectRelative(found->variance_metric, 1.00410714);
  ExpectRelative(found->covariance, .55608929);
  ExpectRelative(found->variance_outcome, .29635536);
  ExpectRelative(found->naive_correlation, .96612803);
  ExpectRelative(found->raw_correlation, 1.01940817);
  EXPECT_EQ(found->correlation, 1);
  EXPECT_TRUE(found->clipped);
  EXPECT_LT(found->low, found->slope);
  EXPECT_GT(found->high, found->slope);
}

std::vector<ExperimentEffect> Experiments() {
  const Json& c = Reference("experiments");
  std::vector<ExperimentEffect> experiments;
  for (size_t j = 0; j < c["metric"].size(); ++j) {
    experiments.push_back({c["metric"][j], c["outcome"][j], c["metric_variance"][j],
                           c["outcome_variance"][j], c["covariance"][j]});
  }
  return experiments;
}

TEST(Surrogate, AgreesWithR) {
  const Json& c = Reference("experiments");
  const auto found = RelateExperiments(Experiments(), .95);
  ASSERT_TRUE(found);
  ExpectRelative(found->naive_slope, c["naive_slope"], 1e-9);
  ExpectRelative(found->naive_correlation, c["naive_correlation"], 1e-9);
  ExpectRelative(found->slope, c["slope"], 1e-9);
  ExpectRelative(found->raw_correlation, c["correlation"], 1e-9);
  EXPECT_EQ(found->correlation, found->raw_correlation);
  EXPECT_FALSE(found->clipped);
  ExpectRelative(found->low, c["low"], 1e-9);
  ExpectRelative(found->high, c["high"], 1e-9);
}

TEST(Surrogate, QualityFallsWithNoise) {
  const auto found = RelateExperiments(Experiments(), .95);
  EXPECT_EQ(ProxyQuality(*found, 0), found->correlation);
  ExpectRelative(ProxyQuality(*found, found->variance_metric), found->correlation / std::sqrt(2),
                 1e-12);
  EXPECT_LT(ProxyQuality(*found, 100), .1);
}

TEST(Surrogate, RefusesNoise) {
  std::vector<ExperimentEffect> experiments = Experiments();
  EXPECT_FALSE(RelateExperiments({experiments.data(), 2}, .95));
  for (ExperimentEffect& e : experiments) e.metric_variance = 2;
  EXPECT_FALSE(RelateExperiments(experiments, .95));
  experiments = Experiments();
  for (ExperimentEffect& e : experiments) e.outcome_variance = 2;
  EXPECT_FALSE(RelateExperiments(experiments, .95));
}

}  // namespace
}  // namespace northstar::stats

// Agreement, gaming, concentration, keyness, power and choice against R, SciPy, statsmodels and
// plain implementations (agreement_and_gaming.py beside this file says which and how to run it),
// against published vectors, and against what must hold for any input.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <numeric>

#include "base/random.h"
#include "stats/agreement.h"
#include "stats/attack.h"
#include "stats/choice.h"
#include "stats/concentration.h"
#include "stats/log_odds.h"
#include "stats/power.h"
#include "stats/ratio_error.h"

namespace northstar::stats {
namespace {

using nlohmann::json;
using Matrix = std::vector<std::vector<double>>;
using Vector = std::vector<double>;

const json& Reference(const char* topic) {
  static const json file =
      json::parse(std::ifstream(NORTHSTAR_SOURCE_DIR "/tests/reference/agreement_and_gaming.json"));
  return file.at(topic);
}

void ExpectRelative(double found, double wanted, double tolerance = 1e-6) {
  EXPECT_NEAR(found, wanted, tolerance * std::max(1e-9, std::fabs(wanted)));
}

void ExpectAll(const Vector& found, const Vector& wanted, double tolerance = 1e-6) {
  ASSERT_EQ(found.size(), wanted.size());
  for (size_t i = 0; i < found.size(); ++i) ExpectRelative(found[i], wanted[i], tolerance);
}

constexpr std::pair<const char*, Measurement> kMeasurements[] = {
    {"nominal", Measurement::kNominal},
    {"ordinal", Measurement::kOrdinal},
    {"interval", Measurement::kInterval},
    {"ratio", Measurement::kRatio}};

Ratings ToRatings(const json& rows) {
  Ratings ratings;
  for (const json& row : rows) {
    auto& rater = ratings.emplace_back();
    for (const json& value : row)
      rater.push_back(value.is_null() ? std::nullopt : std::optional(value.get<double>()));
  }
  return ratings;
}

TEST(Krippendorff, Reference) {
  for (const json& c : Reference("krippendorff")) {
    for (const auto& [name, measurement] : kMeasurements) {
      const auto found = KrippendorffAlpha(ToRatings(c["ratings"]), measurement, 1);
      ASSERT_TRUE(found);
      ExpectRelative(found->alpha, c[name], 1e-10);
    }
  }
}

TEST(Krippendorff, PublishedExample) {
  const Ratings ratings = ToRatings(Reference("krippendorff")[0]["ratings"]);
  const double wanted[] = {.74342105, .81538750, .84910714, .79740277};
  for (size_t i = 0; i < 4; ++i) {
    const auto found = KrippendorffAlpha(ratings, kMeasurements[i].second, 1);
    ExpectRelative(found->alpha, wanted[i]);
    EXPECT_EQ(found->items, 11) << "the last item has one rating";
    EXPECT_EQ(found->ratings, 40);
    EXPECT_LT(*found->low, found->alpha);
    EXPECT_GT(*found->high, found->alpha);
  }
}

TEST(Krippendorff, OrderOfRatersAndItemsDoesNotMatter) {
  Ratings ratings = ToRatings(Reference("krippendorff")[2]["ratings"]);
  for (const auto& [name, measurement] : kMeasurements) {
    const double alpha = KrippendorffAlpha(ratings, measurement, 1)->alpha;
    std::reverse(ratings.begin(), ratings.end());
    for (auto& row : ratings) std::rotate(row.begin(), row.begin() + 7, row.end());
    ExpectRelative(KrippendorffAlpha(ratings, measurement, 1)->alpha, alpha, 1e-12);
  }
}

TEST(Krippendorff, OrderedScalesSeeOnlyTheOrder) {
  Ratings ratings = ToRatings(Reference("krippendorff")[2]["ratings"]);
  const double ordinal = KrippendorffAlpha(ratings, Measurement::kOrdinal, 1)->alpha;
  for (auto& row : ratings) {
    for (auto& value : row) {
      if (value) value = std::exp(*value / 10);
    }
  }
  ExpectRelative(KrippendorffAlpha(ratings, Measurement::kOrdinal, 1)->alpha, ordinal, 1e-12);
}

TEST(Krippendorff, Extremes) {
  const auto perfect = KrippendorffAlpha({{1, 2, 3}, {1, 2, 3}}, Measurement::kInterval, 1);
  EXPECT_EQ(perfect->alpha, 1);
  EXPECT_FALSE(perfect->low) << "three items are too few for an interval";
  EXPECT_FALSE(KrippendorffAlpha({}, Measurement::kOrdinal, 1));
  EXPECT_FALSE(KrippendorffAlpha({{1, 2, 3}}, Measurement::kOrdinal, 1));
  EXPECT_FALSE(KrippendorffAlpha({{5, 5, 5}, {5, 5, 5}}, Measurement::kOrdinal, 1));
  EXPECT_FALSE(KrippendorffAlpha({{1, 2, {}}, {1, {}, 3}}, Measurement::kOrdinal, 1))
      << "one item has two ratings";
  EXPECT_EQ(KrippendorffAlpha({{0, 2}, {0, 2}}, Measurement::kRatio, 1)->alpha, 1);
}

TEST(Krippendorff, IntervalDependsOnTheSeedAlone) {
  const Ratings ratings = ToRatings(Reference("krippendorff")[2]["ratings"]);
  const auto once = KrippendorffAlpha(ratings, Measurement::kOrdinal, 4);
  const auto again = KrippendorffAlpha(ratings, Measurement::kOrdinal, 4);
  const auto other = KrippendorffAlpha(ratings, Measurement::kOrdinal, 5);
  EXPECT_EQ(once->low, again->low);
  EXPECT_NE(once->low, other->low);
  EXPECT_NEAR(*once->low, *other->low, 0.03);
}

TEST(Kendall, Reference) {
  for (const json& c : Reference("kendall")) {
    const auto found = KendallW(c["ranks"].get<Matrix>());
    ASSERT_TRUE(found);
    ExpectRelative(found->w, c["w"], 1e-10);
    ExpectRelative(found->chi_squared, c["chi_squared"], 1e-10);
    ExpectRelative(found->p_value, c["p_value"], 1e-9);
  }
}

TEST(Kendall, TiedRanks) {
  const Matrix ranks = Reference("kendall")[0]["ranks"];
  const auto found = KendallW(ranks);
  EXPECT_EQ(found->s, 137.5);
  EXPECT_EQ(found->ties, 6);
  ExpectRelative(found->w, .87025316);
  ExpectRelative(found->chi_squared, 13.9241, 1e-5);
  ExpectRelative(found->p_value, .0075414, 1e-5);
}

TEST(Kendall, Extremes) {
  EXPECT_EQ(KendallW({{1, 2, 3}, {10, 20, 30}})->w, 1);
  EXPECT_EQ(KendallW({{1, 2, 3}, {3, 2, 1}})->w, 0);
  EXPECT_FALSE(KendallW({{1, 2, 3}}));
  EXPECT_FALSE(KendallW({{1}, {1}}));
  EXPECT_FALSE(KendallW({{2, 2, 2}, {2, 2, 2}}));
}

TEST(Kendall, PermutationP) {
  // Two raters with three items in one order: one of six permutations agrees as far.
  EXPECT_NEAR(KendallPermutationP({{1, 2, 3}, {1, 2, 3}}, 20'000, 1), 1.0 / 6, 0.01);
  EXPECT_EQ(KendallPermutationP({{1, 2, 3}, {3, 2, 1}}, 100, 1), 1);
  const Matrix strong = Reference("kendall")[0]["ranks"];
  EXPECT_LT(KendallPermutationP(strong, 5000, 1), KendallW(strong)->p_value);
}

TEST(Intraclass, Reference) {
  for (const json& c : Reference("intraclass")) {
    const auto found = ShroutFleiss(c["ratings"].get<Matrix>());
    ASSERT_TRUE(found);
    ExpectRelative(found->icc1, c["icc1"], 1e-9);
    ExpectRelative(found->icc2, c["icc2"], 1e-9);
    ExpectRelative(found->icc3, c["icc3"], 1e-9);
  }
}

TEST(Intraclass, ShroutAndFleiss) {
  const auto found = ShroutFleiss(Reference("intraclass")[0]["ratings"].get<Matrix>());
  ExpectRelative(found->icc1, .16574177);
  ExpectRelative(found->icc2, .28976378);
  ExpectRelative(found->icc3, .71484071);
  EXPECT_FALSE(ShroutFleiss({{1, 2}}));
  EXPECT_FALSE(ShroutFleiss({{1}, {2}}));
  EXPECT_FALSE(ShroutFleiss({{3, 3}, {3, 3}}));
}

UnitTerm TermCalled(const std::string& name) {
  if (name == "raw") return RawTerm();
  if (name == "at_least_1") return AtLeastTerm(1);
  if (name == "at_least_3") return AtLeastTerm(3);
  return name == "log" ? LogTerm() : CappedTerm(5);
}

TEST(Attack, Reference) {
  for (const json& c : Reference("attacks")) {
    const Vector counts = c["counts"];
    for (const json& wanted : c["scores"]) {
      SCOPED_TRACE(wanted["term"]);
      const auto found = AttackBattery(counts, TermCalled(wanted["term"]));
      ASSERT_TRUE(found);
      EXPECT_NEAR(found->score, wanted["score"], 1e-9);
      ExpectRelative(found->fake_accounts, wanted["fake_accounts"], 1e-10);
      ExpectRelative(found->worst_case, wanted["worst_case"], 1e-10);
      for (size_t i = 0; i < found->attacks.size(); ++i) {
        ExpectRelative(found->attacks[i].lift, wanted["lifts"][i], 1e-10);
        ExpectRelative(found->attacks[i].raw_lift, wanted["raw_lifts"][i], 1e-10);
      }
    }
  }
}

TEST(Attack, Battery) {
  const Vector counts = Reference("attacks")[0]["counts"];
  const struct {
    const char* term;
    double lifts[4];  // per cent
    double score;
  } cases[] = {{"raw", {23.09, 9.24, 92.38, 461.89}, 0},
               {"at_least_1", {3.33, 13.33, 13.33, .67}, 67.74725},
               {"at_least_3", {20.00, 15.00, 80.00, 4.00}, 31.48350},
               {"capped", {12.99, 12.66, 51.94, 2.60}, 46.74558},
               {"log", {12.59, 12.55, 50.36, 8.57}, 47.27770}};
  for (const auto& c : cases) {
    SCOPED_TRACE(c.term);
    const auto found = AttackBattery(counts, TermCalled(c.term));
    for (size_t i = 0; i < 4; ++i) EXPECT_NEAR(100 * found->attacks[i].lift, c.lifts[i], 0.005);
    EXPECT_NEAR(found->score, c.score, 1e-5);
  }
}

TEST(Attack, OrderOfUnitsDoesNotMatter) {
  Vector counts = Reference("attacks")[2]["counts"];
  const auto before = AttackBattery(counts, LogTerm());
  Random random(7);
  random.Shuffle(std::span<double>(counts));
  const auto after = AttackBattery(counts, LogTerm());
  EXPECT_EQ(before->score, after->score);
  EXPECT_EQ(before->worst_case, after->worst_case);
}

TEST(Attack, NothingToAttack) {
  EXPECT_FALSE(AttackBattery({}, RawTerm()));
  EXPECT_FALSE(AttackBattery(Vector{0, 0}, RawTerm()));
  EXPECT_FALSE(AttackBattery(Vector{1, 2}, AtLeastTerm(3))) << "no unit is in the metric yet";
  EXPECT_EQ(AttackBattery(Vector{1, 2}, [](double) { return 1.0; })->score, 100);
}

TEST(Concentration, Reference) {
  for (const json& c : Reference("concentration")) {
    const Vector x = c["x"];
    EXPECT_NEAR(Gini(x), c["gini"], 1e-12);
    ExpectRelative(Herfindahl(x), c["herfindahl"], 1e-12);
    ExpectRelative(CoefficientOfVariation(x), c["variation"], 1e-12);
    for (const json& top : c["top"]) ExpectRelative(TopShare(x, top[0]), top[1], 1e-12);
  }
}

TEST(Concentration, Fibonacci) {
  Vector x{1, 1, 2, 3, 5, 8, 13, 21, 34, 55};
  ExpectRelative(Gini(x), .59090909);
  ExpectRelative(Gini(x) * 10 / 9, .65656566);
  ExpectRelative(Herfindahl(x), .23937601);
  ExpectRelative(TopShare(x, 0.1), .38461538);
  const double gini = Gini(x);
  for (double& value : x) value *= 1e-7;
  std::reverse(x.begin(), x.end());
  ExpectRelative(Gini(x), gini, 1e-12);
}

TEST(Burstiness, Reference) {
  for (const json& c : Reference("burstiness")) {
    EXPECT_NEAR(*Burstiness(c["events"], c["mean"], c["sd"]), c["plain"], 1e-12);
    EXPECT_NEAR(*BurstinessOfFew(c["events"], c["mean"], c["sd"]), c["few"], 1e-12);
  }
}

TEST(Burstiness, Vector) {  // 8 intervals
  const json& c = Reference("burstiness")[0];
  EXPECT_EQ(c["events"], 9);
  ExpectRelative(*Burstiness(9, c["mean"], c["sd"]), .23204547);
  ExpectRelative(*BurstinessOfFew(9, c["mean"], c["sd"]), .50992341);
  EXPECT_FALSE(Burstiness(2, 1, 0)) << "one interval";
  EXPECT_FALSE(BurstinessOfFew(9, 0, 0)) << "all at one moment";
}

std::vector<TermCounts> ToTerms(const json& pairs) {
  std::vector<TermCounts> terms;
  for (const json& pair : pairs) terms.push_back({pair[0], pair[1]});
  return terms;
}

TEST(LogOdds, Reference) {
  for (const json& c : Reference("log_odds")) {
    const auto found =
        LogOdds(ToTerms(c["terms"]), c["total_here"], c["total_there"], c["prior_size"]);
    for (size_t i = 0; i < found.size(); ++i) {
      ExpectRelative(found[i].prior, c["prior"][i], 1e-10);
      ExpectRelative(found[i].delta, c["delta"][i], 1e-10);
      ExpectRelative(found[i].z, c["z"][i], 1e-10);
      ExpectRelative(found[i].p_value, c["p_value"][i], 1e-9);
      ExpectRelative(found[i].p_adjusted, c["p_adjusted"][i], 1e-9);
    }
  }
}

TEST(LogOdds, Feedback) {
  const auto found = LogOdds(ToTerms(Reference("log_odds")[0]["terms"]), 200, 500);
  ExpectRelative(found[0].prior, 28.5714286);
  const double delta[] = {.82245764, .53749111, -.21584907, -.18272230};
  const double z[] = {3.96628461, 1.86661181, -.88581620, -.45570865};
  for (size_t i = 0; i < 4; ++i) {
    ExpectRelative(found[i].delta, delta[i]);
    ExpectRelative(found[i].z, z[i]);
  }
}

TEST(LogOdds, TermsOfAllAndOfNoneTellNothing) {
  const auto found = LogOdds(std::vector<TermCounts>{{0, 0}, {20, 30}, {20, 0}}, 20, 30);
  EXPECT_EQ(found[0].z, 0);
  EXPECT_EQ(found[1].z, 0);
  EXPECT_EQ(found[1].p_value, 1);
  EXPECT_GT(found[2].z, 0);
  EXPECT_TRUE(LogOdds({}, 0, 0).empty());
  EXPECT_EQ(LogOdds(std::vector<TermCounts>{{0, 0}}, 0, 0)[0].delta, 0);
}

TEST(LogOdds, SwappingTheWindowsTurnsTheSign) {
  const std::vector<TermCounts> terms{{30, 10}, {5, 25}}, swapped{{10, 30}, {25, 5}};
  const auto found = LogOdds(terms, 200, 500);
  const auto other = LogOdds(swapped, 500, 200);
  for (size_t i = 0; i < 2; ++i) ExpectRelative(found[i].z, -other[i].z, 1e-12);
}

TEST(Power, Reference) {
  const json& power = Reference("power");
  for (const json& c : power["shares"])
    ExpectRelative(UnitsPerArmOfShares(c[0], c[1], c[2], c[3]), c[4], 1e-8);
  for (const json& c : power["t"]) ExpectRelative(UnitsPerArmOfT(c[0], c[1], c[2]), c[3], 1e-7);
  for (const json& c : power["means"]) {
    ExpectRelative(MinimumDetectable(c[0], c[1], c[2], c[3]), c[4], 1e-9);
    ExpectRelative(UnitsPerArm(c[0], c[4], c[2], c[3]), c[1], 1e-9);
  }
}

TEST(Power, Vectors) {
  ExpectRelative(MinimumDetectable(1.2, 10'000), .04754447);
  EXPECT_NEAR(MinimumDetectable(1.2, 10'000) / 3, .015848, 5e-7);
  EXPECT_NEAR(UnitsPerArm(1.2, .03, .8, .05), 25116.4, .05);
  ExpectRelative(UnitsPerArmOfShares(.10, .11, .8, .05), 14750.79);
  ExpectRelative(UnitsPerArmOfT(.2, .8, .05), 393.40666);
  EXPECT_EQ(UnitsPerArmOfT(-.2, .8, .05), UnitsPerArmOfT(.2, .8, .05));
  EXPECT_EQ(UnitsPerArmOfT(100, .8, .05), 2);
  ExpectRelative(UnitsPerArmOfT(1e-4, .8, .05), UnitsPerArm(1, 1e-4, .8, .05));
}

TEST(RatioError, Reference) {
  for (const json& c : Reference("ratio")) {
    const Vector n = c["numerator"], d = c["denominator"];
    ExpectRelative(RatioStandardError(n, d), c["error"], 1e-8);
  }
}

TEST(RatioError, Sessions) {
  const json& c = Reference("ratio")[0];
  const Vector n = c["numerator"], d = c["denominator"];
  ExpectRelative(RatioStandardError(n, d), .02271655);
}

// Measures against the alternatives at hand; stands here for its vector only.
Vector MinMaxSum(Matrix scores, const Vector& weights) {
  for (size_t c = 0; c < weights.size(); ++c) {
    double low = scores[0][c];
    double high = low;
    for (const Vector& row : scores) {
      low = std::min(low, row[c]);
      high = std::max(high, row[c]);
    }
    for (Vector& row : scores) row[c] = (row[c] - low) / (high - low);
  }
  return WeightedSum(scores, weights);
}

TEST(Choice, Reference) {
  for (const json& c : Reference("choice")) {
    ExpectAll(Topsis(c["scores"], c["weights"]), c["topsis"], 1e-10);
    ExpectAll(WeightedSum(c["scores"], c["weights"]), c["sum"], 1e-10);
    ExpectAll(MinMaxSum(c["scores"], c["weights"]), c["min_max"], 1e-10);
  }
}

TEST(Choice, FourCandidates) {
  const json& c = Reference("choice")[0];
  ExpectAll(Topsis(c["scores"], c["weights"]), {.82533717, .34190933, .34540020, .27327358});
  ExpectAll(MinMaxSum(c["scores"], c["weights"]), {.86666667, .26666667, .3, .13333333});
}

TEST(Choice, NothingToTellApart) {
  EXPECT_EQ(Topsis({{3, 0}, {3, 0}}, {.5, .5}), (Vector{.5, .5}));
  EXPECT_EQ(Topsis({{3, 4}}, {.5, .5}), (Vector{.5}));
}

RankSpec ToSpec(const json& c) {
  RankSpec spec;
  for (const json& row : c["ranges"]) {
    auto& ranges = spec.scores.emplace_back();
    for (const json& range : row) ranges.push_back({range[0], range[1]});
  }
  spec.centre = c["centre"].get<Vector>();
  spec.concentration = c["concentration"];
  return spec;
}

TEST(Ranks, Reference) {
  for (const json& c : Reference("ranks")) {
    const RankRobustness found = DrawRanks(ToSpec(c));
    for (size_t a = 0; a < found.beats.size(); ++a) {
      // Four standard errors of 100,000 draws at most.
      EXPECT_NEAR(found.first_share[a], c["first"][a], .006);
      for (size_t b = 0; b < found.beats.size(); ++b)
        EXPECT_NEAR(found.beats[a][b], c["beats"][a][b], .006);
    }
  }
}

TEST(Ranks, FourCandidates) {  // its shares are of the min-max scores
  const RankRobustness found = DrawRanks(ToSpec(Reference("ranks")[0]));
  const double wanted[] = {.742, 0, .258, 0};
  for (size_t a = 0; a < 4; ++a) EXPECT_NEAR(found.first_share[a], wanted[a], .003);
}

TEST(Ranks, TwoCriteriaFollowTheBetaDistribution) {
  for (const json& c : Reference("beta_shares")) {
    RankSpec spec{{{{90, 90}, {20, 20}}, {{50, 50}, {50, 50}}}, {c[0], 1 - c[0].get<double>()}};
    spec.concentration = c[1];
    EXPECT_NEAR(DrawRanks(spec).first_share[0], c[2], .006) << c;
  }
}

TEST(Ranks, SharesAddUpAndDependOnTheSeedAlone) {
  RankSpec spec = ToSpec(Reference("ranks")[3]);
  spec.draws = 2000;
  const RankRobustness found = DrawRanks(spec);
  EXPECT_NEAR(std::accumulate(found.first_share.begin(), found.first_share.end(), 0.0), 1, 1e-12);
  for (size_t a = 0; a < 3; ++a) {
    EXPECT_EQ(found.beats[a][a], 0);
    for (size_t b = 0; b < a; ++b) EXPECT_NEAR(found.beats[a][b] + found.beats[b][a], 1, 1e-12);
  }
  EXPECT_EQ(DrawRanks(spec).beats, found.beats);
  spec.seed = 2;
  EXPECT_NE(DrawRanks(spec).beats, found.beats);
}

TEST(Ranks, DominanceAndTies) {
  RankSpec spec;
  spec.scores = {{{0, 40}, {10, 50}}, {{41, 90}, {51, 60}}, {{0, 0}, {0, 0}}, {{0, 0}, {0, 0}}};
  spec.draws = 5000;
  const RankRobustness found = DrawRanks(spec);
  EXPECT_EQ(found.first_share, (Vector{0, 1, 0, 0}));
  EXPECT_EQ(found.beats[2][3], 1) << "the earlier one wins ties";
}

TEST(Flip, LinearProgram) {
  for (const json& c : Reference("flips")) {
    SCOPED_TRACE(c.dump());
    const Vector winner = c["winner"], other = c["other"], weights = c["weights"];
    const auto found = SmallestFlip(winner, other, weights);
    ASSERT_EQ(found.has_value(), !c["change"].is_null());
    if (!found) continue;
    EXPECT_NEAR(found->change, c["change"], 1e-8);
    const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
    double gap = 0, sum = 0, moved = 0;
    for (size_t i = 0; i < weights.size(); ++i) {
      EXPECT_GE(found->weights[i], 0);
      gap += found->weights[i] * (winner[i] - other[i]);
      sum += found->weights[i];
      moved += std::fabs(found->weights[i] - weights[i] / total) / 2;
    }
    EXPECT_NEAR(gap, 0, 1e-10);
    EXPECT_NEAR(sum, 1, 1e-12);
    EXPECT_NEAR(moved, found->change, 1e-12);
  }
}

// The least change on a grid of weightings under which `other` is level or ahead.
double BruteFlip(const Vector& winner, const Vector& other, const Vector& weights, int steps) {
  double best = std::numeric_limits<double>::infinity();
  for (int i = 0; i <= steps; ++i) {
    for (int j = 0; i + j <= steps; ++j) {
      const double w[] = {double(i) / steps, double(j) / steps, double(steps - i - j) / steps};
      double gap = 0, change = 0;
      for (size_t c = 0; c < 3; ++c) {
        gap += w[c] * (winner[c] - other[c]);
        change += std::fabs(w[c] - weights[c]) / 2;
      }
      if (gap <= 0) best = std::min(best, change);
    }
  }
  return best;
}

TEST(Flip, NoWeightingOfAGridIsNearer) {
  Random random(11);
  int flipped = 0;
  for (int round = 0; round < 100; ++round) {
    Vector winner, other, weights;
    for (int c = 0; c < 3; ++c) {
      winner.push_back(100 * random.Uniform());
      other.push_back(100 * random.Uniform());
      weights.push_back(random.Uniform());
    }
    const double total = weights[0] + weights[1] + weights[2];
    for (double& weight : weights) weight /= total;
    const auto found = SmallestFlip(winner, other, weights);
    const double grid = BruteFlip(winner, other, weights, 200);
    if (!found) {
      EXPECT_TRUE(std::isinf(grid));
    } else if (found->change > 0 && std::isfinite(grid)) {
      EXPECT_LE(found->change, grid + 1e-12);
      EXPECT_GE(found->change, grid - 0.02) << "the grid is 0.005 wide";
      ++flipped;
    }
  }
  EXPECT_GE(flipped, 25);
}

TEST(Flip, LevelAlready) {
  const auto found = SmallestFlip({1, 0}, {0, 3}, {1, 1});
  EXPECT_EQ(found->change, 0);
  EXPECT_EQ(found->weights, (Vector{.5, .5}));
}

}  // namespace
}  // namespace northstar::stats

"""Reference values for agreement, gaming, concentration, keyness, power and choice.

Run:   python3 tests/reference/agreement_and_gaming.py > tests/reference/agreement_and_gaming.json
Needs: NumPy, SciPy, statsmodels, pandas, and Rscript on the path. The values kept were made with
       SciPy 1.10.1, statsmodels 0.13.5 and R 4.2.2.

Every value comes from R, SciPy, statsmodels or a plain implementation by another formula than the
one tested: Krippendorff's alpha from the coincidence matrix, attacks unit by unit, the flip of the
weights by linear programming, rank shares by NumPy's own Dirichlet draws.
"""

import json
import subprocess

import numpy as np
import pandas as pd
from scipy import optimize, stats
from statsmodels.formula.api import ols
from statsmodels.stats.anova import anova_lm
from statsmodels.stats.multitest import multipletests


def r(expression):
    text = subprocess.run(["Rscript", "--vanilla", "-e", f"cat(sprintf('%.15g', {expression}))"],
                          check=True, capture_output=True, text=True).stdout
    return [float(x) for x in text.split()]


def r_vector(values):
    return "c(" + ",".join(repr(float(v)) for v in values) + ")"


# Agreement

def alpha(ratings, measurement):
    values = sorted({v for row in ratings for v in row if v is not None})
    at = {v: i for i, v in enumerate(values)}
    o = np.zeros((len(values), len(values)))
    for item in zip(*ratings):
        rated = [at[v] for v in item if v is not None]
        for i, c in enumerate(rated):
            for j, k in enumerate(rated):
                if i != j:
                    o[c, k] += 1 / (len(rated) - 1)
    n = o.sum(axis=1)
    d = np.zeros_like(o)
    for c in range(len(values)):
        for k in range(c + 1, len(values)):
            a, b = values[c], values[k]
            d[c, k] = d[k, c] = {
                "nominal": 1,
                "ordinal": (n[c:k + 1].sum() - (n[c] + n[k]) / 2) ** 2,
                "interval": (a - b) ** 2,
                "ratio": ((a - b) / (a + b)) ** 2,
            }[measurement]
    return 1 - (n.sum() - 1) * (o * d).sum() / (np.outer(n, n) * d).sum()


def krippendorff_case(ratings):
    return {"ratings": ratings} | {m: alpha(ratings, m)
                                   for m in ("nominal", "ordinal", "interval", "ratio")}


def krippendorff(random):
    none = None
    published = [[1, 2, 3, 3, 2, 1, 4, 1, 2, none, none, none],
                 [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, none, 3],
                 [none, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, none],
                 [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, none]]
    opposed = [[1, 5, 1, 5, 2], [5, 1, 5, 1, 4]]
    truth = random.integers(0, 100, 40)
    noisy = [[int(np.clip(t + e, 0, 100)) if keep else None
              for t, e, keep in zip(truth, random.normal(0, 12, 40), random.random(40) < 0.7)]
             for _ in range(5)]
    halves = [[0.5, 1.5, 2.5, 2.5], [0.5, 1.25, 2.5, 3.5], [None, 1.5, 2.0, None]]
    return [krippendorff_case(x) for x in (published, opposed, noisy, halves)]


def friedman(scores):
    # R's columns are items, its rows are raters.
    matrix = f"matrix({r_vector(np.ravel(scores))}, nrow={len(scores)}, byrow=TRUE)"
    chi_squared, p = r(f"unlist(friedman.test({matrix})[c('statistic', 'p.value')])"
)
    raters, items = np.shape(scores)
    return {"ranks": scores, "chi_squared": chi_squared, "p_value": p,
            "w": chi_squared / (raters * (items - 1))}


def kendall(random):
    vector = [[1, 2, 3, 4, 5], [2, 1, 3, 5, 4], [1, 3, 2, 4, 5], [1.5, 1.5, 3, 4, 5]]
    scores = random.integers(0, 6, (7, 9)).tolist()
    opposed = [[1, 2, 3], [3, 2, 1]]
    return [friedman(x) for x in (vector, scores, opposed)]


def intraclass(ratings):
    n, k = np.shape(ratings)
    table = pd.DataFrame([(f"t{i}", f"j{j}", float(ratings[i][j]))
                          for i in range(n) for j in range(k)],
                         columns=["target", "judge", "value"])
    two = anova_lm(ols("value ~ C(target) + C(judge)", table).fit())["mean_sq"]
    one = anova_lm(ols("value ~ C(target)", table).fit())["mean_sq"]
    b, j, e, w = two["C(target)"], two["C(judge)"], two["Residual"], one["Residual"]
    return {"ratings": ratings, "icc1": (b - w) / (b + (k - 1) * w),
            "icc2": (b - e) / (b + (k - 1) * e + k * (j - e) / n),
            "icc3": (b - e) / (b + (k - 1) * e)}


# Gaming and concentration

TERMS = {"raw": lambda c: c, "at_least_1": lambda c: float(c >= 1),
         "at_least_3": lambda c: float(c >= 3), "capped_5": lambda c: min(c, 5),
         "log": lambda c: float(np.log1p(c))}
BATTERY = [(0.05, 10), (0.2, 1), (0.2, 10), (0.01, 1000)]


def attack_case(counts, name):
    """Every unit is attacked in turn; the lift is the mean of the single gains."""
    g = TERMS[name]
    before = sum(g(c) for c in counts)
    raw = sum(counts)
    lifts = [q * sum(g(c + a) - g(c) for c in counts) / before for q, a in BATTERY]
    raw_lifts = [q * a * len(counts) / raw for q, a in BATTERY]
    score = 100 * (1 - np.mean([min(1, x / y) for x, y in zip(lifts, raw_lifts)]))
    gains = sorted((g(c + 1) - g(c) for c in counts), reverse=True)
    attackers = 0.2 * len(counts)
    whole = int(attackers + 1e-9)
    worst = sum(gains[:whole]) + (attackers - whole) * gains[whole]
    return {"term": name, "score": score, "lifts": lifts, "raw_lifts": raw_lifts,
            "fake_accounts": 0.05 * len(counts) * g(1) / before, "worst_case": worst / before}


def attacks(random):
    vector = sum(([c] * n for c, n in ((0, 400), (1, 250), (2, 150), (3, 80), (5, 60), (10, 40),
                                       (25, 15), (60, 5))), [])
    few = [0, 2, 7]
    skewed = [int(x) for x in random.negative_binomial(0.4, 0.08, 503)]
    return [{"counts": counts, "scores": [attack_case(counts, name) for name in TERMS]}
            for counts in (vector, few, skewed)]


def concentration_case(x):
    x = np.asarray(x, dtype=float)
    n = len(x)
    gini = np.abs(x[:, None] - x[None, :]).sum() / (2 * n * n * x.mean())
    lorenz = np.concatenate([[0], np.cumsum(np.sort(x)[::-1]) / x.sum()])
    grid = np.arange(n + 1) / n
    return {"x": x.tolist(), "gini": gini, "herfindahl": np.sum((x / x.sum()) ** 2),
            "top": [[s, float(np.interp(s, grid, lorenz))] for s in (0.01, 0.1, 0.25, 1)],
            "variation": stats.variation(x, ddof=1)}


def concentration(random):
    return [concentration_case(x) for x in ([1, 1, 2, 3, 5, 8, 13, 21, 34, 55], [4, 4, 4, 4],
                                            [0, 0, 0, 7], random.pareto(1.2, 200))]


def burstiness(intervals):
    n, mean, sd = len(intervals), np.mean(intervals), np.std(intervals)
    root, less = np.sqrt(n + 1), np.sqrt(n - 1)
    return {"events": n + 1, "mean": mean, "sd": sd, "plain": (sd - mean) / (sd + mean),
            "few": (root * sd - less * mean) / ((root - 2) * sd + less * mean)}


# Keyness, power, ratio

def log_odds(terms, total_here, total_there, prior_size):
    y = np.array(terms, dtype=float)
    n = np.array([total_here, total_there], dtype=float)
    a0 = prior_size or min(n.sum(), 500)
    a = a0 * y.sum(axis=1) / n.sum()
    held = y + a[:, None]
    odds = held / (n + a0 - held)
    delta = np.log(odds[:, 0] / odds[:, 1])
    z = delta / np.sqrt((1 / held).sum(axis=1))
    p = 2 * stats.norm.sf(np.abs(z))
    return {"terms": terms, "total_here": total_here, "total_there": total_there,
            "prior_size": prior_size, "prior": a.tolist(), "delta": delta.tolist(),
            "z": z.tolist(), "p_value": p.tolist(),
            "p_adjusted": multipletests(p, method="fdr_bh")[1].tolist()}


def power():
    shares, t, means = [], [], []
    for p0, p1, beta, level in ((.1, .11, .8, .05), (.5, .4, .9, .05), (.02, .03, .8, .01),
                                (0, .05, .8, .05)):
        n = r(f"power.prop.test(p1={p0}, p2={p1}, power={beta}, sig.level={level}, tol=1e-12)$n")
        shares.append([p0, p1, beta, level, n[0]])
    for effect, beta, level in ((.2, .8, .05), (.5, .9, .01), (1.5, .8, .05), (.01, .8, .05)):
        n = r(f"power.t.test(delta={effect}, power={beta}, sig.level={level}, tol=1e-12)$n")
        t.append([effect, beta, level, n[0]])
    for sd, n, beta, level in ((1.2, 10000, .8, .05), (7, 350, .9, .01)):
        difference = optimize.brentq(
            lambda d: stats.norm.sf(stats.norm.isf(level / 2) - d / (sd * np.sqrt(2 / n))) - beta,
            0, 10 * sd, xtol=1e-15)
        means.append([sd, n, beta, level, difference])
    return {"shares": shares, "t": t, "means": means}


def ratio(numerator, denominator):
    n, d = np.asarray(numerator, dtype=float), np.asarray(denominator, dtype=float)
    c = np.cov(n, d)
    big_r = n.sum() / d.sum()
    variance = (c[0, 0] - 2 * big_r * c[0, 1] + big_r ** 2 * c[1, 1]) / (len(n) * d.mean() ** 2)
    return {"numerator": n.tolist(), "denominator": d.tolist(), "error": np.sqrt(variance)}


def ratios(random):
    i = np.arange(1, 41)
    d = 1 + (7 * i) % 5
    n = d * (.3 + .1 * ((3 * i) % 4)) + .2 * ((11 * i) % 3)
    visits = random.poisson(6, 90) + 1
    return [ratio(n, d), ratio(1e6 + random.binomial(visits, .2), 1e6 + visits)]


# Choice

def choice(random):
    cases = []
    for m, w in (([[7, 9, 9, 8], [8, 7, 8, 7], [9, 6, 8, 9], [6, 7, 8, 6]], [.1, .4, .3, .2]),
                 (random.integers(0, 101, (5, 3)).tolist(), [2, 1, 1])):
        x, share = np.array(m, dtype=float), np.array(w) / np.sum(w)
        v = x / np.linalg.norm(x, axis=0) * share
        far = np.linalg.norm(v - v.min(axis=0), axis=1)
        near = np.linalg.norm(v - v.max(axis=0), axis=1)
        cases.append({"scores": m, "weights": w, "topsis": (far / (far + near)).tolist(),
                      "sum": (x @ share).tolist(),
                      "min_max": ((x - x.min(axis=0)) / np.ptp(x, axis=0) @ share).tolist()})
    return cases


def rank_case(random, ranges, centre, concentration, draws=4_000_000):
    low, high = np.array(ranges, dtype=float)[..., 0], np.array(ranges, dtype=float)[..., 1]
    shape = np.array(centre) / np.sum(centre) * concentration if centre else np.ones(low.shape[1])
    alternatives = len(low)
    first, beats = np.zeros(alternatives), np.zeros((alternatives, alternatives))
    for _ in range(8):
        w = random.dirichlet(shape, draws // 8)
        values = np.stack([((l + (h - l) * random.random((draws // 8, len(l)))) * w).sum(axis=1)
                           for l, h in zip(low, high)], axis=1)
        first += np.bincount(values.argmax(axis=1), minlength=alternatives)
        beats += (values[:, :, None] > values[:, None, :]).sum(axis=0)
    return {"ranges": ranges, "centre": centre, "concentration": concentration,
            "first": (first / draws).tolist(), "beats": (beats / draws).tolist()}


def ranks(random):
    scores = np.array([[7, 9, 9, 8], [8, 7, 8, 7], [9, 6, 8, 9], [6, 7, 8, 6]], dtype=float)
    scaled = (scores - scores.min(axis=0)) / np.ptp(scores, axis=0)
    ranges = [[[60, 80], [20, 40], [0, 100]], [[50, 70], [50, 60], [40, 60]],
              [[30, 90], [10, 70], [55, 65]]]
    return [rank_case(random, np.stack([scaled, scaled], axis=2).tolist(), [], 1),
            rank_case(random, np.stack([scores, scores], axis=2).tolist(), [], 1),
            rank_case(random, ranges, [], 1),
            rank_case(random, ranges, [.5, .3, .2], 20),
            rank_case(random, ranges, [.9, .07, .03], 5)]


def beta_shares():
    """Two alternatives, (90, 20) and (50, 50): the first leads where w > 3/7."""
    return [[c, k, stats.beta.sf(3 / 7, c * k, (1 - c) * k)]
            for c, k in ((.5, 20), (.5, 1), (.1, 4), (.3, 3))]


def flip(winner, other, weights):
    w, d = np.array(weights) / np.sum(weights), np.subtract(winner, other)
    n = len(w)
    # Variables: the new weights and the absolute changes.
    eye = np.eye(n)
    found = optimize.linprog(
        np.r_[np.zeros(n), np.full(n, .5)], A_ub=np.block([[eye, -eye], [-eye, -eye]]),
        b_ub=np.r_[w, -w], A_eq=np.array([np.r_[d, np.zeros(n)],
                                          np.r_[np.ones(n), np.zeros(n)]]),
        b_eq=[0, 1], bounds=[(0, None)] * (2 * n), method="highs")
    return {"winner": list(winner), "other": list(other), "weights": list(weights),
            "change": found.fun if found.status == 0 else None}


def flips(random):
    cases = [flip([80, 60, 40], [50, 50, 90], [.5, .3, .2]), flip([9, 9], [8, 8], [.5, .5]),
             flip([9, 9], [8, 9], [.25, .75])]
    while len(cases) < 40:
        n = int(random.integers(2, 7))
        w = random.dirichlet(np.ones(n)).round(3)
        a, b = random.integers(0, 101, (2, n))
        if (a - b) @ w > 0:
            cases.append(flip(a.tolist(), b.tolist(), w.tolist()))
    return cases


def main():
    random = np.random.default_rng(20240501)
    shrout = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    words = [[30, 10], [12, 8], [5, 25], [2, 9]]
    topics = {
        "krippendorff": krippendorff(random), "kendall": kendall(random),
        "intraclass": [intraclass(shrout), intraclass(random.normal(50, 9, (12, 3)).tolist())],
        "attacks": attacks(random), "concentration": concentration(random),
        "burstiness": [burstiness([1, 1, 1, 30, 1, 1, 45, 1]), burstiness([60] * 20),
                       burstiness([0, 0, 0, 9])],
        "log_odds": [log_odds(words, 200, 500, 0), log_odds(words, 200, 500, 20),
                     log_odds([[0, 3], [4, 0], [40, 60]], 40, 90, 0)],
        "power": power(), "ratio": ratios(random), "choice": choice(random),
        "ranks": ranks(random), "beta_shares": beta_shares(), "flips": flips(random)}
    lines = [f'"{topic}": {json.dumps(cases, default=float)}' for topic, cases in topics.items()]
    print("{\n" + ",\n".join(lines) + "\n}")


main()

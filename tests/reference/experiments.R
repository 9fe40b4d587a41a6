# Reference numbers for experiments_test.cc: the data of every case and what R makes of them.
#
#   Rscript tests/reference/experiments.R > tests/reference/experiments.json
#
# Needs the package jsonlite (Debian: r-cran-jsonlite). Made with R 4.2.2. Data are made by the
# formulas below, without random numbers, so that every version of R makes the same.
level <- 0.95
cases <- list()

# Between 0 and 1, scattered, the same everywhere.
scatter <- function(n, a, b) ((1:n) * a + (1:n)^2 * b) %% 1

# Two arms of unequal size and spread. Adjusting for the past, known for most units, is the
# analysis of covariance; its coefficient of the arm is the difference of adjusted means.
n <- c(90, 60)
treated <- rep(c(1, 0), n)
has <- as.integer(scatter(150, .414214, .0071) < .8)
past <- round(6 * scatter(150, .618034, .0137)^2, 3) * has
value <- round(1 + .5 * treated + .7 * past + (1 + treated) * 2 * scatter(150, .732051, .0093), 3)
visits <- 1 + floor(5 * scatter(150, .271828, .0173))
test <- t.test(value[treated == 1], value[treated == 0])
filled <- ifelse(has == 1, past, mean(past[has == 1]))
covariance <- lm(value ~ treated + filled + has)
residual <- value - coef(covariance)["filled"] * filled - coef(covariance)["has"] * has
cases$arms <- list(
  treated = treated, value = value, past = past, has = has, visits = visits,
  t = unname(test$statistic), df = unname(test$parameter), p = test$p.value,
  low = test$conf.int[1], high = test$conf.int[2],
  adjusted = coef(covariance)[["treated"]], slope = coef(covariance)[["filled"]],
  adjusted_error = sqrt(sum(tapply(residual, treated, var) / table(treated))),
  variance_ratio = deviance(covariance) / deviance(lm(value ~ treated)))

# A ratio of sums by leaving one unit out of each arm in turn, which to first order is the delta
# method: agreement to a few percent of the error.
ratio <- function(i) sum(value[i]) / sum(visits[i])
jackknife <- function(arm) {
  units <- which(treated == arm)
  out <- sapply(units, function(u) ratio(setdiff(units, u)))
  (length(units) - 1) / length(units) * sum((out - mean(out))^2)
}
cases$ratio <- list(
  difference = ratio(treated == 1) - ratio(treated == 0),
  jackknife_error = sqrt(jackknife(1) + jackknife(0)))

# Rare shares. Fisher's noncentral hypergeometric law from dhyper, its mid-p limits by uniroot.
mid_tail <- function(x, n1, n0, hits, log_odds) {
  support <- max(0, hits - n0):min(hits, n1)
  w <- dhyper(support, n1, n0, hits, log = TRUE) + support * log_odds
  w <- exp(w - max(w))
  sum(w[support > x], w[support == x] / 2) / sum(w)
}
end <- function(x, n1, n0, hits, chance) {
  exp(uniroot(function(l) mid_tail(x, n1, n0, hits, l) - chance, c(-30, 30), tol = 1e-13)$root)
}
wilson <- function(x, n) suppressWarnings(prop.test(x, n, correct = FALSE)$conf.int)
shares <- function(x1, n1, x0, n0) {
  tail <- mid_tail(x1, n1, n0, x1 + x0, 0)
  w1 <- wilson(x1, n1)
  w0 <- wilson(x0, n0)
  p <- c(x1 / n1, x0 / n0)
  list(hits1 = x1, n1 = n1, hits0 = x0, n0 = n0, p = min(1, 2 * min(tail, 1 - tail)),
       odds_low = end(x1, n1, n0, x1 + x0, .025), odds_high = end(x1, n1, n0, x1 + x0, .975),
       low = p[1] - p[2] - sqrt((p[1] - w1[1])^2 + (w0[2] - p[2])^2),
       high = p[1] - p[2] + sqrt((w1[2] - p[1])^2 + (p[2] - w0[1])^2))
}
cases$shares <- list(shares(2, 40, 7, 50), shares(4, 1000, 1, 400), shares(97, 100, 90, 100),
                     shares(9, 30, 3, 25))

# Sample ratios.
srm <- function(x, p) {
  test <- chisq.test(x, p = p)
  list(units = x, shares = p, chi_squared = unname(test$statistic), p = test$p.value)
}
cases$sample_ratios <- list(srm(c(5123, 4877), c(.5, .5)), srm(c(880, 130, 90), c(.8, .1, .1)))

# A gap between two series with an AR(1): the contrast's variance from the whole matrix of
# correlations.
weeks <- 40
market <- 100 * exp(.03 * sin(1:weeks) + .004 * (1:weeks))
odd <- qnorm(scatter(weeks, .618034, .0137) * .96 + .02)
gap_noise <- as.numeric(stats::filter(.02 * odd, .4, method = "recursive"))
touched <- signif(.6 * market * exp(gap_noise + .06 * ((1:weeks) > 34)), 8)
untouched <- signif(market, 8)
start <- 34
after <- weeks - start
window <- function(date, before) {
  gap <- (log(touched) - log(untouched))[(date - before + 1):(date + after)]
  later <- rep(0:1, c(before, after))
  fit <- lm(gap ~ later)
  r <- residuals(fit)
  raw <- sum(r[-1] * r[-length(r)]) / sum(r^2)
  phi <- min(.9, max(0, raw + 2 * (1 + 3 * raw) / length(r)))
  w <- ifelse(later == 1, 1 / after, -1 / before)
  correlations <- toeplitz(phi^(0:(length(r) - 1)))
  # The squares around two means that such errors have, per variance of one.
  squares <- sum(sapply(0:1, function(side) {
    of_side <- correlations[later == side, later == side, drop = FALSE]
    sum(diag(of_side)) - sum(of_side) / nrow(of_side)
  }))
  error <- sqrt(sum(r^2) / squares * drop(t(w) %*% correlations %*% w))
  c(coef(fit)[["later"]], qt(.975, df.residual(fit)) * error)
}
before <- 9
dates <- before:(start - after)
scores <- sapply(dates, function(date) {
  w <- window(date, before)
  abs(w[1]) / w[2]
})
own <- window(start, before)
rank <- ceiling((length(scores) + 1) * .95)
widening <- max(1, sort(scores)[min(rank, length(scores))])
cases$segments <- list(
  treated = touched, control = untouched, start = start, before = before, dates = length(scores),
  relative = expm1(own[1]), relative_low = expm1(own[1] - widening * own[2]),
  relative_high = expm1(own[1] + widening * own[2]), widening = widening,
  alarms = mean(scores > 1), p = (sum(scores >= abs(own[1]) / own[2]) + 1) / (length(scores) + 1))

one_line_each <- sapply(cases, function(case) {
  # Unnamed, and a vector of length one stays a number.
  jsonlite::toJSON(rapply(case, unname, how = "replace"), digits = NA, auto_unbox = TRUE,
                   na = "null")
})
cat("{\n", paste0('"', names(cases), '": ', one_line_each, collapse = ",\n"), "\n}\n", sep = "")

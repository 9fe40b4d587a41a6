# Reference numbers for cohort_statistics_test.cc: the data of every case and what R makes of them.
#
#   Rscript tests/reference/cohort_statistics.R > tests/reference/cohort_statistics.json
#
# Needs the packages jsonlite, survival, metafor, pROC, sandwich and brglm2 (Debian: r-cran-…).
# Made with R 4.2.2, survival 3.5-3, metafor 3.8-1, pROC 1.18.0, sandwich 3.0-2, brglm2 0.9.
# Data are R's own (mtcars, warpbreaks, infert, UCBAdmissions, lung, veteran, aml, dat.bcg) or made
# by the formulas below, without random numbers, so that every version of R makes the same.
suppressMessages({
  library(survival)
  library(metafor)
  library(pROC)
})

exact <- glm.control(epsilon = 1e-15, maxit = 100)
level <- 0.95
cases <- list()

# Between 0 and 1, scattered, the same everywhere.
scatter <- function(n, a, b) ((1:n) * a + (1:n)^2 * b) %% 1

# --- Shares ---------------------------------------------------------------------------------------
wilson <- function(hits, n, level) {
  ci <- prop.test(hits, n, conf.level = level, correct = FALSE)$conf.int
  list(hits = hits, n = n, level = level, low = ci[1], high = ci[2])
}
cases$wilson <- suppressWarnings(list(
  wilson(9, 12, .95), wilson(0, 12, .95), wilson(12, 12, .95), wilson(0, 30, .95),
  wilson(47, 50, .95), wilson(3, 1000, .9), wilson(512, 1024, .99)))

# --- AUC ------------------------------------------------------------------------------------------
plain_auc <- function(score, label) {
  r <- roc(label, score, direction = "<", quiet = TRUE)
  list(auc = as.numeric(auc(r)), variance = var(r, method = "delong"))
}
n <- 240
early <- floor(9 * scatter(n, .618034, .0137)^2)
other <- floor(6 * scatter(n, .414214, .0071))
kept <- as.integer(scatter(n, .732051, .0093) < plogis(-1 + .35 * early + .1 * other))
cohort <- floor((0:(n - 1)) / 60)
a <- roc(kept, early, direction = "<", quiet = TRUE)
b <- roc(kept, other, direction = "<", quiet = TRUE)
paired <- roc.test(a, b, method = "delong", paired = TRUE)
by_cohort <- lapply(split(data.frame(early, kept), cohort), function(d) {
  c(plain_auc(d$early, d$kept), weight = sum(d$kept) * sum(1 - d$kept))
})
weight <- sapply(by_cohort, `[[`, "weight")
cases$auc <- c(list(first = early, second = other, label = kept, stratum = cohort),
               plain_auc(early, kept), list(
  second_auc = as.numeric(auc(b)),
  difference = as.numeric(auc(a) - auc(b)),
  z = as.numeric(paired$statistic),
  stratified_auc = sum(weight * sapply(by_cohort, `[[`, "auc")) / sum(weight),
  stratified_variance = sum(weight^2 * sapply(by_cohort, `[[`, "variance")) / sum(weight)^2))

# --- Ranks ----------------------------------------------------------------------------------------
revenue <- round(exp(3 * scatter(n, .141421, .0051)) * (1 + early) *
                   (scatter(n, .271828, .0173) < .6), 2)
pooled <- function(x, y, stratum, level) {
  r <- sapply(split(seq_along(x), stratum), function(i) cor(x[i], y[i], method = "spearman"))
  w <- as.numeric(table(stratum)) - 3
  z <- sum(w * atanh(r)) / sum(w)
  reach <- qnorm(.5 + level / 2) * sqrt((1 + tanh(z)^2 / 2) / sum(w))
  list(rho = tanh(z), low = tanh(z - reach), high = tanh(z + reach))
}
cases$ranks <- list(
  x = early, y = revenue, stratum = cohort, ranks = rank(revenue),
  spearman = cor(early, revenue, method = "spearman"),
  kendall = cor(early, revenue, method = "kendall"),
  pooled = pooled(early, revenue, cohort, .9))

# --- Dose trend -----------------------------------------------------------------------------------
# Given both margins the trend test is the score test of conditional logistic regression.
dose <- data.frame(stratum = rep(1:3, each = 4), score = c(1:4, c(0, 1, 3, 7), c(2, 2.5, 4, 5)),
                   n = c(20, 31, 17, 12, 14, 9, 11, 25, 30, 22, 18, 16),
                   hits = c(6, 12, 9, 8, 2, 3, 3, 14, 17, 12, 12, 13))
rows <- dose[rep(1:12, dose$n), ]
rows$hit <- unlist(mapply(function(n, hits) rep(1:0, c(hits, n - hits)), dose$n, dose$hits,
                          SIMPLIFY = FALSE))
conditional <- clogit(hit ~ score + strata(stratum), rows, method = "exact")
single <- suppressWarnings(prop.trend.test(dose$hits[1:4], dose$n[1:4], score = dose$score[1:4]))
cases$dose <- list(score = split(dose$score, dose$stratum), n = split(dose$n, dose$stratum),
                   hits = split(dose$hits, dose$stratum), chi_squared = conditional$score,
                   single_binomial = as.numeric(single$statistic))
# Two dose groups: the Mantel-Haenszel test of Berkeley's admissions.
berkeley <- mantelhaen.test(UCBAdmissions, correct = FALSE)
cases$berkeley <- list(
  n = lapply(1:6, function(k) as.numeric(colSums(UCBAdmissions[, , k]))),
  hits = lapply(1:6, function(k) as.numeric(UCBAdmissions[1, , k])),
  chi_squared = as.numeric(berkeley$statistic))

# --- GLM ------------------------------------------------------------------------------------------
# `fit` names its columns of x first; intercepts are those of y ~ 0 + x + factor(stratum).
glm_case <- function(fit, x, y, stratum, cluster, family) {
  p <- ncol(x)
  robust <- sandwich::sandwich(fit)
  out <- list(family = family, x = lapply(1:p, function(j) as.numeric(x[, j])), y = as.numeric(y),
              stratum = stratum, cluster = cluster, coefficients = coef(fit)[1:p],
              intercepts = coef(fit)[-(1:p)], standard_errors = sqrt(diag(vcov(fit)))[1:p],
              intercept_errors = sqrt(diag(vcov(fit)))[-(1:p)],
              robust_errors = sqrt(diag(robust))[1:p],
              robust_intercept_errors = sqrt(diag(robust))[-(1:p)],
              deviance = deviance(fit), aic = AIC(fit))
  if (length(cluster) > 0) {
    clustered <- sandwich::vcovCL(fit, cluster = cluster, type = "HC0", cadjust = FALSE)
    out$clustered_errors <- sqrt(diag(clustered))[1:p]
    out$clustered_intercept_errors <- sqrt(diag(clustered))[-(1:p)]
    robust <- clustered
  }
  # The mean difference between the first column's quartiles, with its numeric gradient.
  ends <- quantile(x[, 1], c(.25, .75))
  full <- model.matrix(fit)
  effect <- function(b) {
    at <- function(v) {
      full[, 1] <- v
      mean(fit$family$linkinv(full %*% b))
    }
    at(ends[2]) - at(ends[1])
  }
  gradient <- sapply(seq_along(coef(fit)), function(j) {
    h <- 1e-4
    step <- replace(numeric(length(coef(fit))), j, h)
    (8 * (effect(coef(fit) + step) - effect(coef(fit) - step)) -
       (effect(coef(fit) + 2 * step) - effect(coef(fit) - 2 * step))) / (12 * h)
  })
  out$ends <- as.numeric(ends)
  out$difference <- effect(coef(fit))
  out$difference_error <- sqrt(drop(gradient %*% robust %*% gradient))
  out
}
plain <- function(...) as.integer(c(...))

x <- cbind(wt = mtcars$wt)
one <- rep(1, nrow(mtcars))
cases$mtcars <- glm_case(glm(mtcars$am ~ 0 + x + one, family = binomial, control = exact), x,
                         mtcars$am, plain(), plain(), "logistic")

x <- model.matrix(~ wool + tension, warpbreaks)[, -1]
one <- rep(1, nrow(warpbreaks))
cases$warpbreaks <- glm_case(glm(warpbreaks$breaks ~ 0 + x + one, family = poisson,
                                 control = exact), x, warpbreaks$breaks, plain(), plain(),
                             "poisson")

# Infertility after abortions, by parity, with the matched set as cluster.
x <- with(infert, cbind(spontaneous, induced, age))
stratum <- pmin(infert$parity, 4) - 1
cases$infert <- glm_case(glm(infert$case ~ 0 + x + factor(stratum), family = binomial,
                             control = exact), x, infert$case, plain(stratum),
                         plain(infert$stratum), "logistic")

# Amounts with zeros: clusters cross the cohorts. dpois() warns that they are no counts.
x <- cbind(log1p(early), other)
cluster <- (1:n * 7) %% 31
cases$revenue <- glm_case(suppressWarnings(glm(revenue ~ 0 + x + factor(cohort), family = poisson,
                                               control = exact)), x, revenue, plain(cohort),
                          plain(cluster), "poisson")
cases$revenue$aic <- NULL

# Nobody without a second event was kept: the first column separates in part.
x <- cbind(as.numeric(early >= 1), other)
y <- ifelse(early >= 1, kept, 0)
firth <- suppressWarnings(glm(y ~ 0 + x + factor(cohort), family = binomial,
                              method = brglm2::brglmFit, type = "AS_mean", epsilon = 1e-12,
                              maxit = 1000))
cases$firth <- list(x = lapply(1:2, function(j) as.numeric(x[, j])), y = y,
                    stratum = plain(cohort), coefficients = coef(firth)[1:2],
                    intercepts = coef(firth)[-(1:2)],
                    standard_errors = sqrt(diag(vcov(firth)))[1:2])

# --- Survival -------------------------------------------------------------------------------------
survival_case <- function(time, event, group, x, horizon) {
  fit <- survfit(Surv(time, event) ~ 1, conf.type = "log-log", conf.int = level)
  steps <- which(fit$n.event > 0)
  difference <- survdiff(Surv(time, event) ~ group)
  # The score test of the discrete model at 0 is the log-rank trend with hypergeometric variance.
  trend <- coxph(Surv(time, event) ~ group, ties = "exact")
  area <- summary(fit, rmean = horizon)$table
  cox <- function(ties) {
    fit <- coxph(Surv(time, event) ~ x, ties = ties,
                 control = coxph.control(eps = 1e-12, toler.chol = 1e-13, iter.max = 50))
    list(coefficients = as.numeric(coef(fit)), standard_errors = sqrt(diag(vcov(fit))),
         log_likelihood = fit$loglik[2])
  }
  list(time = time, event = as.integer(event), group = group,
       x = lapply(seq_len(ncol(x)), function(j) as.numeric(x[, j])),
       steps = list(time = fit$time[steps], survival = fit$surv[steps],
                    standard_error = (fit$surv * fit$std.err)[steps], low = fit$lower[steps],
                    high = fit$upper[steps], at_risk = fit$n.risk[steps],
                    events = fit$n.event[steps]),
       horizon = horizon, mean = area[["rmean"]], mean_error = area[["se(rmean)"]],
       median = as.numeric(quantile(fit, .5)$quantile), observed = difference$obs,
       expected = difference$exp, chi_squared = difference$chisq,
       p_value = pchisq(difference$chisq, length(difference$n) - 1, lower.tail = FALSE),
       trend_chi_squared = trend$score, efron = cox("efron"), breslow = cox("breslow"))
}
ill <- lung[complete.cases(lung[, c("age", "sex", "ph.ecog")]), ]
cases$lung <- survival_case(lung$time, lung$status == 2, lung$sex - 1, cbind(lung$age, lung$sex),
                            365)
thirds <- as.integer(cut(lung$age, quantile(lung$age, 0:3 / 3), include.lowest = TRUE)) - 1
cases$lung_by_age <- survival_case(lung$time, lung$status == 2, thirds, cbind(lung$age), 180)
cases$lung_complete <- survival_case(ill$time, ill$status == 2, ill$sex - 1,
                                     cbind(ill$age, ill$sex, ill$ph.ecog), 365)
cases$veteran <- survival_case(veteran$time, veteran$status == 1,
                               as.integer(veteran$celltype) - 1,
                               cbind(veteran$karno, veteran$age, veteran$trt), 200)
cases$aml <- survival_case(aml$time, aml$status == 1, as.integer(aml$x) - 1,
                           cbind(as.integer(aml$x)), 30)

# --- Meta-analysis --------------------------------------------------------------------------------
bcg <- escalc(measure = "RR", ai = tpos, bi = tneg, ci = cpos, di = cneg, data = dat.bcg)
meta <- function(yi, vi, method) {
  control <- if (method == "REML") list(threshold = 1e-13, maxiter = 1000) else list(tol = 1e-14)
  normal <- rma(yi, vi, method = method, control = control)
  knha <- rma(yi, vi, method = method, test = "knha", control = control)
  default <- predict(knha)                   # quantile of t(k-1)
  riley <- predict(knha, pi.type = "riley")  # quantile of t(k-2)
  list(method = method, estimate = as.numeric(normal$beta), standard_error = normal$se,
       tau_squared = normal$tau2, q = normal$QE, hartung_knapp_error = knha$se,
       low = knha$ci.lb, high = knha$ci.ub, predict_low = riley$pi.lb, predict_high = riley$pi.ub,
       predict_low_k1 = default$pi.lb, predict_high_k1 = default$pi.ub)
}
both <- function(yi, vi) list(effects = as.numeric(yi), variances = as.numeric(vi),
                              results = lapply(c("REML", "PM", "DL"), function(m) meta(yi, vi, m)))
cases$bcg <- both(bcg$yi, bcg$vi)
# No heterogeneity to speak of: every estimate of tau² is 0.
cases$alike <- both(c(.10, .12, .08, .11, .13), c(.02, .03, .01, .04, .02))
cases$four <- both(c(.3, -.1, .9, .4), c(.04, .09, .05, .02))

# --- Surrogates -----------------------------------------------------------------------------------
experiments <- data.frame(
  metric = c(.52, -.31, 1.14, .08, -.75, .66, .91, -.12, .35, 1.42),
  outcome = c(.20, -.22, .31, .15, -.18, .05, .44, .09, -.02, .38),
  metric_variance = c(.05, .08, .04, .06, .09, .05, .03, .07, .05, .04),
  outcome_variance = c(.012, .02, .01, .015, .018, .011, .009, .02, .012, .008),
  covariance = c(.011, .02, .008, .012, .018, .009, .006, .015, .01, .007))
latent <- function(d) {
  cov(d$metric, d$outcome) - mean(d$covariance)
}
slope <- function(d) latent(d) / (var(d$metric) - mean(d$metric_variance))
left_out <- sapply(1:10, function(j) slope(experiments[-j, ]))
se <- sqrt(9 / 10 * sum((left_out - mean(left_out))^2))
cases$experiments <- c(as.list(experiments), list(
  naive_slope = coef(lm(outcome ~ metric, experiments))[[2]],
  naive_correlation = cor(experiments$metric, experiments$outcome), slope = slope(experiments),
  correlation = latent(experiments) /
    sqrt((var(experiments$metric) - mean(experiments$metric_variance)) *
           (var(experiments$outcome) - mean(experiments$outcome_variance))),
  low = slope(experiments) - qt(.975, 9) * se, high = slope(experiments) + qt(.975, 9) * se))

one_line_each <- sapply(cases, function(case) {
  # Unnamed, and a vector of length one stays a number.
  jsonlite::toJSON(rapply(case, unname, how = "replace"), digits = NA, auto_unbox = TRUE,
                   na = "null")
})
cat("{\n", paste0('"', names(cases), '": ', one_line_each, collapse = ",\n"), "\n}\n", sep = "")

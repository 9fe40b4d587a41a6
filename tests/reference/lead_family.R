# Reference numbers for lead_family_test.cc: the data of every case and what R makes of them.
#
#   Rscript tests/reference/lead_family.R > tests/reference/lead_family.json
#
# Needs the packages jsonlite and sandwich (Debian: r-cran-jsonlite, r-cran-sandwich). Made with R
# 4.2.2 and sandwich 3.0-2. Data are made by the formulas below, without random numbers, and
# rounded, so that every version of R makes the same. Regressions are lm() with all dummies spelled
# out, so that nothing is partialled out or centred as in the sources.
suppressMessages(library(sandwich))

cases <- list()

# As if normal, the same everywhere.
noise <- function(n, k) qnorm((sin((1:n) * 12.9898 + k * 78.233) * 43758.5453) %% 1)
to_levels <- function(growth, from) signif(from * exp(cumsum(c(0, growth))), 7)

# --- Growth ---------------------------------------------------------------------------------------
positive <- function(x) all(x > 0)
transform <- function(x, logs) {
  if (logs) return(log(x))
  unit <- if (median(abs(x)) > 0) median(abs(x)) else mean(abs(x))
  asinh(x / unit)
}
growth <- function(x, logs = positive(x)) diff(transform(x, logs))
clamp <- function(d) {
  bound <- 4 * mad(d)
  if (bound > 0) pmin(pmax(d, median(d) - bound), median(d) + bound) else d
}
season_columns <- function(n, period, harmonics) {
  t <- 0:(n - 1)
  do.call(cbind, lapply(seq_len(harmonics), function(j) {
    angle <- 2 * pi * j * t / period
    if (2 * j == period) cbind(cos(angle)) else cbind(cos(angle), sin(angle))
  }))
}
fit_season <- function(d, period, harmonics) {
  if (harmonics == 0) lm(d ~ 1) else lm(d ~ season_columns(length(d), period, harmonics))
}
choose_harmonics <- function(d, weekly) {
  period <- if (weekly) 365.25 / 7 else 12
  scores <- sapply(0:(if (weekly) 4 else 6), function(j) {
    fit <- fit_season(d, period, j)
    m <- length(d)
    k <- length(coef(fit)) + 1
    if (m - k - 1 < 4) return(Inf)
    m * log(sum(resid(fit)^2) / m) + 2 * k + 2 * k * (k + 1) / (m - k - 1)
  })
  which.min(scores) - 1
}
deseason <- function(d, weekly, harmonics) {
  if (harmonics == 0) return(d)
  as.numeric(resid(fit_season(d, if (weekly) 365.25 / 7 else 12, harmonics)))
}

# --- Robust slopes --------------------------------------------------------------------------------
slope_over <- function(x, level) {
  logs <- positive(x)
  y <- transform(x, logs)
  n <- length(y)
  t <- 0:(n - 1)
  fit <- lm(y ~ t)
  se <- sqrt(NeweyWest(fit, lag = 3, prewhite = FALSE, adjust = FALSE)[2, 2])
  slope <- coef(fit)[[2]]
  # What the line says of the last value against the first; on the asinh scale in median sizes.
  change <- function(b) {
    ends <- mean(y) + b * (range(t) - mean(t))
    if (logs) exp(ends[2] - ends[1]) - 1 else sinh(ends[2]) - sinh(ends[1])
  }
  reach <- qt(.5 + level / 2, n - 3) * se
  list(slope = slope, standard_error = se, t = slope / se, df = n - 3, change = change(slope),
       change_low = change(slope - reach), change_high = change(slope + reach))
}
slope_case <- function(x, level) c(list(x = x, level = level), slope_over(x, level))
cases$slopes <- list(
  slope_case(to_levels(.02 + .05 * noise(15, 1), 300), .9),
  slope_case(to_levels(-.01 + .08 * noise(39, 2), 12), .95),
  slope_case(round(12 * noise(20, 3) + 1.5 * (1:20), 3), .9),
  slope_case(c(0, 0, 3, 1, 0, 4, 2, 7), .9))

# --- Divergence over a history --------------------------------------------------------------------
divergence_scan <- function(metric, guardrail, should_rise, window, tolerance, alpha) {
  ends <- window:length(metric)
  slopes <- function(x) {
    s <- lapply(ends, function(end) slope_over(x[(end - window + 1):end], .9))
    sapply(c("slope", "t", "change"), function(field) sapply(s, `[[`, field))
  }
  rise <- slopes(metric)
  worse <- slopes(guardrail) * (if (should_rise) -1 else 1)
  usual <- function(x) x / (1.4826 * median(abs(x)))
  df <- window - 3
  p_rise <- pt(rise[, "t"], df, lower.tail = FALSE)
  p_worse <- pt(worse[, "t"], df, lower.tail = FALSE)
  n <- length(ends)
  # How far each pair of windows goes that shows a divergence; 0 for others.
  extents <- function(shift) {
    sapply(2:n, function(i) {
      j <- (i - 1 + shift) %% n + 1
      if (j == 1) return(0)
      a <- c(i - 1, i)
      b <- c(j - 1, j)
      if (max(p_rise[a], p_worse[b]) > alpha || min(worse[b, "change"]) <= tolerance) return(0)
      max(0, min(usual(rise[, "slope"])[a], usual(worse[, "slope"])[b]))
    })
  }
  own <- extents(0)
  at <- which.max(own) + 1
  shifts <- window:(n - window)
  list(metric = metric, guardrail = guardrail, should_rise = should_rise, window = window,
       tolerance = tolerance, alpha = alpha, end = ends[at], p_rise = p_rise[at],
       p_worse = p_worse[at], windows = n, shifts = length(shifts),
       p_value = (1 + sum(sapply(shifts, function(s) max(extents(s))) >= max(own))) /
         (1 + length(shifts)))
}
weeks <- 80
episode <- as.numeric(1:weeks > 50 & 1:weeks <= 62)
rising <- to_levels(.01 * noise(weeks, 4) + .030 * episode, 5000)
falling <- to_levels(.02 * noise(weeks, 5) - .045 * episode, .4)
cases$scans <- list(
  divergence_scan(rising, falling, TRUE, 8, .05, .05),
  divergence_scan(rising, signif(1 / falling, 7), FALSE, 10, .1, .05),
  divergence_scan(to_levels(.04 * noise(90, 6), 70), to_levels(.05 * noise(90, 7), 900), TRUE, 6,
                  .2, .2))  # the guardrail passes its tolerance later than its p-value does
stopifnot(cases$scans[[3]]$p_value > .05, cases$scans[[3]]$p_value < 1)

# --- Panel ----------------------------------------------------------------------------------------
panel_fit <- function(dy, dx, weights, lag, width) {
  first <- max(1, lag + width - 1)  # from 0
  rows <- do.call(rbind, lapply(seq_along(dy), function(s) {
    t <- (first + 1):length(dy[[s]])
    data.frame(s = s, t = t, w = weights[s], y = dy[[s]][t], own = dy[[s]][t - 1],
               lead = sapply(t, function(u) mean(dx[[s]][u - lag - (0:(width - 1))])))
  }))
  fit <- lm(y ~ lead + own + factor(s) + factor(t), rows, weights = w)
  # CR1 by hand, and as sandwich has it.
  x <- model.matrix(fit)
  bread <- solve(crossprod(x, rows$w * x))
  scores <- rowsum(rows$w * resid(fit) * x, rows$s)
  g <- length(dy)
  n <- nrow(x)
  small <- g / (g - 1) * (n - 1) / (n - ncol(x))
  variance <- small * (bread %*% crossprod(scores) %*% bread)
  stopifnot(isTRUE(all.equal(variance, vcovCL(fit, cluster = rows$s, type = "HC1", cadjust = TRUE),
                             check.attributes = FALSE)))
  effect <- coef(fit)[["lead"]]
  list(lag = lag, width = width, effect = effect, error = sqrt(variance[2, 2]),
       t = effect / sqrt(variance[2, 2]), rho = coef(fit)[["own"]])
}
panel_search <- function(dy, dx, weights, longest) {
  lags <- do.call(c, lapply(c(1, 3), function(width) {
    lapply(1:(longest - width + 1), function(lag) c(lag, width))
  }))
  fits <- lapply(lags, function(l) panel_fit(dy, dx, weights, l[1], l[2]))
  t <- sort(sapply(fits, `[[`, "t"), decreasing = TRUE)
  stopifnot(t[1] - t[2] > 1e-3)  # no tie that rounding could turn
  fits[[which.max(sapply(fits, `[[`, "t"))]]
}
panel_case <- function(candidate, outcome, longest) {
  dx <- lapply(candidate, growth)
  dy <- lapply(outcome, growth)
  size <- pmax(0, sapply(outcome, mean))
  weights <- pmin(pmax(size / median(size), 1e-6), 5)
  found <- panel_search(dy, dx, weights, longest)
  c(list(candidate = candidate, outcome = outcome, longest = longest), found,
    list(reverse_t = panel_search(dx, dy, weights, longest)$t))
}
segments <- 10
months <- 18
shared <- .05 * noise(months - 1, 20)
dx <- lapply(1:segments, function(s) .01 + .06 * noise(months - 1, 30 + s))
dy <- lapply(1:segments, function(s) {
  before <- sapply(1:(months - 1), function(t) if (t > 2) dx[[s]][t - 2] else 0)
  .01 + shared + .35 * before + .03 * noise(months - 1, 50 + s)
})
sizes <- c(100, 140, 80, 2000, 120, 95, 300, 60, 110, 20)  # one beyond the cap of 5 medians
candidate <- Map(to_levels, dx, rev(sizes) / 7)
with_zeros <- candidate
with_zeros[[3]][8] <- 0
with_zeros[[7]][2] <- 0
wide <- lapply(1:segments, function(s) {
  d <- growth(with_zeros[[s]])
  before <- sapply(1:(months - 1), function(t) if (t > 4) mean(d[t - 2:4]) else 0)
  shared + .6 * before + .03 * noise(months - 1, 70 + s)
})
narrow_outcome <- Map(to_levels, dy, sizes)
wide_outcome <- Map(to_levels, wide, sizes)
wide_outcome[[10]][5] <- -3
cases$panels <- list(panel_case(candidate, narrow_outcome, 6),
                     panel_case(with_zeros, wide_outcome, 6))
stopifnot(cases$panels[[1]]$width == 1, cases$panels[[2]]$width == 3)

# --- Link -----------------------------------------------------------------------------------------
link_case <- function(candidate, outcome, critical, lag, width, weekly, level) {
  year <- if (weekly) 52 else 12
  quarter <- if (weekly) 13 else 3
  logs <- positive(candidate) && positive(outcome)
  dx <- clamp(growth(candidate, logs))
  dy <- clamp(growth(outcome, logs))
  harmonics <- max(choose_harmonics(dx, weekly), choose_harmonics(dy, weekly))
  season_free <- function(d) deseason(d, weekly, harmonics)
  dx <- season_free(dx)
  dy <- season_free(dy)
  n <- length(outcome)
  # Row t explains the growth from period t - 1 to t, periods from 0.
  rows <- data.frame(t = 1:(n - 1), y = dy, own = c(NA, head(dy, -1)),
                     lead = sapply(1:(n - 1), function(i) {
                       at <- i - lag - (0:(width - 1))
                       if (min(at) < 1) NA else mean(dx[at])
                     }))
  rows <- rows[complete.cases(rows), ]
  within <- function(from, end) {
    fit <- summary(lm(y ~ lead + own, rows[rows$t >= from & rows$t < end, ]))
    reach <- max(critical, qt(.5 + level / 2, fit$df[2])) * fit$coefficients["lead", 2]
    fit$coefficients["lead", 1] + c(-1, 0, 1) * reach
  }
  earlier <- function(end) within(end - 4 * year, end - year)
  recent <- function(end) within(end - year, end)[2]
  outside <- 0
  for (end in seq(n, 2 * year, -quarter)) {
    if (recent(end) >= earlier(end)[1]) break
    outside <- outside + 1
  }
  ends <- rev(seq(n, 2 * year, -quarter))
  windows <- t(sapply(ends, function(end) within(if (end < 3 * year) 0 else end - 2 * year, end)))
  start <- max(year, (n - 1) %/% 3, max(1, lag + width - 1) + 10) + 1
  f <- sapply(start:(n - 1), function(t) {
    past <- rows[rows$t < t, ]
    now <- rows[rows$t == t, ]
    bare <- predict(lm(y ~ own, past), now)
    full <- predict(lm(y ~ own + lead, past), now)
    (now$y - bare)^2 - ((now$y - full)^2 - (bare - full)^2)
  })
  half <- length(f) %/% 2
  later <- f[(half + 1):length(f)]
  m <- length(later)
  line <- .948 * (sqrt(m) + 2 * (1:m) / sqrt(m))
  fall <- -cumsum((later - mean(f[1:half])) / sd(f[1:half])) / line
  list(candidate = candidate, outcome = outcome, critical = critical, lag = lag, width = width,
       weekly = weekly, level = level, recent = recent(n), earlier = earlier(n)[c(1, 3)],
       outside = outside, ends = ends, window_low = windows[, 1], window_effect = windows[, 2],
       window_high = windows[, 3], cusum = max(0, fall))
}
linked <- function(n, lag, effect, k, weekly) {
  period <- if (weekly) 365.25 / 7 else 12
  dx <- .04 * noise(n, k) + .03 * cos(2 * pi * (1:n) / period)
  before <- c(rep(0, lag), head(dx, -lag))
  dy <- effect * before + .01 * noise(n, k + 1) - .02 * sin(2 * pi * (1:n) / period)
  list(to_levels(dx, 800), to_levels(dy, 50))
}
constant <- linked(62, 2, .7, 90, FALSE)
lost <- linked(71, 1, c(rep(.8, 54), rep(0, 17)), 92, FALSE)
weekly <- linked(190, 3, .5, 94, TRUE)
weekly[[1]][c(20, 90)] <- c(0, -2)  # both series on the asinh scale
cases$links <- list(
  link_case(constant[[1]], constant[[2]], 2.9, 2, 1, FALSE, .9),
  link_case(lost[[1]], lost[[2]], 2.5, 1, 1, FALSE, .9),
  link_case(weekly[[1]], weekly[[2]], .5, 2, 3, TRUE, .9))  # the plain t interval is wider
stopifnot(cases$links[[2]]$outside >= 2, cases$links[[3]]$cusum > 0)

# --- Drivers --------------------------------------------------------------------------------------
orders <- function(set) {
  if (length(set) <= 1) return(list(set))
  do.call(c, lapply(seq_along(set), function(i) lapply(orders(set[-i]), function(o) c(set[i], o))))
}
driver_case <- function(star, inputs, weekly) {
  near <- if (weekly) 0:3 else 0:1
  far <- if (weekly) 4:11 else 2:4
  harmonics <- integer()
  prepare <- function(x) {
    d <- clamp(growth(x))
    j <- if (length(d) >= (if (weekly) 104 else 24)) choose_harmonics(d, weekly) else 0
    harmonics <<- c(harmonics, j)
    deseason(d, weekly, j)
  }
  d <- prepare(star)
  g <- lapply(inputs, prepare)
  t <- (max(far) + 2):length(d)
  y <- d[t]
  own <- d[t - 1]
  # Every series has lost its own season, but what is moved in time is not free of it.
  period <- if (weekly) 365.25 / 7 else 12
  still <- cbind(rep(1, length(d)), season_columns(length(d), period, max(harmonics)))[t, , drop = FALSE]
  base <- cbind(still, own)
  lag_mean <- function(x, lags) sapply(t, function(u) mean(x[u - lags]))
  terms <- lapply(g, function(x) cbind(lag_mean(x, near), lag_mean(x, far)))
  n <- length(y)
  p <- length(inputs)
  r_squared <- function(set) {
    x <- do.call(cbind, c(list(base), terms[set]))
    1 - sum(lm.fit(x, y)$residuals^2) / sum((y - mean(y))^2)
  }
  gains <- matrix(sapply(orders(1:p), function(order) {
    r2 <- sapply(0:p, function(k) r_squared(order[seq_len(k)]))
    diff(r2)[match(1:p, order)]
  }), p)
  vif <- sapply(1:p, function(i) max(sapply(1:2, function(c) {
    x <- terms[[i]][, c]
    left <- lm.fit(do.call(cbind, c(list(base), terms[-i])), x)$residuals
    sum(lm.fit(base, x)$residuals^2) / sum(left^2)
  })))
  # Elasticities by least squares without the star's own past, and their intervals: errors keep a
  # share of the ones before, found by what the fit should have left of them.
  fit <- cbind(still, do.call(cbind, terms))
  hat <- fit %*% solve(crossprod(fit), t(fit))
  left <- y - hat %*% y
  off <- diag(n) - hat
  near_by <- abs(outer(1:n, 1:n, "-")) == 1
  errors <- function(rho) off %*% rho^abs(outer(1:n, 1:n, "-")) %*% off
  seen <- sum(left[-1] * left[-n]) / sum(left^2)
  too_low <- function(rho) sum(errors(rho) * near_by) / 2 / sum(diag(errors(rho))) - seen
  rho <- if (too_low(0) >= 0) 0 else uniroot(too_low, c(0, .95), tol = 1e-12)$root
  sigma <- rho^abs(outer(1:n, 1:n, "-")) * sum(left^2) / sum(diag(errors(rho)))
  weights <- sapply(1:p, function(i) {
    both <- rep(0, ncol(fit))
    both[ncol(still) + 2 * i - (1:0)] <- 1
    fit %*% solve(crossprod(fit), both)
  })
  elasticity <- as.numeric(t(weights) %*% y)
  reach <- qt(.95, (n - ncol(fit)) * (1 - rho) / (1 + rho)) * sqrt(diag(t(weights) %*% sigma %*% weights))
  # From here on the star's own past is taken out, and terms have mean square 1.
  free <- function(x) as.numeric(lm.fit(base, x)$residuals)
  target <- free(y)
  z <- apply(do.call(cbind, terms), 2, free)
  z <- sweep(z, 2, sqrt(colMeans(z^2)), "/")
  out <- list(star = star, inputs = inputs, weekly = weekly, n = n, harmonics = harmonics,
              share = rowMeans(gains), r_squared = r_squared(1:p) - r_squared(integer()), vif = vif,
              elasticity = elasticity, elasticity_high = elasticity + reach)
  # With 20 periods shifts stand in for permutations, and all are tried. The rest is taken out anew
  # after every shift. No input is more sure than an F test says, with errors that keep what the
  # estimate of the star's own past falls short of (Kendall 1954).
  if (n >= 20) {
    along <- max(0, cor(lm.fit(still, y)$residuals, lm.fit(still, own)$residuals))
    kept <- min(.5, (ncol(still) + 3 * along) / n)
    out$p_value <- sapply(1:p, function(i) {
      columns <- 2 * i - (1:0)
      rest <- cbind(base, z[, -columns, drop = FALSE])
      left <- function(x) as.matrix(lm.fit(rest, as.matrix(x))$residuals)
      y <- left(target)
      gain <- sapply(0:(n - 1), function(s) {
        sum(lm.fit(left(z[(1:n - 1 + s) %% n + 1, columns]), y)$fitted.values^2)
      })
      x <- z[, columns]
      alike <- max(0, sum(x[-1, ] * x[-n, ]) / sum(x^2)) * kept
      freedom <- n - ncol(rest) - 2
      f <- gain[1] / 2 / ((sum(y^2) - gain[1]) / freedom) * (1 - alike) / (1 + alike)
      max((1 + sum(gain[-1] >= gain[1])) / n, pf(f, 2, freedom, lower.tail = FALSE))
    })
    out$p_adjusted <- p.adjust(out$p_value, "BH")
  }
  out
}
driven <- function(n, effects, k, mixed, season, period) {
  x <- lapply(seq_along(effects), function(i) {
    .05 * (noise(n, k + i) + mixed * noise(n, k + 20)) + season * cos(2 * pi * (1:n) / period + i)
  })
  d <- Reduce(`+`, Map(function(e, one) e * (one + c(0, head(one, -1))) / 2, effects, x)) +
    .03 * noise(n, k + 40) + season * sin(2 * pi * (1:n) / period)
  d[n %/% 2] <- .9  # beyond the clamp
  list(to_levels(d, 400), lapply(x, to_levels, from = 90))
}
# Fewer than 104 weeks: no season is looked for.
short <- driven(98, c(.9, .5, .2, 0), 200, 1, 0, 52)
short[[2]][[4]][30] <- 0
seasonal <- driven(62, c(.8, .4, .1), 300, .7, .03, 12)
single <- driven(23, .8, 400, 0, 0, 12)
cases$drivers <- list(driver_case(short[[1]], short[[2]], TRUE),
                      driver_case(seasonal[[1]], seasonal[[2]], FALSE),
                      driver_case(single[[1]], single[[2]], FALSE))
stopifnot(all(cases$drivers[[1]]$harmonics == 0), any(cases$drivers[[2]]$harmonics > 0),
          all(cases$drivers[[3]]$harmonics == 0), is.null(cases$drivers[[3]]$p_value))

one_line_each <- sapply(cases, function(case) {
  # Unnamed vectors, and a vector of length one stays a number.
  jsonlite::toJSON(rapply(case, unname, how = "replace"), digits = NA, auto_unbox = TRUE)
})
cat("{\n", paste0('"', names(cases), '": ', one_line_each, collapse = ",\n"), "\n}\n", sep = "")

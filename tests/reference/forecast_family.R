# Reference numbers for forecast_family_test.cc: the data of every case and what R makes of them.
#
#   Rscript tests/reference/forecast_family.R > tests/reference/forecast_family.json
#
# Needs base R alone (stats, datasets). Made with R 4.2.2. Data are R's own: Nile, nottem, co2,
# AirPassengers.
number <- function(x) {
  text <- formatC(as.numeric(x), digits = 15, format = "g", width = 1)
  if (length(x) == 1) text else paste0("[", paste(text, collapse = ","), "]")
}
object <- function(x) {
  fields <- vapply(names(x), function(name) paste0("\"", name, "\":",
    if (is.list(x[[name]])) object(x[[name]]) else number(x[[name]])), "")
  paste0("{", paste(fields, collapse = ","), "}")
}
cases <- list()

# --- Simple exponential smoothing -----------------------------------------------------------------
best <- HoltWinters(Nile, beta = FALSE, gamma = FALSE)
given <- HoltWinters(Nile, alpha = .25, beta = FALSE, gamma = FALSE)
cases$simple <- list(values = Nile, weight = best$alpha, squares = best$SSE,
                     level = best$coefficients["a"], given_weight = .25,
                     given_squares = given$SSE, given_level = given$coefficients["a"])

# --- Holt, and Holt-Winters additive, from given first states -------------------------------------
log_air <- log(AirPassengers)
holt <- HoltWinters(log_air, alpha = .6, beta = .2, gamma = FALSE, l.start = 4.7, b.start = .01)
cases$holt <- list(values = log_air, level_weight = .6, trend_weight = .2, first_level = 4.7,
                   first_trend = .01, squares = holt$SSE, level = holt$coefficients["a"],
                   trend = holt$coefficients["b"])
season <- seq(-.15, .15, length.out = 12)
winters <- HoltWinters(log_air, alpha = .4, beta = .1, gamma = .3, l.start = 4.8, b.start = .01,
                       s.start = season)
cases$winters <- list(values = log_air, level_weight = .4, trend_weight = .1, season_weight = .3,
                      first_level = 4.8, first_trend = .01, first_season = season,
                      squares = winters$SSE, level = winters$coefficients["a"],
                      trend = winters$coefficients["b"],
                      season = winters$coefficients[paste0("s", 1:12)],
                      ahead = predict(winters, 24))

# --- Theta: smoothing with its best first level, and half of the linear trend ---------------------
# Sums of squares are quadratic in the first level: the best follows from two of them.
theta <- function(y, horizon) {
  n <- length(y)
  run <- function(weight, level) {
    errors <- numeric(n)
    for (t in 1:n) {
      errors[t] <- y[t] - level
      level <- level + weight * errors[t]
    }
    list(errors = errors, level = level)
  }
  best_first <- function(weight) {
    at_0 <- run(weight, 0)$errors
    share <- (1 - weight)^(0:(n - 1))
    sum(at_0 * share) / sum(share^2)
  }
  squares <- function(weight) sum(run(weight, best_first(weight))$errors^2)
  weight <- optimize(squares, c(.01, .99), tol = 1e-12)$minimum
  first <- best_first(weight)
  slope <- coef(lm(y ~ seq_along(y)))[2]
  ahead <- run(weight, first)$level +
    slope / 2 * (0:(horizon - 1) + (1 - (1 - weight)^n) / weight)
  list(values = y, weight = weight, first = first, ahead = ahead)
}
cases$theta_nile <- theta(as.numeric(Nile), 6)
parts <- decompose(AirPassengers, "multiplicative")
cases$theta_air <- theta(as.numeric(AirPassengers / parts$seasonal), 6)
cases$theta_air$factors <- parts$figure

# --- Local level ----------------------------------------------------------------------------------
fit <- StructTS(Nile, type = "level")
cases$local_level <- list(values = Nile, level_variance = fit$coef["level"],
                          noise_variance = fit$coef["epsilon"])

# --- Seasonal naive -------------------------------------------------------------------------------
cases$seasonal_naive <- list(values = nottem, season = 12, ahead = tail(nottem, 12),
                             half_width = qnorm(.975) * sqrt(mean(diff(nottem, 12)^2)))

# --- Autoregression of the changes, without and with ridge ----------------------------------------
ridge <- function(y, order, penalty) {
  d <- diff(y)
  d <- d - mean(d)
  lags <- embed(d, order + 1)
  x <- lags[, -1, drop = FALSE]
  strength <- penalty * mean(lags[, 1]^2)
  solve(crossprod(x) + diag(strength, order), crossprod(x, lags[, 1]))
}
recursive <- function(y, order, coefficients, horizon) {
  d <- diff(y)
  m <- mean(d)
  past <- d - m
  for (h in 1:horizon) past <- c(past, sum(coefficients * rev(tail(past, order))))
  tail(y, 1) + cumsum(tail(past, horizon) + m)
}
y <- as.numeric(log_air)
coefficients <- ridge(y, 14, 10)
cases$autoregression <- list(values = y, order = 14, penalty = 10, coefficients = coefficients,
                             mean = mean(diff(y)), ahead = recursive(y, 14, coefficients, 24))

# --- Season and trend by local regression ---------------------------------------------------------
strength <- function(part, rest) max(0, 1 - var(rest) / var(part + rest))
stl_case <- function(y, ...) {
  parts <- stl(y, ...)$time.series
  season <- as.numeric(parts[, "seasonal"])
  trend <- as.numeric(parts[, "trend"])
  rest <- as.numeric(parts[, "remainder"])
  list(values = as.numeric(y), season = season, trend = trend, rest = rest,
       season_strength = strength(season, rest), trend_strength = strength(trend, rest))
}
cases$stl_nottem <- stl_case(nottem, "periodic", robust = TRUE)
cases$stl_co2 <- stl_case(log(co2), s.window = 21)
# Of 143 values: for an even number R's stl asks its partial sort for the two middle residuals in
# falling order, and sometimes gets others.
odd <- window(log(AirPassengers), end = c(1960, 11))
odd[c(30, 31, 77)] <- odd[c(30, 31, 77)] + c(1, -1, .5)
cases$stl_odd <- stl_case(odd, s.window = 7, t.window = 15, robust = TRUE)

cat("{\n", paste0("\"", names(cases), "\": ", vapply(cases, object, ""), collapse = ",\n"),
    "\n}\n", sep = "")

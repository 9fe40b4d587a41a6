// How often does a method find an effect where there was none? The same method is asked at earlier
// dates, at which nothing began. A method whose interval excludes 0 at many of them is not to be
// believed at the date that matters, and its interval is widened until it would have held at nearly
// all of them. Earlier dates near each other share periods, so that 20 of them are worth fewer.
// Sources: placebo dates: Bertrand, Duflo & Mullainathan 2004, Abadie, Diamond & Hainmueller 2010;
// widening: the conformal rank of conformal.h. Pure and thread safe.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace northstar::stats {

struct PlaceboCheck {
  size_t dates = 0;
  // Share of dates at which the method's own interval excludes 0, 0-1. About 1 - level where it is
  // honest.
  double false_alarm_rate = 0;
  // What half-widths are multiplied by, at least 1.
  double widening = 1;
  // Share of dates with as much, the date itself counted in: at best 1 / (dates + 1).
  double p_value = 1;
};

// Scores are what was found in half-widths of the method's own interval at `level`: above 1 it
// excludes 0. With fewer dates than the level needs, the largest score widens.
// REQUIRES: not negative, finite; 0 < level < 1.
PlaceboCheck JudgePlacebos(std::span<const double> scores, double own_score, double level);

// At most `most` of the dates from `first` to `last`, both included, evenly spread, the last among
// them; empty where last < first. REQUIRES: most >= 1.
std::vector<size_t> PlaceboDates(size_t first, size_t last, size_t most);

}  // namespace northstar::stats

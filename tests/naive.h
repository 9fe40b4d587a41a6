// The third opinion: every metric type computed as plainly as can be, over rows in memory, straight
// from the words of the language. No plan, no sets, no windows in SQL; quadratic and worse.
// It shares only the calendar's periods and the meaning of single expressions with the program.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/project.h"

namespace northstar::testing {

struct NaiveRow {
  int64_t ts = 0;
  int line = 0;  // in the file; decides at one instant
  std::string event;
  std::optional<std::string> user, team, country, code;
  std::optional<double> amount;
};

class Naive {
 public:
  using Filter = std::function<bool(const NaiveRow&)>;
  // `rows` in any order; later ones than `as_of` do not exist.
  Naive(const Project& project, std::vector<NaiveRow> rows, int64_t as_of);

  // The value in [lo, hi), a period of `grain`, over events that pass the filter.
  std::optional<double> Value(const Metric& metric, Grain grain, int64_t lo, int64_t hi,
                              const Filter& filter) const;
  bool Holds(const BoundRef& condition, const NaiveRow& row) const;

 private:
  struct Call {
    const Metric& metric;
    Grain grain;
    int64_t lo, hi;
    const Filter& filter;
  };
  using Rows = std::vector<const NaiveRow*>;
  static const std::optional<std::string>& Id(const NaiveRow& row, const std::string& entity);
  std::vector<std::string> Ids(const std::string& entity) const;
  bool Takes(const std::vector<EventChoice>& choices, const Metric& metric,
             const NaiveRow& row) const;
  bool MeetsConditions(const std::vector<Condition>& only, const std::string& entity, Grain grain,
                       const NaiveRow& row) const;
  // Rows that the choices take, in order; of one entity when `id` is given.
  Rows Find(const std::vector<EventChoice>& choices, const Call& call, bool main,
            const std::string* id) const;
  bool ActiveIn(const Metric& active, const std::string& id, int64_t lo, int64_t hi, Grain grain,
                const Filter& filter, const std::vector<Condition>& only) const;
  int64_t Later(int64_t ts, const Duration& duration) const;
  int64_t Periods(int64_t ts, Grain grain, int count) const;  // rolling
  std::pair<int64_t, int64_t> PeriodAt(int64_t ts, Grain grain) const;
  std::pair<int64_t, int64_t> Next(int64_t lo, Grain grain, int count) const;

  // Of the rows of a metric over rows in the period; none for a row without a value.
  std::vector<std::optional<double>> ValuesIn(const Call& call) const;
  std::optional<double> Active(const Call& call, const kind::Active& kind) const;
  std::optional<double> Lifecycle(const Call& call, const kind::Lifecycle& kind) const;
  std::optional<double> FirstTime(const Call& call) const;
  std::optional<double> Frequency(const Call& call, const kind::Frequency& kind) const;
  std::optional<double> Conversion(const Call& call, const kind::Conversion& kind) const;
  std::optional<double> DurationOf(const Call& call, const kind::TimeBetween& kind) const;
  std::optional<double> Retention(const Call& call, const kind::Retention& kind) const;
  std::optional<double> Sessions(const Call& call, const kind::Sessions& kind) const;
  std::optional<double> State(const Call& call, const kind::State& kind) const;

  const Project& project_;
  const Calendar& calendar_;
  std::vector<NaiveRow> rows_;  // in order of time and line
  int64_t as_of_;
};

}  // namespace northstar::testing

// What a request takes, as data. The options, the help and the completion of the command line come
// from it; so will the parameters of a URL and the tools of assistants. Thread safety: plain
// values.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/result.h"

namespace northstar {

enum class ParameterKind {
  kFlag,
  kChoice,
  kText,
  kMetric,
  kDimension,
  kExpression,  // of the expression language
  kDate,        // a local day
  kTime,        // a local day or an instant
  kCount,       // a whole number from 0 up
  kShare,       // between 0 and 1, or per cent with its sign
  kFile,        // on this machine
  kColumn,      // of such a file
};

struct Parameter {
  std::string_view name;  // "as-of"
  ParameterKind kind = ParameterKind::kText;
  std::string_view help;
  std::vector<std::string> choices = {};
  bool many = false, required = false;
  // What a request is about: the command line takes it without its name.
  bool subject = false;
  bool also_named = false;  // of a subject: it may be given by name as well
  // What help calls a value; empty: as its kind is called.
  std::string_view placeholder = {};
  // Surfaces set it by themselves: a picture needs more than numbers do.
  bool internal = false;

  // "GRAIN"; empty for a flag.
  std::string_view Placeholder() const;
};

// Parameters that many requests share.
Parameter GrainParameter(std::string_view help);
Parameter WhereParameter(std::string_view help = "Include only events that match this condition");
Parameter AsOfParameter();

// What was asked, by parameter. Reading fails with kUsage, in the words of the surface that asked.
class Arguments {
 public:
  // `prefix`: what the surface puts before a name, "--" on the command line.
  explicit Arguments(std::string prefix = {}) : prefix_(std::move(prefix)) {}

  void Set(const std::string& name, std::vector<std::string> values) {
    values_[name] = std::move(values);
  }
  bool Has(std::string_view name) const { return values_.contains(name); }
  // The first value; `fallback` where there is none.
  std::string Text(std::string_view name, std::string fallback = {}) const;
  std::vector<std::string> All(std::string_view name) const;
  // "--as-of": a parameter as whoever asks writes it.
  std::string Called(std::string_view name) const { return prefix_ + std::string(name); }

  // Each nullopt where nothing was given.
  std::optional<Grain> ReadGrain() const;
  Result<std::optional<Day>> ReadDay(std::string_view name) const;
  Result<std::optional<int>> ReadCount(std::string_view name) const;
  // Between 0 and 1, both excluded. `example`: a share as one writes it.
  Result<std::optional<double>> ReadShare(std::string_view name, double example) const;
  // UTC microseconds; a day is its local midnight.
  Result<std::optional<int64_t>> ReadTime(std::string_view name, const Calendar& calendar) const;

 private:
  std::string prefix_;
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
};

// Of a request about a file: a metric, or parameters that only a project understands, would be
// silently ignored.
Status CheckForFile(const Arguments& arguments, std::string_view metric,
                    std::initializer_list<std::string_view> of_projects);
// Of any request: `needed` must be there; `example` shows how.
Status CheckNeeded(const Arguments& arguments, std::string_view request,
                   std::initializer_list<std::string_view> needed, std::string_view example);

}  // namespace northstar

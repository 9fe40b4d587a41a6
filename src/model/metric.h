// A metric as a project defines it: what is counted, of whom, when. Every expression is bound and
// every name known to exist. What follows from its kind is in metric_traits.h.
//
// An empty text or a null BoundRef says that the key is not there. Plain values.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/calendar.h"
#include "model/bound_expr.h"
#include "model/metric_kinds.h"
#include "model/values.h"

namespace northstar {

// One entry of `only:`, asked of the entity at the time of an event. Exactly one of three: {since:
// EVENT, within}; {event: EVENT, at_least, window}: so many of them, ever or within the window;
// {part, of}: it is in that part of the lifecycle of the metric `of`.
struct Condition {
  // Events as written, "any" for any.
  std::string since, event, of, part;
  std::optional<Duration> within;
  // None: ever.
  std::optional<Duration> window;
  // Whole, from 1 to 1e9.
  double at_least = 1;
  SourceSpan span;
};

// What a metric of the type `feedback` asks of a source.
struct FeedbackFigure {
  std::string source;
  // "sentiment", "volume", "share_negative" or "average_rating".
  std::string statistic;
};

// What every metric has; the keys of its type alone are in `kind`.
struct Metric {
  std::string name;
  // As written: "feedback" of a count or an average that stands for one.
  std::string type_name;
  MetricKind kind;
  // For people: as written, else the name with spaces and a capital; of a series that only its
  // source declares the name itself.
  std::string label;
  // One sentence, where there is one.
  std::string description;
  // Whose activity counts; empty when none is given.
  std::string entity;
  // Any of them; several entries are alternatives.
  std::vector<EventChoice> events;
  // A condition over dimensions, values and entities; null: every row.
  BoundRef where;
  SourceSpan where_span;
  // Of rows that were paid for or pushed; null: the project does not say.
  BoundRef incentivised;
  // As written, or inherited from the parts; none: any.
  std::optional<Grain> grain;
  // What is counted, behind its values; plural: several of it, where the unit is one.
  std::string unit, plural;
  // "" (numbers), "none", "percentage", "currency_…", "duration": metric_look.h.
  std::string format;
  bool increase_is_good = true;
  std::vector<std::string> owners;
  // "proposed", "approved" or "retired".
  std::string status = "approved";
  std::vector<std::string> tags;
  // Beside name and label; what people may call it when they are asked.
  std::vector<std::string> also_called;
  int version = 1;
  bool approximate = false;
  // The mapping that defines it, as YAML on one line (YamlOnOneLine); empty of a series that only
  // its source declares.
  std::string written;
  // All of them must hold.
  std::vector<Condition> only;
  // Of the type `feedback`: what it was before it became a count or an average.
  std::optional<FeedbackFigure> feedback;

  // False: parsed, but not computed by this version.
  bool available = true;
  // What the project says; none: nothing. IsOwnIncome (income.h) decides.
  std::optional<bool> income;
  // Of the name.
  SourceSpan span;
  SourceSpan description_span;
  // Of the value, where its kind has one.
  SourceSpan value_span;

  // Whether it is of one of the kinds.
  template <class... Kinds>
  bool Is() const {
    return (std::holds_alternative<Kinds>(kind) || ...);
  }
  // Its own keys; null when it is of another kind.
  template <class Kind>
  const Kind* As() const {
    return std::get_if<Kind>(&kind);
  }
};

// Keys that several kinds have; of the others what stands for a key that is not there.

// A number; null for what counts rows or entities.
const BoundRef& ValueOf(const Metric& metric);
const std::string& DistinctOf(const Metric& metric);
// 1 where nothing is asked for.
double AtLeastOf(const Metric& metric);
// The trailing time of what is active, or of a running sum.
const std::optional<Duration>& WindowOf(const Metric& metric);
// The time allowed from one event to another.
const std::optional<Duration>& WithinOf(const Metric& metric);
// As written, that of feedback included.
const std::string& StatisticOf(const Metric& metric);
// Where entities start and what they reach.
const std::vector<EventChoice>& FromOf(const Metric& metric);
const std::vector<EventChoice>& ToOf(const Metric& metric);
// Of a conversion.
const std::vector<EventChoice>& StepsOf(const Metric& metric);
// Every list of events that it looks at: its own, and those of its kind in the order of their keys.
// Points into the metric.
std::vector<const std::vector<EventChoice>*> EventListsOf(const Metric& metric);

}  // namespace northstar

#include "model/metric.h"

namespace northstar {
namespace {

// What `read` finds in the metric's kind; a kind that it cannot be asked of has an empty one.
template <class Value, class Read>
const Value& KeyOf(const Metric& metric, Read read) {
  static const Value kNone{};
  return std::visit(
      [&](const auto& kind) -> const Value& {
        if constexpr (std::invocable<Read, decltype(kind)>) {
          return read(kind);
        } else {
          return kNone;
        }
      },
      metric.kind);
}

using Choices = std::vector<EventChoice>;

}  // namespace

const BoundRef& ValueOf(const Metric& metric) {
  return KeyOf<BoundRef>(metric, [](const auto& k) -> decltype((k.value)) { return k.value; });
}

const std::string& DistinctOf(const Metric& metric) {
  return KeyOf<std::string>(metric,
                            [](const auto& k) -> decltype((k.distinct)) { return k.distinct; });
}

double AtLeastOf(const Metric& metric) {
  return std::visit(
      [](const auto& kind) -> double {
        if constexpr (requires { kind.at_least; }) {
          return kind.at_least;
        } else {
          return 1;
        }
      },
      metric.kind);
}

const std::optional<Duration>& WindowOf(const Metric& metric) {
  return KeyOf<std::optional<Duration>>(
      metric, [](const auto& k) -> decltype((k.window)) { return k.window; });
}

const std::optional<Duration>& WithinOf(const Metric& metric) {
  return KeyOf<std::optional<Duration>>(
      metric, [](const auto& k) -> decltype((k.within)) { return k.within; });
}

const std::string& StatisticOf(const Metric& metric) {
  if (metric.feedback) return metric.feedback->statistic;
  return KeyOf<std::string>(metric,
                            [](const auto& k) -> decltype((k.statistic)) { return k.statistic; });
}

const Choices& FromOf(const Metric& metric) {
  return KeyOf<Choices>(metric, [](const auto& k) -> decltype((k.from)) { return k.from; });
}

const Choices& ToOf(const Metric& metric) {
  return KeyOf<Choices>(metric, [](const auto& k) -> decltype((k.to)) { return k.to; });
}

const Choices& StepsOf(const Metric& metric) {
  return KeyOf<Choices>(metric, [](const auto& k) -> decltype((k.steps)) { return k.steps; });
}

std::vector<const Choices*> EventListsOf(const Metric& metric) {
  std::vector<const Choices*> lists{&metric.events};
  std::visit(
      [&](const auto& kind) {
        if constexpr (requires { kind.from; }) lists.insert(lists.end(), {&kind.from, &kind.to});
        if constexpr (requires { kind.steps; }) lists.push_back(&kind.steps);
        if constexpr (requires { kind.return_event; }) lists.push_back(&kind.return_event);
        if constexpr (requires { kind.on; }) lists.insert(lists.end(), {&kind.on, &kind.off});
      },
      metric.kind);
  return lists;
}

}  // namespace northstar

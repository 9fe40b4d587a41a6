// The keys that only one type of metric has → its kind: a function per type, and what its keys ask
// of each other. Keys that the type does not have were reported before and are passed over.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "model/feedback_figures.h"
#include "model/project.h"
#include "model/reading.h"

namespace northstar::reading {

class KindReader {
 public:
  KindReader(MetricReader& reader, const YamlNode& node, Metric& metric)
      : reader_(reader), node_(node), metric_(metric) {}

  // By the name of the type.
  MetricKind Read(std::string_view type);

 private:
  template <class Kind>
  MetricKind Plain() {
    return Kind{};
  }
  template <class Kind>
  MetricKind OfValue() {
    return Kind{Value()};
  }
  MetricKind Percentile();
  MetricKind Active();
  MetricKind Frequency();
  MetricKind Lifecycle();
  MetricKind Ratio();
  MetricKind Cumulative();
  MetricKind Conversion();
  MetricKind Retention();
  MetricKind TimeBetween();
  MetricKind Sessions();
  MetricKind State();
  MetricKind Feedback();
  MetricKind Series();

  BoundRef Value();
  double AtLeast();
  std::vector<EventChoice> Events(std::string_view key);
  std::optional<int> Periods(std::string_view key);
  // Empty when it is not given.
  std::string Statistic(const std::vector<std::string>& known);
  MetricKind FeedbackOf(const Source& source);
  void Fail(std::string_view key, std::string message, std::string expected) {
    reader_.context_.reporter.Error("NS010", SpanOf(node_, key), std::move(message),
                                    std::move(expected));
  }

  MetricReader& reader_;
  const YamlNode& node_;
  Metric& metric_;
};

MetricKind KindReader::Read(std::string_view type) {
  // In the order of the table of types in schema.cc.
  static constexpr std::pair<std::string_view, MetricKind (KindReader::*)()> kReaders[] = {
      {"count", &KindReader::Plain<kind::Count>},
      {"sum", &KindReader::OfValue<kind::Sum>},
      {"average", &KindReader::OfValue<kind::Average>},
      {"min", &KindReader::OfValue<kind::Min>},
      {"max", &KindReader::OfValue<kind::Max>},
      {"median", &KindReader::OfValue<kind::Median>},
      {"percentile", &KindReader::Percentile},
      {"active", &KindReader::Active},
      {"frequency", &KindReader::Frequency},
      {"lifecycle", &KindReader::Lifecycle},
      {"ratio", &KindReader::Ratio},
      // Formulas see every metric, so they are bound after all metrics are known.
      {"derived", &KindReader::Plain<kind::Derived>},
      {"cumulative", &KindReader::Cumulative},
      {"conversion", &KindReader::Conversion},
      {"retention", &KindReader::Retention},
      {"duration", &KindReader::TimeBetween},
      {"sessions", &KindReader::Sessions},
      {"state", &KindReader::State},
      {"first_time", &KindReader::Plain<kind::FirstTime>},
      {"feedback", &KindReader::Feedback},
      {"series", &KindReader::Series}};
  const auto* found = std::find_if(std::begin(kReaders), std::end(kReaders),
                                   [&](const auto& reader) { return reader.first == type; });
  NS_CHECK(found != std::end(kReaders));  // every type of the schema has a reader
  return (this->*found->second)();
}

BoundRef KindReader::Value() {
  const YamlNode* value = node_.Find("value");
  if (value == nullptr || !value->is_scalar()) return nullptr;
  metric_.value_span = value->span;
  return reader_.BindNode(*value, ValueType::kNumber);
}

double KindReader::AtLeast() {
  const double at_least = Number(node_, "at_least").value_or(1);
  if (at_least < 1 || at_least != std::floor(at_least) || at_least > 1e9)
    Fail("at_least", "'at_least' must be a whole number of at least 1", "a count such as 3");
  return at_least;
}

std::vector<EventChoice> KindReader::Events(std::string_view key) {
  std::vector<EventChoice> events;
  reader_.ReadEvents(node_, key, events);
  return events;
}

std::optional<int> KindReader::Periods(std::string_view key) {
  return Whole(node_, key);
}

std::string KindReader::Statistic(const std::vector<std::string>& known) {
  std::string statistic = Text(node_, "statistic");
  if (!statistic.empty() && std::find(known.begin(), known.end(), statistic) == known.end())
    Fail("statistic", fmt::format("'statistic' cannot be '{}'", statistic),
         "one of " + Join(known, ", "));
  return statistic;
}

MetricKind KindReader::Percentile() {
  kind::Percentile kind{Value(), Number(node_, "p").value_or(50)};
  if (kind.p < 0 || kind.p > 100) Fail("p", "'p' must be between 0 and 100", "");
  return kind;
}

MetricKind KindReader::Active() {
  kind::Active kind;
  kind.distinct = Text(node_, "distinct");
  reader_.CheckEntity(kind.distinct, node_, "distinct");
  kind.at_least = AtLeast();
  kind.window = ReadDuration(node_, "window");
  return kind;
}

MetricKind KindReader::Frequency() {
  return kind::Frequency{.of = Text(node_, "of"),
                         .statistic = Statistic({"average", "median", "share_at_least"}),
                         .at_least = AtLeast()};
}

MetricKind KindReader::Lifecycle() {
  return kind::Lifecycle{Text(node_, "metric"), Text(node_, "part")};
}

MetricKind KindReader::Ratio() {
  return kind::Ratio{Text(node_, "numerator"), Text(node_, "denominator")};
}

MetricKind KindReader::Cumulative() {
  return kind::Cumulative{Text(node_, "metric"), ReadDuration(node_, "window"),
                          GrainFromName(Text(node_, "to_date"))};
}

MetricKind KindReader::Conversion() {
  kind::Conversion kind{.from = Events("from"),
                        .to = Events("to"),
                        .steps = Events("steps"),
                        .within = ReadDuration(node_, "within"),
                        .not_before = ReadDuration(node_, "not_before"),
                        .calculation = Text(node_, "calculation"),
                        .allow_same_time = Flag(node_, "allow_same_time")};
  if (kind.steps.empty() && (kind.from.empty() || kind.to.empty()))
    Fail("name", "a conversion needs 'from' and 'to', or 'steps'", "from: signed_up, to: paid");
  if (!kind.steps.empty() && (!kind.from.empty() || !kind.to.empty()))
    Fail("steps", "'steps' replace 'from' and 'to'", "");
  if (kind.steps.size() > 30) Fail("steps", "a conversion can have at most 30 steps", "");
  return kind;
}

MetricKind KindReader::Retention() {
  kind::Retention kind{.return_event = Events("return_event"),
                       .after = Periods("after"),
                       .until = Periods("until"),
                       .mode = Text(node_, "mode"),
                       .cohort = Text(node_, "cohort"),
                       .rolling = Flag(node_, "rolling")};
  if (kind.after.value_or(1) < 0)
    Fail("after", "'after' must not be negative", "a number such as 1");
  if (kind.mode == "on_or_after" && kind.until.value_or(-1) < kind.after.value_or(1))
    Fail(kind.until ? "until" : "mode", "'on_or_after' needs an 'until' that is not before 'after'",
         "until: 8");
  return kind;
}

MetricKind KindReader::TimeBetween() {
  return kind::TimeBetween{.from = Events("from"),
                           .to = Events("to"),
                           .within = ReadDuration(node_, "within"),
                           .statistic = Statistic({"median", "average", "p75", "p90"}),
                           .allow_same_time = Flag(node_, "allow_same_time")};
}

MetricKind KindReader::Sessions() {
  kind::Sessions kind{
      .gap = ReadDuration(node_, "gap"),
      .statistic = Statistic({"count", "per_entity", "average_length", "median_length",
                              "total_length", "share_at_least", "events_per_session"}),
      .length = ReadDuration(node_, "length")};
  if (kind.statistic == "share_at_least" && !kind.length)
    Fail("statistic", "'share_at_least' needs a 'length'", "length: 30s");
  return kind;
}

MetricKind KindReader::State() {
  return kind::State{Events("on"), Events("off"), Value()};
}

MetricKind KindReader::Series() {
  return kind::Series{.source = Text(node_, "source"), .column = ""};
}

MetricKind KindReader::Feedback() {
  FeedbackFigure& figure = metric_.feedback.emplace();
  figure.source = Text(node_, "source");
  figure.statistic = Statistic({"sentiment", "volume", "share_negative", "average_rating"});
  const Source* source = reader_.project_.FindSource(figure.source);
  if (source != nullptr && source->kind == Source::Kind::kFeedback) return FeedbackOf(*source);
  std::vector<std::string> known;
  for (const Source& one : reader_.project_.sources) {
    if (one.kind == Source::Kind::kFeedback) known.push_back(one.name);
  }
  if (node_.Find("source") != nullptr) {
    reader_.context_.reporter.Error(
        "NS004", SpanOf(node_, "source"),
        fmt::format("there is no feedback source '{}'", figure.source), "",
        known.empty() ? "list it under 'feedback:'" : DidYouMean(figure.source, known));
  }
  return kind::Count{};
}

// Volume is a count of the source's rows, the others are means over them, so that is what the
// metric becomes. Rows whose mood cannot be told count in the volume alone.
MetricKind KindReader::FeedbackOf(const Source& source) {
  const std::string& statistic = metric_.feedback->statistic;
  metric_.events = {{source.event, nullptr, SpanOf(node_, "source")}};
  if (statistic == "volume") return kind::Count{};
  if (statistic == "average_rating") {
    if (!source.HasValue("rating")) {
      reader_.context_.reporter.Error(
          "NS009", SpanOf(node_, "statistic"),
          fmt::format("the feedback source '{}' has no 'rating'", source.name),
          "rating: the column with the rating");
    }
    return kind::Average{FeedbackValue("rating")};
  }
  if (statistic == "share_negative") return ShareNegative(metric_);
  return kind::Average{FeedbackValue(kMoodValue)};
}

void MetricReader::ReadKind(const YamlNode& node, const MetricTypeSpec& type, Metric& metric) {
  metric.kind = KindReader(*this, node, metric).Read(type.name);
}

}  // namespace northstar::reading

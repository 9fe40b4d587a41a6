#include "analysis/query/never_seen.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/query/nearest_value.h"
#include "base/overloaded.h"
#include "base/text.h"
#include "model/eval_expr.h"
#include "model/project.h"

namespace northstar {
namespace {

constexpr std::string_view kEventCode = "NS401";
constexpr std::string_view kValueCode = "NS402";

// The events that the project's sources hold, the most frequent first.
std::vector<ValueCount> EventsOf(const Project& project, const DataFacts& facts) {
  std::map<std::string, int64_t> rows;
  for (const Source& source : project.sources) {
    const auto known = facts.sources.find(source.name);
    if (known == facts.sources.end() || source.kind == Source::Kind::kFeedback) continue;
    for (const auto& [event, count] : known->second.event_rows) rows[event] += count;
  }
  std::vector<ValueCount> events;
  for (const auto& [event, count] : rows) {
    if (count > 0) events.push_back({event, count});
  }
  std::stable_sort(events.begin(), events.end(),
                   [](const ValueCount& a, const ValueCount& b) { return a.rows > b.rows; });
  return events;
}

std::optional<std::string> TextOf(const BoundExpr& expr) {
  const auto* constant = std::get_if<Constant>(&expr.node);
  if (constant == nullptr) return std::nullopt;
  if (const auto* text = std::get_if<std::string>(constant)) return *text;
  if (const auto* number = std::get_if<double>(constant)) return FormatNumber(*number);
  if (const auto* flag = std::get_if<bool>(constant)) return *flag ? "true" : "false";
  return std::nullopt;
}

// What a comparison looks at, when that is one dimension, entity or event name and nothing else.
std::optional<ColumnRef> OnlyColumn(const BoundExpr& expr) {
  const std::vector<ColumnRef> columns = ColumnsIn(expr);
  if (columns.size() != 1) return std::nullopt;
  switch (columns[0].kind) {
    case ColumnKind::kDimension:
    case ColumnKind::kEntity:
    case ColumnKind::kEvent:
      return columns[0];
    case ColumnKind::kSourceColumn:
    case ColumnKind::kTime:
    case ColumnKind::kValue:
    case ColumnKind::kMetric:
    case ColumnKind::kPreviousMetric:
      return std::nullopt;
  }
  return std::nullopt;
}

// Reads definitions against the data, and notes what never occurred. The first failure of the
// engine ends the reading; it is in `status`.
class Reader {
 public:
  Reader(Engine& engine, const Project& project, const DataFacts& facts)
      : engine_(engine), project_(project), facts_(facts), events_(EventsOf(project, facts)) {}

  // Where the next names stand, and whose they are. `also`: where an ignore may stand as well.
  void Enter(std::string metric, const SourceSpan& where, const SourceSpan& also) {
    metric_ = std::move(metric);
    where_ = where;
    also_ = also;
  }

  bool EventSeen(const std::string& event) {
    if (event.empty() || event == "any") return true;
    bool known = true;
    for (const Source* source : project_.SourcesOfEvent(event)) {
      const auto facts = facts_.sources.find(source->name);
      known = known && facts != facts_.sources.end();
      if (!known) break;
      const auto rows = facts->second.event_rows.find(event);
      if (rows != facts->second.event_rows.end() && rows->second > 0) return true;
    }
    if (!known || Ignored(kEventCode)) return true;
    for (const Source& source : project_.sources) {
      if (source.kind == Source::Kind::kFeedback && source.event == event) {
        Note(kEventCode, fmt::format("the feedback source '{}' is empty", source.name));
        return false;
      }
    }
    Note(kEventCode, fmt::format("no event '{}' was seen{}", event, MeantInstead(event, events_)));
    return false;
  }

  // Whether a condition can be true, and whether it can be false, with the values that occur.
  struct Can {
    bool hold = true, fail = true;
  };
  Can Read(const BoundExpr& expr) {
    const auto* call = std::get_if<Call>(&expr.node);
    if (call == nullptr) return {};
    switch (call->op) {
      case Op::kEqual:
        return {ReadEqual(*call), true};
      case Op::kNotEqual:
        return {true, ReadEqual(*call)};
      case Op::kIn:
        return {ReadIn(*call), true};
      case Op::kNot: {
        const Can can = Read(*call->args[0]);
        return {can.fail, can.hold};
      }
      case Op::kAnd:
      case Op::kOr:
        return ReadAll(*call);
      case Op::kIf:
        return ReadIf(*call);
      default:  // Nothing is claimed of other operators, but of what stands inside them.
        for (const BoundRef& arg : call->args) Read(*arg);
        return {};
    }
  }
  Can Read(const BoundRef& expr) { return expr ? Read(*expr) : Can{}; }

  Status status;
  std::vector<NeverSeen> missing;

 private:
  Can ReadAll(const Call& call) {
    const bool all = call.op == Op::kAnd;
    Can can{all, !all};
    for (const BoundRef& arg : call.args) {
      const Can one = Read(*arg);
      can.hold = all ? can.hold && one.hold : can.hold || one.hold;
      can.fail = all ? can.fail || one.fail : can.fail && one.fail;
    }
    return can;
  }

  Can ReadIf(const Call& call) {
    const Can when = Read(*call.args[0]);
    const Can then = Read(*call.args[1]);
    const Can otherwise = Read(*call.args[2]);
    return {(when.hold && then.hold) || (when.fail && otherwise.hold),
            (when.hold && then.fail) || (when.fail && otherwise.fail)};
  }

  bool ReadEqual(const Call& call) {
    const bool swapped = std::holds_alternative<Constant>(call.args[0]->node);
    return ValueSeen(call.args[swapped ? 1 : 0], call.args[swapped ? 0 : 1]);
  }

  bool ReadIn(const Call& call) {
    bool any = false;
    for (size_t i = 1; i < call.args.size(); ++i)
      any = ValueSeen(call.args[0], call.args[i]) || any;
    return any;
  }

  bool ValueSeen(const BoundRef& tested, const BoundRef& constant) {
    const auto column = OnlyColumn(*tested);
    const auto wanted = TextOf(*constant);
    if (!column || !wanted || !status.ok() || !IsLoaded(*column)) return true;
    const bool plain = std::holds_alternative<ColumnRef>(tested->node) &&
                       std::holds_alternative<std::string>(std::get<Constant>(constant->node));
    if (plain ? Occurs(*column, *wanted) : SomeEquals(tested, constant, *column)) return true;
    if (!status.ok() || Ignored(kValueCode)) return true;
    const std::string_view code = column->kind == ColumnKind::kEvent ? kEventCode : kValueCode;
    Note(code, fmt::format("no {} '{}' was seen{}", column->name, *wanted,
                           MeantInstead(*wanted, ValuesOf(*column))));
    return false;
  }

  // Of what a source that is not loaded may hold nothing is known.
  bool IsLoaded(const ColumnRef& column) const {
    return std::all_of(project_.sources.begin(), project_.sources.end(), [&](const Source& source) {
      const bool has = column.kind == ColumnKind::kEvent
                           ? source.HoldsEvents() && source.event.empty()
                           : source.HasDimension(column.name) || source.HasEntity(column.name);
      return !has || facts_.sources.contains(source.name);
    });
  }

  const std::vector<ValueCount>& ValuesOf(const ColumnRef& column) {
    if (column.kind == ColumnKind::kEvent) return events_;
    const auto [values, fresh] = values_.try_emplace(column.name);
    if (!fresh) return values->second;
    auto counted = engine_.CountValues(project_, facts_, column);
    if (counted.ok()) {
      values->second = *std::move(counted);
    } else {
      status = counted.error();
    }
    return values->second;
  }

  bool Occurs(const ColumnRef& column, const std::string& value) {
    if (column.kind == ColumnKind::kEvent) {
      return std::any_of(events_.begin(), events_.end(),
                         [&](const ValueCount& one) { return one.value == value; });
    }
    const auto occurs = engine_.Occurs(project_, facts_, column, value);
    if (!occurs.ok()) status = occurs.error();
    return !occurs.ok() || *occurs;
  }

  // The tested expression changes the value ("lower(country)"), so it is tried on every one that
  // occurs, and on none.
  bool SomeEquals(const BoundRef& tested, const BoundRef& constant, const ColumnRef& column) {
    const std::vector<ValueCount>& values = ValuesOf(column);
    if (!status.ok() || values.size() >= Engine::kMostValues) return true;
    const BoundRef equal = MakeCall(Op::kEqual, {tested, constant}, ValueType::kBool);
    const auto holds = [&](const Scalar& value) {
      const Scalar result = EvalScalar(
          *equal, [&](const ColumnRef&) { return value; }, project_.calendar.zone());
      const bool* flag = std::get_if<bool>(&result);
      return flag != nullptr && *flag;
    };
    return holds({}) || std::any_of(values.begin(), values.end(),
                                    [&](const ValueCount& one) { return holds(one.value); });
  }

  bool Ignored(std::string_view code) const {
    return IsIgnored(project_.ignores, code, where_) || IsIgnored(project_.ignores, code, also_);
  }

  void Note(std::string_view code, std::string sentence) {
    for (const NeverSeen& one : missing) {
      if (one.metric == metric_ && one.sentence == sentence) return;
    }
    missing.push_back({code, metric_, std::move(sentence), where_, false});
  }

  Engine& engine_;
  const Project& project_;
  const DataFacts& facts_;
  const std::vector<ValueCount> events_;
  std::map<std::string, std::vector<ValueCount>> values_;
  std::string metric_;
  SourceSpan where_, also_;
};

// Whether some of the choices can have occurred; true of none at all.
bool ReadChoices(const std::vector<EventChoice>& choices, const Metric& metric, Reader& reader) {
  bool any = choices.empty();
  for (const EventChoice& choice : choices) {
    reader.Enter(metric.name, choice.span, metric.span);
    const bool seen = reader.EventSeen(choice.event);
    any = (reader.Read(choice.where).hold && seen) || any;
  }
  return any;
}

bool ReadLeaf(const Project& project, const Metric& metric, Reader& reader) {
  if (metric.Is<kind::Series>()) return true;
  if (const auto* lifecycle = metric.As<kind::Lifecycle>())
    return ReadLeaf(project, *project.FindMetric(lifecycle->metric), reader);
  bool measured = true;
  const auto need = [&](bool possible, const std::vector<NeverSeen>& missing, size_t from) {
    measured = measured && possible;
    for (size_t i = from; i < missing.size(); ++i) reader.missing[i].needed = !possible;
  };
  const auto* state = metric.As<kind::State>();
  const auto* retention = metric.As<kind::Retention>();
  const auto needed = [&](const std::vector<EventChoice>& choices) {
    const size_t from = reader.missing.size();
    need(ReadChoices(choices, metric, reader), reader.missing, from);
  };
  needed(metric.events);
  needed(FromOf(metric));
  if (state != nullptr) needed(state->on);
  for (size_t i = 0; i < StepsOf(metric).size(); ++i) {
    const size_t from = reader.missing.size();
    const bool possible = ReadChoices({StepsOf(metric)[i]}, metric, reader);
    need(possible || i > 0, reader.missing, from);
  }
  ReadChoices(ToOf(metric), metric, reader);
  if (state != nullptr) ReadChoices(state->off, metric, reader);
  if (retention != nullptr) ReadChoices(retention->return_event, metric, reader);
  reader.Enter(metric.name, metric.value_span, metric.span);
  reader.Read(ValueOf(metric));
  reader.Enter(metric.name, metric.where_span, metric.span);
  size_t from = reader.missing.size();
  need(reader.Read(metric.where).hold, reader.missing, from);
  for (const Condition& condition : metric.only) {
    from = reader.missing.size();
    reader.Enter(metric.name, condition.span, metric.span);
    bool possible = reader.EventSeen(condition.since) && reader.EventSeen(condition.event);
    if (!condition.of.empty())
      possible = ReadLeaf(project, *project.FindMetric(condition.of), reader) && possible;
    need(possible, reader.missing, from);
  }
  return measured;
}

bool CanHaveValue(const Project& project, const BoundExpr& expr,
                  const std::function<bool(const Metric&)>& is_measured) {
  if (const auto* column = std::get_if<ColumnRef>(&expr.node))
    return IsMeasured(project, *project.FindMetric(column->name), is_measured);
  const auto* call = std::get_if<Call>(&expr.node);
  if (call == nullptr) return true;
  const auto can = [&](const BoundRef& arg) { return CanHaveValue(project, *arg, is_measured); };
  switch (call->op) {
    case Op::kIsNull:
      return true;
    case Op::kCoalesce:
    case Op::kLeast:
    case Op::kGreatest:
      return std::any_of(call->args.begin(), call->args.end(), can);
    case Op::kIf:
      return can(call->args[1]) || can(call->args[2]);
    default:
      return std::all_of(call->args.begin(), call->args.end(), can);
  }
}

}  // namespace

std::string AsSentence(std::string text) {
  return text.ends_with('?') || text.ends_with('.') ? text : text + ".";
}

bool IsMeasured(const Project& project, const Metric& metric,
                const std::function<bool(const Metric&)>& is_measured) {
  const auto named = [&](const std::string& name) {
    return IsMeasured(project, *project.FindMetric(name), is_measured);
  };
  return std::visit(Overloaded{[&](const kind::Ratio& ratio) {
                                 return named(ratio.numerator) && named(ratio.denominator);
                               },
                               [&](const kind::Derived& formula) {
                                 return CanHaveValue(project, *formula.expr, is_measured);
                               },
                               [&](const kind::Cumulative& sum) { return named(sum.metric); },
                               [&](const kind::OverEvents auto&) { return is_measured(metric); },
                               [&](const kind::Given auto&) { return is_measured(metric); }},
                    metric.kind);
}

Result<SeenData::Look> SeenData::AtLeaf(const Metric& leaf, const BoundRef& where) {
  Reader reader(engine_, project_, facts_);
  Look look;
  look.measured = ReadLeaf(project_, leaf, reader);
  const size_t from = reader.missing.size();
  reader.Enter("", {}, {});
  const bool holds = reader.Read(where).hold;
  for (size_t i = from; i < reader.missing.size(); ++i) reader.missing[i].needed = !holds;
  look.measured = look.measured && holds;
  NS_RETURN_IF_ERROR(reader.status);
  look.missing = std::move(reader.missing);
  return look;
}

Result<SeenData::Look> SeenData::At(const Metric& metric, const BoundRef& where) {
  std::map<const Metric*, Look> looks;
  for (const Metric* leaf : project_.LeavesOf(metric)) {
    NS_ASSIGN(looks[leaf], AtLeaf(*leaf, where));
  }
  return Of(project_, metric, [&](const Metric& leaf) -> const Look& { return looks.at(&leaf); });
}

SeenData::Look SeenData::Of(const Project& project, const Metric& metric,
                            const std::function<const Look&(const Metric&)>& at) {
  Look all;
  all.measured = IsMeasured(project, metric, [&](const Metric& leaf) { return at(leaf).measured; });
  for (const Metric* leaf : project.LeavesOf(metric)) {
    for (const NeverSeen& one : at(*leaf).missing) {
      const bool said = std::any_of(all.missing.begin(), all.missing.end(), [&](const auto& other) {
        return other.metric == one.metric && other.sentence == one.sentence;
      });
      if (said) continue;
      all.missing.push_back(one);
      all.missing.back().needed = one.needed && !all.measured;
    }
  }
  return all;
}

std::string SeenData::WhyNotMeasured(const Metric& metric, const Look& look) {
  if (look.measured) return "";
  std::string text = metric.label + " was not measured:";
  bool first = true;
  for (const NeverSeen& one : look.missing) {
    if (!one.needed) continue;
    std::string reason = AsSentence(one.sentence);
    if (!first) reason[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(reason[0])));
    text += " " + reason;
    first = false;
  }
  return text;
}

Status CheckMeasured(Engine& engine, const Project& project, const DataFacts& facts,
                     const Metric& metric, const BoundRef& where) {
  NS_ASSIGN(const SeenData::Look look, SeenData(engine, project, facts).At(metric, where));
  if (look.measured) return Status::Ok();
  return Error::Data(SeenData::WhyNotMeasured(metric, look), "'northstar validate' shows where");
}

Result<std::vector<NeverSeen>> FindNeverSeen(Engine& engine, const Project& project,
                                             const DataFacts& facts) {
  Reader reader(engine, project, facts);
  for (const Metric& metric : project.metrics) {
    // What a lifecycle metric asks for is said of the metric that it is part of.
    if (metric.Is<kind::Lifecycle>() || !metric.available) continue;
    ReadLeaf(project, metric, reader);
    reader.Enter(metric.name, metric.span, metric.span);
    reader.Read(metric.incentivised);
  }
  if (project.north_star) {
    reader.Enter(project.north_star->metric, project.north_star->span, project.north_star->span);
    reader.Read(project.north_star->primary_segment);
    for (const InputLink& input : project.north_star->inputs) {
      const size_t from = reader.missing.size();
      reader.Enter("the input " + input.metric, input.span, input.span);
      const bool holds = reader.Read(input.where).hold;
      for (size_t i = from; i < reader.missing.size(); ++i) reader.missing[i].needed = !holds;
    }
  }
  for (const Bet& bet : project.bets) {
    // An experiment that is still planned has no events yet.
    if (!bet.experiment || bet.shipped.empty()) continue;
    const size_t from = reader.missing.size();
    reader.Enter("the bet " + bet.name, bet.experiment->span, bet.span);
    const bool seen = reader.EventSeen(bet.experiment->assignment);
    const bool holds = reader.Read(bet.experiment->where).hold;
    for (size_t i = from; i < reader.missing.size(); ++i)
      reader.missing[i].needed = !seen || !holds;
  }
  NS_RETURN_IF_ERROR(reader.status);
  return std::move(reader.missing);
}

}  // namespace northstar

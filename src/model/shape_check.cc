// Holds YAML against the tables of schema.cc: unknown keys, missing keys and values of the wrong
// form. What the values mean (names that exist, formulas that type-check) is the binder's work.
#include <fmt/format.h>

#include <algorithm>

#include "base/calendar.h"
#include "base/text.h"
#include "model/schema.h"
#include "model/values.h"

namespace northstar {

void Reporter::Error(std::string_view code, const SourceSpan& where, std::string message,
                     std::string expected, std::string hint) {
  sink_.Add({Severity::kError, std::string(code), std::move(message), where, LineText(where),
             std::move(expected), std::move(hint)});
}

void Reporter::ErrorAtSecret(std::string_view code, const SourceSpan& where, std::string message,
                             std::string expected, std::string hint) {
  SourceSpan begin = where;
  begin.length = 1;
  const std::string before =
      LineText(where).substr(0, static_cast<size_t>(std::max(where.column - 1, 0)));
  sink_.Add({Severity::kError, std::string(code), std::move(message), begin, before + "…",
             std::move(expected), std::move(hint)});
}

void Reporter::Warning(std::string_view code, const SourceSpan& where, std::string message,
                       std::string hint) {
  sink_.Add({Severity::kWarning, std::string(code), std::move(message), where, LineText(where), "",
             std::move(hint)});
}

std::string Reporter::LineText(const SourceSpan& where) const {
  for (const SourceText& source : sources_) {
    if (source.path() == where.file) return std::string(source.Line(where.line));
  }
  return "";
}

namespace {

// Fields whose form can be told from what is written alone.
struct WrittenForm {
  FieldKind kind;
  bool (*is)(const YamlNode& node);
  const char* words;  // what is expected
};

template <auto kParse>
bool Parses(const YamlNode& node) {
  return node.is_scalar() && kParse(node.text).has_value();
}
template <auto kParse>
bool ParsesOr(const YamlNode& node, std::string_view word) {
  return node.is_scalar() && (node.text == word || kParse(node.text).has_value());
}
bool IsScalar(const YamlNode& node) {
  return node.is_scalar();
}
constexpr auto kParseTime = [](const std::string& text) { return ParseTime(text); };

constexpr WrittenForm kWrittenForms[] = {
    {FieldKind::kText, IsScalar, "a text"},
    {FieldKind::kNumber, Parses<ParseYamlNumber>, "a number"},
    {FieldKind::kBool, Parses<ParseYamlBool>, "true or false"},
    {FieldKind::kExpr, IsScalar, "an expression"},
    {FieldKind::kDuration, Parses<ParseDuration>, "a duration such as 7d, 12h, 30m or 45s"},
    {FieldKind::kWindow, [](const YamlNode& node) { return ParsesOr<ParseDuration>(node, "ever"); },
     "ever, or a duration such as 28d"},
    {FieldKind::kPercent, Parses<ParseShare>, "a percentage such as 2% or -20%"},
    {FieldKind::kGuardTarget, Parses<ParseShare>, "a number or a percentage"},
    {FieldKind::kDate, Parses<ParseDay>, "a date such as 2026-01-05"},
    {FieldKind::kInstant, [](const YamlNode& node) { return ParsesOr<kParseTime>(node, "now"); },
     "a date, a date and time, or now"},
    {FieldKind::kMap, [](const YamlNode& node) { return node.is_map(); }, "a map"},
};

const WrittenForm* FindForm(FieldKind kind) {
  for (const WrittenForm& form : kWrittenForms) {
    if (form.kind == kind) return &form;
  }
  return nullptr;
}

class ShapeChecker {
 public:
  explicit ShapeChecker(Reporter& reporter) : reporter_(reporter) {}

  void CheckObject(const YamlNode& node, const Shape& shape) {
    if (!node.is_map()) {
      Wrong(node, fmt::format("'{}' must be a map", shape.name), "key: value pairs");
      return;
    }
    for (const YamlNode::Entry& entry : node.entries) {
      const Field* field = shape.Find(entry.key);
      if (field == nullptr) {
        // {expr: if(a, b, c)} reads "b" as a key: YAML ends a value at a comma inside { }.
        const bool torn = entry.value.is_null() &&
                          entry.key.find_first_of("().0123456789'\"<>=+*") != std::string::npos;
        Fail("NS002", entry.key_span, fmt::format("unknown key '{}' in {}", entry.key, shape.name),
             "",
             torn ? "a value with a comma needs quotes inside { }"
                  : DidYouMean(entry.key, shape.Keys()));
      } else if (!entry.value.is_null()) {
        CheckField(entry.value, *field);
      }
    }
    for (const Field& field : shape.fields) {
      if (field.required && node.Find(field.key) == nullptr) {
        Fail("NS009", node.span, fmt::format("this {} has no '{}'", shape.name, field.key),
             fmt::format("{}: {}", field.key, field.doc), "");
      }
    }
  }

  bool sound() const { return sound_; }

 private:
  void CheckField(const YamlNode& node, const Field& field) {
    if (node.is_list() && !field.why_one.empty()) {
      Fail("NS006", node.span, std::string(field.why_one),
           fmt::format("one {}, not a list", field.key), "");
      return;
    }
    if (const WrittenForm* form = FindForm(field.kind)) {
      if (!form->is(node)) WrongForm(node, field, form->words);
      return;
    }
    switch (field.kind) {
      case FieldKind::kName:
        CheckName(node, field);
        return;
      case FieldKind::kNames:
        ForOneOrMany(node, [&](const YamlNode& one) { CheckName(one, field); });
        return;
      case FieldKind::kTexts:
        ForOneOrMany(node, [&](const YamlNode& one) {
          if (!one.is_scalar()) WrongForm(one, field, "a text");
        });
        return;
      case FieldKind::kInteger:
        CheckInteger(node, field);
        return;
      case FieldKind::kEnum:
        CheckEnum(node, field);
        return;
      case FieldKind::kNameToExpr:
      case FieldKind::kNameToName:
        CheckNameMap(node, field);
        return;
      case FieldKind::kEvents:
        ForOneOrMany(node, [&](const YamlNode& one) { CheckEvent(one, field); });
        return;
      case FieldKind::kConditions:
        CheckConditions(node, field);
        return;
      case FieldKind::kJoinKeys:
        ForOneOrMany(node, [&](const YamlNode& one) { CheckJoinKey(one, field); });
        return;
      case FieldKind::kColumnEnd:
        CheckColumnEnd(node, field);
        return;
      case FieldKind::kActivity:
        CheckActivity(node, field);
        return;
      case FieldKind::kObject:
        CheckObject(node, *field.shape);
        return;
      case FieldKind::kObjects:
        if (!node.is_list()) {
          WrongForm(node, field, "a list, each entry starting with '- '");
          return;
        }
        for (const YamlNode& item : node.items) CheckObject(item, *field.shape);
        return;
      case FieldKind::kText:
      case FieldKind::kNumber:
      case FieldKind::kBool:
      case FieldKind::kExpr:
      case FieldKind::kDuration:
      case FieldKind::kWindow:
      case FieldKind::kPercent:
      case FieldKind::kGuardTarget:
      case FieldKind::kDate:
      case FieldKind::kInstant:
      case FieldKind::kMap:
        return;  // written forms
    }
  }

  void CheckInteger(const YamlNode& node, const Field& field) {
    const auto number = node.is_scalar() ? ParseYamlNumber(node.text) : std::nullopt;
    if (!number || *number != std::floor(*number)) {
      WrongForm(node, field, "a whole number");
    } else if (*number < field.least || *number > field.most) {
      Fail("NS010", node.span,
           fmt::format("'{}' must be between {} and {}", field.key, FormatNumber(field.least),
                       FormatNumber(field.most)),
           "", "");
    }
  }

  void CheckName(const YamlNode& node, const Field& field) {
    if (!node.is_scalar()) {
      WrongForm(node, field, "a name");
    } else if (node.text.empty()) {
      WrongForm(node, field, "a name, not an empty text");
    } else if (!IsName(node.text)) {
      Fail("NS003", node.span, fmt::format("'{}' is not a name", node.text),
           "lowercase letters, digits and _, starting with a letter", "");
    }
  }

  void CheckEnum(const YamlNode& node, const Field& field) {
    std::vector<std::string> values = field.values;
    if (field.key == "type" && values.empty()) {
      for (const MetricTypeSpec& type : MetricTypes()) values.emplace_back(type.name);
    }
    if (!node.is_scalar()) {
      WrongForm(node, field, "one of " + Join(values, ", "));
    } else if (std::find(values.begin(), values.end(), node.text) == values.end()) {
      Fail("NS010", node.span, fmt::format("'{}' cannot be '{}'", field.key, node.text),
           "one of " + Join(values, ", "),
           Suggest(node.text, values) ? DidYouMean(node.text, values) : "");
    }
  }

  void CheckNameMap(const YamlNode& node, const Field& field) {
    if (!node.is_map()) {
      WrongForm(node, field, "a map such as {customer: CustomerID}");
      return;
    }
    for (const YamlNode::Entry& entry : node.entries) {
      if (!IsName(entry.key)) {
        Fail("NS003", entry.key_span, fmt::format("'{}' is not a name", entry.key),
             "lowercase letters, digits and _, starting with a letter", "");
      }
      if (!entry.value.is_scalar()) WrongForm(entry.value, field, "a column or an expression");
    }
  }

  void CheckEvent(const YamlNode& node, const Field& field) {
    static const Shape kEventShape{"event",
                                   {{"event", FieldKind::kTexts, "the event name", true},
                                    {"where", FieldKind::kExpr, "which of them count"}}};
    if (node.is_map()) {
      CheckObject(node, kEventShape);
    } else if (!node.is_scalar()) {
      WrongForm(node, field, "an event name, any, or {event: …, where: …}");
    }
  }

  void CheckJoinKey(const YamlNode& node, const Field& field) {
    const bool pairs = node.is_map() && !node.entries.empty() &&
                       std::all_of(node.entries.begin(), node.entries.end(),
                                   [](const auto& entry) { return entry.value.is_scalar(); });
    if (!pairs && !node.is_scalar())
      WrongForm(node, field, "a column, {ours: theirs}, or a list of these");
  }

  void CheckColumnEnd(const YamlNode& node, const Field& field) {
    static const Shape kEnd{
        "to",
        {{"column", FieldKind::kText, "the column", true},
         {"inclusive", FieldKind::kBool, "true: the last day that a row is valid on"}}};
    if (node.is_map()) {
      CheckObject(node, kEnd);
    } else if (!node.is_scalar()) {
      WrongForm(node, field, "a column, or {column: …, inclusive: true}");
    }
  }

  void CheckConditions(const YamlNode& node, const Field& field) {
    static const Shape kCondition{"condition",
                                  {{"since", FieldKind::kText, "event that starts the clock"},
                                   {"within", FieldKind::kDuration, "time after it"},
                                   {"event", FieldKind::kText, "event to have done"},
                                   {"at_least", FieldKind::kNumber, "how often"},
                                   {"window", FieldKind::kWindow, "ever, or a duration"},
                                   {"part",
                                    FieldKind::kEnum,
                                    "lifecycle part",
                                    false,
                                    {"new", "retained", "resurrected", "churned"}},
                                   {"of", FieldKind::kName, "active metric"}}};
    if (!node.is_list()) {
      WrongForm(node, field, "a list of conditions");
      return;
    }
    for (const YamlNode& item : node.items) CheckObject(item, kCondition);
  }

  // A map below it is the rule of an entity; which entities there are, the reader knows.
  void CheckActivity(const YamlNode& node, const Field& field) {
    if (!node.is_map()) {
      WrongForm(node, field, "a map such as {except: [refunded]}");
      return;
    }
    YamlNode rule = node;
    std::erase_if(rule.entries, [](const YamlNode::Entry& entry) { return entry.value.is_map(); });
    CheckObject(rule, ActivityShape());
    for (const YamlNode::Entry& entry : node.entries) {
      if (entry.value.is_map()) CheckObject(entry.value, ActivityShape());
    }
  }

  template <typename Check>
  void ForOneOrMany(const YamlNode& node, Check check) {
    if (!node.is_list()) return check(node);
    for (const YamlNode& item : node.items) check(item);
  }

  void WrongForm(const YamlNode& node, const Field& field, std::string_view expected) {
    Wrong(node, fmt::format("'{}' has the wrong form", field.key), std::string(expected));
  }
  void Wrong(const YamlNode& node, std::string message, std::string expected) {
    Fail("NS003", node.span, std::move(message), std::move(expected), "");
  }
  void Fail(std::string_view code, const SourceSpan& span, std::string message,
            std::string expected, std::string hint) {
    sound_ = false;
    reporter_.Error(code, span, std::move(message), std::move(expected), std::move(hint));
  }

  Reporter& reporter_;
  bool sound_ = true;
};

}  // namespace

bool CheckShape(const YamlNode& node, const Shape& shape, Reporter& reporter) {
  ShapeChecker checker(reporter);
  checker.CheckObject(node, shape);
  return checker.sound();
}

}  // namespace northstar

#include <fmt/format.h>

#include <optional>

#include "base/result.h"
#include "sql/dialect.h"

namespace northstar::sql {

std::string Identifier(const std::string& name) {
  std::string out = "\"";
  for (const char c : name) {
    out += c;
    if (c == '"') out += '"';
  }
  return out + "\"";
}

std::string Quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) {
    out += c;
    if (c == '\'') out += '\'';
  }
  return out + "'";
}

namespace {

class Printer {
 public:
  Printer(const Dialect& dialect, LiteralStyle style) : dialect_(dialect), style_(style) {}

  Result<Text> Print(const Statement& statement) {
    for (size_t i = 0; i < statement.with.size(); ++i) {
      out_ += i == 0 ? "with " : ",\n";
      PrintValues(statement.with[i]);
    }
    for (size_t i = 0; i < statement.ctes.size(); ++i) {
      out_ += i == 0 && statement.with.empty() ? "with " : ",\n";
      out_ += Identifier(statement.ctes[i].name) + " as (";
      NewLine(2);
      PrintSelect(statement.ctes[i].query, 2);
      out_ += ')';
    }
    if (!statement.with.empty() || !statement.ctes.empty()) out_ += '\n';
    PrintSelect(statement.query, 0);
    if (missing_) return *missing_;
    return Text{std::move(out_), std::move(parameters_)};
  }

  Result<std::string> PrintOne(const Ref& expr) {
    PrintNode(*expr);
    if (missing_) return *missing_;
    return std::move(out_);
  }

 private:
  void PrintValues(const Values& values) {
    out_ += Identifier(values.name) + "(";
    for (size_t i = 0; i < values.columns.size(); ++i) {
      out_ += (i == 0 ? "" : ", ") + Identifier(values.columns[i]);
    }
    out_ += ") as (values";
    for (size_t r = 0; r < values.rows.size(); ++r) {
      out_ += r == 0 ? "\n  (" : ",\n  (";
      for (size_t i = 0; i < values.rows[r].size(); ++i) {
        out_ += fmt::format("{}{}", i == 0 ? "" : ", ", values.rows[r][i]);
      }
      out_ += ')';
    }
    out_ += ')';
  }

  void NewLine(int indent) { out_ += "\n" + std::string(static_cast<size_t>(indent), ' '); }

  void PrintList(std::string_view keyword, const std::vector<Ref>& list, std::string_view separator,
                 int indent) {
    if (list.empty()) return;
    NewLine(indent);
    out_ += keyword;
    for (size_t i = 0; i < list.size(); ++i) {
      out_ += i == 0 ? std::string(" ") : std::string(separator);
      PrintNode(*list[i]);
    }
  }

  void PrintTable(const Table& table, int indent) {
    if (table.select) {
      out_ += '(';
      NewLine(indent + 2);
      PrintSelect(*table.select, indent + 2);
      NewLine(indent);
      out_ += ')';
    } else {
      out_ += Identifier(table.name);
    }
    if (!table.alias.empty()) out_ += " as " + Identifier(table.alias);
  }

  void PrintSelect(const Select& select, int indent) {
    out_ += "select ";
    for (size_t i = 0; i < select.items.size(); ++i) {
      if (i > 0) out_ += ", ";
      PrintNode(*select.items[i].expr);
      if (!select.items[i].alias.empty()) out_ += " as " + Identifier(select.items[i].alias);
    }
    NewLine(indent);
    out_ += "from ";
    PrintTable(select.from, indent);
    for (const Join& join : select.joins) {
      NewLine(indent);
      out_ += join.kind + " ";
      PrintTable(join.table, indent);
      out_ += " on ";
      PrintNode(*join.on);
    }
    PrintList("where", select.where, " and ", indent);
    PrintList("group by", select.group_by, ", ", indent);
    PrintList("having", select.having, " and ", indent);
    PrintList("order by", select.order_by, ", ", indent);
    for (const auto& other : select.union_all) {
      NewLine(indent);
      out_ += "union all";
      NewLine(indent);
      PrintSelect(*other, indent);
    }
  }

  void PrintArgs(const std::vector<Ref>& args, std::string_view separator) {
    for (size_t i = 0; i < args.size(); ++i) {
      if (i > 0) out_ += separator;
      PrintNode(*args[i]);
    }
  }

  void PrintNode(const Node& node) {
    std::visit([this](const auto& n) { PrintOneNode(n); }, node.node);
  }

  void PrintOneNode(const Column& column) {
    if (!column.table.empty()) out_ += Identifier(column.table) + ".";
    out_ += Identifier(column.name);
  }
  void PrintOneNode(const Value& value) {
    if (style_ == LiteralStyle::kParameters && !std::holds_alternative<NullLiteral>(value)) {
      parameters_.push_back(value);
      // A bare parameter has no type for the engine to work with.
      static constexpr SqlType kTypes[] = {
          {}, SqlType::kDouble, SqlType::kText, SqlType::kBoolean, SqlType::kInt64};
      out_ += fmt::format("${}::{}", parameters_.size(), TypeName(kTypes[value.index()]));
      return;
    }
    struct Visitor {
      const Printer& printer;
      std::string operator()(NullLiteral) const { return "null"; }
      std::string operator()(double d) const {
        return fmt::format("{}::{}", d, printer.TypeName(SqlType::kDouble));
      }
      std::string operator()(const std::string& text) const { return Quoted(text); }
      std::string operator()(bool flag) const { return flag ? "true" : "false"; }
      std::string operator()(int64_t i) const { return std::to_string(i); }
    };
    out_ += std::visit(Visitor{*this}, value);
  }
  void PrintOneNode(const Function& function) {
    const Rendering& rendering = dialect_.functions[static_cast<size_t>(function.fn)];
    std::string_view pattern = rendering.pattern;
    if (pattern.empty()) return Miss(rendering.missing);
    for (size_t open = pattern.find('{'); open != std::string_view::npos;
         open = pattern.find('{')) {
      const size_t close = pattern.find('}', open);
      out_ += pattern.substr(0, open);
      if (close == open + 1) {
        PrintArgs(function.args, ", ");
      } else {
        const auto which = static_cast<size_t>(pattern[open + 1] - '0');
        NS_CHECK(which < function.args.size());
        PrintNode(*function.args[which]);
      }
      pattern.remove_prefix(close + 1);
    }
    out_ += pattern;
  }
  void PrintOneNode(const Infix& infix) {
    out_ += '(';
    PrintArgs(infix.args, " " + infix.op + " ");
    out_ += ')';
  }
  void PrintOneNode(const Prefix& prefix) {
    out_ += "(" + prefix.op + " ";
    PrintNode(*prefix.arg);
    out_ += ')';
  }
  void PrintOneNode(const Postfix& postfix) {
    out_ += '(';
    PrintNode(*postfix.arg);
    out_ += " " + postfix.op + ")";
  }
  void PrintOneNode(const Case& cases) {
    out_ += "case";
    for (const auto& [when, then] : cases.branches) {
      out_ += " when ";
      PrintNode(*when);
      out_ += " then ";
      PrintNode(*then);
    }
    if (cases.otherwise) {
      out_ += " else ";
      PrintNode(*cases.otherwise);
    }
    out_ += " end";
  }
  void PrintOneNode(const Cast& cast) {
    if (cast.or_null && dialect_.cast_or_null.empty()) return Miss("casts that give null");
    out_ += cast.or_null ? dialect_.cast_or_null : "cast";
    out_ += '(';
    PrintNode(*cast.arg);
    out_ += fmt::format(" as {})", TypeName(cast.type));
  }
  void PrintOneNode(const Over& over) {
    PrintNode(*over.call);
    out_ += " over (";
    if (!over.partition.empty()) {
      out_ += "partition by ";
      PrintArgs(over.partition, ", ");
    }
    if (!over.order.empty()) {
      out_ += over.partition.empty() ? "order by " : " order by ";
      PrintArgs(over.order, ", ");
    }
    if (!over.frame.empty()) out_ += " " + over.frame;
    out_ += ')';
  }
  void PrintOneNode(const Sub& sub) {
    out_ += '(';
    PrintSelect(*sub.select, 4);
    out_ += ')';
  }
  void PrintOneNode(const Star& star) {
    out_ += '*';
    if (star.except.empty()) return;
    if (dialect_.star_except.empty()) return Miss("all columns but some");
    out_ += fmt::format(" {} ({})", dialect_.star_except, fmt::join(star.except, ", "));
  }
  void PrintOneNode(const Own& own) { out_ += own.text; }

  std::string_view TypeName(SqlType type) const {
    return dialect_.types[static_cast<size_t>(type)];
  }

  // The first is told of: what was printed is not to be run.
  void Miss(std::string_view what) {
    if (missing_) return;
    missing_ = Error::Usage(fmt::format("the SQL of {} has no {}", dialect_.name, what),
                            "leave out --engine sql");
  }

  const Dialect& dialect_;
  LiteralStyle style_;
  std::string out_;
  std::vector<Value> parameters_;
  std::optional<Error> missing_;
};

}  // namespace

Result<Text> Print(const Dialect& dialect, const Statement& statement, LiteralStyle style) {
  return Printer(dialect, style).Print(statement);
}

Result<std::string> PrintExpr(const Dialect& dialect, const Ref& expr) {
  return Printer(dialect, LiteralStyle::kInline).PrintOne(expr);
}

}  // namespace northstar::sql

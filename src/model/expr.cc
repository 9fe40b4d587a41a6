#include "model/expr.h"

#include <fmt/format.h>

#include <array>

#include "base/text.h"

namespace northstar {
namespace {

constexpr int kMaxDepth = 200;
constexpr size_t kMaxText = 100'000;

struct FunctionSpec {
  std::string_view name;
  Op op;
  size_t min_args;
  size_t max_args;
};

// A new function is one line here, one case in bound_expr.cc, kernel_expr.cc and expr_sql.cc.
constexpr std::array kFunctions = {
    FunctionSpec{"coalesce", Op::kCoalesce, 1, 64},
    FunctionSpec{"if", Op::kIf, 3, 3},
    FunctionSpec{"abs", Op::kAbs, 1, 1},
    FunctionSpec{"round", Op::kRound, 1, 2},
    FunctionSpec{"least", Op::kLeast, 1, 64},
    FunctionSpec{"greatest", Op::kGreatest, 1, 64},
    FunctionSpec{"concat", Op::kConcat, 1, 64},
    FunctionSpec{"lower", Op::kLower, 1, 1},
    FunctionSpec{"upper", Op::kUpper, 1, 1},
    FunctionSpec{"length", Op::kLength, 1, 1},
    FunctionSpec{"trim", Op::kTrim, 1, 1},
    FunctionSpec{"substr", Op::kSubstr, 2, 3},
    FunctionSpec{"split_part", Op::kSplitPart, 3, 3},
    FunctionSpec{"replace", Op::kReplace, 3, 3},
    FunctionSpec{"starts_with", Op::kStartsWith, 2, 2},
    FunctionSpec{"contains", Op::kContains, 2, 2},
    FunctionSpec{"json_length", Op::kJsonLength, 1, 1},
    FunctionSpec{"param", Op::kParam, 2, 2},
    FunctionSpec{"to_number", Op::kAsNumber, 1, 1},
    FunctionSpec{"date_trunc", Op::kDateTrunc, 2, 2},
    FunctionSpec{"date_diff", Op::kDateDiff, 3, 3},
    FunctionSpec{"prev", Op::kPrevious, 1, 1},
};

constexpr std::string_view kOpNames[] = {
    "+",           "-",      "*",         "/",          "%",         "-",           "=",
    "!=",          "<",      "<=",        ">",          ">=",        "and",         "or",
    "not",         "in",     "between",   "is null",    "like",      "coalesce",    "if",
    "abs",         "round",  "least",     "greatest",   "concat",    "lower",       "upper",
    "length",      "trim",   "substr",    "split_part", "replace",   "starts_with", "contains",
    "json_length", "param",  "to_number", "date_trunc", "date_diff", "prev",        "number",
    "text",        "decimal"};

enum class Token { kEnd, kNumber, kText, kWord, kSymbol, kBad };

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) { Advance(); }

  std::variant<ExprRef, ExprError> Parse() {
    if (text_.size() > kMaxText) {
      return ExprError{"the expression is longer than 100,000 bytes", "", {0, 1}};
    }
    ExprRef expr = ParseOr();
    if (!error_ && token_ != Token::kEnd) {
      Fail(fmt::format("'{}' does not belong here", word_), "an operator or the end is expected");
    }
    if (error_) return *error_;
    return expr;
  }

 private:
  // One level of the grammar deeper; every recursive path passes through here.
  struct Nesting {
    explicit Nesting(Parser& parser) : p(parser) {
      if (++p.depth_ > kMaxDepth) p.Fail("the expression is nested deeper than 200 levels", "");
    }
    ~Nesting() { --p.depth_; }
    Parser& p;
  };

  ExprRef ParseOr() {
    const Nesting nesting(*this);
    ExprRef left = ParseAnd();
    while (TakeWord("or")) left = Binary(Op::kOr, left, ParseAnd());
    return left;
  }

  ExprRef ParseAnd() {
    ExprRef left = ParseNot();
    while (TakeWord("and")) left = Binary(Op::kAnd, left, ParseNot());
    return left;
  }

  ExprRef ParseNot() {
    const int start = start_;
    int negations = 0;
    while (TakeWord("not")) ++negations;
    ExprRef expr = ParseComparison();
    return negations % 2 == 1 ? Make(Op::kNot, {expr}, start) : expr;
  }

  ExprRef ParseComparison() {
    static constexpr std::pair<std::string_view, Op> kComparisons[] = {
        {"<=", Op::kLessEqual}, {">=", Op::kGreaterEqual}, {"!=", Op::kNotEqual},
        {"<>", Op::kNotEqual},  {"==", Op::kEqual},        {"=", Op::kEqual},
        {"<", Op::kLess},       {">", Op::kGreater}};
    ExprRef left = ParseSum();
    if (error_) return left;
    for (const auto& [symbol, op] : kComparisons) {
      if (TakeSymbol(symbol)) return Binary(op, left, ParseSum());
    }
    const int start = left ? left->range.offset : start_;
    if (TakeWord("is")) {
      const bool negated = TakeWord("not");
      if (!TakeWord("null")) Fail("'is' is only used as 'is null' or 'is not null'", "");
      ExprRef test = Make(Op::kIsNull, {left}, start);
      return negated ? Make(Op::kNot, {test}, start) : test;
    }
    const bool negated = PeekWord("not") && TakeWord("not");
    ExprRef test;
    if (TakeWord("in")) {
      test = ParseIn(left, start);
    } else if (TakeWord("between")) {
      ExprRef low = ParseSum();
      if (!TakeWord("and")) Fail("'between' needs 'and'", "write: x between 1 and 10");
      test = Make(Op::kBetween, {left, low, ParseSum()}, start);
    } else if (TakeWord("like")) {
      test = Binary(Op::kLike, left, ParseSum());
    } else if (negated) {
      Fail("'not' here must be followed by in, between or like", "");
    }
    if (!test) return left;
    return negated ? Make(Op::kNot, {test}, start) : test;
  }

  ExprRef ParseIn(const ExprRef& left, int start) {
    std::vector<ExprRef> args{left};
    if (!TakeSymbol("(")) Fail("'in' needs a list", "write: country in ('France', 'Spain')");
    do {
      args.push_back(ParseSum());
    } while (!error_ && TakeSymbol(","));
    if (!error_ && !TakeSymbol(")")) Fail("the list of 'in' is not closed", "expected ')'");
    return Make(Op::kIn, std::move(args), start);
  }

  ExprRef ParseSum() {
    ExprRef left = ParseProduct();
    while (!error_) {
      if (TakeSymbol("+")) {
        left = Binary(Op::kAdd, left, ParseProduct());
      } else if (TakeSymbol("-")) {
        left = Binary(Op::kSubtract, left, ParseProduct());
      } else {
        break;
      }
    }
    return left;
  }

  ExprRef ParseProduct() {
    ExprRef left = ParseUnary();
    while (!error_) {
      if (TakeSymbol("*")) {
        left = Binary(Op::kMultiply, left, ParseUnary());
      } else if (TakeSymbol("/")) {
        left = Binary(Op::kDivide, left, ParseUnary());
      } else if (TakeSymbol("%")) {
        left = Binary(Op::kModulo, left, ParseUnary());
      } else {
        break;
      }
    }
    return left;
  }

  ExprRef ParseUnary() {
    const int start = start_;
    bool negative = false;
    bool any = false;
    while (token_ == Token::kSymbol && (word_ == "-" || word_ == "+")) {
      if (word_ == "-") negative = !negative;
      any = true;
      Advance();
    }
    ExprRef expr = ParsePrimary();
    if (!any || !negative || !expr) return expr;
    if (const auto* literal = std::get_if<Literal>(&expr->node)) {
      if (const auto* number = std::get_if<NumberLiteral>(literal)) {
        return MakeLiteral(NumberLiteral{-number->value, "-" + number->text}, start);
      }
    }
    return Make(Op::kNegate, {expr}, start);
  }

  ExprRef ParsePrimary() {
    if (error_) return Dummy();
    const int start = start_;
    if (TakeSymbol("(")) {
      ExprRef inner = ParseOr();
      if (!error_ && !TakeSymbol(")")) Fail("a '(' is not closed", "expected ')'");
      return inner;
    }
    if (token_ == Token::kNumber) {
      const auto value = ParseNumber(word_);
      if (!value) {
        Fail(fmt::format("'{}' is not a number", word_), "");
        return Dummy();
      }
      NumberLiteral literal{*value, std::string(word_)};
      Advance();
      return MakeLiteral(std::move(literal), start);
    }
    if (token_ == Token::kText) {
      Literal literal{text_value_};
      Advance();
      return MakeLiteral(std::move(literal), start);
    }
    if (token_ == Token::kWord) return ParseWord(start);
    if (token_ == Token::kEnd) {
      Fail(text_.empty() ? "the expression is empty" : "the expression ends too early",
           "a name, a number, a 'text' or '(' is expected");
    } else if (token_ == Token::kBad) {
      Fail(bad_, bad_hint_);
    } else {
      Fail(fmt::format("'{}' does not belong here", word_),
           "a name, a number, a 'text' or '(' is expected");
    }
    return Dummy();
  }

  ExprRef ParseWord(int start) {
    if (TakeWord("null")) return MakeLiteral(Literal(NullLiteral{}), start);
    if (TakeWord("true")) return MakeLiteral(Literal(true), start);
    if (TakeWord("false")) return MakeLiteral(Literal(false), start);
    const std::string name(word_);
    const int length = static_cast<int>(name.size());
    Advance();
    if (token_ != Token::kSymbol || word_ != "(") {
      return std::make_shared<Expr>(Expr{NameRef{name}, {start, length}});
    }
    const std::string lower = LowerUtf8(name);
    const FunctionSpec* spec = nullptr;
    std::vector<std::string> known;
    for (const FunctionSpec& function : kFunctions) {
      known.emplace_back(function.name);
      if (function.name == lower) spec = &function;
    }
    if (spec == nullptr) {
      FailAt({start, length}, fmt::format("there is no function '{}'", name),
             DidYouMean(lower, known));
      return Dummy();
    }
    Advance();
    std::vector<ExprRef> args;
    if (!TakeSymbol(")")) {
      do {
        args.push_back(ParseOr());
      } while (!error_ && TakeSymbol(","));
      if (!error_ && !TakeSymbol(")")) {
        Fail(fmt::format("the arguments of '{}' are not closed", name), "expected ',' or ')'");
      }
    }
    if (!error_ && (args.size() < spec->min_args || args.size() > spec->max_args)) {
      FailAt({start, length},
             fmt::format("'{}' takes {} argument{}, not {}", name,
                         spec->min_args == spec->max_args
                             ? std::to_string(spec->min_args)
                             : fmt::format("{} to {}", spec->min_args, spec->max_args),
                         spec->max_args == 1 ? "" : "s", args.size()),
             "");
    }
    return Make(spec->op, std::move(args), start);
  }

  // --- tokens ---
  void Advance() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_]))) ++at_;
    last_end_ = end_;
    quoted_name_ = false;
    start_ = static_cast<int>(at_);
    if (at_ >= text_.size()) {
      token_ = Token::kEnd;
      word_ = {};
    } else if (const char c = text_[at_];
               std::isdigit(static_cast<unsigned char>(c)) ||
               (c == '.' && at_ + 1 < text_.size() &&
                std::isdigit(static_cast<unsigned char>(text_[at_ + 1])))) {
      LexNumber();
    } else if (c == '\'' || c == '"') {
      LexText(c);
    } else if (IsWordByte(c)) {
      const size_t begin = at_;
      while (at_ < text_.size() && (IsWordByte(text_[at_]) || text_[at_] == '.' ||
                                    std::isdigit(static_cast<unsigned char>(text_[at_])))) {
        ++at_;
        if (text_[at_ - 1] == '.') LexQuotedPart();
      }
      word_ = text_.substr(begin, at_ - begin);
      token_ = Token::kWord;
    } else if (c == '`') {
      LexQuotedName();
    } else {
      LexSymbol();
    }
    end_ = static_cast<int>(at_);
  }

  static bool IsWordByte(char c) {
    return std::isalpha(static_cast<unsigned char>(c)) || c == '_' || c == '$' ||
           static_cast<unsigned char>(c) >= 0x80;
  }

  void LexNumber() {
    const size_t begin = at_;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      const bool exponent_sign =
          (c == '+' || c == '-') && at_ > begin && (text_[at_ - 1] == 'e' || text_[at_ - 1] == 'E');
      if (!std::isalnum(static_cast<unsigned char>(c)) && c != '.' && !exponent_sign) break;
      ++at_;
    }
    word_ = text_.substr(begin, at_ - begin);
    token_ = Token::kNumber;
  }

  void LexText(char quote) {
    text_value_.clear();
    const size_t begin = at_++;
    while (at_ < text_.size()) {
      if (text_[at_] == quote) {
        if (at_ + 1 < text_.size() && text_[at_ + 1] == quote) {
          text_value_ += quote;
          at_ += 2;
          continue;
        }
        ++at_;
        word_ = text_.substr(begin, at_ - begin);
        token_ = Token::kText;
        return;
      }
      text_value_ += text_[at_++];
    }
    token_ = Token::kBad;
    bad_ = "a text is not closed";
    bad_hint_ = fmt::format("expected {} at its end", quote);
  }

  // The quoted part of a path, behind its point: properties."Song Length". One that is not closed
  // is left for the next token to complain of.
  void LexQuotedPart() {
    if (at_ >= text_.size() || text_[at_] != '"') return;
    for (size_t i = at_ + 1; i < text_.size(); ++i) {
      if (text_[i] != '"') continue;
      if (i + 1 < text_.size() && text_[i + 1] == '"') {
        ++i;
        continue;
      }
      at_ = i + 1;
      return;
    }
  }

  void LexQuotedName() {
    const size_t close = text_.find('`', at_ + 1);
    if (close == std::string_view::npos) {
      token_ = Token::kBad;
      bad_ = "a quoted name is not closed";
      bad_hint_ = "expected ` at its end";
      at_ = text_.size();
      return;
    }
    word_ = text_.substr(at_ + 1, close - at_ - 1);
    at_ = close + 1;
    token_ = Token::kWord;
    quoted_name_ = true;
  }

  void LexSymbol() {
    for (const std::string_view symbol : {"<=", ">=", "!=", "<>", "=="}) {
      if (text_.substr(at_, 2) == symbol) {
        word_ = text_.substr(at_, 2);
        at_ += 2;
        token_ = Token::kSymbol;
        return;
      }
    }
    const std::string_view one = text_.substr(at_, 1);
    token_ = std::string_view("+-*/%()<>=,").find(one) != std::string_view::npos ? Token::kSymbol
                                                                                 : Token::kBad;
    bad_ = fmt::format("the character '{}' is not part of the language", one);
    bad_hint_ = one == "&"   ? "write 'and'"
                : one == "|" ? "write 'or'"
                : one == "!" ? "write 'not'"
                             : "";
    word_ = one;
    ++at_;
  }

  bool PeekWord(std::string_view word) const {
    return token_ == Token::kWord && !quoted_name_ && word_.size() == word.size() &&
           LowerUtf8(word_) == word;
  }
  bool TakeWord(std::string_view word) {
    if (error_ || !PeekWord(word)) return false;
    Advance();
    return true;
  }
  bool TakeSymbol(std::string_view symbol) {
    if (error_ || token_ != Token::kSymbol || word_ != symbol) return false;
    Advance();
    return true;
  }

  // --- building ---
  ExprRef Dummy() const {
    return std::make_shared<Expr>(Expr{Literal(NullLiteral{}), {start_, 1}});
  }
  ExprRef MakeLiteral(Literal literal, int start) const {
    return std::make_shared<Expr>(
        Expr{std::move(literal), {start, std::max(1, last_end_ - start)}});
  }
  ExprRef Make(Op op, std::vector<ExprRef> args, int start) const {
    return std::make_shared<Expr>(
        Expr{Operation{op, std::move(args)}, {start, std::max(1, last_end_ - start)}});
  }
  ExprRef Binary(Op op, const ExprRef& left, const ExprRef& right) {
    // A long chain leans to the left and is as deep as it is long: count it.
    if (++chain_ > 500) Fail("the expression has more than 500 operators", "");
    return Make(op, {left, right}, left ? left->range.offset : 0);
  }
  void Fail(std::string message, std::string hint) {
    FailAt({start_, std::max(1, static_cast<int>(word_.size()))}, std::move(message),
           std::move(hint));
  }
  void FailAt(TextRange range, std::string message, std::string hint) {
    if (!error_) error_ = ExprError{std::move(message), std::move(hint), range};
    token_ = Token::kEnd;
    at_ = text_.size();
  }

  std::string_view text_;
  size_t at_ = 0;
  Token token_ = Token::kEnd;
  std::string_view word_;
  std::string text_value_;
  std::string bad_;
  std::string bad_hint_;
  bool quoted_name_ = false;
  int start_ = 0;
  int end_ = 0;
  int last_end_ = 0;
  int depth_ = 0;
  int chain_ = 0;
  std::optional<ExprError> error_;
};

void CollectNames(const Expr& expr, std::vector<std::string>& names) {
  if (const auto* name = std::get_if<NameRef>(&expr.node)) {
    if (std::find(names.begin(), names.end(), name->path) == names.end()) {
      names.push_back(name->path);
    }
  } else if (const auto* operation = std::get_if<Operation>(&expr.node)) {
    for (const ExprRef& arg : operation->args) CollectNames(*arg, names);
  }
}

}  // namespace

std::string_view OpName(Op op) {
  return kOpNames[static_cast<size_t>(op)];
}

std::variant<ExprRef, ExprError> ParseExpr(std::string_view text) {
  return Parser(text).Parse();
}

std::vector<std::string> NamesIn(const Expr& expr) {
  std::vector<std::string> names;
  CollectNames(expr, names);
  return names;
}

std::string CanonicalText(const Expr& expr) {
  struct Visitor {
    std::string operator()(const Literal& literal) const {
      if (const auto* number = std::get_if<NumberLiteral>(&literal)) return number->text;
      if (const auto* text = std::get_if<std::string>(&literal)) return fmt::format("'{}'", *text);
      if (const auto* flag = std::get_if<bool>(&literal)) return *flag ? "true" : "false";
      return "null";
    }
    std::string operator()(const NameRef& name) const { return name.path; }
    std::string operator()(const Operation& operation) const {
      std::string out = fmt::format("{}(", OpName(operation.op));
      for (const ExprRef& arg : operation.args) out += CanonicalText(*arg) + ",";
      out.back() = ')';
      return out;
    }
  };
  return std::visit(Visitor{}, expr.node);
}

}  // namespace northstar

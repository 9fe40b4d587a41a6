// SQL as a tree. Values are literals of the tree, never text pasted into a statement; printing
// (dialect.h) turns them into parameters or, for people, into quoted literals. Names of tables and
// columns are quoted when they are printed, so that no name from a project can end a statement.
// Functions and types stand for what they mean; what an engine calls them is its dialect's matter.
// Operators, joins and window frames are those that every SQL engine has, as text.
// It leaves out types and checks: a tree that makes no sense prints as SQL that the engine refuses.
// Nodes are immutable and shared; safe to read from several threads.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "model/bound_expr.h"
#include "sql/functions.h"

namespace northstar::sql {

struct Node;
// Never null, except where a struct says that a part may be missing.
using Ref = std::shared_ptr<const Node>;

struct Column {
  // May be empty; else the alias that `from` or a join gave.
  std::string table;
  std::string name;
};
// A literal: whatever comes from a user or from data.
using Value = std::variant<NullLiteral, double, std::string, bool, int64_t>;
// fn(args), printed as the dialect has it.
struct Function {
  Fn fn;
  std::vector<Ref> args;
};
// args joined by `op`, in parentheses; with one argument it is that alone.
struct Infix {
  std::string op;
  std::vector<Ref> args;
};
// (op arg), and (arg op): "not", "is null".
struct Prefix {
  std::string op;
  Ref arg;
};
struct Postfix {
  Ref arg;
  std::string op;
};
// case when … then … else … end; the first branch that holds.
struct Case {
  std::vector<std::pair<Ref, Ref>> branches;
  // May be null: then SQL's null.
  Ref otherwise;
};
struct Cast {
  Ref arg;
  SqlType type;
  // Null instead of an error.
  bool or_null = false;
};
// All columns, without those of these names, which must be northstar's own.
struct Star {
  std::vector<std::string> except = {};
};
// Text that northstar itself made, such as the name of a reader's column; printed as it is, never
// text of a user.
struct Own {
  std::string text;
};

// call over (partition by … order by … frame).
struct Over {
  Ref call;
  std::vector<Ref> partition, order;
  // May be empty.
  std::string frame;
};
struct Select;
// A query that gives one value, in parentheses.
struct Sub {
  std::shared_ptr<const Select> select;
};

struct Node {
  std::variant<Column, Value, Function, Infix, Prefix, Postfix, Case, Cast, Star, Own, Over, Sub>
      node;
};

// Short forms of the nodes above.
Ref Make(decltype(Node::node) node);
Ref Col(std::string table, std::string name);
Ref Val(Value value);
Ref Int(int64_t value);
// Printed as it is: see Own.
Ref OwnText(std::string text);
Ref Call(Fn fn, std::vector<Ref> args);
// An Infix; REQUIRES: at least one argument.
Ref Op(std::string op, std::vector<Ref> args);
// All of them; one stands for itself. REQUIRES: not empty.
Ref And(std::vector<Ref> conditions);

// What stands behind `from` or `join`: exactly one of `name` and `select`.
struct Table {
  // A stored table or a common table expression.
  std::string name;
  // Or a query.
  std::shared_ptr<const Select> select;
  // Empty: none.
  std::string alias;
};
struct Join {
  // "join", "left join".
  std::string kind;
  Table table;
  Ref on;
};
// One result column; without an alias the engine names it.
struct Item {
  Ref expr;
  std::string alias;
};
// An empty list is a clause that is not there. Entries of `where` and of `having` must all hold.
struct Select {
  std::vector<Item> items;
  Table from;
  std::vector<Join> joins;
  std::vector<Ref> where;
  std::vector<Ref> group_by;
  std::vector<Ref> having;
  std::vector<Ref> order_by;
  // Further queries of the same columns, printed behind this one, whose order_by must be empty
  // then.
  std::vector<std::shared_ptr<const Select>> union_all;
};

// `with name(columns) as (values …)` before the query. REQUIRES: rows as long as `columns`, at
// least one.
struct Values {
  std::string name;
  std::vector<std::string> columns;
  std::vector<std::vector<int64_t>> rows;
};
// `with name as (query)`, after the values; each may use those before it.
struct Cte {
  std::string name;
  Select query;
};
// One query and what it names beforehand.
struct Statement {
  std::vector<Values> with;
  std::vector<Cte> ctes;
  Select query;
};

}  // namespace northstar::sql

// SQL as a tree. Values are literals of the tree, never text pasted into a statement; printing
// (dialect.h) turns them into parameters or, for people, into quoted literals.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "model/bound_expr.h"

namespace northstar::sql {

struct Node;
using Ref = std::shared_ptr<const Node>;

struct Column {
  std::string table;  // may be empty
  std::string name;
};
using Value = std::variant<NullLiteral, double, std::string, bool, int64_t>;
struct Function {
  std::string name;
  std::vector<Ref> args;
  bool distinct = false;  // count(distinct …)
};
struct Infix {  // args joined by `op`, in parentheses
  std::string op;
  std::vector<Ref> args;
};
struct Prefix {
  std::string op;
  Ref arg;
};
struct Postfix {
  Ref arg;
  std::string op;
};
struct Case {
  std::vector<std::pair<Ref, Ref>> branches;
  Ref otherwise;
};
struct Cast {
  Ref arg;
  std::string type;
  bool or_null = false;  // null instead of an error
};
struct Star {};
// Text that northstar itself made, such as the name of a reader's column; never text of a user.
struct Own {
  std::string text;
};

struct Over {  // call over (partition by … order by … frame)
  Ref call;
  std::vector<Ref> partition, order;
  std::string frame;  // may be empty
};
struct Select;
struct Sub {  // a query that gives one value
  std::shared_ptr<const Select> select;
};

struct Node {
  std::variant<Column, Value, Function, Infix, Prefix, Postfix, Case, Cast, Star, Own, Over, Sub>
      node;
};

Ref Make(decltype(Node::node) node);
Ref Col(std::string table, std::string name);
Ref Val(Value value);
Ref Int(int64_t value);
Ref OwnText(std::string text);
Ref Call(std::string name, std::vector<Ref> args);
Ref Op(std::string op, std::vector<Ref> args);
Ref And(std::vector<Ref> conditions);  // REQUIRES: not empty

struct Table {
  std::string name;                      // a stored table or a common table expression
  std::shared_ptr<const Select> select;  // or a query
  std::string alias;
};
struct Join {
  std::string kind;  // "join", "left join"
  Table table;
  Ref on;
};
struct Item {
  Ref expr;
  std::string alias;
};
struct Select {
  std::vector<Item> items;
  Table from;
  std::vector<Join> joins;
  std::vector<Ref> where;
  std::vector<Ref> group_by;
  std::vector<Ref> having;
  std::vector<Ref> order_by;
  std::vector<std::shared_ptr<const Select>> union_all;  // further queries of the same columns
};

// `with name(columns) as (values …)` before the query.
struct Values {
  std::string name;
  std::vector<std::string> columns;
  std::vector<std::vector<int64_t>> rows;
};
// `with name as (query)`, after the values.
struct Cte {
  std::string name;
  Select query;
};
struct Statement {
  std::vector<Values> with;
  std::vector<Cte> ctes;
  Select query;
};

}  // namespace northstar::sql

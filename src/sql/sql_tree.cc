#include "sql/sql_tree.h"

namespace northstar::sql {

Ref Make(decltype(Node::node) node) {
  return std::make_shared<Node>(Node{std::move(node)});
}
Ref Col(std::string table, std::string name) {
  return std::make_shared<Node>(Node{Column{std::move(table), std::move(name)}});
}
Ref Val(Value value) {
  return std::make_shared<Node>(Node{std::move(value)});
}
Ref OwnText(std::string text) {
  return std::make_shared<Node>(Node{Own{std::move(text)}});
}
Ref Int(int64_t value) {
  return Val(Value(value));
}
Ref Call(Fn fn, std::vector<Ref> args) {
  return std::make_shared<Node>(Node{Function{fn, std::move(args)}});
}
Ref Op(std::string op, std::vector<Ref> args) {
  return std::make_shared<Node>(Node{Infix{std::move(op), std::move(args)}});
}
Ref And(std::vector<Ref> conditions) {
  NS_CHECK(!conditions.empty());
  return conditions.size() == 1 ? conditions[0] : Op("and", std::move(conditions));
}

}  // namespace northstar::sql

// Several functions as one, for std::visit: a kind that none of them takes does not compile.
#pragma once

namespace northstar {

template <class... Functions>
struct Overloaded : Functions... {
  using Functions::operator()...;
};
// Older compilers deduce none of an aggregate by themselves.
template <class... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

}  // namespace northstar

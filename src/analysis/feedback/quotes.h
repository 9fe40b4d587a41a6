// What people wrote, as it is quoted: with contacts masked, on one line, not endless, and never
// the same thing twice. Pure.
#pragma once

#include <set>
#include <string>
#include <vector>

namespace northstar {

struct Quotable {
  const std::string* text = nullptr;
  double votes = 0;
};

// At most three: those that were not quoted before first, then what others voted for, then what is
// short. Texts of the same terms count as the same. What is chosen is added to `quoted`.
std::vector<std::string> PickQuotes(const std::vector<Quotable>& texts,
                                    std::set<std::string>& quoted);

}  // namespace northstar

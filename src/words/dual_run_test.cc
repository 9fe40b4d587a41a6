#include "words/dual_run.h"

#include "tests/said_rows.h"

namespace northstar::testing {
namespace {

using Code = DualRunStatement::Code;

DualRunStatement Of(Code code, int to_version, std::optional<double> ratio, size_t differ = 20) {
  DualRunStatement s{code, {"Active teams", "teams"}};
  s.to_version = to_version;
  s.periods = 26;
  s.differ = differ;
  s.ratio = ratio;
  s.problem = "there is no entity 'team'";
  return s;
}

DualRunStatement Beside(DualRunStatement s) {
  s.other = {"Active users", "users"};
  return s;
}

TEST(DualRunWords, EveryCodeHasItsSentence) {
  ExpectSaid<DualRunStatement>(
      {{Of(Code::kSameValues, 2, 1), "same_values",
        "<Active teams>: Versions 1 and 2 gave the same values over the last {26 weeks}."},
       {Of(Code::kOtherValues, 2, 0.88), "other_values",
        "<Active teams>: Version 2 gave values that are {12%} lower in the median over the last "
        "{26 weeks}, compared with the previous one; {20} of them differ."},
       {Of(Code::kOtherValues, 1, 1.5), "other_values",
        "<Active teams>: the later definition gave values that are {50%} higher in the median over "
        "the last {26 weeks}, compared with the previous one; {20} of them differ."},
       {Of(Code::kOtherValues, 2, 1, 3), "other_values",
        "<Active teams>: Version 2 gave the same value in the median over the last {26 weeks}, "
        "compared with the previous one; {3} of them differ."},
       {Of(Code::kOtherValues, 1, std::nullopt), "other_values",
        "<Active teams>: The two definitions of version 1 gave different values in {20} of the "
        "last {26 weeks}."},
       {Beside(Of(Code::kReplaced, 1, 2.345)), "replaced_star_values",
        "<Active users> was {2.3} times <Active teams>, which it replaced (median of the last {26 "
        "weeks})."},
       {Beside(Of(Code::kReplaced, 1, std::nullopt)), "replaced_star_values",
        "<Active teams> and <Active users>, which replaced it, both have values in the last {26 "
        "weeks}."},
       {Of(Code::kNoOverlap, 2, std::nullopt), "no_overlap",
        "<Active teams>: Versions 1 and 2 have no complete period in common."},
       {Beside(Of(Code::kNoOverlap, 1, std::nullopt)), "no_overlap",
        "<Active teams> and <Active users> have no complete period in common."},
       {Of(Code::kNotComputed, 2, std::nullopt), "not_computed",
        "<Active teams>: Versions 1 and 2 cannot be compared: there is no entity 'team'."},
       {Beside(Of(Code::kNotComputed, 1, std::nullopt)), "not_computed",
        "<Active teams> and <Active users> cannot be compared: there is no entity 'team'."}},
      DualRunRules());
}

}  // namespace
}  // namespace northstar::testing

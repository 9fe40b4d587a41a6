#include "words/rewire.h"

#include "tests/said_rows.h"

namespace northstar::testing {
namespace {

using Code = RewireStatement::Code;

RewireStatement Of(Code code, size_t edited, size_t by_hand, size_t kept, size_t files,
                   size_t over = 0) {
  return {code, {"Active teams", "teams"}, edited, by_hand, kept, files, over};
}

TEST(RewireWords, EveryCodeHasItsSentence) {
  ExpectSaid<RewireStatement>(
      {{Of(Code::kNothing, 0, 0, 0, 0), "nothing_to_rewire",
        "No current key result, KPI, bet or check still names a former star."},
       {Of(Code::kNothing, 0, 0, 1, 0), "nothing_to_rewire",
        "No current key result, KPI, bet or check still names a former star. // {1 place} may name "
        "a "
        "former star "
        "on purpose and is left unchanged."},
       {Of(Code::kNothing, 0, 0, 0, 0, 1), "nothing_to_rewire",
        "No current key result, KPI, bet or check still names a former star. // {1 key result} of "
        "an "
        "earlier period is left unchanged."},
       {Of(Code::kNothing, 0, 0, 0, 0, 2), "nothing_to_rewire",
        "No current key result, KPI, bet or check still names a former star. // {2 key results} of "
        "an "
        "earlier period are left unchanged."},
       {Of(Code::kEdited, 1, 0, 0, 1), "rewired",
        "{1 place} in {1 file} now names <Active teams>."},
       {Of(Code::kEdited, 3, 1, 2, 2), "rewired",
        "{3 places} in {2 files} now name <Active teams>. // {1 place} must be changed by hand. "
        "{2 places} may name a former star on purpose and are left unchanged."},
       {Of(Code::kWouldEdit, 3, 0, 0, 2), "would_rewire",
        "{3 places} in {2 files} would name <Active teams>."},
       {Of(Code::kByHandAlone, 0, 1, 0, 0), "by_hand",
        "{1 place} names a former star and cannot be edited safely; make it name <Active teams> by "
        "hand."},
       {Of(Code::kByHandAlone, 0, 2, 0, 0), "by_hand",
        "{2 places} name a former star and cannot be edited safely; make them name <Active teams> "
        "by hand."}},
      RewireRules());
}

}  // namespace
}  // namespace northstar::testing

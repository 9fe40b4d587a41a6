#include "words/rewire.h"

#include "base/text.h"

namespace northstar {
namespace {

using Code = RewireStatement::Code;

Sentence Count(size_t count, std::string_view noun) {
  return Value(Plural(static_cast<long long>(count), noun));
}

Sentence First(const RewireStatement& s) {
  const Sentence places = Count(s.edited, "place");
  const Sentence files = Count(s.files, "file");
  switch (s.code) {
    case Code::kNothing:
      return "No current key result, KPI, bet or check still names a former star.";
    case Code::kEdited:
      return Say("{} in {} now {} {}.", places, files, s.edited == 1 ? "names" : "name",
                 s.star.AsWords());
    case Code::kWouldEdit:
      return Say("{} in {} would name {}.", places, files, s.star.AsWords());
    case Code::kByHandAlone:
      return Say("{} {} a former star and cannot be edited safely; make {} name {} by hand.",
                 Count(s.by_hand, "place"), s.by_hand == 1 ? "names" : "name",
                 s.by_hand == 1 ? "it" : "them", s.star.AsWords());
  }
  return "";
}

Sentence ByHand(const RewireStatement& s) {
  if (s.by_hand == 0 || s.code == Code::kNothing || s.code == Code::kByHandAlone) return "";
  return Say("{} must be changed by hand.", Count(s.by_hand, "place"));
}

Sentence Kept(const RewireStatement& s) {
  if (s.kept == 0) return "";
  return Say("{} may name a former star on purpose and {} left unchanged.", Count(s.kept, "place"),
             s.kept == 1 ? "is" : "are");
}

Sentence Over(const RewireStatement& s) {
  if (s.over == 0) return "";
  return Say("{} of an earlier period {} left unchanged.", Count(s.over, "key result"),
             s.over == 1 ? "is" : "are");
}

}  // namespace

std::span<const Rule> RewireRules() {
  static constexpr Rule kRules[] = {
      {"nothing_to_rewire", "no place that must change names a former star"},
      {"rewired", "places that named a former star name the new one"},
      {"would_rewire", "with --dry-run: they would"},
      {"by_hand", "places must change, and none can be edited safely"},
  };
  return kRules;
}

Said Words(const RewireStatement& s) {
  Said said{First(s), "", RuleName(RewireRules(), s.code)};
  said.Add(ByHand(s));
  said.Add(Kept(s));
  said.Add(Over(s));
  return said;
}

}  // namespace northstar

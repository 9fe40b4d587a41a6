#include "words/agreement.h"

#include <fmt/format.h>

namespace northstar {
namespace {

using Code = AgreementStatement::Code;

Sentence Text(const AgreementStatement& s) {
  const Sentence people = Value(s.people == 1 ? "1 person" : fmt::format("{} people", s.people));
  switch (s.code) {
    case Code::kNobodyRated:
      return "Nobody has rated a candidate yet; use 'northstar score'.";
    case Code::kTooFewRatings:
      return Say("{} rated; agreement can be measured once two people have rated the same things.",
                 people);
    case Code::kAgree:
      return Say("{} rated and agree well.", people);
    case Code::kAgreeSomewhat:
      return Say("{} rated and agree somewhat: look at where they differ before relying on it.",
                 people);
    case Code::kDisagree:
      return Say("{} rated and do not agree: talk before averaging.", people);
  }
  return "";
}

}  // namespace

std::span<const Rule> AgreementRules() {
  static constexpr Rule kRules[] = {
      {"nobody_rated", "there are no ratings"},
      {"too_few_ratings", "too few to tell whether people agree"},
      {"agree", "people agree well"},
      {"agree_somewhat", "people agree somewhat"},
      {"disagree", "people do not agree"},
  };
  return kRules;
}

Said Words(const AgreementStatement& s) {
  return {Text(s), "", RuleName(AgreementRules(), s.code)};
}

}  // namespace northstar

// Whether people agree on the candidates, in words.
#pragma once

#include <span>

#include "words/rule.h"
#include "words/said.h"

namespace northstar {

struct AgreementStatement {
  enum class Code { kNobodyRated, kTooFewRatings, kAgree, kAgreeSomewhat, kDisagree };

  Code code;
  size_t people = 0;  // who rated
};

// By code.
std::span<const Rule> AgreementRules();
Said Words(const AgreementStatement& statement);

}  // namespace northstar

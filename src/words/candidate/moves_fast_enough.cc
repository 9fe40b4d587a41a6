#include "words/candidate/moves_fast_enough.h"

#include <fmt/format.h>

#include <string>

#include "base/text.h"

namespace northstar {
namespace {

using Code = MovesFastEnoughStatement::Code;

Sentence NoiseWords(const MovesFastEnoughStatement& s) {
  if (!s.signal_to_noise) return "";
  const std::string ratio = Humanize(*s.signal_to_noise, 2);
  if (s.above_noise)
    return Say(", and its movement is {} its sampling noise", Value(ratio + " times"));
  return Say(", but much of its movement is noise (signal-to-noise ratio {})", Value(ratio));
}

Sentence Text(const MovesFastEnoughStatement& s) {
  switch (s.code) {
    case Code::kNoVariation:
      return Say("There is a new value every {}, and it has always been the same.",
                 GrainName(s.grain));
    case Code::kTooSlow:
      return Say("A change takes about {} to show in {}: too slow for weekly decisions{}.",
                 Value(fmt::format("{:.0f} days", s.days)), s.metric.AsWords(), NoiseWords(s));
    case Code::kNoisy:
    case Code::kFastEnough:
      return Say("There is a new value every {}{}.", GrainName(s.grain), NoiseWords(s));
  }
  return "";
}

}  // namespace

std::span<const Rule> MovesFastEnoughRules() {
  static constexpr Rule kRules[] = {
      {"no_variation", "it has always been the same"},
      {"too_slow", "a change takes too long to show"},
      {"noisy", "changes show soon, but mostly as noise"},
      {"fast_enough", "changes show soon enough"},
  };
  return kRules;
}

Said Words(const MovesFastEnoughStatement& s) {
  return {Text(s), "", RuleName(MovesFastEnoughRules(), s.code)};
}

}  // namespace northstar

// Sections of sentences → the text that a person reads, as a channel takes it, and what did not
// fit.
//
// The text has at most kDigestLimit code points, heading and marks of the channel included. Lines
// are taken section by section, the most important section first, as long as the next one fits
// whole; what is left goes to `more`, so that no sentence is ever cut. Both keep the order of the
// sections. What comes from data can neither break a line nor mean anything to a channel. It leaves
// out pictures and sending. Pure; thread safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/sentence.h"

namespace northstar {

inline constexpr size_t kDigestLimit = 1500;

struct DigestSection {
  // For machines: "guardrails". Static text, as the title, which may be empty: its lines are then
  // one paragraph, else a list.
  std::string_view name, title;
  // 1 is the most important.
  int weight = 1;
  // Each may be several sentences that belong together.
  std::vector<Sentence> lines;
};

// kPlain: for terminals and e-mail. kSlack: mrkdwn, with &, < and > encoded.
enum class DigestForm { kPlain, kSlack, kMarkdown };

struct DigestText {
  std::string text;
  // Empty: all of it fits.
  std::string more;
};
// Both end without a line break. Sections without lines are passed over; the heading is one line,
// and moves to `more` where it is longer than the limit by itself.
DigestText LayOut(std::string_view heading, const std::vector<DigestSection>& sections,
                  DigestForm form);

}  // namespace northstar

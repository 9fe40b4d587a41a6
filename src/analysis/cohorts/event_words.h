// What an event's name says, word by word: "refundRequested2", "refund_requested" and "Refund
// requested" are the same two words. Nothing is stemmed: a list holds the inflected forms.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace northstar {

// In small letters, split at changes of case, at digits, and at everything ASCII that is no letter.
std::vector<std::string> WordsOfEvent(std::string_view name);

// Whether the words hold one of the phrases: all of its words, in its order, others between them or
// not. Phrases are words in small letters, separated by blanks.
bool HoldPhrase(std::span<const std::string> words, std::span<const std::string> phrases);

}  // namespace northstar

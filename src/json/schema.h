// JSON Schemas (draft 2020-12) of answers, written in C++ beside the code that makes the JSON, so
// that the two are changed together. Every key of an object is described, and no other is allowed:
// a key that somebody forgot fails the test over the documentation's own examples.
//
// `help` says what a reader cannot see from the name: unit, range, what null means. All functions
// are pure and thread safe.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "json/json.h"
#include "words/rule.h"

namespace northstar::schema {

Json Str(std::string_view help = "");
Json Num(std::string_view help = "");
Json Count(std::string_view help = "");  // a whole number
Json Flag(std::string_view help = "");
// One of these texts.
Json Choice(const std::vector<std::string_view>& values, std::string_view help = "");
Json OrNull(Json shape);
Json List(Json items, std::string_view help = "");
// An object whose keys are data: names of dimensions, of people.
Json Map(Json values, std::string_view help = "");

struct Key {
  std::string_view name;
  Json shape;
  bool always = true;  // false: only where the question asked for it
};
Json Object(const std::vector<Key>& keys, std::string_view help = "");
// An object that is an answer of its own: with `api_version`.
Json AnswerOf(std::vector<Key> keys, std::string_view help);
// One of several kinds of answer to one request.
Json AnyOf(const std::vector<Json>& shapes);

// What many answers have.
Json Period();                        // a local start date, or a date and an hour
Json Instant();                       // UTC
Json LowHigh(std::string_view what);  // a number or null: an end of an interval
Json Names(std::string_view help = "");
Key SentenceKey();
// `rules`: the names that `rule` may have, and when; each once.
Key HeadlineKey(std::span<const Rule> rules);
Key NotesKey();
Key MethodKey();

}  // namespace northstar::schema

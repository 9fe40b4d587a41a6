#include "json/findings.h"

#include "json/said.h"
#include "json/schema.h"
#include "words/value_words.h"

namespace northstar {
namespace {

Json WordsJson(const std::vector<KeyTerm>& words) {
  Json list = Json::array();
  for (const KeyTerm& word : words) {
    list.push_back({{"term", word.term},
                    {"also", word.also},
                    {"z", word.z},
                    {"p_adjusted", word.p_adjusted},
                    {"stayed", word.here},
                    {"left", word.there},
                    {"quotes", word.quotes}});
  }
  return list;
}

}  // namespace

Json ToJson(const ValueWords& w) {
  Json out{{"entity", w.entity},
           {"paying", w.paying},
           {"stayed", w.stayed},
           {"left", w.left},
           {"between", w.between},
           {"gone_after_days", w.gone_after_days},
           {"activity", TextOrNull(w.activity)},
           {"words_of_stayed", WordsJson(w.of_stayed)},
           {"words_of_left", WordsJson(w.of_left)},
           {"method", {{"id", "text.logodds"}, {"version", 1}}}};
  AddSaid(w.said, out);
  return out;
}

Json ValueWordsSchema() {
  using namespace schema;
  const Json word = Object({{"term", Str()},
                            {"also", Names()},
                            {"z", Num()},
                            {"p_adjusted", Num()},
                            {"stayed", Count("people who use it")},
                            {"left", Count("people who use it")},
                            {"quotes", Names("with contacts masked")}});
  return AnswerOf({{"entity", Str()},
                   {"paying", Flag("those who stayed also pay")},
                   {"stayed", Count("who wrote")},
                   {"left", Count("who wrote")},
                   {"between", Count("who wrote and belong to neither")},
                   {"gone_after_days", Count("without activity: who left")},
                   {"activity", OrNull(Str("what does not count as activity"))},
                   {"words_of_stayed", List(word)},
                   {"words_of_left", List(word)},
                   MethodKey(),
                   SentenceKey(),
                   HeadlineKey(ValueWordsRules())},
                  "what those who stayed say that those who left do not");
}

}  // namespace northstar

#include "json/findings.h"

#include "json/said.h"
#include "json/schema.h"
#include "words/feedback.h"

namespace northstar {
namespace {

Json MoodJson(const FeedbackMood& m) {
  return {{"texts", m.texts},
          {"people", m.people},
          {"votes", m.votes},
          {"sentiment", Number(m.mood)},
          {"low", Number(m.low)},
          {"high", Number(m.high)},
          {"share_negative", Number(m.negative)},
          {"share_negative_low", Number(m.negative_low)},
          {"share_negative_high", Number(m.negative_high)},
          {"rating", Number(m.rating)},
          {"share_unscored", m.ShareUnscored()}};
}

Json ThemesJson(const std::vector<FeedbackTheme>& themes) {
  Json list = Json::array();
  for (const FeedbackTheme& theme : themes) {
    list.push_back({{"theme", theme.term.term},
                    {"also", theme.term.also},
                    {"score", theme.term.z},
                    {"p_adjusted", theme.term.p_adjusted},
                    {"people", theme.term.here},
                    {"people_before", theme.term.there},
                    {"votes", theme.votes},
                    {"sentiment", Number(theme.mood)},
                    {"examples", theme.term.quotes}});
  }
  return list;
}

Json TopicsJson(const FeedbackFindings& f) {
  Json list = Json::array();
  for (const FeedbackTopic& topic : f.topics) {
    list.push_back({{"theme", topic.label},
                    {"terms", topic.terms},
                    {"texts", topic.people},
                    {"share", topic.share},
                    {"share_before", Number(topic.share_before)},
                    {"votes", topic.votes},
                    {"sentiment", Number(topic.mood)},
                    {"examples", topic.quotes}});
  }
  return list;
}

// With what is known of a whole time alone.
Json SideJson(const FeedbackMood& m, const std::optional<double>& per_day) {
  Json side = MoodJson(m);
  side["texts_per_day"] = Number(per_day);
  return side;
}

}  // namespace

Json ToJson(const FeedbackFindings& f) {
  Json segments = Json::array();
  for (const FeedbackSegment& one : f.segments) {
    segments.push_back({{"dimension", one.dimension},
                        {"value", one.value ? Json(*one.value) : Json(nullptr)},
                        {"before", MoodJson(one.before)},
                        {"after", MoodJson(one.after)}});
  }
  Json out{{"sources", f.sources},
           {"from", FormatDay(f.from)},
           {"to", FormatDay(f.to - 1)},
           {"compared_from", f.reference < f.from ? Json(FormatDay(f.reference)) : Json(nullptr)},
           {"before", SideJson(f.before, f.volume.per_day_before)},
           {"after", SideJson(f.after, f.volume.per_day)},
           {"volume_jumped", f.volume.jumped ? Json(*f.volume.jumped) : Json(nullptr)},
           {"notes", f.notes},
           {"themes", TopicsJson(f)},
           {"rising", ThemesJson(f.rising)},
           {"falling", ThemesJson(f.falling)},
           {"segments", std::move(segments)},
           {"method", {{"id", "text.logodds"}, {"version", 1}}}};
  AddSaid(f.said, out);
  return out;
}

Json FeedbackSchema() {
  using namespace schema;
  const std::vector<Key> mood{{"texts", Count()},
                              {"people", Count("texts without a person count as one each")},
                              {"votes", Num()},
                              {"sentiment", OrNull(Num("mean over people, −1 to 1"))},
                              {"low", LowHigh("95% interval")},
                              {"high", LowHigh("95% interval")},
                              {"share_negative", OrNull(Num("of people, 0 to 1"))},
                              {"share_negative_low", LowHigh("95% interval")},
                              {"share_negative_high", LowHigh("95% interval")},
                              {"rating", OrNull(Num("mean"))},
                              {"share_unscored", Num("people whose sentiment is not known")}};
  std::vector<Key> side = mood;
  side.push_back({"texts_per_day", OrNull(Num())});
  const Json topic = Object({{"theme", Str()},
                             {"terms", Names()},
                             {"texts", Count("people who mention it")},
                             {"share", Num("of people, 0 to 1")},
                             {"share_before", OrNull(Num())},
                             {"votes", Num()},
                             {"sentiment", OrNull(Num())},
                             {"examples", Names("with contacts masked")}});
  const Json theme = Object({{"theme", Str()},
                             {"also", Names("terms that occur with it")},
                             {"score", Num("z of the log-odds")},
                             {"p_adjusted", Num()},
                             {"people", Count()},
                             {"people_before", Count()},
                             {"votes", Num()},
                             {"sentiment", OrNull(Num())},
                             {"examples", Names("with contacts masked")}});
  const Json segment = Object({{"dimension", Str()},
                               {"value", OrNull(Str())},
                               {"before", Object(mood)},
                               {"after", Object(mood)}});
  return AnswerOf({{"sources", Names()},
                   {"from", Str("local day")},
                   {"to", Str("local day, included")},
                   {"compared_from", OrNull(Str("start of the time before"))},
                   {"before", Object(side)},
                   {"after", Object(side)},
                   {"volume_jumped", OrNull(Flag("more texts than usual; null: not known"))},
                   NotesKey(),
                   {"themes", List(topic)},
                   {"rising", List(theme, "mentioned more than before")},
                   {"falling", List(theme, "mentioned less than before")},
                   {"segments", List(segment, "with --by")},
                   MethodKey(),
                   SentenceKey(),
                   HeadlineKey(FeedbackRules())},
                  "what customers wrote");
}

}  // namespace northstar

#include "words/review.h"
#include "base/calendar.h"
#include "json/findings.h"
#include "json/said.h"
#include "json/schema.h"
#include "words/review_sections.h"

namespace northstar {
namespace {

Json TriggerJson(const TriggerFinding& one) {
  Json out{{"trigger", NameOf(one.trigger)}, {"level", NameOf(one.level)},
           {"confirmed", one.confirmed},     {"value", Number(one.value)},
           {"low", Number(one.low)},         {"high", Number(one.high)},
           {"settles", one.said.more.text()}};
  AddSaid(one.said, out);
  return out;
}

Json CellJson(const ReviewCell& cell) {
  if (const auto* number = std::get_if<double>(&cell.value)) return *number;
  if (const auto* text = std::get_if<std::string>(&cell.value)) return *text;
  return nullptr;
}

Json SectionJson(const ReviewSection& section) {
  Json rows = Json::array();
  for (const auto& cells : section.table.rows) {
    Json row = Json::object();
    for (size_t i = 0; i < cells.size(); ++i)
      row[section.table.columns[i].name] = CellJson(cells[i]);
    rows.push_back(std::move(row));
  }
  Json out{{"section", section.name},
           {"title", section.title},
           {"rows", std::move(rows)},
           {"notes", section.notes}};
  AddSaid(section.said, out);
  return out;
}

schema::Key VerdictKey() {
  return {"verdict",
          schema::Choice({NameOf(ReviewVerdict::kConfirm), NameOf(ReviewVerdict::kLookCloser),
                          NameOf(ReviewVerdict::kChangeDue)})};
}

Json TriggerSchema() {
  using namespace schema;
  return Object(
      {{"trigger",
        Choice({NameOf(ReviewTrigger::kLinkWeakened), NameOf(ReviewTrigger::kDecoupled),
                NameOf(ReviewTrigger::kStrategyChanged), NameOf(ReviewTrigger::kOutgrownStage),
                NameOf(ReviewTrigger::kGamed), NameOf(ReviewTrigger::kTooSlow),
                NameOf(ReviewTrigger::kNotUnderstood)})},
       {"level", Choice({"soft", "firm"}, "soft: a reason to look closer; firm: one to change")},
       {"confirmed", Flag("firm, and not by a single look")},
       {"value",
        OrNull(Num("an effect, a relative change, a share, months or days, as the sentence "
                   "says; null: a statement"))},
       {"low", LowHigh("value")},
       {"high", LowHigh("value")},
       {"settles", Str("what would settle it")},
       SentenceKey(),
       HeadlineKey(TriggerRules())});
}

}  // namespace

Json ToJson(const ReviewFindings& found) {
  Json triggers = Json::array();
  for (const TriggerFinding& one : found.triggers) triggers.push_back(TriggerJson(one));
  Json sections = Json::array();
  for (const ReviewSection& one : found.sections) sections.push_back(SectionJson(one));
  Json out{{"verdict", NameOf(found.verdict)},
           {"period", found.quarter.name},
           {"first_day", FormatDay(found.quarter.days.first)},
           {"last_day", FormatDay(found.quarter.days.last)},
           {"metric", found.star->name},
           {"as_of", FormatInstant(found.as_of_us)},
           {"triggers", std::move(triggers)},
           {"sections", std::move(sections)},
           {"notes", found.notes},
           {"method", {{"id", "review.triggers"}, {"version", 1}}}};
  AddSaid(found.said, out);
  return out;
}

Json ToJson(const CloseReviewAnswer& answer) {
  Json out{{"verdict", NameOf(answer.review.verdict)},
           {"period", answer.review.quarter.name},
           {"by", answer.by},
           {"why", answer.why},
           {"day", answer.day},
           {"strategy_changed", answer.strategy_changed},
           {"record", answer.record},
           {"project_file", answer.project.path},
           {"dry_run", answer.dry_run}};
  AddSaid(answer.review.said, out);
  if (answer.dry_run) out["project_text"] = answer.project.text;
  return out;
}

Json ReviewSchema() {
  using namespace schema;
  const Json section = Object({{"section", Str()},
                               {"title", Str()},
                               {"rows", List(Map(Json::object(), "by column; null: not known"))},
                               NotesKey(),
                               SentenceKey(),
                               HeadlineKey(ReviewSectionRules())});
  return AnswerOf({VerdictKey(),
                   SentenceKey(),
                   HeadlineKey(ReviewRules()),
                   {"period", Str("the quarter")},
                   {"first_day", Str("local day")},
                   {"last_day", Str("local day")},
                   {"metric", Str("the star")},
                   {"as_of", Instant()},
                   {"triggers", List(TriggerSchema(), "confirmed ones first, then firm ones")},
                   {"sections", List(section, "in the order of the pack")},
                   NotesKey(),
                   MethodKey()},
                  "the review of a quarter");
}

Json CloseReviewSchema() {
  using namespace schema;
  return AnswerOf({VerdictKey(),
                   SentenceKey(),
                   HeadlineKey(ReviewRules()),
                   {"period", Str("the quarter")},
                   {"by", Str()},
                   {"why", Str()},
                   {"day", Str("local day on which it was closed")},
                   {"strategy_changed", Flag()},
                   {"record", Str("path, relative to the project")},
                   {"project_file", Str("that holds `review:`")},
                   {"dry_run", Flag("nothing was written")},
                   {"project_text", Str("of that file, with the change"), false}},
                  "a review that was closed");
}

}  // namespace northstar

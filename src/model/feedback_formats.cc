#include "model/feedback_formats.h"

#include <algorithm>

#include "model/expr.h"

namespace northstar {
namespace {

NamedExpr Known(std::string_view name, std::string_view text, const SourceSpan& span) {
  return {std::string(name), std::string(text), std::get<ExprRef>(ParseExpr(std::string(text))),
          span};
}

void FillInAll(std::vector<NamedExpr>& exprs, const std::vector<FeedbackFormat::Column>& columns,
               const SourceSpan& span) {
  for (const FeedbackFormat::Column& column : columns)
    exprs.push_back(Known(column.name, column.expr, span));
}

}  // namespace

const std::vector<FeedbackFormat>& FeedbackFormats() {
  static const auto* formats = new std::vector<FeedbackFormat>{
      // The file that a board's "Export CSV" gives (its documentation, "Import and export data").
      {"quackback",
       "created_at",
       "if(length(content) > 0, concat(title, '. ', content), title)",
       "vote_count",
       "",
       {{"author", "author_email"}},
       {{"board", "board"}, {"status", "status"}}},
      // Posts as its API lists them, as JSON (its API reference, "The post object"). Its `score` is
      // the number of votes.
      {"canny",
       "created",
       "if(length(details) > 0, concat(title, '. ', details), title)",
       "score",
       "id",
       {{"author", "author.id"}},
       {{"board", "board.name"}, {"category", "category.name"}, {"status", "status"}}},
  };
  return *formats;
}

void FillInFormat(Source& feedback, const SourceSpan& format_span) {
  const auto& formats = FeedbackFormats();
  const auto format = std::find_if(formats.begin(), formats.end(), [&](const FeedbackFormat& one) {
    return one.name == feedback.format;
  });
  if (format == formats.end()) return;
  if (feedback.time.empty()) {
    feedback.time = format->time;
    feedback.time_span = format_span;
  }
  if (!feedback.text) feedback.text = Known("text", format->text, format_span);
  if (!feedback.HasValue("votes"))
    feedback.values.push_back(Known("votes", format->votes, format_span));
  if (feedback.id.empty() && !format->id.empty()) {
    feedback.id = {std::string(format->id)};
    feedback.id_span = format_span;
  }
  if (feedback.entities.empty()) FillInAll(feedback.entities, format->entities, format_span);
  if (feedback.dimensions.empty()) FillInAll(feedback.dimensions, format->dimensions, format_span);
}

}  // namespace northstar

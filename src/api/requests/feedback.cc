#include "analysis/feedback/feedback.h"

#include "api/requests/requests.h"

namespace northstar {
namespace {

Result<Answer> AskFeedback(const SessionView& view, const Arguments& arguments) {
  FeedbackOptions options;
  options.by = arguments.All("by");
  NS_ASSIGN(options.from, arguments.ReadDay("from"));
  NS_ASSIGN(options.to, arguments.ReadDay("to"));
  NS_ASSIGN(FeedbackFindings findings,
            FindFeedback(view.engine(), view.project(), view.facts(), view.NowUs(), options));
  return Answer(std::move(findings));
}

}  // namespace

RequestSpec FeedbackSpec() {
  using enum ParameterKind;
  return {"feedback",
          "Show what customers wrote: themes, sentiment and votes, compared with the period before",
          "northstar feedback --from 2026-02-01 --to 2026-02-14",
          {{.name = "from", .kind = kDate, .help = "First local day (default: the last 28 days)"},
           {.name = "to", .kind = kDate, .help = "Last local day"},
           {.name = "by",
            .kind = kDimension,
            .help = "Also break down by a dimension of the feedback",
            .many = true}},
          AskFeedback};
}

}  // namespace northstar

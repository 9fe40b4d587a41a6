#include "api/requests/requests.h"

namespace northstar {
namespace {

Result<Answer> AskOkrs(const SessionView& view, const Arguments& arguments) {
  OkrOptions options;
  options.period = arguments.Text("period");
  NS_ASSIGN(options.as_of_us, arguments.ReadTime("as-of", view.project()->calendar));
  NS_ASSIGN(OkrFindings found,
            FindOkrs(view.engine(), view.project(), view.facts(), view.NowUs(), options));
  return Answer(std::move(found));
}

}  // namespace

RequestSpec OkrsSpec() {
  return {"okrs",
          "Show how OKRs stand: key results with their odds, and what they say together",
          "northstar okrs --period 2026-Q3",
          {{.name = "period",
            .help = "Period of the OKRs, as in the project (default: the current one)",
            .placeholder = "PERIOD"},
           AsOfParameter()},
          AskOkrs};
}

}  // namespace northstar

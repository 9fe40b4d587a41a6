#include "api/requests/requests.h"

namespace northstar {
namespace {

Result<Answer> AskReport(const SessionView& view, const Arguments&) {
  NS_ASSIGN(StateOfTheStar state,
            FindStateOfTheStar(view.engine(), view.project(), view.facts(), view.NowUs()));
  return Answer(std::move(state));
}

}  // namespace

RequestSpec ReportSpec() {
  return {"report",
          "Write the state of the North Star and the scorecard as one HTML page that works offline",
          "northstar report --out scorecard.html",
          {},
          AskReport};
}

}  // namespace northstar

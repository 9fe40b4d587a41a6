#include "api/requests/requests.h"

namespace northstar {
namespace {

Result<Answer> AskBets(const SessionView& view, const Arguments& arguments) {
  BetOptions options;
  options.name = arguments.Text("name");
  NS_ASSIGN(options.as_of_us, arguments.ReadTime("as-of", view.project()->calendar));
  options.plan = arguments.Has("plan");
  BetsAnswer answer;
  answer.plan = options.plan;
  NS_ASSIGN(answer.findings,
            FindBets(view.engine(), view.project(), view.facts(), view.NowUs(), options));
  return Answer(std::move(answer));
}

}  // namespace

RequestSpec BetsSpec() {
  using enum ParameterKind;
  return {"bets",
          "Show how bets moved their inputs and the star, and which open bet to do next",
          "northstar bets --plan",
          {{.name = "name", .help = "Name of a bet (default: all)", .subject = true},
           {.name = "plan",
            .kind = kFlag,
            .help = "Show open bets only, by expected movement of the star per effort"},
           AsOfParameter()},
          AskBets};
}

}  // namespace northstar

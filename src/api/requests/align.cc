#include "analysis/align/align.h"
#include "api/requests/requests.h"

namespace northstar {
namespace {

Result<Answer> AskAlign(const SessionView& view, const Arguments& arguments) {
  AlignOptions options;
  options.team = arguments.Text("team");
  options.session = arguments.Has("session");
  NS_ASSIGN(options.as_of_us, arguments.ReadTime("as-of", view.project()->calendar));
  NS_ASSIGN(AlignFindings found,
            FindAlignment(view.engine(), view.project(), view.facts(), view.NowUs(), options));
  return Answer(std::move(found));
}

}  // namespace

RequestSpec AlignSpec() {
  using enum ParameterKind;
  return {"align",
          "Show each team's line of sight to the North Star, and what it owns on the way",
          "northstar align product",
          {{.name = "team",
            .help = "Team, by name or label (default: all teams and owners)",
            .subject = true},
           {.name = "session",
            .kind = kFlag,
            .help = "Print the agenda and the slides of a 30-minute session, as Markdown"},
           AsOfParameter()},
          AskAlign};
}

}  // namespace northstar

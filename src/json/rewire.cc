#include "words/rewire.h"
#include "base/line_diff.h"
#include "json/findings.h"
#include "json/said.h"
#include "model/project.h"

namespace northstar {
namespace {

std::string_view FateName(RewiredPlace::Fate fate) {
  switch (fate) {
    case RewiredPlace::Fate::kEdited:
      return "edited";
    case RewiredPlace::Fate::kByHand:
      return "by_hand";
    case RewiredPlace::Fate::kKept:
      return "kept";
    case RewiredPlace::Fate::kOver:
      return "over";
  }
  return "";
}

}  // namespace

Json ToJson(const RewireAnswer& answer) {
  Json places = Json::array();
  for (const RewiredPlace& place : answer.rewiring.places) {
    Json one = ToJson(place.named);
    one["fate"] = FateName(place.fate);
    places.push_back(std::move(one));
  }
  Json files = Json::array();
  std::string diff;
  for (const RewiredFile& file : answer.rewiring.files) {
    files.push_back(file.path);
    diff += UnifiedDiff(file.path, file.before, file.after);
  }
  Json out = Json::object();
  AddSaid(answer.said, out);
  out["metric"] = answer.project->north_star->metric;
  out["places"] = std::move(places);
  out["files"] = std::move(files);
  out["dry_run"] = answer.dry_run;
  out["diff"] = std::move(diff);
  return out;
}

Json RewireSchema() {
  using namespace schema;
  std::vector<Key> place = StillNamedKeys();
  place.push_back({"fate", Choice({"edited", "by_hand", "kept", "over"},
                                  "by_hand: cannot be edited safely; kept: may be meant; over: a "
                                  "key result whose period is over")});
  return AnswerOf({SentenceKey(),
                   HeadlineKey(RewireRules()),
                   {"metric", Str("the North Star")},
                   {"places", List(Object(place), "all that named a former star")},
                   {"files", Names("that change, relative to the project")},
                   {"dry_run", Flag("nothing was written")},
                   {"diff", Str("unified, of all files; empty: nothing changes")}},
                  "with --rewire: the star in the place of a former one");
}

}  // namespace northstar

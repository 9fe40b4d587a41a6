#include "json/command_answers.h"

#include "json/misfits.h"
#include "json/schema.h"

namespace northstar {

Json ToJson(const std::vector<LoadSummary>& summaries) {
  Json out;
  out["sources"] = Json::array();
  for (const LoadSummary& s : summaries) {
    Json one{{"source", s.source},
             {"read", s.read},
             {"kept", s.kept},
             {"filtered", s.filtered},
             {"duplicate", s.duplicate},
             {"replaced", s.replaced},
             {"rejected", s.rejected},
             {"future", s.future},
             {"files",
              {{"new", s.new_files},
               {"grown", s.grown_files},
               {"changed", s.changed_files},
               {"same", s.same_files},
               {"moved", s.moved_files},
               {"gone", s.gone_files},
               {"removed", s.removed_files}}},
             {"clock_gaps", s.gaps},
             {"clock_overlaps", s.overlaps}};
    one["reasons"] = Json::array();
    for (const RejectReason& reason : s.reasons) {
      one["reasons"].push_back({{"reason", reason.reason},
                                {"rows", reason.rows},
                                {"example", reason.example},
                                {"file", reason.file},
                                {"row", reason.row}});
    }
    one["rejects_file"] = s.rejects_path.empty() ? Json(nullptr) : Json(s.rejects_path);
    one["seconds"] = s.seconds;
    one["notes"] = s.notes;
    out["sources"].push_back(std::move(one));
  }
  return out;
}

Json ToJson(const std::vector<Examined>& examined) {
  Json checks = Json::array();
  for (const Examined& one : examined) checks.push_back({{"ok", one.fine}, {"what", one.what}});
  return {{"checks", std::move(checks)}};
}

Json VersionJson(std::string_view version) {
  return {{"version", version}};
}

Json LoadSchema() {
  using namespace schema;
  const Json files = Object({{"new", Count()},
                             {"grown", Count("read on from where it ended")},
                             {"changed", Count("read again")},
                             {"same", Count()},
                             {"moved", Count()},
                             {"gone", Count("their rows are kept")},
                             {"removed", Count("their rows went, with --prune")}});
  const Json reason = Object({{"reason", Str()},
                              {"rows", Count()},
                              {"example", Str()},
                              {"file", Str()},
                              {"row", Count("of the file, from 1")}});
  const Json source =
      Object({{"source", Str()},
              {"read", Count("rows")},
              {"kept", Count("rows")},
              {"filtered", Count("rows that `where` drops")},
              {"duplicate", Count("rows whose id was seen")},
              {"replaced", Count("stored rows that gave way to newer ones of their id")},
              {"rejected", Count("rows that cannot be read")},
              {"future", Count("rows dated after now: kept, and hidden until then")},
              {"files", files},
              {"clock_gaps", Count("local times that did not exist")},
              {"clock_overlaps", Count("local times that existed twice")},
              {"reasons", List(reason, "of what was rejected")},
              {"rejects_file", OrNull(Str())},
              {"seconds", Num()},
              NotesKey()});
  return AnswerOf({{"sources", List(source)}}, "what was loaded");
}

Json DoctorSchema() {
  using namespace schema;
  return AnswerOf({{"checks", List(Object({{"ok", Flag()}, {"what", Str()}}))},
                   {"data", MisfitsSchema(), false}},
                  "whether the project can be worked with");
}

Json VersionSchema() {
  using namespace schema;
  return AnswerOf({{"version", Str()}}, "the program");
}

}  // namespace northstar

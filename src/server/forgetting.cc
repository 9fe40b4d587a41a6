#include "server/forgetting.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "base/text.h"
#include "eventlog/disk.h"
#include "live/forget_raw.h"
#include "store/surveys.h"
#include "store/tokens.h"

namespace northstar::server {
namespace {

namespace fs = std::filesystem;

class Forgetting {
 public:
  Forgetting(const ForgetPlace& place, const ForgetRequest& request)
      : place_(place), project_(*place.project), request_(request) {}

  Result<ForgetReport> Run() {
    report_.dry_run = request_.dry_run;
    NS_RETURN_IF_ERROR(Search());
    if (!report_.FoundAnything() && !report_.stored.before) {
      return Error::Usage(
          fmt::format("there is no {} '{}' in what is stored", request_.entity, request_.id),
          "nothing was changed; ids are compared as they are written");
    }
    if (request_.dry_run) return report_;
    if (place_.while_nothing_is_stored) {
      NS_RETURN_IF_ERROR(place_.while_nothing_is_stored([&] { return Remove(); }));
    } else {
      NS_RETURN_IF_ERROR(Remove());
    }
    NS_RETURN_IF_ERROR(Note());
    return report_;
  }

 private:
  // Looks, and changes nothing.
  Status Search() {
    ForgetRequest look = request_;
    look.dry_run = true;
    NS_ASSIGN(report_.stored, place_.warehouse->Forget(project_, look));
    NS_RETURN_IF_ERROR(SearchLog(true));
    NS_RETURN_IF_ERROR(SearchBeside(true));
    SayWhatIsLeft();
    return Status::Ok();
  }

  // The database last: as long as it has them, all their ids can be found again, whatever happens.
  Status Remove() {
    ForgetRequest request = request_;
    request.dry_run = true;
    NS_ASSIGN(report_.stored, place_.warehouse->Forget(project_, request));
    NS_RETURN_IF_ERROR(SearchLog(false));
    NS_RETURN_IF_ERROR(SearchBeside(false));
    request.dry_run = false;
    NS_ASSIGN(report_.stored, place_.warehouse->Forget(project_, request));
    NS_RETURN_IF_ERROR(place_.warehouse->Rewrite());
    report_.rewritten = true;
    return Status::Ok();
  }

  Status SearchLog(bool dry_run) {
    const fs::path folder = fs::path(project_.root) / ".northstar" / "log";
    std::error_code ignored;
    if (!fs::exists(folder, ignored)) return Status::Ok();
    NS_RETURN_IF_ERROR(ReadKeys());
    eventlog::LocalDisk disk;
    live::ForgetRaw request;
    request.folder = folder.string();
    request.ids = report_.stored.ids;
    request.dry_run = dry_run;
    request.paths = [this](uint32_t key) -> Result<std::vector<std::vector<std::string>>> {
      const auto named = sources_.find(key);
      const Source* source = named == sources_.end() ? nullptr : project_.FindSource(named->second);
      if (source == nullptr || !source->HasEntity(request_.entity))
        return std::vector<std::vector<std::string>>();
      return place_.warehouse->PathsOf(project_, *source, request_.entity);
    };
    NS_ASSIGN(const live::ForgottenRaw raw, live::ForgetInLog(disk, request));
    report_.log_segments = raw.segments;
    report_.log_events = raw.events;
    return Status::Ok();
  }

  Status ReadKeys() {
    NS_ASSIGN(store::Tokens tokens, store::Tokens::Open(project_));
    NS_ASSIGN(const std::vector<store::Token> all, tokens.All());
    for (const store::Token& token : all) sources_[static_cast<uint32_t>(token.id)] = token.source;
    return Status::Ok();
  }

  Status SearchBeside(bool dry_run) {
    NS_ASSIGN(report_.survey_answers,
              store::ForgetSurveyPerson(project_, report_.stored.ids, dry_run));
    report_.rejects.clear();
    std::error_code ignored;
    const fs::path folder = fs::path(project_.root) / "target" / "rejects";
    for (const fs::directory_entry& file : fs::directory_iterator(folder, ignored)) {
      if (!Mentions(file.path())) continue;
      report_.rejects.push_back(file.path().string());
      if (!dry_run) fs::remove(file.path(), ignored);
    }
    return Status::Ok();
  }

  bool Mentions(const fs::path& path) const {
    std::ifstream file(path, std::ios::binary);
    for (std::string line; std::getline(file, line);) {
      for (const std::string& id : report_.stored.ids) {
        if (line.find(id) != std::string::npos) return true;
      }
    }
    return false;
  }

  void SayWhatIsLeft() {
    for (const Forgotten::Rows& rows : report_.stored.rows) {
      const Source* source = project_.FindSource(rows.source);
      if (rows.rows == 0 || source == nullptr || source->kind == Source::Kind::kHttp) continue;
      report_.left.push_back(fmt::format(
          "the data that '{}' is loaded from still hold it; a load leaves it out from now on",
          rows.source));
    }
    report_.left.push_back(
        "backups, exports and uploads are not searched, nor is what others hold");
  }

  Status Note() {
    NS_ASSIGN(store::Tokens tokens, store::Tokens::Open(project_));
    return tokens.Note({place_.clock->NowUs(), place_.who, "forget", request_.entity});
  }

  const ForgetPlace& place_;
  const Project& project_;
  const ForgetRequest& request_;
  ForgetReport report_;
  std::map<uint32_t, std::string> sources_;  // by the key that events came with
};

}  // namespace

Result<ForgetReport> Forget(const ForgetPlace& place, const ForgetRequest& request) {
  return Forgetting(place, request).Run();
}

}  // namespace northstar::server

#include "server/forgetting.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

#include "base/text.h"
#include "eventlog/event_log.h"
#include "live/arrivals_folder.h"
#include "live/forget_raw.h"
#include "model/expr.h"
#include "server/run_file.h"
#include "store/surveys.h"
#include "store/tokens.h"

namespace northstar::server {
namespace {

namespace fs = std::filesystem;

// As a text of its own, not as a part of a longer one.
bool HoldsWord(std::string_view line, std::string_view word) {
  const auto joins = [](char c) {
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_' ||
           c == '-' || c == '.' || c == '@' || (c & 0x80) != 0;
  };
  for (size_t at = line.find(word); at != std::string_view::npos; at = line.find(word, at + 1)) {
    const size_t end = at + word.size();
    if ((at == 0 || !joins(line[at - 1])) && (end == line.size() || !joins(line[end]))) return true;
  }
  return false;
}

class Forgetting {
 public:
  Forgetting(const ForgetPlace& place, const ForgetRequest& request)
      : place_(place), project_(*place.project), request_(request) {}

  Result<ForgetReport> Run() {
    report_.dry_run = request_.dry_run;
    if (request_.id.empty()) return Error::Usage("the id is empty", "nothing was changed");
    NS_RETURN_IF_ERROR(ReadKeys());
    if (!place_.while_nothing_is_stored && !request_.dry_run) NS_RETURN_IF_ERROR(StoreWhatWaits());
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

  fs::path LogFolder() const { return fs::path(project_.root) / ".northstar" / "log"; }

  // What a server answered and did not come to store says who is whom, too.
  Status StoreWhatWaits() {
    std::error_code ignored;
    if (!fs::exists(LogFolder() / "log.id", ignored)) return Status::Ok();
    NS_ASSIGN(const std::string id, LogId(LogFolder().string()));
    const ProjectRef project = std::make_shared<const Project>(project_);
    NS_ASSIGN(std::shared_ptr<ArrivalFold> fold, place_.warehouse->OpenFold(project));
    if (fold->sources() == 0) return Status::Ok();
    uint64_t from = 1;
    for (size_t i = 0; i < fold->sources(); ++i) from = std::max(from, fold->next(i));
    eventlog::LocalDisk disk;
    eventlog::EventLog::Settings settings;
    settings.folder = LogFolder().string();
    settings.database = id;
    NS_ASSIGN(const auto opened,
              eventlog::EventLog::Open(disk, settings, from, [](eventlog::Record&&) {}));
    live::ArrivalsFolder::Settings folding;
    folding.folder = settings.folder;
    folding.database = id;
    live::ArrivalsFolder folder(folding, disk, *opened.log, fold,
                                [this](uint32_t key) -> Result<std::string> {
                                  const auto found = sources_.find(key);
                                  return found == sources_.end() ? std::string() : found->second;
                                },
                                {});
    folder.Stop();
    const std::string failure = folder.Health().failure;
    return failure.empty() ? Status::Ok() : Status(Error::Data(failure));
  }

  Status SearchLog(bool dry_run) {
    const fs::path folder = LogFolder();
    std::error_code ignored;
    if (!fs::exists(folder, ignored)) return Status::Ok();
    eventlog::LocalDisk disk;
    live::ForgetRaw request;
    request.folder = folder.string();
    request.ids = report_.stored.ids;
    request.dry_run = dry_run;
    request.places = [this](uint32_t key) { return PlacesOf(key); };
    NS_ASSIGN(const live::ForgottenRaw raw, live::ForgetInLog(disk, request));
    report_.log_segments = raw.segments;
    report_.log_events = raw.events;
    return Status::Ok();
  }

  // Of events that a key sent.
  Result<live::IdPlaces> PlacesOf(uint32_t key) const {
    live::IdPlaces places;
    const auto named = sources_.find(key);
    const Source* source = named == sources_.end() ? nullptr : project_.FindSource(named->second);
    if (source == nullptr || !source->HasEntity(request_.entity)) return places;
    NS_ASSIGN(places.paths, place_.warehouse->PathsOf(project_, *source, request_.entity));
    for (const NamedExpr& entity : source->entities) {
      if (entity.name != request_.entity) continue;
      places.first_counts = IsFirstOfSeveral(*entity.expr);
      places.any_case = entity.text.find("lower(") != std::string::npos ||
                        entity.text.find("upper(") != std::string::npos;
    }
    places.same_person = source->merge_entity == request_.entity;
    return places;
  }

  // A name, or the first of several that is there.
  static bool IsFirstOfSeveral(const Expr& expr) {
    if (std::holds_alternative<NameRef>(expr.node)) return true;
    const auto* operation = std::get_if<Operation>(&expr.node);
    return operation != nullptr && operation->op == Op::kCoalesce &&
           std::all_of(operation->args.begin(), operation->args.end(), [](const ExprRef& one) {
             return std::holds_alternative<NameRef>(one->node);
           });
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
        if (HoldsWord(line, id)) return true;
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

#include "server/live_events.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <limits>
#include <set>

#include "base/text.h"
#include "base/time_zone.h"
#include "model/project.h"
#include "server/run_file.h"

namespace northstar::server {

namespace fs = std::filesystem;

Result<std::unique_ptr<LiveEvents>> LiveEvents::Open(ProjectState& state, Access& access, Log log,
                                                     std::function<void()> changed) {
  std::unique_ptr<LiveEvents> events(
      new LiveEvents(state, access, std::move(log), std::move(changed)));
  NS_RETURN_IF_ERROR(events->OpenLog());
  events->StartKeeping();
  events->FoldAgain();
  events->DeriveWhereNeeded();
  return events;
}

Status LiveEvents::OpenLog() {
  folder_ = (fs::path(state_.folder()) / ".northstar" / "log").string();
  NS_ASSIGN(log_id_, LogId(folder_));
  NS_ASSIGN(auto fold, state_.warehouse()->OpenFold(state_.project()));
  uint64_t from = 1;
  for (size_t i = 0; i < fold->sources(); ++i)
    from = i == 0 ? fold->next(i) : std::max(from, fold->next(i));
  eventlog::EventLog::Settings settings;
  settings.folder = folder_;
  settings.database = log_id_;
  NS_ASSIGN(auto opened,
            eventlog::EventLog::Open(disk_, settings, from, [](eventlog::Record&&) {}));
  log_ = std::move(opened.log);
  for (const std::string& name : opened.found.torn)
    tell_("warning", fmt::format("the log ended in the middle of a request that nobody was told is "
                                 "kept; cut off there: {}",
                                 name));
  for (const std::string& name : opened.found.unreadable)
    tell_("error", fmt::format("a part of the log cannot be read: {}", name));
  for (const eventlog::Lost& lost : opened.found.lost) {
    tell_("error", fmt::format("events {} to {} are damaged and lost", lost.from, lost.to - 1));
    lost_ += static_cast<int64_t>(lost.to - lost.from);
  }
  return Status::Ok();
}

void LiveEvents::StartKeeping() {
  live::LogKeeper::Settings settings;
  settings.folder = folder_;
  settings.clock = &state_.clock();
  settings.stored = [this] { return stored().visible; };
  // What nobody can say of is kept.
  settings.kept_for = [this](uint32_t key) {
    const auto name = access_.SourceOf(key);
    const ProjectRef project = state_.project();
    const Source* source = name.ok() ? project->FindSource(*name) : nullptr;
    return source != nullptr && source->kind == Source::Kind::kHttp
               ? source->raw_days * kMicrosPerDay
               : std::numeric_limits<int64_t>::max();
  };
  settings.log = [this](const std::string& text) { tell_("error", text); };
  keeper_ = std::make_unique<live::LogKeeper>(settings, disk_, *log_);
}

live::ArrivalsFolder::Settings LiveEvents::FoldSettings() const {
  live::ArrivalsFolder::Settings settings;
  settings.folder = folder_;
  settings.database = log_id_;
  return settings;
}

void LiveEvents::StartFolding(std::unique_ptr<ArrivalFold> fold) {
  auto arrivals = std::make_shared<live::ArrivalsFolder>(
      FoldSettings(), disk_, *log_, std::move(fold),
      [this](uint32_t key) { return access_.SourceOf(key); }, changed_);
  const std::scoped_lock lock(folding_);
  arrivals_ = std::move(arrivals);
}

// It holds the database, which may get another file then.
void LiveEvents::EndFolding() {
  std::shared_ptr<live::ArrivalsFolder> ended;
  {
    const std::scoped_lock lock(folding_);
    ended = arrivals_;
  }
  if (ended == nullptr) return;
  ended->Stop();
  const std::scoped_lock lock(folding_);
  last_ = arrivals_->Health();
  arrivals_.reset();
}

live::ArrivalsFolder::State LiveEvents::stored() const {
  const std::scoped_lock lock(folding_);
  live::ArrivalsFolder::State state = arrivals_ != nullptr ? arrivals_->Health() : last_;
  if (incomplete_) state.visible = std::min(state.visible, progress_.done);
  return state;
}

LiveEvents::Deriving LiveEvents::deriving() const {
  const std::scoped_lock lock(folding_);
  return progress_;
}

std::vector<RejectedBecause> LiveEvents::Rejected(std::string_view source) const {
  const std::scoped_lock lock(folding_);
  return arrivals_ != nullptr ? arrivals_->Rejected(source) : std::vector<RejectedBecause>{};
}

std::string LiveEvents::Definitions(const Project& project) const {
  std::string all;
  for (const Source& source : project.sources) {
    if (source.kind == Source::Kind::kHttp)
      all += source.name + ":" + state_.warehouse()->DefinitionOf(project, source) + "\n";
  }
  return all;
}

void LiveEvents::Take(const ProjectRef& project, std::function<void()> put_in_force) {
  const std::scoped_lock changing(changing_);
  Wanted wanted{project, Definitions(*project), std::move(put_in_force)};
  {
    const std::scoped_lock lock(taking_);
    if (deriving().goes_on && wanted_.definitions == wanted.definitions) {
      wanted_ = std::move(wanted);
      return;
    }
  }
  EndDeriving();
  if (wanted.definitions == taken_) return wanted.put_in_force();
  BeginDeriving(std::move(wanted));
}

void LiveEvents::Retry() {
  const std::scoped_lock changing(changing_);
  {
    const std::scoped_lock lock(taking_);
    if (unfolded_) FoldAgain();
  }
  DeriveWhereNeeded();
}

void LiveEvents::LookAgain() {
  const std::scoped_lock changing(changing_);
  if (deriving().goes_on) return;
  const ProjectRef project = state_.project();
  if (std::string now = Definitions(*project); now != taken_)
    BeginDeriving({project, std::move(now), [] {}});
}

Status LiveEvents::WhileNothingIsStored(const std::function<Status()>& run) {
  const std::scoped_lock changing(changing_);
  const bool goes_on = deriving().goes_on;
  EndDeriving();
  Status status;
  {
    const std::scoped_lock lock(taking_);
    EndFolding();
    keeper_->Stop();
    log_->Roll();
    status = run();
    state_.Renew();
    StartKeeping();
    FoldAgain();
  }
  if (goes_on) BeginDeriving(std::move(wanted_));
  DeriveWhereNeeded();
  return status;
}

// By the project in force. Until it succeeds, events are kept and not stored.
void LiveEvents::FoldAgain() {
  const ProjectRef project = state_.project();
  taken_ = Definitions(*project);
  auto fold = state_.warehouse()->OpenFold(project);
  const bool complete =
      fold.ok() &&
      std::all_of(project->sources.begin(), project->sources.end(), [&](const Source& source) {
        return source.kind != Source::Kind::kHttp || (*fold)->FindSource(source.name) >= 0;
      });
  const auto loaded = state_.warehouse()->Inspect(*project);
  {
    const std::scoped_lock lock(folding_);
    incomplete_ = !complete;
    progress_.done = 0;
    progress_.unreadable = loaded.ok() && !loaded->to_derive.empty();
  }
  unfolded_ = !fold.ok();
  SetFailure(&Deriving::not_stored,
             fold.ok() ? "" : "events are kept, but not stored: " + fold.error().message);
  if (!fold.ok()) return;
  StartFolding(std::move(*fold));
  changed_();
}

// Says it once.
void LiveEvents::SetFailure(std::string Deriving::*what, const std::string& failure) {
  {
    const std::scoped_lock lock(folding_);
    if (progress_.*what == failure) return;
    progress_.*what = failure;
  }
  if (!failure.empty()) tell_("error", failure);
}

void LiveEvents::TellFailures() {
  const auto tell = [this](std::string& told, const std::string& now, const char* what) {
    if (now != told)
      tell_(now.empty() ? "info" : "error",
            fmt::format("{}: {}", what, now.empty() ? "over" : now));
    told = now;
  };
  tell(log_failure_, log_->Health().failure, "events cannot be written");
  tell(fold_failure_, stored().failure, "events are kept, but not stored");
}

void LiveEvents::Stop() {
  const std::scoped_lock changing(changing_);
  EndDeriving();
  const std::scoped_lock lock(taking_);
  log_->Close();
  EndFolding();
  keeper_->Stop();
}

}  // namespace northstar::server

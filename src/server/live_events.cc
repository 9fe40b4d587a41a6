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
  fold.reset();
  taken_ = Definitions(*state_.project());
  NS_RETURN_IF_ERROR(Derive(state_.project()));
  NS_ASSIGN(fold, state_.warehouse()->OpenFold(state_.project()));
  StartFolding(std::move(fold));
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
  return arrivals_ != nullptr ? arrivals_->Health() : last_;
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

void LiveEvents::Take(const ProjectRef& project, const std::function<void()>& put_in_force) {
  const std::scoped_lock lock(taking_);
  const bool other = Definitions(*project) != taken_;
  if (other) {
    EndFolding();
    (void)Derive(project);  // what fails is tried again, and told
  }
  put_in_force();
  if (other) FoldAgain();
}

void LiveEvents::Retry() {
  const std::scoped_lock lock(taking_);
  if (unfolded_) FoldAgain();
}

void LiveEvents::LookAgain() {
  const std::scoped_lock lock(taking_);
  if (unfolded_ || Definitions(*state_.project()) == taken_) return;
  EndFolding();
  FoldAgain();
}

Status LiveEvents::WhileNothingIsStored(const std::function<Status()>& run) {
  const std::scoped_lock lock(taking_);
  EndFolding();
  keeper_->Stop();
  log_->Roll();
  const Status status = run();
  state_.Renew();
  StartKeeping();
  FoldAgain();
  return status;
}

// By the project in force; until it succeeds, events are kept and not stored.
void LiveEvents::FoldAgain() {
  const ProjectRef project = state_.project();
  taken_ = Definitions(*project);
  const auto open = [&]() -> Result<std::unique_ptr<ArrivalFold>> {
    NS_RETURN_IF_ERROR(Derive(project));
    return state_.warehouse()->OpenFold(project);
  };
  auto fold = open();
  if (fold.ok()) {
    StartFolding(std::move(*fold));
    changed_();
  } else if (!unfolded_) {
    tell_("error", "events are kept, but not stored: " + fold.error().message);
  }
  unfolded_ = !fold.ok();
}

// Everything that is in the log, of sources that were stored under another definition. Where the
// log does not hold all that arrived, rows would be lost: the new one holds for new events then.
Status LiveEvents::Derive(const ProjectRef& project) {
  Project kept = *project;
  NS_ASSIGN(const std::set<uint32_t> trimmed, live::TrimmedKeys(disk_, folder_));
  for (const uint32_t key : trimmed) {
    NS_ASSIGN(const std::string name, access_.SourceOf(key));
    for (Source& source : kept.sources) {
      if (source.name == name) source.raw_days = 0;
    }
  }
  NS_ASSIGN(const std::vector<std::string> redefined, state_.warehouse()->Redefine(kept));
  for (const std::string& name : redefined) {
    tell_("warning", fmt::format("the definition of '{}' changed; it holds for what arrives from "
                                 "now on, since earlier events are not kept as they were sent",
                                 name));
  }
  NS_ASSIGN(std::shared_ptr<ArrivalFold> fold,
            state_.warehouse()->OpenFold(project, FoldUse::kDeriving));
  if (fold->sources() == 0) return Status::Ok();
  tell_("info", "the definition of events that arrive changed; they are derived again");
  const auto source_of_key = [this](uint32_t key) { return access_.SourceOf(key); };
  live::ArrivalsFolder deriving(FoldSettings(), disk_, *log_, fold, source_of_key, {});
  deriving.Stop();
  const auto state = deriving.Health();
  if (!state.failure.empty()) return Error::Data(state.failure);
  return fold->Replace();
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
  const std::scoped_lock lock(taking_);
  log_->Close();
  EndFolding();
  keeper_->Stop();
}

}  // namespace northstar::server

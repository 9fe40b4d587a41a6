// Definitions that changed: the thread that reads all that arrived by them, and what happens at its
// end.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <set>

#include "model/project.h"
#include "server/live_events.h"

namespace northstar::server {

namespace {

constexpr std::chrono::seconds kAfterFailure{2};
// Whoever changed a definition waits for so long to see it in force.
constexpr std::chrono::milliseconds kMoment{1500};
constexpr const char* kNotApplied = "a definition that changed is not applied to what arrived: ";

}  // namespace

void LiveEvents::BeginDeriving(Wanted wanted) {
  EndDeriving();
  wanted_ = std::move(wanted);
  give_up_ = false;
  std::unique_lock lock(folding_);
  progress_.goes_on = true;
  deriving_ = std::thread([this] { Derive(); });
  ended_.wait_for(lock, kMoment, [this] { return !progress_.goes_on; });
}

// REQUIRES: taking_ is not held.
void LiveEvents::EndDeriving() {
  give_up_ = true;
  ended_.notify_all();
  if (deriving_.joinable()) deriving_.join();
  SetFailure(&Deriving::not_applied, "");
}

void LiveEvents::Ended() {
  const std::scoped_lock lock(folding_);
  progress_.goes_on = false;
  ended_.notify_all();
}

// Where a source is stored by another definition, as after a server that ended meanwhile.
void LiveEvents::DeriveWhereNeeded() {
  {
    const std::scoped_lock lock(folding_);
    if (!incomplete_ || progress_.goes_on) return;
  }
  const ProjectRef project = state_.project();
  BeginDeriving({project, Definitions(*project), [] {}});
}

void LiveEvents::Derive() {
  bool again = false;
  while (!give_up_) {
    ProjectRef project;
    {
      const std::scoped_lock lock(taking_);
      project = wanted_.project;
    }
    const auto derive = [&]() -> Result<bool> {
      NS_ASSIGN(const ProjectRef kept, WithoutTrimmed(*project));
      NS_ASSIGN(const std::shared_ptr<ArrivalFold> fold, DeriveBeside(kept, again));
      const std::scoped_lock lock(taking_);
      auto done = give_up_ ? Result<bool>(false) : PutInForce(wanted_, *kept, fold);
      if (!done.ok() || !*done) {
        (void)fold->Abandon();
      } else {
        Ended();  // with the lock: what is wanted from now on is not looked at here
      }
      return done;
    };
    const Result<bool> done = derive();
    SetFailure(&Deriving::not_applied, done.ok() ? "" : kNotApplied + done.error().message);
    if (done.ok() && *done) return;
    again = !done.ok();
    if (!again) continue;
    std::unique_lock lock(folding_);
    ended_.wait_for(lock, kAfterFailure, [this] { return give_up_.load(); });
  }
  Ended();
}

// Of sources whose log does not hold all that arrived, rows would be lost.
Result<ProjectRef> LiveEvents::WithoutTrimmed(const Project& project) {
  auto kept = std::make_shared<Project>(project);
  NS_ASSIGN(const std::set<uint32_t> trimmed, live::TrimmedKeys(disk_, folder_));
  for (const uint32_t key : trimmed) {
    NS_ASSIGN(const std::string name, access_.SourceOf(key));
    for (Source& source : kept->sources) {
      if (source.name == name) source.raw_days = 0;
    }
  }
  return ProjectRef(std::move(kept));
}

// Everything that is in the log by now, while events go on being stored.
Result<std::shared_ptr<ArrivalFold>> LiveEvents::DeriveBeside(const ProjectRef& kept, bool again) {
  NS_ASSIGN(std::shared_ptr<ArrivalFold> fold,
            state_.warehouse()->OpenFold(kept, FoldUse::kDeriving));
  if (fold->sources() == 0) return fold;
  if (!again) tell_("info", "the definition of events that arrive changed; they are derived again");
  if (const Status folded = FoldAll(fold); !folded.ok()) {
    (void)fold->Abandon();
    return folded.error();
  }
  return fold;
}

Status LiveEvents::FoldAll(const std::shared_ptr<ArrivalFold>& fold) {
  live::ArrivalsFolder::Settings settings = FoldSettings();
  settings.give_up = &give_up_;
  const auto source_of_key = [this](uint32_t key) { return access_.SourceOf(key); };
  const auto moved = [this, &fold] {
    const std::scoped_lock lock(folding_);
    progress_.done = fold->next(0);
    for (size_t i = 1; i < fold->sources(); ++i)
      progress_.done = std::min(progress_.done, fold->next(i));
  };
  live::ArrivalsFolder deriving(settings, disk_, *log_, fold, source_of_key, moved);
  deriving.Stop();
  const auto state = deriving.Health();
  return state.failure.empty() ? Status::Ok() : Status(Error::Data(state.failure));
}

// The rest of what arrived, then the rows that were derived take the place of those before. False:
// something else changed meanwhile, so that it has to begin again.
Result<bool> LiveEvents::PutInForce(const Wanted& wanted, const Project& kept,
                                    const std::shared_ptr<ArrivalFold>& fold) {
  NS_ASSIGN(const ProjectRef now, WithoutTrimmed(*wanted.project));
  for (size_t i = 0; i < kept.sources.size(); ++i) {
    if (now->sources[i].raw_days != kept.sources[i].raw_days) return false;
  }
  EndFolding();
  const auto replace = [&]() -> Result<bool> {
    NS_ASSIGN(const std::vector<std::string> redefined, state_.warehouse()->Redefine(kept));
    for (const std::string& name : redefined) {
      tell_("warning", fmt::format("the definition of '{}' changed; it holds for what arrives from "
                                   "now on, since earlier events are not kept as they were sent",
                                   name));
    }
    if (fold->sources() == 0) return true;
    NS_RETURN_IF_ERROR(FoldAll(fold));
    if (give_up_) return false;
    NS_RETURN_IF_ERROR(fold->Replace());
    return true;
  };
  const Result<bool> replaced = replace();
  if (replaced.ok() && *replaced) wanted.put_in_force();
  FoldAgain();
  if (!replaced.ok() || !*replaced) return replaced;
  const std::scoped_lock lock(folding_);
  return !incomplete_;
}

}  // namespace northstar::server

#include "cli/looks.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <thread>
#include <variant>

#include "api/take_look.h"
#include "cli/sending.h"
#include "cli/star_picture.h"
#include "model/values.h"
#include "notify/messages.h"
#include "store/process_lock.h"

namespace northstar::cli {
namespace {

using std::chrono::microseconds;

std::optional<microseconds> EveryOf(const Parsed& parsed) {
  const auto duration = ParseDuration(parsed.Text("--watch"));
  if (!duration) return std::nullopt;
  return microseconds(duration->days * kMicrosPerDay + duration->exact_us);
}

Status CheckChannels(const Project& project) {
  if (project.notify.empty()) {
    return Error::Usage("the project has no channels to notify",
                        "add channels under 'notify:' in northstar.yml");
  }
  for (const Notify& channel : project.notify) NS_RETURN_IF_ERROR(CheckSet(channel));
  return Status::Ok();
}

// The star, where a mail may tell of this look: drawn before, since the store is locked while mails
// are written.
notify::MailPicture PictureFor(Context& context, const Parsed& parsed, const CheckAnswer& answer) {
  const Project& project = *answer.found.project;
  const bool quiet = std::none_of(
      answer.states.begin(), answer.states.end(),
      [](const AlertState& one) { return one.told || one.status == AlertStatus::kFiring; });
  if (quiet || answer.stands_alone || !project.north_star || !WantsPicture(project)) return {};
  const bool as_of = parsed.Has("--as-of");
  return StarPicture(context, project, project.north_star->metric,
                     as_of ? std::optional(answer.found.at_us) : std::nullopt);
}

int Tell(Context& context, const CheckAnswer& answer) {
  if (answer.stands_alone) {
    context.err("northstar: nothing is sent for a check that is not saved\n");
    return kFine;
  }
  return SendWaiting(context, *answer.found.project, answer.found.at_us);
}

// Whether somebody asked to end, also where what ran then has taken note of it and ended.
class Interruption {
 public:
  explicit Interruption(const CancelToken* token)
      : token_(token), before_(token != nullptr ? token->Times() : 0) {}
  bool asked() const { return token_ != nullptr && token_->Times() > before_; }

 private:
  const CancelToken* token_;
  int before_;
};

// False when it is time to end.
bool WaitFor(const Interruption& interruption, microseconds time) {
  using Steady = std::chrono::steady_clock;
  constexpr microseconds kSlice{200'000};
  const auto end = Steady::now() + time;
  while (!interruption.asked()) {
    const auto left = std::chrono::duration_cast<microseconds>(end - Steady::now());
    if (left <= microseconds::zero()) return true;
    std::this_thread::sleep_for(std::min(left, kSlice));
  }
  return false;
}

Result<store::ProcessLock> WatchAlone(Context& context) {
  NS_ASSIGN(const LoadedProject loaded, ReadProject(context));
  const auto folder =
      std::filesystem::path(store::StateStore::PathOf(*loaded.project)).parent_path();
  NS_ASSIGN(auto lock, store::ProcessLock::Take((folder / "watch.lock").string()));
  if (auto* own = std::get_if<store::ProcessLock>(&lock)) return std::move(*own);
  const int process = std::get<store::ProcessLock::Taken>(lock).process;
  return Error::Usage(process > 0
                          ? fmt::format("process {} is already watching this project", process)
                          : "another process watches this project already",
                      "end that one first, or look once, without --watch");
}

}  // namespace

std::vector<OptionSpec> LookOptions() {
  return {{.name = "--notify",
           .value = "",
           .help = "Notify the channels under 'notify:' of alerts that started, continue or ended",
           .for_owner = true},
          {"--watch", "EVERY", "Check again at this interval, such as 5m, until interrupted"}};
}

Status CheckLookOptions(const Parsed& parsed) {
  if (!parsed.Has("--watch")) return Status::Ok();
  const auto every = EveryOf(parsed);
  if (!every || *every < std::chrono::seconds(1)) {
    return Error::Usage(fmt::format("--watch '{}' is not an interval", parsed.Text("--watch")),
                        "use at least 1s, for example 5m");
  }
  if (parsed.Has("--as-of"))
    return Error::Usage("--watch always checks the present", "leave --as-of out, or look once");
  return Status::Ok();
}

int FinishLook(Context& context, const Parsed& parsed, const CheckAnswer& answer) {
  const bool notify = parsed.Has("--notify");
  if (const Status able = notify ? CheckChannels(*answer.found.project) : Status::Ok(); !able.ok())
    return Report(context, able.error());
  const notify::MailPicture picture =
      notify ? PictureFor(context, parsed, answer) : notify::MailPicture{};
  const WriteMail write = [&](const Tidings& tidings) {
    return notify::WriteMessages(tidings, picture);
  };
  const Status kept = TakeLook(answer, notify ? write : WriteMail());
  if (!kept.ok() && notify) return Report(context, kept.error());
  if (!kept.ok()) {
    Warn(context,
         fmt::format("{}; this check is not saved, so later ones cannot tell what changed since",
                     WithHint(kept.error())));
  }
  if (!notify) return kFine;
  if (!answer.store_unread.empty())
    return Report(context, Error::Data("without its store northstar cannot tell anybody"));
  return Tell(context, answer);
}

int Watch(Context& context, const Parsed& parsed, const std::function<int(Context&)>& look) {
  const Result<store::ProcessLock> lock = WatchAlone(context);
  if (!lock.ok()) return Report(context, lock.error());
  std::string last;
  Context quiet = context;
  quiet.out = [&](const std::string& text) {
    if (text != last) context.out(text);
    last = text;
  };
  const Interruption interruption(context.cancel);
  const microseconds every = EveryOf(parsed).value_or(std::chrono::minutes(5));
  do {
    (void)look(quiet);
  } while (WaitFor(interruption, every));
  if (context.cancel != nullptr) (void)context.cancel->Take();
  return kFine;
}

}  // namespace northstar::cli

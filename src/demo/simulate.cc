#include "demo/simulate.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>
#include <vector>

#include "base/random.h"
#include "demo/experiments.h"

namespace northstar::demo {
namespace {

constexpr Day kFirstDay = 19358;  // 2023-01-01

double Normal(Random& random) {  // Box & Muller 1958, one of the pair
  return std::sqrt(-2 * std::log(random.Uniform())) *
         std::cos(2 * std::numbers::pi * random.Uniform());
}

int MonthOf(Day day) {
  const CivilDate date = CivilOf(day);
  return (date.year - 2023) * 12 + date.month - 1;
}

// Work happens on weekdays.
constexpr double kWeekdayShape[7] = {1.15, 1.2, 1.2, 1.15, 1.05, 0.65, 0.6};

// What people write, by how it goes for them.
constexpr std::string_view kStaying[] = {"Our whole team plans the week together now.",
                                         "We finish tasks together and need fewer meetings.",
                                         "Everyone sees who does what, so nothing gets lost.",
                                         "Weekly planning finally works for the whole team.",
                                         "The shared board keeps all of us on the same page."};
constexpr std::string_view kLeaving[] = {
    "I was the only one using it.", "Could not get my colleagues to join.",
    "The setup took too long and was confusing.", "It felt empty, nobody else was there.",
    "Inviting people did not work for us."};
constexpr std::string_view kAnnoyed[] = {
    "Too many notifications, I get a reminder for every message.",
    "Please stop the reminder emails.", "The notifications are spam and drive us away."};
constexpr std::string_view kLockedOut[] = {"Login error, our whole team is locked out.",
                                           "We cannot log in, there is a login error.",
                                           "Login error since Monday, nobody can work."};
constexpr std::string_view kPriced[] = {"The new price is too high for our team.",
                                        "Too expensive for us since the price increase.",
                                        "We leave because of the price increase."};
constexpr std::string_view kAnybody[] = {"Nice design.", "Please add a dark mode.",
                                         "An export to PDF would help.",
                                         "The mobile app could be faster.", "Good support."};

// How well the product suits a workspace. Per fit:
enum Fit { kPoor, kFair, kGood };
constexpr double kLeavesAtOnce[] = {0.6, 0.25, 0.05};      // within its first days
constexpr double kLeavesPerMonth[] = {0.12, 0.03, 0.006};  // afterwards
constexpr double kLeavesForSpam[] = {0.3, 0.2, 0.08};  // in the course of the spam episode, besides
constexpr double kStartsTogether[] = {0.1, 0.45, 0.85};  // its first week
constexpr double kJoinsTeams[] = {0.15, 0.5, 1};         // later on, against the others
constexpr double kPays[] = {0.25, 0.6, 0.9};

Day FirstOf(int month) {
  return DayOf({2023 + month / 12, month % 12 + 1, 1});
}

// The more reminders, the fewer come back of their own accord: it gets worse for three months.
constexpr double kRegulars = 0.7;  // share of yesterday's visitors that come today
// How bad the reminders are, 0 to 1.
double SpamOn(Day day) {
  if (day < FirstOf(kSpamFrom) || day >= FirstOf(kSpamTo)) return 0;
  return std::min(1.0, static_cast<double>(day - FirstOf(kSpamFrom)) / 90);
}

constexpr Day kOutageDays = 5;
constexpr double kLostInOutage = 0.9;  // share of what is done
constexpr double kLeavesForPrice = 0.3;

struct Workspace {
  int first_user;
  int users;
  int plan;
  int country;
  int billing_day;  // 1-28
  Day created;
  Day gone;  // the first day without it
  Fit fit;
  bool starts_together;
  bool pays;
  bool leaves_for_price;

  bool IsThere(Day day) const { return day >= created && day < gone; }
};

class Simulation {
 public:
  Simulation(const SimulationSpec& spec, const SimulationOutput& output)
      : spec_(spec),
        output_(output),
        truth_(PlantTruth(spec)),
        random_(spec.seed, 77),
        incidents_(spec.seed, 78),
        zone_(*TimeZone::Load(std::string(kZone))) {}

  void Run() {
    MakeWorkspaces();
    EmitSignups();
    for (Day day = kFirstDay; day < kEnd; ++day) {
      FindUsers(day);
      const int weekday = static_cast<int>(WeekdayOf(day));
      if (weekday == 0 || day == kFirstDay) ChooseActiveTeams(day);
      EmitVisits(day, weekday);
      EmitAnybody(day, MessagesOn(day) * kWeekdayShape[weekday], "message_sent");
      EmitAnybody(day, InvitesOn(day) * kWeekdayShape[weekday], "invite_sent");
    }
    for (int month = 0; month < kMonths; ++month) EmitPayments(month);
    if (output_.feedback) EmitFeedback();
  }

 private:
  static constexpr Day kEnd = 20635;  // 2026-07-01

  void MakeWorkspaces() {
    const int count = std::max(60, static_cast<int>(6000 * spec_.size));
    int user = 0;
    for (int i = 0; i < count; ++i) {
      Workspace w{};
      w.first_user = user;
      w.users =
          3 + static_cast<int>(random_.Below(3)) + static_cast<int>(random_.Below(3));  // 3 to 7
      w.plan = i % 5 < 2 ? 0 : i % 5 < 4 ? 1 : 2;
      w.country = static_cast<int>(random_.Below(std::size(kCountries)));
      w.billing_day = 1 + static_cast<int>(random_.Below(28));
      // A third were there at the start, the others came evenly since.
      const bool at_start = i < count / 3;
      w.created = at_start ? kFirstDay
                           : kFirstDay + static_cast<Day>(static_cast<double>(i - count / 3) /
                                                          (count - count / 3) * 1275);
      w.fit = static_cast<Fit>(random_.Below(3));
      w.starts_together = !at_start && random_.Uniform() < kStartsTogether[w.fit];
      w.pays = w.plan > 0 && random_.Uniform() < kPays[w.fit];
      w.gone = WhenGone(w, at_start);
      w.leaves_for_price = w.plan == kPricedPlan && incidents_.Uniform() < kLeavesForPrice;
      user += w.users;
      workspaces_.push_back(w);
    }
    users_ = user;
  }

  Day WhenGone(const Workspace& w, bool at_start) {
    if (!at_start && random_.Uniform() < kLeavesAtOnce[w.fit])
      return w.created + 2 + static_cast<Day>(random_.Below(8));
    Day gone = w.created + 10 +
               static_cast<Day>(-std::log(random_.Uniform()) / kLeavesPerMonth[w.fit] * 30);
    // More and more of them: half of those that leave do so in the last three tenths of the time.
    const auto days = static_cast<double>(FirstOf(kSpamFrom + 4) - FirstOf(kSpamFrom));
    const Day fed_up = FirstOf(kSpamFrom) + static_cast<Day>(days * std::sqrt(random_.Uniform()));
    const bool leaves = random_.Uniform() < kLeavesForSpam[w.fit];
    if (leaves && w.created + 10 < FirstOf(kSpamFrom)) gone = std::min(gone, fed_up);
    return gone;
  }

  int64_t At(Day day, double hour) {
    const double spread = hour * static_cast<double>(kMicrosPerHour);
    return zone_.FromLocal(day * kMicrosPerDay + static_cast<int64_t>(spread)).utc_us;
  }
  double WorkHour() { return 8 + 10 * random_.Uniform(); }
  int Below(int bound) { return static_cast<int>(random_.Below(static_cast<uint64_t>(bound))); }

  void Emit(Day day, double hour, std::string_view event, int user, int workspace,
            double amount = 0) {
    const Workspace& w = workspaces_[static_cast<size_t>(workspace)];
    if (day >= kEnd) return;
    if (w.leaves_for_price && day >= DayOf(kNewPrices)) return;
    if (InOutage(w, day) && incidents_.Uniform() < kLostInOutage) return;
    output_.event({At(day, hour), event, user, workspace, w.plan, w.country, amount});
  }

  static bool InOutage(const Workspace& w, Day day) {
    const Day from = DayOf(kOutageFrom);
    return w.country == kOutageCountry && day >= from && day < from + kOutageDays;
  }

  // One person creates the workspace, the others join within days.
  void EmitSignups() {
    for (size_t i = 0; i < workspaces_.size(); ++i) {
      const Workspace& w = workspaces_[i];
      const Day days = std::min<Day>(6, w.gone - w.created);
      for (int u = 0; u < w.users; ++u) {
        const Day day = u == 0 ? w.created : w.created + Below(static_cast<int>(days));
        Emit(day, WorkHour(), "signed_up", w.first_user + u, static_cast<int>(i));
      }
    }
  }

  void FindUsers(Day day) {
    there_.clear();
    workspaces_there_ = 0;
    for (size_t i = 0; i < workspaces_.size(); ++i) {
      const Workspace& w = workspaces_[i];
      if (!w.IsThere(day)) continue;
      ++workspaces_there_;
      for (int u = 0; u < w.users; ++u) there_.push_back(w.first_user + u);
    }
  }

  // The teams that are active this week: last week's, less some that left, those that start
  // together, and others up to the planted number.
  void ChooseActiveTeams(Day monday) {
    const int month = std::clamp(MonthOf(monday + 6), 0, kMonths - 1);
    const auto planted = static_cast<size_t>(
        std::lround(truth_.active_teams[month] * std::exp(0.02 * Normal(random_))));
    const size_t wanted = std::min(planted, workspaces_there_ * 3 / 4);
    const bool spam = month >= kSpamFrom && month < kSpamTo;
    const double stays = spam ? 0.9 : 0.98;
    std::vector<int> next;
    std::vector<char> chosen(workspaces_.size(), 0);
    for (size_t i = 0; i < workspaces_.size(); ++i) {
      const Workspace& w = workspaces_[i];
      if (w.starts_together && w.created >= monday && w.created < monday + 7)
        next.push_back(static_cast<int>(i));
    }
    std::vector<int> stayed;
    for (const int team : active_) {
      if (workspaces_[static_cast<size_t>(team)].IsThere(monday) && random_.Uniform() < stays)
        stayed.push_back(team);
    }
    random_.Shuffle(std::span<int>(stayed));
    for (const int team : stayed) {
      if (next.size() < wanted) next.push_back(team);
    }
    for (const int team : next) chosen[static_cast<size_t>(team)] = 1;
    for (int tries = 0; next.size() < wanted && tries < 200'000; ++tries) {
      const auto team = static_cast<size_t>(random_.Below(workspaces_.size()));
      const Workspace& w = workspaces_[team];
      if (chosen[team] || !w.IsThere(monday) || random_.Uniform() > kJoinsTeams[w.fit]) continue;
      chosen[team] = 1;
      next.push_back(static_cast<int>(team));
    }
    active_ = std::move(next);
    for (const int team : active_) EmitTeamWeek(team, monday, true);
    // Half as many work alone or in pairs: busy, but no team.
    for (size_t i = 0; i < wanted / 2; ++i) {
      const auto team = static_cast<size_t>(random_.Below(workspaces_.size()));
      if (!chosen[team] && workspaces_[team].IsThere(monday))
        EmitTeamWeek(static_cast<int>(team), monday, false);
    }
  }

  void EmitTeamWeek(int team, Day monday, bool together) {
    const Workspace& w = workspaces_[static_cast<size_t>(team)];
    const int people = together ? 3 + Below(w.users - 2) : 1 + Below(2);
    const Day from = std::max(monday, w.created);
    // A week that the start of the data or of the workspace cuts still shows whole teams.
    const Day workdays = from == monday ? 5 : monday + 7 - from;
    const Day days = std::max<Day>(1, std::min(workdays, w.gone - from));
    for (int p = 0; p < people; ++p) {
      const int tasks = 1 + Below(2) * Below(2);
      for (int t = 0; t < tasks; ++t) {
        Emit(from + Below(static_cast<int>(days)), WorkHour(), "task_completed", w.first_user + p,
             team);
      }
    }
  }

  // The people who open the app: mostly yesterday's, and chance for the rest.
  void EmitVisits(Day day, int weekday) {
    const int month = MonthOf(day);
    const auto planted =
        static_cast<size_t>(std::lround(truth_.daily_users[month] * kWeekdayShape[weekday]));
    const size_t wanted = std::min(planted, there_.size() * 9 / 10);
    const double regulars = kRegulars * (1 - 0.6 * SpamOn(day));
    std::vector<int> today;
    std::vector<char> here(static_cast<size_t>(users_), 0);
    for (const int user : visitors_) {
      if (today.size() >= wanted) break;
      const bool there = workspaces_[static_cast<size_t>(WorkspaceOf(user))].IsThere(day);
      if (!there || random_.Uniform() >= regulars) continue;
      today.push_back(user);
      here[static_cast<size_t>(user)] = 1;
    }
    while (today.size() < wanted) {
      const int user = there_[random_.Below(there_.size())];
      if (here[static_cast<size_t>(user)]) continue;
      here[static_cast<size_t>(user)] = 1;
      today.push_back(user);
    }
    for (const int user : today) Emit(day, WorkHour(), "app_opened", user, WorkspaceOf(user));
    visitors_ = std::move(today);
  }

  // The planted course of the months without its steps.
  double MessagesOn(Day day) const {
    const int month = MonthOf(day);
    const Day middle = FirstOf(month) + 15;
    const int other = std::clamp(day < middle ? month - 1 : month + 1, 0, kMonths - 1);
    const double share = std::abs(static_cast<double>(day - middle)) / 30.5;
    return truth_.messages[month] * (1 - share) + truth_.messages[other] * share;
  }

  // Who is invited today works together two weeks later.
  double InvitesOn(Day day) {
    const Day ahead = std::min(day + 14, kEnd - 1);
    return 60 * truth_.active_teams[MonthOf(ahead)] / 800 * std::exp(0.1 * Normal(random_));
  }

  int WorkspaceOf(int user) const {
    const auto after = std::upper_bound(workspaces_.begin(), workspaces_.end(), user,
                                        [](int u, const Workspace& w) { return u < w.first_user; });
    return static_cast<int>(after - workspaces_.begin()) - 1;
  }

  void EmitAnybody(Day day, double count, std::string_view event) {
    for (auto i = std::lround(count); i > 0 && !there_.empty(); --i) {
      const int user = there_[random_.Below(there_.size())];
      Emit(day, WorkHour(), event, user, WorkspaceOf(user));
    }
  }

  // Paying workspaces pay once a month; the amounts add up to the planted revenue.
  void EmitPayments(int month) {
    const Day first = FirstOf(month);
    const Day days = FirstOf(month + 1) - first;
    std::vector<std::pair<int, double>> payers;
    double weights = 0;
    for (size_t i = 0; i < workspaces_.size(); ++i) {
      const Workspace& w = workspaces_[i];
      const Day billed = first + w.billing_day - 1;
      if (!w.pays || w.created > first || w.gone <= billed) continue;
      if (w.leaves_for_price && billed >= DayOf(kNewPrices)) continue;
      const double weight = w.users * (w.plan == 1 ? 1.0 : 2.0) * (0.8 + 0.4 * random_.Uniform());
      payers.emplace_back(static_cast<int>(i), weight);
      weights += weight;
    }
    const double revenue = truth_.revenue[month] * static_cast<double>(days);
    for (const auto& [team, weight] : payers) {
      const Workspace& w = workspaces_[static_cast<size_t>(team)];
      Emit(first + w.billing_day - 1, 9, "payment_received", -1, team,
           std::round(revenue * weight / weights * 100) / 100);
    }
  }

  // Workspaces write now and then, half of those that leave say why, and reminders annoy.
  void EmitFeedback() {
    for (size_t i = 0; i < workspaces_.size(); ++i) {
      const Workspace& w = workspaces_[i];
      if (w.gone < kEnd && random_.Uniform() < 0.5) EmitReview(i, w.gone - 1, true);
      for (int month = 0; month < kMonths; ++month) {
        const Day day = FirstOf(month) + Below(28);
        const double writes = 0.08 * (1 + SpamOn(day));
        if (w.IsThere(day) && random_.Uniform() < writes) EmitReview(i, day, false);
      }
    }
    EmitComplaints();
  }

  void EmitComplaints() {
    const Day prices = DayOf(kNewPrices);
    for (size_t i = 0; i < workspaces_.size(); ++i) {
      const Workspace& w = workspaces_[i];
      const Day outage = DayOf(kOutageFrom) + static_cast<Day>(incidents_.Below(kOutageDays));
      if (w.country == kOutageCountry && w.IsThere(outage) && incidents_.Uniform() < 0.3)
        Complain(i, outage, kLockedOut);
      const Day leaves = prices + static_cast<Day>(incidents_.Below(6));
      if (w.leaves_for_price && w.IsThere(leaves) && incidents_.Uniform() < 0.4)
        Complain(i, leaves, kPriced);
    }
  }

  void Complain(size_t workspace, Day day, std::span<const std::string_view> texts) {
    const Workspace& w = workspaces_[workspace];
    SimulatedFeedback feedback;
    feedback.utc_us = At(day, 8 + 10 * incidents_.Uniform());
    feedback.user =
        w.first_user + static_cast<int>(incidents_.Below(static_cast<uint64_t>(w.users)));
    feedback.workspace = static_cast<int64_t>(workspace);
    feedback.rating = 1 + static_cast<int>(incidents_.Below(2));
    feedback.votes = static_cast<int>(incidents_.Below(6));
    feedback.text = texts[incidents_.Below(texts.size())];
    output_.feedback(feedback);
  }

  void EmitReview(size_t workspace, Day day, bool leaves) {
    const Workspace& w = workspaces_[workspace];
    const bool annoyed = random_.Uniform() < 0.7 * SpamOn(day);
    SimulatedFeedback feedback;
    feedback.utc_us = At(day, WorkHour());
    feedback.user = w.first_user + Below(w.users);
    feedback.workspace = static_cast<int64_t>(workspace);
    feedback.rating = annoyed || leaves ? 1 + Below(3) : 3 + Below(3);
    feedback.votes = Below(3) * Below(4);
    std::span<const std::string_view> own = kStaying;
    if (leaves) own = kLeaving;
    if (annoyed) own = kAnnoyed;
    feedback.text = Write(own);
    if (!w.leaves_for_price || day < DayOf(kNewPrices)) output_.feedback(feedback);
  }

  std::string Write(std::span<const std::string_view> own) {
    const size_t first = random_.Below(own.size());
    std::string text(own[first]);
    if (random_.Uniform() < 0.3)
      text += " " + std::string(own[(first + 1 + random_.Below(own.size() - 1)) % own.size()]);
    if (random_.Uniform() < 0.5)
      text += " " + std::string(kAnybody[random_.Below(std::size(kAnybody))]);
    return text;
  }

  const SimulationSpec& spec_;
  const SimulationOutput& output_;
  PlantedTruth truth_;
  Random random_;
  Random incidents_;  // of its own: without them everything else would happen all the same
  TimeZone zone_;
  std::vector<Workspace> workspaces_;
  int users_ = 0;
  std::vector<int> there_;  // users of the workspaces that are there today
  size_t workspaces_there_ = 0;
  std::vector<int> active_;
  std::vector<int> visitors_;
};

}  // namespace

PlantedTruth PlantTruth(const SimulationSpec& spec) {
  Random random(spec.seed, 3);
  PlantedTruth truth{};
  double teams[kMonths];
  double income[kMonths];
  for (int m = 0; m < kMonths; ++m) {
    teams[m] = 0.08 * Normal(random);
    income[m] = (m >= kLeadMonths ? 0.8 * teams[m - kLeadMonths] : 0.064 * Normal(random)) +
                0.02 * Normal(random);
    const double people = (m >= 1 ? 0.9 * income[m - 1] : 0) + 0.02 * Normal(random);
    const double talk = 0.06 * Normal(random);
    const bool starts = m >= kSpamFrom && m < kSpamFrom + 3;
    const bool ends = m >= kSpamTo && m < kSpamTo + 2;
    const double spam = starts ? 0.2 : ends ? -0.3 : 0;
    const auto grow = [&](const double* series, double start, double growth) {
      return m == 0 ? start : series[m - 1] * std::exp(growth);
    };
    truth.active_teams[m] = grow(truth.active_teams, 800 * spec.size, 0.012 + teams[m]);
    truth.revenue[m] = grow(truth.revenue, 900 * spec.size, 0.012 + income[m]);
    truth.daily_users[m] = grow(truth.daily_users, 430 * spec.size, 0.008 + people);
    truth.messages[m] = grow(truth.messages, 230 * spec.size, 0.003 + talk + spam);
  }
  // Chance alone may take a course beyond the size of the product.
  for (int m = 0; m < kMonths; ++m) {
    truth.active_teams[m] = std::clamp(truth.active_teams[m], 300 * spec.size, 1900 * spec.size);
    truth.daily_users[m] = std::clamp(truth.daily_users[m], 50 * spec.size, 9000 * spec.size);
    truth.messages[m] = std::clamp(truth.messages[m], 30 * spec.size, 3000 * spec.size);
  }
  return truth;
}

void Simulate(const SimulationSpec& spec, const SimulationOutput& output) {
  const TimeZone zone = *TimeZone::Load(std::string(kZone));
  Experiments experiments(spec.seed, output, zone);
  SimulationOutput with_experiments = output;
  with_experiments.event = [&](const SimulatedEvent& event) { experiments.Take(event); };
  Simulation(spec, with_experiments).Run();
  experiments.Finish();
}

}  // namespace northstar::demo

#include "demo/simulate.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "base/random.h"

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

struct Workspace {
  int first_user;
  int users;
  int plan;
  int country;
  int billing_day;  // 1-28
  Day created;
};

class Simulation {
 public:
  Simulation(const SimulationSpec& spec, const std::function<void(const SimulatedEvent&)>& emit)
      : spec_(spec),
        emit_(emit),
        truth_(PlantTruth(spec)),
        random_(spec.seed, 77),
        zone_(*TimeZone::Load(std::string(kZone))) {}

  void Run() {
    MakeWorkspaces();
    EmitSignups();
    const Day end = DayOf({2023 + kMonths / 12, kMonths % 12 + 1, 1});
    for (Day day = kFirstDay; day < end; ++day) {
      const int weekday = static_cast<int>(WeekdayOf(day));
      if (weekday == 0 || day == kFirstDay) ChooseActiveTeams(day, end);
      EmitVisits(day, weekday);
      EmitMessages(day, weekday);
    }
    for (int month = 0; month < kMonths; ++month) EmitPayments(month);
  }

 private:
  void MakeWorkspaces() {
    const int count = std::max(60, static_cast<int>(6000 * spec_.size));
    int user = 0;
    for (int i = 0; i < count; ++i) {
      Workspace w;
      w.first_user = user;
      w.users =
          3 + static_cast<int>(random_.Below(3)) + static_cast<int>(random_.Below(3));  // 3 to 7
      w.plan = i % 5 < 2 ? 0 : i % 5 < 4 ? 1 : 2;
      w.country = static_cast<int>(random_.Below(std::size(kCountries)));
      w.billing_day = 1 + static_cast<int>(random_.Below(28));
      // A third were there at the start, the others came evenly since.
      w.created = i < count / 3 ? kFirstDay
                                : kFirstDay + static_cast<Day>(static_cast<double>(i - count / 3) /
                                                               (count - count / 3) * 1200);
      user += w.users;
      workspaces_.push_back(w);
    }
    users_ = user;
  }

  int64_t At(Day day, double hour) {
    const double spread = hour * static_cast<double>(kMicrosPerHour);
    return zone_.FromLocal(day * kMicrosPerDay + static_cast<int64_t>(spread)).utc_us;
  }
  double WorkHour() { return 8 + 10 * random_.Uniform(); }

  void Emit(Day day, double hour, std::string_view event, int user, int workspace,
            double amount = 0) {
    const Workspace& w = workspaces_[static_cast<size_t>(workspace)];
    emit_({At(day, hour), event, user, workspace, w.plan, w.country, amount});
  }

  void EmitSignups() {
    for (size_t i = 0; i < workspaces_.size(); ++i) {
      const Workspace& w = workspaces_[i];
      for (int u = 0; u < w.users; ++u) {
        const Day day = w.created + static_cast<Day>(random_.Below(30));
        Emit(day, WorkHour(), "signed_up", w.first_user + u, static_cast<int>(i));
      }
    }
  }

  // The teams that are active this week: last week's, less some that left, up to the planted
  // number.
  void ChooseActiveTeams(Day monday, Day end) {
    const int month = std::clamp(MonthOf(monday + 6), 0, kMonths - 1);
    const auto wanted = static_cast<size_t>(
        std::lround(truth_.active_teams[month] * std::exp(0.02 * Normal(random_))));
    const bool spam = month >= kSpamFrom && month < kSpamTo;
    const double stays = spam ? 0.9 : 0.98;
    std::vector<int> next;
    for (const int team : active_) {
      if (random_.Uniform() < stays) next.push_back(team);
    }
    random_.Shuffle(std::span<int>(next));
    if (next.size() > wanted) next.resize(wanted);
    std::vector<char> chosen(workspaces_.size(), 0);
    for (const int team : next) chosen[static_cast<size_t>(team)] = 1;
    for (int tries = 0; next.size() < wanted && tries < 1'000'000; ++tries) {
      const auto team = static_cast<size_t>(random_.Below(workspaces_.size()));
      if (chosen[team] || workspaces_[team].created > monday) continue;
      chosen[team] = 1;
      next.push_back(static_cast<int>(team));
    }
    active_ = std::move(next);
    for (const int team : active_) EmitTeamWeek(team, monday, end, true);
    // As many again work alone or in pairs: busy, but no team.
    for (size_t i = 0; i < wanted / 2; ++i) {
      const auto team = static_cast<int>(random_.Below(workspaces_.size()));
      if (!chosen[static_cast<size_t>(team)]) EmitTeamWeek(team, monday, end, false);
    }
  }

  void EmitTeamWeek(int team, Day monday, Day end, bool together) {
    const Workspace& w = workspaces_[static_cast<size_t>(team)];
    const int people = together
                           ? 3 + static_cast<int>(random_.Below(static_cast<uint64_t>(w.users - 2)))
                           : 1 + static_cast<int>(random_.Below(2));
    const int days = static_cast<int>(std::min<Day>(7, std::min(monday + 7, end) - monday));
    for (int p = 0; p < people; ++p) {
      const int tasks = 1 + static_cast<int>(random_.Below(2)) * static_cast<int>(random_.Below(2));
      for (int t = 0; t < tasks; ++t) {
        // A week that the start of the data cuts still shows whole teams.
        const Day day =
            monday +
            static_cast<Day>(random_.Below(static_cast<uint64_t>(std::max(1, std::min(days, 5)))));
        Emit(day, WorkHour(), "task_completed", w.first_user + p, team);
      }
    }
  }

  // The people who open the app: mostly yesterday's, and chance for the rest.
  void EmitVisits(Day day, int weekday) {
    const int month = MonthOf(day);
    const auto wanted =
        static_cast<size_t>(std::lround(truth_.daily_users[month] * kWeekdayShape[weekday]));
    const double regulars = month >= kSpamFrom && month < kSpamTo ? 0.4 : 0.7;
    std::vector<int> today;
    std::vector<char> here(static_cast<size_t>(users_), 0);
    for (const int user : visitors_) {
      if (today.size() < wanted && random_.Uniform() < regulars) {
        today.push_back(user);
        here[static_cast<size_t>(user)] = 1;
      }
    }
    while (today.size() < wanted) {
      const auto user = static_cast<size_t>(random_.Below(static_cast<uint64_t>(users_)));
      if (here[user]) continue;
      here[user] = 1;
      today.push_back(static_cast<int>(user));
    }
    for (const int user : today) Emit(day, WorkHour(), "app_opened", user, WorkspaceOf(user));
    visitors_ = std::move(today);
  }

  int WorkspaceOf(int user) const {
    const auto after = std::upper_bound(workspaces_.begin(), workspaces_.end(), user,
                                        [](int u, const Workspace& w) { return u < w.first_user; });
    return static_cast<int>(after - workspaces_.begin()) - 1;
  }

  void EmitMessages(Day day, int weekday) {
    const int month = MonthOf(day);
    const auto count =
        static_cast<int>(std::lround(truth_.messages[month] * kWeekdayShape[weekday]));
    for (int i = 0; i < count; ++i) {
      const int user = static_cast<int>(random_.Below(static_cast<uint64_t>(users_)));
      Emit(day, WorkHour(), "message_sent", user, WorkspaceOf(user));
    }
  }

  // Paying workspaces pay once a month; the amounts add up to the planted revenue.
  void EmitPayments(int month) {
    const Day first = DayOf({2023 + month / 12, month % 12 + 1, 1});
    const int next = month + 1;
    const Day days = DayOf({2023 + next / 12, next % 12 + 1, 1}) - first;
    std::vector<std::pair<int, double>> payers;
    double weights = 0;
    for (size_t i = 0; i < workspaces_.size(); ++i) {
      const Workspace& w = workspaces_[i];
      if (w.plan == 0 || w.created > first || i % 3 == 2) continue;
      const double weight = w.users * (w.plan == 1 ? 1.0 : 2.0) * (0.8 + 0.4 * random_.Uniform());
      payers.emplace_back(static_cast<int>(i), weight);
      weights += weight;
    }
    const double revenue = truth_.revenue[month] * static_cast<double>(days);
    for (const auto& [team, weight] : payers) {
      const Workspace& w = workspaces_[static_cast<size_t>(team)];
      Emit(first + w.billing_day - 1, 9, "payment_received", w.first_user, team,
           std::round(revenue * weight / weights * 100) / 100);
    }
  }

  const SimulationSpec& spec_;
  const std::function<void(const SimulatedEvent&)>& emit_;
  PlantedTruth truth_;
  Random random_;
  TimeZone zone_;
  std::vector<Workspace> workspaces_;
  int users_ = 0;
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

void Simulate(const SimulationSpec& spec, const std::function<void(const SimulatedEvent&)>& emit) {
  Simulation(spec, emit).Run();
}

}  // namespace northstar::demo

// Whole projects without a candidate that deserves to be a North Star: written as files, loaded and
// evaluated as a user would. Workspaces and their users come and leave; what they do goes its own
// way, and so does revenue.
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/calendar.h"
#include "base/text.h"
#include "bench/calibration/calibration.h"
#include "bench/calibration/simulation.h"
#include "cli/cli.h"
#include "model/project.h"

namespace northstar::calibration {
namespace {

namespace fs = std::filesystem;

constexpr int kMonths = 40;
constexpr int kFirstYear = 2023;

constexpr const char* kProject = R"yaml(version: 1
name: world
timezone: UTC
sources:
  - name: app
    files: data/events.csv
    time: time
    event_column: event
    entities: {user: user, workspace: workspace}
    values: {amount: amount}
metrics:
  - {name: actions, type: count, event: acted, entity: user, grain: week, owner: product,
     description: Things that people did this week}
  - {name: hours, type: sum, event: tracked, value: amount, entity: workspace, grain: week, owner: product,
     description: Hours that workspaces tracked this week}
  - {name: active_users, type: active, event: acted, entity: user, grain: week, owner: product,
     description: People who did something this week}
  - {name: actions_per_user, type: ratio, numerator: actions, denominator: active_users, grain: week, owner: product,
     description: Things that an active person did this week}
  - {name: signups, type: count, event: signed_up, entity: user, grain: week, owner: growth,
     description: People who signed up this week}
  - {name: revenue, type: sum, event: paid, value: amount, entity: workspace, grain: month, format: currency_eur,
     description: Money that workspaces paid this month}
outcome: revenue
candidates: [actions, hours, actions_per_user, signups]
teams:
  - {name: product, purpose: Make people do more}
  - {name: growth, purpose: Bring people in}
)yaml";

struct Setting {
  const char* name;
  double ar, season;  // of revenue's growth
};
constexpr Setting kSettings[] = {{"revenue is a random walk with drift", 0, 0},
                                 {"its growth has autocorrelation 0.5", 0.5, 0},
                                 {"it has a yearly season", 0, 0.1}};

// Days are counted from the first one.
struct Days {
  std::vector<int> month_of;  // by day
  std::vector<int> first_of;  // by month, and the end
};

Days MakeDays() {
  Days days;
  const Day first = DayOf({kFirstYear, 1, 1});
  for (int month = 0; month <= kMonths; ++month) {
    const Day start = DayOf({kFirstYear + month / 12, month % 12 + 1, 1});
    days.first_of.push_back(static_cast<int>(start - first));
    days.month_of.resize(static_cast<size_t>(start - first), month - 1);
  }
  return days;
}

class World {
 public:
  World(const Setting& setting, uint64_t seed)
      : random_(seed, 37),
        arrivals_(Levels(Wander(random_, kMonths - 1, 0, 0.12), 12)),
        pace_(Levels(Wander(random_, kMonths - 1, 0, 0.08), 0.25)),
        hours_(Levels(Wander(random_, kMonths - 1, 0, 0.08), 1)),
        revenue_(Levels(Growth(random_, kMonths - 1, setting.ar, setting.season, 12), 5000)) {}

  bool Write(const fs::path& folder) {
    fs::create_directories(folder / "data");
    file_.open(folder / "data" / "events.csv");
    file_ << "time,event,user,workspace,amount\n";
    for (int month = 0; month < kMonths; ++month) {
      const int arriving = Poisson(random_, arrivals_[static_cast<size_t>(month)]);
      for (int i = 0; i < arriving; ++i) AddWorkspace(SomeDayOf(month));
      Pay(month);
    }
    std::ofstream project(folder / "northstar.yml");
    project << kProject;
    return file_.flush() && project.flush();
  }

 private:
  int Below(int n) { return static_cast<int>(random_.Below(static_cast<uint64_t>(n))); }

  int SomeDayOf(int month) {
    const auto m = static_cast<size_t>(month);
    return days_.first_of[m] + Below(days_.first_of[m + 1] - days_.first_of[m]);
  }

  void AddWorkspace(int first_day) {
    const int workspace = static_cast<int>(last_days_.size());
    last_days_.push_back(first_day + Exponential(random_, 240));
    const int users = 1 + Poisson(random_, 2);
    for (int u = 0; u < users; ++u) AddUser(workspace, first_day + Below(14));
  }

  void AddUser(int workspace, int first_day) {
    const int user = users_++;
    const double propensity = std::exp(0.6 * Normal(random_) - 0.18);
    const double last_day =
        std::min(last_days_[static_cast<size_t>(workspace)], first_day + Exponential(random_, 150));
    Row(first_day, "signed_up", user, workspace, 0);
    for (int day = first_day; day <= last_day && day < days_.first_of.back(); ++day) {
      const auto month = static_cast<size_t>(days_.month_of[static_cast<size_t>(day)]);
      const int actions = Poisson(random_, pace_[month] * propensity);
      for (int i = 0; i < actions; ++i) Row(day, "acted", user, workspace, 0);
      if (random_.Uniform() < 0.06)
        Row(day, "tracked", user, workspace, hours_[month] * Exponential(random_, 1));
    }
  }

  // What is paid in a month is shared by the workspaces that are there.
  void Pay(int month) {
    std::vector<std::pair<int, double>> shares;
    double whole = 0;
    for (size_t w = 0; w < last_days_.size(); ++w) {
      if (last_days_[w] < days_.first_of[static_cast<size_t>(month)]) continue;
      shares.emplace_back(static_cast<int>(w), Exponential(random_, 1));
      whole += shares.back().second;
    }
    for (const auto& [workspace, share] : shares)
      Row(SomeDayOf(month), "paid", -1, workspace,
          revenue_[static_cast<size_t>(month)] * share / whole);
  }

  void Row(int day, const char* event, int user, int workspace, double amount) {
    if (day >= days_.first_of.back()) return;
    file_ << fmt::format("{}T{:02}:{:02}:00Z,{},{},w{},{:.2f}\n",
                         FormatDay(DayOf({kFirstYear, 1, 1}) + day), Below(24), Below(60), event,
                         user < 0 ? "" : fmt::format("u{}", user), workspace, amount);
  }

  Random random_;
  std::vector<double> arrivals_, pace_, hours_, revenue_;  // by month
  const Days days_ = MakeDays();
  std::vector<double> last_days_;  // by workspace
  int users_ = 0;
  std::ofstream file_;
};

struct Judged {
  bool evaluated = false, recommended = false, passed = false;  // passed: a lead test
};

Judged Evaluate(const Setting& setting, uint64_t seed) {
  const fs::path folder =
      fs::temp_directory_path() / fmt::format("northstar_world_{}_{}", ::getpid(), seed);
  Judged judged;
  if (World(setting, seed).Write(folder)) {
    const FixedClock clock(DayOf({kFirstYear + kMonths / 12, kMonths % 12 + 1, 1}) *
                           int64_t{86'400'000'000});
    std::string out;
    cli::Context context;
    context.out = [&](const std::string& text) { out += text; };
    context.err = [](const std::string&) {};
    context.clock = &clock;
    context.environment = [](const std::string&) { return std::nullopt; };
    judged.evaluated =
        cli::Main({"-p", folder.string(), "evaluate", "--format", "csv"}, context) == 0;
    for (const std::string& line : Split(out, '\n')) {
      const auto fields = Split(line, ',');
      if (fields.size() < 8 || fields[5] != "leads_outcome") continue;
      judged.recommended = judged.recommended || fields[2] == "recommended";
      judged.passed = judged.passed || fields[7] == "pass";
    }
  }
  fs::remove_all(folder);
  return judged;
}

}  // namespace

void AddWorlds(Page& page) {
  page.Add(
      "\n## Evaluate: four candidates of which none deserves it\n\nProjects of 40 months: "
      "workspaces and their users come and leave, do things, and pay; revenue goes its own way. "
      "The candidates are a count of events, a sum, a ratio and the number of sign-ups. Wanted: "
      "none is recommended in at least 90 % of projects.\n\n"
      "| revenue | projects | some candidate passes the lead test | none recommended |\n"
      "|---|---:|---:|---:|\n");
  int row = 0;
  for (const Setting& setting : kSettings) {
    const auto results =
        Repeat(page.Runs(40), ++row, [&](uint64_t seed) { return Evaluate(setting, seed); });
    const int evaluated = CountIf(results, [](const Judged& j) { return j.evaluated; });
    const int passed = CountIf(results, [](const Judged& j) { return j.passed; });
    const int none =
        CountIf(results, [](const Judged& j) { return j.evaluated && !j.recommended; });
    page.Expect("evaluate", 10, evaluated - none, evaluated);
    page.Add(fmt::format("| {} | {} | {} | {} |\n", setting.name, evaluated,
                         Percent(passed, evaluated), Percent(none, evaluated)));
  }
}

}  // namespace northstar::calibration

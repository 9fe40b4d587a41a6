// make bench: runs the benchmarks and prints their page, docs/performance.md.
//   northstar_bench [--out FILE] [--clickhouse LIBCHDB] [--folder DIR] [--runs N]
//                   [--size SHARE] [NAME…]
// With names (eight, language, loading, joined, database, text, own), only those. What is in a
// folder that is named is used again, and stays there. `--size 0.1`: joined, database and text take
// a tenth of their rows.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "bench/bench.h"

namespace {

using northstar::bench::Settings;

struct Benchmark {
  const char* name;
  std::string (*run)(const Settings& settings);
  bool only_when_named = false;
};

constexpr Benchmark kBenchmarks[] = {
    {"eight", northstar::bench::EightMetrics},       {"language", northstar::bench::Constellation},
    {"loading", northstar::bench::Loading},          {"joined", northstar::bench::JoinedLoading},
    {"database", northstar::bench::DatabaseLoading}, {"text", northstar::bench::PlainText},
    {"own", northstar::bench::OwnTimes, true}};

// What bench/server/run wrote into the page, which stays.
std::string SectionOfServer(const std::string& path) {
  std::ifstream file(path);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const size_t at = text.find("\n## The server\n");
  return at == std::string::npos ? "" : text.substr(at);
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() == 2 && arguments[0] == "--memory")
    return northstar::bench::MeasureMemory(arguments[1]);
  Settings settings;
  settings.program = std::filesystem::read_symlink("/proc/self/exe").string();
  settings.folder =
      (std::filesystem::temp_directory_path() / fmt::format("northstar_bench_{}", ::getpid()))
          .string();
  std::string out;
  bool keep = false;
  std::vector<std::string> names;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const bool more = i + 1 < arguments.size();
    if (arguments[i] == "--out" && more) {
      out = arguments[++i];
    } else if (arguments[i] == "--clickhouse" && more) {
      settings.clickhouse = arguments[++i];
    } else if (arguments[i] == "--runs" && more) {
      settings.runs = std::max(1, std::atoi(arguments[++i].c_str()));
    } else if (arguments[i] == "--size" && more) {
      settings.size = std::max(0.001, std::atof(arguments[++i].c_str()));
    } else if (arguments[i] == "--folder" && more) {
      settings.folder = arguments[++i];
      keep = true;
    } else {
      names.push_back(arguments[i]);
    }
  }
  std::filesystem::create_directories(settings.folder);
  std::string page = fmt::format(
      "# Performance\n\nWhat `make bench` printed last. {} threads; medians of {} runs in one "
      "process, in which all pieces take turns.\n",
      sysconf(_SC_NPROCESSORS_ONLN), settings.runs);
  for (const Benchmark& benchmark : kBenchmarks) {
    const bool named = std::find(names.begin(), names.end(), benchmark.name) != names.end();
    if (!named && (benchmark.only_when_named || !names.empty())) continue;
    page += "\n" + benchmark.run(settings);
  }
  fmt::print("{}", page);
  if (!out.empty()) {
    page += SectionOfServer(out);
    std::ofstream(out) << page;
  }
  if (!keep) std::filesystem::remove_all(settings.folder);
  return 0;
}

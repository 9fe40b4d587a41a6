#include "tests/program.h"

#include <unistd.h>

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/contradictions.h"

namespace northstar::testing {
namespace fs = std::filesystem;
using Json = nlohmann::json;

TempDir::TempDir() {
  std::string pattern = (fs::temp_directory_path() / "northstar_XXXXXX").string();
  path_ = mkdtemp(pattern.data());
}
TempDir::~TempDir() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}
void TempDir::Write(const std::string& name, const std::string& text) const {
  const fs::path path = fs::path(path_) / name;
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

ProgramRun RunProgram(const std::vector<std::string>& arguments, const std::string& now) {
  const FixedClock clock(ParseTime(now)->us);
  ProgramRun run;
  cli::Context context;
  context.out = [&](const std::string& text) { run.out += text; };
  context.err = [&](const std::string& text) { run.err += text; };
  context.clock = &clock;
  context.environment = [](const std::string&) { return std::nullopt; };
  run.exit_code = cli::Main(arguments, context);
  const Json answer = Json::parse(run.out, nullptr, false);
  for (const std::string& pair : Contradictions(answer)) ADD_FAILURE() << pair;
  return run;
}

std::string PublicData() {
  const char* folder = std::getenv("NORTHSTAR_DATA");
  return folder != nullptr && fs::is_directory(folder) ? fs::path(folder).string() : "";
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace northstar::testing

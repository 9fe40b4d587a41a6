// Runs the program inside the test: real project files, real DuckDB, a fixed clock.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/cli.h"

namespace northstar::testing {

// A directory of its own, removed at the end.
class TempDir {
 public:
  TempDir();
  ~TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  const std::string& path() const { return path_; }
  void Write(const std::string& name, const std::string& text) const;

 private:
  std::string path_;
};

struct ProgramRun {
  int exit_code = 0;
  std::string out, err;
};
// The default clock shows 2026-11-22T12:00:00Z. An answer whose findings refute each other fails
// the test (contradictions.h).
ProgramRun RunProgram(const std::vector<std::string>& arguments,
                      const std::string& now = "2026-11-22T12:00:00Z");

// The folder that the environment variable NORTHSTAR_DATA names, with public data that are not part
// of the project; empty when there is none. Tests that need it are skipped.
std::string PublicData();
std::string ReadFile(const std::string& path);

}  // namespace northstar::testing

#include "model/git_history.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/run_program.h"
#include "base/text.h"
#include "model/edit_yaml.h"
#include "model/project.h"
#include "model/project_files.h"

namespace northstar {
namespace {

constexpr size_t kMostFileBytes = size_t{8} << 20;
constexpr std::chrono::milliseconds kLimit{10'000};

// A folder in a repository, and until when it may be asked.
class Repository {
 public:
  explicit Repository(std::string root)
      : root_(std::move(root)), end_(std::chrono::steady_clock::now() + kLimit) {}

  Result<std::string> Ask(const std::vector<std::string>& arguments, std::string input = "") const {
    ProgramRun run;
    run.command = {"git", "--no-pager", "-C", root_};
    run.command.insert(run.command.end(), arguments.begin(), arguments.end());
    run.input = std::move(input);
    run.without = "GIT_";
    // An object that a partial clone lacks is missing: nothing is fetched.
    run.environment = {"GIT_ALLOW_PROTOCOL=none", "GIT_TERMINAL_PROMPT=0", "GIT_OPTIONAL_LOCKS=0"};
    run.limit = std::chrono::duration_cast<std::chrono::milliseconds>(
        end_ - std::chrono::steady_clock::now());
    return RunProgram(run);
  }

 private:
  std::string root_;
  std::chrono::steady_clock::time_point end_;
};

struct Commit {
  std::string name;
  int64_t at_us = 0;
  // Path → blob, of project files.
  std::map<std::string, std::string> files;
};

// The latest first.
Result<std::vector<Commit>> ReadCommits(const Repository& git) {
  NS_ASSIGN(const std::string log,
            git.Ask({"log", "--first-parent", "--no-show-signature", "--no-color",
                     fmt::format("--max-count={}", kMostCommits + 1), "--format=%H %ct", "HEAD",
                     "--", ":(glob)**/*.yml"}));
  std::vector<Commit> commits;
  for (const std::string& line : Split(log, '\n')) {
    const std::vector<std::string> parts = Split(line, ' ');
    const auto seconds = parts.size() == 2 ? ParseNumber(parts[1]) : std::nullopt;
    if (seconds) commits.push_back({parts[0], static_cast<int64_t>(*seconds) * 1'000'000, {}});
  }
  return commits;
}

// Entries are "mode type object\tpath", each with a zero at its end.
Status ReadTree(const Repository& git, Commit& commit) {
  NS_ASSIGN(const std::string tree, git.Ask({"ls-tree", "-r", "-z", commit.name, "--", "."}));
  for (const std::string& entry : Split(tree, '\0')) {
    const size_t tab = entry.find('\t');
    const std::vector<std::string> parts = Split(entry.substr(0, tab), ' ');
    // No links: only files are project files.
    if (tab == entry.npos || parts.size() != 3 || !parts[0].starts_with("100")) continue;
    std::string path = entry.substr(tab + 1);
    if (IsProjectFile(path)) commit.files.emplace(std::move(path), parts[2]);
  }
  return Status::Ok();
}

// By object. Each comes as "object blob size\n", its bytes and "\n"; one that is not there as
// "object missing\n".
std::map<std::string, std::string> ParseBlobs(const std::string& text) {
  std::map<std::string, std::string> blobs;
  for (size_t at = 0; at < text.size();) {
    const size_t end = text.find('\n', at);
    if (end == text.npos) break;
    const std::vector<std::string> head = Split(text.substr(at, end - at), ' ');
    at = end + 1;
    const auto size = head.size() == 3 ? ParseNumber(head[2]) : std::nullopt;
    if (!size) continue;
    const auto bytes = static_cast<size_t>(*size);
    if (bytes <= kMostFileBytes) blobs[head[0]] = text.substr(at, bytes);
    at += bytes + 1;
  }
  return blobs;
}

Result<std::map<std::string, std::string>> ReadBlobs(const Repository& git,
                                                     const std::vector<Commit>& commits) {
  std::set<std::string> objects;
  for (const Commit& commit : commits) {
    for (const auto& [path, object] : commit.files) objects.insert(object);
  }
  std::string input;
  for (const std::string& object : objects) input += object + "\n";
  if (input.empty()) return std::map<std::string, std::string>();
  NS_ASSIGN(const std::string text, git.Ask({"cat-file", "--batch"}, std::move(input)));
  return ParseBlobs(text);
}

// northstar.yml first, the others by path; empty where one is missing.
std::vector<SourceText> FilesOf(const Commit& commit,
                                const std::map<std::string, std::string>& blobs) {
  std::vector<SourceText> files;
  const auto add = [&](const std::string& path, const std::string& object) {
    const auto blob = blobs.find(object);
    if (blob == blobs.end()) return false;
    files.emplace_back(path, blob->second);
    return true;
  };
  const auto main = commit.files.find("northstar.yml");
  if (main == commit.files.end() || !add(main->first, main->second)) return {};
  for (const auto& [path, object] : commit.files) {
    if (path != "northstar.yml" && !add(path, object)) return {};
  }
  return files;
}

using Definitions = std::vector<std::pair<std::string, DefinitionState>>;

Definitions DefinitionsIn(const Project& project) {
  Definitions definitions;
  for (const Metric& metric : project.metrics)
    definitions.emplace_back(metric.name, DefinitionOf(metric));
  return definitions;
}

// Sources and metrics alone, an entry per line, so that what is wrong names the entry.
class Reduced {
 public:
  explicit Reduced(const std::vector<SourceText>& files) {
    for (const SourceText& file : files) {
      DiagnosticSink sink;
      const YamlNode document = ParseYaml(file, sink);
      for (const YamlNode::Entry& entry : document.entries) Take(entry);
    }
  }

  SourceText Text() const {
    std::string text = settings_;
    for (const auto& [key, entries] : lists_) {
      text += key + ":\n";
      for (const std::string& entry : entries) text += "  - " + entry + "\n";
    }
    return {"northstar.yml", text};
  }

  // Drops what stands on these lines of the text. False: none of them is an entry.
  bool Drop(const std::set<int>& lines) {
    bool dropped = false;
    int line = static_cast<int>(std::count(settings_.begin(), settings_.end(), '\n'));
    for (auto& [key, entries] : lists_) {
      ++line;
      std::vector<std::string> kept;
      for (std::string& entry : entries) {
        if (lines.contains(++line)) {
          dropped = true;
        } else {
          kept.push_back(std::move(entry));
        }
      }
      entries = std::move(kept);
    }
    return dropped;
  }

 private:
  void Take(const YamlNode::Entry& entry) {
    static const std::set<std::string> kLists = {"sources", "feedback", "metrics"};
    static const std::set<std::string> kSettings = {"version", "name", "timezone",
                                                    "first_day_of_week", "first_month_of_year"};
    if (kLists.contains(entry.key)) {
      for (const YamlNode& item : entry.value.items)
        lists_[entry.key].push_back(YamlOnOneLine(item));
    } else if (kSettings.contains(entry.key) && entry.value.is_scalar()) {
      settings_ += entry.key + ": " + YamlOnOneLine(entry.value) + "\n";
    }
  }

  std::string settings_;
  std::map<std::string, std::vector<std::string>> lists_;
};

std::set<int> LinesOf(const Error& error) {
  std::set<int> lines;
  for (const Diagnostic& one : error.diagnostics) {
    if (one.severity == Severity::kError) lines.insert(one.where.line);
  }
  return lines;
}

}  // namespace

std::vector<std::pair<std::string, DefinitionState>> ReadLeniently(
    const std::string& root, const std::vector<SourceText>& files, const Environment& environment) {
  const Environment lenient = [&](const std::string& name) -> std::optional<std::string> {
    return environment(name).value_or("");
  };
  const auto whole = LoadProjectFrom(root, files, lenient);
  if (whole.ok()) return DefinitionsIn(*whole->project);
  Reduced reduced(files);
  // A metric that goes may take with it those that are made of it.
  constexpr int kMostRounds = 10;
  for (int round = 0; round < kMostRounds; ++round) {
    const auto some = LoadProjectFrom(root, {reduced.Text()}, lenient);
    if (some.ok()) return DefinitionsIn(*some->project);
    if (!reduced.Drop(LinesOf(some.error()))) break;
  }
  return {};
}

GitHistory ReadGitHistory(const std::string& root, const Environment& environment) {
  GitHistory history;
  const Repository git(root);
  auto commits = ReadCommits(git);
  if (!commits.ok()) return history;
  history.cut = commits->size() > kMostCommits;
  if (history.cut) commits->resize(kMostCommits);
  std::reverse(commits->begin(), commits->end());
  for (Commit& commit : *commits) {
    if (!ReadTree(git, commit).ok()) return {};
  }
  const auto blobs = ReadBlobs(git, *commits);
  if (!blobs.ok()) return {};
  std::map<std::string, DefinitionState> last;
  const std::map<std::string, std::string>* before = nullptr;
  for (const Commit& commit : *commits) {
    if (commit.files.empty() || (before != nullptr && *before == commit.files)) continue;
    before = &commit.files;
    ++history.commits;
    const Definitions found = ReadLeniently(root, FilesOf(commit, *blobs), environment);
    history.unreadable += found.empty();
    for (const auto& [metric, state] : found) {
      const auto known = last.find(metric);
      if (known != last.end() &&
          CompareDefinitions(known->second, state) == DefinitionChange::kNone)
        continue;
      last[metric] = state;
      history.definitions.push_back({metric, state, commit.at_us, commit.name});
    }
  }
  return history;
}

}  // namespace northstar

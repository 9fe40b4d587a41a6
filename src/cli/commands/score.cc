// `score`: what one person thinks of a candidate, appended to scores/NAME.yml. Nothing is ever
// taken away: the latest rating of a person, candidate and question counts.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "analysis/evaluate/people.h"
#include "base/text.h"
#include "cli/commands/commands.h"
#include "model/edit_yaml.h"

namespace northstar::cli {
namespace {

namespace fs = std::filesystem;

// "Anna Müller" → "anna_müller": a file name that every system takes.
std::string FileNameOf(const std::string& person) {
  std::string name;
  for (const char c : LowerUtf8(person)) {
    const auto byte = static_cast<unsigned char>(c);
    const bool keeps = byte >= 0x80 || std::isalnum(byte) || c == '-';
    if (keeps) {
      name += c;
    } else if (!name.empty() && name.back() != '_') {
      name += '_';
    }
  }
  while (!name.empty() && name.back() == '_') name.pop_back();
  return name;
}

Result<std::vector<NewScore>> ReadScores(const Context& context, const Parsed& parsed,
                                         const Project& project) {
  const std::string candidate = parsed.Text("candidate");
  if (project.FindMetric(candidate) == nullptr) {
    return Error::Usage(fmt::format("there is no metric '{}'", candidate),
                        DidYouMean(candidate, project.candidates.empty() ? project.MetricNames()
                                                                         : project.candidates));
  }
  std::vector<NewScore> scores;
  for (const RatingQuestion& question : RatingQuestions()) {
    const std::string option = fmt::format("--{}", question.name);
    if (!parsed.Has(option)) continue;
    const auto rating = ParseNumber(parsed.Text(option));
    if (!rating || *rating < 1 || *rating > 5 || *rating != std::floor(*rating)) {
      return Error::Usage(fmt::format("{} '{}' is not a rating", option, parsed.Text(option)),
                          "1 (not at all) to 5 (fully)");
    }
    scores.push_back({candidate, parsed.Text("--by"), std::string(question.name),
                      FormatInstant(context.clock->NowUs()).substr(0, 19) + "Z",
                      parsed.Text("--comment"), static_cast<int>(*rating)});
  }
  if (scores.empty()) {
    return Error::Usage("there is nothing to record: no rating was given",
                        "northstar score " + candidate +
                            " --by NAME --value 4 --actionable 3 --simple 5 --strategy 4");
  }
  return scores;
}

Result<std::string> Answer(Context& context, const Parsed& parsed) {
  const std::string person(Trim(parsed.Text("--by")));
  const std::string file_name = FileNameOf(person);
  if (file_name.empty())
    return Error::Usage("--by needs a name", "name the person who rates, for example: --by anna");
  NS_ASSIGN(const LoadedProject loaded, ReadProject(context));
  const Project& project = *loaded.project;
  NS_ASSIGN(const std::vector<NewScore> scores, ReadScores(context, parsed, project));
  const fs::path relative = fs::path("scores") / (file_name + ".yml");
  const fs::path path = fs::path(project.root) / relative;
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  std::ostringstream text;
  if (std::ifstream file(path, std::ios::binary); file) text << file.rdbuf();
  NS_ASSIGN(const std::string changed,
            AppendScores(SourceText(relative.string(), text.str()), scores));
  NS_RETURN_IF_ERROR(WriteFile(path.string(), changed));
  context.err(fmt::format("northstar: {} written to {}\n",
                          Plural(static_cast<long long>(scores.size()), "rating"),
                          relative.string()));
  return std::string();
}

int Run(Context& context, const Parsed& parsed) {
  return Print(context, Answer(context, parsed));
}

}  // namespace

CommandSpec ScoreCommand() {
  return {"score",
          "Record how one person rates a candidate",
          "northstar score weekly_active_teams --by anna --value 4 --actionable 3 --simple 5 "
          "--strategy 4",
          {{"candidate", "Metric to rate", true}},
          {{"--by", "NAME", "Who rates; each person has a file under scores/"},
           {"--value", "1-5", "Does it show value that customers receive?"},
           {"--actionable", "1-5", "Can our teams move it?"},
           {"--simple", "1-5", "Can everybody say what it is?"},
           {"--strategy", "1-5", "Does it reflect our strategy?"},
           {"--comment", "TEXT", "Comment on the ratings"}},
          Run};
}

}  // namespace northstar::cli

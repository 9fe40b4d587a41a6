// What one person thinks of a candidate, appended to scores/NAME.yml. Nothing is ever taken away:
// the latest rating of a person, candidate and question counts.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "analysis/evaluate/people.h"
#include "api/requests/requests.h"
#include "base/text.h"
#include "model/edit_yaml.h"
#include "model/project.h"

namespace northstar {
namespace {

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

Result<std::vector<NewScore>> ReadScores(const Arguments& arguments, const Project& project,
                                         int64_t now_us) {
  const std::string candidate = arguments.Text("candidate");
  if (project.FindMetric(candidate) == nullptr) {
    return Error::Usage(fmt::format("there is no metric '{}'", candidate),
                        DidYouMean(candidate, project.candidates.empty() ? project.MetricNames()
                                                                         : project.candidates));
  }
  std::vector<NewScore> scores;
  for (const RatingQuestion& question : RatingQuestions()) {
    if (!arguments.Has(question.name)) continue;
    const std::string text = arguments.Text(question.name);
    const auto rating = ParseNumber(text);
    if (!rating || *rating < 1 || *rating > 5 || *rating != std::floor(*rating)) {
      return Error::Usage(
          fmt::format("{} '{}' is not a rating", arguments.Called(question.name), text),
          "1 (not at all) to 5 (fully)");
    }
    scores.push_back({candidate, arguments.Text("by"), std::string(question.name),
                      FormatInstant(now_us).substr(0, 19) + "Z", arguments.Text("comment"),
                      static_cast<int>(*rating)});
  }
  if (scores.empty()) {
    return Error::Usage("there is nothing to record: no rating was given",
                        "northstar score " + candidate +
                            " --by NAME --value 4 --actionable 3 --simple 5 --strategy 4");
  }
  return scores;
}

Result<Answer> AskScore(const ProjectFolder& folder, const Arguments& arguments) {
  const std::string file_name = FileNameOf(std::string(Trim(arguments.Text("by"))));
  if (file_name.empty()) {
    return Error::Usage(fmt::format("{} needs a name", arguments.Called("by")),
                        "name the person who rates, for example: --by anna");
  }
  NS_ASSIGN(const LoadedProject loaded, LoadProject(folder.path, folder.environment));
  NS_ASSIGN(const std::vector<NewScore> scores,
            ReadScores(arguments, *loaded.project, folder.clock->NowUs()));
  ScoreAnswer answer;
  answer.project = loaded.project;
  answer.candidate = arguments.Text("candidate");
  answer.by = arguments.Text("by");
  for (const NewScore& score : scores) answer.ratings.emplace_back(score.question, score.rating);
  answer.file.path = "scores/" + file_name + ".yml";
  std::ostringstream before;
  if (std::ifstream file(std::filesystem::path(loaded.project->root) / answer.file.path,
                         std::ios::binary);
      file)
    before << file.rdbuf();
  NS_ASSIGN(answer.file.text, AppendScores(SourceText(answer.file.path, before.str()), scores));
  return Answer(std::move(answer));
}

Parameter RatingParameter(std::string_view name, std::string_view question) {
  return {.name = name, .help = question, .placeholder = "1-5"};
}

}  // namespace

RequestSpec ScoreSpec() {
  using enum ParameterKind;
  return {"score",
          "Record how one person rates a candidate",
          "northstar score weekly_active_teams --by anna --value 4 --actionable 3 --simple 5 "
          "--strategy 4",
          {{.name = "candidate",
            .kind = kMetric,
            .help = "Metric to rate",
            .required = true,
            .subject = true},
           {.name = "by",
            .help = "Who rates; each person has a file under scores/",
            .placeholder = "NAME"},
           RatingParameter("value", "Does it show value that customers receive?"),
           RatingParameter("actionable", "Can our teams move it?"),
           RatingParameter("simple", "Can everybody say what it is?"),
           RatingParameter("strategy", "Does it reflect our strategy?"),
           {.name = "comment", .help = "Comment on the ratings", .placeholder = "TEXT"}},
          AskScore};
}

}  // namespace northstar

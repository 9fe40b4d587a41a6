// Mutes of single alerts: until when, by whom and why. The answers hold what is to be kept; whoever
// asked writes it (record_answer.h).
#include <fmt/format.h>

#include <algorithm>

#include "api/requests/requests.h"
#include "base/text.h"

namespace northstar {
namespace {

// `known` are the alerts that there are. The check is told apart from its subject, so that each
// gets a hint of its own.
Status CheckKnown(const AlertKey& key, const std::vector<AlertKey>& known, std::string_view which) {
  std::vector<std::string> checks, subjects;
  for (const AlertKey& one : known) {
    if (std::find(checks.begin(), checks.end(), one.check) == checks.end())
      checks.push_back(one.check);
    if (one.check == key.check) subjects.push_back(one.subject);
  }
  if (subjects.empty()) {
    return Error::Usage(fmt::format("there is no {} '{}'", which, key.check),
                        DidYouMean(key.check, checks));
  }
  if (std::find(subjects.begin(), subjects.end(), key.subject) != subjects.end())
    return Status::Ok();
  return Error::Usage(fmt::format("there is no {} '{}' of '{}'", which, key.check, key.subject),
                      DidYouMean(key.subject, subjects));
}

// People read a metric's label in the table of checks.
std::string SubjectOf(const Project& project, const std::string& said) {
  const auto found = std::find_if(project.metrics.begin(), project.metrics.end(),
                                  [&](const Metric& one) { return one.label == said; });
  const bool is_label = project.FindMetric(said) == nullptr && found != project.metrics.end();
  return is_label ? found->name : said;
}

Result<Answer> Mute(const SessionView& view, const Arguments& arguments) {
  MuteAnswer answer{view.project(), {}};
  store::Mute& mute = answer.mute;
  mute.check = arguments.Text("check");
  mute.subject = SubjectOf(*view.project(), arguments.Text("subject"));
  mute.by = arguments.Text("by");
  mute.why = std::string(Trim(arguments.Text("why")));
  mute.made_us = view.NowUs();
  for (const std::string_view needed : {"until", "why"}) {
    if (arguments.Has(needed)) continue;
    return Error::Usage(
        fmt::format("check mute needs {}", arguments.Called(needed)),
        "northstar check mute guardrail rating --until 2026-07-01 --why \"known outage\"");
  }
  if (mute.why.empty()) {
    return Error::Usage(fmt::format("{} is empty", arguments.Called("why")),
                        "say why nobody needs to be told");
  }
  NS_ASSIGN(const auto until, arguments.ReadTime("until", view.project()->calendar));
  mute.until_us = *until;
  if (mute.until_us <= mute.made_us) {
    return Error::Usage(
        fmt::format("{} {} is in the past", arguments.Called("until"), arguments.Text("until")),
        "give a time in the future");
  }
  NS_ASSIGN(const CheckFindings found,
            FindChecks(view.engine(), view.project(), view.facts(), view.NowUs(), {}));
  std::vector<AlertKey> known;
  for (const CheckFinding& finding : found.findings) known.push_back(KeyOf(finding));
  NS_RETURN_IF_ERROR(CheckKnown({mute.check, mute.subject}, known, "check"));
  return Answer(std::move(answer));
}

Result<Answer> Unmute(const ProjectFolder& folder, const Arguments& arguments) {
  NS_ASSIGN(const LoadedProject loaded, LoadProject(folder.path, folder.environment));
  NS_ASSIGN(const store::AlertMemory memory,
            store::ReadAlerts(*loaded.project, folder.clock->NowUs()));
  MuteAnswer answer{loaded.project, {}, true};
  answer.mute.check = arguments.Text("check");
  answer.mute.subject = SubjectOf(*loaded.project, arguments.Text("subject"));
  std::vector<AlertKey> known;
  for (const store::Mute& one : memory.mutes) {
    known.push_back({one.check, one.subject});
    if (known.back() == AlertKey{answer.mute.check, answer.mute.subject}) answer.mute = one;
  }
  if (known.empty()) return Error::Usage("nothing is muted");
  NS_RETURN_IF_ERROR(CheckKnown({answer.mute.check, answer.mute.subject}, known, "muted check"));
  return Answer(std::move(answer));
}

std::vector<Parameter> AlertParameters() {
  return {{.name = "check",
           .help = "Kind of check, as in 'check'",
           .required = true,
           .subject = true,
           .placeholder = "CHECK"},
          {.name = "subject",
           .help = "What it is about: a metric, a source, a key result",
           .required = true,
           .subject = true,
           .placeholder = "SUBJECT"}};
}

}  // namespace

RequestSpec CheckMuteSpec() {
  using enum ParameterKind;
  std::vector<Parameter> parameters = AlertParameters();
  parameters.push_back(
      {.name = "until", .kind = kTime, .help = "When the mute ends: a local date or a time"});
  parameters.push_back({.name = "why", .help = "Reason for the mute"});
  parameters.push_back({.name = "by", .help = "Who decided it", .placeholder = "NAME"});
  return {"check mute", "Mute one alert until a time; its state and the exit code do not change",
          "northstar check mute guardrail rating --until 2026-07-01 --why \"known outage\"",
          std::move(parameters), Mute};
}

RequestSpec CheckUnmuteSpec() {
  return {"check unmute", "Unmute one alert", "northstar check unmute guardrail rating",
          AlertParameters(), Unmute};
}

}  // namespace northstar

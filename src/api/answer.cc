#include "api/answer.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/calendar.h"
#include "base/local_time_words.h"
#include "base/text.h"
#include "model/project.h"

namespace northstar {

namespace {

std::vector<std::string> WarningsIn(const DecideAnswer& answer) {
  const auto& all = answer.evaluation.candidates;
  const bool rejected = std::any_of(all.begin(), all.end(), [&](const CandidateReport& one) {
    return one.metric->name == answer.metric && one.recommendation == Recommendation::kRejected;
  });
  if (!rejected) return {};
  return {fmt::format("{} fails a required condition; the record says which", answer.metric)};
}

std::vector<std::string> NotesIn(const DecideAnswer& answer) {
  if (answer.dry_run) return {};
  std::vector<std::string> notes{
      fmt::format("wrote {} and changed {}", answer.record, answer.project.path)};
  if (!answer.former.empty()) {
    notes.emplace_back(
        "statement, inputs and guardrails are still those of the old star; review them");
    notes.push_back(fmt::format(
        "'northstar history {0}' lists what still names {0}; 'northstar decide --rewire' "
        "edits what must change",
        answer.former));
  }
  return notes;
}

std::string NoteOn(const MuteAnswer& answer) {
  const store::Mute& mute = answer.mute;
  if (answer.ends) return fmt::format("{}/{} is no longer muted", mute.check, mute.subject);
  const std::string until = LocalTimeWords(answer.project->calendar, mute.until_us);
  return fmt::format("{}/{} is muted until {}", mute.check, mute.subject, until);
}

std::vector<std::string> NotesIn(const RewireAnswer& answer) {
  if (answer.dry_run || answer.rewiring.files.empty()) return {};
  std::vector<std::string> paths;
  for (const RewiredFile& file : answer.rewiring.files) paths.push_back(file.path);
  return {
      fmt::format("changed {}; targets and limits are still those of the former star, so review "
                  "them",
                  Join(paths, ", "))};
}

std::vector<std::string> NotesIn(const CloseReviewAnswer& answer) {
  if (answer.dry_run) return {};
  return {fmt::format("wrote {} and changed {}", answer.record, answer.project.path)};
}

std::vector<std::string> NotesIn(const CatalogAnswer& answer) {
  if (!answer.name.empty()) return {};
  if (answer.found.empty()) return {"no template mentions that"};
  return {fmt::format("{}; 'northstar catalog NAME' prints one to copy",
                      Plural(static_cast<long long>(answer.found.size()), "template"))};
}

}  // namespace

std::vector<std::string> WarningsOf(const Answer& answer) {
  if (const auto* query = std::get_if<QueryAnswer>(&answer)) return query->result.never_seen;
  if (const auto* decision = std::get_if<DecideAnswer>(&answer)) return WarningsIn(*decision);
  if (const auto* found = std::get_if<DigestAnswer>(&answer)) return found->digest.notes;
  std::vector<std::string> warnings;
  if (const auto* state = std::get_if<StateOfTheStar>(&answer)) {
    for (const MissingPart& part : state->missing)
      warnings.push_back(fmt::format("missing in the report: {}: {}", part.what, part.why));
  }
  if (const auto* validation = std::get_if<ValidateAnswer>(&answer)) {
    if (!validation->not_checked.empty()) warnings.push_back(validation->not_checked);
    if (!validation->store_unread.empty()) warnings.push_back(validation->store_unread);
  }
  if (const auto* check = std::get_if<CheckAnswer>(&answer); check && !check->store_unread.empty())
    warnings.push_back(check->store_unread);
  return warnings;
}

std::vector<std::string> NotesOf(const Answer& answer) {
  if (const auto* decision = std::get_if<DecideAnswer>(&answer)) return NotesIn(*decision);
  if (const auto* rewired = std::get_if<RewireAnswer>(&answer)) return NotesIn(*rewired);
  if (const auto* found = std::get_if<CatalogAnswer>(&answer)) return NotesIn(*found);
  if (const auto* mute = std::get_if<MuteAnswer>(&answer)) return {NoteOn(*mute)};
  if (const auto* closed = std::get_if<CloseReviewAnswer>(&answer)) return NotesIn(*closed);
  if (const auto* scores = std::get_if<ScoreAnswer>(&answer)) {
    return {fmt::format("{} written to {}",
                        Plural(static_cast<long long>(scores->ratings.size()), "rating"),
                        scores->file.path)};
  }
  return {};
}

Outcome OutcomeOf(const Answer& answer) {
  if (const auto* lead = std::get_if<LeadAnswer>(&answer)) {
    const bool fails = VerdictOf(lead->findings.result.finding) == Verdict::kFail;
    return fails ? Outcome::kAlarm : Outcome::kFine;
  }
  if (const auto* validation = std::get_if<ValidateAnswer>(&answer)) {
    if (validation->unreadable) return Outcome::kUnusable;
    return validation->valid ? Outcome::kFine : Outcome::kAlarm;
  }
  if (const auto* check = std::get_if<CheckAnswer>(&answer)) {
    for (size_t i = 0; i < check->states.size(); ++i) {
      if (Fires(check->found.findings[i], check->states[i])) return Outcome::kAlarm;
    }
  }
  return Outcome::kFine;
}

}  // namespace northstar

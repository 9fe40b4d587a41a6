// Surveys: rounds of three questions about the North Star, who is invited, what was answered, and
// how people graded what a rule could not (docs/decisions/0020-surveys.md). One round is open at a
// time; its persons are known by names that only its key can make (survey_key.h), or by their
// addresses where the round keeps names. Nothing here grades or counts.
// Thread safe for different projects; processes that write at once wait for each other.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model/project.h"
#include "store/survey_key.h"

namespace northstar::store {

struct SurveyPerson {
  std::string person, team;
};
struct SurveyRound {
  int64_t id = 0;
  // The star when it was opened.
  std::string metric;
  // UTC microseconds; closed is 0 while it is open.
  int64_t opened_us = 0, closed_us = 0;
  // Addresses are kept as they are.
  bool named = false;
  // Only who is in the list counts; else whoever answers.
  bool by_invitation = false;

  bool open() const { return closed_us == 0; }
};
struct SurveyAnswer {
  std::string id, person, team;
  SurveyTexts texts;
};
// What somebody decided about one question of an answer; of several the last counts. `question`:
// "name", "meaning" or "action"; `grade`: "yes", "no" or "unclear".
struct SurveyGrade {
  std::string answer, question, grade, by;
  int64_t at_us = 0;
};
struct SurveyState {
  SurveyRound round;
  std::vector<SurveyPerson> people;
  // In the order of their ids: random.
  std::vector<SurveyAnswer> answers;
  // Ids of all answers that ever were, also of those that another took the place of.
  std::set<std::string> seen;
  // The oldest first.
  std::vector<SurveyGrade> grades;
};

// The latest round; none where there was none. Writes nothing. kData as of StateStore.
Result<std::optional<SurveyState>> ReadSurvey(const Project& project);

// All rounds, the latest first; likewise.
Result<std::vector<SurveyState>> ReadSurveys(const Project& project);

struct NewSurvey {
  std::string metric;
  bool named = false, by_invitation = false;
  // With addresses, each once.
  std::vector<SurveyPerson> people;
};
// All functions below: all of it or nothing; kData as of StateStore, kUsage where the round is not
// as it was when it was read: opened, closed or replaced by somebody else meanwhile.
//
// Makes the key, and with it the names of the people.
Status OpenSurvey(const Project& project, const NewSurvey& survey, int64_t now_us);
// One per person takes the place of an earlier one; ids that were seen stay seen.
Status RecordSurveyAnswers(const Project& project, int64_t round,
                           const std::vector<SurveyAnswer>& answers,
                           const std::vector<std::string>& seen);
// Also of a closed round.
Status RecordSurveyGrades(const Project& project, int64_t round,
                          const std::vector<SurveyGrade>& grades);
// Destroys the key first: what follows may fail and be done again. `grades`: how all answers stand
// by then, so that a later rule does not change them.
Status CloseSurvey(const Project& project, int64_t round, const std::vector<SurveyGrade>& grades,
                   int64_t now_us);

// Answers, grades and invitations of a person, by any of these addresses, in all rounds: those of a
// round that keeps no names only while it is open, since nobody can tell them apart later. Returns
// how many answers there were. `dry_run`: only looks.
Result<int64_t> ForgetSurveyPerson(const Project& project,
                                   const std::vector<std::string>& addresses, bool dry_run);

}  // namespace northstar::store

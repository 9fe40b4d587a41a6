// What people think of the candidates: the latest rating of each person, candidate and question,
// whether they agree (Krippendorff's alpha over the cells of candidate and question), and where
// they differ most. Disagreement is a finding of its own: talk before averaging. Missing ratings
// stay missing.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/said.h"

#include "model/project.h"

namespace northstar {

struct RatingQuestion {
  std::string_view name;  // "value": the option of `score`
  std::string_view text;  // what a person is asked
};
std::span<const RatingQuestion> RatingQuestions();

struct RatingCell {
  std::string candidate, question;
  std::vector<std::pair<std::string, int>> ratings;  // person and rating, by person
  std::optional<double> median;                      // none: nobody rated
  int spread() const;                                // highest less lowest; 0 with fewer than two
};

enum class AgreementReading { kAgree, kTentative, kTalk, kUnknown };

struct PeopleFindings {
  std::vector<std::string> people;
  std::vector<RatingCell> cells;  // of the candidates asked for, by candidate and question
  std::optional<double> alpha;    // none: fewer than two cells with two ratings, or all alike
  std::optional<double> alpha_low, alpha_high;
  AgreementReading reading = AgreementReading::kUnknown;
  Said said;
  std::vector<const RatingCell*> CellsOf(const std::string& candidate) const;
  // Those with the widest spread first, two points apart or more.
  std::vector<const RatingCell*> Disputed() const;
};

PeopleFindings AskPeople(const Project& project, const std::vector<std::string>& candidates);

}  // namespace northstar

// What people think of the candidates: the latest rating of each person, candidate and question,
// whether they agree (Krippendorff's alpha over the cells of candidate and question), and where
// they differ most. Disagreement is a finding of its own: talk before averaging. Missing ratings
// stay missing. Pure; the same project gives the same findings.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "words/said.h"

#include "model/project_ref.h"

namespace northstar {

struct RatingQuestion {
  // "value": the option of `score`; static.
  std::string_view name;
  // What a person is asked.
  std::string_view text;
};
// In the order in which people are asked. Static.
std::span<const RatingQuestion> RatingQuestions();

struct RatingCell {
  std::string candidate, question;
  // Person and rating (1 to 5), by person.
  std::vector<std::pair<std::string, int>> ratings;
  // None: nobody rated.
  std::optional<double> median;
  // Highest less lowest, 0 to 4; 0 with fewer than two.
  int spread() const;
};

// Of alpha, by judgement's `people`; kUnknown: there is none.
enum class AgreementReading { kAgree, kTentative, kTalk, kUnknown };

struct PeopleFindings {
  // Who rated any of the candidates, sorted.
  std::vector<std::string> people;
  // Of the candidates asked for, by candidate and question, in the order given; also those that
  // nobody rated.
  std::vector<RatingCell> cells;
  // At most 1; none: fewer than two cells with two ratings, or all alike.
  std::optional<double> alpha;
  // 95 %, from ten cells on.
  std::optional<double> alpha_low, alpha_high;
  AgreementReading reading = AgreementReading::kUnknown;
  Said said;
  // Pointers into `cells`, which must not change meanwhile; likewise below.
  std::vector<const RatingCell*> CellsOf(const std::string& candidate) const;
  // Those with the widest spread first, two points apart or more.
  std::vector<const RatingCell*> Disputed() const;
};

// Of scores by one person for one thing the latest counts: by time as written, else the one further
// down.
PeopleFindings AskPeople(const Project& project, const std::vector<std::string>& candidates);

}  // namespace northstar

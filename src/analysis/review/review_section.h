// One section of the pack: a function in sections/, which reads the evidence, fills the signs that
// triggers are made of, and says what it found (words/review_sections.h); and a line in the table
// of review_sections.cc. Internal to review/.
#pragma once

#include <span>
#include <string_view>

#include "analysis/bets/bets.h"
#include "analysis/evaluate/candidate_test.h"
#include "analysis/okrs/okrs.h"
#include "analysis/review/review.h"
#include "analysis/star/constellation.h"

namespace northstar {

// Everything that a section may look at, of the data up to the end of the quarter. Valid while
// the star is evaluated.
struct ReviewEvidence {
  const ProjectRef& project;
  const Metric& star;
  // Null: there is none.
  const Metric* outcome;
  const NamedQuarter& quarter;
  const NamedQuarter& before;
  const CandidateReport& report;
  const CandidateEvidence& tested;
  // Null: it cannot be read, for the reason beside it.
  const Constellation* constellation;
  const std::string& constellation_problem;
  // Null: none are set for the quarter.
  const OkrFindings* okrs;
  // Null: none shipped in the quarter, or they cannot be measured, for the reason beside it.
  const BetFindings* bets;
  const std::string& bets_problem;
  // Of the star and the candidates.
  const PeopleFindings& people;
  const ReviewOptions& options;
};

struct ReviewSectionSpec {
  std::string_view name, title;
  ReviewSection (*run)(const ReviewEvidence& evidence, ReviewSigns& signs);
};
// In the order of the pack. Static; thread safe.
std::span<const ReviewSectionSpec> ReviewSections();

// sections/*.cc. Each leaves the signs of others alone.
ReviewSection LinkSection(const ReviewEvidence& evidence, ReviewSigns& signs);
ReviewSection DilutionSection(const ReviewEvidence& evidence, ReviewSigns& signs);
ReviewSection GamingWatchSection(const ReviewEvidence& evidence, ReviewSigns& signs);
ReviewSection InputsSection(const ReviewEvidence& evidence, ReviewSigns& signs);
ReviewSection GuardrailsSection(const ReviewEvidence& evidence, ReviewSigns& signs);
ReviewSection DecouplingSection(const ReviewEvidence& evidence, ReviewSigns& signs);
ReviewSection OkrsSection(const ReviewEvidence& evidence, ReviewSigns& signs);
ReviewSection BetsSection(const ReviewEvidence& evidence, ReviewSigns& signs);
ReviewSection DisagreementsSection(const ReviewEvidence& evidence, ReviewSigns& signs);
ReviewSection KnowledgeSection(const ReviewEvidence& evidence, ReviewSigns& signs);
ReviewSection DefinitionsSection(const ReviewEvidence& evidence, ReviewSigns& signs);

// Cells; nullopt is "–".
ReviewCell TextCell(std::string text);
ReviewCell NumberCell(const std::optional<double>& value);
ReviewCell ShareCell(const std::optional<double>& share);
// "+5%".
ReviewCell ChangeCell(const std::optional<double>& change);
// As the metric writes its values.
ReviewCell ValueCell(const Metric& metric, const std::optional<double>& value);

}  // namespace northstar

#include "analysis/evaluate/people.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/calendar.h"
#include "base/random.h"
#include "model/project.h"
#include "stats/agreement.h"
#include "stats/describe.h"
#include "words/agreement.h"

namespace northstar {
namespace {

using Key = std::pair<std::string, std::string>;  // candidate and question

// The latest counts: by time where both say one, else the one that stands further down.
bool Replaces(const Score& next, const Score& before) {
  const auto later = ParseTime(next.at);
  const auto earlier = ParseTime(before.at);
  return !later || !earlier || later->us >= earlier->us;
}

std::map<Key, std::map<std::string, const Score*>> LatestScores(const Project& project) {
  std::map<Key, std::map<std::string, const Score*>> latest;
  for (const Score& score : project.scores) {
    const Score*& slot = latest[{score.candidate, score.question}][score.by];
    if (slot == nullptr || Replaces(score, *slot)) slot = &score;
  }
  return latest;
}

AgreementReading ReadingOf(double alpha, const Judgement& judgement) {
  if (alpha >= judgement.people.agree) return AgreementReading::kAgree;
  return alpha >= judgement.people.tentative ? AgreementReading::kTentative
                                             : AgreementReading::kTalk;
}

AgreementStatement::Code CodeOf(const PeopleFindings& f) {
  using Code = AgreementStatement::Code;
  if (f.people.empty()) return Code::kNobodyRated;
  switch (f.reading) {
    case AgreementReading::kAgree:
      return Code::kAgree;
    case AgreementReading::kTentative:
      return Code::kAgreeSomewhat;
    case AgreementReading::kTalk:
      return Code::kDisagree;
    case AgreementReading::kUnknown:
      break;
  }
  return Code::kTooFewRatings;
}

}  // namespace

std::span<const RatingQuestion> RatingQuestions() {
  static constexpr RatingQuestion kQuestions[] = {
      {"value", "Does it show value that customers receive?"},
      {"actionable", "Can our teams move it?"},
      {"simple", "Can everybody say what it is?"},
      {"strategy", "Does it reflect our strategy?"}};
  return kQuestions;
}

int RatingCell::spread() const {
  if (ratings.size() < 2) return 0;
  const auto [low, high] =
      std::minmax_element(ratings.begin(), ratings.end(),
                          [](const auto& a, const auto& b) { return a.second < b.second; });
  return high->second - low->second;
}

std::vector<const RatingCell*> PeopleFindings::CellsOf(const std::string& candidate) const {
  std::vector<const RatingCell*> found;
  for (const RatingCell& cell : cells) {
    if (cell.candidate == candidate) found.push_back(&cell);
  }
  return found;
}

std::vector<const RatingCell*> PeopleFindings::Disputed() const {
  std::vector<const RatingCell*> found;
  for (const RatingCell& cell : cells) {
    if (cell.spread() >= 2) found.push_back(&cell);
  }
  std::stable_sort(found.begin(), found.end(), [](const RatingCell* a, const RatingCell* b) {
    return a->spread() > b->spread();
  });
  return found;
}

PeopleFindings AskPeople(const Project& project, const std::vector<std::string>& candidates) {
  PeopleFindings f;
  const auto latest = LatestScores(project);
  std::set<std::string> people;
  for (const std::string& candidate : candidates) {
    for (const RatingQuestion& question : RatingQuestions()) {
      RatingCell cell{candidate, std::string(question.name), {}, {}};
      const auto found = latest.find({candidate, cell.question});
      if (found != latest.end()) {
        std::vector<double> values;
        for (const auto& [person, score] : found->second) {
          cell.ratings.emplace_back(person, score->rating);
          values.push_back(score->rating);
          people.insert(person);
        }
        cell.median = stats::Median(values);
      }
      f.cells.push_back(std::move(cell));
    }
  }
  f.people.assign(people.begin(), people.end());
  stats::Ratings ratings;
  for (const std::string& person : f.people) {
    auto& row = ratings.emplace_back();
    for (const RatingCell& cell : f.cells) {
      const auto own = std::find_if(cell.ratings.begin(), cell.ratings.end(),
                                    [&](const auto& rating) { return rating.first == person; });
      row.push_back(own == cell.ratings.end() ? std::nullopt : std::optional<double>(own->second));
    }
  }
  const auto agreement =
      stats::KrippendorffAlpha(ratings, stats::Measurement::kOrdinal, MixText("people.alpha"));
  if (agreement) {
    f.alpha = agreement->alpha;
    f.alpha_low = agreement->low;
    f.alpha_high = agreement->high;
    f.reading = ReadingOf(agreement->alpha, project.judgement);
  }
  f.said = Words(AgreementStatement{CodeOf(f), f.people.size()});
  return f;
}

}  // namespace northstar

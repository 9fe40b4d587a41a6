#include "analysis/feedback/feedback.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "analysis/feedback/feedback_items.h"
#include "analysis/feedback/feedback_statement.h"
#include "analysis/feedback/quotes.h"
#include "analysis/feedback/themes.h"
#include "base/text.h"
#include "language/terms.h"
#include "model/project.h"
#include "stats/distributions.h"
#include "stats/proportion.h"

namespace northstar {
namespace {

constexpr Day kUsualDays = 28;
constexpr int kReferenceTimes = 3;  // the time before is so many times as long
constexpr double kLevel = 0.95;

using People = std::vector<const FeedbackText*>;

// Votes count, but not without bound.
double WeightOf(const FeedbackItem& item) {
  return 1 + std::log2(1 + item.votes);
}

FeedbackMood MoodOf(const FeedbackSide& side) {
  const People people = side.People();
  FeedbackMood out;
  out.texts = side.texts;
  out.people = static_cast<int64_t>(people.size());
  double weights = 0;
  double sum = 0;
  double ratings = 0;
  int64_t rated = 0;
  int64_t negative = 0;
  int64_t scored = 0;
  for (const FeedbackText* item : people) {
    const FeedbackItem& f = item->feedback;
    out.votes += f.votes;
    if (f.rating) ratings += *f.rating, ++rated;
    if (!f.mood) {
      ++out.unscored;
      continue;
    }
    ++scored;
    negative += *f.mood <= kNegativeMood;
    weights += WeightOf(f);
    sum += WeightOf(f) * *f.mood;
  }
  if (rated > 0) out.rating = ratings / static_cast<double>(rated);
  if (scored == 0) return out;
  const double mean = sum / weights;
  out.mood = mean;
  const stats::Proportion share = stats::Wilson(negative, scored, kLevel);
  out.negative = share.share;
  out.negative_low = share.low;
  out.negative_high = share.high;
  if (scored < 10) return out;
  double squares = 0;
  for (const FeedbackText* item : people) {
    if (!item->feedback.mood) continue;
    const double distance = WeightOf(item->feedback) * (*item->feedback.mood - mean);
    squares += distance * distance;
  }
  const double n = static_cast<double>(scored);
  const double half =
      stats::TQuantile(1 - (1 - kLevel) / 2, n - 1) * std::sqrt(squares * n / (n - 1)) / weights;
  out.low = std::max(-1.0, mean - half);
  out.high = std::min(1.0, mean + half);
  return out;
}

TermSets TermsOfEach(const People& people) {
  TermSets terms;
  for (const FeedbackText* item : people) terms.push_back(TermsOf(item->feedback.text));
  return terms;
}

void AddWritings(bool here, const People& people, const TermSets& terms,
                 std::vector<Writing>& writings) {
  for (size_t i = 0; i < people.size(); ++i) {
    const FeedbackItem& item = people[i]->feedback;
    writings.push_back({here, item.text, item.votes, terms[i]});
  }
}

// Of those whose sentiment is known.
std::optional<double> MeanMood(const People& people, const std::vector<size_t>& of) {
  double sum = 0;
  int64_t scored = 0;
  for (const size_t i : of) {
    if (const auto mood = people[i]->feedback.mood) sum += *mood, ++scored;
  }
  if (scored == 0) return std::nullopt;
  return sum / static_cast<double>(scored);
}

double VotesOf(const People& people, const std::vector<size_t>& of) {
  double votes = 0;
  for (const size_t i : of) votes += people[i]->feedback.votes;
  return votes;
}

std::vector<FeedbackTheme> ThemesOf(std::vector<KeyTerm> found, const People& people,
                                    const TermSets& terms) {
  std::vector<FeedbackTheme> themes;
  for (KeyTerm& term : found) {
    std::vector<size_t> who;
    for (size_t i = 0; i < people.size(); ++i) {
      if (terms[i].contains(term.term)) who.push_back(i);
    }
    themes.push_back({std::move(term), MeanMood(people, who), VotesOf(people, who)});
  }
  return themes;
}

// `before`: of the people that are compared.
std::vector<FeedbackTopic> FindTopics(const People& people, TermSets now, TermSets before) {
  FoldForms({&now, &before});
  std::vector<FeedbackTopic> topics;
  std::set<std::string> quoted;
  for (const Theme& theme : FindThemes(now)) {
    FeedbackTopic& topic = topics.emplace_back();
    topic.label = theme.label;
    topic.terms = theme.terms;
    topic.people = static_cast<int64_t>(theme.texts.size());
    topic.share = static_cast<double>(topic.people) / static_cast<double>(people.size());
    if (!before.empty())
      topic.share_before =
          static_cast<double>(CountTheme(theme, before)) / static_cast<double>(before.size());
    topic.mood = MeanMood(people, theme.texts);
    topic.votes = VotesOf(people, theme.texts);
    std::vector<Quotable> texts;
    for (const size_t i : theme.texts)
      texts.push_back({&people[i]->feedback.text, people[i]->feedback.votes});
    topic.quotes = PickQuotes(texts, quoted);
  }
  return topics;
}

// What was written in either time.
class Sides {
 public:
  Sides(const std::vector<FeedbackText>& items, const FeedbackFindings& f) : items_(items) {
    const Calendar& calendar = f.project->calendar;
    reference_ = calendar.DayStart(f.reference);
    from_ = calendar.DayStart(f.from);
    to_ = calendar.DayStart(f.to);
  }

  template <typename Takes>
  FeedbackSide Before(Takes takes) const {
    return Between(reference_, from_, takes);
  }
  template <typename Takes>
  FeedbackSide After(Takes takes) const {
    return Between(from_, to_, takes);
  }

 private:
  template <typename Takes>
  FeedbackSide Between(int64_t first, int64_t end, Takes takes) const {
    return CollectSide(items_, [&](const FeedbackText& item) {
      return item.feedback.ts_us >= first && item.feedback.ts_us < end && takes(item);
    });
  }

  const std::vector<FeedbackText>& items_;
  int64_t reference_, from_, to_;
};

std::optional<size_t> DimensionIn(const Source& source, const std::string& dimension) {
  for (size_t d = 0; d < source.dimensions.size(); ++d) {
    if (source.dimensions[d].name == dimension) return d;
  }
  return std::nullopt;
}

Status AddSegments(const std::vector<FeedbackText>& items, const std::vector<std::string>& by,
                   FeedbackFindings& out) {
  const Sides sides(items, out);
  const auto all = [](const FeedbackText&) { return true; };
  for (const std::string& dimension : by) {
    bool known = false;
    for (const Source& source : out.project->sources)
      known = known || (source.kind == Source::Kind::kFeedback && DimensionIn(source, dimension));
    if (!known)
      return Error::Usage(fmt::format("no feedback source has a dimension '{}'", dimension));
    const auto value_of = [&](const FeedbackText& item) -> std::optional<std::string> {
      const auto d = DimensionIn(*item.source, dimension);
      return d ? item.feedback.dimensions[*d] : std::nullopt;
    };
    std::set<std::optional<std::string>> values;
    for (const FeedbackSide& side : {sides.Before(all), sides.After(all)}) {
      for (const auto& [who, item] : side.last) values.insert(value_of(*item));
    }
    for (const auto& value : values) {
      const auto own = [&](const FeedbackText& item) { return value_of(item) == value; };
      out.segments.push_back(
          {dimension, value, MoodOf(sides.Before(own)), MoodOf(sides.After(own))});
    }
  }
  return Status::Ok();
}

// Of the sources that are loaded, by the order of the project. The time before then starts where
// the first of them begins.
std::set<const Source*> CompareVolume(const std::vector<FeedbackText>& items,
                                      const DataFacts& facts, int64_t now_us,
                                      FeedbackFindings& out) {
  const Calendar& calendar = out.project->calendar;
  const Sides sides(items, out);
  std::vector<const Source*> sources;
  std::vector<SourceVolume> volumes;
  Day first = out.from;
  for (const Source& source : out.project->sources) {
    const auto loaded = facts.sources.find(source.name);
    if (source.kind != Source::Kind::kFeedback || !source.text) continue;
    if (loaded == facts.sources.end() || loaded->second.rows == 0) continue;
    const Day since =
        calendar.LocalDay(source.since.empty() ? loaded->second.first_us
                                               : ReadInstant(source.since, calendar, now_us));
    const auto own = [&](const FeedbackText& item) { return item.source == &source; };
    sources.push_back(&source);
    volumes.push_back({source.name, since, sides.Before(own).texts, sides.After(own).texts});
    first = std::min(first, since);
  }
  out.volume = CompareVolumes(volumes, out.reference, out.from, out.to);
  out.reference = std::max(out.reference, first);
  out.notes.insert(out.notes.end(), out.volume.notes.begin(), out.volume.notes.end());
  std::set<const Source*> compared;
  for (size_t i = 0; i < sources.size(); ++i) {
    if (out.volume.compared[i]) compared.insert(sources[i]);
  }
  return compared;
}

// Everything but segments.
FeedbackFindings CompareSides(const std::vector<FeedbackText>& items, const DataFacts& facts,
                              int64_t now_us, FeedbackFindings out) {
  const std::set<const Source*> compared = CompareVolume(items, facts, now_us, out);
  const Sides sides(items, out);
  const auto all = [](const FeedbackText&) { return true; };
  const auto comparable = [&](const FeedbackText& item) { return compared.contains(item.source); };
  const FeedbackSide after = sides.After(all);
  out.before = MoodOf(sides.Before(all));
  out.after = MoodOf(after);
  const People people = sides.After(comparable).People();
  const People people_before = sides.Before(comparable).People();
  out.compared_people = static_cast<int64_t>(people.size());
  out.compared_people_before = static_cast<int64_t>(people_before.size());
  TermSets terms = TermsOfEach(people);
  TermSets terms_before = TermsOfEach(people_before);
  std::vector<Writing> writings;
  AddWritings(true, people, terms, writings);
  AddWritings(false, people_before, terms_before, writings);
  KeyTerms words = CompareWords(writings);
  out.enough = words.enough;
  out.rising = ThemesOf(std::move(words.of_here), people, terms);
  out.falling = ThemesOf(std::move(words.of_there), people_before, terms_before);
  const People everybody = after.People();
  if (everybody.size() != people.size()) terms = TermsOfEach(everybody);
  out.topics = FindTopics(everybody, std::move(terms), std::move(terms_before));
  out.said = Words(StatementOn(out));
  return out;
}

}  // namespace

Result<std::optional<FeedbackFindings>> CompareFeedback(Engine& engine, const ProjectRef& project,
                                                        const DataFacts& facts, int64_t now_us,
                                                        Day reference, Day from, Day to) {
  FeedbackFindings out;
  out.project = project;
  out.reference = reference;
  out.from = from;
  out.to = to;
  NS_ASSIGN(FeedbackTexts texts, ReadFeedbackTexts(engine, *project, facts));
  if (texts.items.empty()) return std::optional<FeedbackFindings>();
  out.sources = std::move(texts.sources);
  out.notes = std::move(texts.notes);
  return std::optional(CompareSides(texts.items, facts, now_us, std::move(out)));
}

Result<FeedbackFindings> FindFeedback(Engine& engine, const ProjectRef& project,
                                      const DataFacts& facts, int64_t now_us,
                                      const FeedbackOptions& options) {
  FeedbackFindings out;
  out.project = project;
  NS_ASSIGN(FeedbackTexts texts, ReadFeedbackTexts(engine, *project, facts));
  if (texts.sources.empty()) {
    return Error::Usage(
        "there is no feedback source with a text",
        "feedback: [{name: reviews, files: reviews.csv, time: created, text: message}]");
  }
  out.sources = std::move(texts.sources);
  out.notes = std::move(texts.notes);
  const std::vector<FeedbackText>& items = texts.items;
  const Calendar& calendar = project->calendar;
  const int64_t last = items.empty() ? now_us : std::min(now_us, items.back().feedback.ts_us);
  out.to = (options.to ? *options.to : calendar.LocalDay(last)) + 1;
  out.from = options.from ? *options.from : out.to - kUsualDays;
  if (out.from >= out.to) return Error::Usage("--from is after --to");
  out.reference = out.from - kReferenceTimes * (out.to - out.from);
  out = CompareSides(items, facts, now_us, std::move(out));
  NS_RETURN_IF_ERROR(AddSegments(items, options.by, out));
  return out;
}

}  // namespace northstar

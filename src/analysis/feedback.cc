#include "analysis/feedback.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "base/text.h"
#include "language/rating_scale.h"
#include "language/terms.h"
#include "stats/distributions.h"
#include "stats/proportion.h"

namespace northstar {
namespace {

constexpr Day kUsualDays = 28;
constexpr int kReferenceTimes = 3;  // the time before is so many times as long
constexpr double kLevel = 0.95;
constexpr double kJump = 2;
constexpr double kFewUnscored = 0.05;

struct Item {
  FeedbackItem feedback;
  const Source* source;
};

// Votes count, but not without bound.
double WeightOf(const FeedbackItem& item) {
  return 1 + std::log2(1 + item.votes);
}

FeedbackMood MoodOf(const std::vector<const Item*>& people, int64_t texts) {
  FeedbackMood out;
  out.texts = texts;
  out.people = static_cast<int64_t>(people.size());
  double weights = 0;
  double sum = 0;
  double ratings = 0;
  int64_t rated = 0;
  int64_t negative = 0;
  int64_t scored = 0;
  for (const Item* item : people) {
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
  for (const Item* item : people) {
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

// Each person's last text on one side.
struct Side {
  std::map<std::pair<const Source*, int64_t>, const Item*> last;
  int64_t texts = 0;

  std::vector<const Item*> People() const {
    std::vector<const Item*> people;
    for (const auto& [who, item] : last) people.push_back(item);
    return people;
  }
};

// Items are in order of time. Whoever is not known counts as a person of their own.
template <typename Takes>
Side Collect(const std::vector<Item>& items, Takes takes) {
  Side side;
  int64_t nobody = 0;
  for (const Item& item : items) {
    if (!takes(item)) continue;
    ++side.texts;
    const int64_t who = item.feedback.entity ? int64_t{*item.feedback.entity} : --nobody;
    side.last[{item.source, who}] = &item;
  }
  return side;
}

std::vector<FeedbackTheme> ThemesOf(std::vector<KeyTerm> terms, const Side& side) {
  std::vector<FeedbackTheme> themes;
  for (KeyTerm& term : terms) {
    FeedbackTheme theme;
    double sum = 0;
    int64_t scored = 0;
    for (const Item* item : side.People()) {
      if (!TermsOf(item->feedback.text).contains(term.term)) continue;
      theme.votes += item->feedback.votes;
      if (item->feedback.mood) sum += *item->feedback.mood, ++scored;
    }
    if (scored > 0) theme.mood = sum / static_cast<double>(scored);
    theme.term = std::move(term);
    themes.push_back(std::move(theme));
  }
  return themes;
}

// Without a scale in the project a rating beyond the one that is observed is taken for a mistake,
// as it was when moods were told.
void LeaveOutMistypedRatings(const Source& source, std::vector<FeedbackItem>& items,
                             FeedbackFindings& out) {
  if (source.scale) return;
  std::vector<double> ratings;
  for (const FeedbackItem& item : items) {
    if (item.rating) ratings.push_back(*item.rating);
  }
  const auto scale = language::ObserveScale(ratings);
  if (!scale) return;
  int64_t left_out = 0;
  for (FeedbackItem& item : items) {
    if (!item.rating || scale->Holds(*item.rating)) continue;
    item.rating.reset();
    ++left_out;
  }
  if (left_out == 0) return;
  out.notes.push_back(fmt::format(
      "{} of '{}' {} beyond {}-{} and left out; with 'scale: {}-{}' such rows are rejected.",
      Plural(left_out, "rating"), source.name, left_out == 1 ? "lies" : "lie", scale->lowest,
      scale->highest, scale->lowest, scale->highest));
}

Result<std::vector<Item>> ReadAll(Engine& engine, const Project& project, const DataFacts& facts,
                                  FeedbackFindings& out) {
  std::vector<Item> items;
  for (const Source& source : project.sources) {
    if (source.kind != Source::Kind::kFeedback || !source.text) continue;
    out.sources.push_back(source.name);
    const auto loaded = facts.sources.find(source.name);
    if (loaded == facts.sources.end() || loaded->second.rows == 0) continue;
    const std::string entity = source.entities.empty() ? "" : source.entities.front().name;
    NS_ASSIGN(std::vector<FeedbackItem> own, engine.ReadFeedback(source, entity));
    LeaveOutMistypedRatings(source, own, out);
    for (FeedbackItem& item : own) items.push_back({std::move(item), &source});
  }
  std::stable_sort(items.begin(), items.end(), [](const Item& a, const Item& b) {
    return a.feedback.ts_us < b.feedback.ts_us;
  });
  return items;
}

std::optional<size_t> DimensionIn(const Source& source, const std::string& dimension) {
  for (size_t d = 0; d < source.dimensions.size(); ++d) {
    if (source.dimensions[d].name == dimension) return d;
  }
  return std::nullopt;
}

Status AddSegments(const std::vector<Item>& items, const std::vector<std::string>& by,
                   int64_t reference, int64_t from, int64_t to, FeedbackFindings& out) {
  for (const std::string& dimension : by) {
    std::set<std::optional<std::string>> values;
    bool known = false;
    for (const Source& source : out.project->sources)
      known = known || (source.kind == Source::Kind::kFeedback && DimensionIn(source, dimension));
    if (!known)
      return Error::Usage(fmt::format("no feedback source has a dimension '{}'", dimension));
    const auto value_of = [&](const Item& item) -> std::optional<std::string> {
      const auto d = DimensionIn(*item.source, dimension);
      return d ? item.feedback.dimensions[*d] : std::nullopt;
    };
    for (const Item& item : items) {
      if (item.feedback.ts_us >= reference && item.feedback.ts_us < to)
        values.insert(value_of(item));
    }
    for (const auto& value : values) {
      FeedbackSegment segment{dimension, value, {}, {}};
      const auto between = [&](int64_t first, int64_t last) {
        const Side side = Collect(items, [&](const Item& item) {
          return item.feedback.ts_us >= first && item.feedback.ts_us < last &&
                 value_of(item) == value;
        });
        return MoodOf(side.People(), side.texts);
      };
      segment.before = between(reference, from);
      segment.after = between(from, to);
      out.segments.push_back(std::move(segment));
    }
  }
  return Status::Ok();
}

std::string Sentence(const FeedbackFindings& f) {
  if (f.after.people == 0) return "Nobody wrote anything in that time.";
  std::string text =
      fmt::format("{} texts from {} people between {} and {}", WithThousands(f.after.texts),
                  WithThousands(f.after.people), FormatDay(f.from), FormatDay(f.to - 1));
  if (f.after.negative) {
    const bool all = f.after.ShareUnscored() < kFewUnscored;
    text += fmt::format("; {:.0f} % of {} are unhappy", *f.after.negative * 100,
                        all ? "them"
                            : fmt::format("the {} whose mood can be told",
                                          WithThousands(f.after.people - f.after.unscored)));
    if (f.before.negative) text += fmt::format(", {:.0f} % were before", *f.before.negative * 100);
  }
  if (!f.enough) return text + ". Too few to compare their words with those before.";
  if (f.rising.empty()) return text + ". No word is used more than before.";
  std::vector<std::string> words;
  for (size_t i = 0; i < f.rising.size() && i < 3; ++i)
    words.push_back("“" + f.rising[i].term.term + "”");
  return text + ". More than before they speak of " + Join(words, ", ") + ".";
}

// Everything but segments.
FeedbackFindings CompareSides(const std::vector<Item>& items, FeedbackFindings out) {
  const Calendar& calendar = out.project->calendar;
  const int64_t reference = calendar.DayStart(out.reference);
  const int64_t from = calendar.DayStart(out.from);
  const int64_t to = calendar.DayStart(out.to);
  const auto within = [&](int64_t first, int64_t end) {
    return Collect(items, [&](const Item& item) {
      return item.feedback.ts_us >= first && item.feedback.ts_us < end;
    });
  };
  const Side before = within(reference, from);
  const Side after = within(from, to);
  out.before = MoodOf(before.People(), before.texts);
  out.after = MoodOf(after.People(), after.texts);
  out.volume_jumped = before.texts > 0 && static_cast<double>(after.texts) * out.times >
                                              kJump * static_cast<double>(before.texts);
  std::vector<Writing> writings;
  for (const Item* item : after.People())
    writings.push_back({true, item->feedback.text, item->feedback.votes});
  for (const Item* item : before.People())
    writings.push_back({false, item->feedback.text, item->feedback.votes});
  KeyTerms terms = CompareWords(writings);
  out.enough = terms.enough;
  out.rising = ThemesOf(std::move(terms.of_here), after);
  out.falling = ThemesOf(std::move(terms.of_there), before);
  out.sentence = Sentence(out);
  return out;
}

}  // namespace

Result<std::optional<FeedbackFindings>> CompareFeedback(Engine& engine, const ProjectRef& project,
                                                        const DataFacts& facts, Day reference,
                                                        Day from, Day to, int times) {
  FeedbackFindings out;
  out.project = project;
  out.reference = reference;
  out.from = from;
  out.to = to;
  out.times = times;
  NS_ASSIGN(const std::vector<Item> items, ReadAll(engine, *project, facts, out));
  if (items.empty()) return std::optional<FeedbackFindings>();
  return std::optional(CompareSides(items, std::move(out)));
}

Result<FeedbackFindings> FindFeedback(Engine& engine, const ProjectRef& project,
                                      const DataFacts& facts, int64_t now_us,
                                      const FeedbackOptions& options) {
  FeedbackFindings out;
  out.project = project;
  NS_ASSIGN(const std::vector<Item> items, ReadAll(engine, *project, facts, out));
  if (out.sources.empty()) {
    return Error::Usage(
        "there is no feedback source with a text",
        "feedback: [{name: reviews, files: reviews.csv, time: created, text: message}]");
  }
  const Calendar& calendar = project->calendar;
  const int64_t last = items.empty() ? now_us : std::min(now_us, items.back().feedback.ts_us);
  out.to = (options.to ? *options.to : calendar.LocalDay(last)) + 1;
  out.from = options.from ? *options.from : out.to - kUsualDays;
  if (out.from >= out.to) return Error::Usage("--from lies after --to");
  out.times = kReferenceTimes;
  out.reference = out.from - kReferenceTimes * (out.to - out.from);
  out = CompareSides(items, std::move(out));
  NS_RETURN_IF_ERROR(AddSegments(items, options.by, calendar.DayStart(out.reference),
                                 calendar.DayStart(out.from), calendar.DayStart(out.to), out));
  return out;
}

}  // namespace northstar

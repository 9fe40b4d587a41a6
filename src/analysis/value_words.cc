#include "analysis/value_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "analysis/terms.h"
#include "analysis/unit_evidence.h"
#include "base/text.h"
#include "stats/log_odds.h"

namespace northstar {
namespace {

constexpr double kAlpha = 0.05;
constexpr int64_t kLeastPeople = 5;  // who say a term, before it is shown
constexpr int64_t kLeastPerSide = 10;
constexpr int kPayingDays = 92;  // a payment so recently counts as paying
constexpr size_t kMostQuotes = 3;
constexpr size_t kMostWords = 10;  // of either side
constexpr double kAlike = 0.6;     // share of people in common, of all who use one of two terms

enum class Side { kStayed, kLeft, kBetween };

// The entity that feedback and events both name: the outcome's if that is one.
std::string EntityOfFeedback(const Project& project) {
  const auto written = [&](const std::string& entity) {
    return std::any_of(project.sources.begin(), project.sources.end(), [&](const Source& s) {
      return s.kind == Source::Kind::kFeedback && !s.text.empty() && s.HasEntity(entity);
    });
  };
  const auto acts = [&](const std::string& entity) {
    return std::any_of(project.sources.begin(), project.sources.end(), [&](const Source& s) {
      return s.kind == Source::Kind::kEvents && s.HasEntity(entity);
    });
  };
  if (const Metric* outcome = project.FindMetric(project.outcome);
      outcome != nullptr && written(outcome->entity) && acts(outcome->entity))
    return outcome->entity;
  for (const Source& source : project.sources) {
    if (source.kind != Source::Kind::kFeedback || source.text.empty()) continue;
    for (const NamedExpr& entity : source.entities) {
      if (acts(entity.name)) return entity.name;
    }
  }
  return "";
}

// Which side every entity is on, by id.
struct Sides {
  std::map<uint32_t, Side> of;
  bool paying = false;
  int gone_after = 0;
};

Result<Sides> FindSides(Engine& engine, const ProjectRef& project, const DataFacts& facts,
                        const std::string& entity, int64_t now_us) {
  SharedGather gather(&engine, project, facts);
  UnitEvidence evidence(gather, project, facts);
  Metric activity;
  activity.name = "value_words";
  activity.type = MetricType::kActive;
  activity.type_name = "active";
  activity.entity = entity;
  activity.events = {{"", nullptr, {}}};
  const Metric* outcome = project->FindMetric(project->outcome);
  const Completeness complete = CompletenessOf(*project, activity, facts, {}, now_us);
  evidence.Request(activity, Grain::kWeek, complete, outcome);
  NS_RETURN_IF_ERROR(gather.Run({}));
  const CandidateUnits* units = evidence.Of(activity);
  NS_CHECK(units != nullptr);
  Sides sides;
  const UnitHistories& histories = units->histories;
  sides.paying = histories.paid != nullptr;
  sides.gone_after = std::max(28, 4 * histories.pace_days);
  std::set<uint32_t> paying;
  if (sides.paying) {
    for (const Histories::Entity& one : histories.paid->entities) {
      const int from = histories.end_day - kPayingDays;
      if (MeasureDose(*histories.paid, one, DoseMeasure::kValue, from, histories.end_day) > 0)
        paying.insert(one.id);
    }
  }
  for (const Histories::Entity& one : histories.activity->entities) {
    int last = -1;
    for (uint32_t i = one.first; i < one.last; ++i) {
      const Histories::Step& step = histories.activity->steps[i];
      if (units->IsActivity(step) && step.period < histories.end_day) last = step.period;
    }
    if (last < 0) continue;
    const bool gone = last + sides.gone_after < histories.end_day;
    const bool pays = !sides.paying || paying.contains(one.id);
    sides.of[one.id] = gone ? Side::kLeft : pays ? Side::kStayed : Side::kBetween;
  }
  return sides;
}

// What one person wrote last: whoever writes often must not say everything more often.
struct Writer {
  Side side = Side::kBetween;
  std::set<std::string> terms;
  const FeedbackItem* item = nullptr;
};

struct Counted {
  stats::TermCounts counts;
  std::vector<const Writer*> writers;
};

std::map<std::string, Counted> CountTerms(const std::map<uint32_t, Writer>& writers) {
  std::map<std::string, Counted> terms;
  for (const auto& [id, writer] : writers) {
    if (writer.side == Side::kBetween) continue;
    for (const std::string& term : writer.terms) {
      Counted& counted = terms[term];
      (writer.side == Side::kStayed ? counted.counts.here : counted.counts.there) += 1;
      counted.writers.push_back(&writer);
    }
  }
  std::erase_if(terms, [](const auto& entry) {
    const stats::TermCounts& counts = entry.second.counts;
    return static_cast<int64_t>(std::max(counts.here, counts.there)) < kLeastPeople;
  });
  return terms;
}

// Those that were not quoted for another term first.
std::vector<std::string> Quotes(const Counted& counted, const std::string& term, Side side,
                                std::set<std::string>& quoted) {
  std::vector<std::pair<double, std::string>> found;
  std::set<std::string> seen;
  for (const Writer* writer : counted.writers) {
    if (writer->side != side || !writer->terms.contains(term)) continue;
    if (seen.insert(writer->item->text).second)
      found.emplace_back(-writer->item->votes, MaskContacts(writer->item->text));
  }
  // What others voted for first, then what is short.
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : a.second.size() < b.second.size();
  });
  std::stable_partition(found.begin(), found.end(),
                        [&](const auto& one) { return !quoted.contains(one.second); });
  std::vector<std::string> quotes;
  for (size_t i = 0; i < found.size() && i < kMostQuotes; ++i) {
    quotes.push_back(found[i].second);
    quoted.insert(found[i].second);
  }
  return quotes;
}

// A phrase is shown when it tells more than both of its words, and then instead of them.
void DropParts(std::vector<ValueWord>& words) {
  std::map<std::string, double> strength;
  for (const ValueWord& word : words) strength[word.term] = std::abs(word.z);
  std::set<std::string> dropped;
  for (const ValueWord& word : words) {
    const size_t space = word.term.find(' ');
    if (space == std::string::npos) continue;
    const std::string parts[] = {word.term.substr(0, space), word.term.substr(space + 1)};
    const bool stronger = std::all_of(std::begin(parts), std::end(parts), [&](const auto& part) {
      const auto found = strength.find(part);
      return found == strength.end() || found->second <= std::abs(word.z);
    });
    if (!stronger) {
      dropped.insert(word.term);
    } else {
      dropped.insert(std::begin(parts), std::end(parts));
    }
  }
  std::erase_if(words, [&](const ValueWord& word) { return dropped.contains(word.term); });
}

// Terms of mostly the same people are one thing said: the strongest stands for them.
void JoinAlike(const std::map<std::string, Counted>& terms, std::vector<ValueWord>& words) {
  const auto people = [&](const ValueWord& word) {
    const auto& writers = terms.at(word.term).writers;
    return std::set<const Writer*>(writers.begin(), writers.end());
  };
  std::vector<ValueWord> joined;
  std::vector<std::set<const Writer*>> of_joined;
  for (ValueWord& word : words) {
    const std::set<const Writer*> own = people(word);
    size_t same = joined.size();
    for (size_t i = 0; i < joined.size() && same == joined.size(); ++i) {
      const auto both = static_cast<double>(std::count_if(
          own.begin(), own.end(), [&](const Writer* w) { return of_joined[i].contains(w); }));
      const double either = static_cast<double>(own.size() + of_joined[i].size()) - both;
      if (both >= kAlike * either) same = i;
    }
    if (same < joined.size()) {
      joined[same].also.push_back(word.term);
      continue;
    }
    of_joined.push_back(own);
    joined.push_back(std::move(word));
  }
  words = std::move(joined);
}

std::vector<ValueWord> WordsOf(const std::map<std::string, Counted>& terms,
                               const std::vector<stats::TermScore>& scores, Side side) {
  std::vector<ValueWord> words;
  size_t i = 0;
  for (const auto& [term, counted] : terms) {
    const stats::TermScore& score = scores[i++];
    const bool on_side = side == Side::kStayed ? score.z > 0 : score.z < 0;
    const double own = side == Side::kStayed ? counted.counts.here : counted.counts.there;
    if (!on_side || score.p_adjusted > kAlpha || static_cast<int64_t>(own) < kLeastPeople) continue;
    words.push_back({term,
                     {},
                     score.z,
                     score.p_adjusted,
                     static_cast<int64_t>(counted.counts.here),
                     static_cast<int64_t>(counted.counts.there),
                     {}});
  }
  DropParts(words);
  std::stable_sort(words.begin(), words.end(), [](const ValueWord& a, const ValueWord& b) {
    return std::abs(a.z) > std::abs(b.z);
  });
  JoinAlike(terms, words);
  if (words.size() > kMostWords) words.resize(kMostWords);
  std::set<std::string> quoted;
  for (ValueWord& word : words) word.quotes = Quotes(terms.at(word.term), word.term, side, quoted);
  return words;
}

std::string Sentence(const ValueWords& w) {
  const std::string several = w.entity + "s";
  if (w.stayed < kLeastPerSide || w.left < kLeastPerSide) {
    return fmt::format(
        "Too few have written to tell the words of those who stayed from those of those who left: "
        "{} {} and {}; at least {} of each are needed.",
        w.stayed, several, w.left, kLeastPerSide);
  }
  if (w.of_stayed.empty())
    return fmt::format("No word was found that {} who {} say more than those who left ({} and {}).",
                       several, w.paying ? "stayed and pay" : "stayed", w.stayed, w.left);
  std::vector<std::string> terms;
  for (size_t i = 0; i < w.of_stayed.size() && i < 3; ++i)
    terms.push_back("“" + w.of_stayed[i].term + "”");
  return fmt::format(
      "{} that {} speak of {} more than those that left. What do they do when they say so? That "
      "is worth counting.",
      w.entity.empty() ? "Customers"
                       : std::string(1, static_cast<char>(
                                            std::toupper(static_cast<unsigned char>(several[0])))) +
                             several.substr(1),
      w.paying ? "stayed and pay" : "stayed", Join(terms, ", "));
}

}  // namespace

Result<ValueWords> FindValueWords(Engine& engine, const ProjectRef& project, const DataFacts& facts,
                                  int64_t now_us) {
  ValueWords words;
  words.project = project;
  words.entity = EntityOfFeedback(*project);
  if (words.entity.empty()) {
    return Error::Usage(
        "there is no feedback whose writers are known from events",
        "a source under 'feedback:' needs 'text:', and under 'entities:' one that events name too");
  }
  NS_ASSIGN(const Sides sides, FindSides(engine, project, facts, words.entity, now_us));
  words.paying = sides.paying;
  words.gone_after_days = sides.gone_after;
  std::vector<std::vector<FeedbackItem>> all;
  for (const Source& source : project->sources) {
    if (source.kind != Source::Kind::kFeedback || !source.HasEntity(words.entity)) continue;
    NS_ASSIGN(std::vector<FeedbackItem> items, engine.ReadFeedback(source, words.entity));
    all.push_back(std::move(items));
  }
  std::map<uint32_t, Writer> writers;
  for (const auto& items : all) {
    for (const FeedbackItem& item : items) {
      const auto side = item.entity ? sides.of.find(*item.entity) : sides.of.end();
      if (side == sides.of.end()) continue;
      Writer& writer = writers[*item.entity];
      writer.side = side->second;
      if (writer.item == nullptr || writer.item->ts_us <= item.ts_us) writer.item = &item;
    }
  }
  for (auto& [id, writer] : writers) writer.terms = TermsOf(writer.item->text);
  for (const auto& [id, writer] : writers) {
    words.stayed += writer.side == Side::kStayed;
    words.left += writer.side == Side::kLeft;
    words.between += writer.side == Side::kBetween;
  }
  if (words.stayed >= kLeastPerSide && words.left >= kLeastPerSide) {
    const std::map<std::string, Counted> terms = CountTerms(writers);
    std::vector<stats::TermCounts> counts;
    for (const auto& [term, counted] : terms) counts.push_back(counted.counts);
    const std::vector<stats::TermScore> scores =
        stats::LogOdds(counts, static_cast<double>(words.stayed), static_cast<double>(words.left));
    words.of_stayed = WordsOf(terms, scores, Side::kStayed);
    words.of_left = WordsOf(terms, scores, Side::kLeft);
  }
  words.sentence = Sentence(words);
  return words;
}

}  // namespace northstar

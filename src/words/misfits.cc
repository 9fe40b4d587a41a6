#include "words/misfits.h"

#include <fmt/format.h>

#include "base/number_words.h"
#include "base/period_words.h"
#include "base/text.h"
#include "base/unreachable.h"
#include "words/check.h"
#include "words/phrases.h"

namespace northstar {
namespace {

using Code = MisfitStatement::Code;

// "orders.csv:214"
std::string PlaceWords(const MisfitRow& row) {
  const std::string file = Printable(row.file);
  return row.row > 0 ? fmt::format("{}:{}", file, row.row) : file;
}

// "c-17 (orders.csv:214)"
std::string ExampleWords(const MisfitRow& row) {
  const std::string text = Printable(row.text);
  return row.file.empty() ? text : fmt::format("{} ({})", text, PlaceWords(row));
}

// ", such as c-17 (orders.csv:214)"
std::string SuchAs(const std::vector<MisfitRow>& examples) {
  return examples.empty() ? "" : ", such as " + ExampleWords(examples[0]);
}

// "3.3%" of a part; what is not all and not none never reads so.
std::string PartOf(int64_t part, int64_t whole) {
  const double share = whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
  if (part > 0 && share < 0.001) return "less than 0.1%";
  if (part < whole && share >= 0.995) return "more than 99%";
  return PercentText(share);
}

std::string RowCount(int64_t rows) {
  return fmt::format("{} {}", WithThousands(rows), rows == 1 ? "row" : "rows");
}

// "312 of 9,441 customers in orders (3.3%)"
std::string EntitiesWords(const MisfitStatement& s) {
  return fmt::format("{} of {} {} in {} ({})", WithThousands(s.count), WithThousands(s.of),
                     Several(s.entity), s.source, PartOf(s.count, s.of));
}

std::string MissingWords(const MisfitStatement& s) {
  const std::string are =
      fmt::format("{} {} not in {}", EntitiesWords(s), s.count == 1 ? "is" : "are", s.other);
  if (s.code == Code::kMissing)
    return fmt::format("{}, with {}{}", are, RowCount(s.rows), SuchAs(s.examples));
  if (s.code == Code::kMissingOtherForm)
    return fmt::format("{}; most have another kind of id{}", are, SuchAs(s.examples));
  return fmt::format("{}; most were first seen when {} begins and may be older{}", are, s.other,
                     SuchAs(s.examples));
}

std::string BeforeWords(const MisfitStatement& s) {
  return fmt::format(
      "{} of {} in {} ({}) {} dated before their {} appears in {}, typically by {}{}",
      WithThousands(s.rows), RowCount(s.of_rows), s.source, PartOf(s.rows, s.of_rows),
      s.rows == 1 ? "is" : "are", s.entity, s.other, SpanOfTimeWords(s.seconds),
      SuchAs(s.examples));
}

// "customer 17: DE (orders.csv:214), FR (customers.csv:18)"; empty where there is none.
std::string FactExample(const MisfitStatement& s) {
  if (s.examples.empty()) return "";
  return fmt::format("{} {}: {}, {}", s.entity, Printable(s.examples[0].text),
                     ExampleWords(s.first), ExampleWords(s.second));
}

std::string FactWords(const MisfitStatement& s) {
  const std::string between =
      s.source == s.other ? "files of " + s.source : fmt::format("{} and {}", s.source, s.other);
  std::string more;
  if (s.more > 0)
    more = fmt::format("; it does between {} of sources too",
                       s.more == 1 ? "1 more pair" : WithThousands(s.more) + " more pairs");
  const std::string differs =
      fmt::format("{} of {} of {} {} ({}) differs between {}", s.dimension, WithThousands(s.count),
                  WithThousands(s.of), Several(s.entity), PartOf(s.count, s.of), between);
  std::string example = FactExample(s);
  if (!example.empty()) example = ", such as " + example;
  const bool other = s.code == Code::kFactsMeanOther;
  return differs + example + more + (other ? "; it may not mean the same in both" : "");
}

// "values of plan", "names of events"
std::string ValuesWords(const MisfitStatement& s, bool several) {
  if (s.dimension.empty()) return several ? "event names" : "event name";
  return fmt::format("{} of {}", several ? "values" : "value", s.dimension);
}

// "'Free trial' (1,200 rows)"
std::string SpelledWords(const MisfitRow& row, int64_t rows) {
  return fmt::format("'{}' ({})", Printable(row.text), RowCount(rows));
}

std::string SpellingWords(const MisfitStatement& s) {
  const std::string where = s.source.empty() ? "" : " in " + s.source;
  const std::string first = SpelledWords(s.first, s.rows);
  const std::string second = fmt::format("'{}' ({}, {})", Printable(s.second.text),
                                         RowCount(s.other_rows), PlaceWords(s.second));
  if (s.code == Code::kSpellingChanged) {
    return fmt::format("the {} {} has been written {} since {}{}", ValuesWords(s, false), first,
                       second, DateWords(s.date), where);
  }
  const std::string many =
      fmt::format("{} {}", WithThousands(s.count), ValuesWords(s, s.count > 1));
  if (s.code == Code::kSpellingOfSources) {
    return fmt::format("{} {} written differently by two sources: {} in {} and {} in {}", many,
                       s.count == 1 ? "is" : "are", first, s.source, second, s.other);
  }
  return fmt::format("{} {} written in more than one way{}: {} and {}", many,
                     s.count == 1 ? "is" : "are", where, first, second);
}

std::string IdWords(const MisfitStatement& s) {
  return fmt::format(
      "{} {} of {} {} {} only when case, blanks and leading zeros are ignored ({} {} as written), "
      "such as '{}' ({}) and '{}' ({})",
      WithThousands(s.count), s.count == 1 ? s.entity : Several(s.entity), s.source,
      s.count == 1 ? "matches" : "match", s.other, WithThousands(s.of),
      s.of == 1 ? "matches" : "match", Printable(s.first.text), PlaceWords(s.first),
      Printable(s.second.text), PlaceWords(s.second));
}

}  // namespace

std::string Words(const MisfitStatement& s) {
  switch (s.code) {
    case Code::kMissing:
    case Code::kMissingOtherForm:
    case Code::kMissingOlder:
      return MissingWords(s);
    case Code::kBefore:
      return BeforeWords(s);
    case Code::kFactsDiffer:
    case Code::kFactsMeanOther:
      return FactWords(s);
    case Code::kStopped:
      return fmt::format(
          "{} stopped on {}, {} before the data ends; it was never silent for more than {}",
          s.source, DateWords(s.date), SpanOfTimeWords(s.seconds), SpanOfTimeWords(s.most_seconds));
    case Code::kSpelling:
    case Code::kSpellingOfSources:
    case Code::kSpellingChanged:
      return SpellingWords(s);
    case Code::kIdSpelling:
      return IdWords(s);
    case Code::kLeftOut:
      return fmt::format("the spelling of {} was not compared: {} are too many",
                         s.dimension.empty() ? "event names" : s.dimension,
                         WithThousands(s.count) + " values");
  }
  NS_UNREACHABLE("no such code");
}

std::span<const Rule> MisfitRules() {
  static constexpr Rule kRules[] = {
      {"missing", "entities of a source are not in the source that registers them"},
      {"missing_other_form", "the same, and their ids look like none of the register's"},
      {"missing_older", "the same, and most were first seen when the register begins"},
      {"before", "rows are dated before their entity appears in the source that registers it"},
      {"facts_differ", "one entity has different values of a dimension in two sources or files"},
      {"facts_mean_other", "the same of more than half of the entities"},
      {"stopped", "a source ends earlier than the others, after a silence that it never had"},
      {"spelling", "one value or event is written in several ways"},
      {"spelling_of_sources", "the same, and each source has a way of its own"},
      {"spelling_changed", "the same, and one way took the place of the other"},
      {"id_spelling", "ids of two sources match only without regard to how they are written"},
      {"left_out", "a dimension has too many values to compare how they are written"},
  };
  return kRules;
}

}  // namespace northstar

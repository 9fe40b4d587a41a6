#include "engine/duckdb/cell_reading.h"

#include <fmt/format.h>

#include "base/text.h"
#include "engine/duckdb/functions.h"
#include "model/project.h"
#include "sql/duckdb/catalog_sql.h"
#include "sql/duckdb/stage_sql.h"

namespace northstar::duck {
namespace {

namespace evidence = number_evidence;

constexpr uint32_t kProof = evidence::kPointDecimal | evidence::kCommaDecimal |
                            evidence::kPointThousands | evidence::kCommaThousands;

// What the project says about all columns of the source, if it says anything.
std::optional<NumberStyle> GivenStyle(const TableFiles& source) {
  if (source.decimal.empty() && source.thousands.empty()) return std::nullopt;
  const bool points = source.thousands == ".";
  const char decimal = !source.decimal.empty() ? source.decimal[0] : points ? ',' : '.';
  const char other = decimal == '.' ? ',' : '.';
  return NumberStyle{decimal, source.thousands.empty() ? other : source.thousands[0]};
}

std::string Place(const CellExample& example) {
  return example.text.empty()
             ? std::string("from an earlier load")
             : fmt::format("'{}' ({}:{})", example.text, example.file, example.row);
}

Error Ambiguous(const Source& source, const std::string& column, const CellExample& example) {
  std::string plain = example.text;
  const std::string as_thousands = ReplaceAll(plain, ",", "");
  const std::string as_decimal = ReplaceAll(plain, ",", ".");
  return Error::Data(
      fmt::format("source '{}': {}:{}: {} '{}' can mean {} or {}, and no other cell shows which",
                  source.name, example.file, example.row, column, example.text, as_thousands,
                  as_decimal),
      "set how numbers are written: `thousands: ','` or `decimal: ','`");
}

Error Contradicted(const Source& source, const std::string& column, const CellExample& first,
                   const CellExample& second) {
  return Error::Data(
      fmt::format(
          "source '{}': the numbers of '{}' are written in two incompatible ways: {} and {}",
          source.name, column, Place(first), Place(second)),
      "write them in one way, or set `decimal:` and `thousands:`; cells written the other way are "
      "then rejected");
}

const char* UnitName(EpochUnit unit) {
  switch (unit) {
    case EpochUnit::kSeconds:
      return "seconds";
    case EpochUnit::kMillis:
      return "milliseconds";
    case EpochUnit::kMicros:
      return "microseconds";
    case EpochUnit::kNanos:
      return "nanoseconds";
    case EpochUnit::kByDigits:
    case EpochUnit::kSpreadsheetDays:
      break;
  }
  return "a number";
}

// The number that was written, from the time that its digits were read as.
std::string AsWritten(int64_t packed, EpochUnit unit) {
  const int64_t us = packed >> 2;
  switch (unit) {
    case EpochUnit::kMillis:
      return std::to_string(us / 1000);
    case EpochUnit::kMicros:
      return std::to_string(us);
    case EpochUnit::kNanos:
      return std::to_string(us) + "000";
    case EpochUnit::kByDigits:
    case EpochUnit::kSeconds:
    case EpochUnit::kSpreadsheetDays:
      break;
  }
  return std::to_string(us / kMicrosPerSecond);
}

Error TwoUnits(const Source& source, const std::string& first, EpochUnit first_unit,
               const std::string& second, EpochUnit second_unit) {
  return Error::Data(
      fmt::format("source '{}': the times in '{}' have two units: {} is {}, {} is {}", source.name,
                  source.time, first, UnitName(first_unit), second, UnitName(second_unit)),
      "write all of them in one unit, or load them as two sources");
}

}  // namespace

Result<CellKnowledge> ReadCellKnowledge(Connection& connection, const std::string& source) {
  CellKnowledge knowledge;
  NS_ASSIGN(const Rows numbers, connection.Query(statement::NumberEvidenceOf(source)));
  for (size_t i = 0; i < numbers.rows.size(); ++i)
    knowledge.evidence[numbers.Text(i, 0)] = static_cast<uint32_t>(numbers.Int(i, 1));
  NS_ASSIGN(const Rows unit, connection.Query(statement::TimeUnitOf(source)));
  if (!unit.rows.empty()) knowledge.unit = static_cast<EpochUnit>(unit.Int(0, 0));
  return knowledge;
}

Status WriteCellKnowledge(Connection& connection, const std::string& source,
                          const CellKnowledge& knowledge) {
  NS_RETURN_IF_ERROR(connection.Run(statement::DeleteNumberEvidence(source)));
  for (const auto& [name, found] : knowledge.evidence) {
    NS_RETURN_IF_ERROR(
        connection.Run(statement::InsertNumberEvidence(source, name, static_cast<int64_t>(found))));
  }
  return connection.Run(statement::UpdateTimeUnit(source, static_cast<int64_t>(knowledge.unit)));
}

namespace {

// By field that lookups take: the table that holds it, whose numbers need not be written as those
// of the rows are.
std::map<std::string, const TableFiles*> TablesOfFields(const Project& project,
                                                        const Source& source) {
  std::map<std::string, const TableFiles*> tables;
  for (const Lookup& lookup : source.lookups) {
    const TableFiles* table = &lookup.table;
    if (!lookup.source.empty()) table = project.FindSource(lookup.source);
    for (const TakenField& field : lookup.take) tables[field.name] = table;
  }
  return tables;
}

}  // namespace

Result<CellReading> DecideReading(const Project& project, const Source& source,
                                  const CellKnowledge& knowledge, const FileStage& stage) {
  CellReading reading;
  reading.unit = knowledge.unit;
  const auto given = GivenStyle(source);
  if (given) reading.style = *given;
  const auto fields = TablesOfFields(project, source);
  for (const auto& [field, table] : fields) {
    const auto of_table = table != nullptr ? GivenStyle(*table) : std::nullopt;
    if (of_table || given) reading.styles[field] = of_table.value_or(NumberStyle{});
  }
  uint32_t proof = 0;  // of all columns: what settles those that have none of their own
  for (const auto& [column, found] : knowledge.evidence) {
    if (!fields.contains(column)) proof |= found & kProof;
  }
  const StyleDecision of_source = DecideStyle(proof);
  using Kind = StyleDecision::Kind;
  for (const auto& [column, found] : knowledge.evidence) {
    const auto field = fields.find(column);
    const bool told = field == fields.end()
                          ? given.has_value()
                          : field->second != nullptr && GivenStyle(*field->second).has_value();
    if (told) continue;
    StyleDecision decision = DecideStyle(found);
    if (decision.kind == Kind::kContradicted) {
      return Contradicted(source, column, stage.ExampleOf(column, decision.first),
                          stage.ExampleOf(column, decision.second));
    }
    if (decision.kind == Kind::kAmbiguous && field == fields.end() &&
        of_source.kind == Kind::kDecided && proof != 0)
      decision = of_source;
    if (decision.kind == Kind::kAmbiguous)
      return Ambiguous(source, column, stage.ExampleOf(column, decision.first));
    if (decision.style != NumberStyle{}) reading.styles[column] = decision.style;
  }
  return reading;
}

Status CheckAsBefore(const Source& source, const CellKnowledge& earlier, const CellReading& before,
                     const CellReading& learned, const FileStage& stage) {
  constexpr uint32_t kSigns = kProof | evidence::kPointEither | evidence::kCommaEither;
  for (const auto& [column, found] : earlier.evidence) {
    if ((found & kSigns) == 0) continue;  // digits alone mean the same in every style
    const auto style = [&name = column](const CellReading& reading) {
      const auto at = reading.styles.find(name);
      return at != reading.styles.end() ? at->second : reading.style;
    };
    if (style(before).decimal == style(learned).decimal) continue;
    const char decimal = style(learned).decimal;
    const CellExample example = stage.ExampleOf(
        column, decimal == ',' ? evidence::kCommaDecimal | evidence::kPointThousands
                               : evidence::kPointDecimal | evidence::kCommaThousands);
    return Error::Data(
        fmt::format("source '{}': '{}' is written with a decimal '{}' now, {}; what is loaded was "
                    "read with a decimal '{}'",
                    source.name, column, decimal, Place(example), style(before).decimal),
        fmt::format("set `decimal: '{}'` to read all of it anew in that way", decimal));
  }
  return Status::Ok();
}

Result<NumberStyle> StyleOfColumn(const TableFiles& source, const std::string& column,
                                  uint32_t found) {
  if (const auto given = GivenStyle(source)) return *given;
  const StyleDecision decision = DecideStyle(found);
  if (decision.kind == StyleDecision::Kind::kDecided) return decision.style;
  return Error::Data(
      fmt::format("source '{}': numbers of '{}' can be read in two ways (1,250 as 1250 or as 1.25)",
                  source.name, column),
      "set how numbers are written: `thousands: ','` or `decimal: ','`");
}

Result<TimeNumbers> TimeNumbersOfStage(Connection& connection, const Source& source,
                                       EpochUnit earlier) {
  if (!source.time_format.empty()) return TimeNumbers{};
  NS_ASSIGN(const Rows rows,
            connection.Query(statement::StagedTimeForms(time_form::kNumber, time_form::kNoTime)));
  int64_t numbers = 0;
  int64_t days = 0;
  int64_t example_of_day = 0;
  EpochUnit unit = earlier;
  std::string example = "an earlier one";
  std::string small;
  for (size_t i = 0; i < rows.rows.size(); ++i) {
    const int64_t form = rows.Int(i, 0);
    numbers += rows.Int(i, 1);
    if ((form & time_form::kSerialDay) != 0) {
      days += rows.Int(i, 1);
      example_of_day = rows.Int(i, 2);
    }
    const auto found = static_cast<EpochUnit>((form >> time_form::kUnitShift) & 7);
    if (found == EpochUnit::kByDigits) {
      small = AsWritten(rows.Int(i, 2), EpochUnit::kSeconds);
      continue;
    }
    const std::string written = AsWritten(rows.Int(i, 2), found);
    if (unit != EpochUnit::kByDigits && unit != found)
      return TwoUnits(source, example, unit, written, found);
    unit = found;
    example = written;
  }
  // Seconds, or any other unit, would all lie within the first day of 1970.
  if (days > 0 && (days == numbers || unit == EpochUnit::kByDigits)) {
    return Error::Data(
        fmt::format("source '{}': the times in '{}' are numbers such as {}, which are spreadsheet "
                    "days, not seconds",
                    source.name, source.time, AsWritten(example_of_day, EpochUnit::kSeconds)),
        "set `time_format: excel`");
  }
  return TimeNumbers{unit, small};
}

std::string StyleHint(const std::string& cell) {
  const std::string plain(Trim(cell));
  if (SaysNoValue(plain))
    return fmt::format("if it says that there is no number, set `null_values: ['{}']`", plain);
  const uint32_t found = NumberEvidence(cell);
  if (found == 0 || (found & evidence::kOther) != 0) return "";
  const bool comma_parts = (found & (evidence::kCommaThousands | evidence::kCommaEither)) != 0;
  const bool point_parts = (found & evidence::kPointThousands) != 0;
  if (comma_parts) return "if they are right, set `thousands: ','`";
  if (point_parts) return "if they are right, set `thousands: '.'`";
  if ((found & evidence::kCommaDecimal) != 0) return "if they are right, set `decimal: ','`";
  return "if they are right, set `decimal: '.'`";
}

}  // namespace northstar::duck

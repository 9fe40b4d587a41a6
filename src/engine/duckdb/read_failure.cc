#include "engine/duckdb/read_failure.h"

#include <fmt/format.h>

#include <regex>

namespace northstar::duck {
namespace {

std::optional<std::string> WordsOfLine(const std::string& message) {
  static const std::regex kLine(R"(CSV Error on Line: (\d+))");
  static const std::regex kCells(R"(Expected Number of Columns: (\d+) Found: (\d+))");
  std::smatch line, cells;
  if (!std::regex_search(message, line, kLine)) return std::nullopt;
  const auto said = [&](const char* what) { return message.find(what) != std::string::npos; };
  const std::string at = "line " + line[1].str();
  if (std::regex_search(message, cells, kCells)) {
    return fmt::format("{} has {} cell{} where {} are expected", at, cells[2].str(),
                       cells[2].str() == "1" ? "" : "s", cells[1].str());
  }
  if (said("nvalid unicode")) return at + " is not valid UTF-8";
  if (said("unterminated quote")) return at + " has a quote that is not closed";
  if (said("quote")) return at + " has text behind a closing quote";
  return at + " cannot be split into cells";
}

}  // namespace

std::optional<std::string> WordsOfReadFailure(const std::string& message) {
  static const std::regex kJson(R"(Malformed JSON in file .*, at byte (\d+) in (\S+) (\d+))");
  std::smatch json;
  if (std::regex_search(message, json, kJson)) {
    const bool lines = json[2].str() == "line";
    return fmt::format("the JSON is malformed or cut off, at byte {} of {} {}", json[1].str(),
                       lines ? "line" : "record", json[3].str());
  }
  if (message.find("\"maximum_object_size\"") != std::string::npos)
    return "a JSON object is longer than can be read at once";
  return WordsOfLine(message);
}

}  // namespace northstar::duck

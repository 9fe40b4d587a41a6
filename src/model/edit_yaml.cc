#include "model/edit_yaml.h"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>

#include "base/text.h"
#include "model/values.h"

namespace northstar {
namespace {

// Line by line; the last line of a file may lack its end.
std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines = Split(text, '\n');
  if (!lines.empty() && lines.back().empty()) lines.pop_back();
  return lines;
}

bool EndsLinesWithReturn(const std::string& text) {
  return text.find("\r\n") != std::string::npos;
}

std::string Assemble(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) out += line + "\n";
  return out;
}

size_t IndentOf(const std::string& line) {
  return std::min(line.find_first_not_of(' '), line.size());
}

bool IsBlankOrComment(const std::string& line) {
  const std::string_view rest = Trim(line);
  return rest.empty() || rest.starts_with('#');
}

const YamlNode::Entry* FindEntry(const YamlNode& map, std::string_view key) {
  for (const YamlNode::Entry& entry : map.entries) {
    if (entry.key == key) return &entry;
  }
  return nullptr;
}

YamlNode Read(const std::string& path, const std::string& text, bool& sound) {
  DiagnosticSink sink;
  YamlNode node = ParseYaml(SourceText(path, text), sink);
  sound = sink.errors() == 0;
  return node;
}

bool SameContent(const YamlNode& a, const YamlNode& b) {
  if (a.kind != b.kind || a.text != b.text || a.items.size() != b.items.size() ||
      a.entries.size() != b.entries.size())
    return false;
  for (size_t i = 0; i < a.items.size(); ++i) {
    if (!SameContent(a.items[i], b.items[i])) return false;
  }
  for (size_t i = 0; i < a.entries.size(); ++i) {
    if (a.entries[i].key != b.entries[i].key ||
        !SameContent(a.entries[i].value, b.entries[i].value))
      return false;
  }
  return true;
}

Error CannotEdit(const std::string& path, const std::string& what) {
  return Error::Usage(fmt::format("{} cannot be edited safely: {}", path, what),
                      "make the change by hand; the decision record describes it");
}

// The number of the first line after a block that starts on `first` (1-based) and whose lines are
// indented deeper than `indent`; comments and blank lines at its end stay outside.
int EndOfBlock(const std::vector<std::string>& lines, int first, size_t indent) {
  int end = first + 1;
  for (int line = first + 1; line <= static_cast<int>(lines.size()); ++line) {
    const std::string& text = lines[static_cast<size_t>(line) - 1];
    if (IsBlankOrComment(text)) continue;
    // An item of a list may stand as far left as its key.
    if (IndentOf(text) <= indent && !(IndentOf(text) == indent && text[indent] == '-')) break;
    end = line + 1;
  }
  return end;
}

std::string HistoryItem(const StarChange& change) {
  std::string item = fmt::format("{{metric: {}, ", change.former);
  if (!change.former_since.empty()) item += fmt::format("from: {}, ", change.former_since);
  return item + fmt::format("to: {}, decision: {}, reason: {}}}", change.since,
                            YamlScalar(change.decision), YamlScalar(change.reason));
}

// A scalar that stands on one line, replaced where it stands.
Status ReplaceScalar(std::vector<std::string>& lines, const std::string& path,
                     const YamlNode& scalar, const std::string& text) {
  std::string& line = lines[static_cast<size_t>(scalar.span.line) - 1];
  const size_t at = static_cast<size_t>(scalar.span.column) - 1;
  const std::string written =
      scalar.quoted ? line.substr(at, 1) + scalar.text + line.substr(at, 1) : scalar.text;
  if (line.compare(at, written.size(), written) != 0)
    return CannotEdit(path, fmt::format("'{}' is written in an unusual way", scalar.text));
  line.replace(at, written.size(), text);
  return Status::Ok();
}

Status EditBlock(std::vector<std::string>& lines, const std::string& path,
                 const YamlNode::Entry& star, const StarChange& change) {
  const YamlNode* metric = star.value.Find("metric");
  if (metric == nullptr || !metric->is_scalar())
    return CannotEdit(path, "its north_star has no metric");
  const bool flow = metric->span.line == star.key_span.line;
  if (flow) {
    return CannotEdit(path, "north_star is on one line; write it as a block, one key per line");
  }
  const auto indent = static_cast<size_t>(FindEntry(star.value, "metric")->key_span.column) - 1;
  const std::string margin(indent, ' ');
  // From the bottom to the top, so that line numbers stay right.
  struct Insertion {
    int before;  // line
    std::vector<std::string> lines;
  };
  std::vector<Insertion> insertions;
  const int end =
      EndOfBlock(lines, star.key_span.line, static_cast<size_t>(star.key_span.column) - 1);
  if (!change.former.empty()) {
    const YamlNode::Entry* history = FindEntry(star.value, "history");
    if (history == nullptr || history->value.is_null()) {
      if (history != nullptr) return CannotEdit(path, "its history is empty; remove the key");
      insertions.push_back({end, {margin + "history:", margin + "  - " + HistoryItem(change)}});
    } else if (history->value.is_list() && !history->value.items.empty() &&
               history->value.items[0].span.line > history->key_span.line) {
      const std::string& item = lines[static_cast<size_t>(history->value.items[0].span.line) - 1];
      const std::string dash = item.substr(0, item.find('-') + 1);
      insertions.push_back(
          {EndOfBlock(lines, history->key_span.line, indent), {dash + " " + HistoryItem(change)}});
    } else {
      return CannotEdit(path, "its history is on one line; write one entry per line");
    }
  }
  const YamlNode* since = star.value.Find("since");
  if (since == nullptr)
    insertions.push_back({metric->span.line + 1, {margin + "since: " + change.since}});
  std::stable_sort(insertions.begin(), insertions.end(),
                   [](const auto& a, const auto& b) { return a.before > b.before; });
  NS_RETURN_IF_ERROR(ReplaceScalar(lines, path, *metric, change.metric));
  if (since != nullptr) NS_RETURN_IF_ERROR(ReplaceScalar(lines, path, *since, change.since));
  for (const Insertion& one : insertions) {
    lines.insert(lines.begin() + (one.before - 1), one.lines.begin(), one.lines.end());
  }
  return Status::Ok();
}

// Whether the new text says what the old one did, but for these keys of the map `changed`.
bool SameBut(const YamlNode& before, const YamlNode& after, std::string_view changed,
             std::initializer_list<std::string_view> but) {
  for (const YamlNode::Entry& entry : before.entries) {
    const YamlNode* now = after.Find(entry.key);
    if (now == nullptr) return false;
    if (entry.key != changed) {
      if (!SameContent(entry.value, *now)) return false;
      continue;
    }
    for (const YamlNode::Entry& part : entry.value.entries) {
      if (std::find(but.begin(), but.end(), part.key) != but.end()) continue;
      const YamlNode* still = now->Find(part.key);
      if (still == nullptr || !SameContent(part.value, *still)) return false;
    }
  }
  return true;
}

size_t FormerStars(const YamlNode& root) {
  const YamlNode* star = root.Find("north_star");
  const YamlNode* history = star != nullptr ? star->Find("history") : nullptr;
  return history != nullptr ? history->items.size() : 0;
}

// Whether the new text says what the old one did, but for the star.
bool OnlyStarChanged(const YamlNode& before, const YamlNode& after, const StarChange& change) {
  if (!SameBut(before, after, "north_star", {"metric", "since", "history"})) return false;
  if (FormerStars(after) != FormerStars(before) + (change.former.empty() ? 0 : 1)) return false;
  const YamlNode* star = after.Find("north_star");
  const YamlNode* metric = star != nullptr ? star->Find("metric") : nullptr;
  const YamlNode* since = star != nullptr ? star->Find("since") : nullptr;
  return metric != nullptr && metric->text == change.metric && since != nullptr &&
         since->text == change.since;
}

// A further key of a map on one line goes behind its last value.
Status AppendToFlow(std::vector<std::string>& lines, const std::string& path,
                    const YamlNode::Entry& map, const std::string& entry) {
  std::string& line = lines[static_cast<size_t>(map.key_span.line) - 1];
  const size_t close = line.find('}', static_cast<size_t>(map.value.span.column) - 1);
  const bool one_line =
      map.value.span.line == map.key_span.line && close != std::string::npos &&
      std::all_of(map.value.entries.begin(), map.value.entries.end(), [&](const auto& one) {
        return one.value.is_scalar() && one.value.span.line == map.key_span.line;
      });
  if (!one_line || line.find('}', close + 1) != std::string::npos)
    return CannotEdit(path, fmt::format("{} is written in an unusual way", map.key));
  const std::string_view before = Trim(std::string_view(line).substr(0, close));
  line.insert(close, before.ends_with('{') ? entry : ", " + entry);
  return Status::Ok();
}

// One key of `review:`, wherever that stands.
Status SetReviewKey(std::vector<std::string>& lines, const std::string& path, std::string_view key,
                    const std::string& value) {
  bool sound = true;
  const YamlNode root = Read(path, Assemble(lines), sound);
  const std::string entry = fmt::format("{}: {}", key, value);
  const YamlNode::Entry* review = FindEntry(root, "review");
  if (review == nullptr) {
    if (!lines.empty() && !Trim(lines.back()).empty()) lines.emplace_back();
    lines.insert(lines.end(), {"review:", "  " + entry});
    return Status::Ok();
  }
  if (!review->value.is_map())
    return CannotEdit(path, "its review is empty; remove the key or give it one");
  const YamlNode::Entry* old = FindEntry(review->value, key);
  if (old != nullptr) {
    if (!old->value.is_scalar())
      return CannotEdit(path, fmt::format("its review.{} is empty", key));
    return ReplaceScalar(lines, path, old->value, value);
  }
  if (review->value.entries.empty()) return AppendToFlow(lines, path, *review, entry);
  const YamlNode::Entry& first = review->value.entries.front();
  if (first.key_span.line == review->key_span.line)
    return AppendToFlow(lines, path, *review, entry);
  const auto indent = static_cast<size_t>(review->key_span.column) - 1;
  const std::string margin(static_cast<size_t>(first.key_span.column) - 1, ' ');
  const int end = EndOfBlock(lines, review->key_span.line, indent);
  lines.insert(lines.begin() + (end - 1), margin + entry);
  return Status::Ok();
}

// Whether the new text says what the old one did, but for these keys, which it has.
bool OnlyReviewChanged(const YamlNode& before, const YamlNode& after, const ReviewChange& change) {
  // Where no change of strategy is recorded, that key stays as it is.
  const std::string_view strategy = change.strategy_changed.empty() ? "last" : "strategy_changed";
  if (!SameBut(before, after, "review", {"last", strategy})) return false;
  const YamlNode* review = after.Find("review");
  const auto has = [&](std::string_view key, const std::string& value) {
    const YamlNode* node = review != nullptr ? review->Find(key) : nullptr;
    return value.empty() || (node != nullptr && node->text == value);
  };
  return has("last", change.last) && has("strategy_changed", change.strategy_changed);
}

// Whether it can stand without quotes, whatever it then looks like.
bool IsPlain(const std::string& text) {
  return !text.empty() && text.find_first_of(":#{}[],&*!|>'\"%@`\r\n\t\\") == std::string::npos &&
         text.find_first_of("-? ") != 0 && text.back() != ' ';
}

std::string Quoted(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (c == '\n' || c == '\r' || c == '\t') {
      quoted += c == '\n' ? "\\n" : c == '\r' ? "\\r" : "\\t";
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      quoted += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    } else {
      quoted += c;
    }
  }
  return quoted + "\"";
}

std::string OnOneLine(const YamlNode& node) {
  std::vector<std::string> parts;
  switch (node.kind) {
    case YamlNode::Kind::kNull:
      return "null";
    case YamlNode::Kind::kScalar:
      if (!node.quoted && ParseYamlNumber(node.text)) return node.text;
      return node.quoted || !IsPlain(node.text) || IsYamlNull(node.text) ? Quoted(node.text)
                                                                         : node.text;
    case YamlNode::Kind::kList:
      for (const YamlNode& item : node.items) parts.push_back(OnOneLine(item));
      return "[" + Join(parts, ", ") + "]";
    case YamlNode::Kind::kMap:
      for (const YamlNode::Entry& entry : node.entries)
        parts.push_back(YamlScalar(entry.key) + ": " + OnOneLine(entry.value));
      return "{" + Join(parts, ", ") + "}";
  }
  return "";
}

}  // namespace

std::string YamlScalar(const std::string& text) {
  const bool plain =
      IsPlain(text) && !IsYamlNull(text) && !ParseYamlBool(text) && !ParseYamlNumber(text);
  if (plain) return text;
  return Quoted(text);
}

std::string YamlOnOneLine(const YamlNode& node) {
  return OnOneLine(node);
}

Result<std::string> ChangeNorthStar(const SourceText& file, const StarChange& change) {
  bool sound = true;
  const YamlNode before = Read(file.path(), file.text(), sound);
  if (!sound || !(before.is_map() || before.is_null()))
    return CannotEdit(file.path(), "it is not a map of keys");
  if (EndsLinesWithReturn(file.text()))
    return CannotEdit(file.path(), "its lines end in a carriage return");
  std::vector<std::string> lines = LinesOf(file.text());
  const YamlNode::Entry* star = FindEntry(before, "north_star");
  if (star == nullptr) {
    if (!lines.empty() && !Trim(lines.back()).empty()) lines.emplace_back();
    lines.insert(lines.end(),
                 {"north_star:", "  metric: " + change.metric, "  since: " + change.since});
  } else {
    NS_RETURN_IF_ERROR(EditBlock(lines, file.path(), *star, change));
  }
  const std::string text = Assemble(lines);
  const YamlNode after = Read(file.path(), text, sound);
  if (!sound || !OnlyStarChanged(before, after, change))
    return CannotEdit(file.path(), "the result would not read back correctly");
  return text;
}

namespace {

// Entries, each a line of its own, at the end of the list that is the file's last key; the list is
// made where the file is empty.
Result<std::string> AppendEntries(const SourceText& file, const std::string& key,
                                  const std::vector<std::string>& entries) {
  bool sound = true;
  const YamlNode before = Read(file.path(), file.text(), sound);
  const YamlNode* old = before.Find(key);
  std::string text = file.text();
  if (!text.empty() && text.back() != '\n') text += '\n';
  if (before.is_null() && sound) text += key + ":\n";
  for (const std::string& entry : entries) text += "  - " + entry + "\n";
  const YamlNode after = Read(file.path(), text, sound);
  const YamlNode* now = after.Find(key);
  const size_t wanted = (old != nullptr ? old->items.size() : 0) + entries.size();
  if (!sound || now == nullptr || now->items.size() != wanted) {
    return Error::Usage(
        fmt::format("{} cannot be appended to {}", key, file.path()),
        fmt::format("let '{}:' be its last key, with one entry per line starting with '  - '",
                    key));
  }
  return text;
}

}  // namespace

Result<std::string> AppendScores(const SourceText& file, const std::vector<NewScore>& scores) {
  std::vector<std::string> entries;
  for (const NewScore& score : scores) {
    std::string entry =
        fmt::format("{{candidate: {}, by: {}, question: {}, rating: {}, at: {}", score.candidate,
                    YamlScalar(score.by), score.question, score.rating, YamlScalar(score.at));
    if (!score.comment.empty()) entry += ", comment: " + YamlScalar(score.comment);
    entries.push_back(entry + "}");
  }
  return AppendEntries(file, "scores", entries);
}

Result<std::string> AppendAnnotation(const SourceText& file, const NewAnnotation& annotation) {
  std::string entry = fmt::format("{{at: {}", YamlScalar(annotation.at));
  if (!annotation.to.empty()) entry += ", to: " + YamlScalar(annotation.to);
  entry += fmt::format(", text: {}, kind: {}}}", YamlScalar(annotation.text),
                       YamlScalar(annotation.kind));
  return AppendEntries(file, "annotations", {entry});
}

Result<std::string> ChangeReview(const SourceText& file, const ReviewChange& change) {
  bool sound = true;
  const YamlNode before = Read(file.path(), file.text(), sound);
  if (!sound || !(before.is_map() || before.is_null()))
    return CannotEdit(file.path(), "it is not a map of keys");
  if (EndsLinesWithReturn(file.text()))
    return CannotEdit(file.path(), "its lines end in a carriage return");
  std::vector<std::string> lines = LinesOf(file.text());
  NS_RETURN_IF_ERROR(SetReviewKey(lines, file.path(), "last", change.last));
  if (!change.strategy_changed.empty()) {
    NS_RETURN_IF_ERROR(
        SetReviewKey(lines, file.path(), "strategy_changed", change.strategy_changed));
  }
  const std::string text = Assemble(lines);
  const YamlNode after = Read(file.path(), text, sound);
  if (!sound || !OnlyReviewChanged(before, after, change))
    return CannotEdit(file.path(), "the result would not read back correctly");
  return text;
}

}  // namespace northstar

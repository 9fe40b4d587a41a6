#include "model/source_formats.h"

#include <algorithm>
#include <map>

#include "base/result.h"

namespace northstar {
namespace {

std::string NameOf(const EmbeddedFile& file) {
  return std::string(file.name.substr(0, file.name.find('.')));
}

std::string TextOf(const YamlNode& node, std::string_view key) {
  const YamlNode* found = node.Find(key);
  return found != nullptr ? found->text : "";
}

SourceFormat ReadFormat(const EmbeddedFile& file) {
  const SourceText text(std::string(file.name), std::string(file.text));
  DiagnosticSink sink;
  const YamlNode node = ParseYaml(text, sink);
  SourceFormat format;
  format.name = NameOf(file);
  format.title = TextOf(node, "title");
  format.origin = TextOf(node, "export");
  format.lost = TextOf(node, "lost");
  format.layout = TextOf(node, "layout");
  if (const YamlNode* sign = node.Find("sign"); sign != nullptr) {
    for (const YamlNode& field : sign->items) format.sign.push_back(field.text);
  }
  format.feedback = node.Find("feedback") != nullptr;
  const YamlNode* keys = node.Find(format.feedback ? "feedback" : "source");
  NS_CHECK(sink.errors() == 0 && keys != nullptr);
  format.keys = *keys;
  return format;
}

// What the format says stands where it is named.
void MoveTo(YamlNode& node, const SourceSpan& span) {
  node.span = span;
  node.quoted = false;
  for (YamlNode& item : node.items) MoveTo(item, span);
  for (YamlNode::Entry& entry : node.entries) {
    entry.key_span = span;
    MoveTo(entry.value, span);
  }
}

// Keys of which one says what the others would.
bool IsSaid(const YamlNode& entry, const std::string& key) {
  if (entry.Find(key) != nullptr) return true;
  if (key == "event" || key == "event_column")
    return entry.Find("event") != nullptr || entry.Find("event_column") != nullptr;
  return false;
}

}  // namespace

std::vector<std::string> FormatNames() {
  std::vector<std::string> names;
  for (const EmbeddedFile& file : FormatFiles()) names.push_back(NameOf(file));
  return names;
}

const SourceFormat* FindFormat(std::string_view name) {
  static const auto* formats = [] {
    auto* read = new std::map<std::string, SourceFormat, std::less<>>;
    for (const EmbeddedFile& file : FormatFiles()) read->emplace(NameOf(file), ReadFormat(file));
    return read;
  }();
  const auto found = formats->find(name);
  return found != formats->end() ? &found->second : nullptr;
}

YamlNode WithFormat(YamlNode entry, const SourceFormat& format) {
  const YamlNode* named = entry.Find("format");
  NS_CHECK(named != nullptr);
  const SourceSpan span = named->span;
  std::vector<YamlNode::Entry> added;
  for (const YamlNode::Entry& key : format.keys.entries) {
    if (IsSaid(entry, key.key)) continue;
    added.push_back(key);
    added.back().key_span = span;
    MoveTo(added.back().value, span);
  }
  for (YamlNode::Entry& key : added) entry.entries.push_back(std::move(key));
  return entry;
}

}  // namespace northstar

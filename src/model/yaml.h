// YAML text as a tree that remembers where everything stands. The one place that knows yaml-cpp.
// Refuses documents nested deeper than 100 levels, larger than 8 MB, or that grow past 200,000
// nodes through aliases; refuses a key written twice. Values stay text: "12" is not yet a number.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "base/result.h"

namespace northstar {

// The text of one project file, kept for error messages.
class SourceText {
 public:
  SourceText(std::string path, std::string text);
  const std::string& path() const { return path_; }
  const std::string& text() const { return text_; }
  std::string_view Line(int line) const;  // 1-based; empty outside the file
  int lines() const { return static_cast<int>(line_starts_.size()); }

 private:
  std::string path_;
  std::string text_;
  std::vector<size_t> line_starts_;
};

struct YamlNode {
  enum class Kind { kNull, kScalar, kList, kMap };
  struct Entry;

  Kind kind = Kind::kNull;
  std::string text;     // of a scalar
  bool quoted = false;  // a quoted scalar is text whatever it looks like
  SourceSpan span;
  std::vector<YamlNode> items;
  std::vector<Entry> entries;

  bool is_null() const { return kind == Kind::kNull; }
  bool is_scalar() const { return kind == Kind::kScalar; }
  bool is_list() const { return kind == Kind::kList; }
  bool is_map() const { return kind == Kind::kMap; }
  const YamlNode* Find(std::string_view key) const;  // nullptr when absent or null
};

struct YamlNode::Entry {
  std::string key;
  SourceSpan key_span;
  YamlNode value;
};

// Every problem goes to `sink`; the result is null when the text cannot be read at all.
YamlNode ParseYaml(const SourceText& source, DiagnosticSink& sink);

}  // namespace northstar

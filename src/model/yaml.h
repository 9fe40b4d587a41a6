// YAML text as a tree that remembers where everything stands. The one place that knows yaml-cpp.
// Values stay text: "12" is not yet a number; aliases are copied out.
// Refuses documents nested deeper than 100 levels, larger than 8 MB, or that grow past 200,000
// nodes through aliases; a key written twice, several documents in a file, and text that is no
// UTF-8. Pure and thread safe.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "base/result.h"

namespace northstar {

// The text of one project file, kept for error messages and for changes to it. A byte order mark is
// dropped.
class SourceText {
 public:
  // `path` as people know the file: relative to the project's root.
  SourceText(std::string path, std::string text);
  const std::string& path() const { return path_; }
  const std::string& text() const { return text_; }
  // A new text as the file is to hold it: behind the mark, where there was one.
  std::string AsFile(const std::string& text) const;
  // Without its end, "\r" included; 1-based; empty outside the file. A view into this object.
  std::string_view Line(int line) const;
  // At least 1; the empty line after a last "\n" counts.
  int lines() const { return static_cast<int>(line_starts_.size()); }

 private:
  std::string path_;
  std::string text_;
  bool marked_ = false;
  std::vector<size_t> line_starts_;
};

// One value and everything below it, by value.
struct YamlNode {
  enum class Kind { kNull, kScalar, kList, kMap };
  struct Entry;

  Kind kind = Kind::kNull;
  // Of a scalar, without quotes and escapes; else empty.
  std::string text;
  // A quoted scalar is text whatever it looks like: "null" in quotes is no null.
  bool quoted = false;
  // Where the value starts; of an empty value, where its key does.
  SourceSpan span;
  // Of a list, and of a map, in the order of the text; empty for all else.
  std::vector<YamlNode> items;
  std::vector<Entry> entries;

  bool is_null() const { return kind == Kind::kNull; }
  bool is_scalar() const { return kind == Kind::kScalar; }
  bool is_list() const { return kind == Kind::kList; }
  bool is_map() const { return kind == Kind::kMap; }
  // Of a map: nullptr when the key is absent or its value null; always nullptr for other kinds.
  const YamlNode* Find(std::string_view key) const;
};

struct YamlNode::Entry {
  std::string key;
  SourceSpan key_span;
  YamlNode value;
};

// Every problem goes to `sink` as NS001, so that an error count that did not grow means a sound
// file; the result is null when the text is empty or cannot be read at all, else what could be
// read.
YamlNode ParseYaml(const SourceText& source, DiagnosticSink& sink);

}  // namespace northstar

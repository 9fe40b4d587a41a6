#include "model/yaml.h"

#include <fmt/format.h>
#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <set>
#include <sstream>

#include "base/text.h"
#include "model/values.h"

namespace northstar {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

SourceText::SourceText(std::string path, std::string text)
    : path_(std::move(path)), text_(std::move(text)) {
  marked_ = text_.starts_with(kByteOrderMark);
  if (marked_) text_.erase(0, kByteOrderMark.size());
  line_starts_.push_back(0);
  for (size_t i = 0; i < text_.size(); ++i) {
    if (text_[i] == '\n') line_starts_.push_back(i + 1);
  }
}

std::string SourceText::AsFile(const std::string& text) const {
  return marked_ ? std::string(kByteOrderMark) + text : text;
}

std::string_view SourceText::Line(int line) const {
  if (line < 1 || line > lines()) return {};
  const size_t start = line_starts_[static_cast<size_t>(line - 1)];
  size_t end = line == lines() ? text_.size() : line_starts_[static_cast<size_t>(line)] - 1;
  if (end > start && text_[end - 1] == '\r') --end;
  return std::string_view(text_).substr(start, end - start);
}

const YamlNode* YamlNode::Find(std::string_view key) const {
  for (const Entry& entry : entries) {
    if (entry.key == key) return entry.value.is_null() ? nullptr : &entry.value;
  }
  return nullptr;
}

namespace {

constexpr size_t kMaxBytes = 8 << 20;
constexpr int kMaxDepth = 100;
constexpr int kMaxNodes = 200'000;

class Converter {
 public:
  Converter(const SourceText& source, DiagnosticSink& sink) : source_(source), sink_(sink) {}

  YamlNode Convert(const YAML::Node& node, int depth) {
    YamlNode out;
    out.span = SpanOf(node);
    if (overflow_) return out;
    if (depth > kMaxDepth || ++nodes_ > kMaxNodes) {
      overflow_ = true;
      Add(out.span, depth > kMaxDepth ? "nested deeper than 100 levels"
                                      : "grows past 200,000 values through its aliases");
      return out;
    }
    switch (node.Type()) {
      case YAML::NodeType::Scalar:
        ConvertScalar(node, out);
        break;
      case YAML::NodeType::Sequence:
        out.kind = YamlNode::Kind::kList;
        for (const auto& item : node) out.items.push_back(Convert(item, depth + 1));
        break;
      case YAML::NodeType::Map:
        out.kind = YamlNode::Kind::kMap;
        for (const auto& entry : node) AddEntry(out, entry.first, entry.second, depth);
        break;
      case YAML::NodeType::Null:
      case YAML::NodeType::Undefined:
        break;
    }
    return out;
  }

 private:
  void ConvertScalar(const YAML::Node& node, YamlNode& out) {
    out.kind = YamlNode::Kind::kScalar;
    out.text = node.Scalar();
    out.quoted = node.Tag() == "!";
    const bool text = out.quoted || node.Tag() == "tag:yaml.org,2002:str";
    if (!text && IsYamlNull(out.text)) out.kind = YamlNode::Kind::kNull;
    const size_t end = out.text.find('\n');
    out.span.length = std::max<int>(1, static_cast<int>(std::min(end, out.text.size())) +
                                           (out.quoted && end == std::string::npos ? 2 : 0));
    if (!IsValidUtf8(out.text)) Add(out.span, "this text is not valid UTF-8");
  }

  void AddEntry(YamlNode& out, const YAML::Node& key, const YAML::Node& value, int depth) {
    YamlNode::Entry entry;
    entry.key_span = SpanOf(key);
    if (!key.IsScalar()) {
      Add(entry.key_span, "a key must be a plain word");
      return;
    }
    entry.key = key.Scalar();
    entry.key_span.length = std::max<int>(1, static_cast<int>(entry.key.size()));
    for (const YamlNode::Entry& earlier : out.entries) {
      if (earlier.key != entry.key) continue;
      Add(entry.key_span, fmt::format("the key '{}' is written twice", entry.key),
          fmt::format("the first one is on line {}", earlier.key_span.line));
      return;
    }
    entry.value = Convert(value, depth + 1);
    if (entry.value.is_null()) entry.value.span = entry.key_span;
    out.entries.push_back(std::move(entry));
  }

  SourceSpan SpanOf(const YAML::Node& node) const {
    const YAML::Mark mark = node.Mark();
    return {source_.path(), mark.line + 1, mark.column + 1, 1};
  }

  void Add(const SourceSpan& span, std::string message, std::string hint = "") {
    sink_.Add({Severity::kError, "NS001", std::move(message), span,
               std::string(source_.Line(span.line)), "", std::move(hint)});
  }

  const SourceText& source_;
  DiagnosticSink& sink_;
  int nodes_ = 0;
  bool overflow_ = false;
};

// Notes where the documents and the quoted texts of a file start, and nothing else.
class Starts final : public YAML::EventHandler {
 public:
  int line = 0;                                // of the latest document
  YAML::Mark quote = YAML::Mark::null_mark();  // of the latest quoted text
  void OnDocumentStart(const YAML::Mark& mark) override { line = mark.line + 1; }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                const std::string&) override {
    if (tag == "!") quote = mark;
  }
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}
};

// The line of the second document; 0 when there is none. YAML::LoadAll would loop for ever over a
// text such as ",x", which the parser neither refuses nor consumes.
int SecondDocument(const std::string& text) {
  std::istringstream stream(text);
  YAML::Parser parser(stream);
  Starts starts;
  if (!parser.HandleNextDocument(starts) || !parser.HandleNextDocument(starts)) return 0;
  return std::max(1, starts.line);
}

// The parser takes the end of the last line for a closing quote. With a comment in a line without
// an end after the text, it refuses a quote that is still open.
std::string WithEndMark(const std::string& text) {
  return text + (text.ends_with('\n') ? "#" : "\n#");
}

// Where the quote starts that swallows the rest of a text.
YAML::Mark OpenQuote(const std::string& text) {
  Starts starts;
  try {
    std::istringstream stream(text + "\n");
    YAML::Parser(stream).HandleNextDocument(starts);
  } catch (const YAML::Exception&) {
    // Whatever the quote swallowed is missing; what counts was noted before.
  }
  return starts.quote;
}

// yaml-cpp's messages speak of "map value"s; say what people get wrong.
std::string Explain(const std::string& message, std::string_view line) {
  if (line.find('\t') != std::string_view::npos) {
    return "the line contains a tab; YAML indents with spaces only";
  }
  if (message.find("illegal map value") != std::string::npos) {
    return "a value with ': ' inside needs quotes, or the indentation is off";
  }
  if (message.find("end of map") != std::string::npos ||
      message.find("end of sequence") != std::string::npos) {
    return "check the indentation, and that every { [ and quote is closed; within { } an "
           "expression with commas stands in double quotes";
  }
  return "";
}

}  // namespace

YamlNode ParseYaml(const SourceText& source, DiagnosticSink& sink) {
  const auto fail = [&](int line, int column, std::string message, std::string hint) {
    sink.Add({Severity::kError,
              "NS001",
              std::move(message),
              {source.path(), line, column, 1},
              std::string(source.Line(line)),
              "",
              std::move(hint)});
    return YamlNode{};
  };
  if (source.text().size() > kMaxBytes) {
    return fail(0, 0,
                fmt::format("the file has {}; a project file can have at most 8 MB",
                            HumanBytes(static_cast<double>(source.text().size()))),
                "data belongs in `sources: files:`, not in a YAML file of the project");
  }
  if (!IsValidUtf8(source.text())) {
    for (int line = 1; line <= source.lines(); ++line) {
      if (!IsValidUtf8(source.Line(line))) {
        return fail(line, 1, "the line is not valid UTF-8", "save the file as UTF-8");
      }
    }
  }
  try {
    const std::string text = WithEndMark(source.text());
    if (const int line = SecondDocument(text); line > 0) {
      return fail(line, 1, "the file has several YAML documents, or something that is not YAML",
                  "put everything into one map of 'key: value', without '---' between");
    }
    return Converter(source, sink).Convert(YAML::Load(text), 0);
  } catch (const YAML::Exception& error) {
    if (error.msg == YAML::ErrorMsg::EOF_IN_SCALAR) {
      const YAML::Mark quote = OpenQuote(source.text());
      return fail(quote.line + 1, quote.column + 1, "a quote opens here and is never closed", "");
    }
    const int line = error.mark.line >= 0 ? error.mark.line + 1 : 0;
    std::string message = error.msg;
    if (dynamic_cast<const YAML::DeepRecursion*>(&error) != nullptr) {
      message = "nested too deeply to be a project file";
    }
    return fail(line, error.mark.column + 1, "not valid YAML: " + message,
                Explain(error.msg, source.Line(line)));
  } catch (const std::exception& error) {
    return fail(0, 0, fmt::format("not valid YAML: {}", error.what()), "");
  }
}

}  // namespace northstar

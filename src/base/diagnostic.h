// One problem in a file that a person wrote: where it is, what was expected, what was probably
// meant. A run collects all of them in a DiagnosticSink and prints them together.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace northstar {

enum class Severity { kError, kWarning };

// Lines and columns count from 1; a column counts bytes. line 0: the file as a whole.
struct SourceSpan {
  std::string file;
  int line = 0;
  int column = 0;
  int length = 1;
};

struct Diagnostic {
  Severity severity = Severity::kError;
  std::string code;     // "NS101"; empty for problems that have no code of their own
  std::string message;  // one sentence
  SourceSpan where;
  std::string source_line;  // the text of the line, for the caret; may be empty
  std::string expected;     // "a name from …"; may be empty
  std::string hint;         // "did you mean 'country'?"; may be empty
};

class DiagnosticSink {
 public:
  void Add(Diagnostic diagnostic) { all_.push_back(std::move(diagnostic)); }
  const std::vector<Diagnostic>& all() const { return all_; }
  size_t errors() const;
  // Drops from the entry `from` on what stands in a line that an earlier entry already named:
  // one mistake, said once.
  void KeepFirstOfLines(size_t from);

 private:
  std::vector<Diagnostic> all_;
};

// "file:line:column: error NS101: message", the line, a caret, expected and hint; ends in "\n".
// `color` adds terminal colours.
std::string RenderDiagnostic(const Diagnostic& diagnostic, bool color);

}  // namespace northstar

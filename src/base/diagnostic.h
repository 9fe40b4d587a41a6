// One problem in a file that a person wrote: where it is, what was expected, what was probably
// meant. A run collects all of them in a DiagnosticSink and prints them together, so that one run
// mends one file. It leaves out where files come from and which problems there are: the code of a
// problem ("NS101") is given by who finds it. Plain values; a sink is for one thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace northstar {

enum class Severity { kError, kWarning };

// Lines and columns count from 1; a column counts bytes, so that editors find it. line 0: the file
// as a whole. `length` is in bytes too and never beyond the end of the line when it is drawn.
struct SourceSpan {
  // As the reader named it, relative or absolute; empty for what is in no file.
  std::string file;
  int line = 0;
  int column = 0;
  int length = 1;

  bool operator==(const SourceSpan&) const = default;
};

struct Diagnostic {
  Severity severity = Severity::kError;
  // "NS101"; empty for problems that have no code of their own.
  std::string code;
  // One sentence; may hold text of the file.
  std::string message;
  SourceSpan where;
  // The text of the line, for the caret; may be empty, and of any length: only the part around the
  // column is shown.
  std::string source_line;
  // "a name from …", as it follows the word expected; may be empty.
  std::string expected;
  // "did you mean 'country'?"; may be empty.
  std::string hint;
};

// In the order in which problems were found; nothing is sorted or dropped but by KeepFirstOfLines.
class DiagnosticSink {
 public:
  void Add(Diagnostic diagnostic) { all_.push_back(std::move(diagnostic)); }
  // Holds until the next Add.
  const std::vector<Diagnostic>& all() const { return all_; }
  // Without warnings: 0 means that the files can be used.
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

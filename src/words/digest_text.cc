#include "words/digest_text.h"

#include <algorithm>
#include <numeric>

#include "base/html_text.h"
#include "base/text.h"

namespace northstar {
namespace {

std::string ForMarkdown(std::string_view text) {
  constexpr std::string_view kAnywhere = "\\`*_[]<>";
  constexpr std::string_view kAtStart = "#+-=~|";
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool means = kAnywhere.find(text[i]) != kAnywhere.npos ||
                       (i == 0 && kAtStart.find(text[i]) != kAtStart.npos);
    if (means) out += '\\';
    out += text[i];
  }
  return out;
}

std::string ForForm(std::string_view text, DigestForm form) {
  const std::string line = Printable(text);
  switch (form) {
    case DigestForm::kPlain:
      break;
    case DigestForm::kSlack:
      return EscapeSlack(line);
    case DigestForm::kMarkdown:
      return ForMarkdown(line);
  }
  return line;
}

std::string Bold(std::string_view text, DigestForm form) {
  const std::string line = ForForm(text, form);
  switch (form) {
    case DigestForm::kPlain:
      break;
    case DigestForm::kSlack:
      return "*" + line + "*";
    case DigestForm::kMarkdown:
      return "**" + line + "**";
  }
  return line;
}

// Lines [from, to) of a section; empty where there are none.
std::string SectionText(const DigestSection& section, size_t from, size_t to, DigestForm form) {
  if (from >= to) return "";
  std::string out;
  if (!section.title.empty())
    out = Bold(section.title, form) + (form == DigestForm::kMarkdown ? "\n\n" : "\n");
  for (size_t i = from; i < to; ++i) {
    const std::string line = ForForm(section.lines[i].text(), form);
    if (section.title.empty()) {
      out += (i == from ? "" : " ") + line;
    } else {
      out += (i == from ? "" : "\n") + std::string(form == DigestForm::kSlack ? "• " : "- ") + line;
    }
  }
  return out;
}

void AddBlock(const std::string& block, std::string& out) {
  if (block.empty()) return;
  if (!out.empty()) out += "\n\n";
  out += block;
}

class Layout {
 public:
  Layout(std::string_view heading, const std::vector<DigestSection>& sections, DigestForm form)
      : heading_(Bold(heading, form)), sections_(sections), form_(form), kept_(sections.size(), 0) {
    heading_fits_ = CodePoints(heading_) <= kDigestLimit;
  }

  DigestText Fit() {
    std::vector<size_t> order(sections_.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](size_t a, size_t b) { return sections_[a].weight < sections_[b].weight; });
    for (const size_t section : order) {
      while (kept_[section] < sections_[section].lines.size()) {
        ++kept_[section];
        if (CodePoints(Text()) <= kDigestLimit) continue;
        --kept_[section];
        break;
      }
    }
    return {Text(), More()};
  }

 private:
  std::string Text() const {
    std::string out = heading_fits_ ? heading_ : "";
    for (size_t i = 0; i < sections_.size(); ++i)
      AddBlock(SectionText(sections_[i], 0, kept_[i], form_), out);
    return out;
  }

  std::string More() const {
    std::string out = heading_fits_ ? "" : heading_;
    for (size_t i = 0; i < sections_.size(); ++i)
      AddBlock(SectionText(sections_[i], kept_[i], sections_[i].lines.size(), form_), out);
    return out;
  }

  std::string heading_;
  bool heading_fits_ = true;
  const std::vector<DigestSection>& sections_;
  DigestForm form_;
  // Lines of each section that are in the text.
  std::vector<size_t> kept_;
};

}  // namespace

DigestText LayOut(std::string_view heading, const std::vector<DigestSection>& sections,
                  DigestForm form) {
  return Layout(heading, sections, form).Fit();
}

}  // namespace northstar

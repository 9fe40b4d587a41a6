#include "catalog/catalog.h"

#include <fmt/format.h>

#include "base/text.h"
#include "cli/commands/commands.h"
#include "json/command_answers.h"

namespace northstar::cli {
namespace {

using catalog::Kind;
using catalog::Template;
bool Mentions(const Template& one, const std::string& word) {
  if (word.empty()) return true;
  const std::string wanted = LowerUtf8(word);
  for (const std::string& text :
       {one.name, one.sentence, one.wording, one.kind, one.yaml, Join(one.flags, " ")}) {
    if (LowerUtf8(text).find(wanted) != std::string::npos) return true;
  }
  return false;
}

std::string ToMarkdown(const std::vector<const Template*>& found) {
  std::string out;
  std::string kind;
  for (const Template* one : found) {
    if (one->kind != kind) {
      kind = one->kind;
      out += fmt::format("## {}\n\n{}\n\n", kind, catalog::TheCatalog().FindKind(kind)->sentence);
    }
    out += fmt::format("### {}\n\n{}", one->name, one->sentence);
    if (one->wording != "added") out += fmt::format(" In the articles: “{}”.", one->wording);
    if (!one->flags.empty()) out += fmt::format(" Flagged: {}.", Join(one->flags, ", "));
    if (!one->available) out += " Not available yet.";
    out += "\n\n```yaml\n" + catalog::WithDescription(*one) + "```\n\n";
    if (!one->check.empty()) out += "Check:\n\n```sql\n" + one->check + "\n```\n\n";
  }
  return out;
}

std::string ToCsv(const std::vector<const Template*>& found) {
  std::string out = "kind,name,sentence,flags,available\n";
  for (const Template* one : found) {
    out += fmt::format("{},{},{},{},{}\n", one->kind, one->name, CsvField(one->sentence),
                       CsvField(Join(one->flags, " ")), one->available);
  }
  return out;
}

std::string ToText(const std::vector<const Template*>& found, bool color) {
  std::string out;
  std::string kind;
  const auto bold = [&](const std::string& text) {
    return color ? "\033[1m" + text + "\033[0m" : text;
  };
  size_t widest = 0;
  for (const Template* one : found) widest = std::max(widest, one->name.size());
  widest = std::min<size_t>(widest, 40);
  for (const Template* one : found) {
    if (one->kind != kind) {
      out += (kind.empty() ? "" : "\n") + bold(one->kind) + "  " +
             catalog::TheCatalog().FindKind(one->kind)->sentence + "\n";
      kind = one->kind;
    }
    std::string text = one->sentence;
    if (!one->flags.empty()) text += " [" + Join(one->flags, ", ") + "]";
    const std::vector<std::string> lines = Wrap(text, 96 - widest);
    for (size_t i = 0; i < lines.size(); ++i)
      out += "  " + PadRight(i == 0 ? one->name : "", widest) + "  " + lines[i] + "\n";
  }
  return out;
}

int Run(Context& context, const Parsed& parsed) {
  std::vector<const Template*> found;
  std::vector<std::string> names;
  const std::string name = parsed.Text("name");
  for (const Kind& kind : catalog::TheCatalog().kinds) {
    for (const Template& one : kind.templates) {
      names.push_back(one.name);
      const bool wanted = name.empty() ? Mentions(one, parsed.Text("--search")) : one.name == name;
      if (wanted) found.push_back(&one);
    }
  }
  if (found.empty() && !name.empty())
    return Report(context, Error::Usage(fmt::format("the catalog has no '{}'", name),
                                        DidYouMean(name, names)));
  switch (context.format) {
    case Format::kJson:
      context.out(DumpAnswer(ToJson(found)));
      return kFine;
    case Format::kCsv:
      context.out(ToCsv(found));
      return kFine;
    case Format::kMarkdown:
      context.out(ToMarkdown(found));
      return kFine;
    case Format::kTable:
      break;
  }
  if (!name.empty()) {
    const Template& one = *found[0];
    context.out(fmt::format("{}\n\n{}\nover events of: {}\n", one.sentence,
                            catalog::WithDescription(one),
                            catalog::TheCatalog().FindKind(one.kind)->source));
    return kFine;
  }
  if (found.empty()) {
    context.err("northstar: no template mentions that\n");
    return kFine;
  }
  context.out(ToText(found, context.color));
  context.err(fmt::format("{}; 'northstar catalog NAME' prints one to copy\n",
                          Plural(static_cast<long long>(found.size()), "template")));
  return kFine;
}

}  // namespace

CommandSpec CatalogCommand() {
  return {"catalog",
          "Show metric templates by kind of business",
          "northstar catalog --search retention",
          {{"name", "Print this template as YAML, ready to copy"}},
          {{"--search", "WORD", "Show only templates that mention this word"}},
          Run};
}

}  // namespace northstar::cli

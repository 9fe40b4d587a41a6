#include <fmt/format.h>

#include "api/requests/requests.h"
#include "base/text.h"

namespace northstar {
namespace {

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

Result<Answer> AskCatalog(const Arguments& arguments) {
  CatalogAnswer answer;
  answer.name = arguments.Text("name");
  std::vector<std::string> names;
  for (const catalog::Kind& kind : catalog::TheCatalog().kinds) {
    for (const Template& one : kind.templates) {
      names.push_back(one.name);
      const bool wanted =
          answer.name.empty() ? Mentions(one, arguments.Text("search")) : one.name == answer.name;
      if (wanted) answer.found.push_back(&one);
    }
  }
  if (answer.found.empty() && !answer.name.empty()) {
    return Error::Usage(fmt::format("the catalog has no '{}'", answer.name),
                        DidYouMean(answer.name, names));
  }
  return Answer(std::move(answer));
}

}  // namespace

RequestSpec CatalogSpec() {
  return {"catalog",
          "Show metric templates by kind of business",
          "northstar catalog --search retention",
          {{.name = "name", .help = "Print this template as YAML, ready to copy", .subject = true},
           {.name = "search",
            .help = "Show only templates that mention this word",
            .placeholder = "WORD"}},
          AskCatalog};
}

}  // namespace northstar

#include "analysis/value_words.h"

#include "cli/commands/commands.h"
#include "report/value_words_report.h"

namespace northstar::cli {
namespace {

Result<std::string> Answer(Context& context, const Parsed&) {
  NS_ASSIGN(OpenProject open, OpenForQuestions(context));
  NS_ASSIGN(const ValueWords words,
            FindValueWords(*open.engine, open.project(), open.facts, context.clock->NowUs()));
  return RenderValueWords(words, context.format, context.color);
}

int Run(Context& context, const Parsed& parsed) {
  return Print(context, Answer(context, parsed));
}

}  // namespace

CommandSpec ValueWordsCommand() {
  return {"value-words",
          "what customers who stayed and pay say that others do not",
          "northstar value-words --format markdown",
          {},
          {},
          Run};
}

}  // namespace northstar::cli

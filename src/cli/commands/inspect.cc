// `inspect`: what lies in files that nobody described. Needs no project, and changes nothing.
#include "analysis/inspect/inspection.h"

#include "cli/commands/commands.h"
#include "json/answers.h"
#include "json/inspection.h"
#include "report/inspection_text.h"

namespace northstar::cli {
namespace {

int RunInspect(Context& context, const Parsed& parsed) {
  if (context.format == Format::kCsv)
    return Report(context, Error::Usage("inspect prints no CSV", "use --format json"));
  auto found = FindTables(parsed.All("path"), context.cancel);
  if (!found.ok()) return Report(context, found.error());
  const Inspection inspection = Inspect(std::move(*found));
  if (context.format == Format::kJson) {
    context.out(DumpAnswer(ToJson(inspection)));
  } else {
    const bool markdown = context.format == Format::kMarkdown;
    context.out(InspectionText(inspection, markdown ? TextForm::kMarkdown : TextForm::kTable,
                               context.color, context.columns));
  }
  return kFine;
}

}  // namespace

CommandSpec InspectCommand() {
  return {"inspect",
          "Look at files: what their columns are for, what joins them, how to read them",
          "northstar inspect exports/",
          {{"path", "Files or folders", true, true}},
          {},
          RunInspect};
}

}  // namespace northstar::cli

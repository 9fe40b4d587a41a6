#include "analysis/star_now.h"
#include "cli/commands/commands.h"
#include "report/constellation_report.h"

namespace northstar::cli {
namespace {

Result<std::string> Answer(Context& context, const Parsed& parsed) {
  NS_ASSIGN(OpenProject open, OpenForQuestions(context));
  ConstellationOptions options;
  options.metric = parsed.Text("metric");
  options.where = parsed.Text("--where");
  if (parsed.Has("--as-of")) {
    NS_ASSIGN(options.as_of_us,
              ReadTime("--as-of", parsed.Text("--as-of"), open.project()->calendar));
  }
  NS_ASSIGN(StarNow now, FindStarNow(*open.engine, open.project(), open.facts,
                                     context.clock->NowUs(), {options}));
  Constellation& constellation = now.constellation;
  const StarHeadline headline = ChooseHeadline(now.facts);
  constellation.sentence = headline.text;
  if (!headline.second.empty()) constellation.sentence += " " + headline.second;
  if (parsed.Has("--out")) {
    NS_RETURN_IF_ERROR(WriteFile(parsed.Text("--out"), ConstellationSvg(constellation)));
    context.err("northstar: wrote " + parsed.Text("--out") + "\n");
    return std::string();
  }
  const std::string format = parsed.Text("--format");
  if (format == "mermaid") return ConstellationMermaid(constellation);
  if (format == "svg") return ConstellationSvg(constellation);
  return RenderConstellation(constellation, context.format, context.color);
}

int Run(Context& context, const Parsed& parsed) {
  return Print(context, Answer(context, parsed));
}

}  // namespace

CommandSpec TreeCommand() {
  return {"tree",
          "the North Star with its inputs, guardrails and owners, and their values",
          "northstar tree --format svg > constellation.svg",
          {{"metric", "the metric above; default: the North Star"}},
          {{"--where", "EXPR", "only events for which this holds, in all of the tree"},
           {"--as-of", "TIME", "as it was known at this time: later events are hidden"},
           {"--out", "FILE.svg", "write it as a picture into a file"}},
          Run,
          {"mermaid", "svg"}};
}

}  // namespace northstar::cli

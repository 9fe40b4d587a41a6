#include "cli/ask.h"

#include <algorithm>

namespace northstar::cli {

Result<Answer> Ask(Context& context, const RequestSpec& request, const Arguments& arguments) {
  if (std::holds_alternative<RunAlone>(request.run)) return AskAlone(request, arguments);
  if (IsOfFolder(request, arguments)) {
    return AskOfFolder({context.project_dir, context.environment, context.clock, context.cancel},
                       request, arguments);
  }
  if (request.run_on_file != nullptr && arguments.Has("csv")) return AskOfFile(request, arguments);
  NS_ASSIGN(const Session session, OpenForQuestions(context));
  return northstar::Ask(session, request, arguments, context.cancel);
}

Result<Answer> Ask(Context& context, std::string_view request, const Arguments& arguments) {
  const std::span<const RequestSpec> all = Requests();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const RequestSpec& one) { return one.name == request; });
  NS_CHECK(found != all.end());
  return Ask(context, *found, arguments);
}

}  // namespace northstar::cli

#include "cli/commands/init_questions.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "base/time_zone.h"

namespace northstar::cli {
namespace {

// Asks until the answer is fine, or nobody answers any more.
template <typename Fits>
std::optional<std::string> AskUntil(Context& context, const std::string& question,
                                    const std::string& guess, const Fits& fits) {
  for (;;) {
    auto answer = context.answer(question, guess);
    if (!answer) return std::nullopt;
    const std::string problem = fits(*answer);
    if (problem.empty()) return answer;
    context.err(fmt::format("  {}\n", problem));
  }
}

void AskForZone(Context& context, Inspection& inspection) {
  const auto answer =
      AskUntil(context, "Time zone, in which days begin and times without a zone are meant", "UTC",
               [](const std::string& zone) {
                 const auto loaded = TimeZone::Load(zone);
                 if (loaded.ok()) return std::string();
                 const std::string& hint = loaded.error().hint;
                 return loaded.error().message + (hint.empty() ? "" : " (" + hint + ")");
               });
  if (answer) inspection.timezone = *answer;
}

void AskForOrder(Context& context, const Inspection& inspection, ProposedSource& source) {
  const auto& columns = inspection.tables[source.table].found.profile.columns;
  const auto time = std::find_if(columns.begin(), columns.end(),
                                 [&](const auto& p) { return p.name == source.time_column; });
  const std::string example =
      time == columns.end() || time->samples.empty() ? "03/04/2026" : time->samples[0];
  const auto answer = AskUntil(
      context,
      fmt::format("Dates such as {} in {}: day first or month first (dmy, mdy)", example,
                  source.name),
      source.date_order, [](const std::string& order) {
        return order == "dmy" || order == "mdy" ? std::string() : std::string("dmy or mdy");
      });
  if (!answer) return;
  source.date_order = *answer;
  source.order_unknown = false;
}

void AskForCustomer(Context& context, Inspection& inspection) {
  std::vector<std::string> names;
  for (const ProposedSource& source : inspection.sources) {
    for (const auto& [name, column] : source.entities) {
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
  }
  if (names.size() < 2) return;
  const auto answer =
      AskUntil(context, fmt::format("Whom do you count as a customer ({})", Join(names, ", ")),
               names[0], [&](const std::string& name) {
                 if (std::find(names.begin(), names.end(), name) != names.end())
                   return std::string();
                 return "one of " + Join(names, ", ");
               });
  if (answer) inspection.customer = *answer;
}

}  // namespace

void AskAboutData(Context& context, Inspection& inspection) {
  AskForZone(context, inspection);
  for (ProposedSource& source : inspection.sources) {
    if (source.order_unknown) AskForOrder(context, inspection, source);
  }
  AskForCustomer(context, inspection);
}

}  // namespace northstar::cli

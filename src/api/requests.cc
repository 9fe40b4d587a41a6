#include "api/requests/requests.h"

#include <fmt/format.h>

#include <new>

namespace northstar {
namespace {

// Errors are values; what is thrown all the same is a lack of memory or a bug, and ends this
// request alone.
template <typename Run>
Result<Answer> Guarded(std::string_view request, Run run) {
  try {
    return run();
  } catch (const std::bad_alloc&) {
    return Error::Data("not enough memory for this request",
                       "close other programs, or request less at once");
  } catch (const std::exception& thrown) {
    return Error::Data(fmt::format("a bug in northstar ended '{}': {}", request, thrown.what()),
                       "please report it with the request, this message and, if you can, the "
                       "project's northstar.yml");
  }
}

}  // namespace

Result<Answer> Ask(const Session& session, const RequestSpec& request, const Arguments& arguments,
                   CancelToken* cancel) {
  return Guarded(request.name, [&]() -> Result<Answer> {
    NS_ASSIGN(const SessionView view, session.Begin(cancel));
    return std::get<RunOnData>(request.run)(view, arguments);
  });
}

Result<Answer> AskOfFolder(const ProjectFolder& folder, const RequestSpec& request,
                           const Arguments& arguments) {
  return Guarded(request.name, [&] {
    const RunOnFolder* always = std::get_if<RunOnFolder>(&request.run);
    return (always != nullptr ? *always : request.run_without_data)(folder, arguments);
  });
}

bool IsOfFolder(const RequestSpec& request, const Arguments& arguments) {
  return std::holds_alternative<RunOnFolder>(request.run) ||
         (request.run_without_data != nullptr && arguments.Has(request.without_data));
}

Result<Answer> AskAlone(const RequestSpec& request, const Arguments& arguments) {
  return Guarded(request.name, [&] { return std::get<RunAlone>(request.run)(arguments); });
}

Result<Answer> AskOfFile(const RequestSpec& request, const Arguments& arguments) {
  return Guarded(request.name, [&] { return request.run_on_file(arguments); });
}

std::span<const RequestSpec> Requests() {
  static const std::vector<RequestSpec> kRequests = {
      AlignSpec(),       BetsSpec(),        CatalogSpec(),       CheckSpec(),
      CheckMuteSpec(),   CheckUnmuteSpec(), CohortsSpec(),       DecideSpec(),
      DetectSpec(),      DigestSpec(),      EvaluateSpec(),      ExplainSpec(),
      FeedbackSpec(),    ForecastSpec(),    HistorySpec(),       LeadSpec(),
      OkrsSpec(),        QuerySpec(),       ReportSpec(),        ReviewSpec(),
      CloseReviewSpec(), ScoreSpec(),       SurveyAnswerSpec(),  SurveyCloseSpec(),
      SurveyGradeSpec(), SurveyOpenSpec(),  SurveyResultsSpec(), TreeSpec(),
      ValidateSpec(),    ValueWordsSpec(),
  };
  return kRequests;
}

}  // namespace northstar

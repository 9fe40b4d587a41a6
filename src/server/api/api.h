// The API: requests of the table by URL, and what only a server has (endpoints.h). Answers come
// from threads of their own; what was answered is kept as long as project and data are the same.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "api/request.h"
#include "server/api/endpoints.h"
#include "server/api/jobs.h"
#include "server/api/time_limits.h"
#include "server/api/uploads.h"
#include "server/result_cache.h"
#include "server/workers.h"

namespace northstar::server {

class Api {
 public:
  static constexpr std::string_view kRoot = "/api/v1/";

  // All of them outlive it.
  Api(ProjectState& state, Access& access, LiveMessages& live, Workers& workers,
      std::string version, ArrivedEvents events);

  static bool IsPath(std::string_view path) { return path.starts_with(kRoot); }
  // Bytes of the bodies of a path.
  static size_t MostBytes(std::string_view path);
  // REQUIRES: IsPath.
  void Handle(Request request, std::function<void(Response)> done);
  ResultCache::Counts cached() const { return cache_.counts(); }
  // Ends what runs.
  void Stop() { jobs_.Stop(); }

 private:
  using Done = std::function<void(Response)>;
  void Run(const RequestSpec& spec, const Request& request, const Done& done);
  void RunLong(const RequestSpec& spec, const Arguments& arguments, const std::string& question,
               Version version, const Done& done);
  void RunEndpoint(const FoundEndpoint& found, Request request, const Caller& caller,
                   const Done& done);
  Result<std::string> AnswerOf(const RequestSpec& spec, const Arguments& arguments,
                               CancelToken* cancel) const;

  ProjectState& state_;
  Access& access_;
  LiveMessages& live_;
  Workers& workers_;
  const std::string version_;
  Jobs jobs_;
  Uploads uploads_;
  ApiParts parts_;
  TimeLimits limits_;
  ResultCache cache_;
};

// The request that stands under this path ("value-words", "survey/results"); null: there is none,
// or it is not by HTTP.
const RequestSpec* RequestNamed(std::string_view path);
std::vector<std::string> RequestPaths();
// So long that it is a job.
bool IsLong(std::string_view request);

// Whether a URL may give it, and how it is called there: subjects by one of them, `metric` for
// `metrics`.
bool IsOfUrl(const Parameter& parameter);
std::string UrlName(const Parameter& parameter);

}  // namespace northstar::server

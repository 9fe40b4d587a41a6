#include "server/api/api.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <map>
#include <new>
#include <nlohmann/json.hpp>

#include "base/hash.h"
#include "base/text.h"
#include "json/answers.h"
#include "model/project.h"
#include "server/api/openapi.h"
#include "server/problem.h"

namespace northstar::server {
namespace {

// Requests that anybody who may read may ask.
constexpr std::array<std::string_view, 20> kByUrl{
    "query", "cohorts",  "evaluate", "lead",        "tree",     "explain",       "detect",
    "okrs",  "forecast", "feedback", "value-words", "validate", "catalog",       "check",
    "bets",  "review",   "history",  "align",       "digest",   "survey results"};
constexpr std::string_view kStar = "star";
constexpr std::array<std::string_view, 3> kLong{"evaluate", "value-words", "review"};

// For a question that is no job.
constexpr std::chrono::seconds kMostTime{60};

constexpr size_t kBodyBytes = size_t{1} << 20;
constexpr size_t kUploadBytes = size_t{128} << 20;

Result<void*> CheckFlag(const std::string& name, const std::string& value, bool& set) {
  set = value.empty() || value == "true" || value == "1";
  if (set || value == "false" || value == "0") return nullptr;
  return Error::Usage(fmt::format("'{}' is neither true nor false: '{}'", name, value),
                      fmt::format("{}=true, or leave it out", name));
}

// As of the URL: values of one name in their order; what reads files of the machine is not there.
class UrlArguments {
 public:
  UrlArguments(const RequestSpec& spec, const Request& request) : spec_(spec) {
    for (const auto& [name, value] : request.parameters) values_[name].push_back(value);
  }

  Result<Arguments> Read() {
    for (const auto& [name, all] : values_) {
      NS_ASSIGN(const Parameter* parameter, Find(name));
      if (all.size() > 1 && !parameter->many) {
        return Error::Usage(fmt::format("'{}' is given {} times", name, all.size()),
                            "give it once");
      }
      NS_RETURN_IF_ERROR(Set(name, *parameter, all));
    }
    for (const Parameter& one : spec_.parameters) {
      if (one.required && !arguments_.Has(one.name)) {
        return Error::Usage(fmt::format("'{}' needs the parameter '{}'", spec_.name, UrlName(one)),
                            std::string(one.help));
      }
    }
    return arguments_;
  }

 private:
  Result<const Parameter*> Find(const std::string& name) const {
    std::vector<std::string> names;
    for (const Parameter& one : spec_.parameters) {
      if (!IsOfUrl(one)) continue;
      if (UrlName(one) == name || one.name == name) return &one;
      names.push_back(UrlName(one));
    }
    return Error::Usage(fmt::format("'{}' has no parameter '{}'", spec_.name, Printable(name)),
                        DidYouMean(name, names));
  }

  Status Set(const std::string& name, const Parameter& parameter,
             const std::vector<std::string>& all) {
    if (parameter.kind == ParameterKind::kFlag) {
      bool set = false;
      NS_ASSIGN([[maybe_unused]] void* const fine, CheckFlag(name, all.front(), set));
      if (set) arguments_.Set(std::string(parameter.name), {"true"});
      return Status::Ok();
    }
    for (const std::string& value : all) {
      const bool chosen = parameter.choices.empty() ||
                          std::find(parameter.choices.begin(), parameter.choices.end(), value) !=
                              parameter.choices.end();
      if (!chosen) {
        return Error::Usage(fmt::format("'{}' cannot be '{}'", name, Printable(value)),
                            "one of " + Join(parameter.choices, ", "));
      }
    }
    arguments_.Set(std::string(parameter.name), all);
    return Status::Ok();
  }

  const RequestSpec& spec_;
  std::map<std::string, std::vector<std::string>> values_;
  Arguments arguments_;
};

std::string QuestionOf(const RequestSpec& spec, const Request& request) {
  std::vector<std::string> parts;
  for (const auto& [name, value] : request.parameters)
    parts.push_back(fmt::format("{}:{}={}:{}", name.size(), name, value.size(), value));
  // Values of one name keep their order, names need not.
  std::stable_sort(parts.begin(), parts.end(), [](const std::string& a, const std::string& b) {
    return a.substr(0, a.find('=')) < b.substr(0, b.find('='));
  });
  return fmt::format("{}?{}", spec.name, fmt::join(parts, "&"));
}

std::string TagOf(Version version, std::string_view question) {
  const std::string text = fmt::format("{}.{}.{}", version.project, version.data, question);
  return fmt::format("\"{}\"", HashText(text).substr(0, 20));
}

std::string VersionText(Version version) {
  return fmt::format("project={}, data={}", version.project, version.data);
}

Response Busy() {
  return Problem(503, "busy", "too many questions wait already");
}

Response NoSuchPath(std::string_view path) {
  std::vector<std::string> names = RequestPaths();
  for (const Endpoint& one : Endpoints()) names.emplace_back(one.path);
  return Problem(404, "path",
                 fmt::format("there is nothing at /api/v1/{}", Printable(std::string(path))),
                 DidYouMean(std::string(path), names));
}

Response NotAllowed(const std::string& methods) {
  Response response = Problem(405, "method", fmt::format("only {} is taken here", methods));
  response.headers.emplace_back("Allow", methods);
  return response;
}

// What is thrown ends this answer alone.
template <typename Run>
Response Guarded(Run run) {
  try {
    return run();
  } catch (const std::bad_alloc&) {
    return Problem(503, "memory", "not enough memory for this", "ask for less at once");
  } catch (const std::exception&) {
    return Problem(500, "bug", "a bug in northstar ended this",
                   "please report it with the request");
  }
}

std::string JobMessage(const JobView& job) {
  return fmt::format(R"({{"id":"{}","state":"{}"}})", job.id, JobStateName(job.state));
}

}  // namespace

const RequestSpec* RequestNamed(std::string_view path) {
  // The star and what feeds it.
  std::string name(path == kStar ? "tree" : path);
  std::replace(name.begin(), name.end(), '/', ' ');
  if (std::find(kByUrl.begin(), kByUrl.end(), name) == kByUrl.end()) return nullptr;
  for (const RequestSpec& spec : Requests()) {
    if (spec.name == name) return &spec;
  }
  return nullptr;
}

std::vector<std::string> RequestPaths() {
  std::vector<std::string> paths{std::string(kStar)};
  for (const std::string_view name : kByUrl) {
    paths.emplace_back(name);
    std::replace(paths.back().begin(), paths.back().end(), ' ', '/');
  }
  return paths;
}

bool IsLong(std::string_view request) {
  return std::find(kLong.begin(), kLong.end(), request) != kLong.end();
}

bool IsOfUrl(const Parameter& parameter) {
  return !parameter.internal && parameter.kind != ParameterKind::kFile &&
         parameter.kind != ParameterKind::kColumn;
}

std::string UrlName(const Parameter& parameter) {
  std::string name(parameter.name);
  if (parameter.subject && parameter.many && name.ends_with('s')) name.pop_back();
  return name;
}

Api::Api(ProjectState& state, Access& access, LiveMessages& live, Workers& workers,
         std::string version, ArrivedEvents events)
    : state_(state),
      access_(access),
      live_(live),
      workers_(workers),
      version_(std::move(version)),
      jobs_([this](const JobView& job) { live_.Tell("job", JobMessage(job)); }),
      uploads_((std::filesystem::path(state.folder()) / ".northstar" / "uploads").string()),
      parts_{state_, access_, live_, jobs_, uploads_, std::move(events)} {}

size_t Api::MostBytes(std::string_view path) {
  return path == "/api/v1/uploads" ? kUploadBytes : kBodyBytes;
}

void Api::Handle(Request request, Done done) {
  std::string_view path = request.head.path;
  path.remove_prefix(kRoot.size());
  while (path.ends_with('/')) path.remove_suffix(1);
  // Whoever logs in is nobody yet.
  const bool logs_in = path == "session" && request.head.method == "POST";
  const auto caller = logs_in
                          ? std::optional(Caller{store::Role::kIngest, request.peer.address, true})
                          : access_.CallerOf(request.head, request.peer);
  if (!caller) {
    return done(Problem(401, "token", "a token is needed, and this is none that works",
                        "Authorization: Bearer ns_…, made by 'northstar token create'"));
  }
  if (caller->role == store::Role::kIngest && !logs_in)
    return done(Problem(403, "role", "this key may send events, and nothing else"));
  const std::string& method = request.head.method;
  const bool reads = method == "GET" || method == "HEAD";
  if (path == "openapi.json" && reads) return done(JsonResponse(WriteOpenApi(version_)));
  std::string allowed;
  const FoundEndpoint found = FindEndpoint(method, path, allowed);
  if (found.endpoint != nullptr) return RunEndpoint(found, std::move(request), *caller, done);
  const RequestSpec* spec = RequestNamed(path);
  if (spec == nullptr) return done(allowed.empty() ? NoSuchPath(path) : NotAllowed(allowed));
  if (!reads) return done(NotAllowed("GET"));
  Run(*spec, request, done);
}

void Api::RunEndpoint(const FoundEndpoint& found, Request request, const Caller& caller,
                      const Done& done) {
  const Endpoint& endpoint = *found.endpoint;
  if (caller.role < endpoint.role) {
    return done(Problem(403, "role",
                        fmt::format("this needs the role {}", store::RoleName(endpoint.role))));
  }
  // What only listens holds nobody up.
  if (endpoint.path == "live" && request.head.method == "HEAD") return done(NotAllowed("GET"));
  if (endpoint.path == "live") return done(endpoint.run(parts_, {request, caller, found.id}));
  const auto shared = std::make_shared<const Request>(std::move(request));
  const bool started = workers_.Start([this, &endpoint, shared, caller, id = found.id, done] {
    done(Guarded([&] { return endpoint.run(parts_, {*shared, caller, id}); }));
  });
  if (!started) done(Busy());
}

Result<std::string> Api::AnswerOf(const RequestSpec& spec, const Arguments& arguments,
                                  CancelToken* cancel) const {
  NS_ASSIGN(const Answer answer, state_.AskAny(spec, arguments, cancel));
  return AnswerJson(answer);
}

void Api::Run(const RequestSpec& spec, const Request& request, const Done& done) {
  auto arguments = UrlArguments(spec, request).Read();
  if (!arguments.ok()) return done(ProblemOf(arguments.error()));
  const bool asks_data =
      !std::holds_alternative<RunAlone>(spec.run) && !IsOfFolder(spec, *arguments);
  if (asks_data && parts_.events.are_unreadable()) {
    return done(Problem(503, "deriving",
                        "what arrived is being read again by a definition that changed",
                        "ask again in a moment; /metrics says how many events are left"));
  }
  const std::string question = QuestionOf(spec, request);
  const Version version{state_.project_version(), state_.data_version()};
  if (IsLong(spec.name)) return RunLong(spec, *arguments, question, version, done);
  const std::string known(request.head.Header("if-none-match"));
  const auto tagged = [done, known](Response response) {
    const auto tag = std::find_if(response.headers.begin(), response.headers.end(),
                                  [](const auto& header) { return header.first == "ETag"; });
    if (response.status == 200 && tag != response.headers.end() && tag->second == known) {
      response.status = 304;
      response.body.clear();
    }
    done(std::move(response));
  };
  const auto compute = [this, &spec, arguments = std::move(*arguments), version, question](
                           const Done& finish, const std::function<bool()>& nobody) {
    const bool started =
        workers_.Start([this, &spec, arguments, version, question, finish, nobody] {
          // Whoever asked may have left while it waited: those who stay are not held up by it.
          if (nobody()) return finish(Problem(503, "canceled", "nobody waits for this any more"));
          TimeLimits::Limited limited(limits_, kMostTime, nobody);
          const auto json = AnswerOf(spec, arguments, limited.token());
          if (!json.ok() && limited.expired()) {
            return finish(Problem(503, "time",
                                  fmt::format("this took longer than {} s", kMostTime.count()),
                                  "ask for less at once, or over the command line"));
          }
          if (!json.ok()) return finish(ProblemOf(json.error()));
          Response response = JsonResponse(*json);
          response.headers.emplace_back("ETag", TagOf(version, question));
          response.headers.emplace_back("X-Northstar-Version", VersionText(version));
          finish(std::move(response));
        });
    if (!started) finish(Busy());
  };
  const bool fresh =
      request.head.Header("cache-control").find("no-cache") != std::string_view::npos;
  cache_.Ask(question, version, {tagged, request.left, !fresh}, compute);
}

void Api::RunLong(const RequestSpec& spec, const Arguments& arguments, const std::string& question,
                  Version version, const Done& done) {
  const auto job = jobs_.Ask(question, std::string(spec.name), version,
                             [this, &spec, arguments](CancelToken& cancel, const Jobs::Progress&) {
                               return AnswerOf(spec, arguments, &cancel);
                             });
  if (!job) return done(Busy());
  if (job->state == JobState::kFailed) return done(ProblemOf(*job->error));
  if (job->state == JobState::kDone) {
    Response response = JsonResponse(job->result);
    response.headers.emplace_back("ETag", TagOf(job->version, question));
    response.headers.emplace_back("X-Northstar-Version", VersionText(job->version));
    return done(std::move(response));
  }
  Response response = JsonResponse(JobJson(*job), 202);
  response.headers.emplace_back("Location", fmt::format("/api/v1/jobs/{}", job->id));
  response.headers.emplace_back("Retry-After", "1");
  done(std::move(response));
}

}  // namespace northstar::server

// What only a server has, beside the requests of the table: one line each in endpoints.cc. Run on
// threads that may take their time.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/arrivals.h"
#include "server/access.h"
#include "server/api/jobs.h"
#include "server/api/uploads.h"
#include "server/http/exchange.h"
#include "server/live_messages.h"
#include "server/project_state.h"

namespace northstar::server {

// What they ask of the events that arrive (LiveEvents).
struct ArrivedEvents {
  // Runs it while nothing that arrives is stored.
  std::function<Status(const std::function<Status()>& run)> while_nothing_is_stored;
  // Why events of a source could not be read.
  std::function<std::vector<RejectedBecause>(std::string_view source)> rejected_because;
  // Whether they are stored by another definition than the one in force.
  std::function<bool()> are_unreadable;
  // Why a definition is not in force yet, though it is sound; empty: none waits for that.
  std::function<std::string()> not_applied;
};

// What endpoints work with; all of it outlives them.
struct ApiParts {
  ProjectState& state;
  Access& access;
  LiveMessages& live;
  Jobs& jobs;
  Uploads& uploads;
  ArrivedEvents events;
};
struct ApiCall {
  const Request& request;
  const Caller& caller;
  // Of "tokens/{id}": what stands in the place of {id}; else empty.
  std::string id;

  // The value of a parameter of the URL; empty: not given.
  std::string Parameter(std::string_view name) const;
};

struct Endpoint {
  std::string_view method;
  // Below /api/v1/, with at most one {id}, at its end.
  std::string_view path;
  store::Role role = store::Role::kViewer;
  std::string_view summary;
  Response (*run)(ApiParts&, const ApiCall&) = nullptr;
  // Of a body: "json", "bytes"; empty: none.
  std::string_view body = {};
  // Names of parameters of the URL.
  std::vector<std::string_view> parameters = {};
  // Name of the schema of what it answers (AnswerSchemas); empty: an object.
  std::string_view answer = {};
};

// Static; thread safe.
std::span<const Endpoint> Endpoints();
struct FoundEndpoint {
  const Endpoint* endpoint = nullptr;
  std::string id;
};
// `allowed`: methods of the path, where another one was meant.
FoundEndpoint FindEndpoint(std::string_view method, std::string_view path, std::string& allowed);

// "{…}" with a line break, for whoever may read the project.
Response JsonResponse(const std::string& body, int status = 200);
// {"job":{…}}.
std::string JobJson(const JobView& job);

// endpoints_*.cc
std::vector<Endpoint> ProjectEndpoints();
std::vector<Endpoint> TokenEndpoints();
std::vector<Endpoint> ChangeEndpoints();
std::vector<Endpoint> SessionEndpoints();
std::vector<Endpoint> UploadEndpoints();
std::vector<Endpoint> JobEndpoints();

}  // namespace northstar::server

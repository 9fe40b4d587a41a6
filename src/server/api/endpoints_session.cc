// Logging in with a token, so that a browser need not keep it: a cookie that scripts cannot read.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "server/api/endpoints.h"
#include "server/problem.h"

namespace northstar::server {
namespace {

using Json = nlohmann::ordered_json;

// Whatever the name is, no other page's script gets it sent along.
std::string CookieHeader(const Peer& peer, const std::string& value, bool ends) {
  return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict{}{}", CookieName(peer.secure), value,
                     peer.secure ? "; Secure" : "", ends ? "; Max-Age=0" : "");
}

Response Show(ApiParts&, const ApiCall& call) {
  return JsonResponse(Json{{"role", store::RoleName(call.caller.role)},
                           {"who", call.caller.who},
                           {"session", call.caller.by_cookie}}
                          .dump());
}

Response LogIn(ApiParts& parts, const ApiCall& call) {
  if (!parts.access.sessions().MayTry(call.request.peer.address)) {
    Response response = Problem(429, "tries", "too many tries to log in", "wait a minute");
    response.headers.emplace_back("Retry-After", "60");
    return response;
  }
  const Json body = Json::parse(call.request.body, nullptr, false);
  if (!body.is_object() || !body.contains("token") || !body["token"].is_string())
    return Problem(400, "body", "the body is {\"token\": \"ns_…\"}");
  const auto token = parts.access.FindToken(body["token"].get<std::string>());
  if (!token || token->role == store::Role::kIngest) {
    parts.access.Note(call.request.peer.address, "log-in refused", "");
    return Problem(401, "token", "this is no token that works");
  }
  const std::string cookie = parts.access.sessions().Begin(token->id);
  if (cookie.empty()) return Problem(503, "random", "the machine gives no random numbers");
  parts.access.Note(fmt::format("token {}", token->id), "log-in", call.request.peer.address);
  Response response = JsonResponse(Json{{"role", store::RoleName(token->role)}}.dump());
  response.headers.emplace_back("Set-Cookie", CookieHeader(call.request.peer, cookie, false));
  return response;
}

Response LogOut(ApiParts& parts, const ApiCall& call) {
  parts.access.sessions().End(CookieOf(call.request.head, call.request.peer));
  parts.access.Note(call.caller.who, "log-out", "");
  Response response = JsonResponse(Json{{"ended", true}}.dump());
  response.headers.emplace_back("Set-Cookie", CookieHeader(call.request.peer, "", true));
  return response;
}

}  // namespace

std::vector<Endpoint> SessionEndpoints() {
  using store::Role;
  return {
      {"GET", "session", Role::kViewer, "Who asks, and with which role", Show},
      {"POST", "session", Role::kIngest, "Log in with a token: sets a cookie", LogIn, "json"},
      {"DELETE", "session", Role::kViewer, "Log out", LogOut},
  };
}

}  // namespace northstar::server

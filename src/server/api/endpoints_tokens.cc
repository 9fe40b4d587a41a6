// Tokens, for admins.
#include <fmt/format.h>

#include <charconv>
#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "json/token.h"
#include "model/project.h"
#include "server/api/endpoints.h"
#include "server/api/page.h"
#include "server/problem.h"

namespace northstar::server {
namespace {

using Json = nlohmann::ordered_json;

Response ToResponse(const Json& body, int status = 200) {
  return JsonResponse(body.dump(-1, ' ', false, Json::error_handler_t::replace), status);
}

Response List(ApiParts& parts, const ApiCall& call) {
  const auto all = parts.access.WithTokens([](store::Tokens& tokens) { return tokens.All(); });
  if (!all.ok()) return ProblemOf(all.error());
  std::vector<Listed> list;
  for (const store::Token& token : *all)
    list.push_back(
        {std::to_string(token.id), northstar::ToJson(token, parts.state.clock().NowUs())});
  return PageOf(call, "tokens", std::move(list));
}

Response Make(ApiParts& parts, const ApiCall& call) {
  const Json body = Json::parse(call.request.body, nullptr, false);
  if (!body.is_object()) return Problem(400, "body", "the body is no JSON object");
  const auto text = [&](const char* name) {
    return body.contains(name) && body[name].is_string() ? body[name].get<std::string>() : "";
  };
  store::Token token;
  const auto role = store::RoleNamed(text("role"));
  if (!role) return Problem(400, "role", "the role is ingest, viewer, editor or admin");
  token.role = *role;
  token.name = text("name");
  token.made_us = parts.state.clock().NowUs();
  for (const auto& [name, value] : body.items()) {
    const bool text_here = name == "role" || name == "name" || name == "source";
    if (!(text_here && value.is_string()) && name != "expires_days" && name != "origins" &&
        name != "rate")
      return Problem(400, "body", fmt::format("a token has no '{}', or it is no text", name));
  }
  constexpr size_t kMostName = 200;
  if (token.name.size() > kMostName) return Problem(400, "name", "the name is too long");
  if (body.contains("expires_days")) {
    constexpr int64_t kMostDays = 36'500;
    const Json& days = body["expires_days"];
    if (!days.is_number_integer() || days.get<int64_t>() < 1 || days.get<int64_t>() > kMostDays)
      return Problem(400, "expires_days", "a token works for 1 to 36500 days");
    token.expires_us = token.made_us + days.get<int64_t>() * kMicrosPerDay;
  }
  if (body.contains("rate")) {
    const Json& rate = body["rate"];
    if (!rate.is_number_integer() || rate.get<int64_t>() < 1 || token.role != store::Role::kIngest)
      return Problem(400, "rate", "a rate is events a second, of a key with the role ingest");
    token.rate = rate.get<int64_t>();
  }
  if (body.contains("origins")) {
    if (!body["origins"].is_array() || token.role != store::Role::kIngest)
      return Problem(400, "origins", "origins are a list, of a key with the role ingest");
    for (const Json& origin : body["origins"]) {
      const auto known = origin.is_string() ? store::OriginOf(origin.get<std::string>())
                                            : std::optional<std::string>();
      if (!known) return Problem(400, "origins", "an origin is like https://shop.example");
      token.origins.push_back(*known);
    }
  }
  if (token.role == store::Role::kIngest) {
    token.source = text("source");
    const Source* source = parts.state.project()->FindSource(token.source);
    if (source == nullptr || source->kind != Source::Kind::kHttp) {
      return Problem(400, "source",
                     "a key to send events with belongs to a source with http: true");
    }
  }
  auto made = parts.access.WithTokens([&](store::Tokens& tokens) { return tokens.Make(token); });
  if (!made.ok()) return ProblemOf(made.error());
  parts.access.Note(call.caller.who, "token create",
                    fmt::format("token {} ({})", token.id, RoleName(token.role)));
  Json out = northstar::ToJson(token, token.made_us);
  out["token"] = *made;
  return ToResponse(out, 201);
}

Response Revoke(ApiParts& parts, const ApiCall& call) {
  const std::string& id = call.id;
  int64_t number = 0;
  const auto [end, failed] = std::from_chars(id.data(), id.data() + id.size(), number);
  if (failed != std::errc() || end != id.data() + id.size())
    return Problem(404, "token", "there is no such token");
  const auto revoked = parts.access.WithTokens(
      [&](store::Tokens& tokens) { return tokens.Revoke(number, parts.state.clock().NowUs()); });
  if (!revoked.ok()) return ProblemOf(revoked.error());
  if (!*revoked) return Problem(404, "token", "there is no such token, or it was revoked before");
  parts.access.Note(call.caller.who, "token revoke", fmt::format("token {}", number));
  return ToResponse({{"id", number}, {"revoked", true}});
}

}  // namespace

std::vector<Endpoint> TokenEndpoints() {
  using store::Role;
  return {
      {"GET", "tokens", Role::kAdmin, "All tokens, without what is secret of them", List, "",
       kPageParameters},
      {"POST", "tokens", Role::kAdmin, "Make a token; this answer alone shows it", Make, "json"},
      {"DELETE", "tokens/{id}", Role::kAdmin, "End a token", Revoke},
  };
}

}  // namespace northstar::server

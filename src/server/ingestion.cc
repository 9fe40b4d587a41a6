#include "server/ingestion.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

#include "ingest/body.h"

namespace northstar::server {
namespace {

using ingest::Fate;
using ingest::Format;
using ingest::Outcome;
using ingest::WireSpec;

constexpr size_t kConfigurationBytes = 256 * 1024;
constexpr size_t kGetTarget = 64 * 1024;

std::string_view WithoutLastSlash(std::string_view path) {
  if (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  return path;
}

// What stands between the two in the path: a key.
std::optional<std::string> Between(std::string_view path, std::string_view before,
                                   std::string_view after) {
  path = WithoutLastSlash(path);
  if (!path.starts_with(before) || !path.ends_with(after) ||
      path.size() <= before.size() + after.size())
    return std::nullopt;
  const std::string_view key =
      path.substr(before.size(), path.size() - before.size() - after.size());
  if (key.find('/') != std::string_view::npos) return std::nullopt;
  return std::string(key);
}

bool IsFlags(std::string_view path) {
  path = WithoutLastSlash(path);
  return path == "/flags" || path == "/decide";
}

bool IsConfiguration(std::string_view path) {
  return IsFlags(path) || Between(path, "/v1/projects/", "/settings") ||
         Between(path, "/array/", "/config") || Between(path, "/array/", "/config.js");
}

Response Json(const nlohmann::json& body) {
  Response response;
  response.body = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return response;
}

// A browser hands the answer to the page that asked; keys are public there anyway.
void AddCors(const RequestHead& head, Response& response) {
  const std::string_view origin = head.Header("origin");
  if (origin.empty()) return;
  response.headers.emplace_back("Access-Control-Allow-Origin", origin);
  response.headers.emplace_back("Access-Control-Allow-Credentials", "true");
  response.headers.emplace_back("Access-Control-Expose-Headers", "Retry-After");
  response.headers.emplace_back("Vary", "Origin");
}

Response Preflight() {
  Response response;
  response.status = 204;
  response.headers.emplace_back("Access-Control-Allow-Methods", "GET, POST, OPTIONS");
  // Segment counts its retries in a header, Amplitude packs bodies.
  response.headers.emplace_back("Access-Control-Allow-Headers",
                                "authorization, content-type, content-encoding, x-retry-count");
  response.headers.emplace_back("Access-Control-Max-Age", "7200");
  return response;
}

Response ToResponse(const ingest::Reply& reply) {
  Response response;
  response.status = reply.status;
  response.body = reply.body;
  response.content_type = reply.json ? "application/json" : "text/plain";
  if (reply.retry_after > 0)
    response.headers.emplace_back("Retry-After", std::to_string(reply.retry_after));
  return response;
}

std::string Parameter(const Request& request, std::string_view name) {
  for (const auto& [one, value] : request.parameters) {
    if (one == name) return value;
  }
  return "";
}

// The form field `data` of a URL as it was sent.
std::string DataOf(std::string_view query) {
  while (!query.empty()) {
    const std::string_view one = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(one.size() + 1, query.size()));
    if (one.starts_with("data=")) return std::string(one);
  }
  return "";
}

Fate FateOf(int status) {
  if (status == 503) return Fate::kBusy;
  return status == 413 || status == 414 || status == 431 ? Fate::kTooLarge : Fate::kUnreadable;
}

// Lists with nothing in them are fine.
bool HoldsNoEvents(const ingest::Json& root) {
  for (const char* list : {"batch", "events"}) {
    if (const auto elements = ingest::ListField(root, list)) return elements->empty();
  }
  return root.is_array();
}

}  // namespace

Ingestion::Ingestion(Settings settings, eventlog::EventLog& log, Access& access, const Clock& clock,
                     IsSource is_source)
    : settings_(std::move(settings)),
      log_(log),
      access_(access),
      clock_(clock),
      is_source_(std::move(is_source)) {}

bool Ingestion::IsPath(std::string_view path) {
  return ingest::WireFor(path) != nullptr || IsConfiguration(path);
}

Handler::Limits Ingestion::LimitsOf(std::string_view path) {
  const WireSpec* wire = ingest::WireFor(path);
  if (wire == nullptr) return {kConfigurationBytes};
  return {wire->most_bytes, wire->family == ingest::Family::kMixpanel ? kGetTarget : 8 * 1024};
}

Response Ingestion::Refuse(const RequestHead& head, int status, const std::string& why) const {
  const WireSpec* wire = ingest::WireFor(head.path);
  Response response;
  if (wire != nullptr) {
    Outcome outcome;
    outcome.fate = FateOf(status);
    outcome.why = why;
    response = ToResponse(ingest::ReplyTo(wire->format, outcome));
  } else {
    response = Json({{"error", why}});
  }
  response.status = status;
  AddCors(head, response);
  return response;
}

void Ingestion::Handle(Request request, Done done) {
  const RequestHead head = request.head;
  const Done answer = [head, done = std::move(done)](Response response) {
    AddCors(head, response);
    done(std::move(response));
  };
  if (head.method == "OPTIONS") return answer(Preflight());
  if (auto configuration = AnswerConfiguration(request)) return answer(std::move(*configuration));
  const WireSpec* wire = ingest::WireFor(head.path);
  const bool by_url = head.method == "GET" && wire->family == ingest::Family::kMixpanel;
  if (head.method != "POST" && !by_url) {
    Response response = Refuse(head, 405, "events are sent with POST");
    response.headers.emplace_back("Allow", "POST, OPTIONS");
    return answer(std::move(response));
  }
  if (by_url) request.body = DataOf(head.query);
  ++counts_.requests;
  Take(*wire, std::move(request), answer);
}

// Nothing that northstar has no use for is switched on.
std::optional<Response> Ingestion::AnswerConfiguration(const Request& request) const {
  const std::string_view path = request.head.path;
  if (const auto key = Between(path, "/v1/projects/", "/settings")) {
    return Json({{"integrations",
                  {{"Segment.io",
                    {{"apiKey", *key},
                     {"apiHost", settings_.public_host + "/v1"},
                     {"protocol", settings_.secure ? "https" : "http"},
                     {"unbundledIntegrations", nlohmann::json::array()},
                     {"addBundledMetadata", true}}}}},
                 {"plan", {{"track", {{"__default", {{"enabled", true}}}}}}},
                 {"edgeFunction", nlohmann::json::object()},
                 {"metrics", {{"sampleRate", 0}}},
                 {"enabledMiddleware", nlohmann::json::object()},
                 {"remotePlugins", nlohmann::json::array()},
                 {"legacyVideoPluginsEnabled", false}});
  }
  const auto config = [](const std::string& key) {
    return nlohmann::json{{"token", key},
                          {"supportedCompression", {"gzip", "gzip-js"}},
                          {"featureFlags", nlohmann::json::array()},
                          {"hasFeatureFlags", false},
                          {"sessionRecording", false},
                          {"surveys", false},
                          {"heatmaps", false},
                          {"capturePerformance", false},
                          {"autocapture_opt_out", true},
                          {"autocaptureExceptions", false},
                          {"captureDeadClicks", false},
                          {"defaultIdentifiedOnly", true},
                          {"isAuthenticated", false},
                          {"editorParams", nlohmann::json::object()},
                          {"toolbarParams", nlohmann::json::object()},
                          {"siteApps", nlohmann::json::array()},
                          {"config", {{"enable_collect_everything", true}}}};
  };
  if (const auto key = Between(path, "/array/", "/config.js")) {
    Response response;
    response.content_type = "application/javascript";
    response.body = fmt::format(
        "(function(){{window._POSTHOG_REMOTE_CONFIG=window._POSTHOG_REMOTE_CONFIG||{{}};"
        "window._POSTHOG_REMOTE_CONFIG[{}]={{config:{},siteApps:[]}};}})();",
        nlohmann::json(*key).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace),
        config(*key).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace));
    return response;
  }
  if (const auto key = Between(path, "/array/", "/config")) return Json(config(*key));
  if (!IsFlags(path)) return std::nullopt;
  return Json({{"flags", nlohmann::json::object()},
               {"featureFlags", nlohmann::json::object()},
               {"featureFlagPayloads", nlohmann::json::object()},
               {"errorsWhileComputingFlags", false},
               {"supportedCompression", {"gzip", "gzip-js"}},
               {"sessionRecording", false},
               {"siteApps", nlohmann::json::array()},
               {"requestId", "northstar"}});
}

// The key may stand in the header, the body or the query; in some clients it stands in several.
std::optional<store::Token> Ingestion::TokenOf(const Request& request,
                                               const std::vector<std::string>& keys) {
  std::vector<std::string> candidates{BasicUserOf(request.head), BearerOf(request.head)};
  candidates.insert(candidates.end(), keys.begin(), keys.end());
  for (const char* name : {"api_key", "token", "writeKey"})
    candidates.push_back(Parameter(request, name));
  for (const std::string& candidate : candidates) {
    const auto token = access_.FindToken(candidate);
    if (!token || token->role != store::Role::kIngest || !is_source_(token->source)) continue;
    const std::string origin(request.head.Header("origin"));
    const bool from_there =
        origin.empty() || token->origins.empty() ||
        std::find(token->origins.begin(), token->origins.end(), origin) != token->origins.end();
    if (from_there) return token;
  }
  return std::nullopt;
}

// What a key has left of its rate, which grows for a second; a batch may overdraw it.
bool Ingestion::MaySend(const store::Token& token, size_t events) {
  if (token.rate <= 0) return true;
  const auto now = std::chrono::steady_clock::now();
  const auto rate = static_cast<double>(token.rate);
  const auto [at, fresh] = allowances_.try_emplace(token.id, Allowance{rate, now});
  Allowance& allowance = at->second;
  const double seconds = std::chrono::duration<double>(now - allowance.at).count();
  allowance = {std::min(rate, allowance.events + seconds * rate), now};
  if (allowance.events <= 0) return false;
  allowance.events -= static_cast<double>(events);
  return true;
}

void Ingestion::Take(const WireSpec& wire, Request request, const Done& done) {
  Format format = wire.format;
  Outcome outcome;
  outcome.now_us = clock_.NowUs();
  outcome.verbose = Parameter(request, "verbose") == "1" || Parameter(request, "strict") == "1";
  const auto end = [&](Fate fate, std::string why) {
    outcome.fate = fate;
    outcome.why = std::move(why);
    done(ToResponse(ingest::ReplyTo(format, outcome)));
  };
  auto unpacked = ingest::UnpackBody(request.body, wire.most_bytes);
  if (const auto* error = std::get_if<ingest::BodyError>(&unpacked)) {
    if (*error == ingest::BodyError::kTooLarge)
      return end(Fate::kTooLarge, fmt::format("the body is larger than {} bytes", wire.most_bytes));
    return end(Fate::kUnreadable, "the body cannot be unpacked");
  }
  std::string& text = std::get<std::string>(unpacked);
  const auto root = body_.Parse(text);
  if (!root) return end(Fate::kUnreadable, "the body is no JSON");
  format = ingest::FormatOf(wire, *root);
  const ingest::Batch batch = ingest::ReadBatch(format, *root, outcome.now_us, wire.most_events);
  if (batch.too_many)
    return end(Fate::kTooLarge, fmt::format("there are more than {} events", wire.most_events));
  if (batch.keys.size() > 1) return end(Fate::kUnreadable, "the events have different keys");
  const auto token = TokenOf(request, batch.keys);
  if (!token) {
    ++counts_.unauthorized;
    return end(Fate::kNoKey, "this key is not known here");
  }
  if (!MaySend(*token, batch.events.size())) {
    ++counts_.limited;
    return end(Fate::kBusy, fmt::format("this key may send {} events a second", token->rate));
  }
  if (batch.events.empty()) {
    if (HoldsNoEvents(*root)) return end(Fate::kStored, "");
    return end(Fate::kUnreadable, "there are no events in the body");
  }
  eventlog::Record record;
  record.received_us = outcome.now_us;
  record.events = static_cast<uint32_t>(batch.events.size());
  record.key = static_cast<uint32_t>(token->id);
  record.format = static_cast<uint16_t>(format);
  for (size_t i = 0; i < batch.events.size(); ++i) {
    if (batch.events[i].refused.empty()) continue;
    if (record.verdicts.empty()) record.verdicts.assign((batch.events.size() + 7) / 8, '\0');
    char& byte = record.verdicts[i / 8];
    byte = static_cast<char>(byte | 1 << (i % 8));
    outcome.refused.push_back({i, batch.events[i].refused});
  }
  outcome.events = batch.events.size();
  outcome.bytes = text.size();
  counts_.refused += static_cast<int64_t>(outcome.refused.size());
  if (outcome.refused.size() == batch.events.size()) return end(Fate::kStored, "");
  record.body = std::move(text);
  const auto stored = [this, format, outcome, done](const Status& durable) mutable {
    if (durable.ok()) {
      counts_.events += static_cast<int64_t>(outcome.events - outcome.refused.size());
      counts_.bytes += static_cast<int64_t>(outcome.bytes);
    } else {
      ++counts_.failed;
      outcome = Outcome{Fate::kUnavailable, "events cannot be written now"};
    }
    done(ToResponse(ingest::ReplyTo(format, outcome)));
  };
  switch (log_.Append(std::move(record), stored)) {
    case eventlog::EventLog::Taken::kYes:
      return;
    case eventlog::EventLog::Taken::kFull:
      ++counts_.busy;
      outcome = Outcome{};
      return end(Fate::kBusy, "too much waits to be written");
    case eventlog::EventLog::Taken::kClosed:
      outcome = Outcome{};
      return end(Fate::kUnavailable, "the server is stopping");
  }
}

}  // namespace northstar::server

#include "server/server.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "base/crash_point.h"
#include "base/text.h"
#include "model/project.h"
#include "server/access.h"
#include "server/api/api.h"
#include "server/check_settings.h"
#include "server/http/http_server.h"
#include "server/http/request_head.h"
#include "server/ingestion.h"
#include "server/live_events.h"
#include "server/live_messages.h"
#include "server/metrics.h"
#include "server/problem.h"
#include "server/project_state.h"
#include "server/run_file.h"
#include "server/workers.h"
#include "store/process_lock.h"

namespace northstar::server {
namespace {

namespace fs = std::filesystem;

constexpr int kWorkers = 2;
constexpr size_t kMostWaiting = 64;
constexpr std::string_view kCommandPath = "/command";

class ProjectServer final : public Server, public Handler {
 public:
  explicit ProjectServer(const ServerSettings& settings)
      : settings_(settings),
        run_file_(RunFileOf(settings.folder)),
        socket_(SocketOf(settings.folder)) {}
  ~ProjectServer() override {
    std::error_code ignored;
    if (lock_) fs::remove(run_file_, ignored);
  }

  Status Open() {
    NS_RETURN_IF_ERROR(CheckSettings(settings_));
    NS_ASSIGN(state_, ProjectState::Open(settings_.folder, settings_.environment, settings_.clock));
    NS_RETURN_IF_ERROR(TakeLock());
    CloseFolder();
    NS_RETURN_IF_ERROR(OpenAccess());
    NS_RETURN_IF_ERROR(OpenEvents());
    workers_ = std::make_unique<Workers>(kWorkers, kMostWaiting);
    api_ = std::make_unique<Api>(
        *state_, *access_, live_, *workers_, settings_.version,
        ArrivedEvents{[this](const std::function<Status()>& run) {
                        return events_->WhileNothingIsStored(run);
                      },
                      [this](std::string_view source) { return events_->Rejected(source); },
                      [this] { return events_->deriving().unreadable; },
                      [this] { return events_->deriving().not_applied; }});
    HttpServer::Settings http;
    http.address = settings_.address;
    http.port = settings_.port;
    http.certificate = settings_.certificate;
    http.key = settings_.key;
    http.socket = socket_;
    if (settings_.socket_group != 0) {
      http.socket_mode = 0660;
      http.socket_group = settings_.socket_group;
    }
    NS_ASSIGN(http_, HttpServer::Open(http, *this));
    FindHosts();
    ingestion_ = std::make_unique<Ingestion>(
        Ingestion::Settings{hosts_.front(), !settings_.certificate.empty()}, events_->log(),
        *access_, *settings_.clock, [this](std::string_view source) { return IsLive(source); });
    return WriteRunFile(settings_.folder, {::getpid(), socket_, settings_.version, url()},
                        settings_.socket_group);
  }

  std::string url() const override {
    const bool six = settings_.address.find(':') != std::string::npos;
    return fmt::format("{}://{}{}{}:{}", settings_.certificate.empty() ? "http" : "https",
                       six ? "[" : "", settings_.address, six ? "]" : "", http_->port());
  }

  void Run() override {
    std::thread watching([this] { Watch(); });
    std::thread loading([this] { KeepLoaded(); });
    std::thread looking([this] { KeepLooking(); });
    http_->Run();
    stopping_ = true;
    commands_.Stop();
    std::unique_lock refreshing(refreshing_);
    Log("info", "stopping: what arrived is being stored");
    events_->Stop();
    api_->Stop();
    workers_->Stop();
    refreshing.unlock();
    watching.join();
    loading.join();
    looking.join();
    Log("info", "stopped");
  }

  void Stop() override {
    stopping_ = true;
    http_->Stop();
  }
  // --- Handler
  Limits LimitsOf(std::string_view path) const override {
    if (Ingestion::IsPath(path)) return Ingestion::LimitsOf(path);
    if (path == kCommandPath) return {size_t{16} << 20};
    return {Api::MostBytes(path)};
  }

  Response Refuse(const RequestHead& head, int status, const std::string& why) const override {
    if (Ingestion::IsPath(head.path)) return ingestion_->Refuse(head, status, why);
    return Problem(status, "http", why);
  }

  std::optional<Response> Judge(const RequestHead& head, const Peer& peer) override {
    if (peer.local) return std::nullopt;
    const std::vector<std::string>& proxies = settings_.proxies;
    if (!proxies.empty() &&
        std::find(proxies.begin(), proxies.end(), peer.address) == proxies.end())
      return Problem(403, "proxy", "only the proxy is listened to here");
    if (std::find(hosts_.begin(), hosts_.end(), head.host) == hosts_.end()) {
      return Problem(421, "host",
                     fmt::format("'{}' is no name of this server", Printable(head.host)),
                     "start it with --public-name, if clients should find it so");
    }
    return JudgeOrigin(head, peer);
  }

  void Handle(Request request, std::function<void(Response)> done) override {
    const std::string& path = request.head.path;
    done = [this, done = std::move(done), api = Api::IsPath(path)](Response response) {
      Secure(response, api);
      done(std::move(response));
    };
    if (Ingestion::IsPath(path)) return ingestion_->Handle(std::move(request), std::move(done));
    if (Api::IsPath(path)) return api_->Handle(std::move(request), std::move(done));
    if (path == "/healthz") return done(Text(200, "ok\n"));
    if (path == "/readyz") return done(Ready());
    if (path == "/metrics") return OnMetrics(request, done);
    if (path == kCommandPath && request.peer.local) return done(OnCommand(request));
    done(Problem(404, "path", "there is nothing at this address", "the API is at /api/v1/"));
  }

 private:
  Status TakeLock() {
    NS_ASSIGN(auto taken, store::ProcessLock::Take(LockFileOf(settings_.folder)));
    if (const auto* other = std::get_if<store::ProcessLock::Taken>(&taken)) {
      return Error::Data(
          fmt::format("a server of this project runs already{}",
                      other->process > 0 ? fmt::format(" (process {})", other->process) : ""),
          "stop it first: it holds the data");
    }
    lock_.emplace(std::move(std::get<store::ProcessLock>(taken)));
    return Status::Ok();
  }

  // Nobody else looks into what is gathered; members of the socket's group pass through to it.
  void CloseFolder() const {
    const std::string folder = (fs::path(settings_.folder) / ".northstar").string();
    const bool group = settings_.socket_group != 0 &&
                       ::chown(folder.c_str(), static_cast<uid_t>(-1), settings_.socket_group) == 0;
    (void)::chmod(folder.c_str(), group ? 0710 : 0700);
  }

  Status OpenAccess() {
    NS_ASSIGN(store::Tokens tokens, store::Tokens::Open(*state_->project()));
    const bool open = IsLoopback(settings_.address) && settings_.proxies.empty();
    if (!open) {
      NS_ASSIGN(const std::vector<store::Token> all, tokens.All());
      const int64_t now = settings_.clock->NowUs();
      const bool admin = std::any_of(all.begin(), all.end(), [&](const store::Token& token) {
        return token.role == store::Role::kAdmin && token.WorksAt(now);
      });
      if (!admin) {
        return Error::Usage(
            fmt::format("others can reach {}, and nobody has a token", settings_.address),
            "northstar token create --role admin");
      }
      if (settings_.certificate.empty() && settings_.proxies.empty()) {
        return Error::Usage(
            fmt::format("others can reach {}, and what they say is not encrypted",
                        settings_.address),
            "--tls-cert and --tls-key, or --behind-proxy ADDRESS where one encrypts it");
      }
    }
    access_ = std::make_unique<Access>(
        std::move(tokens),
        Access::Settings{open, settings_.require_token, settings_.socket_group != 0},
        settings_.clock);
    return Status::Ok();
  }

  Status OpenEvents() {
    NS_ASSIGN(events_, LiveEvents::Open(
                           *state_, *access_,
                           [this](const char* level, const std::string& text) { Log(level, text); },
                           [this] {
                             state_->DataChanged();
                             live_.Tell("data",
                                        fmt::format("{{\"version\":{}}}", state_->data_version()));
                           }));
    return Status::Ok();
  }

  // Names under which it may be asked: the first is what clients are told.
  void FindHosts() {
    for (std::string name : settings_.public_names) {
      name = LowerUtf8(name);
      hosts_.push_back(name);
      if (name.find(':') == std::string::npos)
        hosts_.push_back(fmt::format("{}:{}", name, http_->port()));
    }
    const bool six = settings_.address.find(':') != std::string::npos;
    for (const std::string& name :
         {six ? "[" + settings_.address + "]" : settings_.address, std::string("127.0.0.1"),
          std::string("localhost"), std::string("[::1]")}) {
      const std::string host = fmt::format("{}:{}", name, http_->port());
      if (std::find(hosts_.begin(), hosts_.end(), host) == hosts_.end()) hosts_.push_back(host);
    }
  }

  bool IsLive(std::string_view name) const {
    const ProjectRef project = state_->project();
    const Source* source = project->FindSource(std::string(name));
    return source != nullptr && source->kind == Source::Kind::kHttp;
  }

  // A web page may not make a browser that has no credentials ask for changes.
  std::optional<Response> JudgeOrigin(const RequestHead& head, const Peer& peer) const {
    const bool safe = head.method == "GET" || head.method == "HEAD" || Ingestion::IsPath(head.path);
    if (safe || head.HasHeader("authorization")) return std::nullopt;
    const std::string origin(head.Header("origin"));
    const std::string own =
        fmt::format("{}://{}", settings_.certificate.empty() ? "http" : "https", head.host);
    const bool same = origin.empty() || origin == own;
    // What a browser sends along by itself proves nothing of who made it.
    if (!CookieOf(head, peer).empty()) {
      if (origin == own && head.Header("x-northstar") == "1") return std::nullopt;
      return Problem(403, "origin",
                     "changes in a session come from a page of this server, with the header "
                     "X-Northstar: 1");
    }
    const std::string_view type = head.Header("content-type");
    const bool upload = head.path == "/api/v1/uploads" && type == "application/octet-stream" &&
                        head.Header("x-northstar") == "1";
    const bool plain = type.starts_with("application/json") || upload ||
                       (!head.content_length && !head.chunked && head.Header("x-northstar") == "1");
    if (same && plain) return std::nullopt;
    return Problem(403, "origin",
                   same ? "changes without a token are sent as application/json, uploads as "
                          "application/octet-stream with the header X-Northstar: 1"
                        : "another page's script may not change anything here");
  }

  void Secure(Response& response, bool data) const {
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    response.headers.emplace_back("Referrer-Policy", "no-referrer");
    if (!data) return;
    response.headers.emplace_back("Content-Security-Policy",
                                  "default-src 'none'; frame-ancestors 'none'");
    if (!settings_.certificate.empty())
      response.headers.emplace_back("Strict-Transport-Security", "max-age=31536000");
  }

  static Response Text(int status, std::string text) {
    Response response;
    response.status = status;
    response.body = std::move(text);
    response.content_type = "text/plain; charset=utf-8";
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
  }

  Response Ready() const {
    const auto log = events_->log().Health();
    const auto fold = events_->stored();
    const auto deriving = events_->deriving();
    const uint64_t behind = log.durable > fold.visible ? log.durable - fold.visible : 0;
    constexpr uint64_t kReplaying = 1'000'000;
    std::string state = "ready", why;
    if (!log.failure.empty()) {
      state = "full";
      why = "events cannot be written; the log says why";
    } else if (!loaded_) {
      state = "starting";
      why = "files and databases are being loaded";
    } else if (!fold.failure.empty() || !deriving.not_stored.empty()) {
      state = "degraded";
      why = "events are kept, but not stored; the log says why";
    } else if (!deriving.not_applied.empty()) {
      state = "degraded";
      why = "a definition that changed is not applied to what arrived; the log says why";
    } else if (behind > kReplaying) {
      state = "replaying";
      why = fmt::format("{} events wait to be stored", WithThousands(static_cast<int64_t>(behind)));
    } else if (const auto trouble = state_->trouble()) {
      state = "degraded";
      why = "the project's files have errors; the last sound version is in force";
    }
    const bool ready = state == "ready" || state == "degraded" || state == "replaying";
    nlohmann::json body{{"state", state}, {"why", nullptr}};
    if (!why.empty()) body["why"] = why;
    Response response;
    response.status = ready ? 200 : 503;
    response.body = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
  }

  void OnMetrics(const Request& request, const std::function<void(Response)>& done) {
    const auto caller = access_->CallerOf(request.head, request.peer);
    if (!caller || caller->role == store::Role::kIngest)
      return done(Problem(caller ? 403 : 401, "role", "this needs the role viewer"));
    MetricValues values;
    values.http = http_->counts();
    values.log = events_->log().Health();
    values.fold = events_->stored();
    values.kept = events_->kept();
    values.ingestion = &ingestion_->counts();
    values.cache = api_->cached();
    values.listeners = live_.listeners();
    if (const auto deriving = events_->deriving(); deriving.goes_on)
      values.deriving_behind = values.log.durable - std::min(values.log.durable, deriving.done);
    values.lost = events_->lost();
    values.loads_failed = loads_failed_;
    std::error_code ignored;
    values.wal_bytes =
        static_cast<int64_t>(fs::file_size(state_->project()->warehouse.path + ".wal", ignored));
    if (ignored) values.wal_bytes = 0;
    Response response = Text(200, WriteMetrics(values));
    response.content_type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    done(std::move(response));
  }

  Response OnCommand(const Request& request) {
    auto call = ReadCall(request.body);
    if (!call) return Problem(400, "body", "this is no command");
    const auto caller = access_->CallerOf(request.head, request.peer);
    if (!caller || (caller->role != store::Role::kAdmin && !request.peer.local))
      return Problem(403, "role", "users of this machine alone");
    const bool member = caller->role != store::Role::kAdmin;
    if (member) call->folder = fs::absolute(settings_.folder).string();
    const CommandThreads::Run run = [this, member](const CommandCall& one, const auto& out,
                                                   const auto& err, CancelToken* cancel) {
      RefreshProject();
      const auto paused = [this](const std::function<Status()>& work) {
        return events_->WhileNothingIsStored(work);
      };
      const HostedCall hosted{one, paused, cancel, member ? &settings_.environment : nullptr};
      const int code = settings_.run_command(hosted, out, err);
      RefreshProject();
      events_->LookAgain();
      state_->DataChanged();
      return code;
    };
    auto started = commands_.Start(std::move(*call), run);
    return started ? std::move(*started) : Problem(503, "busy", "too many commands run already");
  }

  void RefreshProject() {
    const std::scoped_lock lock(refreshing_);
    if (stopping_) return;
    events_->Retry();
    const auto before = state_->trouble();
    if (auto loaded = state_->ReadChanged()) {
      TakeProject(std::move(*loaded));
    } else if (const auto trouble = state_->trouble();
               trouble && (!before || before->message != trouble->message)) {
      Log("error", "the project's files have errors; the last sound version stays in force: " +
                       trouble->message);
      live_.Tell("project", "{\"trouble\":true}");
    }
  }

  void TakeProject(LoadedProject loaded) {
    const auto changed = std::make_shared<LoadedProject>(std::move(loaded));
    events_->Take(changed->project, [this, changed] {
      state_->PutInForce(std::move(*changed));
      Log("info", "the project's files changed; they are in force");
      live_.Tell("project", fmt::format("{{\"version\":{}}}", state_->project_version()));
    });
  }

  void Watch() {
    int beats = 0;
    while (!stopping_) {
      std::this_thread::sleep_for(std::chrono::seconds(1));
      RefreshProject();
      events_->TellFailures();
      if (++beats % 20 == 0) live_.Beat();
    }
  }

  // Files and databases, at the start and now and then.
  void KeepLoaded() {
    // Tests compare what commands do with and without a server that does nothing by itself.
    const bool by_itself = TestNumber("serve.loads", 1) != 0;
    while (!stopping_) {
      if (by_itself) LoadFiles();
      loaded_ = true;
      if (by_itself) Look();
      WaitForRefresh();
    }
  }

  // The project may say another time meanwhile.
  void WaitForRefresh() const {
    const auto begun = std::chrono::steady_clock::now();
    while (!stopping_) {
      const std::chrono::microseconds every =
          settings_.refresh_seconds ? std::chrono::seconds(*settings_.refresh_seconds)
                                    : std::chrono::microseconds(state_->project()->refresh_us);
      if (every.count() > 0 && std::chrono::steady_clock::now() - begun >= every) return;
      WaitFor(std::chrono::milliseconds(500));
    }
  }

  // Looks whether something is wrong, and at what is due to be told, while data arrive.
  void KeepLooking() {
    constexpr int kMinutesBetween = 5;
    uint64_t seen = 0;
    for (int minute = 1; !stopping_; ++minute) {
      WaitFor(std::chrono::minutes(1));
      if (stopping_ || !loaded_) continue;
      if (minute % kMinutesBetween == 0 && seen != state_->data_version()) {
        seen = state_->data_version();
        Look();
      }
      const std::scoped_lock lock(looking_);
      if (settings_.send_digests) settings_.send_digests();
    }
  }

  void Look() {
    if (!settings_.look || stopping_) return;
    const std::scoped_lock lock(looking_);
    settings_.look();
    live_.Tell("check", "{}");
  }

  void WaitFor(std::chrono::milliseconds time) const {
    const auto until = std::chrono::steady_clock::now() + time;
    while (!stopping_ && std::chrono::steady_clock::now() < until)
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }

  void LoadFiles() {
    events_->LookAgain();
    const ProjectRef project = state_->project();
    LoadRequest request;
    request.now_us = settings_.clock->NowUs();
    for (const Source& source : project->sources) {
      if (source.kind != Source::Kind::kHttp && source.kind != Source::Kind::kTable)
        request.sources.push_back(source.name);
    }
    if (request.sources.empty()) return;
    const auto loaded = state_->warehouse()->Load(*project, request);
    if (!loaded.ok()) {
      ++loads_failed_;
      Log("error", "loading failed: " + loaded.error().message);
      return;
    }
    int64_t kept = 0;
    for (const LoadSummary& summary : *loaded) kept += summary.kept;
    if (kept == 0) return;
    state_->DataChanged();
    live_.Tell("data", fmt::format("{{\"version\":{}}}", state_->data_version()));
    Log("info", fmt::format("loaded {} new rows", WithThousands(kept)));
  }

  void Log(const char* level, const std::string& text) const {
    if (settings_.log) settings_.log(fmt::format("{}: {}", level, Printable(text)));
  }

  const ServerSettings settings_;
  const std::string run_file_, socket_;
  std::optional<store::ProcessLock> lock_;
  LiveMessages live_;
  std::unique_ptr<ProjectState> state_;
  std::unique_ptr<Access> access_;
  std::unique_ptr<LiveEvents> events_;
  std::unique_ptr<Workers> workers_;
  std::unique_ptr<Api> api_;
  std::unique_ptr<Ingestion> ingestion_;
  std::unique_ptr<HttpServer> http_;
  CommandThreads commands_;
  std::vector<std::string> hosts_;
  std::mutex refreshing_, looking_;
  std::atomic<bool> stopping_{false}, loaded_{false};
  std::atomic<int64_t> loads_failed_{0};
};

}  // namespace

Result<std::unique_ptr<Server>> Server::Open(const ServerSettings& settings) {
  auto server = std::make_unique<ProjectServer>(settings);
  NS_RETURN_IF_ERROR(server->Open());
  return std::unique_ptr<Server>(std::move(server));
}

}  // namespace northstar::server

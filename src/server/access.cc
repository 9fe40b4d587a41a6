#include "server/access.h"

#include <fmt/format.h>
#include <unistd.h>

#include "base/text.h"
#include "ingest/body.h"

namespace northstar::server {
namespace {

using std::chrono::steady_clock;

// A revoked token is refused after so long at the latest.
constexpr std::chrono::milliseconds kBelieved{100};
constexpr size_t kMostCached = 10'000;

constexpr const char* kForwarding[] = {"forwarded",         "x-forwarded-for", "x-forwarded-host",
                                       "x-forwarded-proto", "x-real-ip",       "via"};

bool IsForwarded(const RequestHead& head) {
  for (const char* name : kForwarding) {
    if (head.HasHeader(name)) return true;
  }
  for (const auto& [name, value] : head.headers) {
    if (name.starts_with("x-forwarded-")) return true;
  }
  return false;
}

std::string After(std::string_view scheme, std::string_view header) {
  if (header.size() <= scheme.size() || header[scheme.size()] != ' ') return "";
  for (size_t i = 0; i < scheme.size(); ++i) {
    if ((header[i] | 0x20) != scheme[i]) return "";
  }
  header.remove_prefix(scheme.size());
  while (header.starts_with(' ')) header.remove_prefix(1);
  return std::string(header);
}

}  // namespace

std::string BearerOf(const RequestHead& head) {
  return After("bearer", head.Header("authorization"));
}

std::string BasicUserOf(const RequestHead& head) {
  const std::string encoded = After("basic", head.Header("authorization"));
  if (encoded.empty()) return "";
  const auto decoded = ingest::Base64Decoded(encoded);
  const auto* text = std::get_if<std::string>(&decoded);
  return text != nullptr ? text->substr(0, text->find(':')) : "";
}

// A browser keeps a name with this prefix from being set by anybody but the server itself, over
// TLS.
std::string_view CookieName(bool secure) {
  return secure ? "__Host-northstar" : "northstar-session";
}

std::string CookieOf(const RequestHead& head, const Peer& peer) {
  const std::string wanted = std::string(CookieName(peer.secure)) + "=";
  for (const std::string& part : Split(std::string(head.Header("cookie")), ';')) {
    const size_t begin = part.find_first_not_of(' ');
    if (begin != std::string::npos && part.compare(begin, wanted.size(), wanted) == 0)
      return part.substr(begin + wanted.size());
  }
  return "";
}

std::optional<store::Token> Access::TokenOfSession(const RequestHead& head, const Peer& peer) {
  const std::string cookie = CookieOf(head, peer);
  if (cookie.empty()) return std::nullopt;
  const auto id = sessions_.Find(cookie);
  if (!id) return std::nullopt;
  const std::scoped_lock lock(mutex_);
  const auto all = tokens_.All();
  if (!all.ok()) return std::nullopt;
  for (const store::Token& token : *all) {
    if (token.id == *id && token.WorksAt(clock_->NowUs())) return token;
  }
  sessions_.End(cookie);
  return std::nullopt;
}

std::optional<store::Token> Access::FindToken(std::string_view text) {
  constexpr size_t kMostSigns = 100;
  if (!text.starts_with("ns_") || text.size() > kMostSigns) return std::nullopt;
  const auto now = steady_clock::now();
  const std::scoped_lock lock(mutex_);
  if (const auto found = cache_.find(text); found != cache_.end() && now < found->second.until)
    return found->second.token;
  auto token = tokens_.Find(text);
  std::optional<store::Token> works;
  if (token.ok() && *token && (*token)->WorksAt(clock_->NowUs())) works = *token;
  if (works) (void)tokens_.Used(works->id, clock_->NowUs());
  if (cache_.size() >= kMostCached) cache_.clear();
  cache_.insert_or_assign(std::string(text), Known{works, now + kBelieved});
  return works;
}

Result<std::string> Access::SourceOf(int64_t token) {
  const std::scoped_lock lock(mutex_);
  if (const auto found = sources_.find(token); found != sources_.end()) return found->second;
  NS_ASSIGN(const std::vector<store::Token> all, tokens_.All());
  for (const store::Token& one : all) sources_[one.id] = one.source;
  return sources_[token];
}

std::optional<Caller> Access::CallerOf(const RequestHead& head, const Peer& peer) {
  if (peer.local) {
    const bool owner = peer.uid == ::geteuid() || peer.uid == 0;
    return Caller{owner ? store::Role::kAdmin : store::Role::kEditor,
                  fmt::format("uid {}", peer.uid), false};
  }
  if (head.HasHeader("authorization")) {
    const auto token = FindToken(BearerOf(head));
    if (!token) return std::nullopt;
    return Caller{token->role,
                  fmt::format("token {}{}", token->id,
                              token->name.empty() ? "" : fmt::format(" ({})", token->name)),
                  false};
  }
  if (const auto token = TokenOfSession(head, peer)) {
    return Caller{token->role, fmt::format("session of token {}", token->id), false,
                  /*by_cookie=*/true};
  }
  if (!settings_.loopback_only || settings_.require_token || IsForwarded(head)) return std::nullopt;
  return Caller{store::Role::kEditor, "this machine", true};
}

void Access::Note(const std::string& who, const std::string& what, const std::string& about) {
  const std::scoped_lock lock(mutex_);
  (void)tokens_.Note({clock_->NowUs(), who, what, about});
}

}  // namespace northstar::server

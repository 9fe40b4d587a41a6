#include "store/tokens.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/calendar.h"
#include "base/keyed_hash.h"
#include "base/text.h"
#include "sql/sqlite/tokens_sql.h"
#include "store/secret_file.h"

namespace northstar::store {
namespace {

namespace statement = sql::sqlite;

constexpr std::array<std::string_view, 4> kRoles{"ingest", "viewer", "editor", "admin"};
constexpr size_t kKeyBytes = 32;
// 256 bits and a little more.
constexpr size_t kSecretSigns = 43;
constexpr size_t kShownSigns = 6;

Result<std::string> ReadOrMakeKey(const Project& project) {
  const std::string path =
      (std::filesystem::path(project.root) / ".northstar" / "token.key").string();
  std::string key = NewKey();
  if (WriteSecret(path, key, O_CREAT | O_EXCL)) return key;
  if (errno != EEXIST) {
    return Error::Data(fmt::format("cannot write '{}': {}", path, std::strerror(errno)),
                       "may you write the project's folder, and is there room on the disk?");
  }
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (file) text << file.rdbuf();
  if (!file || text.str().size() != kKeyBytes) {
    return Error::Data(fmt::format("the key of tokens, '{}', cannot be read or is damaged", path),
                       "move it away and make new tokens; those there are work no more");
  }
  return text.str();
}

std::string NewSecret() {
  constexpr std::string_view kSigns =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  std::string secret(kSecretSigns, '\0');
  for (char& sign : secret) sign = kSigns[randombytes_uniform(kSigns.size())];
  return secret;
}

// The number in the middle of "ns_viewer_12_…".
std::optional<int64_t> NumberOf(std::string_view text) {
  const std::vector<std::string> parts = Split(std::string(text), '_');
  if (parts.size() != 4 || parts[0] != "ns" || parts[2].empty() || parts[2].size() > 18)
    return std::nullopt;
  int64_t number = 0;
  for (const char c : parts[2]) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

}  // namespace

std::string_view RoleName(Role role) {
  return kRoles[static_cast<size_t>(role)];
}

std::optional<Role> RoleNamed(std::string_view name) {
  const auto found = std::find(kRoles.begin(), kRoles.end(), name);
  if (found == kRoles.end()) return std::nullopt;
  return static_cast<Role>(found - kRoles.begin());
}

std::optional<std::string> OriginOf(std::string_view text) {
  std::string origin = LowerUtf8(text);
  if (origin.ends_with('/')) origin.pop_back();
  const size_t scheme = origin.starts_with("https://") ? 8 : origin.starts_with("http://") ? 7 : 0;
  const std::string_view host = std::string_view(origin).substr(scheme);
  if (scheme == 0 || host.empty() || host.find_first_of("/*?#@ ,") != std::string_view::npos)
    return std::nullopt;
  return origin;
}

Result<Tokens> Tokens::Open(const Project& project) {
  NS_ASSIGN(StateStore store, StateStore::OpenForWriting(project));
  NS_ASSIGN(std::string key, ReadOrMakeKey(project));
  return Tokens(std::move(store), std::move(key));
}

std::string Tokens::HashOf(std::string_view text) const {
  return KeyedHash(key_, text);
}

Result<std::string> Tokens::Make(Token& token) {
  Database& database = store_.database();
  NS_ASSIGN(Transaction transaction, Transaction::Begin(database));
  NS_ASSIGN(Statement insert, database.Prepare(statement::InsertToken()));
  insert.Bind(1, RoleName(token.role)).Bind(2, token.name).Bind(3, token.source);
  insert.Bind(4, "").Bind(5, "").Bind(6, Join(token.origins, " "));
  insert.Bind(7, token.made_us).Bind(8, token.expires_us).Bind(9, token.rate);
  NS_RETURN_IF_ERROR(insert.Run());
  NS_ASSIGN(token.id, database.Number(statement::LastToken()));
  const std::string head = fmt::format("ns_{}_{}_", RoleName(token.role), token.id);
  const std::string text = head + NewSecret();
  token.shown = text.substr(0, head.size() + kShownSigns);
  NS_ASSIGN(Statement hash, database.Prepare(statement::SetTokenHash()));
  hash.Bind(1, token.id).Bind(2, HashOf(text)).Bind(3, token.shown);
  NS_RETURN_IF_ERROR(hash.Run());
  NS_RETURN_IF_ERROR(transaction.Commit());
  version_ = -1;
  return text;
}

Result<bool> Tokens::Revoke(int64_t id, int64_t now_us) {
  NS_ASSIGN(const std::vector<Token> all, All());
  const bool there = std::any_of(all.begin(), all.end(), [&](const Token& token) {
    return token.id == id && token.revoked_us == 0;
  });
  NS_ASSIGN(Statement revoke, store_.database().Prepare(statement::RevokeToken()));
  revoke.Bind(1, id).Bind(2, now_us);
  NS_RETURN_IF_ERROR(revoke.Run());
  version_ = -1;
  return there;
}

// Our own changes do not change the version that SQLite tells.
Status Tokens::Refresh() {
  Database& database = store_.database();
  NS_ASSIGN(const int64_t version, database.Number(statement::DataVersion()));
  if (version == version_) return Status::Ok();
  NS_ASSIGN(Statement all, database.Prepare(statement::AllTokens()));
  std::vector<Stored> stored;
  while (true) {
    NS_ASSIGN(const bool row, all.Step());
    if (!row) break;
    Stored one;
    one.token.id = all.Integer(0);
    one.token.role = RoleNamed(all.Text(1)).value_or(Role::kIngest);
    one.token.name = all.Text(2);
    one.token.source = all.Text(3);
    one.hash = all.Text(4);
    one.token.shown = all.Text(5);
    for (const std::string& origin : Split(all.Text(6), ' ')) {
      if (!origin.empty()) one.token.origins.push_back(origin);
    }
    one.token.made_us = all.Integer(7);
    one.token.expires_us = all.Integer(8);
    one.token.revoked_us = all.Integer(9);
    one.token.used_us = all.Integer(10);
    one.token.rate = all.Integer(11);
    stored.push_back(std::move(one));
  }
  stored_ = std::move(stored);
  version_ = version;
  return Status::Ok();
}

Result<std::vector<Token>> Tokens::All() {
  NS_RETURN_IF_ERROR(Refresh());
  std::vector<Token> tokens;
  for (const Stored& one : stored_) tokens.push_back(one.token);
  return tokens;
}

Result<std::optional<Token>> Tokens::Find(std::string_view text) {
  const auto number = NumberOf(text);
  if (!number) return std::optional<Token>();
  NS_RETURN_IF_ERROR(Refresh());
  for (const Stored& one : stored_) {
    if (one.token.id != *number) continue;
    const std::string hash = HashOf(text);
    const bool same = hash.size() == one.hash.size() &&
                      sodium_memcmp(hash.data(), one.hash.data(), hash.size()) == 0;
    return same ? std::optional(one.token) : std::nullopt;
  }
  return std::optional<Token>();
}

Status Tokens::Used(int64_t id, int64_t now_us) {
  const int64_t hour = now_us - now_us % kMicrosPerHour;
  for (Stored& one : stored_) {
    if (one.token.id != id) continue;
    if (one.token.used_us >= hour) return Status::Ok();
    one.token.used_us = hour;
  }
  NS_ASSIGN(Statement used, store_.database().Prepare(statement::SetTokenUsed()));
  used.Bind(1, id).Bind(2, hour);
  return used.Run();
}

Status Tokens::Note(const Audit& audit) {
  NS_ASSIGN(Statement insert, store_.database().Prepare(statement::InsertAudit()));
  insert.Bind(1, audit.at_us).Bind(2, audit.who).Bind(3, audit.what).Bind(4, audit.about);
  return insert.Run();
}

Result<std::vector<Audit>> Tokens::Audits(int64_t most) {
  NS_ASSIGN(Statement last, store_.database().Prepare(statement::LastAudits()));
  last.Bind(1, most);
  std::vector<Audit> audits;
  while (true) {
    NS_ASSIGN(const bool row, last.Step());
    if (!row) return audits;
    audits.push_back({last.Integer(0), last.Text(1), last.Text(2), last.Text(3), last.Integer(4)});
  }
}

}  // namespace northstar::store

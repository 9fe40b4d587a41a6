#include "databases/address.h"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>

#include "base/text.h"

namespace northstar::databases {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 2> kPostgresPrefixes = {"postgresql://", "postgres://"};
constexpr std::string_view kSqlitePrefix = "sqlite:";
constexpr std::string_view kMask = "…";

// The prefix that a text begins with; empty: none.
std::string_view PrefixOf(std::string_view text) {
  for (const std::string_view prefix : kPostgresPrefixes) {
    if (text.starts_with(prefix)) return prefix;
  }
  return text.starts_with(kSqlitePrefix) ? kSqlitePrefix : std::string_view();
}

bool IsPostgres(std::string_view text) {
  return PrefixOf(text).ends_with("//");
}

struct FreeOptions {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};
using Options = std::unique_ptr<PQconninfoOption, FreeOptions>;

// Null where libpq cannot read it. Its message is not kept: it repeats parts of the text.
Options ParseOptions(const std::string& text) {
  char* problem = nullptr;
  Options options(PQconninfoParse(text.c_str(), &problem));
  if (problem != nullptr) PQfreemem(problem);
  return options;
}

std::string ValueOf(const Options& options, std::string_view keyword) {
  for (const PQconninfoOption* at = options.get(); at != nullptr && at->keyword != nullptr; ++at) {
    if (at->keyword == keyword && at->val != nullptr) return at->val;
  }
  return {};
}

// What stands before the host: "user:password", as written; nullopt: nothing does. Ambiguous where
// an "@" follows that libpq takes for a part of the host, the name or a parameter: it then split
// the text within a user's name or a password.
struct UserInfo {
  std::optional<std::string> written;
  bool ambiguous = false;
};
UserInfo UserInfoOf(std::string_view text) {
  const std::string_view rest = text.substr(PrefixOf(text).size());
  const size_t last = rest.rfind('@');
  if (last == std::string_view::npos) return {};
  const size_t end = rest.find_first_of("@/");
  if (rest[end] == '/') return {std::string(rest.substr(0, last)), true};
  const size_t query = std::min(rest.find('?', end), rest.size());
  if (rest.substr(0, query).rfind('@') == end) return {std::string(rest.substr(0, end)), false};
  return {std::string(rest.substr(0, last)), true};
}

std::string ShownPostgres(const Options& options) {
  const std::string host = ValueOf(options, "host"), address = ValueOf(options, "hostaddr");
  const std::string port = ValueOf(options, "port"), name = ValueOf(options, "dbname");
  std::string out = "postgresql://" + (host.empty() ? address : host);
  if (!port.empty()) out += ":" + port;
  return name.empty() ? out : out + "/" + name;
}

bool IsWordByte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return std::isalnum(byte) != 0 || c == '_' || byte >= 0x80;
}

// Every place of `secret`. Short ones only where they are a word of their own, so that a password
// like "a" does not take the letters from the message.
std::string MaskSecret(const std::string& text, const std::string& secret) {
  if (secret.empty()) return text;
  constexpr size_t kAnywhere = 4;
  if (secret.size() >= kAnywhere) return ReplaceAll(text, secret, kMask);
  std::string out;
  size_t from = 0;
  for (size_t at = 0; (at = text.find(secret, at)) != std::string::npos; at += secret.size()) {
    const size_t end = at + secret.size();
    const bool word =
        (at == 0 || !IsWordByte(text[at - 1])) && (end == text.size() || !IsWordByte(text[end]));
    if (!word) continue;
    out += text.substr(from, at - from).append(kMask);
    from = end;
  }
  return out + text.substr(from);
}

// Of a user only what is quoted, in any language's quotes, and is not said to be a database, which
// is often called the same.
std::string MaskUser(std::string text, const std::string& user) {
  if (user.empty()) return text;
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kQuotes = {
      {{"\"", "\""}, {"'", "'"}, {"»", "«"}, {"«", "»"}, {"“", "”"}, {"„", "“"}}};
  for (const auto& [open, close] : kQuotes) {
    const std::string quoted = fmt::format("{}{}{}", open, user, close);
    for (size_t at = 0; (at = text.find(quoted, at)) != std::string::npos;) {
      if (std::string_view(text).substr(0, at).ends_with("database ")) {
        at += quoted.size();
        continue;
      }
      const std::string masked = fmt::format("{}{}{}", open, kMask, close);
      text.replace(at, quoted.size(), masked);
      at += masked.size();
    }
  }
  return text;
}

// What follows `sign`, within quotes; or else, where the sign ends with "=", up to a blank.
std::string MaskAfter(std::string text, std::string_view sign) {
  for (size_t at = 0; (at = text.find(sign, at)) != std::string::npos;) {
    at += sign.size();
    const bool quoted = at < text.size() && (text[at] == '\'' || text[at] == '"');
    if (!quoted && !sign.ends_with('=')) continue;
    const size_t from = quoted ? at + 1 : at;
    const size_t end = std::min(
        quoted ? text.find(text[at], from) : text.find_first_of(" &\"'", from), text.size());
    text.replace(from, end - from, kMask);
    at = from + kMask.size();
  }
  return text;
}

// Addresses within the text, from the prefix to the last "@" before a blank.
std::string MaskAddresses(std::string text) {
  for (const std::string_view prefix : kPostgresPrefixes) {
    for (size_t at = 0; (at = text.find(prefix, at)) != std::string::npos;) {
      at += prefix.size();
      const size_t end = std::min(text.find_first_of(" \"", at), text.size());
      const size_t sign = std::string_view(text).substr(0, end).rfind('@');
      if (sign != std::string::npos && sign >= at) text.replace(at, sign - at, kMask);
    }
  }
  return text;
}

Result<Address> SqliteAddress(const std::string& path, const std::string& folder) {
  std::error_code error;
  const fs::path file = fs::absolute(fs::path(folder) / path, error);
  if (path.empty()) return Error::Usage("an address of SQLite lacks its file", "sqlite:shop.db");
  if (!fs::exists(file, error)) {
    return Error::Data(fmt::format("there is no file '{}'", path), "is the path right?");
  }
  if (!fs::is_regular_file(file, error)) {
    return Error::Data(fmt::format("'{}' is not a file", path), "name the database's file itself");
  }
  return Address{DatabaseKind::kSqlite, file.string(), path};
}

}  // namespace

bool IsAddress(std::string_view text) {
  return !PrefixOf(text).empty();
}

bool IsSqliteFile(const std::string& path) {
  constexpr std::string_view kFirstBytes("SQLite format 3\0", 16);
  std::error_code error;
  if (!fs::is_regular_file(path, error)) return false;  // a pipe would wait to be opened
  std::array<char, kFirstBytes.size()> bytes{};
  std::ifstream file(path, std::ios::binary);
  file.read(bytes.data(), bytes.size());
  return file.gcount() == bytes.size() &&
         std::string_view(bytes.data(), bytes.size()) == kFirstBytes;
}

Result<Address> ReadAddress(const std::string& text, const std::string& folder) {
  if (text.starts_with(kSqlitePrefix)) {
    return SqliteAddress(text.substr(kSqlitePrefix.size()), folder);
  }
  if (!IsPostgres(text)) {
    if (IsSqliteFile((fs::path(folder) / text).string())) return SqliteAddress(text, folder);
    return Error::Usage("this is not the address of a database",
                        "known: postgresql://host/database and sqlite:path");
  }
  const Options options = ParseOptions(text);
  if (options == nullptr || UserInfoOf(text).ambiguous || text.find('\0') != std::string::npos) {
    return Error::Usage("an address of PostgreSQL cannot be read",
                        "write it as postgresql://user@host:port/database; in a user name or a "
                        "password, write @ as %40, / as %2F, ? as %3F and % as %25");
  }
  return Address{DatabaseKind::kPostgres, text, ShownPostgres(options)};
}

std::string Shown(const std::string& text) {
  if (text.starts_with(kSqlitePrefix)) return text.substr(kSqlitePrefix.size());
  if (!IsPostgres(text)) {
    const size_t scheme = text.find("://");
    if (scheme != std::string::npos) return text.substr(0, scheme + 3) + std::string(kMask);
    return text.find('=') == std::string::npos ? text : std::string(kMask);
  }
  const Options options = ParseOptions(text);
  if (options == nullptr || UserInfoOf(text).ambiguous) return "postgresql://…";
  return ShownPostgres(options);
}

std::string WithoutUserInfo(std::string message, const Address& address) {
  std::replace(message.begin(), message.end(), '\n', ' ');
  message = Trim(message);
  message = MaskAddresses(std::move(message));
  const Options options = ParseOptions(address.connection);
  const UserInfo info = UserInfoOf(address.connection);
  if (info.written) {
    const size_t colon = info.written->find(':');
    if (colon != std::string::npos) {
      message = MaskSecret(message, *info.written);
      message = MaskSecret(message, info.written->substr(colon + 1));
    }
    message = MaskUser(std::move(message), info.written->substr(0, colon));
  }
  message = MaskSecret(message, ValueOf(options, "password"));
  message = MaskSecret(message, ValueOf(options, "sslpassword"));
  message = MaskUser(std::move(message), ValueOf(options, "user"));
  // Those that are not of the address, but of the environment or of the system.
  message = MaskAfter(std::move(message), "password=");
  message = MaskAfter(std::move(message), "user=");
  message = MaskAfter(std::move(message), "for user ");
  message = MaskAfter(std::move(message), "role ");
  return message;
}

}  // namespace northstar::databases

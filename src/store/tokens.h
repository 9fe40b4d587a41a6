// Tokens of the server, `ns_<role>_<number>_<43 signs>`: shown once, when they are made; kept as a
// keyed hash, whose key stands in .northstar/token.key, readable by its owner alone. And the record
// of what was done with rights.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/state_store.h"

namespace northstar::store {

// Rights, each with those before it but for kIngest, which may write events and nothing else.
enum class Role { kIngest, kViewer, kEditor, kAdmin };
std::string_view RoleName(Role role);
std::optional<Role> RoleNamed(std::string_view name);

struct Token {
  int64_t id = 0;
  Role role = Role::kViewer;
  std::string name;
  // Of kIngest: the source that its events go to.
  std::string source;
  // Its first signs.
  std::string shown;
  // Of kIngest: web pages that may send with it, as Origin names them; empty: all.
  std::vector<std::string> origins;
  // Of kIngest: events a second; 0: as many as there are.
  int64_t rate = 0;
  int64_t made_us = 0;
  // 0: never.
  int64_t expires_us = 0, revoked_us = 0, used_us = 0;

  bool WorksAt(int64_t now_us) const {
    return revoked_us == 0 && (expires_us == 0 || now_us < expires_us);
  }
};

// "https://shop.example:8443" as browsers name it: small letters, no slash at the end. Nullopt
// where the text is no origin.
std::optional<std::string> OriginOf(std::string_view text);

struct Audit {
  int64_t at_us = 0;
  std::string who, what, about;
  // Given by the store.
  int64_t id = 0;
};

class Tokens {
 public:
  // Makes the key where there is none. kData where it cannot be read or written.
  static Result<Tokens> Open(const Project& project);

  // The token itself; it is nowhere else. `token.id` and `shown` are given here.
  Result<std::string> Make(Token& token);
  // False: there is no such token, or it was revoked before.
  Result<bool> Revoke(int64_t id, int64_t now_us);
  Result<std::vector<Token>> All();
  // What a text is a token of, whatever became of that; nullopt: of none. Compares hashes in
  // constant time.
  Result<std::optional<Token>> Find(std::string_view text);
  // Remembered to the hour.
  Status Used(int64_t id, int64_t now_us);

  Status Note(const Audit& audit);
  // The latest first.
  Result<std::vector<Audit>> Audits(int64_t most);

 private:
  struct Stored {
    Token token;
    std::string hash;
  };
  Tokens(StateStore store, std::string key) : store_(std::move(store)), key_(std::move(key)) {}
  Status Refresh();
  std::string HashOf(std::string_view text) const;

  StateStore store_;
  std::string key_;
  // As of a version of the store, so that most questions do not read it.
  std::vector<Stored> stored_;
  int64_t version_ = -1;
};

}  // namespace northstar::store

#include "server/sessions.h"

#include <openssl/rand.h>
#include <openssl/sha.h>

#include <array>

namespace northstar::server {
namespace {

constexpr size_t kSecretBytes = 16;
constexpr size_t kMostSessions = 10'000;
constexpr int kTriesOfOne = 10, kTriesOfAll = 100;

std::string Hex(const unsigned char* bytes, size_t size) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (size_t i = 0; i < size; ++i) {
    text += kDigits[bytes[i] >> 4];
    text += kDigits[bytes[i] & 15];
  }
  return text;
}

std::string HashOf(std::string_view cookie) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(cookie.data()), cookie.size(), digest.data());
  return Hex(digest.data(), digest.size());
}

}  // namespace

std::string Sessions::Begin(int64_t token, Clock::time_point now) {
  std::array<unsigned char, kSecretBytes> secret{};
  if (RAND_bytes(secret.data(), static_cast<int>(secret.size())) != 1) return "";
  const std::string cookie = Hex(secret.data(), secret.size());
  const std::scoped_lock lock(mutex_);
  Tidy(now);
  sessions_[HashOf(cookie)] = {token, now, now};
  return cookie;
}

std::optional<int64_t> Sessions::Find(std::string_view cookie, Clock::time_point now) {
  if (cookie.size() != 2 * kSecretBytes) return std::nullopt;
  const std::scoped_lock lock(mutex_);
  const auto found = sessions_.find(HashOf(cookie));
  if (found == sessions_.end()) return std::nullopt;
  Session& session = found->second;
  if (now - session.begun > kLongest || now - session.used > kIdle) {
    sessions_.erase(found);
    return std::nullopt;
  }
  session.used = now;
  return session.token;
}

void Sessions::End(std::string_view cookie) {
  const std::scoped_lock lock(mutex_);
  sessions_.erase(HashOf(cookie));
}

bool Sessions::MayTry(const std::string& address, Clock::time_point now) {
  const std::scoped_lock lock(mutex_);
  if (now - minute_ > std::chrono::minutes(1)) {
    minute_ = now;
    tries_.clear();
    all_tries_ = 0;
  }
  return ++tries_[address] <= kTriesOfOne && ++all_tries_ <= kTriesOfAll;
}

void Sessions::Tidy(Clock::time_point now) {
  std::erase_if(sessions_, [&](const auto& one) {
    return now - one.second.begun > kLongest || now - one.second.used > kIdle;
  });
  while (sessions_.size() >= kMostSessions) sessions_.erase(sessions_.begin());
}

}  // namespace northstar::server

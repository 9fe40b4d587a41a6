#include "notify/deliver.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <mutex>
#include <new>
#include <nlohmann/json.hpp>

#include "base/keyed_hash.h"
#include "notify/mime.h"

namespace northstar::notify {
namespace {

using End = Delivery::End;
constexpr std::chrono::milliseconds kConnect{5'000}, kWhole{10'000};
constexpr size_t kMostOfAnswer = 64 * 1024;

struct CloseCurl {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using CurlHandle = std::unique_ptr<CURL, CloseCurl>;
using CurlList = std::unique_ptr<curl_slist, FreeList>;

void Append(CurlList& list, const std::string& line) {
  curl_slist* longer = curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  (void)list.release();
  list.reset(longer);
}

// What goes out, how much came back, and who may stop it.
struct Transfer {
  std::string body;
  size_t sent = 0, answered = 0;
  const CancelToken* cancel = nullptr;
};

size_t ReadBody(char* to, size_t size, size_t count, void* data) {
  auto& transfer = *static_cast<Transfer*>(data);
  const size_t length = std::min(size * count, transfer.body.size() - transfer.sent);
  std::memcpy(to, transfer.body.data() + transfer.sent, length);
  transfer.sent += length;
  return length;
}

// Read and forgotten; a receiver that goes on and on is left.
size_t ForgetAnswer(char*, size_t size, size_t count, void* data) {
  auto& transfer = *static_cast<Transfer*>(data);
  transfer.answered += size * count;
  return transfer.answered > kMostOfAnswer ? 0 : size * count;
}

int IsCanceled(void* data, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  const auto& transfer = *static_cast<const Transfer*>(data);
  return transfer.cancel != nullptr && transfer.cancel->Asked();
}

void SetLimits(CURL* curl, std::chrono::milliseconds most, Transfer& transfer) {
  const auto ms = [](std::chrono::milliseconds time) { return static_cast<long>(time.count()); };
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, ms(std::min(kConnect, most)));
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, ms(std::min(kWhole, most)));
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "northstar");
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, ForgetAnswer);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &transfer);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, IsCanceled);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &transfer);
}

void SetHook(CURL* curl, const Notify& channel, const store::OutboxMessage& message, int64_t now_us,
             CurlList& headers) {
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_URL, channel.url.c_str());
  Append(headers, "Content-Type: application/json; charset=utf-8");
  Append(headers, "Expect:");
  Append(headers, "Idempotency-Key: " + message.key);
  if (!channel.secret.empty()) {
    const std::string time = std::to_string(now_us / 1'000'000);
    Append(headers, fmt::format("X-Northstar-Signature: t={},v1={}", time,
                                KeyedHash(channel.secret, time + "." + message.body)));
  }
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl, CURLOPT_POST, 1L);
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(message.body.size()));
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, message.body.c_str());
}

// Nothing where the body is not as it was written.
std::string MailOf(const Notify& channel, const store::OutboxMessage& message) {
  const auto body = nlohmann::json::parse(message.body, nullptr, false);
  if (!body.is_object()) return "";
  MailParts parts;
  parts.from = channel.from;
  parts.to = channel.to;
  for (const auto& [key, part] : {std::pair("subject", &parts.subject),
                                  std::pair("text", &parts.text), std::pair("html", &parts.html)}) {
    const auto found = body.find(key);
    if (found == body.end() || !found->is_string()) return "";
    *part = found->get<std::string>();
  }
  if (const auto png = body.find("png"); png != body.end() && png->is_string())
    parts.png = png->get<std::string>();
  parts.id = message.key;
  parts.made_us = message.made_us;
  return MimeMessage(parts);
}

void SetMail(CURL* curl, const Notify& channel, Transfer& transfer, CurlList& receivers) {
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(curl, CURLOPT_URL, channel.smtp.c_str());
  const bool password = channel.smtp.find('@') != std::string::npos;
  curl_easy_setopt(curl, CURLOPT_USE_SSL,
                   static_cast<long>(password ? CURLUSESSL_ALL : CURLUSESSL_TRY));
  curl_easy_setopt(curl, CURLOPT_MAIL_FROM, fmt::format("<{}>", channel.from).c_str());
  for (const std::string& to : channel.to) Append(receivers, fmt::format("<{}>", to));
  curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, receivers.get());
  // One address that the server refuses keeps it from no other; refused is a mail that all are.
  curl_easy_setopt(curl, CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L);
  curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl, CURLOPT_READFUNCTION, ReadBody);
  curl_easy_setopt(curl, CURLOPT_READDATA, &transfer);
}

// By its status alone. A gateway that gave up may have handed the message on before.
Delivery OfHttp(long status) {
  if (status >= 200 && status < 300) return {End::kAccepted, ""};
  if (status >= 300 && status < 400) {
    return {End::kRefused,
            fmt::format("it redirects elsewhere, which is not followed ({})", status)};
  }
  const bool gateway = status == 502 || status == 504;
  return {gateway ? End::kUnsure : End::kRefused, fmt::format("it answers with error {}", status)};
}

// Of a transfer that failed. `went_out`: something of the message may have left.
Delivery OfFailure(CURLcode code, long status, bool went_out, bool mail) {
  const End perhaps = went_out ? End::kUnsure : End::kRefused;
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return {End::kRefused, "its host is not known"};
    case CURLE_COULDNT_CONNECT:
      return {End::kRefused, "no connection to it"};
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CONNECT_ERROR:
      return {End::kRefused, "no secure connection to it"};
    case CURLE_USE_SSL_FAILED:
      return {End::kRefused, "it offers no TLS, and a password is not sent without"};
    case CURLE_LOGIN_DENIED:
      return {End::kRefused, "it refuses user or password"};
    case CURLE_OPERATION_TIMEDOUT:
      return {perhaps, "it did not answer in time"};
    case CURLE_ABORTED_BY_CALLBACK:
      return {perhaps, "sending was interrupted"};
    default:
      break;
  }
  if (mail && status >= 400)
    return {End::kRefused, fmt::format("it refuses the message ({})", status)};
  return {perhaps, fmt::format("the connection failed (curl's error {})", static_cast<int>(code))};
}

Delivery EndOf(CURL* curl, CURLcode code, bool mail, const Transfer& transfer) {
  long status = 0, request = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(curl, CURLINFO_REQUEST_SIZE, &request);
  if (mail) {
    if (code == CURLE_OK) return {End::kAccepted, ""};
    return OfFailure(code, status, transfer.sent > 0, true);
  }
  // The answer began: its status counts, also where the rest of it was left or never came.
  const bool answered = code == CURLE_OK || code == CURLE_WRITE_ERROR ||
                        code == CURLE_PARTIAL_FILE || code == CURLE_OPERATION_TIMEDOUT;
  if (answered && status >= 200) return OfHttp(status);
  return OfFailure(code, status, request > 0, false);
}

}  // namespace

Delivery Deliver(const Notify& channel, const store::OutboxMessage& message, int64_t now_us,
                 std::chrono::milliseconds most, const CancelToken* cancel) {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  const CurlHandle curl(curl_easy_init());
  if (!curl) return {End::kRefused, "not enough memory to send it"};
  const bool mail = channel.type == "email";
  Transfer transfer;
  transfer.cancel = cancel;
  CurlList list;
  SetLimits(curl.get(), most, transfer);
  if (mail) {
    transfer.body = MailOf(channel, message);
    if (transfer.body.empty()) return {End::kRefused, "its text in the store is damaged"};
    SetMail(curl.get(), channel, transfer, list);
  } else {
    SetHook(curl.get(), channel, message, now_us, list);
  }
  const CURLcode code = curl_easy_perform(curl.get());
  return EndOf(curl.get(), code, mail, transfer);
}

}  // namespace northstar::notify

#include "server/check_settings.h"

#include <arpa/inet.h>
#include <fmt/format.h>

namespace northstar::server {

Status CheckSettings(const ServerSettings& settings) {
  for (const std::string& proxy : settings.proxies) {
    in6_addr ignored{};
    if (::inet_pton(AF_INET, proxy.c_str(), &ignored) != 1 &&
        ::inet_pton(AF_INET6, proxy.c_str(), &ignored) != 1) {
      return Error::Usage(fmt::format("'{}' is no address of a proxy", proxy),
                          "--behind-proxy 127.0.0.1");
    }
  }
  if (settings.certificate.empty() != settings.key.empty())
    return Error::Usage("--tls-cert and --tls-key belong together", "give both");
  return Status::Ok();
}

bool Server::IsLoopback(const std::string& address) {
  return address.starts_with("127.") || address == "::1" || address == "localhost";
}

}  // namespace northstar::server

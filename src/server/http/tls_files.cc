#include "server/http/tls_files.h"

#include <fmt/format.h>

namespace northstar::server {

namespace asio = boost::asio;
using boost::system::error_code;

Status ReadCertificate(const std::string& certificate, const std::string& key,
                       asio::ssl::context& tls) {
  error_code failed;
  tls.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 |
                      asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 |
                      asio::ssl::context::no_tlsv1_1,
                  failed);
  tls.use_certificate_chain_file(certificate, failed);
  if (failed) {
    return Error::Usage(
        fmt::format("cannot read the certificate '{}': {}", certificate, failed.message()));
  }
  tls.use_private_key_file(key, asio::ssl::context::pem, failed);
  if (failed)
    return Error::Usage(fmt::format("cannot read the key '{}': {}", key, failed.message()));
  return Status::Ok();
}

}  // namespace northstar::server

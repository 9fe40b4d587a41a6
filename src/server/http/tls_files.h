// The certificate and the key of a server, read into what connections are encrypted by. Internal to
// server.
#pragma once

#include <string>
#include <utility>
//
#include <boost/asio/ssl/context.hpp>

#include "base/result.h"

namespace northstar::server {

// TLS 1.2 and newer alone. kUsage for files that are none.
Status ReadCertificate(const std::string& certificate, const std::string& key,
                       boost::asio::ssl::context& tls);

}  // namespace northstar::server

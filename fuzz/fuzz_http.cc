// Any bytes as the head of a request: what is taken is framed in one way alone, and holds no sign
// that another program could read differently.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "server/http/request_head.h"

namespace {

using namespace northstar::server;

void Check(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)ReadQuery(text);
  // Whole heads are what the server hands on.
  const size_t end = text.find("\r\n\r\n");
  const auto read = ReadHead(end == std::string_view::npos ? std::string(text) + "\r\n\r\n"
                                                           : std::string(text.substr(0, end + 4)));
  const auto* head = std::get_if<RequestHead>(&read);
  if (head == nullptr) {
    Check(std::get<HeadError>(read).status >= 400);
    return 0;
  }
  Check(!head->path.empty() && head->path[0] == '/' && !head->host.empty());
  Check(!(head->chunked && head->content_length));
  int lengths = 0, encodings = 0, hosts = 0;
  for (const auto& [name, value] : head->headers) {
    lengths += name == "content-length" ? 1 : 0;
    encodings += name == "transfer-encoding" ? 1 : 0;
    hosts += name == "host" ? 1 : 0;
    Check(value.find_first_of(std::string_view("\0\r\n\v\f", 5)) == std::string::npos);
    Check(name.find_first_of(" \t:") == std::string::npos);
  }
  Check(hosts == 1 && lengths == (head->content_length ? 1 : 0) &&
        encodings == (head->chunked ? 1 : 0));
  return 0;
}

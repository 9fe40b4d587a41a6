// What can be said of the address of a channel without saying the address: its scheme and its host,
// which may be shown and kept; user, password, path and query may not. Pure; thread safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace northstar {

struct ChannelAddress {
  // In lower case: "https".
  std::string scheme;
  // In lower case, with the port where one is given: "hooks.slack.com", "127.0.0.1:2525", "[::1]".
  std::string host;
};
// Nullopt where it is no address with a scheme and a host, or holds a space or a control character.
std::optional<ChannelAddress> ParseChannelAddress(std::string_view url);

// One plain address, "team@example.org": in ASCII, without a name, quotes or comments.
bool IsMailAddress(std::string_view text);

}  // namespace northstar

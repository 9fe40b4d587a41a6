// A mail as bytes on the way to a server: headers and two parts, text and HTML, of which a reader
// shows the better one; the HTML may have one picture with it (mail_picture.h). All lines end with
// CR LF, hold ASCII alone and are at most 78 long; what stands in a header can neither end it nor
// add another. Source: RFC 5322 (messages), RFC 2045 and 2046 (parts), RFC 2047 (words of headers),
// RFC 2387 (related parts). It leaves out attachments. Pure; thread safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace northstar::notify {

struct MailParts {
  // Plain addresses (IsMailAddress); at least one receiver.
  std::string from;
  std::vector<std::string> to;
  // UTF-8.
  std::string subject, text, html;
  // Letters and digits. The same id is the same mail, so that a reader can tell a repeat.
  std::string id;
  // UTC microseconds.
  int64_t made_us = 0;
  // A PNG in Base64, which the HTML names by kPictureId; empty: none.
  std::string png = {};
};
std::string MimeMessage(const MailParts& parts);

// A text of a header: as it is where it is short plain ASCII, else as encoded words. Line breaks
// and control characters become spaces.
std::string HeaderText(std::string_view utf8);
// Standard alphabet with padding, without line breaks.
std::string Base64(std::string_view bytes);

}  // namespace northstar::notify

// The picture of a mail: where it stands in the HTML, and how it travels with it. Pure; thread
// safe. Source: RFC 2387 (related parts), RFC 2392 (their names).
#pragma once

#include <string>

namespace northstar::notify {

struct MailPicture {
  // Bytes of a PNG; empty: there is none.
  std::string png;
  // What it shows, for those who do not see it.
  std::string alt;
};

// Its part of a mail, "<…>" around it in headers; a mail has one picture.
inline constexpr char kPictureId[] = "star@northstar";

// A paragraph of HTML; empty without a picture.
std::string PictureHtml(const MailPicture& picture);

}  // namespace northstar::notify

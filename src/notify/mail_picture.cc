#include "notify/mail_picture.h"

#include <fmt/format.h>

#include "base/html_text.h"

namespace northstar::notify {

std::string PictureHtml(const MailPicture& picture) {
  if (picture.png.empty()) return "";
  return fmt::format(
      "<p><img src=\"cid:{}\" alt=\"{}\" width=\"760\" style=\"max-width:100%;height:auto\"></p>\n",
      kPictureId, EscapeHtml(picture.alt));
}

}  // namespace northstar::notify

#include "notify/mime.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/calendar.h"
#include "base/text.h"
#include "notify/mail_picture.h"

namespace northstar::notify {
namespace {

constexpr std::string_view kEnd = "\r\n";
constexpr size_t kLine = 76;

std::string DateHeader(int64_t us) {
  constexpr std::string_view kDays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  constexpr std::string_view kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  int64_t day = us / kMicrosPerDay;
  if (us < day * kMicrosPerDay) --day;
  const int64_t second = (us - day * kMicrosPerDay) / 1'000'000;
  const CivilDate date = CivilOf(day);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000",
                     kDays[static_cast<size_t>(WeekdayOf(day))], date.day,
                     kMonths[static_cast<size_t>(date.month - 1)], date.year, second / 3600,
                     second / 60 % 60, second % 60);
}

// The part after the @.
std::string_view HostOf(std::string_view address) {
  return address.substr(address.rfind('@') + 1);
}

// `headers`: further ones, each with its end.
std::string EncodedPart(std::string_view type, std::string_view headers, std::string_view encoded) {
  std::string out = fmt::format("Content-Type: {}{}{}", type, kEnd, headers);
  out += fmt::format("Content-Transfer-Encoding: base64{}{}", kEnd, kEnd);
  for (size_t at = 0; at < encoded.size(); at += kLine) {
    out += encoded.substr(at, kLine);
    out += kEnd;
  }
  return out;
}

std::string TextPart(std::string_view type, std::string_view text) {
  return EncodedPart(fmt::format("{}; charset=utf-8", type), "", Base64(text));
}

std::string PicturePart(std::string_view png) {
  return EncodedPart("image/png",
                     fmt::format("Content-ID: <{}>{}Content-Disposition: inline; "
                                 "filename=\"star.png\"{}",
                                 kPictureId, kEnd, kEnd),
                     png);
}

std::string TypeOfParts(std::string_view kind, std::string_view boundary) {
  return fmt::format("multipart/{};{} boundary=\"{}\"", kind, kEnd, boundary);
}

std::string Together(const std::vector<std::string>& parts, std::string_view boundary) {
  std::string out;
  for (const std::string& part : parts)
    out += fmt::format("--{}{}{}{}", boundary, kEnd, part, kEnd);
  return out + fmt::format("--{}--{}", boundary, kEnd);
}

// With its picture, so that readers who show the HTML have both.
std::string HtmlPart(const MailParts& parts) {
  const std::string html = TextPart("text/html", parts.html);
  if (parts.png.empty()) return html;
  const std::string boundary = "northstar-html-" + parts.id;
  return fmt::format("Content-Type: {}{}{}{}", TypeOfParts("related", boundary), kEnd, kEnd,
                     Together({html, PicturePart(parts.png)}, boundary));
}

// A short text that cannot be taken for an encoded word.
bool IsPlain(std::string_view text) {
  return text.size() <= kLine - 16 && text.find("=?") == std::string_view::npos &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < 0x7f; });
}

// So many bytes of it as make whole code points and fit into one encoded word.
size_t WordLength(std::string_view utf8) {
  constexpr size_t kMost = 42;  // 56 letters in base64, within 75 with what stands around them
  if (utf8.size() <= kMost) return utf8.size();
  size_t length = kMost;
  while (length > 1 && (static_cast<unsigned char>(utf8[length]) & 0xc0) == 0x80) --length;
  return length;
}

}  // namespace

std::string Base64(std::string_view bytes) {
  constexpr std::string_view kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (size_t at = 0; at < bytes.size(); at += 3) {
    const size_t count = std::min<size_t>(3, bytes.size() - at);
    uint32_t bits = 0;
    for (size_t i = 0; i < 3; ++i)
      bits = bits << 8 | (i < count ? static_cast<unsigned char>(bytes[at + i]) : 0U);
    for (size_t i = 0; i < 4; ++i) out += i <= count ? kLetters[(bits >> (18 - 6 * i)) & 63] : '=';
  }
  return out;
}

std::string HeaderText(std::string_view utf8) {
  const std::string text = Printable(utf8);
  if (IsPlain(text)) return text;
  std::string out;
  for (std::string_view rest = text; !rest.empty();) {
    const size_t length = WordLength(rest);
    if (!out.empty()) out += fmt::format("{} ", kEnd);
    out += fmt::format("=?utf-8?B?{}?=", Base64(rest.substr(0, length)));
    rest = rest.substr(length);
  }
  return out;
}

std::string MimeMessage(const MailParts& parts) {
  const std::string boundary = "northstar-" + parts.id;
  std::string out;
  const auto header = [&](std::string_view name, std::string_view value) {
    out += fmt::format("{}: {}{}", name, value, kEnd);
  };
  header("From", parts.from);
  header("To", Join(parts.to, fmt::format(",{} ", kEnd)));
  header("Subject", HeaderText(parts.subject));
  header("Date", DateHeader(parts.made_us));
  header("Message-ID", fmt::format("<{}@{}>", parts.id, HostOf(parts.from)));
  header("Auto-Submitted", "auto-generated");
  header("MIME-Version", "1.0");
  header("Content-Type", TypeOfParts("alternative", boundary));
  out += kEnd;
  return out + Together({TextPart("text/plain", parts.text), HtmlPart(parts)}, boundary);
}

}  // namespace northstar::notify

#include "ingest/body.h"

#include <zlib.h>

#include <algorithm>
#include <array>

namespace northstar::ingest {
namespace {

std::variant<std::string, BodyError> Gunzipped(std::string_view bytes, size_t most) {
  z_stream stream{};
  constexpr int kGzip = 15 + 16;
  if (inflateInit2(&stream, kGzip) != Z_OK) return BodyError::kBroken;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  std::string out;
  std::array<char, 1 << 16> block;
  int code = Z_OK;
  while (code == Z_OK) {
    stream.next_out = reinterpret_cast<Bytef*>(block.data());
    stream.avail_out = static_cast<uInt>(block.size());
    code = inflate(&stream, Z_NO_FLUSH);
    out.append(block.data(), block.size() - stream.avail_out);
    if (out.size() > most) break;
    // Nothing more can be read, and there was no end.
    if (code == Z_OK && stream.avail_in == 0 && stream.avail_out > 0) break;
  }
  inflateEnd(&stream);
  if (out.size() > most) return BodyError::kTooLarge;
  if (code != Z_STREAM_END) return BodyError::kBroken;
  return out;
}

int DigitOf(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Of base64; 64 for what is none.
unsigned SextetOf(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<unsigned>(c - 'A');
  if (c >= 'a' && c <= 'z') return static_cast<unsigned>(c - 'a' + 26);
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0' + 52);
  if (c == '+' || c == '-' || c == ' ') return 62;
  if (c == '/' || c == '_') return 63;
  return 64;
}

// The value of `data` in a form, still encoded; empty where it has none.
std::string_view DataOf(std::string_view form) {
  while (!form.empty()) {
    const std::string_view field = form.substr(0, form.find('&'));
    if (field.starts_with("data=")) return field.substr(5);
    form.remove_prefix(std::min(form.size(), field.size() + 1));
  }
  return {};
}

bool IsJson(std::string_view text) {
  const size_t start = text.find_first_not_of(" \t\r\n");
  return start != std::string_view::npos && (text[start] == '{' || text[start] == '[');
}

}  // namespace

std::string PercentDecoded(std::string_view text, bool form) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? DigitOf(text[i + 1]) : -1;
    const int low = high >= 0 ? DigitOf(text[i + 2]) : -1;
    if (low >= 0) {
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += form && text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

std::variant<std::string, BodyError> Base64Decoded(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  if (text.size() % 4 == 1) return BodyError::kBroken;
  std::string out;
  out.reserve(text.size() * 3 / 4);
  unsigned bits = 0;
  int held = 0;
  for (const char c : text) {
    const unsigned sextet = SextetOf(c);
    if (sextet == 64) return BodyError::kBroken;
    bits = bits << 6 | sextet;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out += static_cast<char>(bits >> held & 0xFF);
  }
  return out;
}

std::variant<std::string, BodyError> UnpackBody(std::string_view bytes, size_t most) {
  std::string unpacked;
  if (bytes.starts_with("\x1f\x8b")) {
    auto out = Gunzipped(bytes, most);
    if (std::holds_alternative<BodyError>(out)) return out;
    unpacked = std::move(std::get<std::string>(out));
    bytes = unpacked;
  }
  if (bytes.size() > most) return BodyError::kTooLarge;
  const std::string_view data = IsJson(bytes) ? std::string_view() : DataOf(bytes);
  if (data.empty()) return std::string(bytes);
  // A "+" that was not encoded must stay one: it is base64's own.
  const std::string decoded = PercentDecoded(data, false);
  return IsJson(decoded) ? std::variant<std::string, BodyError>(PercentDecoded(data, true))
                         : Base64Decoded(decoded);
}

}  // namespace northstar::ingest

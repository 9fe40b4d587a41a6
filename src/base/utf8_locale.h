// Lets C functions that ask the locale how bytes make characters (fnmatch, libarchive) read them as
// UTF-8 on this thread, while an object of this class lives. Nothing else of the locale changes,
// and other threads keep theirs. Where the system has no C.UTF-8, nothing changes at all.
#pragma once

#include <locale.h>

namespace northstar {

class Utf8Locale {
 public:
  Utf8Locale() {
    static const locale_t utf8 = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    if (utf8 != nullptr) before_ = ::uselocale(utf8);
  }
  ~Utf8Locale() {
    if (before_ != nullptr) ::uselocale(before_);
  }
  Utf8Locale(const Utf8Locale&) = delete;
  Utf8Locale& operator=(const Utf8Locale&) = delete;

 private:
  locale_t before_ = nullptr;
};

}  // namespace northstar

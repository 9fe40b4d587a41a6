#include "base/crash_point.h"

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <string>

namespace northstar {
namespace {

struct Chosen {
  std::string place;
  std::atomic<int> left{0};

  Chosen() {
    const char* text = std::getenv("NORTHSTAR_CRASH_AT");
    if (text == nullptr) return;
    place = text;
    const size_t colon = place.find(':');
    left = colon == std::string::npos ? 1 : std::atoi(place.c_str() + colon + 1);
    place.resize(std::min(place.size(), colon));
  }
};

}  // namespace

void CrashPoint(std::string_view place) {
  static Chosen chosen;
  if (chosen.place.empty() || place != chosen.place) return;
  if (--chosen.left == 0) (void)std::raise(SIGKILL);
}

int64_t TestNumber(std::string_view name, int64_t usual) {
  static const char* const text = std::getenv("NORTHSTAR_TEST_NUMBERS");
  if (text == nullptr) return usual;
  const std::string numbers = std::string(",") + text;
  const std::string wanted = "," + std::string(name) + "=";
  const size_t at = numbers.find(wanted);
  return at == std::string::npos ? usual : std::atoll(numbers.c_str() + at + wanted.size());
}

}  // namespace northstar

#include "model/metric_look.h"

#include <string_view>
#include <utility>

#include "base/text.h"
#include "model/metric_traits.h"

namespace northstar {
namespace {

// "eur" → "€"; a code that has no sign of its own stands as it is.
std::string CurrencySign(std::string_view code) {
  static constexpr std::pair<std::string_view, const char*> kSigns[] = {
      {"eur", "€"}, {"usd", "$"}, {"gbp", "£"}, {"jpy", "¥"}, {"inr", "₹"}, {"krw", "₩"},
      {"ils", "₪"}, {"ngn", "₦"}, {"vnd", "₫"}, {"uah", "₴"}, {"brl", "R$"}};
  for (const auto& [known, sign] : kSigns) {
    if (known == code) return sign;
  }
  return UpperUtf8(code) + "\u202f";
}

}  // namespace

ValueLook LookOf(const Metric& metric) {
  ValueLook look;
  constexpr std::string_view kCurrency = "currency_";
  look.plain = metric.format == "none";
  if (metric.format == "percentage") {
    look.kind = ValueLook::Kind::kPercent;
  } else if (!look.plain && (metric.format == "duration" || TraitsOf(metric).is_time)) {
    look.kind = ValueLook::Kind::kDuration;
  } else if (metric.format.starts_with(kCurrency)) {
    look.currency = CurrencySign(std::string_view(metric.format).substr(kCurrency.size()));
  }
  if (look.kind == ValueLook::Kind::kNumber && look.currency.empty()) {
    look.unit = metric.plural.empty() ? metric.unit : metric.plural;
    look.unit_of_one = metric.plural.empty() ? SingularOf(metric.unit) : metric.unit;
  }
  return look;
}

}  // namespace northstar

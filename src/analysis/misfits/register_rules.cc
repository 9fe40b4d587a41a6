#include "analysis/misfits/register_rules.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <string_view>

#include "base/text.h"

namespace northstar {
namespace {

constexpr double kNamedCovers = 0.5;
constexpr double kSigningUpCovers = 0.8;
constexpr double kUnnamedCovers = 0.9;
constexpr double kComesFirst = 0.9;
constexpr double kNearlyAll = 0.9;
// Of a source that is to be held against an unnamed register.
constexpr int64_t kLeastEntities = 20;

using Words = std::set<std::string_view>;

// "AccountCreated", "account_created", "account created": {"account", "created"}, singular.
std::vector<std::string> PartsOf(const std::string& name) {
  std::vector<std::string> parts;
  std::string part;
  const auto end = [&] {
    if (!part.empty()) parts.push_back(SingularOf(part));
    part.clear();
  };
  for (size_t i = 0; i < name.size(); ++i) {
    const auto c = static_cast<unsigned char>(name[i]);
    const bool upper_begins =
        std::isupper(c) != 0 && i > 0 && std::islower(static_cast<unsigned char>(name[i - 1])) != 0;
    if (std::isalnum(c) == 0 || upper_begins) end();
    if (std::isalnum(c) != 0) part += static_cast<char>(std::tolower(c));
  }
  end();
  return parts;
}

bool HasPartOf(const std::string& name, const Words& words) {
  const std::vector<std::string> parts = PartsOf(name);
  return std::any_of(parts.begin(), parts.end(),
                     [&](const std::string& part) { return words.contains(part); });
}

double Share(int64_t part, int64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

// Words for the same people.
bool AreSamePeople(std::string_view a, std::string_view b) {
  static const Words kUsers{"user", "member", "person", "subscriber"};
  static const Words kCustomers{"customer", "client", "buyer", "shopper"};
  return (kUsers.contains(a) && kUsers.contains(b)) ||
         (kCustomers.contains(a) && kCustomers.contains(b));
}

// By what is left of the name without words that say nothing.
RegisterName CalledAfter(const std::string& name, const std::string& entity) {
  static const Words kSaysNothing{
      "dim", "table", "list",      "export", "all",  "master", "data",    "crm",  "db",
      "raw", "stg",   "directory", "the",    "file", "record", "profile", "info", "register",
  };
  static const Words kBegins{"created", "added",   "opened", "joined", "registered",
                             "start",   "started", "new",    "begin",  "began"};
  static const Words kSigningUp{"signup", "sign", "up", "signed", "registration", "enrollment"};
  std::string rest;
  bool signs_up = false;
  for (const std::string& part : PartsOf(name)) {
    if (kSigningUp.contains(part)) {
      signs_up = true;
    } else if (!kSaysNothing.contains(part) && !kBegins.contains(part)) {
      rest += part;
    }
  }
  std::string called;
  for (const std::string& part : PartsOf(entity)) called += part;
  if (rest.empty()) return signs_up ? RegisterName::kSigningUp : RegisterName::kNone;
  return rest == called || AreSamePeople(rest, called) ? RegisterName::kEntity
                                                       : RegisterName::kNone;
}

RegisterName NameOf(const RegisterFacts& facts) {
  return RegisterNameOf(facts.reg, facts.reg_event, facts.entity);
}

}  // namespace

RegisterName RegisterNameOf(const std::string& source, const std::string& event,
                            const std::string& entity) {
  return std::max(CalledAfter(source, entity), CalledAfter(event, entity));
}

bool IsVisitLike(const std::string& event) {
  static const Words kVisits{"page",       "pageview", "view",    "viewed",  "visit",  "visited",
                             "session",    "click",    "clicked", "open",    "opened", "landing",
                             "impression", "screen",   "install", "search",  "scroll", "hit",
                             "home",       "ad",       "browse",  "referral"};
  return HasPartOf(event, kVisits);
}

bool AreVisits(const std::vector<EventRows>& events) {
  int64_t visits = 0;
  int64_t all = 0;
  for (const EventRows& one : events) {
    all += one.rows;
    if (IsVisitLike(one.event)) visits += one.rows;
  }
  return all > 0 && Share(visits, all) >= kNearlyAll;
}

bool MayChange(const std::string& dimension) {
  static const Words kChanges{
      "plan",     "status",  "tier",    "stage",   "level",    "segment", "version",  "flag",
      "is",       "has",     "score",   "balance", "last",     "current", "previous", "active",
      "trial",    "churn",   "churned", "device",  "platform", "channel", "source",   "medium",
      "campaign", "browser", "os",      "app",     "method",   "page",    "screen",   "referrer",
      "utm",      "event",   "action",  "reason",  "priority", "feature", "category", "product",
      "currency", "rating",  "group",   "variant", "type",     "role",    "team"};
  return HasPartOf(dimension, kChanges);
}

bool EndsByItself(const std::string& name) {
  static const Words kPasses{"experiment", "exposure",  "variant", "assignment", "campaign",
                             "survey",     "promotion", "promo",   "webinar",    "incident",
                             "migration",  "backfill",  "import",  "launch",     "beta"};
  return HasPartOf(name, kPasses);
}

bool IsRegister(const RegisterFacts& facts, const std::vector<RegisterFacts>& all) {
  const double covered = Share(facts.shared, facts.entities);
  if (NameOf(facts) != RegisterName::kNone) return covered >= kNamedCovers;
  if (facts.entities < kLeastEntities || covered < kUnnamedCovers) return false;
  if (Share(facts.register_first, facts.shared) < kComesFirst) return false;
  return std::none_of(all.begin(), all.end(), [&](const RegisterFacts& one) {
    if (one.entity != facts.entity) return false;
    if (NameOf(one) != RegisterName::kNone) return true;
    const bool reverse = one.reg == facts.other && one.other == facts.reg;
    return reverse && Share(one.register_first, one.shared) >= kComesFirst;
  });
}

bool MayBeOfSome(const RegisterFacts& facts) {
  return NameOf(facts) == RegisterName::kSigningUp &&
         Share(facts.shared, facts.entities) < kSigningUpCovers;
}

}  // namespace northstar

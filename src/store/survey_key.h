// The key of an open survey: 32 random bytes in .northstar/survey.key, readable by its owner alone
// and outside the store, so that a copy of the store tells nobody who answered. Names and ids that
// are made with it cannot be made again once it is destroyed. Thread safe for different projects.
#pragma once

#include <string>

#include "base/result.h"
#include "model/project.h"

namespace northstar::store {

// Three texts of one person, as written.
struct SurveyTexts {
  std::string name, meaning, action;
};

class SurveyKey {
 public:
  // ".northstar/survey.key" in the project's folder; absolute.
  static std::string PathOf(const Project& project);
  // A new one in the place of any that is left of an earlier survey. The folder must exist. kData
  // where it cannot be written.
  static Result<SurveyKey> Make(const Project& project);
  // kData where it is gone, cannot be read or is no key.
  static Result<SurveyKey> Read(const Project& project);
  // Overwritten and removed; fine where there is none. kData where it cannot be.
  static Status Destroy(const Project& project);

  // The name of a person: of an address whatever its case, without blanks around it.
  std::string PersonOf(const std::string& address) const;
  // 12 hex digits of what a person answered; another answer has another id. Sorting by ids is a
  // random order that only the key explains.
  std::string AnswerId(const std::string& person, const SurveyTexts& texts) const;

 private:
  explicit SurveyKey(std::string key) : key_(std::move(key)) {}

  std::string key_;
};

// An address as it is compared: small letters, no blanks around it.
std::string PlainAddress(const std::string& address);

}  // namespace northstar::store

#include "store/survey_key.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/keyed_hash.h"
#include "base/text.h"
#include "store/secret_file.h"

namespace northstar::store {
namespace {

namespace fs = std::filesystem;

constexpr size_t kKeyBytes = 32;

Error Failed(const std::string& what, const std::string& path) {
  return Error::Data(fmt::format("cannot {} '{}': {}", what, path, std::strerror(errno)),
                     "may you write the project's folder, and is there room on the disk?");
}

// No two lists of parts make the same text.
std::string Parts(std::initializer_list<std::string_view> parts) {
  std::string all;
  for (const std::string_view part : parts) {
    all += fmt::format("{}:", part.size());
    all += part;
  }
  return all;
}

}  // namespace

std::string PlainAddress(const std::string& address) {
  return LowerUtf8(Trim(address));
}

std::string SurveyKey::PathOf(const Project& project) {
  return (fs::path(project.root) / ".northstar" / "survey.key").string();
}

Result<SurveyKey> SurveyKey::Make(const Project& project) {
  NS_RETURN_IF_ERROR(Destroy(project));
  const std::string path = PathOf(project);
  std::string key = NewKey();
  if (!WriteSecret(path, key, O_CREAT | O_EXCL)) return Failed("write", path);
  return SurveyKey(std::move(key));
}

Result<SurveyKey> SurveyKey::Read(const Project& project) {
  const std::string path = PathOf(project);
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (file) text << file.rdbuf();
  if (!file || text.str().size() != kKeyBytes) {
    return Error::Data(
        fmt::format("the key of the survey, '{}', is missing or damaged", path),
        "without it nobody's answer can be added; 'northstar survey close' keeps what is there");
  }
  return SurveyKey(text.str());
}

Status SurveyKey::Destroy(const Project& project) {
  const std::string path = PathOf(project);
  if (!WriteSecret(path, std::string(kKeyBytes, '\0'), 0) && errno != ENOENT && errno != ELOOP)
    return Failed("overwrite", path);
  if (unlink(path.c_str()) != 0 && errno != ENOENT) return Failed("remove", path);
  return Status::Ok();
}

std::string SurveyKey::PersonOf(const std::string& address) const {
  return KeyedHash(key_, Parts({"person", PlainAddress(address)}));
}

std::string SurveyKey::AnswerId(const std::string& person, const SurveyTexts& texts) const {
  constexpr size_t kDigits = 12;
  return KeyedHash(key_, Parts({"answer", person, texts.name, texts.meaning, texts.action}))
      .substr(0, kDigits);
}

}  // namespace northstar::store

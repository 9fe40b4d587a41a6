// Files that were sent to be looked at: kept under names of the server's own, below a limit for all
// of them, until they are removed or a week old. Thread safe.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace northstar::server {

struct Upload {
  std::string id;
  // As its sender calls it: a name alone, without folders.
  std::string name;
  int64_t bytes = 0;
};

class Uploads {
 public:
  explicit Uploads(std::string folder) : folder_(std::move(folder)) {}

  // kUsage where it does not fit in what all uploads may have, or the name is none.
  Result<Upload> Keep(const std::string& name, std::string_view bytes);
  std::vector<Upload> All() const;
  // Where it lies; nullopt: there is none of this id.
  std::optional<std::string> PathOf(const std::string& id) const;
  bool Remove(const std::string& id);

 private:
  mutable std::mutex mutex_;
  const std::string folder_;
};

}  // namespace northstar::server

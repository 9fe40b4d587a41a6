// Files that hold a secret: for their owner alone, whatever the mask of the process is. Internal to
// store.
#pragma once

#include <string>

namespace northstar::store {

// All of it, on the disk when this returns; false, with errno, where that fails. `flags` of open():
// O_CREAT | O_EXCL for a new file, 0 for one that is there. No link is followed.
bool WriteSecret(const std::string& path, const std::string& text, int flags);

}  // namespace northstar::store

// Why an archive cannot be read, in words that help: libarchive only knows that it does not
// recognize a file. Told from the first and last bytes of it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/result.h"

namespace northstar::files {

// Of the open file `fd`, where libarchive gave `reason` (may be empty): no archive at all, one part
// of a split archive, cut off, or damaged.
Error DamageOf(int fd, const std::string& shown, const std::string& reason);

// The checksums of a gzip file, which libarchive reads over: a flipped bit would be taken for data.
// One pass over the file; Ok for what is no gzip. `enough` is asked with the bytes unpacked so far,
// and ends the pass.
Status CheckGzip(int fd, const std::string& shown, const std::function<bool(int64_t)>& enough);

// Up to `bytes` of the file from a place on; from its end when `from` is negative.
std::string BytesAt(int fd, int64_t from, size_t bytes);

}  // namespace northstar::files

// The exports of known tools: `format: amplitude` stands for the keys that such files need, so that
// a project need not list them. Each is a file of catalog/formats, embedded into the program when
// it is built: the keys of a source as a project would write them, what the export is, and what of
// it is lost. A new tool is one file, its sample and its test.
// Read at the first need, immutable, thread safe; a file that is not as it should be is a bug of
// the build.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/embedded_file.h"
#include "model/yaml.h"

namespace northstar {

struct SourceFormat {
  std::string name;
  // As people call it; which export it is and where to get it; what of it is not read.
  std::string title, origin, lost;
  // Fields, at least one of which every file of it has.
  std::vector<std::string> sign;
  // csv, tsv or json; empty: the ending of the file tells.
  std::string layout;
  // It is an entry of `feedback:`, else one of `sources:`.
  bool feedback = false;
  // Keys of that entry.
  YamlNode keys;
};

// In the order of their names. Reads no file.
std::vector<std::string> FormatNames();
// Null where there is none of this name.
const SourceFormat* FindFormat(std::string_view name);
// The entry of a project with the keys of the format that it names, where it does not set them
// itself. These stand where the format is named. REQUIRES: an entry that passed its shape.
YamlNode WithFormat(YamlNode entry, const SourceFormat& format);

std::span<const EmbeddedFile> FormatFiles();  // defined in a generated source

}  // namespace northstar

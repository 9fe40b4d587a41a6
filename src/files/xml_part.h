// An XML file inside an archive, read from front to back: elements, attributes and text, handed out
// as they come. Over expat, which keeps no tree.
//
// It refuses, with an error that names the part: what is no well-formed XML, a DOCTYPE (entities
// that unfold to gigabytes, files and addresses read on a writer's behalf), elements nested deeper
// than 256, a tag or comment of more than 1 MiB. Nothing outside of the part is ever opened.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "files/archive.h"

namespace northstar::files {

// The attributes of one element; valid during the call that hands it out.
class XmlAttributes {
 public:
  explicit XmlAttributes(const char** pairs) : pairs_(pairs) {}
  // By the name behind the prefix: the one without a prefix first, else the first of that name.
  std::optional<std::string_view> Find(std::string_view name) const;
  // By the namespace too, whatever the prefix.
  std::optional<std::string_view> Find(std::string_view space, std::string_view name) const;

 private:
  const char** pairs_;
};

// What reads a part. `name` is an element's name without its prefix. An error ends the reading.
class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual Status Start(std::string_view name, const XmlAttributes& attributes) = 0;
  virtual Status End(std::string_view name) = 0;
  // Text comes in pieces, also between elements.
  virtual Status Text(std::string_view piece) = 0;
  // Asked between blocks: true when nothing more of the part is wanted.
  virtual bool done() const { return false; }
};

// Reads one member of the archive.
Status ReadXmlPart(const FileToRead& archive, const std::string& member,
                   const ArchiveLimits& limits, XmlHandler& handler);

// Elements that are left out with all that is in them: Skips(true) at a start that is not wanted.
class XmlSkip {
 public:
  // At every start. True: the element is in what is skipped.
  bool Starts(bool unwanted) {
    if (depth_ > 0 || unwanted) ++depth_;
    return depth_ > 0;
  }
  // At every end. True: what ended is in what was skipped.
  bool Ends() { return depth_ > 0 && depth_-- > 0; }
  bool skipping() const { return depth_ > 0; }

 private:
  int depth_ = 0;
};

}  // namespace northstar::files

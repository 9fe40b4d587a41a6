#include "files/xml_part.h"

#include <expat.h>
#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace northstar::files {
namespace {

// Between a namespace and a name; no address holds it.
constexpr char kBetween = '\n';
constexpr int kDeepest = 256;
constexpr int64_t kLongestTag = 1 << 20;
// Blocks of archives can be large; expat looks at an unfinished tag again with each piece.
constexpr size_t kPiece = 1 << 16;

std::string_view NameOf(std::string_view expanded) {
  const size_t between = expanded.rfind(kBetween);
  return between == std::string_view::npos ? expanded : expanded.substr(between + 1);
}

struct Reading {
  XML_Parser parser = nullptr;
  XmlHandler* handler = nullptr;
  std::string where;
  Status status;
  int depth = 0;

  void Stop(Status failed) {
    status = std::move(failed);
    ::XML_StopParser(parser, XML_FALSE);
  }
  // expat may still hand something out after it was told to stop.
  void Keep(Status result) {
    if (status.ok() && !result.ok()) Stop(std::move(result));
  }
};

void OnStart(void* data, const char* name, const char** pairs) {
  auto& reading = *static_cast<Reading*>(data);
  if (!reading.status.ok()) return;
  if (++reading.depth > kDeepest)
    return reading.Stop(Error::Data(fmt::format("{} nests its elements too deeply", reading.where),
                                    "save the workbook again with a spreadsheet program"));
  reading.Keep(reading.handler->Start(NameOf(name), XmlAttributes(pairs)));
}

void OnEnd(void* data, const char* name) {
  auto& reading = *static_cast<Reading*>(data);
  --reading.depth;
  if (reading.status.ok()) reading.Keep(reading.handler->End(NameOf(name)));
}

void OnText(void* data, const char* text, int size) {
  auto& reading = *static_cast<Reading*>(data);
  if (reading.status.ok()) reading.Keep(reading.handler->Text({text, static_cast<size_t>(size)}));
}

void OnDoctype(void* data, const char*, const char*, const char*, int) {
  auto& reading = *static_cast<Reading*>(data);
  if (!reading.status.ok()) return;
  reading.Stop(
      Error::Data(fmt::format("{} holds a DOCTYPE, which no workbook needs and which can do harm",
                              reading.where),
                  "save the workbook again with a spreadsheet program"));
}

Status Feed(Reading& reading, std::string_view piece, bool last, int64_t& fed) {
  fed += static_cast<int64_t>(piece.size());
  const auto parsed = ::XML_Parse(reading.parser, piece.data(), static_cast<int>(piece.size()),
                                  last ? XML_TRUE : XML_FALSE);
  if (!reading.status.ok()) return reading.status;
  if (parsed != XML_STATUS_OK)
    return Error::Data(
        fmt::format("{} is not well-formed XML ({}, line {})", reading.where,
                    ::XML_ErrorString(::XML_GetErrorCode(reading.parser)),
                    ::XML_GetCurrentLineNumber(reading.parser)),
        "the workbook may be cut off or damaged: open it in a spreadsheet program, and save it");
  if (!last && fed - ::XML_GetCurrentByteIndex(reading.parser) > kLongestTag)
    return Error::Data(fmt::format("{} holds a tag of more than 1 MB", reading.where),
                       "save the workbook again with a spreadsheet program");
  return Status::Ok();
}

}  // namespace

std::optional<std::string_view> XmlAttributes::Find(std::string_view name) const {
  std::optional<std::string_view> found;
  for (const char** pair = pairs_; *pair != nullptr; pair += 2) {
    if (name == *pair) return pair[1];
    if (!found && NameOf(*pair) == name) found = pair[1];
  }
  return found;
}

std::optional<std::string_view> XmlAttributes::Find(std::string_view space,
                                                    std::string_view name) const {
  for (const char** pair = pairs_; *pair != nullptr; pair += 2) {
    const std::string_view full = *pair;
    if (full.size() == space.size() + 1 + name.size() && full.starts_with(space) &&
        full[space.size()] == kBetween && full.ends_with(name))
      return pair[1];
  }
  return std::nullopt;
}

Status ReadXmlPart(const FileToRead& archive, const std::string& member,
                   const ArchiveLimits& limits, XmlHandler& handler) {
  NS_ASSIGN(MemberReader reader, MemberReader::Open(archive, member, limits));
  const std::unique_ptr<std::remove_pointer_t<XML_Parser>, void (*)(XML_Parser)> parser(
      ::XML_ParserCreateNS(nullptr, kBetween), ::XML_ParserFree);
  NS_CHECK(parser != nullptr);
  Reading reading{
      parser.get(), &handler, fmt::format("'{}' in '{}'", member, archive.shown), {}, 0};
  ::XML_SetUserData(parser.get(), &reading);
  ::XML_SetElementHandler(parser.get(), OnStart, OnEnd);
  ::XML_SetCharacterDataHandler(parser.get(), OnText);
  ::XML_SetStartDoctypeDeclHandler(parser.get(), OnDoctype);
  int64_t fed = 0;
  while (!handler.done()) {
    NS_ASSIGN(std::string_view block, reader.Next());
    if (block.empty()) return Feed(reading, block, true, fed);
    while (!block.empty() && !handler.done()) {
      const std::string_view piece = block.substr(0, kPiece);
      NS_RETURN_IF_ERROR(Feed(reading, piece, false, fed));
      block.remove_prefix(piece.size());
    }
  }
  return Status::Ok();
}

}  // namespace northstar::files

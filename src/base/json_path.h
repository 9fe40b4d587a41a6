// Paths into JSON as people write them: names with points between, each in double quotes where it
// holds a blank or a point itself: properties."Song Length". A quote within quotes is written
// twice. Pure functions; thread safe. It leaves out places in lists.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace northstar {

// The names, without their quotes. A quote that is not closed ends with the text.
std::vector<std::string> JsonPathParts(std::string_view path);
// The same path with each name quoted where it must be. JsonPathParts gives the names back.
std::string JsonPathOf(const std::vector<std::string>& parts);

}  // namespace northstar

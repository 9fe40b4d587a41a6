// Any bytes as a project file that is to be changed: refused, or changed so that it is read again
// with the star in it and everything else as it was.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "model/edit_yaml.h"

namespace {

bool HasStar(const northstar::SourceText& file, const std::string& metric) {
  northstar::DiagnosticSink sink;
  const northstar::YamlNode node = northstar::ParseYaml(file, sink);
  const northstar::YamlNode* star = node.is_map() ? node.Find("north_star") : nullptr;
  const northstar::YamlNode* named =
      star != nullptr && star->is_map() ? star->Find("metric") : nullptr;
  return named != nullptr && named->text == metric;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace northstar;
  const std::string text(reinterpret_cast<const char*>(data), size);
  StarChange change{"orders: 'x'", "2026-01-05", "decisions/a.md", "", "", ""};
  for (const char* former : {"", "old"}) {
    change.former = former;
    change.former_since = "2025-01-06";
    change.reason = "it #stopped: working";
    const auto changed = ChangeNorthStar(SourceText("northstar.yml", text), change);
    if (changed.ok() && !HasStar(SourceText("northstar.yml", *changed), change.metric))
      std::abort();
  }
  (void)AppendScores(SourceText("scores/anna.yml", text),
                     {{"orders", "Anna", "value", "2026-01-05T00:00:00Z", "so: #good", 4}});
  return 0;
}

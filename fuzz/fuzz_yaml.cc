// Any bytes as a project file: read, checked against the schema, and never a crash or a hang.
#include <cstddef>
#include <cstdint>

#include "model/schema.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace northstar;
  const std::vector<SourceText> sources{
      SourceText("fuzz.yml", std::string(reinterpret_cast<const char*>(data), size))};
  DiagnosticSink sink;
  Reporter reporter(sources, sink);
  const YamlNode node = ParseYaml(sources[0], sink);
  if (node.is_map()) CheckShape(node, ProjectShape(), reporter);
  for (const Diagnostic& diagnostic : sink.all()) RenderDiagnostic(diagnostic, false);
  return 0;
}

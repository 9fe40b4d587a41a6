#include "model/reading.h"

#include <fmt/format.h>

namespace northstar::reading {

std::vector<std::string> Texts(const YamlNode& node, std::string_view key) {
  const YamlNode* found = node.Find(key);
  std::vector<std::string> texts;
  if (found == nullptr) return texts;
  if (found->is_scalar()) texts.push_back(found->text);
  for (const YamlNode& item : found->items) {
    if (item.is_scalar()) texts.push_back(item.text);
  }
  return texts;
}

std::optional<Duration> ReadDuration(const YamlNode& node, std::string_view key) {
  const YamlNode* found = node.Find(key);
  return found != nullptr && found->is_scalar() ? ParseDuration(found->text) : std::nullopt;
}

std::string ExpandText(const std::string& text, const SourceSpan& span, Context& context) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text.compare(i, 2, "${") != 0) {
      out += text[i];
      continue;
    }
    const size_t close = text.find('}', i);
    if (close == std::string::npos) {
      context.reporter.Error("NS010", span, "'${' is not closed", "${NAME}");
      return out;
    }
    const std::string variable = text.substr(i + 2, close - i - 2);
    const auto value = context.environment(variable);
    if (!value) {
      context.reporter.Error("NS010", span,
                             fmt::format("the environment variable '{}' is not set", variable), "",
                             fmt::format("run: export {}=…", variable));
    }
    out += value.value_or("");
    i = close;
  }
  return out;
}

std::string Expand(const YamlNode& node, std::string_view key, Context& context) {
  const YamlNode* found = node.Find(key);
  if (found == nullptr || !found->is_scalar()) return "";
  return ExpandText(found->text, found->span, context);
}

void ReportExpr(const ExprError& error, const YamlNode& scalar, Context& context) {
  SourceSpan span = scalar.span;
  const bool one_line = scalar.text.find('\n') == std::string::npos;
  if (one_line) {
    span.column += error.range.offset + (scalar.quoted ? 1 : 0);
    span.length = error.range.length;
  }
  context.reporter.Error("NS007", span, error.message, "", error.hint);
}

ExprRef ReadExpr(const YamlNode& scalar, Context& context) {
  auto parsed = ParseExpr(scalar.text);
  if (const auto* error = std::get_if<ExprError>(&parsed)) {
    ReportExpr(*error, scalar, context);
    return nullptr;
  }
  return std::get<ExprRef>(parsed);
}

std::string LabelFromName(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  if (!name.empty()) name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
  return name;
}

}  // namespace northstar::reading

#include "cli/arguments.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "base/text.h"
#include "model/project.h"

namespace northstar::cli {
namespace {

// CLI11 fills these; they live as long as the parse.
struct Bound {
  const CommandSpec* spec;
  CLI::App* app;
  std::map<std::string, std::vector<std::string>> values;
  std::map<std::string, bool> flags;
  std::string project, format;
};

// The choices already stand where help shows the kind of value.
CLI::Validator OneOf(const std::vector<std::string>& choices) {
  return CLI::IsMember(choices).description("");
}

std::vector<std::string> FormatsOf(const CommandSpec& spec) {
  std::vector<std::string> formats{"table", "json", "csv", "markdown"};
  formats.insert(formats.end(), spec.further_formats.begin(), spec.further_formats.end());
  return formats;
}

void AddCommon(CLI::App& app, std::string& project, std::string& format,
               const std::vector<std::string>& formats) {
  app.add_option("--project,-p", project, "Directory of the project (default: here)")
      ->type_name("DIR");
  app.add_option("--format,-f", format, "Output format")
      ->check(OneOf(formats))
      ->type_name(Join(formats, "|"));
}

std::string JoinChoices(const std::vector<std::string>& choices, std::string_view value) {
  return choices.empty() ? std::string(value) : Join(choices, "|");
}

void Declare(Bound& bound) {
  for (const PositionalSpec& positional : bound.spec->positionals) {
    CLI::Option* option = bound.app->add_option(std::string(positional.name),
                                                bound.values[std::string(positional.name)],
                                                std::string(positional.help));
    option->type_name("");
    if (positional.required) option->required();
    if (!positional.choices.empty()) option->check(OneOf(positional.choices));
    option->expected(1, positional.many ? 1000 : 1)->allow_extra_args(positional.many);
  }
  for (const OptionSpec& spec : bound.spec->options) {
    const std::string name(spec.name);
    if (spec.value.empty()) {
      bound.app->add_flag(name, bound.flags[name], std::string(spec.help));
      continue;
    }
    CLI::Option* option = bound.app->add_option(name, bound.values[name], std::string(spec.help));
    option->type_name(JoinChoices(spec.choices, spec.value));
    if (!spec.choices.empty()) option->check(OneOf(spec.choices));
    if (spec.many) {
      option->expected(1, 1000)->allow_extra_args(false)->delimiter(',');
    } else {
      option->expected(1)->allow_extra_args(false)->multi_option_policy(
          CLI::MultiOptionPolicy::TakeLast);
    }
  }
  bound.app->footer(fmt::format("Example:\n  {}", bound.spec->example));
}

std::string Tidy(const CLI::ParseError& error) {
  std::string text = error.what();
  while (!text.empty() && (text.back() == '\n' || text.back() == '.')) text.pop_back();
  return text;
}

// The first word that is no option, which should be a command.
std::string CommandWord(const std::vector<std::string>& arguments) {
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--project" || arguments[i] == "-p" || arguments[i] == "--format" ||
        arguments[i] == "-f") {
      ++i;
    } else if (!arguments[i].starts_with("-")) {
      return arguments[i];
    }
  }
  return "";
}

}  // namespace

std::variant<Invocation, Help, Error> ParseArguments(const std::vector<std::string>& arguments,
                                                     std::span<const CommandSpec> commands) {
  CLI::App app("Choose, validate and track a North Star metric from raw events.", "northstar");
  app.set_help_flag("--help,-h", "Show this help");
  app.require_subcommand(0, 1);
  app.footer("Run 'northstar COMMAND --help' for one command, or 'northstar demo' to see it all.");
  std::string project;
  std::string format;
  std::vector<std::string> formats = FormatsOf(CommandSpec{});
  for (const CommandSpec& spec : commands) {
    for (const std::string& one : spec.further_formats) formats.push_back(one);
  }
  AddCommon(app, project, format, formats);
  std::vector<std::unique_ptr<Bound>> bound;
  std::vector<std::string> names;
  for (const CommandSpec& spec : commands) {
    names.emplace_back(spec.name);
    auto one = std::make_unique<Bound>();
    one->spec = &spec;
    one->app = app.add_subcommand(std::string(spec.name), std::string(spec.summary));
    AddCommon(*one->app, one->project, one->format, FormatsOf(spec));
    Declare(*one);
    bound.push_back(std::move(one));
  }
  const std::string word = CommandWord(arguments);
  if (!word.empty() && std::find(names.begin(), names.end(), word) == names.end()) {
    return Error::Usage(fmt::format("there is no command '{}'", word), DidYouMean(word, names));
  }
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
  try {
    app.parse(reversed);
  } catch (const CLI::CallForHelp&) {
    for (const auto& one : bound) {
      if (one->app->parsed()) return Help{one->app->help("northstar")};
    }
    return Help{app.help()};
  } catch (const CLI::ParseError& error) {
    return Error::Usage(Tidy(error), word.empty() ? "see 'northstar --help'"
                                                  : fmt::format("see 'northstar {} --help'", word));
  }
  for (const auto& one : bound) {
    if (!one->app->parsed()) continue;
    Invocation invocation{one->spec, {}};
    for (auto& [name, values] : one->values) {
      if (!values.empty()) invocation.parsed.values[name] = std::move(values);
    }
    for (const auto& [name, set] : one->flags) {
      if (set) invocation.parsed.values[name] = {"true"};
    }
    const std::string& dir = one->project.empty() ? project : one->project;
    const std::string& how = one->format.empty() ? format : one->format;
    if (!dir.empty()) invocation.parsed.values["--project"] = {dir};
    const std::vector<std::string> known = FormatsOf(*one->spec);
    if (!how.empty() && std::find(known.begin(), known.end(), how) == known.end()) {
      return Error::Usage(fmt::format("'{}' cannot print as {}", one->spec->name, how),
                          "available formats: " + Join(known, ", "));
    }
    if (!how.empty()) invocation.parsed.values["--format"] = {how};
    return invocation;
  }
  return Help{app.help()};
}

}  // namespace northstar::cli

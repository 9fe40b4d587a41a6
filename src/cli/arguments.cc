#include "cli/arguments.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "base/text.h"
#include "model/project.h"

namespace northstar::cli {
namespace {

// CLI11 fills these; they live as long as the parse.
struct Bound {
  const CommandSpec* spec = nullptr;
  CLI::App* app = nullptr;
  Bound* parent = nullptr;  // the command above it; null: the program itself
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
  if (!bound.spec->example.empty())
    bound.app->footer(fmt::format("Example:\n  {}", bound.spec->example));
}

std::string Tidy(const CLI::ParseError& error) {
  std::string text = error.what();
  while (!text.empty() && (text.back() == '\n' || text.back() == '.')) text.pop_back();
  return text;
}

using AllBound = std::vector<std::unique_ptr<Bound>>;

Bound* Find(const AllBound& all, std::string_view name) {
  for (const auto& one : all) {
    if (one->spec->name == name) return one.get();
  }
  return nullptr;
}

// A command whose name has a space stands under the one before the last space, which sorts first.
AllBound DeclareAll(std::span<const CommandSpec> commands, CLI::App& app) {
  AllBound all;
  for (const CommandSpec& spec : commands) {
    const size_t space = spec.name.rfind(' ');
    const bool nested = space != std::string_view::npos;
    Bound* parent = nested ? Find(all, spec.name.substr(0, space)) : nullptr;
    CLI::App& above = parent == nullptr ? app : *parent->app;
    const std::string name(nested ? spec.name.substr(space + 1) : spec.name);
    auto one = std::make_unique<Bound>();
    one->spec = &spec;
    one->parent = parent;
    one->app = above.add_subcommand(name, std::string(spec.summary));
    if (spec.hidden) one->app->group("");
    one->app->require_subcommand(0, 1);
    AddCommon(*one->app, one->project, one->format, FormatsOf(spec));
    Declare(*one);
    all.push_back(std::move(one));
  }
  return all;
}

bool TakesValue(const CommandSpec* spec, const std::string& option) {
  if (option == "--project" || option == "-p" || option == "--format" || option == "-f")
    return true;
  if (spec == nullptr) return false;
  return std::any_of(spec->options.begin(), spec->options.end(), [&](const OptionSpec& one) {
    return one.name == option && !one.value.empty();
  });
}

// The names of the commands right under one ("" for the program itself), in full.
std::vector<std::string> NamesUnder(const std::string& parent, const AllBound& all) {
  const std::string before = parent.empty() ? "" : parent + " ";
  std::vector<std::string> names;
  for (const auto& one : all) {
    if (one->spec->hidden) continue;
    const std::string name(one->spec->name);
    if (name.starts_with(before) && name.find(' ', before.size()) == std::string::npos)
      names.push_back(name);
  }
  return names;
}

// The name of the command that the arguments begin with, as far as there is one; kUsage where a
// word stands in the place of a command and is none.
Result<std::string> CommandName(const std::vector<std::string>& arguments, const AllBound& all) {
  std::string name;
  const CommandSpec* spec = nullptr;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string& word = arguments[i];
    if (TakesValue(spec, word)) {
      ++i;
    } else if (!word.starts_with("-")) {
      const std::vector<std::string> known = NamesUnder(name, all);
      const std::string next = name.empty() ? word : name + " " + word;
      const Bound* found = Find(all, next);
      if (found == nullptr && (known.empty() || (spec != nullptr && !spec->positionals.empty())))
        return name;
      if (found == nullptr) {
        return Error::Usage(fmt::format("there is no command '{}'", next), DidYouMean(next, known));
      }
      name = next;
      spec = found->spec;
    }
  }
  return name;
}

// What was given before the name of a command holds for it, unless it was given again.
std::string Nearest(const Bound& bound, std::string Bound::*what, const std::string& otherwise) {
  for (const Bound* one = &bound; one != nullptr; one = one->parent) {
    if (!(one->*what).empty()) return one->*what;
  }
  return otherwise;
}

std::variant<Invocation, Help, Error> ToInvocation(Bound& one, const std::string& project,
                                                   const std::string& format) {
  Invocation invocation{one.spec, {}};
  for (auto& [name, values] : one.values) {
    if (!values.empty()) invocation.parsed.values[name] = std::move(values);
  }
  for (const auto& [name, set] : one.flags) {
    if (set) invocation.parsed.values[name] = {"true"};
  }
  const std::string dir = Nearest(one, &Bound::project, project);
  const std::string how = Nearest(one, &Bound::format, format);
  if (!dir.empty()) invocation.parsed.values["--project"] = {dir};
  const std::vector<std::string> known = FormatsOf(*one.spec);
  if (!how.empty() && std::find(known.begin(), known.end(), how) == known.end()) {
    return Error::Usage(fmt::format("'{}' cannot print as {}", one.spec->name, how),
                        "available formats: " + Join(known, ", "));
  }
  if (!how.empty()) invocation.parsed.values["--format"] = {how};
  return invocation;
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
  const AllBound bound = DeclareAll(commands, app);
  const Result<std::string> name = CommandName(arguments, bound);
  if (!name.ok()) return name.error();
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
  try {
    app.parse(reversed);
  } catch (const CLI::CallForHelp&) {
    return Help{app.help()};  // of the command that was named last
  } catch (const CLI::ParseError& error) {
    return Error::Usage(Tidy(error), name->empty()
                                         ? "see 'northstar --help'"
                                         : fmt::format("see 'northstar {} --help'", *name));
  }
  Bound* asked = nullptr;
  for (const auto& one : bound) {
    if (one->app->parsed()) asked = one.get();  // what is nested comes last
  }
  if (asked == nullptr) return Help{app.help()};
  if (asked->spec->run) return ToInvocation(*asked, project, format);
  const std::vector<std::string> under = NamesUnder(*name, bound);
  return Error::Usage(fmt::format("'{}' needs one of its commands: {}", *name, Join(under, ", ")),
                      fmt::format("see 'northstar {} --help'", *name));
}

}  // namespace northstar::cli

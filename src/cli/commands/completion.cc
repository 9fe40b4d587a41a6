// `completion`: what a shell needs to finish words, made from the table of commands.
#include <fmt/format.h>

#include "base/text.h"
#include "cli/commands/commands.h"

namespace northstar::cli {
namespace {

std::string Cases(std::span<const CommandSpec> commands) {
  std::string cases;
  for (const CommandSpec& command : commands) {
    std::vector<std::string> words{"--project", "--format", "--help"};
    for (const OptionSpec& option : command.options) words.push_back(option.name);
    cases += fmt::format("    {}) words='{}' ;;\n", command.name, Join(words, " "));
  }
  return cases;
}

// Values of options that have a fixed choice, by command and option.
std::string Choices(std::span<const CommandSpec> commands) {
  std::string cases;
  for (const CommandSpec& command : commands) {
    for (const OptionSpec& option : command.options) {
      if (!option.choices.empty())
        cases += fmt::format("    {}:{}) words='{}' ;;\n", command.name, option.name,
                             Join(option.choices, " "));
    }
  }
  return cases;
}

std::string Names(std::span<const CommandSpec> commands) {
  std::vector<std::string> names;
  for (const CommandSpec& command : commands) names.emplace_back(command.name);
  return Join(names, " ");
}

int Run(Context& context, const Parsed& parsed) {
  const auto commands = Commands();
  const std::string script =
      fmt::format(R"(# Completion of northstar's commands and options.
_northstar() {{
  local word="${{COMP_WORDS[COMP_CWORD]}}" before="${{COMP_WORDS[COMP_CWORD-1]}}" command= words= i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "${{COMP_WORDS[i]}}" in
      -p|--project|-f|--format) ((i++)) ;;
      -*) ;;
      *) command="${{COMP_WORDS[i]}}"; break ;;
    esac
  done
  case "$before" in
    --format|-f) words='table json csv markdown' ;;
  esac
  [ -n "$words" ] || case "$command:$before" in
{choices}  esac
  if [ -z "$words" ] && [[ "$word" == -* || -z "$command" ]]; then
    case "$command" in
    '') words='{names}' ;;
{cases}    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
  [ ${{#COMPREPLY[@]}} -gt 0 ] || COMPREPLY=($(compgen -f -- "$word"))
}}
complete -F _northstar northstar
)",
                  fmt::arg("choices", Choices(commands)), fmt::arg("names", Names(commands)),
                  fmt::arg("cases", Cases(commands)));
  if (parsed.Text("shell") == "zsh") context.out("autoload -U +X bashcompinit && bashcompinit\n");
  context.out(script);
  return kFine;
}

}  // namespace

CommandSpec CompletionCommand() {
  return {"completion",
          "Print the script that lets a shell complete commands and options",
          "northstar completion bash > /etc/bash_completion.d/northstar",
          {{"shell", "Shell: bash or zsh", true, false, {"bash", "zsh"}}},
          {},
          Run};
}

}  // namespace northstar::cli

// `completion`: what a shell needs to finish words, made from the table of commands.
#include <fmt/format.h>

#include "base/text.h"
#include "cli/commands/commands.h"

namespace northstar::cli {
namespace {

bool IsNested(const CommandSpec& command) {
  return command.name.find(' ') != std::string_view::npos;
}

std::string Cases(std::span<const CommandSpec> commands) {
  std::string cases;
  for (const CommandSpec& command : commands) {
    if (command.hidden) continue;
    std::vector<std::string> words{"--project", "--format", "--help"};
    for (const OptionSpec& option : command.options) words.push_back(option.name);
    cases += fmt::format("    '{}') words='{}' ;;\n", command.name, Join(words, " "));
  }
  return cases;
}

// Values of options that have a fixed choice, by command and option.
std::string Choices(std::span<const CommandSpec> commands) {
  std::string cases;
  for (const CommandSpec& command : commands) {
    for (const OptionSpec& option : command.options) {
      if (!option.choices.empty())
        cases += fmt::format("    '{}:{}') words='{}' ;;\n", command.name, option.name,
                             Join(option.choices, " "));
    }
  }
  return cases;
}

std::string Names(std::span<const CommandSpec> commands) {
  std::vector<std::string> names;
  for (const CommandSpec& command : commands) {
    if (!IsNested(command) && !command.hidden) names.emplace_back(command.name);
  }
  return Join(names, " ");
}

// Full names of commands that stand under others, as patterns of a shell.
std::string NestedNames(std::span<const CommandSpec> commands) {
  std::vector<std::string> names;
  for (const CommandSpec& command : commands) {
    if (IsNested(command)) names.push_back(fmt::format("'{}'", command.name));
  }
  return names.empty() ? "''" : Join(names, "|");
}

// What can follow the name of a command that has others under it.
std::string NamesUnder(std::span<const CommandSpec> commands) {
  std::map<std::string, std::vector<std::string>> under;
  for (const CommandSpec& command : commands) {
    const size_t space = command.name.rfind(' ');
    if (space == std::string_view::npos) continue;
    under[std::string(command.name.substr(0, space))].emplace_back(command.name.substr(space + 1));
  }
  std::string cases;
  for (const auto& [name, words] : under)
    cases += fmt::format("    '{}') words='{}' ;;\n", name, Join(words, " "));
  return cases;
}

int RunCompletion(Context& context, const Parsed& parsed) {
  const auto commands = Commands();
  const std::string script =
      fmt::format(R"(# Completion of northstar's commands and options.
_northstar() {{
  local word="${{COMP_WORDS[COMP_CWORD]}}" before="${{COMP_WORDS[COMP_CWORD-1]}}" command= words= i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "${{COMP_WORDS[i]}}" in
      -p|--project|-f|--format) ((i++)) ;;
      -*) ;;
      *) if [ -z "$command" ]; then command="${{COMP_WORDS[i]}}"; else
           case "$command ${{COMP_WORDS[i]}}" in {nested}) command="$command ${{COMP_WORDS[i]}}" ;; esac
         fi ;;
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
  elif [ -z "$words" ]; then
    case "$command" in
    '') ;;
{under}    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
  [ ${{#COMPREPLY[@]}} -gt 0 ] || COMPREPLY=($(compgen -f -- "$word"))
}}
complete -F _northstar northstar
)",
                  fmt::arg("nested", NestedNames(commands)),
                  fmt::arg("under", NamesUnder(commands)), fmt::arg("choices", Choices(commands)),
                  fmt::arg("names", Names(commands)), fmt::arg("cases", Cases(commands)));
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
          RunCompletion};
}

}  // namespace northstar::cli

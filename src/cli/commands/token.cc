#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "base/text.h"
#include "cli/commands/commands.h"
#include "cli/commands/reported.h"
#include "json/command_answers.h"
#include "json/token.h"
#include "model/project.h"
#include "store/tokens.h"

namespace northstar::cli {
namespace {

// "90d".
Result<int64_t> ExpiryOf(const std::string& text, int64_t now_us) {
  if (text.empty()) return int64_t{0};
  const auto days =
      text.ends_with('d') ? ParseNumber(text.substr(0, text.size() - 1)) : std::nullopt;
  constexpr double kMostDays = 36'500;
  if (!days || *days <= 0 || *days > kMostDays)
    return Error::Usage(fmt::format("'{}' is no number of days", text), "--expires 90d");
  return now_us + static_cast<int64_t>(*days * static_cast<double>(kMicrosPerDay));
}

// Events a second; 0: as many as there are.
Result<int64_t> RateOf(const std::string& text) {
  if (text.empty()) return int64_t{0};
  const auto rate = ParseNumber(text);
  constexpr double kMost = 1e9;
  if (!rate || *rate < 1 || *rate > kMost || std::floor(*rate) != *rate)
    return Error::Usage(fmt::format("'{}' is no number of events a second", text), "--rate 1000");
  return static_cast<int64_t>(*rate);
}

// The source that events sent with it go to.
Result<std::string> SourceOfKey(const Project& project, const std::string& named) {
  std::vector<std::string> sources;
  for (const Source& source : project.sources) {
    if (source.kind == Source::Kind::kHttp) sources.push_back(source.name);
  }
  if (sources.empty()) {
    return Error::Usage("no source of the project takes events over HTTP",
                        "add one under sources: in northstar.yml, with http: true");
  }
  if (!named.empty()) {
    if (std::find(sources.begin(), sources.end(), named) != sources.end()) return named;
    return Error::Usage(fmt::format("'{}' is no source with http: true", named),
                        DidYouMean(named, sources));
  }
  if (sources.size() == 1) return sources.front();
  return Error::Usage("several sources take events over HTTP: " + Join(sources, ", "),
                      "name one with --source");
}

Result<int> Create(Context& context, const Parsed& parsed) {
  NS_ASSIGN(const LoadedProject loaded, ReadProject(context));
  const Project& project = *loaded.project;
  const int64_t now_us = context.clock->NowUs();
  store::Token token;
  const auto role = store::RoleNamed(parsed.Text("--role"));
  if (!role) {
    return Error::Usage("a token needs its role", "northstar token create --role ingest");
  }
  token.role = *role;
  token.name = parsed.Text("--name");
  token.made_us = now_us;
  for (const std::string& written : parsed.All("--origin")) {
    const auto origin = store::OriginOf(written);
    if (!origin) {
      return Error::Usage(fmt::format("'{}' is no origin of web pages", written),
                          "--origin https://shop.example");
    }
    token.origins.push_back(*origin);
  }
  if (token.role == store::Role::kIngest) {
    NS_ASSIGN(token.source, SourceOfKey(project, parsed.Text("--source")));
    NS_ASSIGN(token.rate, RateOf(parsed.Text("--rate")));
  } else if (parsed.Has("--source") || parsed.Has("--rate") || !token.origins.empty()) {
    return Error::Usage("--source, --rate and --origin are for keys with the role ingest");
  }
  NS_ASSIGN(token.expires_us, ExpiryOf(parsed.Text("--expires"), now_us));
  NS_ASSIGN(store::Tokens tokens, store::Tokens::Open(project));
  NS_ASSIGN(const std::string text, tokens.Make(token));
  NS_RETURN_IF_ERROR(tokens.Note({now_us, "command line", "token create",
                                  fmt::format("token {} ({})", token.id, RoleName(token.role))}));
  if (context.format == Format::kJson) {
    Json out = ToJson(token, now_us);
    out["token"] = text;
    context.out(DumpAnswer(out));
    return int{kFine};
  }
  context.out(text + "\n");
  context.err("northstar: this is shown once; keep it where other secrets are\n");
  return int{kFine};
}

Result<int> List(Context& context, const Parsed&) {
  NS_ASSIGN(const LoadedProject loaded, ReadProject(context));
  NS_ASSIGN(store::Tokens tokens, store::Tokens::Open(*loaded.project));
  NS_ASSIGN(const std::vector<store::Token> all, tokens.All());
  const int64_t now_us = context.clock->NowUs();
  if (context.format == Format::kJson) {
    Json list = Json::array();
    for (const store::Token& token : all) list.push_back(ToJson(token, now_us));
    context.out(DumpAnswer(Json{{"tokens", list}}));
    return int{kFine};
  }
  TextTable table({"id", "role", "name", "source", "token", "expires", "last used", "works"});
  const auto day = [](int64_t us) { return us == 0 ? "" : FormatInstant(us).substr(0, 10); };
  for (const store::Token& token : all) {
    table.Add({std::to_string(token.id), std::string(RoleName(token.role)), token.name,
               token.source, token.shown + "…", day(token.expires_us), day(token.used_us),
               token.revoked_us != 0   ? "revoked"
               : token.WorksAt(now_us) ? "yes"
                                       : "expired"});
  }
  context.out(context.format == Format::kMarkdown ? table.Markdown() : table.Text(context.color));
  return int{kFine};
}

Result<int> Revoke(Context& context, const Parsed& parsed) {
  NS_ASSIGN(const LoadedProject loaded, ReadProject(context));
  NS_ASSIGN(store::Tokens tokens, store::Tokens::Open(*loaded.project));
  const std::string text = parsed.Text("id");
  int64_t id = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (failed != std::errc() || end != text.data() + text.size())
    return Error::Usage(fmt::format("'{}' is no number of a token", text), "northstar token list");
  const int64_t now_us = context.clock->NowUs();
  NS_ASSIGN(const bool revoked, tokens.Revoke(id, now_us));
  if (!revoked) {
    return Error::Usage(fmt::format("there is no token {} that works", id), "northstar token list");
  }
  NS_RETURN_IF_ERROR(
      tokens.Note({now_us, "command line", "token revoke", fmt::format("token {}", id)}));
  context.err(fmt::format("northstar: token {} is revoked\n", id));
  return int{kFine};
}

}  // namespace

CommandSpec TokenCommand() {
  return {"token", "Make, list and revoke tokens of the server", {}, {}, {}, {}};
}

CommandSpec TokenCreateCommand() {
  return {"token create",
          "Make a token, and print it once",
          "northstar token create --role ingest --source app",
          {},
          {{"--role", "ROLE", "What it may do", {"ingest", "viewer", "editor", "admin"}},
           {"--source", "SOURCE", "Of ingest: the source that its events go to"},
           {"--name", "NAME", "What it is for"},
           {"--expires", "DAYS", "When it stops working: 90d (default: never)"},
           {"--rate", "EVENTS", "Of ingest: how many events a second it may send (default: any)"},
           {"--origin", "URL", "Of ingest: web pages that may use it", {}, true}},
          Reported<Create>};
}

CommandSpec TokenListCommand() {
  return {"token list", "List tokens", "northstar token list", {}, {}, Reported<List>};
}

CommandSpec TokenRevokeCommand() {
  return {"token revoke",
          "End a token",
          "northstar token revoke 3",
          {{"id", "Number of the token", true}},
          {},
          Reported<Revoke>};
}

}  // namespace northstar::cli

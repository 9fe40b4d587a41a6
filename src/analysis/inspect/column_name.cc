#include "analysis/inspect/column_name.h"

#include <algorithm>
#include <cctype>
#include <set>

#include "base/json_path.h"
#include "base/text.h"

namespace northstar {
namespace {

using WordSet = std::set<std::string_view>;

const WordSet& Somebody() {
  static const WordSet kWords = {
      "user",         "customer",   "client",      "account",  "member",      "person",
      "people",       "visitor",    "device",      "buyer",    "seller",      "player",
      "subscriber",   "contact",    "employee",    "agent",    "author",      "reviewer",
      "sender",       "recipient",  "receiver",    "company",  "workspace",   "organization",
      "organisation", "org",        "tenant",      "patient",  "student",     "teacher",
      "driver",       "rider",      "host",        "guest",    "assignee",    "requester",
      "submitter",    "owner",      "participant", "lead",     "merchant",    "vendor",
      "supplier",     "shopper",    "learner",     "viewer",   "profile",     "distinct",
      "anonymous",    "technician", "expert",      "staff",    "worker",      "freelancer",
      "doctor",       "household",  "team",        "admin",    "operator",    "actor",
      "respondent",   "passenger",  "courier",     "username", "login",       "creator",
      "commenter",    "follower",   "friend",      "kunde",    "nutzer",      "benutzer",
      "mitarbeiter",  "firma",      "cliente",     "usuario",  "utilisateur", "empresa",
      "vendedor",     "compte",     "konto",       "cuenta",   "kunden",      "entity",
      "resource",     "reporter",   "approver",    "payer",    "payee",       "uid",
      "msisdn",       "cpf",        "nif",         "ssn",      "idfa",        "idfv",
      "gaid",         "puid"};
  return kWords;
}

// Behind a word for somebody: still somebody.
const WordSet& Naming() {
  static const WordSet kWords = {"id",       "ids",      "uuid",     "guid",  "key",    "name",
                                 "nummer",   "email",    "mail",     "login", "handle", "number",
                                 "no",       "nr",       "num",      "code",  "hash",   "ref",
                                 "username", "fullname", "nickname", "slug"};
  return kWords;
}

// Between the two: customer_unique_id.
const WordSet& Qualifying() {
  static const WordSet kWords = {"unique", "external", "internal",  "global", "primary",
                                 "hashed", "distinct", "anonymous", "full",   "first",
                                 "last",   "display",  "screen",    "user",   "login",
                                 "new",    "old",      "main"};
  return kWords;
}

const WordSet& Ids() {
  static const WordSet kWords = {"id", "ids", "uuid", "guid", "key",  "sku", "identifier",
                                 "pk", "fk",  "ean",  "isbn", "gtin", "ref", "reference"};
  return kWords;
}

// What stands for a person where it has an id: install_id, cookie_id.
const WordSet& Installed() {
  static const WordSet kWords = {"install",     "installation", "instance", "cookie",
                                 "advertising", "browser",      "handset",  "machine"};
  return kWords;
}

// "invoice number", "order no": with digits in them and no amounts.
const WordSet& Numbered() {
  static const WordSet kWords = {
      "invoice", "order",        "ticket",      "receipt",  "tracking", "case",       "booking",
      "serial",  "confirmation", "transaction", "document", "rechnung", "bestellung", "auftrag",
      "pedido",  "factura",      "facture",     "commande", "row",      "line"};
  return kWords;
}

const WordSet& Times() {
  static const WordSet kWords = {
      "at",        "date",      "time",   "timestamp", "datetime",     "ts",       "dt",
      "created",   "updated",   "on",     "since",     "until",        "modified", "deleted",
      "started",   "ended",     "epoch",  "created",   "datum",        "zeit",     "zeitpunkt",
      "fecha",     "hora",      "heure",  "day",       "month",        "week",     "registered",
      "joined",    "closed",    "opened", "expires",   "registration", "birthday", "published",
      "submitted", "completed", "synced", "erstellt",  "start",        "end",      "when",
      "period",    "deadline",  "due",    "valuta",    "buchungstag",  "placed"};
  return kWords;
}

const WordSet& TimeParts() {
  static const WordSet kWords = {"hour", "hr",      "hours",  "hourofday", "minute",
                                 "year", "yr",      "month",  "weekday",   "dow",
                                 "week", "quarter", "stunde", "jahr",      "monat",
                                 "hora", "heure",   "day",    "dayofweek"};
  return kWords;
}

const WordSet& Amounts() {
  static const WordSet kWords = {"amount",       "price",       "total",       "subtotal",
                                 "count",        "cnt",         "qty",         "quantity",
                                 "revenue",      "cost",        "costs",       "fee",
                                 "fees",         "tax",         "taxes",       "score",
                                 "rating",       "value",       "balance",     "duration",
                                 "seconds",      "minutes",     "ms",          "length",
                                 "weight",       "height",      "width",       "size",
                                 "age",          "percent",     "percentage",  "rate",
                                 "ratio",        "sum",         "avg",         "average",
                                 "mean",         "min",         "max",         "median",
                                 "net",          "gross",       "mrr",         "arr",
                                 "seats",        "units",       "spend",       "spent",
                                 "clicks",       "impressions", "installs",    "uninstalls",
                                 "views",        "visits",      "sessions",    "likes",
                                 "shares",       "followers",   "points",      "stars",
                                 "nps",          "temp",        "temperature", "humidity",
                                 "lat",          "lng",         "lon",         "latitude",
                                 "longitude",    "discount",    "refund",      "refunded",
                                 "paid",         "usage",       "used",        "errors",
                                 "number",       "num",         "days",        "hours",
                                 "distance",     "speed",       "volume",      "budget",
                                 "profit",       "margin",      "sales",       "income",
                                 "salary",       "interest",    "shipping",    "installments",
                                 "orders",       "users",       "customers",   "betrag",
                                 "preis",        "menge",       "anzahl",      "summe",
                                 "umsatz",       "kosten",      "importe",     "precio",
                                 "cantidad",     "montant",     "prix",        "quantite",
                                 "valor",        "preco",       "quantidade",  "steuer",
                                 "ltv",          "passengers",  "years",       "months",
                                 "weeks",        "bytes",       "kg",          "km",
                                 "cm",           "g",           "position",    "rank",
                                 "mileage",      "levels",      "attempts",    "retries",
                                 "version_code", "sequential",  "downloads"};
  return kWords;
}

const WordSet& Categories() {
  static const WordSet kWords = {
      "status",    "state",        "type",      "country",   "city",     "region",    "category",
      "plan",      "tier",         "channel",   "source",    "medium",   "campaign",  "platform",
      "os",        "browser",      "language",  "lang",      "currency", "gender",    "sex",
      "segment",   "group",        "level",     "brand",     "model",    "version",   "code",
      "locale",    "method",       "reason",    "industry",  "tag",      "tags",      "label",
      "kind",      "class",        "priority",  "stage",     "zip",      "postal",    "postcode",
      "prefix",    "department",   "continent", "province",  "county",   "district",  "timezone",
      "carrier",   "manufacturer", "mode",      "variant",   "season",   "referrer",  "domain",
      "host",      "url",          "page",      "path",      "pathname", "product",   "feature",
      "genre",     "color",        "colour",    "sentiment", "outcome",  "result",    "location",
      "place",     "address",      "flag",      "role",      "area",     "zone",      "family",
      "network",   "app",          "system",    "land",      "stadt",    "ort",       "ciudad",
      "pais",      "ville",        "pays",      "cidade",    "estado",   "kategorie", "categoria",
      "categorie", "plz",          "skill",     "shift",     "weather",  "holiday",   "weekday",
      "option",    "setting",      "theme",     "format",    "package",  "bank",      "market",
      "queue",     "team",         "artist",    "song",      "title"};
  return kWords;
}

const WordSet& Texts() {
  static const WordSet kWords = {
      "comment",   "comments",    "message",      "content",   "body",       "text",
      "review",    "description", "feedback",     "note",      "notes",      "title",
      "subject",   "remark",      "remarks",      "answer",    "question",   "reply",
      "response",  "summary",     "details",      "snippet",   "opinion",    "complaint",
      "kommentar", "nachricht",   "beschreibung", "bemerkung", "comentario", "mensaje",
      "mensagem",  "commentaire", "avis",         "texte"};
  return kWords;
}

const WordSet& Technicals() {
  static const WordSet kWords = {
      "file",     "filename", "checksum",    "md5",       "sha",        "etag",     "avatar",
      "image",    "photo",    "picture",     "thumbnail", "icon",       "metadata", "schema",
      "payload",  "raw",      "library",     "lib",       "ip",         "agent",    "useragent",
      "cursor",   "token",    "fingerprint", "cookie",    "debug",      "trace",    "headers",
      "password", "secret",   "signature",   "link",      "properties", "context",  "auth"};
  return kWords;
}

const WordSet& Events() {
  static const WordSet kWords = {"event",    "eventname", "eventtype", "action",
                                 "activity", "verb",      "ereignis",  "aktion",
                                 "evento",   "evenement", "accion"};
  return kWords;
}

const WordSet& WeakEvents() {
  static const WordSet kWords = {"page",        "screen", "step", "operation", "command",
                                 "interaction", "type",   "name", "endpoint",  "method"};
  return kWords;
}

bool IsAny(const WordSet& set, const std::string& word) {
  return set.contains(word);
}

std::string Singular(const std::string& word) {
  if (word.size() > 3 && word.ends_with('s') && !word.ends_with("ss")) return SingularOf(word);
  return word;
}

// Also "teammember" and "serviceresource", but not "accompany".
bool IsSomebody(const std::string& word) {
  if (IsAny(Somebody(), word) || IsAny(Somebody(), Singular(word))) return true;
  return std::any_of(Somebody().begin(), Somebody().end(), [&](std::string_view known) {
    return known.size() >= 6 && word.size() >= known.size() + 3 && word.ends_with(known);
  });
}

// Splits at signs and at humps; "IDs" and "URLPath" stay readable.
std::vector<std::string> Split(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  const auto end = [&] {
    if (!word.empty()) words.push_back(LowerUtf8(word));
    word.clear();
  };
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x80 && !std::isalnum(c)) {
      end();
      continue;
    }
    const bool upper = std::isupper(c) != 0;
    const bool after_lower = i > 0 && (std::islower(static_cast<unsigned char>(text[i - 1])) ||
                                       std::isdigit(static_cast<unsigned char>(text[i - 1])));
    const bool before_lower =
        i > 0 && i + 1 < text.size() && std::isupper(static_cast<unsigned char>(text[i - 1])) &&
        std::islower(static_cast<unsigned char>(text[i + 1])) && text.substr(i) != "Ds";
    if (upper && (after_lower || before_lower)) end();
    word += text[i];
  }
  end();
  return words;
}

// "userid", "customeruuid": an ending that is glued on.
void Unglue(std::vector<std::string>& words) {
  std::vector<std::string> out;
  for (const std::string& word : words) {
    bool split = false;
    for (const std::string_view ending :
         {"uuid", "guid", "id", "name", "email", "date", "time", "datum", "nummer"}) {
      if (!word.ends_with(ending) || word.size() < ending.size() + 3) continue;
      const std::string before = word.substr(0, word.size() - ending.size());
      const bool known = IsSomebody(before) || IsAny(Numbered(), before) || before == "session" ||
                         before == "product" || before == "item" || before == "event" ||
                         before == "created" || before == "updated" || before == "start" ||
                         ending == "datum";
      if (!known || word == "username") continue;
      out.push_back(before);
      out.emplace_back(ending);
      split = true;
      break;
    }
    if (!split) out.push_back(word);
  }
  words = std::move(out);
}

// A payment_method or a device_type says how, not what happened.
bool SaysHow(const std::vector<std::string>& words) {
  static const WordSet kHappenings = {"log",  "record",      "message", "request",
                                      "http", "payload",     "item",    "interaction",
                                      "hit",  "notification"};
  if (words.size() < 2 || (words.back() != "type" && words.back() != "method")) return false;
  return !IsAny(kHappenings, words[words.size() - 2]);
}

// Takes off what stands behind the thing: a unit, a number; of an email address the address.
void TakeUnits(std::vector<std::string>& words) {
  while (words.size() > 1 &&
         (words.back() == "utc" || words.back() == "gmt" || words.back() == "local" ||
          words.back() == "usd" || words.back() == "eur" || words.back() == "gbp" ||
          words.back().find_first_not_of("0123456789") == std::string::npos))
    words.pop_back();
  if (words.size() > 1 && words.back() == "address" &&
      (words[words.size() - 2] == "email" || words[words.size() - 2] == "mail"))
    words.pop_back();
}

}  // namespace

std::vector<std::string> WordsOfName(std::string_view name) {
  while (name.size() > 1 && (name.back() == '.' || name.back() == ' ')) name.remove_suffix(1);
  const std::vector<std::string> parts = JsonPathParts(name);
  std::string leaf = parts.back();
  // What stands in brackets explains, and is not the thing: "Created (UTC)", "plan (metadata)".
  const size_t bracket = leaf.find('(');
  if (bracket != std::string::npos && bracket > 0) leaf.resize(bracket);
  std::vector<std::string> words = Split(leaf);
  if (parts.size() > 1 && words.size() == 1 &&
      (IsAny(Naming(), words[0]) || IsAny(WeakEvents(), words[0]))) {
    std::vector<std::string> parent = Split(parts[parts.size() - 2]);
    parent.insert(parent.end(), words.begin(), words.end());
    words = std::move(parent);
  }
  Unglue(words);
  return words;
}

NameHints HintsOfName(std::string_view name) {
  NameHints hints;
  std::vector<std::string> words = WordsOfName(name);
  TakeUnits(words);
  if (words.empty()) {
    hints.made_up = true;
    return hints;
  }
  const std::string& last = words.back();
  hints.made_up =
      words.size() == 1 && (last.find_first_not_of("0123456789", 1) == std::string::npos ||
                            last == "column" || last == "field" || last == "unnamed");
  for (const std::string& word : words) {
    if (IsSomebody(word)) hints.somebody = word;
    if (IsAny(Times(), word) && hints.time.empty() && word != "on" && word != "at")
      hints.time = word;
    if (IsAny(Technicals(), word) && word != "agent") hints.technical = word;
  }
  size_t head = words.size();
  while (head > 1 && (IsAny(Naming(), words[head - 1]) || IsAny(Qualifying(), words[head - 1])) &&
         !(IsSomebody(words[head - 1]) && !IsAny(Qualifying(), words[head - 1])))
    --head;
  if (IsSomebody(words[head - 1])) hints.who = words[head - 1];
  hints.several = !hints.who.empty() && last == hints.who && Singular(last) != last;
  // "user agent" is a program, "lead time" a time, "team lead" somebody.
  if (words.size() > 1 && last == "agent" && words[words.size() - 2] == "user") {
    hints.who.clear();
    hints.technical = "user agent";
  }
  if (IsAny(Ids(), last)) hints.id = last;
  const bool numbered =
      last == "number" || last == "no" || last == "nr" || last == "num" || last == "code";
  if (numbered && words.size() > 1 && last != "code" && IsAny(Numbered(), words[words.size() - 2]))
    hints.id = words[words.size() - 2] + " " + last;
  if (!hints.id.empty() && words.size() > 1 && IsAny(Installed(), words[words.size() - 2]))
    hints.who = words[words.size() - 2];
  // The host of a web address is nobody.
  if (hints.who == "host" && hints.id.empty()) hints.who.clear();
  hints.bare_id = words.size() == 1 && !hints.id.empty();
  if (last == "at" || last == "on") hints.time = last;
  if (!IsAny(Times(), last) && !hints.time.empty() && words.size() > 1 && words[0] != hints.time &&
      last != "zone")
    hints.time = words[words.size() - 2] == hints.time ? hints.time : "";
  if (last == "zone" || last == "timezone" || hints.id == last) hints.time.clear();
  if (IsAny(TimeParts(), last)) hints.time_part = last;
  if (IsAny(Events(), last) ||
      (words.size() > 1 && IsAny(Events(), words[words.size() - 2]) &&
       (last == "name" || last == "type" || last == "action" || last == "kind")))
    hints.event = "event";
  // A firstName is somebody's.
  if (hints.event.empty() && IsAny(WeakEvents(), last) && (last != "name" || words.size() == 1))
    hints.weak_event = last;
  if (SaysHow(words)) hints.weak_event.clear();
  if (IsAny(Amounts(), last)) hints.number = last;
  if (IsAny(Categories(), last)) hints.category = last;
  if (IsAny(Texts(), last)) hints.text = last;
  hints.person_name = words.size() == 1 && last == "name" ? last : "";
  if (words.size() > 1) {
    const std::string& first = words[0];
    hints.flag =
        first == "is" || first == "has" || first == "was" || first == "can" || first == "ist";
    if (hints.number.empty() && (first == "count" || first == "num" || first == "number" ||
                                 first == "total" || first == "n" || first == "nb"))
      hints.number = first;
    if (hints.number.empty() && IsAny(Amounts(), words[words.size() - 2]) && last != "id" &&
        hints.category.empty())
      hints.number = words[words.size() - 2];
  }
  if (!hints.id.empty() || hints.flag) hints.number.clear();
  // The loaders of warehouses call their own columns with a sign in front.
  if (name.starts_with('_') && hints.id.empty()) hints.technical = std::string(name);
  return hints;
}

bool IsTableOfSomebody(std::string_view table) {
  static const WordSet kCommon = {
      "csv",     "tsv",   "json",   "jsonl", "ndjson", "gz",     "zst", "parquet", "xlsx", "data",
      "dataset", "table", "export", "list",  "all",    "sample", "txt", "raw",     "dump"};
  std::vector<std::string> words = Split(table);
  while (!words.empty() && (IsAny(kCommon, words.back()) ||
                            words.back().find_first_not_of("0123456789") == std::string::npos))
    words.pop_back();
  return !words.empty() && IsSomebody(words.back());
}

bool IsTableOfEvents(std::string_view table) {
  const std::vector<std::string> words = Split(table);
  return std::any_of(words.begin(), words.end(),
                     [](const std::string& word) { return word == "event" || word == "events"; });
}

}  // namespace northstar

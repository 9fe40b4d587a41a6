#include "model/schema.h"

#include "base/text.h"
#include "model/judgement.h"
#include "model/source_formats.h"

namespace northstar {
namespace {

using K = FieldKind;

constexpr std::string_view kOneStar =
    "a project has one North Star; the other metrics are its inputs ('north_star: inputs:') or "
    "candidates ('candidates:')";

Field Whole(std::string_view key, std::string_view doc, double least, double most) {
  return {key, K::kInteger, doc, false, {}, nullptr, "", least, most};
}

const Shape kClickhouse{"clickhouse",
                        {{"url", K::kText, "address of the HTTP interface", true},
                         {"database", K::kText, "database name"},
                         {"user", K::kText, "user name"},
                         {"password", K::kText, "password, usually ${ENV_VAR}"},
                         {"cluster", K::kText, "cluster name"}}};

const Shape kWarehouse{"warehouse",
                       {{"type", K::kEnum, "the engine", false, {"duckdb", "clickhouse"}},
                        {"path", K::kText, "database file, relative to the project"},
                        {"memory_limit", K::kText, "for example 4GB"},
                        Whole("threads", "threads to use; default: all", 0, 1024),
                        {"clickhouse", K::kObject, "connection", false, {}, &kClickhouse},
                        {"url", K::kText, "address of the HTTP interface"},
                        {"database", K::kText, "database name"},
                        {"user", K::kText, "user name"},
                        {"password", K::kText, "password, usually ${ENV_VAR}"},
                        {"cluster", K::kText, "cluster name"}}};

const Shape kMerge{"merge",
                   {{"from", K::kText, "column or expression with the earlier id"},
                    {"to", K::kText, "column or expression with the id it belongs to"},
                    {"entity", K::kName, "the entity that both ids identify", true}}};

const Shape kAsOf{
    "as_of",
    {{"from", K::kText, "column with the time from which a row is valid", true},
     {"to", K::kColumnEnd,
      "column with the time up to which it is; default: until the next row of the key"}}};

// Plain layouts, and the exports of known tools.
std::vector<std::string> Formats() {
  std::vector<std::string> formats{"auto", "csv", "tsv", "json", "parquet"};
  for (std::string& name : FormatNames()) formats.push_back(std::move(name));
  return formats;
}

// Keys about the files of a table, between those before and after.
std::vector<Field> WithLayout(std::vector<Field> fields, std::vector<std::string> formats,
                              const std::vector<Field>& after) {
  const std::vector<Field> layout{
      {"format", K::kEnum, "layout of the files", false, std::move(formats)},
      {"rows", K::kText, "path to the list of records in a file of JSON: data.items"},
      {"each", K::kText, "list in each record of JSON of which every element is a row"},
      {"encoding", K::kText,
       "utf-8, utf-16, latin1 or windows-1252; default: found where it is certain"},
      {"delimiter", K::kText,
       "separator of a CSV file, if it is not detected; whitespace: blanks and tabs"},
      {"widths", K::kTexts, "widths of columns that are parted by their place, in characters"},
      {"skip", K::kInteger, "lines above the header", false, {}, nullptr, "", 0, 1e6},
      {"comment", K::kText, "what begins a line that is no row"},
      {"header", K::kBool, "false for files without a header; see columns"},
      {"columns", K::kTexts, "names of the columns, for files without a header"},
      {"sheet", K::kText, "sheet of a workbook; default: all that are not hidden"},
      {"quote", K::kEnum, "none: quotes are signs like any other", false, {"none"}},
      {"null_values", K::kTexts, "cells that say that there is no value: ['NULL', 'N/A']"},
      {"decimal", K::kText, "decimal separator, '.' or ','; detected by default"},
      {"thousands", K::kText, "thousands separator; detected by default"}};
  fields.insert(fields.end(), layout.begin(), layout.end());
  fields.insert(fields.end(), after.begin(), after.end());
  return fields;
}

// Of sources of events and of feedback: the name, and where the rows are.
std::vector<Field> Origin() {
  return {
      {"name", K::kName, "name of the source", true},
      {"files", K::kTexts, "files or globs, relative to this file"},
      {"database", K::kText,
       "in place of files: ${DATABASE_URL}, postgresql://host/database or sqlite:path"},
      {"table", K::kText, "table of the database; without one, of the warehouse"},
      {"query", K::kText, "one SELECT or WITH, in place of a table"},
      {"cursor", K::kText, "column of the database that tells which rows are new; needs id"},
      {"overlap", K::kDuration,
       "how long a row may take from its cursor to its commit; default: 1h"},
      {"sql", K::kText, "in place of files: a file with one SELECT over the project's files"},
  };
}

const Shape kLookup{
    "lookup",
    WithLayout(
        {{"files", K::kTexts, "files of the table, or globs"},
         {"database", K::kText, "address of a database with the table, in place of files"},
         {"table", K::kText, "table of the database"},
         {"query", K::kText, "one SELECT or WITH, in place of a table"},
         {"source", K::kName, "a source whose rows are the table, in place of files"},
         {"on", K::kJoinKeys, "columns of the same name, or ours: theirs", true},
         {"take", K::kNameToExpr,
          "fields to add: name → column, or one of sum, count, min, max, first, last, any of it",
          true},
         {"as_of", K::kObject, "the row that was valid at the event's time", false, {}, &kAsOf},
         {"missing",
          K::kEnum,
          "what becomes of rows that find none; default: null, the fields are empty",
          false,
          {"null", "reject"}}},
        {"auto", "csv", "tsv", "json", "parquet"}, {})};

const Shape kSource{
    "source",
    WithLayout(
        Origin(), Formats(),
        {{"duplicates",
          K::kEnum,
          "expected: rows with the same id may differ; the first one counts",
          false,
          {"expected"}},
         {"lookup", K::kObjects, "tables to look up by key", false, {}, &kLookup},
         {"time", K::kText, "column or expression with the time of the event"},
         {"time_format", K::kText,
          "strptime format, or 'excel' for days as spreadsheets count them; default: ISO 8601 or "
          "epoch"},
         {"date_order",
          K::kEnum,
          "order of day, month and year in dates such as 31/12/2012",
          false,
          {"dmy", "mdy", "ymd"}},
         {"timezone", K::kText, "time zone of times without one; default: the project's"},
         {"event", K::kText, "event name of every row"},
         {"event_column", K::kText, "column with the event name"},
         {"entities", K::kNameToExpr, "who or what a row is about: name → column or expression"},
         {"dimensions", K::kNameToExpr, "categorical properties: name → column or expression"},
         {"values", K::kNameToExpr, "numbers: name → column or expression"},
         {"where", K::kExpr, "rows to keep"},
         {"id", K::kTexts, "column or columns that identify a row; the same id counts once"},
         {"since", K::kInstant, "data is complete from this time on"},
         {"through", K::kInstant, "data is complete up to this time"},
         {"fresh_within", K::kDuration,
          "longest silence that is all right, for data that arrive by themselves: 3h"},
         {"max_rejected", K::kPercent, "share of rows that may be unreadable; default: 1%"},
         {"http", K::kBool, "events arrive at the server, as JSON that their clients send"},
         {"raw", K::kText,
          "of http: how long events are kept as they were sent, in days; 0: not; default: 400d"},
         {"series", K::kText, "file of numbers already aggregated"},
         {"period", K::kText, "column with the start of the period"},
         {"grain",
          K::kEnum,
          "length of a series' periods",
          false,
          {"hour", "day", "week", "month", "quarter", "year"}},
         {"metrics", K::kNameToName, "metrics of a series: name → column"},
         {"currency", K::kNameToName, "currency of a value: value → code"},
         {"identities", K::kText, "file of entity merges"},
         {"merge", K::kObject, "columns of a merge", false, {}, &kMerge},
         {"description", K::kText, "one sentence"}})};

const Shape kFeedback{
    "feedback",
    WithLayout(
        Origin(), Formats(),
        {{"duplicates",
          K::kEnum,
          "expected: rows with the same id may differ; the first one counts",
          false,
          {"expected"}},
         {"lookup", K::kObjects, "tables to look up by key", false, {}, &kLookup},
         {"time", K::kText, "column or expression with the time"},
         {"time_format", K::kText, "strptime format, or 'excel'"},
         {"date_order",
          K::kEnum,
          "order of day, month and year in dates such as 31/12/2012",
          false,
          {"dmy", "mdy", "ymd"}},
         {"timezone", K::kText, "time zone of times without one"},
         {"text", K::kText, "column or expression with what was written"},
         {"rating", K::kText, "column or expression with a rating"},
         {"scale", K::kText, "lowest and highest rating, such as 1-5; detected by default"},
         {"votes", K::kText, "column or expression with the number of votes"},
         {"lexicon",
          K::kEnum,
          "vader: words and rules as published, without ours for software feedback",
          false,
          {"vader"}},
         {"language", K::kText, "column or expression with the language"},
         {"id", K::kTexts, "column or columns that identify an item; the same id counts once"},
         {"entities", K::kNameToExpr, "who wrote it"},
         {"dimensions", K::kNameToExpr, "categorical properties"},
         {"where", K::kExpr, "rows to keep"},
         {"max_rejected", K::kPercent, "share of rows that may be unreadable; default: 1%"}})};

const Shape kInput{"input",
                   {{"metric", K::kName, "the metric", true},
                    {"dimension",
                     K::kEnum,
                     "dimension of the framework",
                     false,
                     {"breadth", "depth", "frequency", "efficiency"}},
                    {"owner", K::kNames, "the team that owns it"},
                    {"where", K::kExpr, "narrows the metric to a segment"}}};

const Shape kDecomposition{"decomposition",
                           {{"expr", K::kExpr, "formula of the star over its inputs", true}}};

const Shape kGuardrail{
    "guardrail",
    {{"metric", K::kName, "the metric", true},
     {"no_worse_than", K::kPercent, "tolerance compared with the 8 periods before"},
     {"at_least", K::kGuardTarget, "lower limit"},
     {"at_most", K::kGuardTarget, "upper limit"},
     {"owner", K::kNames, "the team that owns it"},
     {"where", K::kExpr, "narrows the metric to a segment"}}};

const Shape kFormerStar{"former_star",
                        {{"metric", K::kName, "the former star", true},
                         {"from", K::kDate, "first day"},
                         {"to", K::kDate, "last day"},
                         {"decision", K::kText, "the decision record"},
                         {"reason", K::kText, "why it stopped working"}}};

const Shape kNorthStar{
    "north_star",
    {{"metric", K::kName, "the North Star", true, {}, nullptr, kOneStar},
     {"statement", K::kText, "what it says about customers, in one sentence"},
     {"stage", K::kEnum, "stage of the product", false, {"launch", "growth", "mature"}},
     {"game",
      K::kEnum,
      "the game the product plays",
      false,
      {"attention", "transaction", "productivity"}},
     {"owner", K::kText, "the team that owns it"},
     {"primary_segment", K::kExpr, "the segment it is chosen for"},
     {"since", K::kDate, "the day it was chosen"},
     {"outcome", K::kName, "what it must lead"},
     {"inputs", K::kObjects, "the metrics that drive it", false, {}, &kInput},
     {"decomposition", K::kObject, "exact formula", false, {}, &kDecomposition},
     {"guardrails", K::kObjects, "metrics that must not get worse", false, {}, &kGuardrail},
     {"history", K::kObjects, "former stars", false, {}, &kFormerStar}}};

const Shape kTeam{"team",
                  {{"name", K::kName, "name of the team", true},
                   {"label", K::kText, "display name"},
                   {"purpose", K::kText, "one sentence"}}};

const Shape kKeyResult{
    "key_result",
    {{"role", K::kEnum, "its role", false, {"north_star", "guardrail", "leading", "other"}},
     {"metric", K::kName, "the metric", true},
     {"from", K::kNumber, "value at the start"},
     {"to", K::kNumber, "value to reach"},
     {"at_least", K::kGuardTarget, "lower limit"},
     {"at_most", K::kGuardTarget, "upper limit"},
     {"over", K::kEnum, "how the period is aggregated", false, {"last", "sum", "average"}},
     {"owner", K::kText, "the team"}}};

const Shape kOkr{"okr",
                 {{"objective", K::kText, "the objective", true},
                  {"period", K::kText, "2026-Q3, 2026-H1, 2026, 2026-07, or days from..to", true},
                  {"owner", K::kText, "the team"},
                  {"key_results", K::kObjects, "the key results", true, {}, &kKeyResult}}};

const Shape kExperiment{
    "experiment",
    {{"assignment", K::kName, "event that says which arm an entity is in", true},
     {"where", K::kExpr, "which of these events belong to the experiment"},
     {"arm", K::kName, "dimension with the arm"},
     {"control", K::kText, "name of the control arm"},
     {"treatment", K::kText, "name of the treatment arm (default: the only other one)"},
     {"entity", K::kName, "who was assigned (default: the only entity of the event's sources)"},
     {"from", K::kDate, "first day of exposures (default: the first exposure)"},
     {"to", K::kDate, "last day of exposures (default: still running)"},
     {"horizon", K::kDuration, "time from first exposure that outcomes cover (default 7d)"},
     {"split", K::kNumber, "intended share of the treatment, between 0 and 1 (default 0.5)"},
     {"planned_units", K::kInteger, "units planned over both arms", false, {}, nullptr, "", 2}}};

const Shape kBet{"bet",
                 {{"name", K::kName, "name of the bet", true},
                  {"label", K::kText, "display name"},
                  {"team", K::kName, "the team"},
                  {"moves", K::kName, "the input it should move"},
                  {"expect", K::kPercent, "by how much it should move the input"},
                  {"effort", K::kNumber, "what it costs, for example in weeks of work"},
                  {"shipped", K::kDate, "day it shipped"},
                  {"planned", K::kDate, "day it should ship"},
                  {"where", K::kExpr, "segment it affects"},
                  {"experiment", K::kObject, "how it was tested", false, {}, &kExperiment},
                  {"description", K::kText, "one sentence"}}};

const Shape kKpi{"kpi",
                 {{"metric", K::kName, "the metric", true},
                  {"team", K::kName, "the team"},
                  {"ladders_to", K::kName, "the input it feeds"}}};

const Shape kAnnotation{"annotation",
                        {{"at", K::kInstant, "when", true},
                         {"to", K::kInstant, "until when"},
                         {"text", K::kText, "what happened", true},
                         {"kind",
                          K::kEnum,
                          "what it was",
                          false,
                          {"release", "campaign", "tracking", "holiday", "incident", "other"}}}};

const Shape kReview{
    "review",
    {{"every", K::kEnum, "how often", false, {"month", "quarter", "half_year", "year"}},
     {"last", K::kDate, "the day of the last review"},
     {"strategy_changed", K::kDate,
      "the day on which a review recorded that the strategy changed"}}};

const Shape kCheck{
    "check",
    {{"check",
      K::kEnum,
      "which check",
      true,
      {"guardrail", "decoupled", "sentiment", "anomaly", "freshness", "goal", "link", "definition",
       "review"}},
     {"metric", K::kName, "the metric it is about; default: all that it judges"},
     {"source", K::kName, "the source it is about; default: all that it judges"},
     {"fresh_within", K::kDuration, "of freshness: longest silence that is all right"},
     {"severity", K::kEnum, "how bad it is when it fails", false, {"critical", "warning"}},
     Whole("for", "failing looks in a row after which it fires; default: 1", 1, 1000),
     {"off", K::kBool, "true: it is not checked"}}};

const Shape kNotify{
    "notify",
    {{"type", K::kEnum, "channel", true, {"slack", "webhook", "email"}},
     {"url", K::kText, "address of a slack or webhook channel, usually ${ENV_VAR}"},
     {"secret", K::kText, "key that signs what a webhook gets, usually ${ENV_VAR}"},
     {"to", K::kTexts, "addresses of an email"},
     {"from", K::kText, "sender of an email; default: the first of 'to'"},
     {"smtp", K::kText, "mail server, smtp://… or smtps://…, usually ${ENV_VAR}"},
     {"on", K::kTexts, "severities to tell: critical, warning; default: both"},
     {"digest", K::kText,
      "of slack and email: weekday and time of the digest, for example monday 09:00"}}};

const Shape kMetric{
    "metric",
    {{"name", K::kName, "name, never reused once retired", true},
     {"type", K::kEnum, "how it is computed", true},
     {"label", K::kText, "display name"},
     {"description", K::kText, "one sentence of at most 25 words, shown everywhere"},
     {"entity", K::kName, "whose activity counts"},
     {"event", K::kEvents, "an event name, a list, `any`, or {event, where}"},
     {"where", K::kExpr, "which events count"},
     {"distinct", K::kName, "count these instead of events for at_least"},
     {"at_least", K::kNumber, "threshold"},
     {"value", K::kExpr, "the number to add up"},
     {"p", K::kNumber, "percentile, 0 to 100"},
     {"grain",
      K::kEnum,
      "natural grain",
      false,
      {"hour", "day", "week", "month", "quarter", "year"}},
     {"unit", K::kText, "what is counted: teams; with `plural`, one of it"},
     {"plural", K::kText, "several of the unit, where the unit names one: company, companies"},
     {"format", K::kText, "humanize, none, percentage, currency_eur, duration"},
     {"desired_change", K::kEnum, "which direction is good", false, {"increase", "decrease"}},
     {"incentivised", K::kExpr, "the part that was paid for or pushed"},
     {"income", K::kBool,
      "whether it is the company's own income; detected by default from name and outcome"},
     {"owner", K::kNames, "the team that owns it"},
     {"status", K::kEnum, "state of the definition", false, {"proposed", "approved", "retired"}},
     {"tags", K::kTexts, "free-form labels"},
     {"also_called", K::kTexts, "other names that people have for it: WAT"},
     Whole("version", "raise it when the definition changes", 0, 1e9),
     {"only", K::kConditions, "conditions on the entity at the time of the event"},
     {"approximate", K::kBool, "allow an approximate distinct count"},
     {"numerator", K::kName, "metric in the numerator"},
     {"denominator", K::kName, "metric in the denominator"},
     {"expr", K::kExpr, "formula over metric names"},
     {"metric", K::kName, "the metric it is derived from"},
     {"part",
      K::kEnum,
      "part of the lifecycle",
      false,
      {"new", "retained", "resurrected", "churned"}},
     {"window", K::kDuration, "trailing window, for example 28d"},
     {"to_date",
      K::kEnum,
      "running sum since the start of",
      false,
      {"week", "month", "quarter", "year"}},
     {"of", K::kEnum, "what frequency counts", false, {"day", "week"}},
     {"statistic", K::kText,
      "which statistic of a frequency, duration, session or feedback metric"},
     {"from", K::kEvents, "first event"},
     {"to", K::kEvents, "event to reach"},
     {"steps", K::kEvents, "events in order"},
     {"within", K::kDuration, "time allowed"},
     {"not_before", K::kDuration, "time that must pass"},
     {"calculation", K::kEnum, "what a conversion returns", false, {"rate", "count", "events"}},
     {"allow_same_time", K::kBool, "a target at the same instant counts"},
     {"return_event", K::kEvents, "event that counts as a return"},
     Whole("after", "periods after the first", 0, 1e5),
     Whole("until", "last period that counts", 0, 1e5),
     {"mode", K::kEnum, "how returning is counted", false, {"on", "on_or_after"}},
     {"cohort", K::kEnum, "who starts", false, {"active", "new"}},
     {"rolling", K::kBool, "count from each entity's own first event"},
     {"gap", K::kDuration, "pause that ends a session"},
     {"length", K::kDuration, "shortest session that counts"},
     {"on", K::kEvents, "event that switches on"},
     {"off", K::kEvents, "event that switches off"},
     {"source", K::kName, "series or feedback source"}}};

const Shape kScore{
    "score",
    {{"candidate", K::kName, "the metric that was rated", true},
     {"by", K::kText, "who rated it", true},
     {"question", K::kEnum, "what was asked", true, {"value", "actionable", "simple", "strategy"}},
     {"rating", K::kInteger, "1 to 5", true, {}, nullptr, "", 1, 5},
     {"at", K::kInstant, "when"},
     {"comment", K::kText, "why"}}};

const Shape kActivity{"activity",
                      {{"except", K::kTexts, "events that do not count as activity"},
                       {"events", K::kTexts, "the only events that do; or `any`"}}};

const Shape kProject{
    "project",
    {{"version", K::kInteger, "version of the file format: 1"},
     {"name", K::kText, "name of the project"},
     {"timezone", K::kText, "IANA time zone; default: UTC"},
     {"first_day_of_week", K::kEnum, "default: monday", false, {"monday", "sunday", "saturday"}},
     Whole("first_month_of_year", "1 to 12; default: 1", 1, 12),
     {"warehouse", K::kObject, "where the data is stored", false, {}, &kWarehouse},
     {"sources", K::kObjects, "where events come from", false, {}, &kSource},
     {"feedback", K::kObjects, "where feedback comes from", false, {}, &kFeedback},
     {"metrics", K::kObjects, "the metrics", false, {}, &kMetric},
     {"activity", K::kActivity,
      "what counts as activity: {except: …} or {events: …}; can also be set per entity"},
     {"outcome", K::kName, "what a star must lead"},
     {"candidates", K::kNames, "candidates for the North Star"},
     {"north_star", K::kObject, "the chosen North Star", false, {}, &kNorthStar, kOneStar},
     {"scores", K::kObjects, "how people rate candidates", false, {}, &kScore},
     {"judgement",
      K::kObject,
      "thresholds, points and weights that differ from the defaults",
      false,
      {},
      &JudgementShape()},
     {"teams", K::kObjects, "the teams", false, {}, &kTeam},
     {"okrs", K::kObjects, "objectives and key results", false, {}, &kOkr},
     {"bets", K::kObjects, "planned work and what it should move", false, {}, &kBet},
     {"kpis", K::kObjects, "metrics of teams", false, {}, &kKpi},
     {"annotations", K::kObjects, "what happened when", false, {}, &kAnnotation},
     {"review", K::kObject, "the periodic check", false, {}, &kReview},
     {"checks", K::kObjects, "checks that differ from the defaults", false, {}, &kCheck},
     {"notify", K::kObjects, "who is notified", false, {}, &kNotify},
     {"refresh", K::kText,
      "how often a server loads new files and rows of databases; 0: at its start alone; default: "
      "15m"},
     {"renotify", K::kDuration,
      "how often a critical alert is told again while it fires; default: 24h"}}};

// In the order of MetricKind (metric_kinds.h).
const std::vector<MetricTypeSpec> kTypes = {
    {"count", true, {"event"}, {"where", "entity"}, "matching events"},
    {"sum", true, {"event", "value"}, {"where", "entity"}, "sum of a value"},
    {"average", true, {"event", "value"}, {"where", "entity"}, "mean of a value"},
    {"min", true, {"event", "value"}, {"where", "entity"}, "smallest value"},
    {"max", true, {"event", "value"}, {"where", "entity"}, "largest value"},
    {"median", true, {"event", "value"}, {"where", "entity"}, "median of a value"},
    {"percentile", true, {"event", "value", "p"}, {"where", "entity"}, "percentile of a value"},
    {"active",
     true,
     {"entity", "event"},
     {"where", "at_least", "distinct", "window"},
     "distinct entities"},
    {"frequency",
     true,
     {"entity", "event"},
     {"where", "of", "statistic", "at_least"},
     "days active per active entity"},
    {"lifecycle", true, {"metric", "part"}, {}, "new, retained, resurrected or churned"},
    {"ratio", true, {"numerator", "denominator"}, {}, "one metric over another"},
    {"derived", true, {"expr"}, {}, "a formula over metrics"},
    {"cumulative", true, {"metric"}, {"window", "to_date"}, "running sum"},
    {"conversion",
     true,
     {"entity"},
     {"from", "to", "steps", "within", "not_before", "calculation", "where", "allow_same_time"},
     "entities that go on to do something"},
    {"retention",
     true,
     {"entity", "event"},
     {"return_event", "after", "until", "mode", "cohort", "rolling", "where"},
     "share that returns"},
    {"duration",
     true,
     {"entity", "from", "to"},
     {"within", "statistic", "where", "allow_same_time"},
     "time from one event to another"},
    {"sessions",
     true,
     {"entity", "event", "gap"},
     {"statistic", "length", "where"},
     "events split at pauses"},
    {"state", true, {"entity", "on", "off"}, {"value", "where"}, "entities switched on"},
    {"first_time",
     true,
     {"entity", "event"},
     {"where"},
     "entities that do it for the first time ever"},
    {"feedback", true, {"source", "statistic"}, {"where"}, "what customers wrote"},
    {"series", true, {"source"}, {}, "given numbers"}};

}  // namespace

const Field* Shape::Find(std::string_view key) const {
  for (const Field& field : fields) {
    if (field.key == key) return &field;
  }
  return nullptr;
}

std::vector<std::string> Shape::Keys() const {
  std::vector<std::string> keys;
  for (const Field& field : fields) keys.emplace_back(field.key);
  return keys;
}

const Shape& ProjectShape() {
  return kProject;
}
const Shape& MetricShape() {
  return kMetric;
}
const Shape& ActivityShape() {
  return kActivity;
}
std::span<const MetricTypeSpec> MetricTypes() {
  return kTypes;
}

const MetricTypeSpec* FindMetricType(std::string_view name) {
  for (const MetricTypeSpec& type : kTypes) {
    if (type.name == name) return &type;
  }
  return nullptr;
}

}  // namespace northstar

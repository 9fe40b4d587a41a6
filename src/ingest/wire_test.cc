#include "ingest/wire.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace northstar::ingest {
namespace {

constexpr int64_t kReceived = 1'800'000'000'000'000;  // 2027-01-15T08:00:00Z

// "name id seconds-before-received earlier>id" of each event, or its refusal; then the keys.
std::string Read(std::string_view path, std::string text) {
  const WireSpec* wire = WireFor(path);
  if (wire == nullptr) return "no such path";
  JsonBody body;
  const auto root = body.Parse(text);
  if (!root) return "no JSON";
  const Batch batch = ReadBatch(FormatOf(*wire, *root), *root, kReceived);
  std::string out;
  for (const ReceivedEvent& event : batch.events) {
    if (!out.empty()) out += "; ";
    if (!event.refused.empty()) {
      out += event.refused;
      continue;
    }
    out += fmt::format("{} {} {}", event.name, event.id.empty() ? "-" : event.id,
                       (kReceived - event.time_us) / 1'000'000);
    if (event.same) out += fmt::format(" {}>{}", event.same->earlier, event.same->id);
  }
  for (const std::string& key : batch.keys) out += " key=" + key;
  return out;
}

TEST(Wire, ReadsWhatSegmentSends) {
  // The client's clock is an hour behind: sent at 07:00:00, which is 08:00:00 here.
  EXPECT_EQ(Read("/v1/batch", R"({"batch":[
      {"type":"track","event":"order placed","userId":"u1","messageId":"m1",
       "timestamp":"2027-01-15T06:59:50.000Z","properties":{}},
      {"type":"identify","userId":"u1","anonymousId":"a1","messageId":"m2",
       "timestamp":"2027-01-15T07:00:00.000Z"},
      {"type":"alias","userId":"u1","previousId":"old","messageId":"m3"},
      {"type":"group","groupId":"g","userId":"u1","messageId":"m4"},
      {"type":"track","userId":"u1","messageId":"m5"},
      {"type":"dance","messageId":"m6"},
      {"type":"track","event":"x","timestamp":"yesterday"},
      7], "writeKey":"k1","sentAt":"2027-01-15T07:00:00.000Z"})"),
            "order placed m1 10; $identify m2 0 a1>u1; $alias m3 0 old>u1; $group m4 0; 'event', "
            "the name of the event, is missing; 'type' is 'dance', which there is not; 'timestamp' "
            "is no time; the event is no object key=k1");
  EXPECT_EQ(Read("/v1/t/", R"({"event":"x","messageId":"m","writeKey":"k"})"), "x m 0 key=k");
  EXPECT_EQ(Read("/v1/page", R"({"name":"Home","userId":"u"})"), "$page - 0");
  // Rudder: its own names, when each event was sent.
  EXPECT_EQ(
      Read("/v1/batch",
           R"({"batch":[{"type":"track","event":"x","messageId":"r","sentAt":"2027-01-15T07:00:00Z",
               "originalTimestamp":"2027-01-15T06:59:00Z"}]})"),
      "x r 60");
}

TEST(Wire, ReadsWhatPosthogSends) {
  EXPECT_EQ(Read("/batch/", R"({"api_key":"k","batch":[
      {"event":"x","uuid":"u1","distinct_id":"p","timestamp":"2027-01-15T07:59:00Z"},
      {"event":"$identify","properties":{"distinct_id":"p","$anon_distinct_id":"a",
       "$insert_id":"i2"}},
      {"event":"$create_alias","properties":{"distinct_id":"p","alias":"b"}}],
      "sent_at":"2027-01-15T08:00:00Z"})"),
            "x u1 60; $identify i2 0 a>p; $create_alias - 0 b>p key=k");
  EXPECT_EQ(Read("/e", R"([{"event":"x","properties":{"token":"k"},"offset":2000}])"),
            "x - 2 key=k");
  EXPECT_EQ(Read("/capture", R"({"event":"x","token":"k","api_key":"other"})"),
            "x - 0 key=other key=k");
}

TEST(Wire, ReadsWhatAmplitudeSends) {
  const std::string events = R"({"api_key":"k","events":[
      {"event_type":"x","insert_id":"i","user_id":"u","device_id":"d","time":1799999940000},
      {"event_type":7}],"client_upload_time":"2027-01-15T08:00:00.000Z"})";
  const std::string read = "x i 60 d>u; 'event_type', the name of the event, is no text key=k";
  EXPECT_EQ(Read("/2/httpapi", events), read);
  EXPECT_EQ(Read("/batch", events), read);
}

TEST(Wire, ReadsWhatMixpanelSends) {
  EXPECT_EQ(Read("/track", R"([
      {"event":"x","properties":{"token":"k","time":1799999940.5,"$insert_id":"i"}},
      {"event":"$create_alias","properties":{"token":"k","distinct_id":"a","alias":"u"}},
      {"event":"x"}])"),
            "x i 59; $create_alias - 0 a>u; 'properties' is missing or no object key=k");
  EXPECT_EQ(Read("/import/", R"([{"event":"x","properties":{"time":1799999940000}}])"), "x - 60");
  EXPECT_EQ(Read("/engage", R"({"$token":"k","$distinct_id":"u","$set":{}})"), "$engage - 0 key=k");
}

TEST(Wire, TakesNoMoreThanIsThere) {
  for (const char* text : {"7", "[]", "{\"batch\":7}", "{\"batch\":{}}", "\"x\"", "null"}) {
    for (const char* path : {"/v1/batch", "/batch", "/2/httpapi"})
      EXPECT_EQ(Read(path, text), "") << path << text;
  }
  EXPECT_EQ(Read("/v1/batch", "{} {}"), "no JSON");
  EXPECT_EQ(Read("/v2/batch", "{}"), "no such path");
  EXPECT_EQ(Read("/track", std::string(100, '[') + std::string(100, ']')), "no JSON");
}

TEST(Wire, PutsRightWhatIsAlmostJson) {
  EXPECT_EQ(MendedJson(R"({"a":NaN,"b":[-Infinity,Infinity],"c":"NaN"})"),
            R"({"a":null,"b":[null,null],"c":"NaN"})");
  EXPECT_EQ(MendedJson(R"("\ud83d \ud83d\ude00 \ude00 \n \"")"),
            R"("\ufffd \ud83d\ude00 \ufffd \n \"")");
  EXPECT_EQ(MendedJson("\"\xFF\xC3\xA9\xC3\""), "\"\xEF\xBF\xBD\xC3\xA9\xEF\xBF\xBD\"");
  EXPECT_EQ(MendedJson("\"\\"), "\"\\");
  EXPECT_EQ(MendedJson("\"\xED\xA0\xBC\xED\xBE\x89 \xED\xA0\xBC\""),
            "\"\xF0\x9F\x8E\x89 \xEF\xBF\xBD\"");
  EXPECT_EQ(MendedJson(R"([123456789012345678901234567890, -98765432109876543210, 12])"),
            R"(["123456789012345678901234567890", "-98765432109876543210", 12])");
  EXPECT_EQ(MendedJson(R"([123456789012345678901.5, "123456789012345678901"])"),
            R"([123456789012345678901.5, "123456789012345678901"])");
  EXPECT_EQ(Read("/capture", R"({"event":"x \ud83d","properties":{"v":NaN}})"),
            "x \xEF\xBF\xBD - 0");
}

std::string Answer(Format format, const Outcome& outcome) {
  const Reply reply = ReplyTo(format, outcome);
  return fmt::format("{} {}{}", reply.status, reply.body,
                     reply.retry_after > 0 ? fmt::format(" retry {}", reply.retry_after) : "");
}

TEST(Wire, AnswersAsTheClientsTakeIt) {
  Outcome good{Fate::kStored, "", 2, {}, 90, 5'000, false};
  EXPECT_EQ(Answer(Format::kSegmentBatch, good), R"(200 {"success":true})");
  EXPECT_EQ(Answer(Format::kPosthog, good), R"(200 {"status":1})");
  EXPECT_EQ(
      Answer(Format::kAmplitude, good),
      R"(200 {"code":200,"events_ingested":2,"payload_size_bytes":90,"server_upload_time":5})");
  EXPECT_EQ(Answer(Format::kMixpanelTrack, good), "200 1");
  EXPECT_EQ(Answer(Format::kMixpanelImport, good), "200 1");
  good.verbose = true;
  EXPECT_EQ(Answer(Format::kMixpanelTrack, good), R"(200 {"error":null,"status":1})");

  const Outcome some{Fate::kStored, "", 2, {{1, "no \"name\""}}, 90, 5'000, false};
  const std::string list = R"("rejected":[{"index":1,"reason":"no \"name\""}])";
  EXPECT_EQ(Answer(Format::kSegmentBatch, some), "200 {" + list + ",\"success\":true}");
  EXPECT_EQ(Answer(Format::kPosthog, some), "200 {" + list + ",\"status\":1}");
  EXPECT_EQ(Answer(Format::kMixpanelTrack, some), "200 {\"error\":null," + list + ",\"status\":1}");
  EXPECT_EQ(Answer(Format::kAmplitude, some),
            R"(400 {"code":400,"error":"some events cannot be read; the others are kept",)"
            R"("events_with_invalid_fields":{"no \"name\"":[1]},)" +
                list + "}");
  EXPECT_EQ(ReplyTo(Format::kMixpanelImport, some).status, 400);

  const Outcome busy{Fate::kBusy, "full", 0, {}, 0, 0, false};
  EXPECT_EQ(Answer(Format::kSegmentTrack, busy),
            R"(429 {"message":"full","success":false} retry 1)");
  EXPECT_EQ(Answer(Format::kPosthog, busy), R"(503 {"detail":"full","status":0} retry 1)");
  for (const WireSpec& wire : Wires()) {
    EXPECT_EQ(ReplyTo(wire.format, {.fate = Fate::kNoKey}).status, 401);
    EXPECT_EQ(ReplyTo(wire.format, {.fate = Fate::kTooLarge}).status, 413);
    EXPECT_EQ(ReplyTo(wire.format, {.fate = Fate::kUnreadable}).status, 400);
    EXPECT_EQ(ReplyTo(wire.format, {.fate = Fate::kUnavailable}).status, 503);
    EXPECT_EQ(FamilyOf(wire.format), wire.family);
  }
}

}  // namespace
}  // namespace northstar::ingest

-- Sends events by wrk, as many in a request as asked, each with an id of its own; as the library of
-- Segment does, or as rows of JSON. Prints one line of JSON with what happened.
--
--   wrk … -s send.lua URL -- segment KEY BATCH RATE PEOPLE
--
-- RATE: requests a second of all connections together; 0: as fast as they are answered. PEOPLE: users.
local ffi = require("ffi")
ffi.cdef [[
typedef struct { long s; long ns; } ns_time;
int clock_gettime(int, ns_time*);
int getpid(void);
]]
local now_at = ffi.new("ns_time")
local function now_ms()
  ffi.C.clock_gettime(1, now_at)
  return tonumber(now_at.s) * 1000 + tonumber(now_at.ns) / 1e6
end

local threads = 0
function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

local kind, key, batch, rate, people, run, sent, start

local WORDS = {"weekly", "overview", "report", "billing", "team", "project", "board", "search", "export", "settings",
  "invite", "comment", "share", "archive", "filter", "calendar", "import", "webhook", "status", "profile"}
local r = math.random
local function word() return WORDS[r(#WORDS)] end

function init(arguments)
  kind, key = arguments[1], arguments[2]
  batch, rate, people = tonumber(arguments[3]), tonumber(arguments[4]), tonumber(arguments[5])
  run = string.format("%d-%d-%d", ffi.C.getpid(), number, math.floor(now_ms()))
  math.randomseed(number * 7919 + math.floor(now_ms()))
  sent, start = 0, now_ms()
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  if kind == "segment" then wrk.headers["Authorization"] = "Basic " .. key end
end

local NAMES = {"order placed", "page viewed", "report opened", "message sent", "task completed"}
local PLANS = {"free", "pro", "team", "enterprise"}
-- One call for an event: whoever sends must not take the processor from whoever is measured. Random
-- digits are what nothing compresses, and are made anew for every event, as the library does.
local EVENT = '{"type":"track","messageId":"%s-%d-%06x%06x","event":"%s","userId":"u%d","timestamp":"%s.%03dZ",'
  .. '"properties":{"plan":"%s","amount":%d.%02d,"path":"/%s/%s/%d","title":"Weekly overview","items":%d},'
  .. '"context":{"library":{"name":"@segment/analytics-node","version":"3.1.0"}},"integrations":{},'
  .. '"anonymousId":"%08x-%04x-4%03x-%04x-%06x%06x","_metadata":{"nodeVersion":"20.20.2","jsRuntime":"node"}}'
local function event(time)
  sent = sent + 1
  return string.format(EVENT, run, sent, r(0, 0xffffff), r(0, 0xffffff), NAMES[sent % #NAMES + 1], r(people), time,
    sent % 1000, PLANS[r(#PLANS)], r(500), sent % 100, word(), word(), r(100000), r(9), r(0, 0x7fffffff), r(0, 0xffff),
    r(0, 0xfff), r(0, 0xffff), r(0, 0xffffff), r(0, 0xffffff))
end

function request()
  local time = os.date("!%Y-%m-%dT%H:%M:%S")
  local events = {}
  for i = 1, batch do events[i] = event(time) end
  if kind == "clickhouse" then return wrk.format(nil, nil, nil, table.concat(events, "\n")) end
  return wrk.format(nil, nil, nil, '{"batch":[' .. table.concat(events, ",") .. '],"sentAt":"' .. time .. 'Z"}')
end

local requests = 0
function delay()
  if rate == 0 then return 0 end
  requests = requests + 1
  local due = start + requests * 1000 / rate
  return math.max(0, due - now_ms())
end

function done(summary, latency, _)
  io.write(string.format(
    '{"requests":%d,"seconds":%.3f,"refused":%d,"broken":%d,"p50_ms":%.3f,"p99_ms":%.3f,"max_ms":%.3f}\n',
    summary.requests, summary.duration / 1e6, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000))
end

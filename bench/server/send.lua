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
local PROPERTIES = '"properties":{"plan":"pro","amount":12.5,"path":"/reports/weekly/overview","referrer":'
  .. '"https://www.example.com/search?q=north+star","title":"Weekly overview of all projects","items":3},'
  .. '"context":{"library":{"name":"@segment/analytics-node","version":"3.1.0"}},"integrations":{},'
  .. '"_metadata":{"nodeVersion":"20.20.2","jsRuntime":"node"}}'

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
local function event(time)
  sent = sent + 1
  return string.format('{"type":"track","messageId":"%s-%d","event":"%s","userId":"u%d","timestamp":"%s",%s',
    run, sent, NAMES[sent % #NAMES + 1], math.random(people), time, PROPERTIES)
end

function request()
  local time = os.date("!%Y-%m-%dT%H:%M:%SZ")
  local events = {}
  for i = 1, batch do events[i] = event(time) end
  if kind == "clickhouse" then return wrk.format(nil, nil, nil, table.concat(events, "\n")) end
  return wrk.format(nil, nil, nil, '{"batch":[' .. table.concat(events, ",") .. '],"sentAt":"' .. time .. '"}')
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

"""The server: events of every family of clients arrive once, questions see them, nothing hides in a request."""

import base64
import gzip
import http.client
import json
import ssl
import subprocess
import threading
import time
import unittest
import urllib.parse
import urllib.request

from project import PROGRAM
from serving import PROJECT, ServerTest, order


class Arriving(ServerTest):
    def test_what_is_answered_is_counted_once(self):
        key = self.token()
        self.serve()
        for first in (0, 50):
            batch = {"batch": [order(i) for i in range(first, first + 50)], "writeKey": key}
            self.assertEqual(self.send("/v1/batch", batch), {"success": True})
        self.send("/v1/batch", {"batch": [order(i) for i in range(30)]}, key)
        self.assertEqual(self.value(), 100)
        self.assertEqual(self.value("income"), sum(range(100)))
        self.assertEqual(self.value("people"), 10)
        self.assertEqual(self.metric("fold_duplicate"), 30)
        # A command answers from the same data, and after the server too.
        line = self.run_program("query", "orders", "--format", "csv").stdout
        self.assertIn(",100,", line)
        self.stop()
        self.assertEqual(self.run_program("query", "orders", "--format", "csv").stdout, line)

    def test_every_family_of_clients(self):
        self.write(PROJECT.replace("userId", '"coalesce(userId, user_id, properties.distinct_id, distinct_id)"'))
        key = self.token()
        self.serve()
        now = int(time.time())
        # Segment, RudderStack: plain, gzip under any name, by type.
        self.send("/v1/batch", {"batch": [order(1)], "writeKey": key})
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        self.send("/v1/batch/", gzip.compress(json.dumps({"batch": [order(2)]}).encode()), key, headers=form)
        self.send("/v1/t", json.dumps({**order(3), "writeKey": key}).encode(), headers={"Content-Type": "text/plain"})
        self.send("/v1/identify", {"userId": "u", "anonymousId": "a", "messageId": "i"}, key)
        # PostHog: list and single, gzip without saying so.
        event = {"event": "order placed", "uuid": "p1", "distinct_id": "u", "properties": {}}
        self.assertEqual(self.send("/batch/", gzip.compress(json.dumps({"api_key": key, "batch": [event]}).encode())),
                         {"status": 1})
        self.send("/e/", {**event, "uuid": "p2", "api_key": key})
        self.send("/i/v0/e", {**event, "uuid": "p1", "api_key": key})  # again
        # Amplitude.
        events = [{"event_type": "order placed", "insert_id": f"a{i}", "user_id": "u", "time": now * 1000} for i in (1, 2)]
        self.assertEqual(self.send("/2/httpapi", {"api_key": key, "events": events})["code"], 200)
        self.assertEqual(self.send("/batch", {"api_key": key, "events": events})["events_ingested"], 2)  # again
        # Mixpanel: base64 in a form and in a URL.
        event = {"event": "order placed", "properties": {"token": key, "distinct_id": "u", "$insert_id": "x+1", "time": now}}
        data = base64.b64encode(json.dumps([event]).encode())
        self.assertEqual(self.send("/track", b"data=" + data), 1)
        event["properties"]["$insert_id"] = "x2"
        quoted = urllib.parse.quote(base64.b64encode(json.dumps(event).encode()))
        status, _, body = self.ask("GET", f"/track/?data={quoted}&verbose=1")
        self.assertEqual((status, json.loads(body)["status"]), (200, 1))
        self.assertEqual(self.send("/engage", [{"$token": key, "$distinct_id": "u", "$set": {}}]), 1)
        self.assertEqual(self.value(), 3 + 2 + 2 + 2)
        self.assertEqual(self.value("everything"), 9)  # names with a dollar are no activity

    def test_bad_events_are_told_and_good_ones_kept(self):
        key = self.token()
        self.serve()
        batch = [order(1), {"type": "track"}, order(2), 7, {**order(3), "timestamp": "never"}]
        answer = self.send("/v1/batch", {"batch": batch}, key)
        self.assertEqual([one["index"] for one in answer["rejected"]], [1, 3, 4])
        answer = self.send("/2/httpapi", {"api_key": key, "events": [{"event_type": "x"}, {}]}, status=400)
        self.assertEqual((answer["code"], answer["rejected"][0]["index"]), (400, 1))
        self.assertEqual(sum(answer["events_with_invalid_fields"].values(), []), [1])
        answer = self.send("/import?strict=1", [{"event": "x", "properties": {"token": key}}, {}], status=400)
        self.assertEqual(answer["rejected"][0]["index"], 1)
        # Rudder ends at any 4xx: a batch of nothing but bad events is a 200 as well.
        self.assertEqual(len(self.send("/v1/batch", {"batch": [{"type": "track"}]}, key)["rejected"]), 1)
        self.assertEqual(self.value(), 2)
        for bad in (b"{", b"\x1f\x8bno gzip", b"data=!!", b""):
            self.send("/v1/batch", bad, key, status=400)
        self.send("/v1/batch", {"batch": []}, key)
        self.send("/v1/batch", {"hello": 1}, key, status=200)  # one event without a type, refused

    def test_keys(self):
        key = self.token()
        self.serve()
        for path in ("/v1/batch", "/batch", "/2/httpapi", "/track"):
            body = {"batch": [order(1)], "events": [order(1)]} if path != "/track" else [{"event": "x", "properties": {}}]
            self.send(path, body, status=401)
            self.send(path, body, "ns_ingest_1_wrong", status=401)
        self.send("/v1/batch", {"batch": [order(1), {**order(2), "writeKey": "other"}], "writeKey": key}, status=400)
        viewer = self.token("viewer")
        self.send("/v1/batch", {"batch": [order(1)]}, viewer, status=401)
        self.run_program("token", "revoke", "1")
        time.sleep(0.3)
        self.send("/v1/batch", {"batch": [order(1)]}, key, status=401)
        only = self.token("ingest", "--origin", "https://shop.example")
        self.send("/v1/batch", {"batch": [order(5)]}, only, headers={"Origin": "https://shop.example"})
        self.send("/v1/batch", {"batch": [order(6)]}, only, headers={"Origin": "https://evil.example"}, status=401)
        self.assertEqual(self.value(), 1)

    def test_times_follow_the_clock_of_the_server(self):
        key = self.token()
        self.serve()
        self.send("/v1/batch", {"batch": [order(1, timestamp="2001-01-01T00:00:00Z")],
                                "sentAt": "2001-01-01T00:00:00Z"}, key)
        self.send("/v1/batch", {"batch": [order(2, timestamp="2026-03-04T00:00:00Z")]}, key)
        self.settle()
        source = self.get("/api/v1/sources")["sources"][0]
        self.assertTrue(source["from"].startswith("2026-03-04T"), source)
        self.assertGreater(source["to"][:4], "2025")

    def test_what_browsers_ask_first(self):
        self.serve()
        settings = self.get("/v1/projects/KEY/settings")["integrations"]["Segment.io"]
        self.assertEqual(settings["apiKey"], "KEY")
        self.assertEqual(settings["apiHost"], f"127.0.0.1:{self.port}/v1")
        self.assertEqual(self.get("/array/KEY/config")["token"], "KEY")
        _, headers, body = self.ask("GET", "/array/KEY/config.js")
        self.assertIn(b"_POSTHOG_REMOTE_CONFIG", body)
        self.assertEqual(self.send("/flags/?v=2", {"token": "KEY"})["flags"], {})
        origin = {"Origin": "https://shop.example"}
        status, headers, _ = self.ask("OPTIONS", "/v1/t", headers=origin)
        self.assertEqual(status, 204)
        self.assertEqual(headers["Access-Control-Allow-Origin"], "https://shop.example")
        for name in ("authorization", "content-type", "x-retry-count"):
            self.assertIn(name, headers["Access-Control-Allow-Headers"])
        _, headers, _ = self.ask("GET", "/api/v1/project", headers=origin)
        self.assertNotIn("Access-Control-Allow-Origin", headers)

    def test_nothing_answered_is_lost_when_it_is_killed(self):
        key = self.token()
        answered = set()
        sent = 0
        for life in range(6):
            self.serve()
            stopping = threading.Event()
            lock = threading.Lock()

            def write(writer):
                nonlocal sent
                while not stopping.is_set():
                    with lock:
                        first = sent
                        sent += 20
                    batch = {"batch": [order(i) for i in range(first, first + 20)]}
                    for _ in range(2):  # a client that sends again what it had no answer for
                        try:
                            self.send("/v1/batch", batch, key)
                        except (OSError, AssertionError):
                            continue
                        with lock:
                            answered.update(range(first, first + 20))
                        break

            writers = [threading.Thread(target=write, args=(i,)) for i in range(4)]
            for writer in writers:
                writer.start()
            time.sleep(0.4 + 0.23 * life)
            self.kill()
            stopping.set()
            for writer in writers:
                writer.join()
        self.serve()
        count = self.value()
        self.assertGreater(len(answered), 500)
        self.assertGreaterEqual(count, len(answered))
        self.assertLessEqual(count, sent)
        # Everything once more: what was stored is known, the rest is new.
        for first in range(0, sent, 500):
            self.send("/v1/batch", {"batch": [order(i) for i in range(first, min(first + 500, sent))]}, key)
        self.assertEqual(self.value(), sent)
        self.assertEqual(self.value("income"), sum(range(sent)))

    def test_another_definition_reads_what_arrived_again(self):
        key = self.token()
        self.serve()
        self.send("/v1/batch", {"batch": [order(i, color="red" if i % 3 else "blue") for i in range(30)]}, key)
        self.assertEqual(self.value(), 30)
        self.write(PROJECT.replace("dimensions: {", "dimensions: {color: color, ").replace("name: app", "name: app\n    where: properties.amount >= 10"))
        for _ in range(100):
            if self.get("/api/v1/project")["version"] == 2:
                break
            time.sleep(0.1)
        rows = self.get("/api/v1/query?metric=orders&by=color")["rows"]
        self.assertEqual({row["by"]["color"]: row["value"] for row in rows}, {"blue": 6, "red": 14})
        self.send("/v1/batch", {"batch": [order(i) for i in range(40)]}, key)
        self.assertEqual(self.value(), 30)

    def test_events_are_seen_while_a_definition_is_applied(self):
        count = 400_000
        key = self.token()
        self.serve()
        for first in range(0, count, 1000):
            events = ",".join(f'{{"event":"order placed","userId":"u","messageId":"m{i}","plan":"a","properties":{{"amount":1,"color":"red"}}}}'
                              for i in range(first, first + 1000))
            self.send("/v1/batch", f'{{"batch":[{events}]}}'.encode(), key)
        self.settle()
        changed = PROJECT.replace("dimensions: {", "dimensions: {color: properties.color, ")
        self.write(changed)
        seen, more = count, 0
        while "derived again" not in self.logged():
            time.sleep(0.02)
        while self.get("/api/v1/project")["version"] == 1:
            self.send("/v1/track", order(count + more), key)
            more += 1
            value = self.value(wait=False)
            if self.get("/api/v1/project")["version"] == 1:
                seen = max(seen, value)
            time.sleep(0.05)
        self.assertGreater(seen, count)
        rows = self.get("/api/v1/query?metric=orders&by=color")["rows"]
        self.assertEqual(sum(row["value"] for row in rows if row["by"]["color"] == "red"), count)
        self.assertEqual(self.value(), count + more)
        # One that ends in the middle begins again at the next start; meanwhile nobody gets what is of neither.
        told = self.logged().count("derived again")
        self.write(changed.replace("color: properties.color", "tint: properties.color"))
        while self.logged().count("derived again") == told:
            time.sleep(0.02)
        self.stop()
        self.serve()
        for _ in range(200):
            status, _, body = self.ask("GET", "/api/v1/query?metric=orders&by=tint")
            if status == 200:
                break
            self.assertEqual((status, json.loads(body)["code"]), (503, "deriving"))
            time.sleep(0.1)
        self.settle()
        rows = self.get("/api/v1/query?metric=orders&by=tint")["rows"]
        self.assertEqual(sum(row["value"] for row in rows), count + more)
        self.assertEqual(sum(row["value"] for row in rows if row["by"]["tint"] == "red"), count)

    def test_a_definition_that_cannot_be_applied_waits(self):
        key = self.token()
        self.serve()
        self.send("/v1/track", order(1), key)
        self.settle()
        looking = PROJECT.replace("http: true", "http: true\n    lookup: [{files: tiers.csv, on: plan, take: {tier: tier}}]")
        self.write(looking.replace("dimensions: {", "dimensions: {tier: tier, "))
        for _ in range(100):
            if self.get("/readyz")["state"] == "degraded":
                break
            time.sleep(0.1)
        self.assertIn("not applied", self.logged())
        self.assertIn("tiers.csv", self.get("/api/v1/project")["trouble"]["message"])
        self.send("/v1/track", {**order(2), "plan": "pro"}, key)
        self.assertEqual(self.value(), 2)  # by the one before
        self.write("plan,tier\npro,gold\n", "tiers.csv")
        for _ in range(100):
            if self.get("/readyz")["state"] == "ready":
                break
            time.sleep(0.1)
        self.settle()
        rows = self.get("/api/v1/query?metric=orders&by=tier")["rows"]
        self.assertEqual({row["by"]["tier"]: row["value"] for row in rows}, {"gold": 1, None: 1})
        # What rows hold of a file follows it, at a refresh and after a command.
        self.write("plan,tier\npro,silver plus\n", "tiers.csv")
        self.run_program("query", "orders")
        self.settle()
        rows = self.get("/api/v1/query?metric=orders&by=tier")["rows"]
        self.assertEqual({row["by"]["tier"]: row["value"] for row in rows}, {"silver plus": 1, None: 1})

    def test_two_sources(self):
        self.write(PROJECT.replace("metrics:", """  - {name: shop, http: true, event: bought, entities: {user: who}, id: nr, time: at}
metrics:
  - {name: bought, type: count, event: bought, grain: year, description: d}"""))
        self.run_program("token", "create", "--role", "ingest", code=2)
        app = self.token("ingest", "--source", "app")
        shop = self.token("ingest", "--source", "shop")
        self.serve()
        self.send("/v1/track", order(1), app)
        sales = [{"event": "x", "nr": i // 2, "who": "u", "at": "2026-01-01T00:00:00Z"} for i in range(6)]
        self.send("/v1/batch", {"batch": sales}, shop)
        self.assertEqual((self.value("orders"), self.value("bought")), (1, 3))


class Asking(ServerTest):
    def test_requests_by_url(self):
        key = self.token()
        self.serve()
        self.send("/v1/batch", {"batch": [order(i) for i in range(10)]}, key)
        self.settle()
        status, headers, body = self.ask("GET", "/api/v1/query?metric=orders&metric=income&by=plan")
        self.assertEqual(status, 200)
        self.assertEqual(len(json.loads(body)["rows"]), 2)
        self.assertEqual(headers["Cache-Control"], "private, no-cache")
        again, _, body = self.ask("GET", "/api/v1/query?metric=orders&metric=income&by=plan",
                                  headers={"If-None-Match": headers["ETag"]})
        self.assertEqual((again, body), (304, b""))
        for path, status, hint in (("query?metric=order", 400, "orders"), ("query?metrics=x&by=plan", 400, ""),
                                   ("query?metric=orders&nope=1", 400, ""), ("querry", 404, "query"),
                                   ("query?metric=orders&by=", 400, "")):
            got, headers, body = self.ask("GET", "/api/v1/" + path)
            problem = json.loads(body)
            self.assertEqual((got, headers["Content-Type"]), (status, "application/problem+json"), path)
            self.assertIn(hint, problem["hint"] or "")
            self.assertTrue(problem["request_id"] and problem["code"])
        self.assertEqual(self.ask("POST", "/api/v1/query", body=b"{}", headers={"Content-Type": "application/json"})[0], 405)

    def test_long_answers_are_jobs(self):
        self.write(PROJECT + "outcome: income\ncandidates: [orders, people]\n")
        key = self.token()
        self.serve()
        self.send("/v1/batch", {"batch": [order(i) for i in range(10)]}, key)
        self.settle()
        status, headers, body = self.ask("GET", "/api/v1/evaluate")
        self.assertEqual(status, 202, body)
        self.assertTrue(headers["Location"].startswith("/api/v1/jobs/"))
        for _ in range(200):
            job = self.get(headers["Location"])["job"]
            if job["state"] in ("done", "failed"):
                break
            time.sleep(0.05)
        status, _, body = self.ask("GET", "/api/v1/evaluate")
        if job["state"] == "done":
            self.assertEqual((status, json.loads(body)), (200, job["result"]))
        else:
            self.assertIn(status, (400, 422))

    def test_roles(self):
        viewer, editor, admin, key = (self.token(role) for role in ("viewer", "editor", "admin", "ingest"))
        self.serve("--require-token")

        def status(path, token, method="GET", **more):
            headers = {"Authorization": f"Bearer {token}"} if token else {}
            return self.ask(method, path, headers={**headers, **more})[0]

        self.assertEqual([status("/api/v1/project", token) for token in (None, "ns_viewer_1_x", key, viewer, admin)],
                         [401, 401, 403, 200, 200])
        self.assertEqual([status("/api/v1/tokens", token) for token in (viewer, editor, admin)], [403, 403, 200])
        self.assertEqual([status("/api/v1/uploads", token) for token in (viewer, editor)], [403, 200])
        self.assertEqual([status("/metrics", token) for token in (None, key, viewer)], [401, 403, 200])
        self.assertEqual(status("/healthz", None), 200)

    def test_tokens_by_http(self):
        admin = self.token("admin")
        self.serve()
        bearer = {"Authorization": f"Bearer {admin}", "Content-Type": "application/json"}
        _, _, body = self.ask("POST", "/api/v1/tokens", body=b'{"role":"ingest","source":"app","name":"web"}', headers=bearer)
        made = json.loads(body)
        self.send("/v1/track", order(1), made["token"])
        listed = self.ask("GET", "/api/v1/tokens", headers=bearer)[2]
        self.assertNotIn(made["token"].encode(), listed)
        self.assertEqual(self.ask("DELETE", f"/api/v1/tokens/{made['id']}", headers=bearer)[0], 200)
        self.send("/v1/track", order(2), made["token"], status=401)
        audit = json.loads(self.ask("GET", "/api/v1/audit", headers=bearer)[2])["audit"]
        self.assertEqual([one["what"] for one in audit], ["token revoke", "token create", "token create"])
        self.assertNotIn(made["token"][-20:], (self.root / "serve.log").read_text())

    def test_the_project_is_watched(self):
        key = self.token()
        self.serve()
        self.send("/v1/track", order(1), key)
        self.settle()
        self.write(PROJECT + "nonsense: 1\n")
        for _ in range(60):
            trouble = self.get("/api/v1/project")["trouble"]
            if trouble:
                break
            time.sleep(0.1)
        self.assertEqual(trouble["findings"][0]["file"], "northstar.yml")
        self.assertEqual(self.get("/readyz")["state"], "degraded")
        self.run_program("query", "orders", code=2)
        self.write(PROJECT.replace("name: orders", "name: bought"))
        self.run_program("query", "bought")
        self.assertIsNone(self.get("/api/v1/project")["trouble"])

    def test_live(self):
        key = self.token()
        self.serve()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", "/api/v1/live")
        answer = connection.getresponse()
        self.assertEqual(answer.getheader("Content-Type"), "text/event-stream")
        self.send("/v1/track", order(1), key)
        lines = b""
        while b"event: data" not in lines:
            lines += answer.read1(1000)
        connection.close()

    def test_files_are_loaded_by_the_server(self):
        (self.root / "old.csv").write_text("at,who\n2026-01-01T00:00:00Z,u1\n2026-01-02T00:00:00Z,u2\n")
        self.write(PROJECT.replace("metrics:", "  - {name: old, files: old.csv, time: at, event: order placed, entities: {user: who}}\nmetrics:"))
        key = self.token()
        self.serve()
        for _ in range(100):
            if self.ask("GET", "/readyz")[0] == 200:
                break
            time.sleep(0.1)
        self.send("/v1/track", order(1), key)
        self.assertEqual(self.value(), 3)
        with open(self.root / "old.csv", "a") as file:
            file.write("2026-01-03T00:00:00Z,u3\n")
        done = self.run_program("load", "--format", "json")
        self.assertEqual(json.loads(done.stdout)["sources"][1]["kept"], 1)
        self.assertEqual(self.value(), 4)


class Commands(ServerTest):
    def test_equal_with_and_without_a_server(self):
        (self.root / "old.csv").write_text("at,who\n" + "".join(f"2026-01-{1 + i % 28:02}T00:00:00Z,u{i % 7}\n" for i in range(200)))
        self.write("""version: 1
sources:
  - {name: old, files: old.csv, time: at, event: visit, entities: {user: who}}
metrics:
  - {name: visits, type: count, event: visit, grain: week, description: d}
  - {name: visitors, type: active, entity: user, event: visit, grain: week, description: d}
north_star: {metric: visitors, inputs: [{metric: visits}]}
""")
        self.run_program("load")
        for _ in range(2):  # what a look remembers of the one before
            self.run_program("check")
        calls = [["query", "visits"], ["query", "visits", "--format", "json"], ["query", "visits", "--format", "csv"],
                 ["query", "nothing"], ["query"], ["tree"], ["detect", "visits"], ["forecast", "visits"], ["validate"],
                 ["check"], ["explain", "visits"], ["okrs"], ["history"], ["query", "visits", "--by", "nope"],
                 ["query", "visits", "--chart"], ["load", "--format", "json"], ["doctor"], ["cohorts", "--bogus"]]

        def outcome(call):
            done = subprocess.run([PROGRAM, *call, "--as-of", "2026-02-01"] if call[0] == "query" and len(call) > 1
                                  else [PROGRAM, *call], cwd=self.root, capture_output=True, text=True)
            seconds = [line for line in done.stdout.splitlines() if '"seconds"' not in line and " free on its disk" not in line
                       and '"at"' not in line and '"as_of"' not in line]
            return done.returncode, seconds, done.stderr

        alone = [outcome(call) for call in calls]
        self.serve("--refresh", "0")
        for call, before in zip(calls, alone):
            self.assertEqual(outcome(call), before, call)
        subprocess.run([PROGRAM, "-p", str(self.root), "query", "visits", "--out", "chart.svg"], cwd=self.root / ".northstar",
                       check=True, capture_output=True)
        self.assertTrue((self.root / ".northstar" / "chart.svg").exists())

    def test_backup_while_events_arrive(self):
        key = self.token()
        self.serve()
        self.send("/v1/batch", {"batch": [order(i) for i in range(100)]}, key)
        copy = self.root / "copies" / "one"
        self.run_program("backup", str(copy))
        self.send("/v1/batch", {"batch": [order(i) for i in range(100, 150)]}, key)
        self.assertEqual(self.value(), 150)
        self.assertIn("not empty", self.run_program("backup", str(copy), code=2).stderr)
        self.run_program("restore", str(copy), code=3)  # the server holds what is there
        self.stop()
        self.assertIn("--replace", self.run_program("restore", str(copy), code=2).stderr)
        self.run_program("restore", str(copy), "--replace")
        self.serve()
        self.assertEqual(self.value(), 100)
        self.send("/v1/batch", {"batch": [order(i) for i in range(150)]}, key)  # the key works still
        self.assertEqual(self.value(), 150)
        self.stop()
        (copy / "events.duckdb").write_bytes(b"x")
        self.assertIn("damaged", self.run_program("restore", str(copy), "--replace", code=3).stderr)
        self.serve()
        self.assertEqual(self.value(), 150)

    def test_a_killed_server_is_in_nobodys_way(self):
        self.serve()
        second = self.run_program("serve", "--listen", "127.0.0.1:0", code=3)
        self.assertIn("runs already", second.stderr)
        self.kill()
        self.assertTrue((self.root / ".northstar" / "serve.json").exists())
        self.run_program("validate")
        self.serve()
        self.stop()
        self.assertFalse((self.root / ".northstar" / "serve.json").exists())


class Hostile(ServerTest):
    def setUp(self):
        super().setUp()
        self.key = self.token()
        self.serve()
        self.host = f"Host: 127.0.0.1:{self.port}\r\n"

    def status_of(self, data):
        answer = self.raw(data.replace("HOST", self.host).encode("latin-1"), wait=2)
        return int(answer.split(" ")[1]) if answer.startswith("HTTP/1.1 ") else answer

    def test_heads_that_two_programs_read_differently(self):
        for head in ("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
                     "Content-Length: 5\r\nContent-Length: 6\r\n", "Content-Length: 5\r\nContent-Length: 5\r\n",
                     "Content-Length: 5, 5\r\n", "Content-Length: +5\r\n", "Content-Length: -1\r\n", "Content-Length: 5x\r\n",
                     "Content-Length:\r\n", "Content-Length : 5\r\n", " Content-Length: 5\r\n", "X: a\r\n b\r\n",
                     "X: a\nY: b\r\n", "X: a\rb\r\n", "X: a\0b\r\n", "X Y: a\r\n", ": a\r\n", "Host: other\r\n",
                     "Content-Length: 99999999999999999999999\r\n", "Content-Length: 5\x0b\r\n",
                     "Transfer-Encoding: \x0bchunked\r\n", "X: \x0c\r\n"):
            self.assertEqual(self.status_of(f"POST /v1/batch HTTP/1.1\r\nHOST{head}\r\nhello"), 400, head)
        for head in ("Transfer-Encoding: gzip\r\nContent-Length: 5\r\n", "Transfer-Encoding: gzip, chunked\r\n",
                     "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "Transfer-Encoding: xchunked\r\n"):
            self.assertIn(self.status_of(f"POST /v1/batch HTTP/1.1\r\nHOST{head}\r\nhello"), (400, 501), head)
        self.assertEqual(self.status_of("POST /v1/batch HTTP/1.0\r\nHOSTTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400)
        self.assertEqual(self.status_of("GET /healthz HTTP/1.1\r\n\r\n"), 400)
        self.assertEqual(self.status_of("BREW /healthz HTTP/1.1\r\nHOST\r\n"), 501)
        self.assertEqual(self.status_of("GET http://127.0.0.1/healthz HTTP/1.1\r\nHOST\r\n"), 400)
        self.assertEqual(self.status_of("GET /healthz HTTP/2.0\r\nHOST\r\n"), 505)
        self.assertEqual(self.status_of("GET /healthz HTTP/1.1\r\nHost: evil.example\r\n\r\n"), 421)
        self.assertEqual(self.status_of(f"GET /{'x' * 9000} HTTP/1.1\r\nHOST\r\n"), 414)
        self.assertEqual(self.status_of(f"GET /healthz HTTP/1.1\r\nHOSTX: {'x' * 20000}\r\n\r\n"), 431)
        self.assertEqual(self.status_of("POST /v1/batch HTTP/1.1\r\nHOSTContent-Length: 100000000\r\n\r\n"), 413)
        self.assertEqual(self.get("/readyz")["state"], "ready")

    def test_bodies_in_chunks(self):
        body = json.dumps({"batch": [order(1)], "writeKey": self.key})
        chunks = "".join(f"{len(part):x}\r\n{part}\r\n" for part in (body[:10], body[10:])) + "0\r\n\r\n"
        self.assertEqual(self.status_of(f"POST /v1/batch HTTP/1.1\r\nHOSTTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n{chunks}"), 200)
        for bad in ("zz\r\nhello\r\n0\r\n\r\n", f"5;{'x' * 10000}\r\nhello\r\n0\r\n\r\n", "-1\r\n", "fffffffffffffffff\r\n"):
            self.assertIn(self.status_of(f"POST /v1/batch HTTP/1.1\r\nHOSTTransfer-Encoding: chunked\r\n\r\n{bad}"), (400, 413), bad)
        two = "GET /healthz HTTP/1.1\r\nHOST\r\nGET /nothing HTTP/1.1\r\nHOSTConnection: close\r\n\r\n"
        answer = self.raw(two.replace("HOST", self.host).encode(), wait=2)
        self.assertEqual(answer.count("HTTP/1.1 "), 2)
        asked = self.raw((f"POST /v1/batch HTTP/1.1\r\n{self.host}Content-Length: {len(body)}\r\nExpect: 100-continue\r\n\r\n").encode(), wait=1)
        self.assertTrue(asked.startswith("HTTP/1.1 100 "))
        self.assertEqual(self.value(), 1)

    def test_bombs_and_odd_events(self):
        bomb = gzip.compress(b" " * 50_000_000)
        self.send("/v1/batch", bomb, self.key, status=413)
        self.send("/v1/batch", b"[" * 5000 + b"]" * 5000, self.key, status=400)
        odd = [order(1), {**order(2), "__proto__": {"a": 1}}, {**order(3), "userId": 12345678901234567890},
               {**order(4), "userId": "x" * 100_000}, {**order(5), "timestamp": "9999-12-31T00:00:00Z"},
               {**order(6), "properties": {"amount": "many"}}, {**order(7), "properties": [1]},
               {**order(8), "userId": {"a": "b"}}, {**order(9), "event": "n\0ul"}]
        self.send("/v1/batch", {"batch": odd}, self.key)
        raw = b'{"batch":[{"event":"order placed","event":"twice","messageId":"d","userId":"\\ud800"},{"event":"order placed","messageId":"e","properties":{"amount":NaN}}]}'
        self.send("/v1/batch", raw, self.key)
        self.assertEqual(self.metric("fold_working"), 1)
        self.send("/v1/batch", {"batch": [order(10)]}, self.key)
        self.settle()
        self.assertEqual(self.metric("fold_working"), 1)
        kept, rejected = self.metric("fold_kept"), self.metric("fold_rejected")
        self.assertEqual((kept, rejected), (11, 1), "all but the amount that is no number")
        told = self.get("/api/v1/sources")["sources"][0]
        self.assertEqual((told["rejected"], [(one["events"], one["example"]) for one in told["rejected_because"]]), (1, [(1, "many")]), told)
        self.assertIn("amount", told["rejected_because"][0]["reason"])

    def test_what_costs_much_is_refused_early(self):
        keys = {"batch": [{"event": "x", "writeKey": str(i)} for i in range(20_000)]}
        self.send("/v1/batch", keys, status=413)
        keys["batch"] = keys["batch"][:9_000]
        self.send("/v1/batch", keys, status=400)
        self.send("/e", gzip.compress(b'{"batch":[' + b"1," * 1_000_000 + b"1]}"), status=413)
        for _ in range(3):
            wrong = gzip.compress(b'{"api_key":"ns_ingest_1_' + b"b" * 15_000_000 + b'","batch":[]}')
            self.send("/e", wrong, status=401)
        # Other methods are answered, and leave nothing open.
        for method, path in (("GET", "/v1/batch"), ("PUT", "/e"), ("DELETE", "/2/httpapi"), ("PATCH", "/track")):
            status, headers, _ = self.ask(method, path)
            self.assertEqual((status, headers["Allow"]), (405, "POST, OPTIONS"))
        time.sleep(0.2)
        self.assertLessEqual(self.metric("connections_open"), 2)

    def test_names_without_end(self):
        names = {"batch": [{"event": f"name {i}", "messageId": f"n{i}"} for i in range(9_999)]}
        for first in range(0, 70_000, 9_999):
            names["batch"] = [{"event": f"name {i}", "messageId": f"n{i}"} for i in range(first, first + 9_999)]
            self.send("/batch", {**names, "api_key": self.key})
        self.settle()
        self.assertEqual(self.metric("fold_kept"), 65_000)
        self.assertEqual(self.metric("fold_rejected"), 8 * 9_999 - 65_000)
        self.assertEqual(self.metric("fold_without_id"), 65_000)  # of PostHog it is the uuid
        self.send("/batch", {"batch": [{"event": "name 7", "uuid": "u"}], "api_key": self.key})
        self.settle()
        self.assertEqual(self.metric("fold_kept"), 65_001)

    def test_damage_in_the_log_is_said_and_passed(self):
        for first in range(0, 300, 10):
            self.send("/v1/batch", {"batch": [order(i) for i in range(first, first + 10)]}, self.key)
        self.settle()
        self.kill()
        segment = max((self.root / ".northstar" / "log").glob("*.log"), key=lambda path: path.name)
        data = bytearray(segment.read_bytes())
        middle = data.index(b'"m150"')
        data[middle:middle + 6] = b"XXXXXX"
        segment.write_bytes(data)
        for file in (self.root / ".northstar").glob("events.duckdb*"):
            file.unlink()
        self.serve()
        self.assertEqual(self.value(), 290)
        self.assertEqual(self.metric("log_lost_events"), 10)
        self.assertIn("are damaged and lost", self.logged())
        version = self.get("/api/v1/project")["data_version"]
        time.sleep(1)
        self.assertEqual(self.get("/api/v1/project")["data_version"], version)
        self.stop()

    def test_pages_of_others_change_nothing(self):
        json_type = {"Content-Type": "application/json"}
        for headers, status in (({"Origin": "https://evil.example", **json_type}, 403), ({"Content-Type": "text/plain"}, 403),
                                ({"Origin": "null", **json_type}, 403), ({**json_type}, 400)):
            self.assertEqual(self.ask("POST", "/api/v1/mutes", body=b"{}", headers=headers)[0], status, headers)
        self.assertEqual(self.ask("POST", "/api/v1/uploads?name=a.csv", body=b"a\n1\n", headers=json_type)[0], 201)
        self.assertEqual(self.ask("POST", "/api/v1/uploads?name=a.csv", body=b"a\n1\n", headers={"Content-Type": "application/octet-stream"})[0], 403)
        for header in ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via", "X-Forwarded-Proto"):
            self.assertEqual(self.ask("GET", "/api/v1/project", headers={header: "1.2.3.4"})[0], 401, header)
        self.assertEqual(self.ask("POST", "/command", body=b"{}", headers=json_type)[0], 404)
        for path in ("/../northstar.yml", "/api/v1/../../northstar.yml", "/%2e%2e/northstar.yml", "/api/v1/uploads/..%2f..", "/api/v1/guess?upload=../../northstar.yml"):
            self.assertIn(self.ask("GET", path)[0], (400, 404, 405), path)

    def test_addresses_that_others_reach(self):
        self.stop()
        done = self.run_program("serve", "--listen", "0.0.0.0:0", code=2)
        self.assertIn("nobody has a token", done.stderr)
        self.token("admin")
        done = self.run_program("serve", "--listen", "0.0.0.0:0", code=2)
        self.assertIn("not encrypted", done.stderr)
        self.run_program("serve", "--listen", "nonsense", code=2)
        self.run_program("serve", "--tls-cert", "x.pem", code=2)
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "cert.pem",
                        "-days", "2", "-subj", "/CN=localhost"], cwd=self.root, check=True, capture_output=True)
        self.serve("--tls-cert", str(self.root / "cert.pem"), "--tls-key", str(self.root / "key.pem"))
        trusting = ssl.create_default_context(cafile=str(self.root / "cert.pem"))
        for _ in range(30):
            with urllib.request.urlopen(f"https://localhost:{self.port}/healthz", context=trusting, timeout=5) as answer:
                self.assertEqual(answer.read(), b"ok\n")
        done = self.run_program("serve", "--listen", "0.0.0.0:0", "--behind-proxy", "banana", code=2)
        self.assertIn("no address", done.stderr)
        self.run_program("query", "orders", code=3)  # nothing is stored yet


if __name__ == "__main__":
    unittest.main()

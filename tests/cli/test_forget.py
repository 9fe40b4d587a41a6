"""A person is removed from everything that was gathered, and does not come back."""

import json
import pathlib
import sys
import threading
import time
import unittest

from serving import ServerTest, order

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "soak"))
import stored  # noqa: E402

PROJECT = """version: 1
sources:
  - name: app
    http: true
    entities: {user: "coalesce(userId, anonymousId)"}
    dimensions: {city: properties.city}
    values: {amount: properties.amount}
  - name: exported
    files: exported.csv
    time: time
    event: exported
    entities: {user: user}
metrics:
  - {name: orders, type: count, event: order placed, grain: year, description: Orders placed}
  - {name: everything, type: count, event: any, grain: year, description: All events}
  - {name: people, type: active, entity: user, event: any, grain: year, description: People}
"""


class Forget(ServerTest):
    def setUp(self):
        super().setUp()
        self.write(PROJECT)
        self.write("time,user\n2026-01-01 10:00:00,ada@example.org\n2026-01-02 10:00:00,bob@example.org\n", "exported.csv")
        self.key = self.token()

    def send_people(self, prefix="m"):
        events = []
        for i, person in enumerate(["ada@example.org", "bob@example.org", "cleo@example.org"]):
            for n in range(4):
                events.append({"type": "track", "event": "order placed", "userId": person, "messageId": f"{prefix}{i}-{n}",
                               "properties": {"amount": 2, "city": f"city of {person}"}})
        events.append({"type": "track", "event": "order placed", "anonymousId": "anonymous-ada", "messageId": prefix + "-a",
                       "properties": {"amount": 2, "city": "elsewhere"}})
        events.append({"type": "identify", "userId": "ada@example.org", "anonymousId": "anonymous-ada",
                       "messageId": prefix + "-i"})
        self.send("/v1/batch", {"batch": events}, self.key)

    def settle(self):
        for _ in range(100):
            if "northstar_fold_backlog_events 0" in self.ask("GET", "/metrics")[2].decode():
                return
            time.sleep(0.1)
        self.fail("what arrived was not stored")

    def everything_stored(self):
        """Every text of every table, and of every file below the folder as it lies."""
        path = self.root / ".northstar" / "events.duckdb"
        texts = []
        for (table,) in stored.query(path, "select table_name from duckdb_tables() where not temporary"):
            for row in stored.query(path, f'select t::varchar from "{table}" t'):
                texts += [text for text in row if text]
        return "\n".join(texts)

    def bytes_of_files(self):
        return b"".join(path.read_bytes() for path in (self.root / ".northstar").rglob("*") if path.is_file())

    def forget(self, *arguments, code=0):
        done = self.run_program("forget", *arguments, "--format", "json", code=code)
        return json.loads(done.stdout) if code == 0 else done.stderr

    def test_is_searched_before_anything_is_changed(self):
        self.serve()
        self.send_people()
        self.settle()
        found = self.forget("user", "ada@example.org", "--dry-run")
        self.assertEqual(found["ids"], ["ada@example.org", "anonymous-ada"])
        self.assertEqual(found["rows"], [{"source": "app", "rows": 6}, {"source": "exported", "rows": 1}])
        self.assertEqual(found["pairs"], 1)
        self.assertEqual(found["log"], {"files": 1, "events": 6})
        self.assertFalse(found["rewritten"])
        self.assertEqual(self.value("orders"), 13)

    def test_nothing_is_left_and_nothing_comes_back(self):
        self.serve()
        self.send_people()
        self.settle()
        before = self.value("people")
        found = self.forget("user", "anonymous-ada")  # by any id of the person
        self.assertEqual(found["rows"], [{"source": "app", "rows": 6}, {"source": "exported", "rows": 1}])
        self.assertTrue(found["rewritten"])
        self.assertGreaterEqual(found["values"], 2)
        self.assertEqual(self.value("orders"), 8)
        self.assertEqual(self.value("people"), before - 1)
        # The client sends it again, and more of it arrives, and the file is loaded again.
        self.send_people()
        self.send_people("late")
        self.settle()
        self.run_program("load", "--full-refresh")
        self.assertEqual(self.value("orders"), 16)
        self.stop()
        self.assertNotIn("ada@", self.everything_stored())
        # What arrived late is in the log; forgetting again takes it out of that too.
        again = self.forget("user", "ada@example.org")
        self.assertTrue(again["before"])
        self.assertGreater(again["log"]["events"], 0)
        self.assertNotIn("ada", self.everything_stored())
        self.assertNotIn(b"ada@example.org", self.bytes_of_files())
        self.assertNotIn(b"anonymous-ada", self.bytes_of_files())
        # Another definition is derived from what is left.
        self.write(PROJECT.replace("{city: properties.city}", "{city: properties.city, kind: type}"))
        self.serve()
        self.settle()
        self.assertEqual(self.value("orders"), 16)
        self.send_people("after")
        self.settle()
        self.assertEqual(self.value("orders"), 24)

    def test_the_server_goes_on(self):
        self.serve()
        self.send_people()
        self.settle()
        self.run_program("forget", "user", "bob@example.org")
        self.send("/v1/batch", {"batch": [order(i) for i in range(100)]}, self.key)
        self.settle()
        self.assertEqual(self.value("orders"), 9 + 100)
        self.kill()
        self.serve()
        self.settle()
        self.assertEqual(self.value("orders"), 9 + 100)
        admin = {"Authorization": "Bearer " + self.token("admin")}
        audit = self.get("/api/v1/audit", **admin)["audit"]
        self.assertIn({"what": "forget", "about": "user"}, [{"what": one["what"], "about": one["about"]} for one in audit])
        self.assertNotIn("bob", json.dumps(audit))

    def test_nothing_of_others_is_lost_while_events_arrive(self):
        self.serve()
        answered, over = [0], threading.Event()

        def write():
            number = 0
            while not over.is_set():
                batch = [order(i) for i in range(number, number + 10)]
                self.send("/v1/batch", {"batch": batch}, self.key)
                number += 10
                answered[0] = number
                time.sleep(0.01)

        writer = threading.Thread(target=write)
        writer.start()
        time.sleep(1)
        self.run_program("forget", "user", "u1")
        self.write(PROJECT.replace("{city: properties.city}", "{city: properties.city, kind: type}"))
        begun = time.monotonic()
        while self.ask("GET", "/api/v1/query?metric=orders&by=kind")[0] != 200 and time.monotonic() - begun < 10:
            time.sleep(0.1)
        self.assertLess(time.monotonic() - begun, 5, "a change waits for clients to pause")
        time.sleep(0.5)
        over.set()
        writer.join()
        self.assertEqual(self.value("orders"), answered[0] * 9 / 10)
        self.kill()
        self.serve()
        self.assertEqual(self.value("orders"), answered[0] * 9 / 10)
        self.assertIn("northstar_log_lost_events_total 0", self.ask("GET", "/metrics")[2].decode())

    def test_others_keep_their_events(self):
        self.serve()
        track = {"type": "track", "event": "order placed", "properties": {"amount": 1, "city": "x"}}
        events = [{**track, "userId": "ada", "messageId": "1"}, {**track, "userId": "ADA", "messageId": "2"},
                  {**track, "anonymousId": "device", "messageId": "3"},
                  {"type": "identify", "userId": "ada", "anonymousId": "device", "messageId": "4"},
                  {**track, "userId": "bob", "anonymousId": "device", "messageId": "5"}]
        self.send("/v1/batch", {"batch": events}, self.key)
        self.settle()
        self.assertEqual(self.forget("user", "ada")["log"]["events"], 3)
        self.write(PROJECT.replace("{city: properties.city}", "{city: properties.city, kind: type}"))
        for _ in range(50):
            if self.ask("GET", "/api/v1/query?metric=orders&by=kind")[0] == 200:
                break
            time.sleep(0.1)
        self.assertEqual(self.value("orders"), 2)

    def test_a_source_that_is_not_there_now_is_searched(self):
        two = PROJECT.replace("  - name: exported", "  - {name: web, http: true, entities: {user: userId}, "
                              "dimensions: {city: properties.city}}\n  - name: exported")
        self.write(two)
        web = self.token("ingest", "--source", "web")
        self.serve()
        track = {"type": "track", "event": "order placed", "properties": {"city": "Rome"}}
        for key in (self.key, web):
            self.send("/v1/batch", {"batch": [{**track, "userId": "zed", "messageId": key[-5:] + str(i)} for i in range(2)]}, key)
        self.settle()
        self.stop()
        self.write(PROJECT)
        self.assertEqual(self.forget("user", "zed")["rows"][-1], {"source": "web", "rows": 2})
        self.serve()
        self.send("/v1/batch", {"batch": [{**track, "userId": "new", "messageId": "n", "properties": {"city": "Oslo"}}]}, self.key)
        self.settle()
        self.write(two)
        time.sleep(3)
        rows = self.get("/api/v1/query?metric=orders&by=city")["rows"]
        self.assertEqual([(row["by"]["city"], row["value"]) for row in rows if row["value"]], [("Oslo", 1)])

    def test_what_waits_in_the_log_is_stored_first(self):
        self.serve()
        self.send("/v1/batch", {"batch": [{"type": "identify", "userId": "ada", "anonymousId": "tablet", "messageId": "1"},
                                          {"type": "track", "event": "order placed", "anonymousId": "tablet", "messageId": "2"}]},
                  self.key)
        self.kill()
        self.assertEqual(self.forget("user", "ada")["ids"], ["ada", "tablet"])
        self.serve()
        self.send("/v1/batch", {"batch": [order(1), {"type": "track", "event": "order placed", "anonymousId": "tablet",
                                                     "messageId": "3"}]}, self.key)
        self.assertEqual(self.value("orders"), 1)

    def test_mistakes_are_told(self):
        self.run_program("load", "exported")
        self.assertIn("did you mean 'user'", self.forget("usr", "bob@example.org", code=2))
        self.assertIn("there is no user 'nobody'", self.forget("user", "nobody", code=2))
        self.assertIn("the id is empty", self.forget("user", "", code=2))


if __name__ == "__main__":
    unittest.main()

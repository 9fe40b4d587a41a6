"""How long events are kept as they were sent, and what a definition that changes later can still read."""

import time
import unittest

from serving import ServerTest, order

PROJECT = """version: 1
sources:
  - name: app
    http: true
    {raw}
    entities: {{user: userId}}
    dimensions: {{{dimensions}}}
    values: {{amount: properties.amount}}
metrics:
  - {{name: orders, type: count, event: order placed, grain: year, description: Orders placed}}
  - {{name: income, type: sum, event: order placed, value: amount, grain: year, description: Income}}
"""


class Raw(ServerTest):
    def define(self, raw="", dimensions="plan: properties.plan"):
        self.write(PROJECT.format(raw=raw, dimensions=dimensions))

    def log_files(self):
        return sorted((self.root / ".northstar" / "log").glob("*.*"))

    def packed(self, count=1):
        for _ in range(100):
            files = [path for path in self.log_files() if path.suffix == ".pack"]
            if len(files) >= count:
                return files
            time.sleep(0.1)
        self.fail(f"not packed: {self.log_files()}")

    def plans(self):
        self.settle()
        rows = self.get("/api/v1/query?metric=orders&by=plan")["rows"]
        return {row["by"]["plan"]: row["value"] for row in rows}

    def test_what_is_over_is_compressed_and_can_be_read_again(self):
        self.define()
        key = self.token()
        for life in range(3):
            self.serve()
            self.send("/v1/batch", {"batch": [order(i) for i in range(life * 400, life * 400 + 400)]}, key)
            self.settle()
            self.stop()
        self.serve()
        files = self.packed(3)
        self.assertLess(sum(path.stat().st_size for path in files), 1200 * 130 / 5)
        self.assertFalse([path for path in self.log_files() if path.suffix == ".log"])
        self.assertEqual(self.value(), 1200)
        # Another definition reads all of it again.
        self.define(dimensions="plan: properties.plan, kind: type")
        for _ in range(100):
            if self.ask("GET", "/api/v1/query?metric=orders&by=kind")[0] == 200:
                break
            time.sleep(0.1)
        rows = self.get("/api/v1/query?metric=orders&by=kind")["rows"]
        self.assertEqual([(row["by"]["kind"], row["value"]) for row in rows], [("track", 1200)])
        self.kill()
        self.serve()
        self.assertEqual((self.value(), self.value("income")), (1200, sum(range(1200))))

    def test_nothing_is_kept_where_nothing_is_to_be(self):
        self.define(raw="raw: 0")
        said = self.run_program("validate")
        self.assertIn("raw: 0", said.stdout + said.stderr)
        key = self.token()
        self.serve()
        self.send("/v1/batch", {"batch": [order(i) for i in range(300)]}, key)
        self.settle()
        self.stop()
        self.serve()
        self.packed()
        self.assertNotIn(b"order placed", b"".join(path.read_bytes() for path in self.log_files()))
        self.assertEqual(self.value(), 300)
        # A definition that changes holds for what arrives from then on; what is there stays.
        self.define(raw="raw: 0", dimensions="kind: type")
        for _ in range(100):
            if self.ask("GET", "/api/v1/query?metric=orders&by=kind")[0] == 200:
                break
            time.sleep(0.1)
        self.send("/v1/batch", {"batch": [order(i) for i in range(250, 350)]}, key)
        self.settle()
        rows = self.get("/api/v1/query?metric=orders&by=kind")["rows"]
        self.assertEqual({row["by"]["kind"]: row["value"] for row in rows}, {None: 300, "track": 50})
        self.assertEqual(self.value("income"), sum(range(350)))
        self.assertIn("from now on", self.logged())

    def test_one_source_that_keeps_nothing_is_no_others_matter(self):
        text = PROJECT.format(raw="raw: 0", dimensions="plan: properties.plan").replace(
            "metrics:", "  - {name: web, http: true, entities: {user: userId}, dimensions: {plan: properties.plan}}\nmetrics:")
        self.write(text)
        app, web = self.token("ingest", "--source", "app"), self.token("ingest", "--source", "web")
        self.serve()
        for key, first in ((app, 0), (web, 1000)):
            self.send("/v1/batch", {"batch": [order(i) for i in range(first, first + 50)]}, key)
        self.settle()
        self.stop()
        self.serve()
        self.packed()
        self.write(text.replace("plan: properties.plan", "plan: properties.plan, kind: type"))
        for _ in range(100):
            if self.ask("GET", "/api/v1/query?metric=orders&by=kind")[0] == 200:
                break
            time.sleep(0.1)
        self.settle()
        rows = self.get("/api/v1/query?metric=orders&by=kind")["rows"]
        self.assertEqual({row["by"]["kind"]: row["value"] for row in rows}, {None: 50, "track": 50})


if __name__ == "__main__":
    unittest.main()

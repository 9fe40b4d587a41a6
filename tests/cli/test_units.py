"""Whose a number is: an interval resamples the entity that the metric names, or the only one there is."""

import json
import unittest

from project import ProjectTest

SOURCE = "version: 1\nsources: [{name: app, files: data/*, time: time, event: hit, entities: {%s}, values: {n: n}}]\n"
METRICS = """metrics:
  - {name: hits, description: d, type: count, event: hit, grain: month}
  - {name: named, description: d, type: count, event: hit, entity: team, grain: month}
  - {name: middle, description: d, type: median, event: hit, value: n, grain: month}
  - {name: share, description: d, type: ratio, numerator: named, denominator: hits}
"""


class Units(ProjectTest):
    def ask(self, entities):
        (self.root / "northstar.yml").write_text(SOURCE % entities + METRICS)
        lines = "".join(f"2024-01-{1 + i % 28:02}T00:00:{i % 60:02}Z,u{i % 90},t{i % 30},{i % 17}\n" for i in range(900))
        (self.root / "data" / "a.csv").write_text("time,user,team,n\n" + lines)
        self.load()
        asked = ["query", "hits", "named", "middle", "share", "--ci", "--format", "json"]
        return json.loads(self.run_program(*asked).stdout)

    def test_several_are_asked_for(self):
        found = self.ask("user: user, team: team")
        for row in found["rows"]:
            self.assertEqual(row["low"] is None, row["metric"] != "named", row)
            self.assertEqual(row["high"] is None, row["metric"] != "named", row)
        self.assertEqual(found["units"], {"hits": [], "named": ["team"], "middle": [], "share": ["team"]})
        for metric, lacks in (("hits", "hits"), ("middle", "middle"), ("share", "hits")):
            note = next(n for n in found["notes"] if n.startswith(metric + " "))
            self.assertIn(f"'{lacks}'", note)
            self.assertIn("user and team", note)
            self.assertIn("entity:", note)

    def test_the_only_one_need_not_be_named(self):
        found = self.ask("team: team")
        self.assertEqual(found["units"], {m: ["team"] for m in ("hits", "named", "middle", "share")})
        self.assertNotIn("notes", found)
        for row in found["rows"]:
            self.assertIsNotNone(row["low"], row)
        # The same resampling, named or not.
        low = {row["metric"]: row["low"] for row in found["rows"]}
        self.assertEqual(low["hits"], low["named"])


if __name__ == "__main__":
    unittest.main()

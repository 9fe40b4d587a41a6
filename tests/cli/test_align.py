"""What teams move on the way to the North Star, how strongly, and who has no way there."""

import csv
import datetime as dt
import io
import json
import pathlib
import random
import subprocess
import tempfile
import unittest

import jsonschema

from project import PROGRAM

YAML = """version: 1
sources:
  - {name: app, files: e.csv, time: time, event_column: event, entities: {team: team}, values: {n: n}}
metrics:
  - {name: star, label: Work done, %s, grain: week}
  - {name: started, label: Work started, type: sum, event: started, value: n, grain: week}
  - {name: clicks, label: Clicks, type: sum, event: clicked, value: n, grain: week}
  - {name: rating, label: Rating, type: average, event: rated, value: n, grain: week}
  - {name: costs, label: Costs, type: sum, event: spent, value: n, grain: week, owner: carol}
teams:
  - {name: growth, label: Growth, purpose: Bring in teams that stay}
  - {name: product}
  - {name: support, label: Customer support}
  - {name: finance}
north_star:
  metric: star
  statement: Teams get value when they finish work.
  inputs: [{metric: started, owner: product}%s]
  guardrails: [{metric: rating, owner: support}]
kpis:
  - {metric: clicks, team: growth, ladders_to: started}
  - {metric: costs, team: finance}
okrs:
  - {objective: More of it, period: 2023-Q2, owner: product, key_results: [{role: north_star, metric: star, to: 900},
     {role: leading, metric: clicks, to: 5, owner: growth}]}
bets:
  - {name: wizard, label: Setup wizard, team: product, moves: started, expect: 10%%, shipped: 2023-02-03}
  - {name: dark_mode, team: finance, planned: 2023-09-01}
"""
WEEKS = 130


def events():
    """Clicks lead what is started by a week, and that leads what is done."""
    noise = random.Random(3)
    clicks, started, done = 500.0, 400.0, 300.0
    moved = [0.0] * (WEEKS + 4)
    for week in range(WEEKS):
        start = dt.date(2021, 1, 4) + dt.timedelta(days=7 * week)
        step = noise.gauss(0, 0.06)
        moved[week] = step
        clicks *= 1 + step
        started *= 1 + 0.7 * moved[week - 1] + noise.gauss(0, 0.01)
        done *= 1 + 0.6 * moved[week - 2] + noise.gauss(0, 0.01)
        for event, value in (("clicked", clicks), ("started", started), ("worked", done), ("rated", 4.5), ("spent", 9)):
            yield f"{start + dt.timedelta(days=2)}T10:00:00Z,{event},t{week % 7},{value:.3f}\n"


class Align(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.text = "time,event,team,n\n" + "".join(events())

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.folder.name)
        (self.root / "e.csv").write_text(self.text)
        self.project()

    def tearDown(self):
        self.folder.cleanup()

    def project(self, inputs="", star="type: sum, event: worked, value: n"):
        (self.root / "northstar.yml").write_text(YAML % (star, inputs))

    def run_program(self, *arguments, code=0):
        done = subprocess.run([PROGRAM, "-p", str(self.root), *arguments], capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def align(self, *arguments):
        answer = json.loads(self.run_program("align", *arguments, "--format", "json").stdout)
        defs = json.loads(subprocess.run([PROGRAM, "schema", "--answers"], capture_output=True, text=True, check=True).stdout)
        validator = jsonschema.Draft202012Validator({"$defs": defs["$defs"], "$ref": "#/$defs/align"})
        self.assertEqual([e.message for e in validator.iter_errors(answer)], [])
        return answer

    def team(self, name, found=None):
        return next(t for t in (found or self.align())["teams"] if t["team"] == name)

    def test_lines_of_sight(self):
        found = self.align()
        self.assertEqual([t["team"] for t in found["teams"]], ["growth", "product", "support", "finance", "carol"])
        self.assertEqual([line["path"] for line in self.team("growth", found)["line_of_sight"]], [["clicks", "started", "star"]])
        self.assertEqual([line["path"] for line in self.team("product", found)["line_of_sight"]], [["started", "star"]])
        self.assertEqual([w["team"] for w in found["without"]], ["support", "finance", "carol"])
        self.assertEqual([w["declared"] for w in found["without"]], [True, True, False])
        self.assertEqual(found["headline"]["rule"], "some")
        self.assertIn("2 of 5 teams and owners have a line of sight to Work done", found["sentence"])
        self.assertEqual(self.team("finance", found)["loose_kpis"], ["costs"])
        self.assertIn("Costs ladders up to no input", self.team("finance", found)["sentence"])

    def test_each_step_has_its_strength(self):
        clicks, started = self.team("growth")["line_of_sight"][0]["edges"]
        for edge in (clicks, started):
            self.assertEqual(edge["headline"]["rule"], "leads", edge)
            driver = edge["driver"]
            self.assertLess(driver["low"], driver["share"])
            self.assertLessEqual(driver["share"], driver["high"])
            self.assertGreater(driver["elasticity"], 0)
            self.assertIsNone(edge["contribution"])
        tree = json.loads(self.run_program("tree", "--format", "json").stdout)
        node = next(n for n in tree["nodes"] if n["metric"] == "started")
        self.assertEqual(started["driver"]["share"], node["driver"]["share"], "the strength is that of tree")

    def test_a_formula_says_it_exactly(self):
        self.project(inputs=", {metric: clicks, owner: growth}", star="type: derived, expr: started + clicks")
        found = self.align()
        edge = self.team("product", found)["line_of_sight"][0]["edges"][0]
        self.assertEqual(edge["headline"]["rule"], "contributed")
        self.assertIsNone(edge["driver"])
        tree = json.loads(self.run_program("tree", "--format", "json").stdout)
        node = next(n for n in tree["nodes"] if n["metric"] == "started")
        self.assertAlmostEqual(edge["contribution"], node["contribution"])
        values = [row["value"] for row in json.loads(self.run_program("query", "started", "--format", "json").stdout)["rows"]
                  if row["complete"]]
        self.assertAlmostEqual(edge["contribution"], values[-1] - values[-2])

    def test_before_the_star_has_changed(self):
        for day, complete in (("2021-01-12", False), ("2021-01-19", True)):
            for command in ("align", "digest", "tree"):
                found = json.loads(self.run_program(command, "--as-of", day, "--format", "json").stdout)
                self.assertIn("Work done", found["sentence"], command)
            self.assertEqual(found["nodes"][0]["period"], "2021-01-11" if complete else None)
            self.assertEqual(found["nodes"][0]["value"] is not None, complete)
            self.assertIsNone(found["nodes"][0]["previous"])
        self.assertIn("fewer than two complete weeks", self.run_program("explain", "--as-of", "2021-01-19", code=3).stderr)

    def test_what_moved(self):
        moved = self.team("product")["moved"][0]
        query = json.loads(self.run_program("query", "started", "--format", "json").stdout)
        values = {row["period"]: row["value"] for row in query["rows"]}
        self.assertEqual(moved["value"], values[moved["period"]])
        self.assertEqual(moved["periods"], 13)
        earlier = str(dt.date.fromisoformat(moved["period"]) - dt.timedelta(days=91))
        self.assertEqual(moved["before"], values[earlier])
        self.assertIn("compared with 13 weeks earlier", moved["sentence"])
        self.assertEqual(self.team("support")["moved"][0]["metric"], "rating", "a guardrail that it owns")

    def test_bets_and_key_results(self):
        found = self.align("--as-of", "2023-05-17")
        product = self.team("product", found)
        self.assertEqual([b["bet"] for b in product["bets"]], ["wizard"])
        wizard = product["bets"][0]
        bets = json.loads(self.run_program("bets", "--as-of", "2023-05-17", "--format", "json").stdout)["bets"]
        measured = next(one for one in bets if one["bet"] == "wizard")
        self.assertEqual(wizard["verdict"], measured["verdict"])
        self.assertEqual({key: wizard["input"][key] for key in ("effect", "low", "high")},
                         {key: measured["input"][key] for key in ("effect", "low", "high")})
        self.assertTrue(wizard["sentence"].startswith(measured["headline"]["text"]))
        page = " ".join(self.run_program("align", "product", "--as-of", "2023-05-17").stdout.split())
        self.assertIn(measured["headline"]["text"], page)
        # One that has not shipped has done nothing yet.
        planned = self.team("finance", found)["bets"][0]
        self.assertEqual((planned["verdict"], planned["input"], planned["sentence"]), (None, None, None))
        self.assertEqual([k["metric"] for k in product["key_results"]], ["star"])
        self.assertEqual([k["metric"] for k in self.team("growth", found)["key_results"]], ["clicks"])
        okrs = json.loads(self.run_program("okrs", "--as-of", "2023-05-17", "--format", "json").stdout)
        self.assertEqual(product["key_results"][0]["status"], okrs["objectives"][0]["key_results"][0]["status"])
        self.assertIn("Dark mode, planned for Sep 1, 2023: moves no input", self.run_program("align", "finance").stdout)

    def test_one_team(self):
        found = self.align("customer SUPPORT")
        self.assertEqual([t["team"] for t in found["teams"]], ["support"])
        self.assertEqual([w["team"] for w in found["without"]], ["support"])
        page = self.run_program("align", "growth").stdout
        self.assertIn("Our North Star is Work done: Teams get value when they finish work.", page)
        self.assertIn("Clicks → Work started → ★ Work done", page)
        self.assertNotIn("Setup wizard", page)
        wrong = self.run_program("align", "grwth", code=2).stderr
        self.assertIn("there is no team 'grwth'", wrong)
        self.assertIn("did you mean 'growth'?", wrong)

    def test_the_session(self):
        page = self.run_program("align", "--session").stdout
        self.assertTrue(page.startswith("# 30 minutes on Work done\n"), page[:60])
        self.assertEqual(page, self.run_program("align", "--session", "--format", "markdown").stdout)
        slides = page.split("\n---\n")
        self.assertEqual([s.split("\n## ", 1)[1].split("\n", 1)[0] for s in slides[1:]],
                         ["Our North Star", "How it stands", "Growth", "product", "Who has no line of sight yet",
                          "What we will try next", "Three questions"])
        self.assertIn("| 25 to 30 | Three questions", slides[0])
        self.assertIn("Dark mode", slides[-2])
        self.assertNotIn("Setup wizard", slides[-2], "it has shipped")

    def test_the_other_forms(self):
        self.assertTrue(self.run_program("align", "--format", "markdown").stdout.startswith("# Line of sight\n"))
        rows = list(csv.DictReader(io.StringIO(self.run_program("align", "--format", "csv").stdout)))
        self.assertEqual([(r["team"], r["from"], r["to"]) for r in rows],
                         [("growth", "clicks", "started"), ("growth", "started", "star"), ("product", "started", "star"),
                          ("support", "", ""), ("finance", "", ""), ("carol", "", "")])

    def test_without_a_star(self):
        (self.root / "northstar.yml").write_text((YAML % ("type: count, event: worked", "")).split("north_star:")[0])
        self.assertIn("no North Star to align with", self.run_program("align", code=2).stderr)


if __name__ == "__main__":
    unittest.main()

"""What moved, and whether that is usual: tree, explain, detect, query and the guardrails give one answer."""

import json
import math
import pathlib
import random
import subprocess
import tempfile
import unittest
import datetime as dt

from project import PROGRAM


class Movement(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.folder.name)

    def tearDown(self):
        self.folder.cleanup()

    def run_json(self, *arguments):
        done = subprocess.run([PROGRAM, "-p", str(self.root), *arguments, "--format", "json"], capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return json.loads(done.stdout)

    def text(self, *arguments):
        done = subprocess.run([PROGRAM, "-p", str(self.root), *arguments], capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def write(self, yaml, header, rows):
        (self.root / "northstar.yml").write_text("version: 1\n" + yaml)
        with (self.root / "e.csv").open("w") as out:
            out.write(header + "\n")
            out.writelines(row + "\n" for row in rows)


class OneYardstick(Movement):
    """Unusual is what lies outside of the expected; usual is the change up to there."""

    def agree(self, metric):
        why = self.run_json("explain", metric)
        node = self.run_json("tree", metric)["nodes"][0]
        row = [row for row in self.run_json("detect", metric)["rows"] if row["time"] == why["to"]][0]
        movement, expected = why["movement"], why["expected"]
        self.assertEqual(node["usual"], {"value": movement["usual"], "relative": movement["relative"], "unusual": movement["unusual"]}, metric)
        if expected is None:
            self.assertIsNone(movement["unusual"], metric)
            self.assertIsNone(row["low"], metric)
            return None
        self.assertEqual([expected["mean"], expected["low"], expected["high"]], [row["expected"], row["low"], row["high"]], metric)
        self.assertEqual(movement["unusual"], not expected["low"] <= why["after"] <= expected["high"], metric)
        self.assertEqual(movement["unusual"], row["anomaly"], metric)
        if movement["usual"] is not None:
            size = abs(why["change"] / why["before"]) if movement["relative"] else abs(why["change"])
            self.assertEqual(size > movement["usual"] * (1 + 1e-12), movement["unusual"], (metric, size, movement))
            bound = expected["high"] if why["change"] > 0 else expected["low"]
            change = abs(bound - why["before"]) / (why["before"] if movement["relative"] else 1)
            if why["change"] != 0:
                self.assertAlmostEqual(movement["usual"], change, delta=1e-9 * (1 + change), msg=metric)
        said = why["sentence"]
        self.assertEqual("which is unusual" in said, movement["unusual"], said)
        self.assertFalse("within its usual movement" in said and movement["unusual"], said)
        return movement["unusual"]

    def test_series_of_every_length_and_step(self):
        pick = random.Random(5)
        starts = {"month": lambda i: dt.date(2015 + i // 12, i % 12 + 1, 1), "week": lambda i: dt.date(2015, 1, 5) + dt.timedelta(7 * i), "day": lambda i: dt.date(2015, 1, 5) + dt.timedelta(i)}
        rows, metrics = [], []
        for grain, start in starts.items():
            for n in (10, 20, 40, 90):
                for last in (1, 0.5, 2):
                    name = f"{grain}_{n}_{str(last).replace('.', '_')}"
                    metrics.append(name)
                    level = 100
                    for i in range(n):
                        level *= math.exp(pick.gauss(0, 0.05))
                        value = level * math.exp(pick.gauss(0, 0.1)) * (last if i == n - 1 else 1)
                        rows.append(f"{start(i)},{name},u1,{value:.2f}")
        yaml = "sources: [{name: s, files: e.csv, time: time, event_column: what, entities: {user: user}, values: {n: n}}]\nmetrics:\n"
        for name in metrics:
            yaml += f"  - {{name: {name}, type: sum, event: {name}, value: n, grain: {name.split('_')[0]}, description: d}}\n"
        # Of every metric its own file of events ends at its own time: those that end early are judged as of then.
        judged = []
        for name in metrics:
            own = [row for row in rows if row.split(",")[1] == name]
            day = dt.date.fromisoformat(own[-1][:10])
            end = {"month": (day.replace(day=1) + dt.timedelta(32)).replace(day=1), "week": day + dt.timedelta(7), "day": day + dt.timedelta(1)}[name.split("_")[0]]
            metric = next(line for line in yaml.splitlines() if f"name: {name}," in line)
            (self.root / ".northstar").exists() and subprocess.run(["rm", "-r", str(self.root / ".northstar")], check=True)
            self.write(yaml[:yaml.index("metrics:")].replace("values: {n: n}", f"values: {{n: n}}, through: {end}") + "metrics:\n" + metric + "\n", "time,what,user,n", own)
            judged.append(self.agree(name))
        self.assertGreater(judged.count(True), 5)
        self.assertGreater(judged.count(False), 5)
        self.assertIn(None, judged)

    def test_an_annotated_exception_is_not_judged(self):
        pick = random.Random(6)
        rows = [f"{dt.date(2024, 1, 1) + dt.timedelta(7 * i)},act,u1,{100 * math.exp(pick.gauss(0, 0.1)) * (4 if i == 39 else 1):.2f}" for i in range(40)]
        yaml = ("sources: [{name: s, files: e.csv, time: time, event_column: what, entities: {user: user}, values: {n: n}, through: 2024-10-07}]\n"
                "metrics: [{name: n, type: sum, event: act, value: n, grain: week, description: d}]\n")
        self.write(yaml, "time,what,user,n", rows)
        self.assertTrue(self.agree("n"))
        (self.root / "northstar.yml").write_text("version: 1\n" + yaml + "annotations: [{at: 2024-09-30, text: Fair, kind: holiday}]\n")
        why = self.run_json("explain", "n")
        self.assertIsNone(why["expected"])
        self.assertEqual(self.run_json("tree", "n")["nodes"][0]["usual"]["unusual"], None)

    def test_a_grain_that_is_asked_for_is_that_of_query(self):
        pick = random.Random(7)
        rows = [f"{dt.date(2024, 1, 1) + dt.timedelta(day)},visit,u{pick.randrange(60)},{pick.randint(5, 50)}" for day in range(200) for _ in range(20)]
        yaml = ("sources: [{name: s, files: e.csv, time: time, event_column: what, entities: {user: user}, values: {n: n}}]\nmetrics:\n"
                "  - {name: visitors, type: active, entity: user, event: visit, grain: week, description: d}\n"
                "  - {name: spent, type: sum, event: visit, value: n, grain: week, description: d}\n"
                "  - {name: mean, type: average, event: visit, value: n, grain: week, description: d}\n"
                "  - {name: each, type: ratio, numerator: spent, denominator: visitors, description: d}\n")
        self.write(yaml, "time,what,user,n", rows)
        for metric in ("visitors", "spent", "mean", "each"):
            for grain, before, after in (("month", "2024-04-10", "2024-05-10"), ("day", "2024-04-10", "2024-04-11"), ("quarter", "2024-02-01", "2024-05-01"), (None, "2024-04-10", "2024-04-17")):
                arguments = ["--grain", grain] if grain else []
                values = {row["period"]: row["value"] for row in self.run_json("query", metric, *arguments)["rows"]}
                why = self.run_json("explain", metric, *arguments, "--from", before, "--to", after)
                self.assertEqual([why["before"], why["after"]], [values[why["from"]], values[why["to"]]], (metric, grain))


class Detect(Movement):
    def detect(self, values):
        path = self.root / "v.csv"
        with path.open("w") as out:
            out.write("day,visits\n")
            out.writelines(f"{dt.date(2023, 1, 1) + dt.timedelta(i)},{value}\n" for i, value in enumerate(values))
        arguments = [PROGRAM, "detect", "--csv", str(path), "--time", "day", "--value", "visits"]
        table = subprocess.run(arguments, capture_output=True, text=True, check=True).stdout
        return json.loads(subprocess.run([*arguments, "--format", "json"], capture_output=True, text=True, check=True).stdout), table

    def test_sensitivity_names_levels_and_a_number_wins(self):
        random.seed(7)
        path = self.root / "s.csv"
        first = dt.date(2024, 1, 1)
        rows = [f"{first + dt.timedelta(days)},{1000 + random.gauss(0, 20):.0f}" for days in range(200)]
        path.write_text("day,visits\n" + "\n".join(rows) + "\n")

        def alerts(*options):
            arguments = ["detect", "--csv", str(path), "--time", "day", "--value", "visits", *options]
            return [row["time"] for row in self.run_json(*arguments)["rows"] if row["anomaly"]]

        for name, level in (("low", "0.001"), ("normal", "0.01"), ("high", "0.03")):
            self.assertEqual(alerts("--sensitivity", name), alerts("--alert-level", level), name)
        self.assertEqual(alerts(), alerts("--sensitivity", "normal"))
        self.assertEqual(alerts("--sensitivity", "low", "--alert-level", "0.2"), alerts("--alert-level", "0.2"))
        self.assertGreater(len(alerts("--alert-level", "0.2")), len(alerts("--sensitivity", "low")))
        done = subprocess.run([PROGRAM, "detect", "--csv", str(path), "--time", "day", "--value", "visits", "--sensitivity", "hihg"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 2)
        self.assertIn("--sensitivity", done.stderr)

    def test_a_run_is_known_by_its_worst_value(self):
        pick = random.Random(8)
        values = [round(1000 * math.exp(pick.gauss(0, 0.03))) for _ in range(120)]
        values[80:84] = [600, 300, 90, 500]
        found, table = self.detect(values)
        [run] = found["incidents"]
        self.assertEqual([run["from"], run["to"], run["length"], run["direction"]], ["2023-03-22", "2023-03-25", 4, "below"])
        self.assertEqual([run["worst"]["time"], run["worst"]["value"]], ["2023-03-24", 90])
        self.assertIn("4 days", found["sentence"])
        self.assertIn("90", found["sentence"])
        self.assertIn("4 days", table)

    def test_a_slide_that_no_day_gives_away_is_said_first(self):
        pick = random.Random(9)
        values = [round(1000 * math.exp(pick.gauss(0, 0.25) - 1.1 * min(1, max(0, (i - 60) / 3)))) for i in range(120)]
        found, _ = self.detect(values)
        self.assertIsNotNone(found["step"])
        change = next(change for change in found["changes"] if change["at"] == found["step"])
        self.assertIn(f"{abs(change['relative']):.0%}", found["sentence"])
        self.assertNotIn("Nothing unusual", found["sentence"])

    def test_of_the_star_only_a_recent_step_is_news(self):
        for at, named in ((20, False), (48, True)):
            pick = random.Random(10)
            rows = [f"{dt.date(2023, 1, 2) + dt.timedelta(7 * i)},act,u1,{100 * math.exp(pick.gauss(0, 0.05)) * (0.4 if i >= at else 1):.2f}" for i in range(56)]
            self.write("sources: [{name: s, files: e.csv, time: time, event_column: what, entities: {user: user}, values: {n: n}, through: 2024-01-29}]\n"
                       "metrics:\n  - {name: n, type: sum, event: act, value: n, grain: week, description: d, owner: a}\n"
                       "  - {name: m, type: sum, event: act, value: n, grain: week, description: d, owner: a}\n"
                       "teams: [{name: a}]\nnorth_star: {metric: n, statement: It is so., owner: a, inputs: [{metric: m, owner: a}]}\n", "time,what,user,n", rows)
            self.text("load")
            star, other = self.run_json("detect", "n"), self.run_json("detect", "m")
            self.assertIsNotNone(star["step"])
            self.assertEqual("The level of" in star["sentence"], named)
            self.assertIn("The level of", other["sentence"])
            self.assertNotIn("Nothing unusual", star["sentence"])


class Bounds(Movement):
    """Intervals and expectations hold nothing that cannot be."""

    def test_shares_their_complements_and_counts(self):
        rows = []
        for week in range(30):
            day = dt.date(2024, 1, 1) + dt.timedelta(7 * week)
            for u in range(60):
                late = u == week % 60
                rows.append(f"{day},start,u{u},{int(not late)}")
                if not late:
                    rows.append(f"{day + dt.timedelta(1)},done,u{u},1")
            if week % 3 == 0:
                rows += [f"{day},act,robot,7"] * 200 + [f"{day},act,u1,7"]
        yaml = ("sources: [{name: s, files: e.csv, time: time, event_column: what, entities: {user: user}, values: {n: n}}]\nmetrics:\n"
                "  - {name: done, type: conversion, entity: user, from: start, to: done, within: 2d, grain: week, description: d}\n"
                "  - {name: not_done, type: derived, expr: 1 - done, description: d}\n"
                "  - {name: percent, type: derived, expr: 100 * done, description: d}\n"
                "  - {name: good, type: average, event: start, value: n, grain: week, description: d}\n"
                "  - {name: starts, type: count, event: start, entity: user, grain: week, description: d}\n"
                "  - {name: fine, type: count, event: start, where: n > 0, entity: user, grain: week, description: d}\n"
                "  - {name: ratio, type: ratio, numerator: fine, denominator: starts, description: d}\n"
                "  - {name: rest, type: derived, expr: (starts - fine) / starts, description: d}\n"
                "  - {name: acts, type: count, event: act, entity: user, grain: week, description: d}\n"
                "  - {name: sum, type: sum, event: act, value: n, entity: user, grain: week, description: d}\n")
        self.write(yaml, "time,what,user,n", rows)
        most = {"done": 1, "not_done": 1, "percent": 100, "good": 1, "ratio": 1, "rest": 1}
        for metric in ("done", "not_done", "percent", "good", "ratio", "rest", "acts", "sum"):
            seen = [row for row in self.run_json("query", metric, "--ci")["rows"] if row["low"] is not None]
            self.assertGreater(len(seen), 10, metric)
            for row in seen:
                self.assertTrue(0 <= row["low"] <= row["value"] <= row["high"] <= most.get(metric, math.inf), (metric, row))
            for row in self.run_json("detect", metric)["rows"]:
                for key in ("expected", "low", "high"):
                    if row[key] is not None:
                        self.assertTrue(0 <= row[key] <= most.get(metric, math.inf), (metric, row))
            for row in self.run_json("forecast", metric)["rows"]:
                for key in ("mean", "low", "high"):
                    self.assertTrue(0 <= row[key] <= most.get(metric, math.inf), (metric, row))

    def test_sums_that_may_be_negative_keep_their_intervals(self):
        pick = random.Random(11)
        rows = [f"{dt.date(2024, 1, 1) + dt.timedelta(day)},act,u{u},{pick.randint(-50, 50)}" for day in range(70) for u in range(80)]
        self.write("sources: [{name: s, files: e.csv, time: time, event_column: what, entities: {user: user}, values: {n: n}}]\n"
                   "metrics: [{name: net, type: sum, event: act, value: n, entity: user, grain: week, description: d}]\n", "time,what,user,n", rows)
        self.assertLess(min(row["low"] for row in self.run_json("query", "net", "--ci")["rows"]), 0)

    def test_rows_without_an_entity_are_no_units(self):
        for named, interval in ((0, False), (4, False), (6, True), (10, True)):
            rows = [f"{dt.date(2024, 1, 1) + dt.timedelta(day)},sale,{f'u{k * 7 + day}' if k < named else ''},5" for day in range(70) for k in range(10)]
            self.write("sources: [{name: s, files: e.csv, time: time, event_column: what, entities: {user: user}, values: {n: n}}]\n"
                       "metrics:\n  - {name: sales, type: count, event: sale, grain: week, description: d}\n"
                       "  - {name: money, type: sum, event: sale, value: n, grain: week, description: d}\n"
                       "  - {name: each, type: ratio, numerator: money, denominator: sales, description: d}\n"
                       "  - {name: middle, type: median, event: sale, value: n, grain: week, description: d}\n"
                       "candidates: [sales]\n", "time,what,user,n", rows)
            self.text("load", "--full-refresh")
            for metric in ("sales", "money", "each", "middle"):
                lows = [row["low"] for row in self.run_json("query", metric, "--ci")["rows"] if row["complete"]]
                self.assertEqual([low is not None for low in lows], [interval] * len(lows), (named, metric))
            [candidate] = self.run_json("evaluate")["candidates"]
            measurable = next(test for test in candidate["tests"] if test["test"] == "measurable")
            self.assertEqual("split_half_reliability" in measurable["detail"], interval)
            if not interval:
                self.assertIn("a split-half test is not possible", measurable["sentence"])


class Guardrails(Movement):
    STAR = ("teams: [{name: ops}]\nnorth_star:\n  metric: buyers\n  statement: People who buy.\n  owner: ops\n"
            "  inputs: [{metric: orders, dimension: depth, owner: ops}]\n  guardrails:\n")

    def states(self, guardrails, through="2024-12-30"):
        pick = random.Random(12)
        rows = []
        for week in range(52):
            day = dt.date(2024, 1, 1) + dt.timedelta(7 * week)
            for u in range(200):
                rows.append(f"{day},order,u{u},{5 if pick.random() < 0.8 else 1}")
                rows.append(f"{day},gate,,{pick.randint(80, 120)}")
                if week == 51 and pick.random() < 0.5:
                    rows.append(f"{day},return,u{u},1")
                elif pick.random() < 0.05:
                    rows.append(f"{day},return,u{u},1")
        yaml = (f"sources: [{{name: s, files: e.csv, time: time, event_column: what, entities: {{user: user}}, values: {{n: n}}, through: {through}}}]\nmetrics:\n"
                "  - {name: buyers, type: active, entity: user, event: order, grain: week, description: d}\n"
                "  - {name: orders, type: count, entity: user, event: order, grain: week, description: d}\n"
                "  - {name: rating, type: average, entity: user, event: order, value: n, grain: week, description: d}\n"
                "  - {name: middle, type: percentile, p: 90, entity: user, event: order, value: n, grain: week, description: d}\n"
                "  - {name: returns, type: count, entity: user, event: return, grain: week, desired_change: decrease, description: d}\n"
                "  - {name: gate, type: sum, event: gate, value: n, grain: week, description: d}\n")
        self.write(yaml + self.STAR + "".join(f"    - {one}\n" for one in guardrails), "time,what,user,n", rows)
        self.found = self.run_json("tree")
        return [(node["limit"]["bound"], node["limit"]["state"], node["limit"]["judged_by"]) for node in self.found["nodes"] if node["role"] == "guardrail"]

    def test_states(self):
        self.assertEqual(
            self.states(["{metric: rating, at_least: 3.5}", "{metric: rating, at_least: 4.2}", "{metric: rating, at_least: 4.9}",
                         "{metric: returns, at_most: 20}", "{metric: returns, no_worse_than: 10%}", "{metric: rating, no_worse_than: 30%}",
                         "{metric: gate, at_least: 15000}", "{metric: gate, at_least: 20010}", "{metric: gate, no_worse_than: 20%}"]),
            [("at_least", "holds", "units"), ("at_least", "unclear", "units"), ("at_least", "broken", "units"),
             ("at_most", "broken", "units"), ("at_most", "broken", "units"), ("at_least", "holds", "units"),
             ("at_least", "holds", "periods"), ("at_least", "unclear", "periods"), ("at_least", "holds", "periods")])
        self.assertIn("guardrails are broken", self.found["sentence"])
        self.assertTrue(any("is judged by how much the metric varies" in note for note in self.found["notes"]))

    def test_nodes_have_their_shape(self):
        self.states(["{metric: rating, at_least: 3.5}"])
        star, orders, rating = self.found["nodes"]
        for node in self.found["nodes"]:
            self.assertEqual(set(node["usual"]), {"value", "relative", "unusual"})
            self.assertTrue(node["complete"])
            self.assertEqual(node["recent"][-1], {key: node[key] for key in ("period", "value", "low", "high")})
            self.assertEqual(len(node["recent"]), 26)
            self.assertFalse({"usual_movement", "unusual"} & set(node))
        self.assertEqual(set(rating["limit"]), {"bound", "at", "words", "state", "judged_by"})
        self.assertEqual(self.found["contributions"], [])
        self.assertTrue(self.found["contributions_reason"])
        self.assertTrue(self.run_json("explain")["inputs_reason"])


if __name__ == "__main__":
    unittest.main()

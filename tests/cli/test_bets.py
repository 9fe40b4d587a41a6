"""bets: experiments with a known effect and without one, what was touched against what was not, and open bets.

4,000 users see an experiment from May 1 to 14, 2024; in the week that follows, those of arm b do a quarter more. Orders of
the plan pro rise by 30% from April 1, 2024."""

import csv
import datetime as dt
import gzip
import io
import json
import os
import pathlib
import random
import subprocess
import tempfile
import unittest

from project import PROGRAM

FIRST = dt.date(2023, 1, 2)  # a Monday
LAST = dt.date(2024, 6, 30)
SHIPPED = dt.date(2024, 4, 1)
SEEN = dt.date(2024, 5, 1)
USERS = 4000

PROJECT = """version: 1
timezone: UTC
sources:
  - {name: app, files: e.csv, time: time, event_column: event, entities: {user: user},
     dimensions: {plan: plan, experiment: experiment, arm: arm}, values: {n: n}}
metrics:
  - {name: done, label: Tasks done, description: d, type: count, event: worked, grain: week}
  - {name: active, label: Active users, description: d, type: active, entity: user, event: worked, grain: week}
  - {name: per_user, label: Tasks per user, description: d, type: ratio, numerator: done, denominator: active}
  - {name: orders, label: Orders, description: d, type: count, event: ordered, grain: week}
  - {name: rating, label: Rating, description: d, type: average, event: rated, value: n, grain: week}
  - {name: middle, label: Middle, description: d, type: max, event: rated, value: n, grain: week}
north_star:
  metric: done
  statement: People get value from tasks that they finish.
  inputs:
    - {metric: active, dimension: breadth, owner: growth}
    - {metric: per_user, dimension: depth, owner: product}
    - {metric: orders, dimension: efficiency, owner: growth}
  decomposition: {expr: active * per_user}
  guardrails: [{metric: rating, owner: product}]
teams: [{name: growth}, {name: product}]
annotations: [{at: 2024-05-03, text: Prices rose}, {at: 2023-05-03, text: Long before}]
"""
PLANNED = """
  - {name: invites, label: Invites, moves: active, expect: 10%, effort: 8, planned: 2030-09-01}
  - {name: dark_mode, label: Dark mode, expect: 5%, effort: 3, planned: 2030-09-01}
  - {name: templates, label: Templates, moves: per_user, expect: 10%, effort: 2, planned: 2030-09-01}
"""


def experiment(name, more="control: a, treatment: b"):
    return f"experiment: {{assignment: seen, where: experiment = '{name}', arm: arm, {more}}}"


def setup(expect="15%", more="control: a, treatment: b", moves="per_user"):
    return f"\n  - {{name: setup, label: Guided setup, moves: {moves}, expect: {expect}, {experiment('setup', more)}}}"


def stamp(day, hour=10):
    return f"{day}T{hour:02}:00:00Z"


def make_rows():
    chance = random.Random(7)
    rows = []
    week = FIRST
    while week <= LAST:
        season = 1 + 0.1 * chance.random()
        pro = 200 * season * (1.3 if week >= SHIPPED else 1)
        for plan, level in (("pro", pro), ("free", 300 * season)):
            for i in range(round(level * (1 + 0.02 * chance.gauss(0, 1)))):
                rows.append((stamp(week + dt.timedelta(days=i % 7)), "ordered", "", plan, "", "", ""))
        for i in range(60):
            rows.append((stamp(week + dt.timedelta(days=i % 7)), "worked", f"w{i % 40}", "", "", "", ""))
        week += dt.timedelta(days=7)
    for i in range(USERS):
        seen = SEEN + dt.timedelta(days=i % 14)
        arms = {"setup": "ab"[i % 2], "null": "ab"[i // 2 % 2], "lopsided": "b" if i % 10 == 0 else "a", "single": "a"}
        for name, arm in arms.items():
            rows.append((stamp(seen), "seen", f"x{i}", "", name, arm, ""))
        for k in range(chance.randint(0, 5 if i % 2 else 4)):
            rows.append((stamp(seen + dt.timedelta(days=k), 12), "worked", f"x{i}", "", "", "", ""))
        rows.append((stamp(seen + dt.timedelta(days=1), 13), "rated", f"x{i}", "", "", "", chance.randint(1, 5)))
    rows.append((stamp(SEEN, 11), "seen", "x0", "", "setup", "b", ""))  # now in both
    for i in range(10):
        rows.append((stamp(dt.date(2024, 6, 28)), "seen", f"z{i}", "", "setup", "ab"[i % 2], ""))  # not yet
    return rows


class Bets(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.root = pathlib.Path(cls.folder.name)
        with (cls.root / "e.csv").open("w") as out:
            writer = csv.writer(out)
            writer.writerow(("time", "event", "user", "plan", "experiment", "arm", "n"))
            writer.writerows(make_rows())

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def bets(self, bets, *arguments, code=0):
        (self.root / "northstar.yml").write_text(PROJECT + "bets:" + bets)
        done = subprocess.run([PROGRAM, "-p", str(self.root), "bets", *arguments, "--format", "json"],
                              capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return json.loads(done.stdout) if code == 0 else done.stderr

    def one(self, bets, *arguments):
        found = self.bets(bets, *arguments)["bets"]
        self.assertEqual(len(found), 1)
        return found[0]

    def test_an_experiment_that_worked(self):
        bet = self.one(setup())
        self.assertEqual([bet["verdict"], bet["method"], bet["grade"]], ["WORKED", "experiment", "A"], bet["sentence"])
        self.assertEqual(bet["exposure"]["in_both"], 1)
        self.assertEqual([bet["exposure"]["control_units"], bet["exposure"]["treatment_units"]], [2004, 2005])
        effect = bet["input"]
        self.assertEqual([effect["control_units"], effect["treated_units"], effect["not_yet"]], [1999, 2000, 10])
        self.assertAlmostEqual(effect["effect"], 0.2, delta=0.08)  # 2.5 / (5/6) against 2 / (4/5)
        self.assertLess(effect["low"], effect["fixed_low"])
        self.assertGreater(effect["fixed_low"], 0)
        self.assertLess(effect["p_value"], 1e-4)
        self.assertEqual(bet["star"]["metric"], "done")
        self.assertAlmostEqual(bet["star"]["effect"], 0.25, delta=0.08)
        self.assertEqual([one["metric"] for one in bet["guardrails"]], ["rating"])
        self.assertEqual(bet["path"]["strength"]["source"], "formula")
        self.assertAlmostEqual(bet["path"]["strength"]["elasticity"], 1)
        self.assertAlmostEqual(bet["path"]["implied"], effect["effect"])
        self.assertEqual([one["text"] for one in bet["meanwhile"]], ["Prices rose"])
        self.assertTrue(bet["sentence"].startswith("Guided setup worked: it moved Tasks per user by +"), bet["sentence"])
        self.assertIn("1 exposed to both arms were left out", bet["sentence"])

    def test_verdicts_in_the_direction_of_what_was_expected(self):
        for expect, verdict in (("100%", "PARTLY"), ("-10%", "BACKFIRED"), ("1%", "WORKED")):
            self.assertEqual(self.one(setup(expect))["verdict"], verdict, expect)

    def test_figures_by_hand(self):
        bet = self.one(setup(moves="active"))["input"]
        tasks, units = {"a": {}, "b": {}}, {}
        for time, event, user, _, name, arm, _ in make_rows():
            if event == "seen" and name == "setup" and user[0] == "x" and user != "x0":
                units[user] = arm
                tasks[arm][user] = 0
        for time, event, user, *_ in make_rows():
            if event == "worked" and user in units:
                tasks[units[user]][user] = 1
        share = {arm: sum(of.values()) / len(of) for arm, of in tasks.items()}
        self.assertAlmostEqual(bet["with"], share["b"])
        self.assertAlmostEqual(bet["without"], share["a"])
        self.assertAlmostEqual(bet["effect"], share["b"] / share["a"] - 1)

    def test_no_effect_is_not_detected(self):
        bet = self.one(f"\n  - {{name: nothing, moves: done, expect: 5%, {experiment('null')}}}")
        self.assertEqual(bet["verdict"], "NOT_DETECTED", bet["sentence"])
        self.assertLess(bet["input"]["low"], 0)
        self.assertGreater(bet["input"]["high"], 0)
        self.assertGreater(bet["input"]["minimum_detectable"], 0.02)

    def test_the_split_is_asked_first(self):
        declared = self.one(f"\n  - {{name: ten, moves: done, {experiment('lopsided', 'control: a, treatment: b, split: 0.1')}}}")
        self.assertNotEqual(declared["verdict"], "SRM")
        self.assertGreater(declared["exposure"]["srm_p"], 0.01)
        undeclared = self.one(f"\n  - {{name: ten, moves: done, {experiment('lopsided')}}}")
        self.assertEqual([undeclared["verdict"], undeclared["input"]["effect"]], ["SRM", None])
        self.assertLess(undeclared["exposure"]["srm_p"], 1e-6)

    def test_too_early(self):
        bet = self.one(setup(), "--as-of", "2024-05-07")
        self.assertEqual([bet["verdict"], bet["input"]["effect"]], ["TOO_EARLY", None])
        self.assertIn("14 days are needed", bet["sentence"])

    def test_what_cannot_be_measured_says_why(self):
        seen = "arm: arm, control: a, treatment: b"
        cases = {
            f"experiment: {{assignment: sen, {seen}}}": "no event 'sen' was seen",
            "experiment: {assignment: seen}": "set 'arm:'",
            experiment("single"): "all units were in one arm, 'a'",
            experiment("setup", "control: a, treatment: bb"): "no unit was in the arm 'bb'",
            experiment("setup", "control: contol, treatment: b"): "no unit was in the arm 'contol'",
            experiment("nobody"): "no event 'seen' says which arm",
        }
        for text, why in cases.items():
            bet = self.one(f"\n  - {{name: odd, moves: done, expect: 5%, {text}}}")
            self.assertEqual(bet["verdict"], "NOT_MEASURABLE", text)
            self.assertIn(why.lower(), bet["sentence"].lower())
            self.assertIn(why, bet["star"]["problem"])
        self.assertEqual(self.one(setup(more="control: a"))["verdict"], "WORKED", "the only other arm")

    def test_input_and_star_are_measured_apart(self):
        bet = self.one(setup(moves="middle"))
        self.assertEqual([bet["verdict"], bet["star"]["verdict"]], ["NOT_MEASURABLE", "WORKED"])
        self.assertIn("of type 'max'", bet["sentence"])
        self.assertFalse(bet["moves_input"])

    def test_a_segment_against_the_rest(self):
        bet = self.one(f"\n  - {{name: pro, moves: orders, expect: 30%, shipped: {SHIPPED}, where: plan = 'pro'}}")
        self.assertEqual([bet["verdict"], bet["method"], bet["grade"]], ["WORKED", "segments", "B"], bet["sentence"])
        effect = bet["input"]
        self.assertAlmostEqual(effect["effect"], 0.3, delta=0.05)
        self.assertEqual([effect["after"], effect["reason"]], [12, "controls_parallel"])
        self.assertGreater(effect["placebos"], 5)
        self.assertIn("earlier dates", bet["sentence"])

    def test_before_and_after_without_controls(self):
        bet = self.one(f"\n  - {{name: all, moves: orders, expect: 10%, shipped: {SHIPPED}}}")
        self.assertEqual([bet["method"], bet["grade"], bet["input"]["reason"]], ["before_after", "C", "no_controls"])
        early = self.one(f"\n  - {{name: all, moves: orders, shipped: {SHIPPED}}}", "--as-of", "2024-04-10")
        self.assertEqual(early["verdict"], "TOO_EARLY")

    def test_the_plan(self):
        found = self.bets(setup() + PLANNED, "--plan")
        record, plan = found["record"], found["plan"]
        self.assertEqual([record["n"], len(found["bets"])], [1, 1])
        self.assertLessEqual(record["factor"], 1)
        self.assertEqual([one["bet"] for one in plan], ["templates", "invites", "dark_mode"])
        best, _, nothing = plan
        self.assertEqual(best["strength"]["source"], "formula")
        self.assertAlmostEqual(best["star_effect"], 0.1 * record["factor"])
        self.assertAlmostEqual(best["per_effort"], best["star_effect"] / 2)
        self.assertTrue(best["sentence"].endswith(", the most for its effort."), best["sentence"])
        self.assertIsNone(nothing["star_effect"])
        self.assertTrue(nothing["sentence"].startswith("Dark mode is not linked to Tasks done."), nothing["sentence"])
        self.assertTrue(found["headline"]["text"].startswith("Templates would move Tasks done by +"), found["sentence"])
        self.assertIn("Dark mode is not linked to", found["sentence"])

    def test_a_bet_by_name(self):
        asked = self.bets(setup() + PLANNED, "invites")
        self.assertEqual(asked["bets"][0]["verdict"], "TOO_EARLY")
        self.assertIn("has not shipped yet.", asked["headline"]["text"])
        self.assertNotIn("No bet has shipped", asked["sentence"], "another one has")
        found = self.bets(setup() + PLANNED, "setup")
        self.assertEqual([[one["bet"] for one in found["bets"]], found["plan"]], [["setup"], []])
        self.assertIn("did you mean 'setup'?", self.bets(setup(), "setpu", code=2))
        self.assertEqual(self.bets(" []")["bets"], [])

    def test_wrong_keys(self):
        for more, where in (("control: a, treatment: b, split: 0", "'split' must be between 0 and 1"),
                            ("control: a, treatment: b, split: 1", "'split' must be between 0 and 1"),
                            ("control: a, treatment: a", "control and treatment are the same arm"),
                            ("control: a, from: 2024-05-01, to: 2024-04-01", "ends before it starts"),
                            ("control: a, entity: usr", "no source declares an entity 'usr'"),
                            ("control: a, variants: 3", "variants")):
            found = self.bets(setup(more=more), code=2)
            self.assertIn(where, found)
            self.assertRegex(found, r"northstar\.yml:\d+:\d+")
        wrong = self.bets(setup().replace("arm: arm", "arm: arms"), code=2)
        self.assertIn("no source of the event 'seen' declares a dimension 'arms'", wrong)
        self.assertIn("'effort' must be above 0", self.bets("\n  - {name: b, moves: done, effort: 0}", code=2))
        self.assertIn("the bet 'setup' is defined twice", self.bets(setup() + setup(), code=2))
        self.assertIn("there is no metric 'dome'", self.bets("\n  - {name: b, moves: dome}", code=2))

    def test_shipped_in_the_future(self):
        (self.root / "northstar.yml").write_text(PROJECT + "bets:\n  - {name: b, moves: active, shipped: 2090-01-05}\n")
        done = subprocess.run([PROGRAM, "-p", str(self.root), "validate"], capture_output=True, text=True, timeout=300)
        self.assertIn("NS317", done.stdout)
        self.assertIn("2090-01-05, which is in the future", " ".join(done.stdout.split()))
        self.assertEqual([one["bet"] for one in self.bets("\n  - {name: b, moves: active, shipped: 2090-01-05}")["plan"]], ["b"])

    def test_validate_names_events_that_never_occurred(self):
        bet = "\n  - {name: odd, moves: done, shipped: 2024-05-01, experiment: {assignment: sen, arm: arm, control: a}}"
        self.bets(bet)
        done = subprocess.run([PROGRAM, "-p", str(self.root), "validate"], capture_output=True, text=True, timeout=300)
        said = " ".join(done.stdout.split())
        self.assertIn("NS401", said)
        self.assertIn("no event 'sen' was seen", said)

    def test_the_other_forms(self):
        (self.root / "northstar.yml").write_text(PROJECT + "bets:" + setup() + PLANNED)

        def shown(*arguments):
            return subprocess.run([PROGRAM, "-p", str(self.root), "bets", *arguments], capture_output=True, text=True,
                                  check=True, timeout=300).stdout

        self.assertRegex(shown(), r"✔ +worked +Guided setup +Tasks per user +\+15% +\+")
        self.assertIn("| worked |", shown("--format", "markdown"))
        plan = " ".join(shown("--plan").split())
        for bet in ("Templates would move", "Dark mode is not linked to"):
            self.assertEqual(plan.count(bet), 1, plan)
        self.assertNotIn("worked", shown("invites"), "an open bet has no verdict")
        rows = list(csv.DictReader(io.StringIO(shown("--format", "csv"))))
        self.assertEqual([[r["on"], r["metric"]] for r in rows],
                         [["input", "per_user"], ["star", "done"], ["guardrail", "rating"]])
        plan = list(csv.DictReader(io.StringIO(shown("--plan", "--format", "csv"))))
        self.assertEqual([[r["bet"], r["star_effect"] != ""] for r in plan],
                         [["templates", True], ["invites", True], ["dark_mode", False]])


COOKIE_CATS = pathlib.Path(os.environ.get("NORTHSTAR_DATA", "/nowhere")) / "experiments/cookie_cats.csv.gz"


@unittest.skipUnless(COOKIE_CATS.exists(), "NORTHSTAR_DATA names no folder with experiments/cookie_cats.csv.gz")
class CookieCats(unittest.TestCase):
    """A game whose first gate moved from level 30 to 40: who came back after 1 day, and after 7."""

    def test_both_gates(self):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            with gzip.open(COOKIE_CATS, "rt") as file, (root / "e.csv").open("w") as out:
                out.write("time,event,player,gate\n")
                for row in csv.DictReader(file):
                    player = row["userid"]
                    out.write(f"2024-01-01T18:00:00Z,installed,{player},{row['version']}\n")
                    for day, key in ((2, "retention_1"), (8, "retention_7")):
                        if row[key].upper() == "TRUE":
                            out.write(f"2024-01-{day:02}T09:00:00Z,returned,{player},\n")
            (root / "northstar.yml").write_text("""version: 1
sources:
  - {name: game, files: e.csv, time: time, event_column: event, entities: {player: player}, dimensions: {gate: gate}}
metrics:
  - {name: day_1, type: retention, entity: player, event: installed, return_event: returned, after: 1, grain: day, description: d}
  - {name: day_7, type: retention, entity: player, event: installed, return_event: returned, after: 7, grain: day, description: d}
bets:
""" + "".join(f"""  - {{name: gate_{m}, moves: {m}, expect: 1%, experiment: {{assignment: installed, arm: gate, control: gate_30,
     treatment: gate_40, planned_units: 90189}}}}\n""" for m in ("day_1", "day_7")))
            done = subprocess.run([PROGRAM, "-p", folder, "bets", "--as-of", "2024-02-01", "--format", "json"],
                                  capture_output=True, text=True, timeout=600)
            self.assertEqual(done.returncode, 0, done.stderr)
            day, week = json.loads(done.stdout)["bets"]
            self.assertEqual([day["verdict"], week["verdict"]], ["NOT_DETECTED", "BACKFIRED"])
            self.assertAlmostEqual(day["input"]["p_value"], 0.0744, places=4)
            self.assertAlmostEqual(week["input"]["p_value"], 0.001554, places=6)
            self.assertEqual([week["exposure"]["control_units"], week["exposure"]["treatment_units"]], [44700, 45489])
            self.assertAlmostEqual(week["exposure"]["srm_p"], 0.0086, places=4)
            self.assertTrue(week["exposure"]["srm_warns"])
            self.assertIn("check how players are assigned", week["sentence"])


if __name__ == "__main__":
    unittest.main()

"""okrs: key results of quarters that are over and of one that runs, and the pattern that each quarter makes.

A star that rises by two a week, ten invitations a week, and ratings of 4.5 but for one bad week."""

import csv
import datetime as dt
import io
import json
import pathlib
import random
import subprocess
import tempfile
import unittest

from project import PROGRAM

FIRST = dt.date(2022, 7, 4)  # a Monday
LAST = dt.date(2024, 7, 1)
BAD_WEEK = dt.date(2022, 11, 7)
MIDDLE = "2024-05-15"  # of the running quarter; the sixth week of it ended on May 12

SOURCE = """version: 1
timezone: UTC
sources:
  - {name: app, files: e.csv, time: time, event_column: event, entities: {team: team}, values: {n: n}}
metrics:
  - {name: star, label: Teams at work, description: d, type: sum, event: worked, value: n, grain: week}
  - {name: invites, label: Invitations, description: d, type: count, event: invited, grain: week}
  - {name: quality, label: Rating, description: d, type: average, event: rated, value: n, grain: week}
  - {name: never, label: Exports, description: d, type: count, event: exported, grain: week}
"""


def weeks():
    day = FIRST
    while day <= LAST:
        yield day
        day += dt.timedelta(days=7)


def make_star():
    noise = random.Random(5)
    return {week: 100 + 2 * i + noise.randint(-3, 3) for i, week in enumerate(weeks())}


STAR = make_star()


def days_of(quarter):
    year, number = int(quarter[:4]), int(quarter[6])
    first = dt.date(year, 3 * number - 2, 1)
    after = dt.date(year + number // 4, 3 * number % 12 + 1, 1)
    return first, after - dt.timedelta(days=1)


def weeks_in(quarter):
    """A week belongs to the quarter in which it ends."""
    first, last = days_of(quarter)
    return [week for week in weeks() if first <= week + dt.timedelta(days=6) <= last]


def last_star(quarter):
    return STAR[weeks_in(quarter)[-1]]


def objective(quarter, *key_results):
    lines = "\n".join(f"      - {{{one}}}" for one in key_results)
    return f"  - objective: Objective of {quarter}\n    period: {quarter}\n    key_results:\n{lines}\n"


def star(quarter, beyond):
    return f"role: north_star, metric: star, from: 100, to: {last_star(quarter) + beyond}"


def invited(to):
    return f"role: leading, metric: invites, to: {to}, over: sum"


RATED = "role: guardrail, metric: quality, at_least: 4"
OVER = {  # by quarter: its key results, and the pattern that they make
    "2022-Q4": ((lambda q: star(q, -1), invited(120), RATED), "AT_A_PRICE"),
    "2023-Q1": ((lambda q: "role: north_star, metric: star, from: 100, to: 101", invited(40), RATED), "TOO_EASY"),
    "2023-Q2": ((lambda q: star(q, -1), invited(120), RATED), "ALL_MADE"),
    "2023-Q3": ((lambda q: star(q, -1), invited(500), RATED), "NOT_BY_THE_PLAN"),
    "2023-Q4": ((lambda q: star(q, 50), invited(120), RATED), "WRONG_BEHAVIOURS"),
    "2024-Q1": ((lambda q: star(q, 50), invited(500), RATED), "ALL_MISSED"),
}


def all_okrs(running):
    over = [objective(q, *(one(q) if callable(one) else one for one in results)) for q, (results, _) in OVER.items()]
    return "okrs:\n" + "".join(over) + objective("2024-Q2", *running)


class Okrs(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.folder.name)
        rows = []
        for i, week in enumerate(weeks()):
            rows.append((week + dt.timedelta(days=2), "worked", STAR[week]))
            rows += [(week + dt.timedelta(days=d % 7), "invited", 1) for d in range(9 + i % 3)]
            rows.append((week + dt.timedelta(days=6), "rated", 3.1 if week == BAD_WEEK else 4.5))
        with (self.root / "e.csv").open("w") as out:
            out.write("time,event,team,n\n")
            out.writelines(f"{day}T10:00:00Z,{event},t{i % 40},{n}\n" for i, (day, event, n) in enumerate(rows))
        self.running(RATED)

    def tearDown(self):
        self.folder.cleanup()

    def running(self, *key_results):
        (self.root / "northstar.yml").write_text(SOURCE + all_okrs(key_results))

    def run_program(self, *arguments, code=0):
        done = subprocess.run([PROGRAM, "-p", str(self.root), *arguments], capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def okrs(self, *arguments):
        return json.loads(self.run_program("okrs", *arguments, "--format", "json").stdout)

    def key_results(self, *arguments):
        return self.okrs(*arguments)["objectives"][0]["key_results"]

    def test_each_quarter_makes_its_pattern(self):
        for quarter, (_, pattern) in OVER.items():
            with self.subTest(quarter=quarter):
                found = self.okrs("--period", quarter)
                self.assertEqual([found["period"], len(found["objectives"])], [quarter, 1])
                one = found["objectives"][0]
                self.assertEqual(one["pattern"], pattern)
                self.assertTrue(one["sentence"].startswith(one["headline"]["text"]))
                for result in one["key_results"]:
                    self.assertTrue(result["settled"])
                    self.assertEqual(result["complete"], result["periods"])
        said = self.okrs("--period", "2023-Q4")["objectives"][0]["sentence"]
        self.assertIn("the team is optimizing the wrong behaviors", said)
        self.assertIn("northstar tree", said)

    def test_what_was_made_and_missed(self):
        made, sent, rated = self.key_results("--period", "2022-Q4")
        self.assertEqual([made["status"], made["odds"], made["now"]], ["achieved", 1, last_star("2022-Q4")])
        self.assertGreater(made["progress"], 1)
        self.assertEqual([sent["status"], sent["over"], sent["from"]], ["achieved", "sum", None])
        self.assertAlmostEqual(sent["progress"], sent["now"] / 120)
        self.assertEqual([rated["status"], rated["odds"], rated["beyond"]], ["broken", None, 1])
        self.assertEqual([rated["at_least"], rated["to"], rated["progress"]], [4, None, None])
        self.assertIn("3.1", rated["sentence"])
        self.assertIn("week of Nov 7, 2022", rated["sentence"])
        missed = self.key_results("--period", "2024-Q1")
        self.assertEqual([one["status"] for one in missed], ["missed", "missed", "held"])
        self.assertEqual(missed[0]["odds"], 0)

    def test_a_week_belongs_to_the_quarter_in_which_it_ends(self):
        # Jun 26 to Jul 2, 2023.
        self.assertEqual(weeks_in("2023-Q2")[-1], dt.date(2023, 6, 19))
        found = self.key_results("--period", "2023-Q2")[0]
        self.assertEqual([found["now"], found["periods"]], [STAR[dt.date(2023, 6, 19)], 13])
        for quarter in ("2023-Q2", "2023-Q3"):
            sent = sum(9 + i % 3 for i, week in enumerate(weeks()) if week in weeks_in(quarter))
            self.assertEqual(self.key_results("--period", quarter)[1]["now"], sent, quarter)
        self.assertEqual(weeks_in("2023-Q3")[0], dt.date(2023, 6, 26))

    def forecast(self, *arguments):
        return json.loads(self.run_program("forecast", "star", "--as-of", MIDDLE, "--horizon", "20", "--format", "json",
                                           *arguments).stdout)

    def test_the_middle_of_a_quarter(self):
        by_time = {row["time"]: row["mean"] for row in self.forecast()["rows"]}
        likely = by_time["2024-06-24"]
        target = "role: north_star, metric: star, from: 200, to: {}".format
        self.running(target(likely), target(likely - 60), target(likely + 60), RATED, invited(200),
                     "metric: invites, to: 2, over: average", "role: leading, metric: never, to: 5")
        found = self.okrs("--as-of", MIDDLE)
        self.assertEqual([found["period"], found["as_of"]], ["2024-Q2", "2024-05-15T00:00:00Z"])
        one = found["objectives"][0]
        self.assertIsNone(one["pattern"])
        self.assertEqual([one["first_day"], one["last_day"]], ["2024-04-01", "2024-06-30"])
        results = one["key_results"]
        self.assertEqual([r["status"] for r in results],
                         ["at_risk", "on_track", "off_track", "held", "off_track", "on_track", "no_data"])
        self.assertEqual([r["settled"] for r in results], [False] * 7)
        even = results[0]
        self.assertEqual([even["now"], even["complete"], even["periods"]], [STAR[dt.date(2024, 5, 6)], 6, 13])
        self.assertAlmostEqual(even["expected_by_now"], 6 / 13)
        self.assertAlmostEqual(even["progress"], (even["now"] - 200) / (likely - 200))
        self.assertIn("in 10", even["sentence"])
        self.assertIsNone(results[3]["odds"])
        sent = sum(9 + i % 3 for i, week in enumerate(weeks()) if week in weeks_in("2024-Q2")[:6])
        self.assertEqual(results[4]["now"], sent)
        self.assertAlmostEqual(results[5]["now"], sent / 6)
        self.assertIn("not measured", results[6]["sentence"])

    def test_the_odds_are_those_of_forecast(self):
        self.running(*(f"metric: star, from: 280, to: {to}" for to in (295, 300, 305)))
        goals = {g["target"]: g["chance"] for g in self.forecast()["goals"]}
        found = self.key_results("--as-of", MIDDLE)
        self.assertEqual(len(found), 3)
        for one in found:
            self.assertEqual(one["odds"], goals[one["to"]])
        self.assertEqual(sorted((o["odds"] for o in found), reverse=True), [o["odds"] for o in found])

    def test_before_the_first_week_is_over(self):
        self.running("metric: star, to: 200", RATED)
        made, rated = self.key_results("--as-of", "2024-04-03")
        self.assertEqual([made["status"], made["now"], made["progress"], made["expected_by_now"]], ["on_track", None, None, 0])
        self.assertGreater(made["odds"], 0.9)
        self.assertEqual([rated["status"], rated["sentence"]],
                         ["no_data", "Rating: no data to judge it by yet. No complete week yet."])

    def test_which_okrs_are_shown(self):
        self.assertEqual(self.okrs("--as-of", "2023-02-01")["period"], "2023-Q1")
        self.assertEqual(self.okrs()["period"], "2024-Q2", "the latest, when none runs")
        self.assertEqual(self.okrs("--period", "2023-q4")["period"], "2023-Q4")
        self.assertEqual(self.okrs("--period", "2023-01-01..2023-03-31")["period"], "2023-Q1", "the same days")
        later = SOURCE + "okrs:\n" + objective("2024-Q2", RATED) + objective("2024-Q4", RATED) + objective("2090-Q1", RATED)
        (self.root / "northstar.yml").write_text(later)
        found = self.okrs()
        self.assertEqual(found["period"], "2024-Q2", "nothing is known of a period after the data end")
        self.assertEqual([note.split(" started")[0] for note in found["notes"] if "started on" in note], ["2024-Q4"])
        [asked] = self.okrs("--period", "2024-Q4")["objectives"]
        self.assertEqual([asked["sentence"], asked["headline"]["rule"]], ["Starts on Oct 1, 2024.", "not_begun"])
        (self.root / "northstar.yml").write_text(SOURCE + "okrs:\n" + objective("2091-Q1", RATED) + objective("2090-Q1", RATED))
        self.assertEqual(self.okrs()["period"], "2090-Q1", "the first to begin, when none has")
        two = SOURCE + "okrs:\n" + objective("2024-Q2", RATED) + objective("2024", RATED)
        (self.root / "northstar.yml").write_text(two)
        found = self.okrs("--as-of", MIDDLE)
        self.assertEqual([found["period"], [o["period"] for o in found["objectives"]]], ["2024-Q2, 2024", ["2024-Q2", "2024"]])
        (self.root / "northstar.yml").write_text(SOURCE)
        self.assertEqual([self.okrs()[key] for key in ("period", "objectives")], [None, []])
        self.assertIn("no OKRs", self.run_program("okrs").stdout)

    def test_unknown_periods(self):
        found = self.run_program("okrs", "--period", "2023-Q5", code=2).stderr
        self.assertIn("'2023-Q5' is not a period", found)
        self.assertIn("did you mean '2023-Q", found)
        self.assertIn("no OKR is set for 2023-H1", self.run_program("okrs", "--period", "2023-H1", code=2).stderr)
        self.assertIn("no OKR is set for 2021-Q4", self.run_program("okrs", "--period", "2021-Q4", code=2).stderr)

    def test_key_results_that_say_too_little(self):
        for key_result, wanted in (("metric: star", "the key result 'star' has no target"),
                                   ("metric: star, from: 100", "the key result 'star' has no target"),
                                   ("metric: star, to: 5, at_most: 9", "both a target and a limit")):
            self.running(key_result)
            found = self.run_program("okrs", code=2).stderr
            self.assertIn(wanted, found)
            self.assertRegex(found, r"northstar\.yml:\d+:18: error NS010")
            self.assertIn("to", found.split("expected", 1)[1])

    def test_periods_that_nobody_can_read(self):
        text = SOURCE + "okrs:\n" + objective("2024-Q2", RATED).replace("period: 2024-Q2", "period: next spring")
        (self.root / "northstar.yml").write_text(text)
        for command in ("okrs", "validate"):
            found = self.run_program(command, code=2)
            self.assertIn("'next spring' is not a period", found.stdout + found.stderr)
            self.assertRegex(found.stdout + found.stderr, r"northstar\.yml:\d+:13")
            self.assertIn("2026-Q3", found.stdout + found.stderr)

    def test_the_other_forms(self):
        table = self.run_program("okrs", "--period", "2022-Q4").stdout
        self.assertIn("Teams at work reached its target at a price: Rating broke its limit.", " ".join(table.split()))
        self.assertRegex(table, r"✔ +achieved +Teams at work +north star ")
        self.assertRegex(table, r"▲ +broken +Rating +guardrail +4\.5 +at least 4")
        page = self.run_program("okrs", "--period", "2022-Q4", "--format", "markdown").stdout
        self.assertTrue(page.startswith("# OKRs of 2022-Q4"), page)
        self.assertIn("\n## Objective of 2022-Q4\n", page)
        self.assertEqual(page.count("Oct 1, 2022 to Dec 31, 2022"), 1, "the period once")
        rows = list(csv.DictReader(io.StringIO(self.run_program("okrs", "--period", "2022-Q4", "--format", "csv").stdout)))
        self.assertEqual([r["status"] for r in rows], ["achieved", "achieved", "broken"])
        self.assertEqual({r["pattern"] for r in rows}, {"AT_A_PRICE"})
        self.assertEqual([rows[2]["at_least"], rows[2]["odds"], rows[0]["odds"]], ["4", "", "1"])


if __name__ == "__main__":
    unittest.main()

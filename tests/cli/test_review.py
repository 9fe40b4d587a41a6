"""review and review close: a star that leads revenue for four years, and one whose link broke fifteen months ago.

As many users are active in a week as the month's level says, and revenue grows as that level did a month before."""

import datetime as dt
import json
import math
import pathlib
import random
import subprocess
import tempfile
import unittest

from project import PROGRAM

FIRST_YEAR, MONTHS = 2021, 51  # up to March 2025
BROKEN = 15  # months before the end
END = dt.date(2025, 4, 10)
QUARTER = "2025-Q1"

PROJECT = """# what we steer by
version: 1
timezone: UTC
sources:
  - {name: app, files: e.csv, time: time, event: worked, entities: {user: user}}
  - {name: ledger, series: revenue.csv, period: month, metrics: {revenue: amount}}
metrics:
  - {name: active, label: Active users, description: d, type: active, entity: user, event: worked, grain: week}
  - {name: acts, label: Acts, description: d, type: count, event: worked, grain: week}
outcome: revenue
teams: [{name: growth}]
candidates: [active, acts]
north_star:
  metric: active
  inputs: [{metric: acts, owner: growth}]
  guardrails: [{metric: acts, at_least: 10}]
okrs:
  - objective: Grow
    period: 2025-Q1
    key_results:
      - {role: north_star, metric: active, to: 1}
%s"""
REVIEW = "review: {every: quarter}  # with everybody\n"


def month_start(i):
    return dt.date(FIRST_YEAR + i // 12, i % 12 + 1, 1)


def write_data(root, broken):
    noise = random.Random(11)
    growth = [0.2 * (noise.random() - 0.5) for _ in range(MONTHS + 1)]
    level, revenue, levels = 250.0, 1000.0, []
    with (root / "revenue.csv").open("w") as out:
        out.write("month,amount\n")
        for i in range(MONTHS):
            level *= math.exp(growth[i])
            levels.append(level)
            driven = 0.9 * growth[i - 1] if i > 0 and i < MONTHS - broken else 0.04 * (noise.random() - 0.5)
            revenue *= math.exp(driven + 0.01 * (noise.random() - 0.5))
            out.write(f"{month_start(i)},{revenue * 30:.2f}\n")
    with (root / "e.csv").open("w") as out:
        out.write("time,user\n")
        week = dt.date(2021, 1, 4)
        while week < END:
            last = week + dt.timedelta(days=6)
            month = min((last.year - FIRST_YEAR) * 12 + last.month - 1, MONTHS - 1)
            for user in range(round(levels[month])):
                day = week + dt.timedelta(days=user % 7)
                if day <= END:
                    out.write(f"{day}T{user % 24:02}:00:00Z,u{user}\n")
            week += dt.timedelta(days=7)


def setUpModule():
    global FOLDER, ROOTS
    FOLDER = tempfile.TemporaryDirectory()
    ROOTS = {}
    for name, broken in (("holds", 0), ("broken", BROKEN)):
        ROOTS[name] = pathlib.Path(FOLDER.name) / name
        ROOTS[name].mkdir()
        write_data(ROOTS[name], broken)


def tearDownModule():
    FOLDER.cleanup()


class ReviewTest(unittest.TestCase):
    def setUp(self):
        self.use("holds")

    def use(self, name):
        self.root = ROOTS[name]
        for record in self.root.glob("reviews/*"):
            record.unlink()
        self.write(REVIEW)

    def write(self, more):
        self.text = PROJECT % more
        (self.root / "northstar.yml").write_text(self.text)

    def run_program(self, *arguments, code=0):
        done = subprocess.run([PROGRAM, "-p", str(self.root), *arguments], capture_output=True, text=True, timeout=600)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def review(self, *arguments):
        return json.loads(self.run_program("review", *arguments, "--format", "json").stdout)

    def close(self, *arguments, code=0):
        return self.run_program("review", "close", *arguments, code=code)


class Reviews(ReviewTest):
    def test_the_pack_of_a_star_that_still_leads(self):
        found = self.review()
        self.assertEqual((found["period"], found["metric"], found["as_of"]), (QUARTER, "active", "2025-04-01T00:00:00Z"))
        self.assertEqual(found["verdict"] == "confirm", not found["triggers"])
        self.assertNotIn("LINK_WEAKENED", [t["trigger"] for t in found["triggers"]])
        sections = {s["section"]: s for s in found["sections"]}
        self.assertEqual(list(sections), ["link", "dilution", "gaming_watch", "decoupling", "guardrails", "inputs", "okrs", "bets",
                                          "disagreements", "knowledge", "definitions"])
        link = sections["link"]
        self.assertEqual(link["headline"]["rule"], "link_holds")
        recent, earlier = link["rows"][:2]
        self.assertEqual((recent["window"], earlier["window"]), ("last 12 months", "up to three years before"))
        for row in (recent, earlier):
            self.assertLess(row["low"], row["effect"])
            self.assertLess(row["effect"], row["high"])
            self.assertAlmostEqual(row["effect"], 0.9, delta=0.4)
        self.assertEqual([row["objective"] for row in sections["okrs"]["rows"]], ["Grow"])
        self.assertEqual(sections["okrs"]["rows"][0]["status"], "achieved")
        self.assertEqual([row["guardrail"] for row in sections["guardrails"]["rows"]], ["acts"])
        self.assertEqual([row["input"] for row in sections["inputs"]["rows"]], ["acts"])
        self.assertEqual(sections["disagreements"]["headline"]["rule"], "not_rated")
        for one in [found, *found["sections"]]:
            self.assertTrue(one["sentence"].startswith(one["headline"]["text"]))

    def test_the_bets_of_the_quarter(self):
        self.write(REVIEW + """bets:
  - {name: earlier, moves: acts, expect: 5%, shipped: 2024-12-31}
  - {name: nudges, label: Nudges, team: growth, moves: acts, expect: 5%, shipped: 2025-01-01}
  - {name: late, label: Late, moves: acts, expect: 5%, shipped: 2025-03-31}
  - {name: planned, moves: acts, expect: 5%, planned: 2025-03-01}
""")
        section = next(s for s in self.review()["sections"] if s["section"] == "bets")
        self.assertEqual(section["headline"]["rule"], "bets")
        self.assertEqual([(row["bet"], row["team"], row["moves"]) for row in section["rows"]],
                         [("nudges", "growth", "acts"), ("late", None, "acts")])
        bets = json.loads(self.run_program("bets", "--as-of", "2025-04-01", "--format", "json").stdout)["bets"]
        for row in section["rows"]:
            one = next(bet for bet in bets if bet["bet"] == row["bet"])
            self.assertEqual((row["verdict"], row["effect"]), (one["verdict"], one["input"]["effect"]))
        self.assertEqual(section["rows"][1]["verdict"], "TOO_EARLY")
        self.assertEqual(len(section["notes"]), 2)

    def test_who_knows_the_star(self):
        def knowledge(*arguments):
            found = self.review(*arguments)
            return next(s for s in found["sections"] if s["section"] == "knowledge"), found
        self.assertEqual(knowledge()[0]["headline"]["rule"], "not_surveyed")
        self.addCleanup(lambda: [one.unlink() for one in (self.root / ".northstar").glob("state.db*")])
        people = [f"p{i}@example.org" for i in range(30)]
        (self.root / "people.csv").write_text("email,team\n" + "".join(f"{one},growth\n" for one in people))
        (self.root / "answers.csv").write_text("email,team,name,meaning,action\n" + "".join(
            f"{one},growth,Revenue,money,nothing\n" for one in people))
        for rounds in (1, 2):
            self.run_program("survey", "open", "--people", str(self.root / "people.csv"))
            self.run_program("survey", "results", "--import", str(self.root / "answers.csv"))
            self.run_program("survey", "close")
            section, found = knowledge()
            self.assertEqual(section["headline"]["rule"], "known")
            self.assertEqual([(row["invited"], row["answered"], row["rate"]) for row in section["rows"]], [(30, 30, 0)] * rounds)
            trigger = next(one for one in found["triggers"] if one["trigger"] == "NOT_UNDERSTOOD")
            self.assertEqual(trigger["value"], 0)
            self.assertLess(trigger["high"], 0.5)
            # A second survey that says the same is no chance.
            self.assertEqual(found["verdict"], "look_closer" if rounds == 1 else "change_due")
        # What was not asked yet was not known then.
        self.assertEqual(knowledge("--as-of", "2025-04-15")[0]["headline"]["rule"], "not_surveyed")
        for one in ("people.csv", "answers.csv"):
            (self.root / one).unlink()

    def test_a_link_that_broke(self):
        self.use("broken")
        found = self.review()
        self.assertNotEqual(found["verdict"], "confirm")
        [one] = [t for t in found["triggers"] if t["trigger"] == "LINK_WEAKENED"]
        self.assertLess(one["value"], 0.45)
        self.assertLess(one["low"], one["value"])
        self.assertIn("quarter", one["settles"])
        self.assertEqual((one["level"], one["confirmed"]), ("firm", True))
        self.assertEqual(found["verdict"], "change_due")
        self.assertIn("northstar decide", found["sentence"])
        before = self.review("--period", "2023-Q4")  # when it still held
        self.assertNotIn("LINK_WEAKENED", [t["trigger"] for t in before["triggers"]])

    def test_the_quarter_is_the_last_one_that_is_over_in_the_data(self):
        self.assertEqual(self.review("--as-of", "2024-11-20")["period"], "2024-Q3")
        self.assertEqual(self.review("--as-of", "2025-01-01")["period"], "2024-Q4")
        self.assertEqual(self.review("--as-of", "2025-09-01")["period"], QUARTER, "data end in April")
        self.assertIn("not over", self.run_program("review", "--period", "2025-Q2", "--as-of", "2025-09-01", code=2).stderr)
        self.assertEqual(self.review("--period", "2024-q2")["period"], "2024-Q2")
        for period, said in (("2025-Q2", "not over"), ("2019-Q1", "no data"), ("2024", "not a quarter"), ("spring", "not a quarter"),
                             ("2024-02", "not a quarter")):
            refused = self.run_program("review", "--period", period, code=2)
            self.assertIn(said, refused.stderr, period)

    def test_what_came_later_changes_nothing(self):
        self.assertEqual(self.review("--period", "2024-Q3"), self.review("--as-of", "2024-12-05"))

    def test_every_form(self):
        table = self.run_program("review").stdout
        self.assertIn("Review of 2025-Q1", table)
        self.assertIn("last 12 months", table)
        markdown = self.run_program("review", "--format", "markdown").stdout
        self.assertTrue(markdown.startswith("# Review of 2025-Q1: "))
        self.assertEqual(markdown.count("\n## "), 11 + ("\n## Triggers\n" in markdown))
        self.assertTrue(self.run_program("review", "--format", "csv").stdout.startswith("period,verdict,trigger,"))
        pack = self.root / "pack.md"
        self.run_program("review", "--out", str(pack))
        self.assertEqual(pack.read_text(), markdown)
        page = self.root / "pack.html"
        self.run_program("review", "--out", str(page))
        text = page.read_text()
        self.assertTrue(text.startswith("<!doctype html>"))
        self.assertIn("Does it still lead the outcome?", text)
        self.assertNotIn("http", text.replace("http://www.w3.org", ""))
        for path in (pack, page):
            path.unlink()
        self.assertIn("Markdown or HTML", self.run_program("review", "--out", "pack.pdf", code=2).stderr)

    def test_without_a_star(self):
        text = self.text
        (self.root / "northstar.yml").write_text(text[:text.index("north_star:")] + "review: {every: quarter}\n")
        self.assertIn("no North Star", self.run_program("review", code=2).stderr)

    def test_a_star_without_an_outcome_is_confirmed_with_a_word(self):
        (self.root / "northstar.yml").write_text(self.text.replace("outcome: revenue\n", ""))
        found = self.review()
        link = found["sections"][0]
        self.assertEqual(link["headline"]["rule"], "no_outcome")
        self.assertEqual(link["rows"], [])
        if found["verdict"] == "confirm":
            self.assertEqual(found["headline"]["rule"], "confirm_unproven")
            self.assertIn("Review of 2025-Q1: confirmed, lead untested\n", self.run_program("review").stdout)

    def test_a_star_of_launch_is_outgrown(self):
        (self.root / "northstar.yml").write_text(self.text.replace("  metric: active\n  inputs", "  metric: active\n  stage: launch\n  inputs"))
        [one] = [t for t in self.review()["triggers"] if t["trigger"] == "OUTGROWN_STAGE"]
        self.assertEqual((one["level"], one["confirmed"]), ("soft", False))
        self.assertGreater(one["value"], 48)

    def test_people_who_disagree(self):
        self.write(REVIEW + "scores:\n"
                   "  - {candidate: active, by: anna, question: value, rating: 5, at: 2025-03-01}\n"
                   "  - {candidate: active, by: bob, question: value, rating: 1, at: 2025-03-01}\n"
                   "  - {candidate: active, by: bob, question: simple, rating: 4, at: 2025-03-01}\n"
                   "  - {candidate: active, by: anna, question: simple, rating: 4, at: 2025-03-01}\n")
        section = next(s for s in self.review()["sections"] if s["section"] == "disagreements")
        self.assertEqual(section["headline"]["rule"], "people_disagree")
        self.assertEqual([(r["candidate"], r["question"], r["ratings"], r["spread"]) for r in section["rows"]],
                         [("active", "value", "anna 5, bob 1", 4)])


class Closing(ReviewTest):
    def test_a_closed_review_is_a_record_and_a_day(self):
        done = self.close("--by", "anna", "--why", "It still leads revenue")
        self.assertEqual(done.stdout, "")
        self.assertIn("reviews/2025-Q1.md", done.stderr)
        record = (self.root / "reviews" / f"{QUARTER}.md").read_text()
        self.assertTrue(record.startswith(f"# Review of {QUARTER}: "))
        self.assertIn("\nIt still leads revenue\n", record)
        self.assertIn("Closed by anna on ", record)
        self.assertIn("## Does it still lead the outcome?", record)
        old, new = self.text.split("\n"), (self.root / "northstar.yml").read_text().split("\n")
        self.assertEqual(len(old), len(new))
        [(before, after)] = [(a, b) for a, b in zip(old, new) if a != b]
        self.assertEqual(before, REVIEW.strip())
        self.assertRegex(after, r"^review: \{every: quarter, last: \d{4}-\d\d-\d\d\}  # with everybody$")

    def test_a_quarter_is_closed_once(self):
        self.close("--by", "anna", "--why", "yes")
        written = (self.root / "northstar.yml").read_text()
        again = self.close("--by", "bob", "--why", "no", code=2)
        self.assertIn("closed already", again.stderr)
        self.assertIn("move the file away", again.stderr)
        self.assertEqual((self.root / "northstar.yml").read_text(), written)
        self.close("--period", "2024-Q4", "--by", "bob", "--why", "late")
        self.assertTrue((self.root / "reviews" / "2024-Q4.md").exists())

    def test_it_needs_somebody_and_a_reason(self):
        for arguments in (["--by", "anna"], ["--why", "yes"], ["--by", "anna", "--why", "  "], ["--by", "", "--why", "yes"]):
            self.assertIn("is missing", self.close(*arguments, code=2).stderr)
        self.assertFalse((self.root / "reviews").exists() and list((self.root / "reviews").iterdir()))
        self.assertEqual((self.root / "northstar.yml").read_text(), self.text)

    def test_dry_run_shows_and_writes_nothing(self):
        done = self.close("--by", "anna", "--why", "yes", "--dry-run")
        self.assertIn("--- /dev/null\n+++ b/reviews/2025-Q1.md\n", done.stdout)
        self.assertIn("--- a/northstar.yml\n+++ b/northstar.yml\n", done.stdout)
        self.assertIn("\n-review: {every: quarter}  # with everybody\n+review: {every: quarter, last: ", done.stdout)
        self.assertNotIn("wrote", done.stderr)
        self.assertFalse((self.root / "reviews" / f"{QUARTER}.md").exists())
        self.assertEqual((self.root / "northstar.yml").read_text(), self.text)

    def test_a_changed_strategy_is_recorded_and_fires(self):
        answer = json.loads(self.close("--by", "anna", "--why", "Enterprises", "--strategy-changed", "--format", "json").stdout)
        self.assertEqual((answer["verdict"], answer["strategy_changed"], answer["dry_run"]), ("change_due", True, False))
        self.assertIn("strategy_changed: ", (self.root / "northstar.yml").read_text())
        [one] = [t for t in self.review()["triggers"] if t["trigger"] == "STRATEGY_CHANGED"]
        self.assertEqual((one["level"], one["confirmed"], one["value"], one["low"]), ("firm", True, None, None))

    def test_a_star_chosen_since_then_answers_a_changed_strategy(self):
        self.write("review: {every: quarter, strategy_changed: 2025-02-01}\n")
        self.assertIn("STRATEGY_CHANGED", [t["trigger"] for t in self.review()["triggers"]])
        (self.root / "northstar.yml").write_text(
            self.text.replace("  metric: active\n  inputs", "  metric: active\n  since: 2025-02-10\n  inputs"))
        self.assertNotIn("STRATEGY_CHANGED", [t["trigger"] for t in self.review()["triggers"]])

    def test_text_of_people_cannot_hide_lines(self):
        self.close("--by", "a\x1b[2Kb", "--why", "yes\u202e no")
        record = (self.root / "reviews" / f"{QUARTER}.md").read_text()
        self.assertNotIn("\x1b", record)
        self.assertNotIn("\u202e", record)

    def test_a_file_that_cannot_be_edited_is_left_alone(self):
        self.write("review: {every: quarter}  # the {quarter}\n")
        refused = self.close("--by", "anna", "--why", "yes", code=2)
        self.assertIn("cannot be edited safely", refused.stderr)
        self.assertFalse((self.root / "reviews" / f"{QUARTER}.md").exists())
        self.assertEqual((self.root / "northstar.yml").read_text(), self.text)


if __name__ == "__main__":
    unittest.main()

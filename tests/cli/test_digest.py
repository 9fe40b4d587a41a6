"""digest: what to read on Monday, in the form of a channel, never longer than a message and never cut.

A star of teams at work, an input that jumps in the last week, a guardrail that breaks, an OKR, and feedback."""

import csv
import datetime as dt
import io
import json
import pathlib
import subprocess
import tempfile
import unittest

from project import PROGRAM

FIRST = dt.date(2023, 1, 2)  # a Monday
LAST = dt.date(2024, 6, 24)
AS_OF = "2024-07-01"
LIMIT = 1500

SOURCE = """version: 1
name: acme & <b>co</b>
timezone: UTC
sources:
  - {name: app, files: e.csv, time: time, event_column: event, entities: {team: team}, values: {n: n}}
feedback:
  - {name: notes, files: f.csv, time: time, text: text, entities: {team: team}}
teams: [{name: growth}]
metrics:
  - {name: star, label: "Teams <!channel> at work", description: d, type: active, entity: team, event: worked, grain: week}
  - {name: invites, label: Invitations, description: d, type: count, event: invited, grain: week}
  - {name: quality, label: Rating, description: d, type: average, event: rated, value: n, grain: week}
"""
STAR = """north_star:
  metric: star
  inputs: [{metric: invites, owner: growth}]
  guardrails: [{metric: quality, at_least: 4}]
"""
OKRS = """okrs:
  - objective: Be used %s
    period: 2024-Q2
    key_results:
      - {metric: star, to: 500}
"""

BETS = """bets:
  - {name: earlier, label: Earlier, moves: invites, expect: 5%, shipped: 2024-06-03}
  - {name: nudges, label: Nudges, moves: invites, expect: 5%, shipped: 2024-06-25}
  - {name: planned, label: Planned, moves: invites, expect: 5%, planned: 2024-07-25}
"""


def weeks():
    day = FIRST
    while day <= LAST:
        yield day
        day += dt.timedelta(days=7)


class Digest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.root = pathlib.Path(cls.folder.name)
        rows, notes = [], []
        for i, week in enumerate(weeks()):
            rows += [(week, "worked", t, 1) for t in range(60 + i % 5)]
            rows += [(week + dt.timedelta(days=d % 7), "invited", d, 1) for d in range(400 if week == LAST else 40 + i % 3)]
            rows += [(week, "rated", t, 2 if week == LAST else 5) for t in range(30)]
            notes += [(week + dt.timedelta(days=d), d, "the export is slow and crashes") for d in range(3)]
        with (cls.root / "e.csv").open("w") as out:
            out.write("time,event,team,n\n")
            out.writelines(f"{day}T10:00:00Z,{event},t{team},{n}\n" for day, event, team, n in rows)
        with (cls.root / "f.csv").open("w") as out:
            out.write("time,team,text\n")
            out.writelines(f"{day}T10:00:00Z,t{team},{text}\n" for day, team, text in notes)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def setUp(self):
        self.write(STAR + OKRS % "daily")

    def write(self, more):
        (self.root / "northstar.yml").write_text(SOURCE + more)

    def run_program(self, *arguments, code=0):
        done = subprocess.run([PROGRAM, "-p", str(self.root), *arguments], capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def digest(self, *arguments):
        return json.loads(self.run_program("digest", "--as-of", AS_OF, *arguments, "--format", "json").stdout)

    def lines(self, found):
        return {one["section"]: one["lines"] for one in found["sections"]}

    def test_it_says_what_the_other_answers_say(self):
        found = self.digest()
        self.assertEqual([found["metric"], found["period"], found["from"], found["to"]], ["star", "week", "2024-06-24", "2024-06-30"])
        self.assertEqual(found["notes"], [])
        lines = self.lines(found)
        ask = lambda *words: json.loads(self.run_program(*words, "--as-of", AS_OF, "--format", "json").stdout)
        self.assertEqual(found["headline"], ask("tree")["headline"])
        self.assertEqual(" ".join(lines["star"]), found["sentence"])
        explained = ask("explain")
        told = explained["movement"]["unusual"] is not False or explained["segments_stand_out"] or bool(explained["suspects"])
        self.assertEqual(list(lines), ["star", "inputs", "guardrails", *(["why"] if told else []), "feedback", "okrs", "check"])
        if told:
            self.assertEqual(" ".join(lines["why"]), explained["sentence"])
        self.assertIn(ask("okrs")["objectives"][0]["headline"]["text"], lines["okrs"][0])
        self.assertTrue(lines["okrs"][0].startswith("Be used daily (2024-Q2). "))
        self.assertRegex(lines["inputs"][0], r"^Invitations: 400 in the week of Jun 24, 2024 \(\+\d+% from the week before, an unusual change\)\.$")
        self.assertRegex(lines["guardrails"][0], r"^Rating: 2 .*, beyond its limit \(at least 4\)\.$")
        for section in lines:
            for line in lines[section]:
                self.assertIn(line, found["text"] + found["more"])

    def check(self):
        done = subprocess.run([PROGRAM, "-p", str(self.root), "check", "--as-of", AS_OF, "--format", "json"],
                              capture_output=True, text=True, timeout=300)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        return json.loads(done.stdout)

    def test_it_says_what_fires_and_not_what_is_muted(self):
        checks = self.check()
        firing = [row for row in checks["checks"] if row["state"] == "firing"]
        unusual = next(row for row in firing if (row["check"], row["subject"]) == ("anomaly", "invites"))
        self.assertIn(("guardrail", "quality"), [(row["check"], row["subject"]) for row in firing])
        lines = self.lines(self.digest())
        self.assertEqual(lines["check"][0], checks["sentence"])
        self.assertEqual(sorted(lines["check"][1:]),
                         sorted(row["headline"]["text"] for row in firing if row["check"] != "guardrail"))
        self.assertEqual(len([line for line in lines["guardrails"] if "beyond its limit" in line]), 1)
        self.run_program("check", "mute", "anomaly", "invites", "--until", "2100-01-01", "--why", "a campaign")
        self.addCleanup(self.run_program, "check", "unmute", "anomaly", "invites")
        lines = self.lines(self.digest())["check"]
        self.assertIn("Muted", lines[0])
        self.assertNotIn(unusual["headline"]["text"], lines)

    def test_it_says_which_bets_shipped(self):
        self.write(STAR + BETS)
        lines = self.lines(self.digest())["bets"]
        bets = json.loads(self.run_program("bets", "--as-of", AS_OF, "--format", "json").stdout)["bets"]
        self.assertEqual(lines, [next(one["headline"]["text"] for one in bets if one["bet"] == "nudges")])
        self.assertIn("Nudges", lines[0])
        june = json.loads(self.run_program("digest", "--period", "month", "--as-of", AS_OF, "--format", "json").stdout)
        self.assertEqual(len(self.lines(june)["bets"]), 2)

    def test_months(self):
        found = self.digest("--period", "month")
        self.assertEqual([found["from"], found["to"]], ["2024-06-01", "2024-06-30"])
        self.assertIn("June 2024", found["heading"].replace("Jun 2024", "June 2024"))
        self.assertIn("star", self.lines(found))

    def test_as_of_hides_what_came_later(self):
        before = self.run_program("digest", "--as-of", "2024-06-24", "--format", "json").stdout
        found = json.loads(before)
        self.assertEqual([found["from"], found["to"]], ["2024-06-17", "2024-06-23"])
        self.assertEqual(self.lines(found)["guardrails"], ["Rating is within its limit."])

    def test_each_channel_is_written_as_it_takes_it(self):
        slack = self.run_program("digest", "--as-of", AS_OF, "--to", "slack").stdout
        self.assertTrue(slack.startswith("*acme &amp; &lt;b&gt;co&lt;/b&gt;: week of Jun 24, 2024*\n\n"), slack)
        self.assertIn("Teams &lt;!channel&gt; at work", slack)
        self.assertNotIn("<", slack)
        self.assertIn("\n*Inputs*\n• Invitations", slack)
        page = self.run_program("digest", "--as-of", AS_OF, "--to", "markdown").stdout
        self.assertIn("Teams \\<!channel\\> at work", page)
        self.assertIn("\n**Inputs**\n\n- Invitations", page)
        self.assertEqual(self.run_program("digest", "--as-of", AS_OF, "--format", "markdown").stdout, page)
        mail = self.run_program("digest", "--as-of", AS_OF, "--to", "email").stdout
        self.assertIn("Teams <!channel> at work", mail)
        self.assertIn("\nInputs\n- Invitations", mail)
        self.assertEqual(self.digest("--to", "slack")["text"], slack.split("\n\nMore\n")[0].rstrip("\n"))
        rows = list(csv.DictReader(io.StringIO(self.run_program("digest", "--as-of", AS_OF, "--format", "csv").stdout)))
        self.assertEqual({row["section"] for row in rows}, set(self.lines(self.digest())))

    def test_a_message_is_never_too_long_and_no_sentence_is_cut(self):
        self.write(STAR + OKRS % ("x" * 700) + (OKRS % ("ü" * 700)).replace("okrs:\n", ""))
        for to in ("slack", "email", "markdown"):
            found = self.digest("--to", to)
            self.assertLessEqual(len(found["text"]), LIMIT)
            self.assertIn("ü" * 700, found["more"])
            self.assertNotIn("ü", found["text"])
            self.assertTrue(found["text"].rstrip().endswith("."), found["text"])
        for line in self.lines(self.digest("--to", "email"))["guardrails"]:
            self.assertIn(line, found["text"].replace("\\", ""))

    def test_parts_that_a_project_lacks_are_left_out(self):
        self.write("candidates: [star]\n")
        found = self.digest()
        self.assertEqual([s for s in self.lines(found) if s in ("guardrails", "okrs")], [])
        self.assertEqual((found["metric"], found["more"]), ("star", ""))

    def test_what_is_refused(self):
        self.run_program("digest", "--period", "decade", code=2)
        self.run_program("digest", "--to", "fax", code=2)
        self.run_program("digest", "--as-of", "yesterday", code=2)
        self.write("")
        self.run_program("digest", code=2)  # neither star nor candidate


if __name__ == "__main__":
    unittest.main()

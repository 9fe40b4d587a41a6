"""Real exports of product teams: the project that `init --from` writes, at most three edits, and metrics written by hand,
against the values that others computed. NORTHSTAR_DATA names the folder; its `door` is no part of the project."""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

from project import PROGRAM

DOOR = pathlib.Path(os.environ.get("NORTHSTAR_DATA", "")) / "door"
ABOUT = {"README.md", "columns.json", "expected.json"}

# Of a folder: edits as (what is there, what stands in its place), metrics, and of each question its metric, and by what.
# A question without an entry is not asked.
CASES = {
    "10-headerless-log": (
        [],
        """
  - {name: messages_sent, type: count, event: message}
  - {name: senders, type: active, entity: c1, event: message}
  - {name: receivers, type: active, entity: c2, event: message}
  - {name: wide_senders, type: active, entity: c1, event: message, distinct: c2, at_least: 3}
  - {name: new_senders, type: first_time, entity: c1, event: message}
""",
        {0: ("messages_sent", {}), 1: ("senders", {}), 2: ("receivers", {}), 3: ("wide_senders", {}), 4: ("new_senders", {})}),
    "04-app-log": (
        [("entities: {user: userId}", "entities: {user: userId, session: sessionId}")],
        """
  - {name: songs, type: count, event: NextSong}
  - {name: listeners, type: active, entity: user, event: NextSong}
  - {name: users, type: active, entity: user, event: any}
  - {name: all_events, type: count, event: any}
  - {name: music, type: sum, event: NextSong, value: length}
  - {name: sessions, type: active, entity: session, event: any, where: user is not null}
""",
        {0: ("songs", {}), 1: ("listeners", {}), 2: ("users", {}), 3: ("all_events", {"level": "level"}), 4: ("music", {}), 5: ("sessions", {})}),
    "03-spreadsheet-days": (
        [],
        """
  - {name: rides, type: sum, event: day, value: cnt}
  - {name: casual_rides, type: sum, event: day, value: casual}
  - {name: warmth, type: average, event: day, value: temp}
  - {name: rides_of_hours, type: sum, event: hour, value: cnt}
""",
        {0: ("rides", {}), 1: ("rides", {}), 2: ("casual_rides", {"workingday": "workingday"}), 3: ("warmth", {}), 4: ("rides_of_hours", {})}),
    "02-subscriptions": (
        [],
        """
  - {name: signups, type: count, event: account}
  - {name: accounts_in_use, type: active, entity: account, event: feature_usage}
  - {name: tickets, type: count, event: support_ticket}
""",
        {0: ("signups", {}), 4: ("accounts_in_use", {}), 5: ("tickets", {"priority": "priority"})}),
    "05-app-reviews": (
        [("    event: google_play_review", "    event: google_play_review\n    id: coalesce(reviewId, review_id)"),
         ("    event: google_play_review\n", "    event: google_play_review\n    duplicates: expected\n")],
        """
  - {name: reviews, type: count, event: google_play_review}
  - {name: stars, type: average, event: google_play_review, value: score}
  - {name: unhappy, type: count, event: google_play_review, where: score <= 2}
  - {name: share_unhappy, type: ratio, numerator: unhappy, denominator: reviews}
""",
        {0: ("reviews", {}), 2: ("stars", {}), 3: ("stars", {"bank": "bank"}), 4: ("share_unhappy", {})}),
    "08-workbooks-zip": (
        [],
        """
  - {name: rides_a_month, type: sum, event: day, value: rides}
  - {name: songs, type: count, event: NextSong}
  - {name: listeners, type: active, entity: user, event: NextSong}
""",
        {2: ("rides_a_month", {}), 4: ("songs", {}), 5: ("listeners", {})}),
    "07-marketing-spend": (
        [("signup_country_code: signup_country_code", "country_code: signup_country_code")],
        """
  - {name: net, type: sum, event: subscription, value: net_revenue}
  - {name: subscribed, type: sum, event: subscription, value: subscription_count}
  - {name: spent, type: sum, event: spending, value: spendings}
  - {name: cost, type: ratio, numerator: spent, denominator: subscribed}
  - {name: brought, type: ratio, numerator: net, denominator: spent}
""",
        {0: ("net", {}), 1: ("subscribed", {"country": "country_code"}), 2: ("spent", {"platform": "platform"}), 3: ("cost", {}),
         4: ("brought", {"country": "country_code"})}),
}


@unittest.skipUnless(DOOR.is_dir(), "NORTHSTAR_DATA names no folder with door/; real exports are not loaded")
class Door(unittest.TestCase):
    def run_program(self, *arguments):
        done = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def values(self, project, question, metric, by):
        """The answer to a question as {(period, value of by): value}."""
        periods = sorted(row["period"] for row in question["rows"])
        command = ["-p", project, "query", metric, "--grain", question["grain"], "--from", periods[0][:10], "--to", periods[-1][:10]]
        for dimension in by.values():
            command += ["--by", dimension]
        rows = json.loads(self.run_program(*command, "--format", "json"))["rows"]
        return {(row["period"], *(row["by"].values() if by else ())): row["value"] for row in rows}

    def check(self, folder):
        edits, metrics, questions = CASES[folder]
        self.assertLessEqual(len(edits), 3)
        with tempfile.TemporaryDirectory() as scratch:
            data = sorted(str(path) for path in (DOOR / folder).iterdir() if path.name not in ABOUT)
            project = pathlib.Path(scratch) / "project"
            self.run_program("init", str(project), "--from", *data)
            text = (project / "northstar.yml").read_text()
            for there, instead in edits:
                self.assertEqual(text.count(there), 1, text)
                text = text.replace(there, instead)
            # Its own metrics go: names of both might be the same.
            (project / "northstar.yml").write_text(text.split("\n# A first set")[0] + "\n")
            (project / "metrics.yml").write_text("metrics:" + metrics)
            self.run_program("-p", str(project), "load")
            expected = json.loads((DOOR / folder / "expected.json").read_text())
            for number, (metric, by) in questions.items():
                question = expected[number]
                found = self.values(str(project), question, metric, by)
                for row in question["rows"]:
                    key = (row["period"], *(row["by"][name] for name in by))
                    with self.subTest(question=question["question"], of=key):
                        self.assertAlmostEqual(found.get(key) or 0, row["value"], delta=1e-6 * max(1, abs(row["value"])))


for name in CASES:
    setattr(Door, "test_" + name.replace("-", "_"), lambda self, name=name: self.check(name))


if __name__ == "__main__":
    unittest.main()

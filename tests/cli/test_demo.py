"""The demo carries the governing loop: every pattern of objectives, bets with known effects, alarms in its
incidents, and a walk through all of it."""

import json
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from project import PROGRAM

# What was planted (src/demo/experiments.h), and what the bets must therefore find.
TRUTH = {"setup_checklist": (0.5, "WORKED"), "task_templates": (0.2, "PARTLY"), "smart_reminders": (-0.4, "BACKFIRED"),
         "welcome_tour": (0, "NOT_DETECTED")}
PATTERNS = {"2024-Q2": "ALL_MADE", "2024-Q3": "TOO_EASY", "2024-Q4": "NOT_BY_THE_PLAN", "2025-Q3": "ALL_MISSED",
            "2026-Q1": "AT_A_PRICE", "2026-Q2": "WRONG_BEHAVIOURS"}


def setUpModule():
    global DEMO, FOLDER, SAID
    FOLDER = tempfile.TemporaryDirectory()
    DEMO = pathlib.Path(FOLDER.name) / "demo"
    SAID = subprocess.run([PROGRAM, "demo", str(DEMO)], check=True, capture_output=True, text=True).stdout


def tearDownModule():
    FOLDER.cleanup()


def answer(folder, *arguments, codes=(0,)):
    done = subprocess.run([PROGRAM, "-p", str(folder), *arguments, "--format", "json"], capture_output=True, text=True, timeout=300)
    assert done.returncode in codes, done.stderr
    return json.loads(done.stdout)


class Demo(unittest.TestCase):
    def test_it_walks_through_every_command(self):
        at = 0
        for command in ("history", "tree", "explain", "check", "okrs", "bets", "review", "digest"):
            found = SAID.find(f"$ northstar -p {DEMO} {command}", at)
            self.assertGreater(found, at, command)
            at = found
        self.assertGreater(SAID.find("Try next:"), at)
        self.assertLess(SAID.find("is the best-evidenced North Star"), SAID.find("$ northstar"))

    def test_an_objective_for_each_pattern(self):
        for period, pattern in PATTERNS.items():
            [objective] = answer(DEMO, "okrs", "--period", period)["objectives"]
            self.assertEqual(objective["pattern"], pattern, period)

    def test_bets_find_what_was_planted(self):
        found = answer(DEMO, "bets", "--as-of", "2026-06-30")
        bets = {bet["bet"]: bet for bet in found["bets"]}
        for name, (effect, verdict) in TRUTH.items():
            self.assertEqual(bets[name]["verdict"], verdict, name)
            self.assertEqual(bets[name]["method"], "experiment")
            self.assertLessEqual(bets[name]["input"]["low"], effect, name)
            self.assertGreaterEqual(bets[name]["input"]["high"], effect, name)
        # New prices came three months after its last outcome.
        self.assertEqual(bets["setup_checklist"]["meanwhile"], [])
        plan = {bet["bet"]: bet for bet in found["plan"]}
        self.assertGreater(plan["weekly_recap"]["star_effect"], 0)
        self.assertIsNone(plan["dark_mode"]["star_effect"])

    def test_the_outage_rings_with_its_country(self):
        checks = answer(DEMO, "check", "--as-of", "2025-11-24", codes=(1,))["checks"]
        rings = [one["sentence"] for one in checks if one["check"] == "anomaly" and one["state"] == "firing"]
        self.assertTrue(any("France" in sentence for sentence in rings), rings)

    def test_messages_as_a_star_would_raise_the_red_flag(self):
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder) / "demo"
            shutil.copytree(DEMO, copy)
            subprocess.run([PROGRAM, "-p", str(copy), "decide", "messages_sent", "--why", "People talk", "--stopped-working", "It fell"],
                           check=True, capture_output=True)
            checks = answer(copy, "check", "--as-of", "2025-05-05", codes=(1,))["checks"]
            self.assertIn(("decoupled", "messages_sent"), [(one["check"], one["subject"]) for one in checks if one["state"] == "firing"])

    def test_it_stands_by_its_star(self):
        self.assertEqual(answer(DEMO, "review", "--period", "2026-Q2")["verdict"], "confirm")
        teams = answer(DEMO, "align")
        self.assertEqual([one["team"] for one in teams["without"]], ["finance"])

    def test_contributions_are_in_the_unit_of_the_star(self):
        page = subprocess.run([PROGRAM, "-p", str(DEMO), "tree"], check=True, capture_output=True, text=True).stdout
        self.assertIn("of the change", page)
        self.assertNotIn("points of the change", page)

    def test_one_team_knows_the_star(self):
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder) / "demo"
            shutil.copytree(DEMO, copy)
            answer(copy, "survey", "open", "--people", str(copy / "survey" / "people.csv"))
            teams = {one["team"]: one for one in answer(copy, "survey", "results", "--import", str(copy / "survey" / "answers.csv"))["teams"]}
            self.assertEqual(teams["product"]["knows"], teams["product"]["answered"])
            self.assertEqual(teams["finance"]["knows"], 0)


if __name__ == "__main__":
    unittest.main()

"""explain, tree, detect, forecast, feedback: on the demo, whose incidents are planted, and on bare files."""

import csv
import io
import json
import math
import pathlib
import random
import subprocess
import tempfile
import unittest

from project import PROGRAM, make_demo, without_star

DEMO = None
FOLDER = None

STAR = """
north_star:
  metric: weekly_active_teams
  statement: A team gets value when three of its people finish work together in a week.
  owner: product
  inputs:
    - {metric: signups, dimension: breadth, owner: growth}
    - {metric: team_return, dimension: frequency, owner: product}
    - {metric: tasks_per_team, dimension: depth, owner: product}
  decomposition: {expr: new_teams + prev(weekly_active_teams) * team_return + back_teams}
  guardrails:
    - {metric: rating, no_worse_than: 5%, owner: product}
    - {metric: unhappy, at_most: 20%, owner: product}
bets: [{name: guided, label: Guided setup, team: growth, moves: signups, shipped: 2026-06-08, expect: 10%}]
okrs:
  - objective: More teams
    period: 2026-Q3
    key_results: [{role: north_star, metric: weekly_active_teams, to: 900}]
kpis: [{metric: written, team: product, ladders_to: tasks_per_team}]
"""
METRICS = """  - {name: sentiment, type: feedback, source: reviews, statistic: sentiment, grain: week, description: Mood of what customers wrote}
  - {name: written, type: feedback, source: reviews, statistic: volume, grain: week, description: Texts of this week}
"""


def setUpModule():
    global DEMO, FOLDER
    FOLDER = tempfile.TemporaryDirectory()
    DEMO = pathlib.Path(FOLDER.name) / "demo"
    make_demo(DEMO)
    without_star(DEMO)  # STAR takes the place of the demo's own
    text = (DEMO / "northstar.yml").read_text()
    text = text.replace("  - name: revenue\n", METRICS + "  - name: revenue\n", 1) + STAR
    (DEMO / "northstar.yml").write_text(text)


def tearDownModule():
    FOLDER.cleanup()


def run(*arguments, code=0):
    done = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=300)
    assert done.returncode == code, f"exit {done.returncode}\n{done.stdout}{done.stderr}"
    return done


def demo(*arguments, code=0):
    return run("-p", str(DEMO), *arguments, code=code)


def demo_json(*arguments):
    return json.loads(demo(*arguments, "--format", "json").stdout)


class Explained(unittest.TestCase):
    def explain(self, *arguments):
        found = demo_json("explain", *arguments)
        self.adds_up(found)
        return found

    def adds_up(self, found):
        scale = max(abs(found["before"]), abs(found["after"]), 1e-300)
        for name in ("inputs", "lifecycle", "segments"):
            parts = [part["contribution"] for part in found[name]]
            if parts:
                self.assertAlmostEqual(math.fsum(parts) / scale, found["change"] / scale, delta=1e-12, msg=name)
        for part in found["inputs"]:
            below = [one["contribution"] for one in part.get("inputs", [])]
            if below:
                self.assertAlmostEqual(math.fsum(below) / scale, part["contribution"] / scale, delta=1e-12)
        for view in found["dimensions"]:
            parts = [row["contribution"] for row in view["rows"]] + [view["overlap"]]
            self.assertAlmostEqual(math.fsum(parts) / scale, found["change"] / scale, delta=1e-12, msg=view["dimension"])

    def test_an_outage_in_one_country(self):
        found = self.explain("weekly_active_teams", "--from", "2025-11-10", "--to", "2025-11-17")
        self.assertEqual(found["segments"][0]["where"], {"country": "France"})
        self.assertTrue(found["segments_stand_out"])
        self.assertIn("login", " ".join(theme["theme"] for theme in found["feedback"][:2]))
        self.assertIn("France", found["sentence"])

    def test_new_prices_for_one_plan(self):
        found = self.explain("weekly_active_teams", "--from", "2026-01-26", "--to", "2026-02-02")
        self.assertEqual(found["segments"][0]["where"], {"plan": "team"})
        self.assertGreater(found["segments"][0]["share"], 0.7)
        self.assertIn("price", found["feedback"][0]["theme"])
        self.assertEqual([h["kind"] for h in found["happenings"]][:1], ["annotation"])
        outside = not found["expected"]["low"] <= found["after"] <= found["expected"]["high"]
        self.assertEqual(found["movement"]["unusual"], outside)
        largest = max(found["inputs"], key=lambda part: abs(part["contribution"]))
        self.assertEqual(largest["metric"], "team_return")

    def test_the_spam_episode_is_everywhere(self):
        found = self.explain("messages_sent", "--from", "2025-02-17", "--to", "2025-03-31")
        self.assertFalse(found["segments_stand_out"])
        self.assertTrue(found["movement"]["unusual"])
        self.assertIn("Reminder", found["happenings"][0]["text"])

    def test_a_quiet_week(self):
        found = self.explain("weekly_active_teams", "--to", "2026-06-22")
        self.assertIn("within its usual movement", found["sentence"])
        self.assertFalse(found["segments_stand_out"])
        self.assertEqual(found["suspects"], [])

    def test_every_sign_flips_with_the_direction(self):
        for metric in ("weekly_active_teams", "messages_sent", "tasks_per_team", "revenue"):
            grain = "2026-02" if metric == "revenue" else "2026-02-02"
            other = "2026-04" if metric == "revenue" else "2026-03-30"
            there = self.explain(metric, "--from", grain, "--to", other)
            back = self.explain(metric, "--from", other, "--to", grain)
            scale = abs(there["before"]) + abs(there["after"])
            self.assertAlmostEqual(there["change"], -back["change"], delta=1e-12 * scale)
            for name, key in (("inputs", "metric"), ("lifecycle", "part")):
                returned = {part[key]: part["contribution"] for part in back[name]}
                for part in there[name]:
                    self.assertAlmostEqual(part["contribution"], -returned[part[key]], delta=1e-9 * scale, msg=part[key])

    def test_sums_and_ratios_and_longer_periods(self):
        for arguments in (["revenue"], ["tasks_completed"], ["tasks_per_team"], ["rating"], ["signups_total"],
                          ["daily_active_users", "--from", "2026-04", "--to", "2026-05"],
                          ["revenue", "--where", "plan = 'business'"], ["weekly_active_teams", "--by", "plan"]):
            self.explain(*arguments)

    def test_what_is_missing_says_why(self):
        self.assertTrue(any("New, retained, resurrected and churned" in note for note in self.explain("tasks_per_team")["notes"]))
        self.assertTrue(any("no dimension" in note for note in self.explain("rating")["notes"]))

    def test_what_cannot_be_explained_says_why(self):
        for arguments, words in ((["nothing_such"], "no metric"),
                                 (["weekly_active_teams", "--from", "2026-06-22", "--to", "2026-06-23"], "same period"),
                                 (["weekly_active_teams", "--to", "2026-06-29"], "not complete"),
                                 (["weekly_active_teams", "--to", "1999-01-01"], "no data"),
                                 (["weekly_active_teams", "--by", "planet"], "planet")):
            self.assertIn(words, demo("explain", *arguments, code=2).stderr)


class QuotientsByFormula(unittest.TestCase):
    """A ratio that is written as a formula is split as a ratio is; what does not add up has no list."""

    def test_parts(self):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            pick = random.Random(4)
            with (root / "events.csv").open("w") as out:
                out.write("time,user,country,kind\n")
                for day in range(70):
                    for i in range(150):
                        country = pick.choice(["DE", "FR", "ES", "IT", "PL", "SE", "NL"])
                        kinds = ["visit"]
                        if pick.random() < (0.1 if day >= 56 and country == "FR" else 0.5):
                            kinds.append("order")
                        if day >= 56 and country == "IT":  # is gone
                            continue
                        for kind in kinds:
                            out.write(f"2024-{1 + day // 28:02}-{1 + day % 28:02}T10:00:00Z,u{i},{country},{kind}\n")
            (root / "northstar.yml").write_text(
                "version: 1\nsources:\n  - {name: app, files: events.csv, time: time, event_column: kind,\n"
                "     entities: {user: user}, dimensions: {country: country}}\nmetrics:\n"
                "  - {name: visits, type: count, event: visit, grain: week, description: d}\n"
                "  - {name: orders, type: count, event: order, grain: week, description: d}\n"
                "  - {name: as_ratio, type: ratio, numerator: orders, denominator: visits, description: d}\n"
                "  - {name: as_formula, type: derived, expr: orders / visits, description: d}\n"
                "  - {name: product, type: derived, expr: orders * visits, description: d}\n")
            run("-p", folder, "load")
            found = {}
            for name in ("as_ratio", "as_formula", "product"):
                done = run("-p", folder, "explain", name, "--from", "2024-02-19", "--to", "2024-03-04", "--format", "json")
                found[name] = json.loads(done.stdout)
            self.assertEqual(found["as_ratio"]["segments"], found["as_formula"]["segments"])
            self.assertEqual(found["as_ratio"]["segments"][0]["where"], {"country": "FR"})
            self.assertEqual(found["as_ratio"]["dimensions"], found["as_formula"]["dimensions"])
            self.assertEqual(found["product"]["dimensions"], [])


class Suspects(unittest.TestCase):
    """What is wrong with the data is said before anything else."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.folder.name)
        (self.root / "data").mkdir()
        (self.root / "northstar.yml").write_text(
            "version: 1\nsources:\n  - {name: app, files: data/*.csv, time: time, event: hit, max_rejected: 50%,\n"
            "     entities: {user: user}, dimensions: {country: country}}\n"
            "metrics:\n  - {name: hits, type: count, entity: user, event: hit, grain: week, description: d}\n")

    def tearDown(self):
        self.folder.cleanup()

    def write(self, name, first, last, no_country=0.0, bad=0.0, skip=()):
        pick = random.Random(first)
        with (self.root / "data" / name).open("w") as out:
            out.write("time,user,country\n")
            for day in range(first, last):
                for i in range(100):
                    if day in skip:
                        continue
                    time = f"2024-{1 + day // 28:02}-{1 + day % 28:02}T10:00:00Z" if pick.random() >= bad else "soon"
                    country = "" if pick.random() < no_country else pick.choice(["DE", "FR"])
                    out.write(f"{time},u{pick.randrange(300)},{country}\n")

    def suspects(self, *arguments):
        arguments = arguments or ("--to", "2024-02-19")
        done = run("-p", str(self.root), "explain", "hits", *arguments, "--format", "json")
        return [one["sentence"] for one in json.loads(done.stdout)["suspects"]]

    def test_nothing_wrong(self):
        self.write("a.csv", 0, 56)
        self.assertEqual(self.suspects(), [])

    def test_a_dimension_that_is_no_longer_recorded(self):
        self.write("a.csv", 0, 49)
        self.write("b.csv", 49, 56, no_country=0.5)
        [sentence] = self.suspects()
        self.assertIn("no country", sentence)

    def test_days_without_events(self):
        self.write("a.csv", 0, 56, skip=(50, 51))
        [sentence] = self.suspects()
        self.assertIn("2 days from 2024-02-23", sentence)

    def test_a_source_that_stopped_while_another_goes_on(self):
        self.write("a.csv", 0, 56)
        config = (self.root / "northstar.yml").read_text()
        other = config[config.index("  - {name: app"):config.index("metrics:")]
        other = other.replace("name: app", "name: mobile").replace("data/*.csv", "mobile.csv")
        (self.root / "northstar.yml").write_text(config.replace("metrics:", other + "metrics:"))
        self.write("../mobile.csv", 0, 40)
        sentence = self.suspects("--to", "2024-02-05")[0]
        self.assertIn("'mobile' has no data since 2024-02-12, while other sources continue to 2024-02-28", sentence)
        tree = run("-p", str(self.root), "tree", "hits").stdout
        self.assertIn("'mobile' has no data", " ".join(tree.split()))

    def test_rows_that_can_suddenly_not_be_read(self):
        self.write("a.csv", 0, 46)
        run("-p", str(self.root), "load")
        self.write("b.csv", 46, 56, bad=0.1)
        run("-p", str(self.root), "load")
        [sentence] = self.suspects()
        self.assertIn("in the files of 2024-02-19 could not be read, compared with 0.0% in the other files", sentence)

    def test_rows_that_could_not_be_read_at_another_time(self):
        self.write("a.csv", 0, 14, bad=0.1)
        self.write("b.csv", 14, 56)
        self.assertEqual(self.suspects(), [])


class Leaves(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.file = pathlib.Path(self.folder.name) / "leaves.csv"

    def tearDown(self):
        self.folder.cleanup()

    def explain(self, *arguments):
        done = run("explain", "--csv", str(self.file), "--actual", "real", "--expected", "usual", *arguments, "--format", "json")
        return json.loads(done.stdout)

    def write(self, ratio=False):
        pick = random.Random(7)
        with self.file.open("w") as out:
            out.write("country,plan,browser,real,usual" + (",tries,usual_tries" if ratio else "") + "\n")
            for country in "abcdef":
                for plan in "xyz":
                    for browser in "pqrst":
                        usual = pick.uniform(200, 2000)
                        real = usual * pick.uniform(0.97, 1.03)
                        if country == "b" and plan == "y":
                            real *= 0.5
                        line = [country, plan, browser, real, usual]
                        if ratio:
                            line += [usual * 4 * pick.uniform(0.9, 1.1), usual * 4]
                        out.write(",".join(map(str, line)) + "\n")

    def test_the_planted_cause_comes_first(self):
        self.write()
        found = self.explain()
        self.assertEqual([cause["where"] for cause in found["causes"]], [{"country": "b", "plan": "y"}])
        self.assertGreater(found["causes"][0]["score"], 0.5)

    def test_ratios(self):
        self.write(ratio=True)
        found = self.explain("--denominator-actual", "tries", "--denominator-expected", "usual_tries")
        self.assertEqual(found["causes"][0]["where"], {"country": "b", "plan": "y"})

    def test_bad_tables(self):
        self.file.write_text("a,real,usual\nx,1,2\ny,oops,2\n")
        self.assertIn("row 2", run("explain", "--csv", str(self.file), "--actual", "real", "--expected", "usual", code=3).stderr)
        self.assertIn("no column", run("explain", "--csv", str(self.file), "--actual", "reel", "--expected", "usual", code=2).stderr)
        self.file.write_text("real,usual\n1,2\n")
        run("explain", "--csv", str(self.file), "--actual", "real", "--expected", "usual", code=3)

    def test_two_rows_for_one_leaf(self):
        self.file.write_text("country,plan,real,usual\nfr,pro,10,12\nde,pro,8,8\nfr,pro,3,4\n", encoding="utf-8")
        said = run("explain", "--csv", str(self.file), "--actual", "real", "--expected", "usual", code=3).stderr
        self.assertIn("row 3: the leaf 'fr", said)
        self.assertIn("row 1", said)



class Tree(unittest.TestCase):
    def test_a_value_is_the_value_of_query(self):
        found = demo_json("tree")
        self.assertTrue(found["declared"])
        for node in found["nodes"]:
            rows = demo_json("query", node["metric"], "--from", node["period"], "--to", node["period"])["rows"]
            self.assertEqual(rows[0]["value"], node["value"], node["metric"])
        star = found["nodes"][0]
        parts = [part["contribution"] for part in found["contributions"]]
        self.assertAlmostEqual(math.fsum(parts), star["value"] - star["previous"], delta=1e-9)
        self.assertEqual(sum(node["largest"] for node in found["nodes"]), 1)
        guards = [node for node in found["nodes"] if node["role"] == "guardrail"]
        self.assertEqual(len(guards), 2)
        self.assertNotIn("broken", [guard["limit"]["state"] for guard in guards])
        self.assertEqual([node["bets"] for node in found["nodes"] if node["metric"] == "signups"], [["guided"]])

    def test_a_broken_guardrail(self):
        found = demo_json("tree", "--as-of", "2025-11-24T12:00:00Z")
        self.assertIn("broken", [node["limit"]["state"] for node in found["nodes"] if node["role"] == "guardrail"])
        self.assertIn("guardrails are broken", found["sentence"])

    def test_where_filters_every_node(self):
        found = demo_json("tree", "--where", "country = 'Japan'")
        for node in found["nodes"]:
            if node["value"] is None:
                continue
            rows = demo_json("query", node["metric"], "--from", node["period"], "--to", node["period"], "--where", "country = 'Japan'")["rows"]
            self.assertEqual(rows[0]["value"], node["value"], node["metric"])

    def test_pictures(self):
        self.assertIn("==>", demo("tree", "--format", "mermaid").stdout)
        self.assertTrue(demo("tree", "--format", "svg").stdout.startswith("<svg"))
        self.assertIn("svg not in", demo("query", "signups", "--format", "svg", code=2).stderr)


class Monitor(unittest.TestCase):
    def series(self, folder, points):
        path = pathlib.Path(folder) / "series.csv"
        with path.open("w") as out:
            out.write("time,value\n")
            for time, value in points:
                out.write(f"{time},{'' if value is None else value}\n")
        return str(path)

    def test_every_score_comes_from_the_past_alone(self):
        pick = random.Random(11)
        points = []
        for i in range(900):
            value = 100 + 20 * math.sin(i / 288 * 2 * math.pi) + pick.gauss(0, 2)
            points.append((f"2024-03-{1 + i // 288:02} {i % 288 // 12:02}:{i % 12 * 5:02}:00", None if i % 97 == 5 else 180 if i == 700 else value))
        with tempfile.TemporaryDirectory() as folder:
            def detect(rows):
                done = run("detect", "--csv", self.series(folder, rows), "--time", "time", "--value", "value", "--format", "json")
                return json.loads(done.stdout)["rows"]
            whole = detect(points)
            self.assertEqual(len(whole), len(points))
            self.assertEqual([row["time"] for row in whole], [time for time, _ in points])
            self.assertTrue(all(0 <= row["score"] <= 1 for row in whole))
            self.assertTrue(any(row["anomaly"] for row in whole[700:703]))
            for length in (400, 701):
                self.assertEqual(detect(points[:length]), whole[:length])

    def test_what_never_varied_and_what_stopped(self):
        days = [f"2024-{1 + i // 28:02}-{1 + i % 28:02}" for i in range(160)]
        cases = [([0] * 150 + [1000] + [0] * 9, 150), ([5] * 150 + [8] + [5] * 9, 150),
                 ([100 + i % 7 for i in range(150)] + [0] * 10, 150)]
        for values, at in cases:
            with tempfile.TemporaryDirectory() as folder:
                rows = run("detect", "--csv", self.series(folder, list(zip(days, values))), "--time", "time", "--value", "value", "--format", "json")
                found = json.loads(rows.stdout)["rows"]
                self.assertTrue(found[at]["anomaly"], values[at - 1 : at + 1])
                if len(set(values[:at])) == 1:
                    self.assertFalse(any(row["anomaly"] for row in found[:at]))

    def test_forecast_of_a_file_with_gaps(self):
        points = [(f"20{20 + i // 12:02}-{1 + i % 12:02}-01", 100 + i + 10 * (i % 12 == 11)) for i in range(60) if i != 30]
        with tempfile.TemporaryDirectory() as folder:
            done = run("forecast", "--csv", self.series(folder, points), "--time", "time", "--value", "value", "--horizon", "12", "--format", "json")
            found = json.loads(done.stdout)
            self.assertEqual([row["time"] for row in found["rows"]][:2], ["2025-01-01", "2025-02-01"])
            self.assertEqual(len(found["rows"]), 12)
            for row in found["rows"]:
                self.assertLessEqual(row["low"], row["mean"])
                self.assertLessEqual(row["mean"], row["high"])
            self.assertGreater(found["rows"][11]["mean"], found["rows"][10]["mean"])

    def test_the_metric_of_a_project(self):
        found = demo_json("forecast", "weekly_active_teams")
        self.assertEqual(found["open_period"]["time"], "2026-06-29")
        self.assertGreater(found["open_period"]["mean"], found["open_period"]["so_far"])
        self.assertEqual(found["goals"][0]["date"], "2026-09-30")
        self.assertTrue(0 <= found["goals"][0]["chance"] <= 1)
        rows = demo_json("detect", "daily_active_users")["rows"]
        outage = [row for row in rows if "2025-11-17" <= row["time"] <= "2025-11-21"]
        self.assertTrue(any(row["anomaly"] for row in outage))

    def test_a_file_knows_nothing_of_a_project(self):
        with tempfile.TemporaryDirectory() as folder:
            path = self.series(folder, [("2024-01-01", 1), ("2024-01-02", 2), ("2024-01-03", 3)])
            for further in (["--where", "plan = 'free'"], ["--grain", "week"], ["--as-of", "2024-01-02"]):
                found = run("detect", "--csv", path, "--time", "time", "--value", "value", *further, code=2)
                self.assertIn("needs a project", found.stderr)
            found = run("forecast", "revenue", "--csv", path, "--time", "time", "--value", "value", code=2)
            self.assertIn("cannot be combined", found.stderr)

    def test_bad_series(self):
        with tempfile.TemporaryDirectory() as folder:
            path = self.series(folder, [("2024-01-01", 1), ("2024-01-02", "x"), ("2024-01-03", 2)])
            self.assertIn("row 2", run("detect", "--csv", path, "--time", "time", "--value", "value", code=3).stderr)
            self.assertIn("--value", run("detect", "--csv", path, "--time", "time", code=2).stderr)
            self.assertIn("no column", run("forecast", "--csv", path, "--time", "tim", "--value", "value", code=2).stderr)


class Feedback(unittest.TestCase):
    def test_themes_of_an_incident(self):
        found = demo_json("feedback", "--from", "2025-11-17", "--to", "2025-11-23")
        self.assertIn("login", found["rising"][0]["theme"])
        self.assertLess(found["after"]["sentiment"], found["before"]["sentiment"])
        self.assertGreater(found["after"]["share_negative_low"], found["before"]["share_negative_high"])
        self.assertTrue(found["volume_jumped"])
        self.assertTrue(found["rising"][0]["examples"])

    def test_moods_are_metrics(self):
        rows = demo_json("query", "sentiment", "unhappy", "written", "--from", "2025-11-17", "--to", "2025-11-17")["rows"]
        values = {row["metric"]: row["value"] for row in rows}
        self.assertLess(values["sentiment"], 0)
        self.assertGreater(values["unhappy"], 0.4)
        done = demo("query", "sentiment", "unhappy", "--from", "2025-11-17", "--to", "2025-11-17", "--format", "csv", "--engine", "sql")
        for row in csv.DictReader(io.StringIO(done.stdout)):
            self.assertAlmostEqual(float(row["value"]), values[row["metric"]], delta=1e-12)


if __name__ == "__main__":
    unittest.main()

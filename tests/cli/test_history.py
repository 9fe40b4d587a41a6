"""The store and what it remembers: validate, history, doctor; stores that are damaged, newer or not to be written."""

import csv
import io
import json
import os
import sqlite3
import stat
import subprocess
import unittest

from project import HEADER, PROGRAM, ProjectTest, rows

STAR = """outcome: hits
teams: [{name: growth}]
candidates: [users, hits]
north_star:
  metric: users
  since: 2026-01-05
  inputs: [{metric: fresh, owner: growth}]
  history:
    - {metric: hits, from: 2025-01-06, to: 2026-01-04, decision: decisions/2026-01-05-users.md, reason: "it counted, it did not help"}
okrs:
  - objective: Be used
    period: 2090-Q1
    key_results:
      - {metric: hits, to: 5}   # a goal of last year
      - {metric: fresh, to: 5}
kpis: [{metric: fresh, ladders_to: hits}]
bets:
  - name: dark_mode
    moves: hits
"""


class HistoryTest(ProjectTest):
    def setUp(self):
        super().setUp()
        (self.root / "data" / "a.csv").write_text(HEADER + rows(0, 10))
        self.store = self.root / ".northstar" / "state.db"
        self.write(STAR)

    def write(self, more="", old="", new=""):
        self.project()
        path = self.root / "northstar.yml"
        text = path.read_text() + "  - {name: fresh, description: d, type: first_time, entity: user, event: hit, grain: month}\n" + more
        self.assertIn(old, text)
        path.write_text(text.replace(old, new) if old else text)

    def history(self, *arguments):
        return json.loads(self.run_program("history", *arguments, "--format", "json").stdout)

    def versions(self, metric):
        return [(d["version"], d["change"]) for d in self.history(metric)["definitions"]]

    def decide(self, day="2026-01-05", metric="users"):
        (self.root / "decisions").mkdir(exist_ok=True)
        (self.root / "decisions" / f"{day}-{metric}.md").write_text(f"\n# {day}: {metric} is the North Star\n\n> why\n")


class Definitions(HistoryTest):
    def test_validate_records_each_change_once(self):
        self.assertEqual(self.history()["definitions"], [])
        for _ in range(2):
            self.run_program("validate")
        self.assertEqual(self.versions("users"), [(1, "first")])
        self.write(STAR, "type: active, entity: user,", "type: active, version: 2, entity: user, at_least: 2,")
        self.assertNotIn("NS208", self.run_program("validate").stdout)
        self.write(STAR, "type: active, entity: user,", "type: active, version: 2, entity: user, at_least: 3,")
        self.assertIn("NS208", self.run_program("validate").stdout)
        self.assertNotIn("NS208", self.run_program("validate").stdout)
        self.assertEqual(self.versions("users"), [(1, "first"), (2, "new_version"), (2, "without_version")])
        self.assertEqual(len(self.history()["definitions"]), 5)
        found = self.history("users")
        self.assertIn("3 definitions", found["sentence"])
        self.assertIsNone(found["dual_run"])
        self.assertEqual(len({d["hash"] for d in found["definitions"]}), 3)

    def test_what_was_not_validated_since_is_said(self):
        self.run_program("validate")
        self.write(STAR, "type: active, entity: user,", "type: active, entity: user, at_least: 2,")
        self.assertTrue(any("users" in note and "northstar validate" in note for note in self.history()["notes"]))
        self.assertEqual(self.versions("users"), [(1, "first")])  # asking records nothing

    def test_a_manifest_from_before_the_store_is_taken_over(self):
        self.write(STAR, "type: active,", "type: active, version: 3,")
        self.run_program("validate")
        for path in self.store.parent.glob("state.db*"):
            path.unlink()
        self.write(STAR, "type: active,", "type: active, version: 3, at_least: 2,")
        self.assertIn("NS208", self.run_program("validate").stdout)
        self.assertEqual(self.versions("users"), [(3, "first"), (3, "without_version")])
        (self.root / "target" / "manifest.json").unlink()
        self.run_program("validate")
        self.assertEqual(len(self.versions("users")), 2)
        exported = json.loads((self.root / "target" / "manifest.json").read_text())
        self.assertEqual(exported["metrics"]["users"]["version"], 3)

    def test_several_at_once(self):
        runs = [subprocess.Popen([PROGRAM, "-p", str(self.root), "validate"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(5)]
        for run in runs:
            out, err = run.communicate(timeout=60)
            self.assertEqual(run.returncode, 0, out + err)
            self.assertNotIn(b"store", err)
        self.assertEqual(self.versions("users"), [(1, "first")])


class Stars(HistoryTest):
    def test_stars_decisions_and_what_still_names_a_former_one(self):
        self.decide()
        self.decide("2025-01-06", "hits")
        (self.root / "decisions" / "notes.md").write_text("no heading\n")
        (self.root / "decisions" / "picture.png").write_bytes(b"\0")
        found = self.history()
        self.assertEqual([(s["metric"], s["current"]) for s in found["stars"]], [("hits", False), ("users", True)])
        self.assertEqual(found["stars"][0]["reason"], "it counted, it did not help")
        self.assertEqual(found["stars"][1]["decision"], "decisions/2026-01-05-users.md")
        self.assertEqual([d["day"] for d in found["decisions"]], ["2025-01-06", "2026-01-05", None])
        self.assertEqual(found["decisions"][1]["first_line"], "2026-01-05: users is the North Star")
        self.assertIn("it replaced", found["headline"]["text"])
        self.assertIn("3 places still name a former star", found["sentence"])
        lines = (self.root / "northstar.yml").read_text().split("\n")
        for place in found["still_named"]:
            line = lines[place["line"] - 1]
            self.assertTrue(line[place["column"] - 1:].startswith("hits"), line)
            self.assertEqual(place["edit"] is not None, place["must_change"])
            if place["edit"]:
                self.assertEqual(place["edit"]["before"], line)
                at = place["column"] - 1
                self.assertEqual(place["edit"]["after"], line[:at] + "users" + line[at + len("hits"):])
        self.assertEqual([p["by"] for p in found["still_named"]], ["key_result", "kpi_ladder", "bet", "candidate"])

    def test_checks_and_surveys_may_name_one_too(self):
        checks = "checks:\n  - {check: decoupled, metric: hits, for: 2}   # it was the star\n  - {check: anomaly, metric: hits, off: true}\n"
        self.write("north_star: {metric: hits}\n" + checks)
        self.run_program("survey", "open")
        self.write(STAR + checks)
        # What was judged as the star is no error after the decision; the outcome is judged still.
        self.assertIn("a check names 'hits'", self.run_program("validate").stdout)
        places = {p["by"]: p for p in self.history()["still_named"]}
        self.assertEqual(list(places), ["key_result", "kpi_ladder", "bet", "check", "candidate", "survey"])
        self.assertEqual(places["check"]["name"], "decoupled")
        self.assertIn("{check: decoupled, metric: users, for: 2}", places["check"]["edit"]["after"])
        self.assertEqual({key: places["survey"][key] for key in ("metric", "file", "line", "edit", "must_change")},
                         {"metric": "hits", "file": None, "line": None, "edit": None, "must_change": True})
        self.assertIn("close it: northstar survey close", self.run_program("history").stdout)
        self.run_program("decide", "--rewire")
        text = (self.root / "northstar.yml").read_text()
        self.assertIn("  - {check: decoupled, metric: users, for: 2}   # it was the star\n  - {check: anomaly, metric: hits, off: true}\n", text)
        self.run_program("survey", "close")
        self.assertEqual([p["by"] for p in self.history()["still_named"]], ["candidate"])

    def test_what_was_known_before(self):
        self.decide()
        self.decide("2025-01-06", "hits")
        self.run_program("validate")
        then = self.history("--as-of", "2025-06-01")
        self.assertEqual((then["headline"]["rule"], then["as_of"]), ("first_star", "2025-06-01T00:00:00Z"))
        [star] = then["stars"]
        self.assertEqual((star["metric"], star["current"], star["to"], star["reason"]), ("hits", True, None, None))
        self.assertEqual(star["decision"], "decisions/2025-01-06-hits.md")
        self.assertEqual([d["day"] for d in then["decisions"]], ["2025-01-06"])
        self.assertEqual((then["definitions"], then["still_named"]), ([], []))
        self.assertEqual(self.history("hits", "--as-of", "2025-06-01")["headline"]["rule"], "first_star")
        self.assertEqual(self.history("users", "--as-of", "2025-06-01")["headline"]["rule"], "never_star")
        self.assertEqual(self.history("--as-of", "2024-06-01")["headline"]["rule"], "no_star")
        self.assertEqual(self.history("--as-of", "2026-01-05")["headline"]["rule"], "replaced_star")
        self.write(STAR, "since: 2026-01-05", "since: 2026-03-01")  # there was none for some weeks
        self.assertIn("hits", self.history("--as-of", "2026-02-01")["sentence"].lower())
        self.assertEqual(self.history("--as-of", "2026-02-01")["headline"]["rule"], "former_star")
        self.run_program("history", "--as-of", "yesterday", code=2)

    def test_one_metric(self):
        self.run_program("validate")
        found = self.history("hits")
        self.assertEqual(found["headline"]["rule"], "former_star")
        self.assertEqual([s["metric"] for s in found["stars"]], ["hits"])
        self.assertEqual({d["metric"] for d in found["definitions"]}, {"hits"})
        self.assertEqual(self.history("fresh")["headline"]["rule"], "never_star")
        self.assertIn("did you mean 'users'", self.run_program("history", "user", code=2).stderr)

    def test_a_metric_that_is_gone_has_a_history(self):
        self.write()
        self.run_program("validate")
        self.write("", "  - {name: users, description: d, type: active, entity: user, event: hit, grain: month}\n", "")
        self.assertEqual(self.versions("users"), [(1, "first")])
        self.run_program("history", "never_there", code=2)

    def test_every_format_and_a_project_without_a_star(self):
        self.decide()
        self.run_program("validate")
        table = self.run_program("history").stdout
        for text in ("North Stars", "Decisions", "Still naming a former star", "northstar.yml:", "the bet dark_mode", "\n-    moves: hits\n+    moves: users\n"):
            self.assertIn(text, table)
        self.assertIn("## Decisions", self.run_program("history", "--format", "markdown").stdout)
        lines = list(csv.DictReader(io.StringIO(self.run_program("history", "--format", "csv").stdout)))
        self.assertEqual({line["kind"] for line in lines}, {"star", "decision", "definition"})
        self.write()
        self.assertEqual(self.history()["headline"]["rule"], "no_star")

    def test_a_record_that_is_missing_is_said(self):
        self.assertTrue(any("2026-01-05-users.md" in note for note in self.history()["notes"]))


class SideBySide(HistoryTest):
    """Old and new numbers: two users in January, one of them twice; one in February, three in March; April is not over."""

    ROWS = {"2024-01": "aab", "2024-02": "aaa", "2024-03": "abc", "2024-04": "a"}
    OLD = "type: active, entity: user, event: hit"
    NEW = "type: active, version: 2, entity: user, event: hit, at_least: 2"

    def setUp(self):
        super().setUp()
        lines = [f"{month}-{1 + i:02}T00:00:00Z,{user},{i}\n" for month, users in self.ROWS.items() for i, user in enumerate(users)]
        (self.root / "data" / "a.csv").write_text(HEADER + "".join(lines))

    def change(self, more=""):
        self.write(more)
        self.run_program("validate")
        self.load()
        self.write(more, self.OLD, self.NEW)
        self.run_program("validate")

    def periods(self, run):
        return [(one["period"], one["old"], one["new"]) for one in run["periods"]]

    def test_two_definitions(self):
        self.change()
        for arguments in ([], ["users"]):
            [run] = self.history(*arguments)["dual_run"]
            self.assertEqual([run["metric"], run["to_metric"], run["from_version"], run["to_version"]], ["users", "users", 1, 2])
            self.assertEqual(self.periods(run), [("2024-01-01", 2, 1), ("2024-02-01", 1, 1), ("2024-03-01", 3, 0)])
            self.assertEqual(run["headline"]["rule"], "other_values")
            self.assertIn("50% lower in the median", run["sentence"])
        table = self.run_program("history").stdout
        self.assertRegex(table, r"month +version 1 +version 2\n2024-01-01 +2 +1\n")
        self.assertIn("side by side", self.run_program("history", "--format", "markdown").stdout)
        self.assertEqual(self.history("hits")["dual_run"], [])

    def test_every_change_of_one_metric_and_the_last_of_all(self):
        self.change()
        self.write("", self.OLD, self.NEW.replace("at_least: 2", "at_least: 3"))
        self.run_program("validate")
        [last] = self.history()["dual_run"]
        self.assertEqual(self.periods(last)[1], ("2024-02-01", 1, 1))
        self.assertEqual(self.periods(last)[0], ("2024-01-01", 1, 0))
        self.assertEqual(last["from_version"], last["to_version"])
        self.assertEqual([r["from_version"] for r in self.history("users")["dual_run"]], [1, 2])

    def test_a_star_beside_the_one_that_replaced_it(self):
        self.write(STAR)
        self.load()
        [run] = self.history()["dual_run"]
        self.assertEqual([run["metric"], run["to_metric"], run["headline"]["rule"]], ["hits", "users", "replaced_star_values"])
        self.assertEqual(self.periods(run), [("2024-01-01", 3, 2), ("2024-02-01", 3, 1), ("2024-03-01", 3, 3)])
        self.assertEqual(len(self.history("users")["dual_run"]), 1)
        self.assertEqual(self.history("fresh")["dual_run"], [])

    def test_without_data_it_is_said(self):
        self.write(STAR)
        found = self.history()
        self.assertIsNone(found["dual_run"])
        self.assertTrue(any("side by side" in note and "northstar load" in note for note in found["notes"]))

    def test_a_definition_that_cannot_be_read_any_more(self):
        self.change()
        with sqlite3.connect(self.store) as database:
            database.execute("update definitions set written = '{name: users, type: active, entity: nobody, event: hit}' where metric = 'users' and version = 1")
        database.close()
        [run] = self.history()["dual_run"]
        self.assertIsNone(run["periods"])
        self.assertIn("nobody", run["sentence"])
        with sqlite3.connect(self.store) as database:
            database.execute("update definitions set written = null where metric = 'users' and version = 1")
        database.close()
        self.assertIn("recorded without its text", self.history()["dual_run"][0]["sentence"])

    def test_a_store_from_before_is_brought_up_to_date(self):
        self.write()
        self.run_program("validate")
        with sqlite3.connect(self.store) as database:
            [row] = database.execute("select metric, version, type, text, hash, first_seen from definitions where metric = 'users'").fetchall()
        database.close()
        for path in self.store.parent.glob("state.db*"):
            path.unlink()
        with sqlite3.connect(self.store) as database:
            database.executescript(
                "create table definitions (id integer primary key autoincrement, metric text not null, version integer not null, "
                "type text not null, text text not null, hash text not null, first_seen integer not null) strict; "
                "create index definitions_by_metric on definitions (metric, id); "
                "pragma application_id = 1314083922; pragma user_version = 1;")
            database.execute("insert into definitions (metric, version, type, text, hash, first_seen) values (?, ?, ?, ?, ?, ?)", row)
        database.close()
        self.run_program("validate")
        self.write("", self.OLD, self.NEW)
        self.run_program("validate")
        with sqlite3.connect(self.store) as database:
            kept = database.execute("select version, written from definitions where metric = 'users' order by id").fetchall()
        database.close()
        self.assertEqual([version for version, _ in kept], [1, 2])
        self.assertTrue(all("name: users" in text for _, text in kept), kept)  # the first was written down later
        self.assertTrue((self.store.parent / "state.db.before-2").exists())


class FromGit(SideBySide):
    """A fresh clone: no store, and definitions in the commits of a repository that the project is a folder of."""

    def setUp(self):
        super().setUp()
        self.write()
        self.git("init", "-q")

    def git(self, *arguments, day="2026-01-05"):
        date = f"{day}T12:00:00Z"
        done = subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *arguments], cwd=self.root, check=True,
                              capture_output=True, text=True, env={**os.environ, "GIT_COMMITTER_DATE": date, "GIT_AUTHOR_DATE": date})
        return done.stdout

    def commit(self, day):
        self.git("add", "northstar.yml")
        self.git("commit", "-qm", "change", day=day)
        return self.git("rev-parse", "HEAD").strip()

    def change(self, more=""):
        self.write(more)
        self.load()
        self.first = self.commit("2026-01-05")
        self.write(more, self.OLD, self.NEW)
        self.second = self.commit("2026-02-05")

    def test_commits_in_the_place_of_a_store(self):
        self.change()
        found = self.history("users")
        rows = [(d["version"], d["change"], d["first_seen"], d["from"], d["git_commit"]) for d in found["definitions"]]
        self.assertEqual(rows, [(1, "first", "2026-01-05T12:00:00Z", "git", self.first), (2, "new_version", "2026-02-05T12:00:00Z", "git", self.second)])
        self.assertTrue(any("2 git commits" in note for note in found["notes"]), found["notes"])
        self.assertFalse(self.store.exists())  # asking records nothing
        self.assertIn("commit " + self.first[:12], self.run_program("history", "users").stdout)
        self.assertEqual(len(self.history("users", "--as-of", "2026-01-20")["definitions"]), 1)

    def test_the_store_comes_first(self):
        self.change()
        self.run_program("validate")
        [only] = self.history("users")["definitions"]
        self.assertEqual((only["version"], only["from"], only["git_commit"]), (2, "validate", None))

    def test_what_is_not_committed_is_said(self):
        self.change()
        self.write("", self.OLD, self.NEW.replace("at_least: 2", "at_least: 3"))
        self.assertTrue(any("Changed since the last git commit: users" in note for note in self.history()["notes"]))

    def test_old_files_are_read_leniently(self):
        good = (self.root / "northstar.yml").read_text()
        (self.root / "northstar.yml").write_text(good + "  - {name: odd, type: no_such_type}\n  - {name: twice, type: ratio, numerator: odd, denominator: hits}\nmagic: 5\n")
        self.commit("2026-01-05")
        (self.root / "northstar.yml").write_text("metrics: [\n")
        self.commit("2026-01-06")
        self.write("", self.OLD, self.NEW)
        self.commit("2026-01-07")
        found = self.history()
        self.assertEqual([(d["metric"], d["version"]) for d in found["definitions"]], [("hits", 1), ("users", 1), ("fresh", 1), ("users", 2)])
        self.assertTrue(any("3 git commits" in note and "1 git commit could not be read" in note for note in found["notes"]), found["notes"])

    def test_variables_and_settings_of_git_change_nothing(self):
        self.change()
        marker = self.root / "ran"
        script = self.root / "script.sh"
        script.write_text(f"#!/bin/sh\ntouch '{marker}'\nexit 1\n")
        script.chmod(0o755)
        for key in ("gpg.program", "core.pager", "diff.external", "core.fsmonitor"):
            self.git("config", key, str(script))
        self.git("config", "log.showSignature", "true")
        env = {**os.environ, "GIT_DIR": "/nowhere", "GIT_TRACE": str(marker), "GIT_EXTERNAL_DIFF": str(script)}
        done = subprocess.run([PROGRAM, "-p", str(self.root), "history", "users", "--format", "json"], capture_output=True, text=True, env=env)
        self.assertEqual(len(json.loads(done.stdout)["definitions"]), 2)
        self.assertFalse(marker.exists())

    def test_without_git_or_commits_it_is_as_before(self):
        said = "No definitions are recorded yet; 'northstar validate' records them."
        self.assertIn(said, self.history()["notes"])  # no commit yet
        self.change()
        done = subprocess.run([PROGRAM, "-p", str(self.root), "history", "--format", "json"], capture_output=True, text=True, env={**os.environ, "PATH": "/nowhere"})
        self.assertIn(said, json.loads(done.stdout)["notes"], done.stderr)

    # These say what only a store knows.
    test_a_definition_that_cannot_be_read_any_more = None
    test_a_store_from_before_is_brought_up_to_date = None
    test_every_change_of_one_metric_and_the_last_of_all = None


class Rewiring(HistoryTest):
    """decide --rewire: from the files alone, so that nothing is ever loaded here."""

    def rewire(self, *arguments):
        return json.loads(self.run_program("decide", "--rewire", *arguments, "--format", "json").stdout)

    def text(self):
        return (self.root / "northstar.yml").read_bytes()

    def test_only_the_names_change(self):
        before = self.text()
        found = self.rewire()
        self.assertEqual([(p["by"], p["fate"]) for p in found["places"]],
                         [("key_result", "edited"), ("kpi_ladder", "edited"), ("bet", "edited"), ("candidate", "kept")])
        after = self.text()
        wanted = before.replace(b"      - {metric: hits, to: 5}   # a goal", b"      - {metric: users, to: 5}   # a goal")
        wanted = wanted.replace(b"ladders_to: hits", b"ladders_to: users").replace(b"    moves: hits\n", b"    moves: users\n")
        self.assertNotEqual(wanted, before)
        self.assertEqual(after, wanted)
        self.assertEqual((found["files"], found["dry_run"], found["headline"]["rule"]), (["northstar.yml"], False, "rewired"))
        self.assertIn("1 place may name a former star on purpose", found["sentence"])
        self.assertNotIn("NS315", self.run_program("validate").stdout)
        self.assertEqual([p["by"] for p in self.history()["still_named"]], ["candidate"])

    def test_there_is_nothing_to_do_the_second_time(self):
        self.rewire()
        after = self.text()
        found = self.rewire()
        self.assertEqual((found["files"], found["diff"], found["headline"]["rule"]), ([], "", "nothing_to_rewire"))
        self.assertEqual(self.text(), after)
        self.assertIn("No current key result, KPI, bet or check still names a former star.", self.run_program("decide", "--rewire").stdout)

    def test_an_okr_whose_period_is_over_stays_as_it_is(self):
        self.write(STAR, "period: 2090-Q1", "period: 2025-Q1")
        found = self.rewire()
        self.assertEqual([p["fate"] for p in found["places"]], ["over", "edited", "edited", "kept"])
        self.assertIn("1 key result of an earlier period is left unchanged.", found["sentence"])
        self.assertIn(b"      - {metric: hits, to: 5}   # a goal", self.text())
        self.assertNotIn("NS315", self.run_program("validate").stdout)
        self.assertIn("its period is over", self.run_program("history").stdout)
        self.assertFalse(self.history()["still_named"][0]["must_change"])

    def test_a_dry_run_shows_a_diff_that_makes_the_change(self):
        before = self.text()
        shown = self.run_program("decide", "--rewire", "--dry-run").stdout
        found = self.rewire("--dry-run")
        self.assertEqual(self.text(), before)
        self.assertIn(found["diff"], shown)
        self.assertIn("\n-    moves: hits\n+    moves: users\n", shown)
        subprocess.run(["git", "apply"], cwd=self.root, input=found["diff"], text=True, check=True)
        by_patch = self.text()
        (self.root / "northstar.yml").write_bytes(before)
        self.rewire()
        self.assertEqual(self.text(), by_patch)

    def test_other_files_marks_and_line_ends_stay(self):
        text = "\ufeffkpis:\r\n  - {metric: users, ladders_to: 'hits'} # ü\r\n  - {ladders_to: \"hits\", metric: hits}"
        (self.root / "more").mkdir()
        other = self.root / "more" / "kpis.yml"
        other.write_bytes(text.encode())
        self.assertEqual(sorted(self.rewire()["files"]), ["more/kpis.yml", "northstar.yml"])
        wanted = text.replace("'hits'", "'users'").replace('"hits"', '"users"').replace("metric: hits", "metric: users")
        self.assertEqual(other.read_bytes().decode(), wanted)

    def test_what_cannot_be_edited_safely_is_listed(self):
        self.write(STAR, "kpis: [{metric: fresh, ladders_to: hits}]", "kpis: [{metric: fresh, ladders_to: &old hits}, {metric: users, ladders_to: *old}]")
        found = self.rewire()
        self.assertEqual([p["fate"] for p in found["places"] if p["by"] == "kpi_ladder"], ["by_hand", "by_hand"])
        self.assertIn("2 places must be changed by hand", found["sentence"])
        self.assertIn(b"&old hits", self.text())

    def test_what_is_refused(self):
        before = self.text()
        for more in (["users"], ["--why", "x"], ["--by", "x"], ["--stopped-working", "x"]):
            self.assertIn("--rewire follows a decision", self.run_program("decide", "--rewire", *more, code=2).stderr)
        self.assertEqual(self.text(), before)
        self.write()
        self.assertIn("no North Star yet", self.run_program("decide", "--rewire", code=2).stderr)

    def test_every_format(self):
        [first, *_] = csv.DictReader(io.StringIO(self.run_program("decide", "--rewire", "--dry-run", "--format", "csv").stdout))
        self.assertEqual((first["by"], first["metric"]), ("key_result", "hits"))
        page = self.run_program("decide", "--rewire", "--dry-run", "--format", "markdown").stdout
        self.assertIn("```diff\n--- a/northstar.yml\n+++ b/northstar.yml\n", page)
        done = self.run_program("decide", "--rewire")
        self.assertRegex(done.stdout, r"northstar\.yml:\d+ +the bet dark_mode +hits +names users")
        self.assertIn("changed northstar.yml", done.stderr)


class Store(HistoryTest):
    def doctor(self, code=0):
        done = self.run_program("doctor", "--format", "json", code=code)
        [found] = [c for c in json.loads(done.stdout)["checks"] if "store" in c["what"]]
        return found

    def test_it_is_its_owners_alone_and_doctor_says_how_it_is(self):
        self.load()
        self.assertIn("does not exist yet", self.doctor()["what"])
        self.write()
        old = os.umask(0)
        try:
            self.run_program("validate")
        finally:
            os.umask(old)
        self.assertEqual(stat.S_IMODE(self.store.stat().st_mode), 0o600)
        self.assertIn("sound", self.doctor()["what"])
        self.store.chmod(0o644)
        found = self.doctor(code=3)
        self.assertFalse(found["ok"])
        self.assertIn("chmod 600", found["what"])

    def test_a_damaged_one_ends_nothing_and_is_left_as_it_is(self):
        self.load()
        self.write()
        self.run_program("validate")
        self.store.write_bytes(b"x" * 8192)
        for path in self.store.parent.glob("state.db-*"):
            path.unlink()
        done = self.run_program("validate")
        self.assertIn("not a database", done.stderr)
        self.assertIn("move the file away", done.stderr)
        self.assertIsNotNone(json.loads(self.run_program("validate", "--format", "json").stdout)["store_unread"])
        self.assertIn("definitions", self.doctor(code=3)["what"])
        self.assertEqual(self.store.read_bytes(), b"x" * 8192)
        self.assertTrue(any("cannot be read" in note for note in self.history()["notes"]))
        # The manifest still tells what changed.
        self.write("", "type: active,", "type: active, at_least: 2,")
        self.assertIn("NS208", self.run_program("validate").stdout)
        self.store.rename(self.store.with_suffix(".old"))
        self.run_program("validate")
        self.assertIn("sound", self.doctor()["what"])

    def test_a_newer_one_is_refused_and_not_touched(self):
        self.write()
        self.run_program("validate")
        with sqlite3.connect(self.store) as database:
            database.execute("pragma user_version = 99")
        database.close()
        before = self.store.read_bytes()
        self.assertIn("newer northstar", self.run_program("validate").stderr)
        self.assertEqual(self.store.read_bytes(), before)

    def test_what_cannot_be_written_is_a_warning(self):
        self.write()
        (self.root / ".northstar").write_text("in the way")
        done = self.run_program("validate")
        self.assertIn("later runs cannot tell which definitions changed", done.stderr)
        self.assertIn("3 metrics", done.stdout)
        self.assertTrue((self.root / "target" / "manifest.json").exists())


if __name__ == "__main__":
    unittest.main()

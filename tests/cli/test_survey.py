"""A survey about the North Star: who is invited, what they answer, how that is graded, and that nobody
who looks at the results or at the store can tell who wrote what."""

import csv
import io
import json
import os
import pathlib
import stat
import subprocess
import tempfile
import unittest

import jsonschema

from project import PROGRAM

YAML = """version: 1
sources:
  - {name: app, files: e.csv, time: time, event_column: event, entities: {team: team, user: user}}
metrics:
  - {name: active_teams, type: active, entity: team, event: worked, grain: week, also_called: [WAT],
     description: Teams in which people finish work together}
  - {name: new_teams, type: first_time, entity: team, event: worked, grain: week}
  - {name: revenue, type: count, event: paid, grain: week}
teams: [{name: growth, label: Growth}, {name: product}, {name: support}]
north_star:
  metric: active_teams
  statement: Teams in which people finish work together
  inputs: [{metric: new_teams, owner: [growth, product, support]}]
"""
RIGHT = ("Active teams", "teams that finish work together", "bring in new teams")
WRONG = ("Revenue", "revenue", "nothing")
ODD = ("the one with the teams", "people are happy", "I try hard")
SECRET = "ann@example.org"


def rows_of(*people):
    return "".join(f"{mail},{team},{name},{meaning},{action}\n" for mail, team, (name, meaning, action) in people)


class Survey(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.folder.name) / "project"
        self.root.mkdir()
        (self.root / "northstar.yml").write_text(YAML)
        self.people = [(f"{team.lower()}{i}@example.org", team)
                       for team, count in (("growth", 8), ("Product", 7), ("support", 2)) for i in range(count)]
        self.people.append((SECRET, "growth"))
        self.write("people.csv", "email,team\n" + "".join(f"{mail},{team}\n" for mail, team in self.people))

    def tearDown(self):
        self.folder.cleanup()

    def write(self, name, text):
        path = self.root / name
        path.write_text(text)
        return str(path)

    def survey(self, *arguments, code=0):
        done = subprocess.run([PROGRAM, "-p", str(self.root), "survey", *arguments], capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout if code == 0 else done.stderr

    def ask(self, command, *arguments):
        answer = json.loads(self.survey(command, *arguments, "--format", "json"))
        defs = json.loads(subprocess.run([PROGRAM, "schema", "--answers"], capture_output=True, text=True, check=True).stdout)
        schema = {"$defs": defs["$defs"], "$ref": f"#/$defs/survey%20{command}"}
        self.assertEqual([e.message for e in jsonschema.Draft202012Validator(schema).iter_errors(answer)], [])
        self.assertTrue(answer["sentence"].startswith(answer["headline"]["text"]))
        return answer

    def open(self, *more):
        return self.ask("open", "--people", str(self.root / "people.csv"), *more)

    def answers(self):
        """7 of 9 of growth right, 1 of 6 of product, one of support; one silent person."""
        growth = [mail for mail, team in self.people if team == "growth"]
        product = [mail for mail, team in self.people if team == "Product"][:6]
        support = [mail for mail, team in self.people if team == "support"][:1]
        return ([(mail, "growth", RIGHT) for mail in growth[:7]] + [(mail, "growth", WRONG) for mail in growth[7:]] +
                [(mail, "product", RIGHT if mail == product[0] else WRONG) for mail in product] +
                [(mail, "support", ODD) for mail in support])

    def import_all(self, *rows):
        path = self.write("answers.csv", "email,team,name,meaning,action\n" + rows_of(*(rows or self.answers())))
        return self.ask("results", "--import", path)

    def store_bytes(self):
        return b"".join(path.read_bytes() for path in (self.root / ".northstar").glob("*"))

    def test_rates_by_team_and_in_total(self):
        opened = self.open()
        self.assertEqual([opened["invited"], opened["teams"], opened["named"]], [18, ["growth", "product", "support"], False])
        found = self.import_all()
        total = found["total"]
        self.assertEqual([total[k] for k in ("team", "invited", "answered", "knows", "unclear")], [None, 18, 16, 8, 1])
        self.assertAlmostEqual(total["rate"], 8 / 15)
        self.assertLess(total["low"], total["rate"])
        self.assertGreater(total["high"], total["rate"])
        self.assertIn("8 of 15 people", found["sentence"])
        self.assertIn("Of 18 invited, 16 answered; counting everyone else as “no”, the rate is 44%.", found["sentence"])
        self.assertEqual(found["new_answers"], 16)

    def test_no_remainder_gives_a_small_team_away(self):
        self.open()
        found = self.import_all()
        # Support has one answer. Total less growth and product would be that answer, so product is hidden too.
        self.assertEqual([t["team"] for t in found["teams"]], ["growth"])
        self.assertEqual(found["hidden_teams"], 2)
        self.assertTrue(any("2 teams" in note for note in found["notes"]))
        table = list(csv.DictReader(io.StringIO(self.survey("results", "--format", "csv"))))
        self.assertEqual([r["team"] for r in table], ["growth", ""])

    def test_importing_twice_counts_once(self):
        self.open()
        first = self.import_all()
        again = self.ask("results", "--import", str(self.root / "answers.csv"))
        self.assertEqual(again["new_answers"], 0)
        self.assertEqual(again["total"], first["total"])
        self.assertEqual(again["answers"], first["answers"])

    def test_the_latest_answer_of_a_person_counts(self):
        self.open()
        found = self.import_all((SECRET, "growth", WRONG), (SECRET.upper(), "growth", RIGHT))
        self.assertEqual([found["total"][k] for k in ("answered", "knows")], [1, 1])
        self.assertTrue(any("1 person answered more than once; the latest answer counts" in n for n in found["notes"]))
        # An older file again does not bring the older answer back.
        self.assertEqual(self.ask("results", "--import", str(self.root / "answers.csv"))["total"]["knows"], 1)
        answered = self.ask("answer", "--person", SECRET, "--name", "x", "--meaning", "x", "--action", "x")
        self.assertEqual(answered["headline"]["rule"], "answered")
        self.assertTrue(any("earlier answer" in note for note in answered["notes"]))
        self.assertEqual(self.ask("results")["total"]["knows"], 0)
        same = self.ask("answer", "--person", SECRET, "--name", "x", "--meaning", "x", "--action", "x")
        self.assertEqual(same["headline"]["rule"], "answered_before")

    def test_nobody_can_tell_who_wrote_what(self):
        self.open()
        self.import_all()
        for shown in (self.survey("results"), self.survey("results", "--format", "json"),
                      self.survey("results", "--format", "markdown"), self.store_bytes().decode("latin-1")):
            self.assertNotIn("example.org", shown)
            self.assertNotIn("ann@", shown)
        for answer in self.ask("results")["answers"]:
            self.assertEqual([answer["person"], answer["team"]], [None, None])
        ids = [a["id"] for a in self.ask("results")["answers"]]
        self.assertEqual(ids, sorted(ids), "the order is that of ids, which only the key explains")
        key = self.root / ".northstar" / "survey.key"
        self.assertEqual(stat.S_IMODE(key.stat().st_mode), 0o600)
        # Another key, another order and other ids, of the same answers.
        texts = [a["name"]["text"] + a["action"]["text"] for a in self.ask("results")["answers"]]
        orders = {tuple(texts)}
        for _ in range(4):
            self.survey("close")
            self.assertFalse(key.exists())
            self.open()
            found = self.import_all()
            self.assertFalse(set(ids) & {a["id"] for a in found["answers"]})
            orders.add(tuple(a["name"]["text"] + a["action"]["text"] for a in found["answers"]))
        self.assertGreater(len(orders), 1)

    def test_names_are_kept_only_when_asked_for(self):
        self.open("--named")
        found = self.import_all()
        self.assertTrue(found["named"])
        self.assertTrue(found["sentence"].startswith("This survey is not anonymous: addresses are kept."))
        self.assertIn("This survey is not anonymous: addresses are kept.", self.survey("results").splitlines()[0])
        self.assertIn(SECRET, [a["person"] for a in found["answers"]])
        self.assertEqual([t["team"] for t in found["teams"]], ["growth", "product", "support"])

    def test_people_decide_what_a_rule_cannot(self):
        self.open()
        odd = next(a for a in self.import_all()["answers"] if a["knows"] == "unclear")
        self.assertEqual([odd[q]["grade"] for q in ("name", "meaning", "action")], ["unclear"] * 3)
        graded = self.ask("grade", odd["id"], "--meaning", "yes", "--name", "yes", "--by", "Dora")
        self.assertIn(f"Dora graded answer {odd['id']}: name yes and meaning yes.", graded["sentence"])
        self.assertEqual(graded["answers"][0]["meaning"], {"text": ODD[1], "grade": "yes", "by": "Dora"})
        self.ask("grade", odd["id"], "--action", "yes", "--by", "Dora")
        self.assertEqual([self.ask("results")["total"][k] for k in ("knows", "unclear")], [9, 0])
        self.ask("grade", odd["id"], "--action", "no", "--by", "Eve")
        self.assertEqual(self.ask("results")["total"]["knows"], 8)
        self.survey("results", "--import", str(self.root / "answers.csv"))
        self.assertEqual(self.ask("results")["total"]["knows"], 8, "importing again keeps decisions")
        self.assertIn("has no answer 'zzz'", self.survey("grade", "zzz", "--name", "yes", "--by", "d", code=2))
        self.assertIn("no grade was given", self.survey("grade", odd["id"], "--by", "d", code=2))
        self.assertIn("needs a name", self.survey("grade", odd["id"], "--name", "yes", code=2))
        self.survey("grade", odd["id"], "--name", "perhaps", "--by", "d", code=2)

    def test_what_is_closed_stays_as_it_was(self):
        self.open()
        before = self.import_all()
        closed = self.ask("close")
        self.assertIn("the key that linked answers to people is destroyed", closed["sentence"])
        self.assertIsNotNone(closed["closed"])
        self.assertEqual(closed["total"], before["total"])
        self.assertIn("can name, explain and move Active teams: ", closed["sentence"])
        (self.root / "northstar.yml").write_text(YAML.replace("[WAT]", "[the one with the teams]"))
        after = self.ask("results")
        self.assertEqual([after["total"], after["teams"]], [before["total"], before["teams"]])
        self.assertIsNotNone(after["closed"])
        self.assertIn("no survey is open", self.survey("answer", "--person", SECRET, "--name", "a", "--meaning", "b",
                                                        "--action", "c", code=2))
        self.assertIn("no survey is open", self.survey("results", "--import", str(self.root / "answers.csv"), code=2))
        self.assertIn("no survey is open", self.survey("close", code=2))

    def test_closing_tells_the_last_rate_in_every_form(self):
        for form, said in (("csv", "team,invited,answered,knows,unclear,rate,low,high\n"), ("markdown", "| all |"), ("table", "95% interval")):
            self.open()
            self.import_all()
            self.assertIn(said, self.survey("close", "--format", form), form)

    def test_other_columns(self):
        self.open()
        path = self.write("form.csv", "Timestamp,E-mail,\"What is it called, in short?\",Meaning,What do you do?\n" +
                          f"1,{SECRET},{','.join(RIGHT)}\n")
        found = self.survey("results", "--import", path, code=2)
        for part in ("no columns 'email', 'name', 'action'", "Timestamp, E-mail", "--columns email=… --columns name=… --columns action=…"):
            self.assertIn(part, found)
        columns = ["--columns", "email=E-mail", "--columns", "name=What is it called, in short?",
                   "--columns", "action=what do you do?"]
        self.assertEqual(self.ask("results", "--import", path, *columns)["total"]["knows"], 1)
        wrong = self.survey("results", "--import", path, *columns[:-1], "action=What do yu do?", code=2)
        self.assertIn("did you mean 'What do you do?'", wrong)
        self.assertIn("--columns", self.survey("results", "--columns", "name=x", code=2))

    def test_who_was_not_invited(self):
        self.open()
        found = self.import_all((SECRET, "growth", RIGHT), ("stranger@example.org", "growth", RIGHT), ("", "growth", RIGHT))
        self.assertEqual(found["total"]["answered"], 1)
        self.assertTrue(any("1 answer by somebody who was not invited (row 2)" in n for n in found["notes"]), found["notes"])
        self.assertTrue(any("1 answer without a person" in n for n in found["notes"]))
        refused = self.survey("answer", "--person", "stranger@example.org", "--name", "a", "--meaning", "b", "--action", "c", code=2)
        self.assertIn("was not invited", refused)

    def test_without_a_list_everybody_may_answer(self):
        self.assertIsNone(self.ask("open")["invited"])
        found = self.import_all()
        self.assertEqual([found["total"][k] for k in ("invited", "answered")], [None, 16])
        self.assertNotIn("invited", found["sentence"])
        more = ("--person", "new@example.org", "--name", RIGHT[0], "--meaning", RIGHT[1], "--action", RIGHT[2])
        self.assertIn("needs a team", self.survey("answer", *more, code=2))
        self.ask("answer", *more, "--team", "Growth")
        self.assertEqual(self.ask("results")["total"]["knows"], 9)

    def test_answers_of_a_megabyte(self):
        self.open()
        self.import_all()
        before = self.ask("results")
        path = self.write("long.csv", "email,team,name,meaning,action\n" + rows_of((SECRET, "growth", WRONG)) +
                          f"{self.people[0][0]},growth,a,{'b' * 1_000_000},c\n")
        found = self.survey("results", "--import", path, code=2)
        self.assertIn("row 2: 'meaning' has 1,000,000 characters; an answer may have 4,000", found)
        self.assertIn("nothing was recorded", found)
        self.assertEqual(self.ask("results"), before)
        self.assertIn("4,000", self.survey("answer", "--person", SECRET, "--name", "n" * 5000, "--meaning", "b", "--action", "c", code=2))

    def test_out_of_order(self):
        for command in (["results"], ["close"], ["grade", "x", "--name", "yes", "--by", "d"],
                        ["answer", "--person", "a", "--name", "a", "--meaning", "b", "--action", "c"]):
            with self.subTest(command=command):
                found = self.survey(*command, code=2)
                self.assertIn("no survey has been opened yet", found)
                self.assertIn("northstar survey open", found)
        self.open()
        self.assertIn("a survey has been open since", self.survey("open", code=2))
        self.assertIn("'survey' needs one of its commands", self.survey(code=2))
        self.assertIn("did you mean 'survey open'?", self.survey("opne", code=2))

    def test_people_that_make_no_list(self):
        for text, wanted, code in (("email\na@b\n", "no column 'team'", 2),
                                   ("email,team\na@b,\n", "row 1: the team is empty", 2),
                                   ("email,team\na@b,growth\nA@B,product\n", "row 2: the same person is in two teams", 2),
                                   ("", "is empty", 3)):
            with self.subTest(text=text):
                self.assertIn(wanted, self.survey("open", "--people", self.write("bad.csv", text), code=code))
        self.assertIn("no survey has been opened", self.survey("results", code=2))
        self.write("people.csv", "email,team\na@b,sales\nc@d,growth\n")
        self.assertTrue(any("does not name the team sales" in note for note in self.open()["notes"]))

    def test_a_store_that_cannot_be_used(self):
        self.open()
        self.import_all()
        store = self.root / ".northstar" / "state.db"
        good = store.read_bytes()
        for suffix in ("-wal", "-shm"):
            pathlib.Path(str(store) + suffix).unlink(missing_ok=True)
        store.write_bytes(b"no database" * 500)
        self.assertIn("state.db", self.survey("results", code=3))
        self.assertIn("state.db", self.survey("open", code=3))
        store.write_bytes(good[:60] + (99).to_bytes(4, "big") + good[64:])
        self.assertIn("newer northstar", self.survey("results", code=3))

    @unittest.skipIf(os.geteuid() == 0, "root may write anywhere")
    def test_a_folder_that_cannot_be_written(self):
        self.open()
        self.import_all()
        folder = self.root / ".northstar"
        folder.chmod(0o500)
        try:
            self.assertEqual(self.ask("results")["total"]["answered"], 16)
            self.survey("close", code=3)
            self.survey("answer", "--person", SECRET, "--name", "a", "--meaning", "b", "--action", "c", code=3)
        finally:
            folder.chmod(0o700)

    def test_a_star_that_was_replaced(self):
        self.open()
        self.import_all()
        (self.root / "northstar.yml").write_text(YAML.replace("metric: active_teams", "metric: revenue", 1))
        self.assertTrue(any("no longer the North Star" in note for note in self.ask("results")["notes"]))
        (self.root / "northstar.yml").write_text(YAML.split("north_star:")[0])
        self.survey("close")
        self.assertIn("no North Star to ask about", self.survey("open", code=2))

    def test_the_other_forms(self):
        self.assertIn("What is our North Star called?", self.survey("open", "--people", str(self.root / "people.csv")))
        self.import_all()
        table = self.survey("results")
        self.assertRegex(table, r"Growth +9 +9 +7 +0 +78% +45% to 94%")
        self.assertRegex(table, r"all +18 +16 +8 +1 +53%")
        self.assertIn("✔ Active teams", table)
        self.assertTrue(self.survey("results", "--format", "markdown").count("|") > 50)


if __name__ == "__main__":
    unittest.main()

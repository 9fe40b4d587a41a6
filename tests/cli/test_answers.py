"""The JSON of every answer against the schema that the program prints, and the pages made from both."""

import json
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest
import urllib.parse

import jsonschema

from project import PROGRAM, make_demo

DOCS = pathlib.Path(__file__).resolve().parents[2] / "docs"
EXPORTS = DOCS / "examples" / "exports"  # the files of docs/getting-data-in.md
TYPES = DOCS / "examples" / "types"  # the project of docs/reference.md; all other pages speak of the demo
PAGES = [*sorted(DOCS.glob("*.md")), DOCS.parent / "README.md"]


def run(*arguments, cwd=None):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=300, cwd=cwd)


def setUpModule():
    global SCHEMA, DEMO, FOLDER, EXAMPLES
    SCHEMA = json.loads(run("schema", "--answers").stdout)
    FOLDER = tempfile.TemporaryDirectory()
    DEMO = pathlib.Path(FOLDER.name) / "demo"
    make_demo(DEMO, "--size", "0.2")
    EXAMPLES = pathlib.Path(FOLDER.name) / "types"
    shutil.copytree(TYPES, EXAMPLES)


def tearDownModule():
    FOLDER.cleanup()


def problems(name, answer):
    where = urllib.parse.quote(f"/$defs/{name}")
    validator = jsonschema.Draft202012Validator({"$defs": SCHEMA["$defs"], "$ref": f"#{where}"})
    return [f"{list(e.absolute_path)}: {e.message[:200]}" for e in validator.iter_errors(answer)]


def name_of(words):
    """The command that the words begin with, which may be two of them: `survey open`."""
    two = " ".join(words[:2])
    return two if two in SCHEMA["$defs"] else words[0]


def headlines(value):
    if isinstance(value, dict):
        if isinstance(value.get("headline"), dict):
            yield value["sentence"], value["headline"]
        for one in value.values():
            yield from headlines(one)
    elif isinstance(value, list):
        for one in value:
            yield from headlines(one)


def commands():
    """Every command of the documentation that has an answer, without the shell around it, and the
    project that it asks."""
    found = set()
    for page in PAGES:
        for line in re.findall(r"^(?:\$ )?northstar (?:-p \S+ )?([a-z-]+.*)$", page.read_text(), re.M):
            words = re.split(r" +#| \||[<>]", line)[0].replace(" --format json", "")  # once, in whichever form
            project = {"reference.md": EXAMPLES, "getting-data-in.md": EXPORTS}.get(page.name, DEMO)
            if words.startswith("survey"):  # needs one that is open: test_survey.py
                continue
            if name_of(words.split()) in SCHEMA["$defs"] and "…" not in words and '"' not in words:
                found.add((words.strip(), project))
    return sorted(found)


class Answers(unittest.TestCase):
    def test_the_schema_is_one(self):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)
        self.assertIn("2020-12", SCHEMA["$schema"])

    def test_every_command_of_the_docs(self):
        seen = set()
        for command, project in commands():
            words = [w for w in command.split() if w not in ("--chart", "--format", "json")]
            if {"--csv", "--out", "--rewire"} & set(words):
                continue
            done = run("-p", str(project), *words, "--format", "json", cwd=project)
            with self.subTest(command=command):
                self.assertIn(done.returncode, (0, 1), done.stderr)
                answer = json.loads(done.stdout)
                self.assertEqual(problems(name_of(words), answer), [])
                self.assertEqual(next(iter(answer)), "api_version")
                if "sentence" in answer:
                    self.assertIn("headline", answer)
            seen.add(name_of(words))
        self.assertEqual(set(SCHEMA["$defs"]) - seen - {n for n in SCHEMA["$defs"] if n.startswith("survey ")}, {"decide", "review close"},
                         "answers that no page shows")

    def test_what_changes_the_project(self):
        for more in (["--dry-run"], []):
            done = run("-p", str(DEMO), "decide", "messages_sent", "--why", "a reason", "--by", "dora", *more,
                       "--stopped-working", "it stood still", "--format", "json")
            self.assertEqual(done.returncode, 0, done.stderr)
            answer = json.loads(done.stdout)
            self.assertEqual(problems("decide", answer), [])
            self.assertEqual((DEMO / answer["record"]).exists(), not more)
            self.assertEqual("project_text" in answer, bool(more))
        for name, more in (("review", []), ("review close", ["--by", "dora", "--why", "a reason", "--dry-run"])):
            done = run("-p", str(DEMO), *name.split(), *more, "--format", "json")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(problems(name, json.loads(done.stdout)), [])
        for more in (["--dry-run"], []):
            rewired = run("-p", str(DEMO), "decide", "--rewire", *more, "--format", "json")
            self.assertEqual(problems("decide", json.loads(rewired.stdout)), [], rewired.stderr)
        again = run("-p", str(DEMO), "decide", "messages_sent", "--why", "a reason", "--format", "json")
        self.assertEqual((again.returncode, again.stdout), (2, ""))

    def test_a_project_that_cannot_be_read(self):
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "northstar.yml").write_text("metrics: [{name: a, type: cuont}]\n")
            done = run("-p", folder, "validate", "--format", "json")
            answer = json.loads(done.stdout)
            self.assertEqual((done.returncode, answer["valid"]), (2, False))
            self.assertEqual(problems("validate", answer), [])
            self.assertIn("cuont", answer["findings"][0]["message"])
        self.assertEqual(problems("validate", json.loads(run("validate", "--list", "--format", "json").stdout)), [])

    def test_the_other_kinds_of_answers(self):
        for words in (["query", "weekly_active_teams", "--entities", "--period", "2026-06-15"],
                      ["query", "weekly_active_teams", "--by", "country", "--compare", "year"],
                      ["query", "task_completion_rate", "--parts"],
                      ["evaluate", "--compare", "weekly_active_teams", "messages_sent"]):
            done = run("-p", str(DEMO), *words, "--format", "json")
            if done.returncode == 2:
                self.assertIn("metric", done.stderr)
                continue
            self.assertEqual(problems(words[0], json.loads(done.stdout)), [], words)

    def test_spans_hold_what_they_say(self):
        found = 0
        for words in (["tree"], ["evaluate"], ["feedback"], ["detect", "weekly_active_teams"],
                      ["explain", "weekly_active_teams"], ["forecast", "weekly_active_teams"]):
            answer = json.loads(run("-p", str(DEMO), *words, "--format", "json").stdout)
            for sentence, headline in headlines(answer):
                self.assertTrue(sentence.startswith(headline["text"]), (sentence, headline))
                end = 0
                for span in headline["spans"]:
                    self.assertLessEqual(end, span["from"])
                    self.assertLess(span["from"], span["to"])
                    self.assertLessEqual(span["to"], len(headline["text"]))
                    end = span["to"]
                    found += 1
            star = answer["headline"]
            metric = [s for s in star["spans"] if s["kind"] == "metric"]
            if metric and metric[0]["link"] == "/metric/weekly_active_teams":
                self.assertEqual(star["text"][metric[0]["from"]:metric[0]["to"]], "Weekly active teams")
        self.assertGreater(found, 10)

    def test_the_json_shown_in_the_docs(self):
        page = (DOCS / "answers.md").read_text()
        shown = [(name_of(command.split()), text)
                 for command, text in re.findall(r"^\$ northstar ([^\n]+).*?^```json\n(.*?)^```", page, re.M | re.S)]
        self.assertEqual({name for name, _ in shown}, set(SCHEMA["$defs"]))
        for name, text in shown:
            self.assertEqual(problems(name, json.loads(text)), [], name)


class Pages(unittest.TestCase):
    def test_reference_names_every_key(self):
        page = (DOCS / "reference.md").read_text()

        def keys(schema):
            for key, value in schema.get("properties", {}).items():
                yield key
                yield from keys(value)
                yield from keys(value.get("items", {}))

        missing = {k for k in keys(json.loads(run("schema").stdout)) if f"`{k}`" not in page}
        self.assertEqual(missing, set())

    def test_pages_hold_the_tables_that_the_program_prints(self):
        for name, arguments in (("reference.md", []), ("answers.md", ["--answers"])):
            page = set((DOCS / name).read_text().splitlines())
            printed = run("schema", *arguments, "--format", "markdown").stdout.splitlines()
            self.assertEqual([line for line in printed if line not in page], [], f"make docs rewrites {name}")


if __name__ == "__main__":
    unittest.main()

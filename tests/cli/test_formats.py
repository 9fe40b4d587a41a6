"""The exports of known tools: each file of catalog/formats reads its sample, refuses other files, and stands in the docs."""

import json
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from project import PROGRAM

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
NAMES = sorted(path.stem for path in (TOP / "catalog" / "formats").glob("*.yml"))
SAMPLES = TOP / "tests" / "door" / "formats"


class Formats(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.folder.name)

    def tearDown(self):
        self.folder.cleanup()

    def run_program(self, project, *arguments):
        return subprocess.run([PROGRAM, "-p", str(project), *arguments], capture_output=True, text=True, timeout=120)

    def answer(self, project, *arguments):
        done = self.run_program(project, *arguments, "--format", "json")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return json.loads(done.stdout)

    def check(self, name):
        """Loads a copy of the sample and asks what its expected.json says, to the last row."""
        project = self.root / name
        self.assertTrue((SAMPLES / name).is_dir(), f"tests/door/formats/{name} is missing")
        shutil.copytree(SAMPLES / name, project)
        expected = json.loads((project / "expected.json").read_text())
        sources = self.answer(project, "load")["sources"]
        for key, number in expected["load"].items():
            self.assertEqual(sum(source[key] for source in sources), number, (key, sources))
        for question in expected["answers"]:
            wanted = {(row["period"], *row.get("by", {}).values()): row["value"] for row in question["rows"]}
            rows = self.answer(project, "query", *question["ask"])["rows"]
            found = {(row["period"], *(row.get("by") or {}).values()): row["value"] for row in rows}
            for key in wanted.keys() | found.keys():
                with self.subTest(ask=question["ask"], of=key):
                    self.assertAlmostEqual(found.get(key) or 0, wanted.get(key, 0), delta=1e-9)

    def test_there_are_formats(self):
        self.assertGreaterEqual(len(NAMES), 18)

    def test_a_file_of_another_kind(self):
        for name in NAMES:
            with self.subTest(name):
                project = self.root / name
                project.mkdir()
                (project / "other.json").write_text('[{"x": 1}]\n')
                kind = "feedback" if "\nfeedback:" in (TOP / "catalog" / "formats" / f"{name}.yml").read_text() else "sources"
                (project / "northstar.yml").write_text(f"version: 1\n{kind}:\n  - {{name: other, files: other.json, format: {name}}}\n")
                done = self.run_program(project, "load")
                self.assertNotEqual(done.returncode, 0, done.stdout + done.stderr)
                self.assertIn(name, done.stderr)
                self.assertNotIn("0 rows", done.stdout + done.stderr)

    def test_keys_of_the_source_come_first(self):
        project = self.root / "own"
        shutil.copytree(SAMPLES / "segment", project)
        text = (project / "northstar.yml").read_text().replace("format: segment", "format: segment, entities: {person: anonymousId}, event: call")
        (project / "northstar.yml").write_text(text.split("metrics:")[0] + "metrics:\n  - {name: people, type: active, entity: person, event: call, grain: year}\n")
        self.answer(project, "load")
        self.assertEqual([row["value"] for row in self.answer(project, "query", "people")["rows"]], [4])

    def test_every_format_is_documented(self):
        page = (TOP / "docs" / "formats.md").read_text()
        for name in NAMES:
            self.assertEqual(page.count(f"\n| `{name}` |"), 1, name)


for format_name in NAMES:
    setattr(Formats, "test_" + format_name, lambda self, name=format_name: self.check(name))


if __name__ == "__main__":
    unittest.main()

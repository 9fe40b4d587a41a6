"""What surrounds a project: folders and names of any kind, no permission to write, a database that
is held, files that are cut off, and projects in projects."""

import fcntl
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from project import HEADER, PROGRAM, ProjectTest, rows


class ProjectFilesTest(ProjectTest):
    def setUp(self):
        super().setUp()
        (self.root / "data" / "a.csv").write_text(HEADER + rows(0, 10))

    def yaml(self, text):
        (self.root / "northstar.yml").write_text(text)

    def test_validate_needs_no_permission_to_write(self):
        self.load()
        (self.root / "target").write_text("in the way")
        done = self.run_program("validate")
        self.assertIn("manifest.json", done.stderr)
        self.assertIn("2 metrics", done.stdout)
        found = json.loads(self.run_program("validate", "--format", "json").stdout)
        self.assertTrue(found["valid"])

    def test_validate_beside_a_process_that_holds_the_database(self):
        self.load()
        with open(self.root / ".northstar" / "events.duckdb", "r+b") as database:
            fcntl.lockf(database, fcntl.LOCK_EX)
            done = self.run_program("validate")
        self.assertIn("NS4xx", done.stderr)
        self.assertIn("2 metrics", done.stdout)
        self.assertNotIn("NS4xx", self.run_program("validate").stderr)

    def test_an_empty_or_cut_file_is_an_error(self):
        whole = (self.root / "northstar.yml").read_text()
        for text, said in [
            ("", "empty"),
            ("# nothing yet\n", "empty"),
            ("\n\n", "empty"),
            ("---\n", "empty"),
            ("\0" * 512, "northstar.yml"),
            (whole[: whole.index("{name: users")] + "{name: us", "northstar.yml"),
            (whole[: whole.index("metrics:") + 8], "metrics"),
            (whole[: whole.index("sources:") + 8], "sources"),
        ]:
            self.yaml(text)
            for command in (["validate"], ["query", "hits"], ["load"]):
                self.assertIn(said, self.run_program(*command, code=2).stderr, text)
        self.yaml(whole)
        (self.root / "more.yml").write_text("")  # others may be empty
        self.run_program("validate")

    def test_a_key_without_a_value_at_the_end_is_no_cut(self):
        self.yaml((self.root / "northstar.yml").read_text() + "annotations:\n")
        self.run_program("validate")

    def test_init_says_what_it_would_break(self):
        def init(*arguments):
            return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, cwd=self.root)

        for inside in (["init", "inner"], ["init", "a/b/c"], ["init", "data"], ["demo", "inner"]):
            done = init(*inside)
            self.assertEqual(done.returncode, 2, done.stdout)
            self.assertIn(str(self.root / "northstar.yml"), done.stderr)
        self.assertFalse((self.root / "inner").exists())
        self.run_program("validate")
        # Where the outer project does not look, there is nothing to break.
        self.assertEqual(init("init", ".scratch/inner").returncode, 0)
        self.run_program("validate")
        with tempfile.TemporaryDirectory() as other:
            (pathlib.Path(other) / "deploy").mkdir()
            (pathlib.Path(other) / "deploy" / "compose.yml").write_text("services: {}\n")
            done = init("init", other)
            self.assertEqual(done.returncode, 2)
            self.assertIn("compose.yml", done.stderr)
            self.assertEqual(init("init", other + "/product").returncode, 0)

    def test_booleans_and_nulls_as_yaml_writes_them(self):
        text = (self.root / "northstar.yml").read_text()
        # The next calendar week, but not a week later.
        (self.root / "data" / "b.csv").write_text(HEADER + "2024-01-04,x,1\n2024-01-10,x,1\n2024-02-20,y,1\n")
        back = "  - {name: back, description: d, type: retention, entity: user, event: hit, grain: week, rolling: %s}\n"
        answers = set()
        for word in ("true", "True", "TRUE"):
            self.yaml(text + back % word)
            answers.add(self.run_program("query", "back", "--format", "csv").stdout)
        self.assertEqual(len(answers), 1)
        for word in ("false", "False", "FALSE", "null", "Null", "NULL", "~"):
            self.yaml(text + back % word)
            answers.add(self.run_program("query", "back", "--format", "csv").stdout)
        self.assertEqual(len(answers), 2)
        for word in ("yes", "on", "tRUE", "1"):
            self.yaml(text + back % word)
            self.assertIn("true or false", self.run_program("validate", code=2).stderr)

    def test_a_list_of_north_stars(self):
        text = (self.root / "northstar.yml").read_text()
        for star in ("[{metric: hits}, {metric: users}]", "[hits, users]", "{metric: [hits, users]}"):
            self.yaml(text + "north_star: " + star + "\n")
            said = self.run_program("validate", code=2).stderr
            self.assertIn("a project has one North Star", said)
            self.assertIn("candidates", said)

    def test_settings_beyond_reason(self):
        text = (self.root / "northstar.yml").read_text()
        for setting in ("threads: 99999999999", "threads: -3", "threads: 1e300", "threads: 2.5",
                        "memory_limit: -4GB", "memory_limit: 1e300GB", "memory_limit: lots"):
            self.yaml(text + "warehouse: {" + setting + "}\n")
            self.assertIn(setting.split(":")[0], self.run_program("validate", code=2).stderr)

    def test_names_that_are_not_utf8_in_json(self):
        more = b"metrics:\n  - {name: more, type: count, event: hit}\n"
        with open(os.fsencode(self.root) + b"/m\xe9triques.yml", "wb") as file:
            file.write(more)
        findings = json.loads(self.run_program("validate", "--format", "json").stdout)["findings"]
        self.assertTrue(any("more" in one["message"] for one in findings))

    def test_folders_of_any_name_and_through_a_link(self):
        first = self.run_program("query", "hits", "--format", "csv").stdout
        with tempfile.TemporaryDirectory() as other:
            for name in ("two words", "it's \"quoted\"", "продукт 製品 ✨", "-dash", "a;b&c$d", "percent%20"):
                folder = pathlib.Path(other) / name
                shutil.copytree(self.root, folder, ignore=shutil.ignore_patterns(".northstar", "target"))
                link = pathlib.Path(other) / "link"
                link.symlink_to(folder)
                for place in (folder, link):
                    done = subprocess.run([PROGRAM, "-p", str(place), "query", "hits", "--format", "csv"],
                                          capture_output=True, text=True)
                    self.assertEqual(done.stdout, first, name + done.stderr)
                    self.assertEqual(subprocess.run([PROGRAM, "validate"], cwd=place, capture_output=True).returncode, 0)
                link.unlink()


if __name__ == "__main__":
    unittest.main()

"""A small project in a folder of its own, and the program run on it: what the tests here stand on."""

import csv
import io
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

PROGRAM = os.environ["NORTHSTAR"]
PROJECT = """version: 1
sources:
  - {name: app, files: data/*, time: time, event: hit, entities: {user: user}, values: {n: n}%s}
metrics:
  - {name: hits, description: d, type: count, event: hit, grain: month}
  - {name: users, description: d, type: active, entity: user, event: hit, grain: month}
"""
HEADER = "time,user,n\n"


def rows(first, last):
    return "".join(f"2024-01-{1 + i % 28:02}T00:00:{i % 60:02}Z,u{i},{i}\n" for i in range(first, last))


def make_demo(folder, *arguments):
    """The example product; --format csv leaves the walk through it out."""
    subprocess.run([PROGRAM, "demo", str(folder), *arguments, "--format", "csv"], check=True, capture_output=True)


def without_star(demo):
    """Leaves of a demo what a team has before it chooses: metrics, candidates, ratings."""
    for name in ("constellation.yml", "okrs.yml", "bets.yml"):
        (demo / name).unlink()
    shutil.rmtree(demo / "decisions")


class ProjectTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.folder.name)
        (self.root / "data").mkdir()
        self.project()

    def tearDown(self):
        self.folder.cleanup()

    def project(self, extra=""):
        (self.root / "northstar.yml").write_text(PROJECT % extra)

    def run_program(self, *arguments, code=0):
        done = subprocess.run([PROGRAM, "-p", str(self.root), *arguments], capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def load(self, *arguments, code=0):
        done = self.run_program("load", "--format", "json", *arguments, code=code)
        return json.loads(done.stdout)["sources"][0] if code == 0 else done.stderr

    def value(self, metric="hits"):
        out = self.run_program("query", metric, "--format", "csv", "--from", "2024-01-01", "--to", "2024-01-31").stdout
        return float(next(csv.DictReader(io.StringIO(out)))["value"])

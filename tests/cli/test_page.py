"""The HTML report: what stands where, what it says of parts that are missing, and, where Chromium is
installed, how it looks: nothing scrolls sideways, the first screen holds the answer, axe finds nothing."""

import html.parser
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from project import PROGRAM, ProjectTest, make_demo, without_star

MODULES = pathlib.Path(__file__).resolve().parents[2] / "native" / "page" / "node_modules"
STAR = """
north_star:
  metric: weekly_active_teams
  statement: A team gets value when three of its people finish work together in a week.
  owner: product
  inputs:
    - {metric: signups, dimension: breadth, owner: growth}
    - {metric: invites_sent, dimension: frequency, owner: growth}
  guardrails:
    - {metric: rating, no_worse_than: 5%, owner: product}
"""


class Outline(html.parser.HTMLParser):
    """Headings in their order, ids, and the texts of what is folded."""

    def __init__(self, page):
        super().__init__()
        self.headings, self.ids, self.links, self.folds, self.inside = [], set(), [], 0, None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append([int(tag[1]), ""])
            self.inside = tag
        self.folds += tag == "details"
        self.ids.add(attributes.get("id"))
        if tag == "a" and attributes.get("href", "").startswith("#"):
            self.links.append(attributes["href"][1:])

    def handle_endtag(self, tag):
        self.inside = None if tag == self.inside else self.inside

    def handle_data(self, data):
        if self.inside:
            self.headings[-1][1] += data


class DemoPage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.root = pathlib.Path(cls.folder.name)
        cls.pages = {}
        for name, extra in (("candidates", ""), ("star", STAR)):
            project = cls.root / name
            make_demo(project, "--size", "0.1")
            without_star(project)
            with open(project / "northstar.yml", "a", encoding="utf-8") as file:
                file.write(extra)
            page = cls.root / f"{name}.html"
            subprocess.run([PROGRAM, "-p", str(project), "report", "--out", str(page)], check=True, capture_output=True)
            cls.pages[name] = page

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def text(self, name):
        return self.pages[name].read_text(encoding="utf-8")

    def test_one_sentence_first_then_questions_as_headings(self):
        for name in self.pages:
            outline = Outline(self.text(name))
            levels = [level for level, _ in outline.headings]
            self.assertEqual(levels.count(1), 1)
            self.assertEqual(levels[0], 1)
            self.assertTrue(all(b <= a + 1 for a, b in zip(levels, levels[1:])), outline.headings)
            questions = [text for level, text in outline.headings if level == 4]
            self.assertEqual(len(questions), 5 * 7)
            self.assertTrue(all(text.endswith("?") for text in questions))

    def test_contents_lead_somewhere(self):
        outline = Outline(self.text("star"))
        self.assertEqual(outline.links[:6], ["now", "why", "customers", "candidates", "evidence", "data"])
        self.assertIn("weekly_active_teams/leads", outline.links)
        self.assertEqual([link for link in outline.links if link not in outline.ids], [])

    def test_the_star_says_how_it_stands(self):
        title = Outline(self.text("star")).headings[0][1]
        self.assertRegex(title, r"Weekly active teams: [\d,]+\u202fteams in the week of \w{3} \d+, 2026")

    def test_who_is_out_has_no_points(self):
        rows = re.findall(r'<tr><th scope="row">(.*?)</tr>', self.text("candidates"), re.S)
        out = [row for row in rows if "out: " in row]
        self.assertEqual(len(out), 2)
        for row in out:
            self.assertIn('data-label="Points (of 100)">–<', row)
        self.assertTrue(any("it is revenue itself" in row for row in out))

    def test_every_picture_has_its_numbers(self):
        page = self.text("star")
        pictures = page.count("<figure")
        self.assertGreater(pictures, 10)
        self.assertEqual(page.count('<details class="numbers">'), pictures)

    def test_no_finding_of_the_program_leaks(self):
        page = re.sub(r"<style>.*?</style>", "", self.text("star"), flags=re.S)
        for word in ("leads_outcome", "predicts_retention", "NOT_DETECTED", "trend_p", "e_value"):
            self.assertNotIn(word, page)

    def test_looks(self):
        chromium = shutil.which("chromium")
        missing = [what for what, there in (("Chromium", chromium), ("node", shutil.which("node")),
                                            ("axe-core", (MODULES / "axe-core" / "axe.min.js").exists()),
                                            ("playwright-core", (MODULES / "playwright-core").exists())) if not there]
        if missing:
            self.skipTest(f"not looked at: {', '.join(missing)} missing (tools/setup --page)")
        script = pathlib.Path(__file__).with_name("page_check.js")
        for name, page in self.pages.items():
            run = subprocess.run(["node", str(script), str(MODULES), str(page)], capture_output=True, text=True,
                                 timeout=600, env=dict(os.environ, CHROMIUM=chromium))
            self.assertEqual(run.returncode, 0, run.stderr)
            looks = json.loads(run.stdout)
            self.assertEqual({look["width"] for look in looks}, {1280, 390, 360})
            for look in looks:
                where = f"{name}, {look['width']} px, {look['colorScheme']}, unfolded: {look['unfolded']}"
                self.assertEqual(look["violations"], [], where)
                self.assertEqual(look["errors"], [], where)
                self.assertLessEqual(look["sideways"], 0, where)
                self.assertGreaterEqual(look["smallest"], 10.5 if look["width"] < 390 else 11.9, where)
                if not look["unfolded"]:
                    for what, bottom in look["bottoms"].items():
                        self.assertIsNotNone(bottom, f"{what}: {where}")
                        self.assertLessEqual(bottom, look["height"], f"{what}: {where}")


class MissingParts(ProjectTest):
    def test_a_part_that_fails_is_named_and_the_page_shows_the_others(self):
        (self.root / "northstar.yml").write_text("""version: 1
sources:
  - {name: app, files: e.csv, time: time, event_column: what, entities: {user: user}, values: {amount: amount}}
  - {name: crm, files: r.csv, time: day, event: renewed, entities: {user: who}}
metrics:
  - {name: tasks, type: count, entity: user, event: done, grain: week, description: Tasks done this week}
  - {name: renewals, type: active, entity: user, event: renewed, grain: week, description: People who renewed}
  - {name: revenue, type: sum, entity: user, event: paid, value: amount, grain: month, description: Money paid}
outcome: revenue
candidates: [tasks]
teams: [{name: a}]
north_star: {metric: renewals, statement: They renew., owner: a, inputs: [{metric: tasks, owner: a}]}
""")
        lines = ["time,what,user,amount"]
        for day in range(200):
            date = f"2024-{day // 28 + 1:02}-{day % 28 + 1:02}"
            lines += [f"{date}T10:00:00Z,done,u{day % 9},", f"{date}T11:00:00Z,paid,u{day % 9},{10 + day % 7}"]
        (self.root / "e.csv").write_text("\n".join(lines) + "\n")
        (self.root / "r.csv").write_text("day,who\n2024-08-03T10:00:00Z,u1\n")
        page = self.root / "page.html"
        done = self.run_program("report", "--out", str(page))
        self.assertIn("missing in the report", done.stderr)
        self.assertIn("renewals", done.stderr)
        text = page.read_text(encoding="utf-8")
        self.assertRegex(text, r"<b>Missing: [^<]*renewals[^<]*</b> \w+")
        self.assertIn("Which candidate deserves to be the star?", text)

    def test_nothing_at_all_is_an_error(self):
        (self.root / "data" / "e.csv").write_text("time,user,n\n2024-01-01T00:00:00Z,u,1\n")
        page = self.root / "page.html"
        done = self.run_program("report", "--out", str(page), code=2)
        self.assertIn("nothing to report", done.stderr)
        self.assertFalse(page.exists())


if __name__ == "__main__":
    unittest.main()

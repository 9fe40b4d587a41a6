"""Charts of `query`: in the terminal, and as SVG files."""

import json
import subprocess
import unittest
import xml.etree.ElementTree as ElementTree

from project import PROGRAM, ProjectTest

SVG = "{http://www.w3.org/2000/svg}"
YAML = """version: 1
sources:
  - {name: app, files: e.csv, time: time, event: hit, entities: {user: user}, dimensions: {plan: plan}}
metrics:
  - {name: hits, description: d, type: count, event: hit, grain: day, label: "Hits & <more>"}
"""


class Charts(ProjectTest):
    def setUp(self):
        super().setUp()
        (self.root / "northstar.yml").write_text(YAML)

    def days(self, count, plans=2):
        lines = ["time,user,plan"]
        for day in range(count):
            date = f"{2024 + day // 366}-{day % 366 // 31 + 1:02}-{day % 28 + 1:02}"
            lines += [f"{date}T10:00:00Z,u{i},p{i % plans}" for i in range(1 + day % 7)]
        (self.root / "e.csv").write_text("\n".join(lines) + "\n")

    def query(self, *arguments):
        return subprocess.run([PROGRAM, "--project", str(self.root), "query", "hits", *arguments],
                              capture_output=True, text=True)

    def test_svg_is_well_formed_and_has_a_chart_per_series(self):
        self.days(60)
        run = self.query("--by", "plan", "--ci", "--out", str(self.root / "hits.svg"))
        self.assertEqual((run.returncode, run.stdout), (0, ""))
        self.assertIn("wrote", run.stderr)
        root = ElementTree.parse(self.root / "hits.svg").getroot()
        self.assertEqual(len(root.findall(f"{SVG}svg")), 2)
        titles = [text.text for text in root.findall(f"{SVG}text") if text.get("class") == "title"]
        self.assertEqual(titles, ["Hits & <more>, plan p0, by day", "Hits & <more>, plan p1, by day"])

    def test_many_days_are_drawn_as_a_mean_over_a_faint_line(self):
        self.days(300)
        self.assertEqual(self.query("--out", str(self.root / "hits.svg")).returncode, 0)
        chart = ElementTree.parse(self.root / "hits.svg").getroot().find(f"{SVG}svg")
        lines = {line.get("class"): line.get("points").split() for line in chart.findall(f"{SVG}polyline")}
        self.assertGreater(len(lines["faint"]), len(lines["line"]))
        self.assertEqual(self.query("--grain", "week", "--out", str(self.root / "weeks.svg")).returncode, 0)
        self.assertNotIn('"faint"', (self.root / "weeks.svg").read_text())

    def test_a_file_that_cannot_be_written(self):
        self.days(3)
        run = self.query("--out", str(self.root / "nowhere" / "hits.svg"))
        self.assertEqual(run.returncode, 3)
        self.assertIn("cannot write", run.stderr)

    def test_pictures_are_svg_and_of_values(self):
        for command in (["query", "hits"], ["tree"], ["detect", "hits"]):
            found = self.run_program(*command, "--out", str(self.root / "a.png"), code=2)
            self.assertIn("--out writes SVG files", found.stderr)
        self.assertFalse((self.root / "a.png").exists())
        self.days(40)
        found = self.run_program("query", "hits", "--plan", "--chart", code=2)
        self.assertIn("only values per period can be drawn", found.stderr)

    def test_one_parameter_is_not_given_twice(self):
        found = self.run_program("lead", "users", "hits", "--candidate", "hits", code=2)
        self.assertIn("'users' and --candidate 'hits'", found.stderr)

    def test_too_many_charts(self):
        self.days(20, plans=20)
        (self.root / "e.csv").write_text(
            "time,user,plan\n" + "".join(f"2024-01-01T10:00:00Z,u,p{i}\n" for i in range(20)))
        run = self.query("--by", "plan", "--chart")
        self.assertEqual(run.returncode, 2)
        self.assertIn("20 charts are too many", run.stderr)

    def test_bars_in_the_terminal(self):
        self.days(10)
        out = self.query("--chart").stdout
        lines = out.splitlines()
        self.assertEqual(lines[0], "Hits & <more>, by day")
        self.assertEqual([line.split()[0] for line in lines if "┤" in line or "└" in line], ["14", "12", "10", "8", "6", "4", "2", "0"])
        self.assertTrue(all(len(line) <= 80 for line in lines), out)
        self.assertIn("Jan 1, 2024", lines[-2])
        self.assertIn("so far", lines[-1])

    def points(self, svg):
        """The points of every line that is drawn, in order."""
        root = ElementTree.parse(self.root / svg).getroot()
        lines = root.iter(f"{SVG}polyline")
        return [[tuple(map(float, point.split(","))) for point in line.get("points").split()]
                for line in lines if line.get("class") == "line"]

    def test_values_below_zero_stand_below_zero(self):
        values = [3, -1, 0, -4, 2, -2]
        self.series(values)
        self.assertEqual(self.run_program("query", "net", "--out", str(self.root / "net.svg")).returncode, 0)
        (line,) = self.points("net.svg")
        ys = [y for _, y in line]
        scale = (ys[3] - ys[0]) / 7
        for value, y in zip(values, ys):
            self.assertAlmostEqual(ys[0] + (3 - value) * scale, y, delta=0.15)
        root = ElementTree.parse(self.root / "net.svg").getroot()
        (zero,) = [float(one.get("y1")) for one in root.iter(f"{SVG}line") if one.get("class") == "zero"]
        self.assertAlmostEqual(zero, ys[2], delta=0.15)

    def test_a_gap_stays_open_in_every_picture(self):
        self.series([1, 2, 3, "", "", 4, 5, "", 6, 7])
        self.run_program("query", "net", "--out", str(self.root / "net.svg"))
        self.assertEqual([len(line) for line in self.points("net.svg")], [3, 2, 2])

    def test_incomplete_first_periods_are_left_out(self):
        self.days(40)
        text = (self.root / "e.csv").read_text().replace("2024-01-01T10:00:00Z,u0,p0\n", "", 1)
        (self.root / "e.csv").write_text(text)
        (self.root / "northstar.yml").write_text(YAML.replace("grain: day", "grain: week").replace(
            "time: time,", "time: time, since: 2024-01-03,"))
        self.assertEqual(self.query("--out", str(self.root / "hits.svg")).returncode, 0)
        svg = (self.root / "hits.svg").read_text()
        self.assertNotIn("2024-01-01", svg)
        self.assertIn("2024-01-08", svg)
        self.assertIn('class="hollow"', svg)
        chart = self.query("--chart").stdout
        self.assertNotIn("2024-01-01", chart)

    def test_annotations_are_flags_with_a_list(self):
        self.days(30)
        (self.root / "northstar.yml").write_text(
            YAML + "annotations:\n  - {at: 2024-01-10, text: Prices & plans}\n  - {at: 2023-01-10, text: Before}\n")
        self.query("--out", str(self.root / "hits.svg"))
        root = ElementTree.parse(self.root / "hits.svg").getroot()
        texts = [text.text for text in root.iter(f"{SVG}text")]
        self.assertIn("A  Jan 10, 2024: Prices & plans", texts)
        self.assertEqual(texts.count("A"), 1)
        self.assertFalse(any("Before" in text for text in texts))
        self.assertIn("A Jan 10, 2024: Prices & plans", self.query("--chart").stdout)

    def test_labels_that_steer_or_turn(self):
        values = ["pro\x1b[31m", "up\u202eside", "zero\u200bwidth", "c1\x9bx", "family \U0001f468\u200d\U0001f469"]
        rows = [f"2024-01-{1 + day:02}T10:00:00Z,u,{value}" for day in range(5) for value in values]
        (self.root / "e.csv").write_text("time,user,plan\n" + "\n".join(rows) + "\n", encoding="utf-8")
        for form in ("table", "markdown"):
            out = self.query("--by", "plan", "--format", form).stdout
            for bad in "\x1b\u202e\u200b\x9b":
                self.assertNotIn(bad, out)
            self.assertIn("up[U+202E]side", out)
            self.assertIn("zero[U+200B]width", out)
            self.assertIn(values[4], out)
        for form in ("csv", "json"):
            out = self.query("--by", "plan", "--format", form).stdout
            for value in values:
                self.assertIn(json.dumps(value, ensure_ascii=False)[1:-1] if form == "json" else value, out)
        self.assertEqual(self.query("--by", "plan", "--out", str(self.root / "hits.svg")).returncode, 0)
        labels = "".join(ElementTree.parse(self.root / "hits.svg").getroot().itertext())
        self.assertIn("up[U+202E]side", labels)
        self.assertNotIn("\u200b", labels)
        chart = self.query("--by", "plan", "--chart").stdout
        self.assertNotIn("\u202e", chart)
        wrong = self.query("--by", "pl\u202ean")
        self.assertEqual(wrong.returncode, 2)
        self.assertNotIn("\u202e", wrong.stderr)

    def test_each_metric_says_whether_its_period_is_over(self):
        (self.root / "northstar.yml").write_text(YAML + """  - {name: back, description: d, type: retention, entity: user,
     event: hit, return_event: hit, after: 1, grain: day}
""")
        self.days(10)
        run = self.query("back", "--grain", "day")
        self.assertEqual(run.returncode, 0, run.stderr)
        rows = {line.split()[0]: line.split()[1:] for line in run.stdout.splitlines() if line.startswith("2024")}
        last, before = sorted(rows)[-1], sorted(rows)[-2]
        self.assertTrue(rows[last][0].endswith("*") and rows[last][1].endswith("*"), run.stdout)
        self.assertFalse(rows[before][0].endswith("*"), run.stdout)
        self.assertTrue(rows[before][1].endswith("*"), run.stdout)
        self.assertIn("* incomplete", run.stdout)
        self.assertIn("* incomplete", self.query("back", "--grain", "day", "--format", "markdown").stdout)

    def series(self, values):
        lines = ["month,net"] + [f"{2023 + i // 12}-{i % 12 + 1:02}-01,{value}" for i, value in enumerate(values)]
        (self.root / "net.csv").write_text("\n".join(lines) + "\n")
        (self.root / "northstar.yml").write_text(
            "version: 1\nsources: [{name: book, series: net.csv, period: month, metrics: {net: net}}]\n")


if __name__ == "__main__":
    unittest.main()

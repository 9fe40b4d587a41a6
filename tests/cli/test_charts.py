"""Charts of `query`: in the terminal, and as SVG files."""

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
        titles = [text.text for text in root.findall(f"{SVG}text")]
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
        self.assertEqual(lines[1].split()[0], "7")  # the largest value
        self.assertTrue(all(len(line) <= 80 for line in lines), out)
        self.assertIn("2024-01-01", lines[-2])
        self.assertIn("incomplete", lines[-1])


if __name__ == "__main__":
    unittest.main()

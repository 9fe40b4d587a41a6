"""Files that look readable and are not, and projects that changed under their data: rows must never
vanish or be counted twice without a word."""

import gzip
import pathlib
import subprocess
import unittest

from project import HEADER, PROGRAM, PROJECT, ProjectTest, rows


class NothingLost(ProjectTest):
    def write(self, name, text):
        path = self.root / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def test_a_quote_that_is_never_closed(self):
        self.write("a.csv", HEADER + rows(0, 300) + '2024-01-01T00:00:00Z,"u,1\n' + rows(0, 300))
        errors = self.load(code=3)
        self.assertIn("a.csv:302: a quote is opened but never closed", errors)
        self.assertFalse((self.root / "target" / "rejects" / "app.csv").exists())

    def test_a_half_written_last_row_with_a_quote_heals(self):
        whole = HEADER + rows(0, 300)
        self.write("a.csv", whole + '2024-01-01T00:00:00Z,"u')
        self.assertEqual(self.load()["rejected"], 1)
        self.write("a.csv", whole + '2024-01-01T00:00:00Z,"u",1\n')
        self.load()
        self.assertEqual(self.value(), 301)

    def test_compressed_files_that_are_cut_off(self):
        packed = gzip.compress((HEADER + rows(0, 20000)).encode())
        for end in (len(packed) // 2, -8, -4, -1):
            self.write("a.csv.gz", packed[:end])
            self.assertIn("is cut off", self.load(code=3), end)
        damaged = bytearray(packed)
        damaged[-6] ^= 1
        self.write("a.csv.gz", bytes(damaged))
        self.assertIn("is damaged", self.load(code=3))
        self.write("a.csv.gz", (HEADER + rows(0, 10)).encode())
        self.assertIn("is not a gzip file", self.load(code=3))
        self.write("a.csv.gz", packed + gzip.compress(rows(20000, 20010).encode()))
        self.assertEqual(self.load()["kept"], 20010)

    def test_cut_zstd(self):
        whole = self.write("plain", HEADER + rows(0, 20000))
        try:
            packed = subprocess.run(["zstd", "-q", "-c", str(whole)], capture_output=True, check=True).stdout
        except FileNotFoundError:
            self.skipTest("no zstd program here")
        whole.unlink()
        self.write("a.csv.zst", packed[: len(packed) // 2])
        self.assertIn("is cut off", self.load(code=3))
        self.write("a.csv.zst", packed)
        self.assertEqual(self.load()["kept"], 20000)

    def test_lines_that_end_in_different_ways(self):
        self.write("a.csv", HEADER + rows(0, 2).replace("\n", "\r\n") + rows(2, 5))
        loaded = self.load()
        self.assertEqual((loaded["kept"], loaded["rejected"]), (5, 0))
        self.assertEqual(self.value("users"), 5)

    def test_rejected_rows_are_numbered_like_the_file(self):
        bad = ["nonsense,u,1\n", "2024-01-02T00:00:00Z,u\n", "2024-01-02T00:00:00Z,u,x\n"]
        self.write("a.csv", HEADER + rows(0, 200) + bad[0] + rows(0, 100) + bad[1] + rows(0, 100) + bad[2])
        self.assertEqual(self.load()["rejected"], 3)
        lines = (self.root / "target" / "rejects" / "app.csv").read_text().splitlines()
        self.assertEqual([int(line.split(",")[1]) for line in lines[1:]], [202, 303, 404])
        self.write("a.csv", HEADER + rows(0, 200) + bad[0] + rows(0, 100) + bad[1] + rows(0, 100) + bad[2] + rows(0, 1) + bad[1])
        self.assertEqual(self.load()["rejected"], 1)
        lines = (self.root / "target" / "rejects" / "app.csv").read_text().splitlines()
        self.assertEqual(lines[1].split(",")[1], "406")

    def test_piece_by_piece_rejects_as_much_as_all_at_once(self):
        self.project(", max_rejected: 10%")
        self.write("a.csv", HEADER + rows(0, 20))
        self.load()
        self.write("a.csv", HEADER + rows(0, 20) + "x,u,1\ny,u,1\n")
        self.assertEqual(self.load()["rejected"], 2)
        self.assertEqual(self.load("--full-refresh")["rejected"], 2)
        self.write("a.csv", HEADER + rows(0, 20) + "x,u,1\ny,u,1\nz,u,1\n")
        self.assertIn("3 of 23 rows", self.load(code=3))

    def test_renamed_and_repeated_files(self):
        self.write("a.csv", HEADER + rows(0, 10))
        self.load()
        (self.root / "data" / "a.csv").rename(self.root / "data" / "b.csv")
        self.assertEqual(self.load()["files"]["moved"], 1)
        self.assertEqual(self.value(), 10)
        self.write("c.csv", HEADER + rows(0, 10))
        self.assertIn("same content as", " ".join(self.load()["notes"]))
        (self.root / "data" / "b.csv").unlink()
        self.assertIn("is gone; its rows are kept", " ".join(self.load()["notes"]))

    def test_an_edited_definition_is_read_anew(self):
        self.write("a.csv", HEADER + rows(0, 10))
        self.assertEqual(self.value(), 10)
        text = (self.root / "northstar.yml").read_text()
        (self.root / "northstar.yml").write_text(text.replace("values: {n: n}", "values: {n: n}, where: n < 4, dimensions: {who: user}"))
        done = self.run_program("query", "hits", "--by", "who", "--format", "csv", "--from", "2024-01-01", "--to", "2024-01-31")
        self.assertIn("definition of app changed", done.stderr)
        self.assertEqual(len(done.stdout.splitlines()), 5)

    def test_folders_below_and_deep_patterns(self):
        self.write("deep/er/a.csv", HEADER + rows(0, 3))
        self.write("b.csv", HEADER + rows(3, 5))
        self.assertEqual(self.load()["kept"], 2)
        (self.root / "northstar.yml").write_text((PROJECT % "").replace("data/*", "data/**/*.csv"))
        self.assertEqual(self.load()["kept"], 3)
        self.assertEqual(self.value(), 5)

    def test_absurd_times(self):
        self.write("a.csv", HEADER + rows(0, 500) + "0001-01-01T00:00:00Z,u,1\n")
        self.load()
        self.assertIn("before 1900", (self.root / "target" / "rejects" / "app.csv").read_text())
        self.run_program("query", "hits", "--grain", "year")

    def test_series_off_the_projects_periods(self):
        (self.root / "fin.csv").write_text("week,amount\n2026-01-04,10\n2026-01-11,20\n2026-01-18,30\n")
        series = "  - {name: l, series: fin.csv, period: week, metrics: {booked: amount}}\nmetrics:\n"
        self.write("a.csv", HEADER + rows(0, 3))
        (self.root / "northstar.yml").write_text((PROJECT % "").replace("metrics:\n", series))
        self.assertIn("fin.csv:2: 2026-01-04 does not start a week", self.run_program("load", "l", code=3).stderr)
        (self.root / "northstar.yml").write_text("first_day_of_week: sunday\n" + (PROJECT % "").replace("metrics:\n", series))
        self.run_program("load", "l")
        (self.root / "fin.csv").write_text("week,amount\n2026-01-04,10\n2026-01-11,20\n2026-01-11,30\n")
        self.assertIn("two rows for the same period", self.run_program("load", "l", code=3).stderr)

    def test_results_that_cannot_be_written(self):
        self.write("a.csv", HEADER + rows(0, 3))
        self.load()
        with open("/dev/full", "w") as full:
            for command in (["query", "hits"], ["validate"], ["schema"]):
                done = subprocess.run([PROGRAM, "-p", str(self.root), *command], stdout=full, stderr=subprocess.PIPE, text=True)
                self.assertEqual(done.returncode, 3, command)
                self.assertIn("could not be written", done.stderr)
        with (self.root / "northstar.yml").open("a") as file:
            file.write("candidates: [hits]\n")
        self.assertIn("cannot write", self.run_program("report", "--out", "/dev/full", code=3).stderr)
        self.assertTrue(pathlib.Path("/dev/full").is_char_device())


if __name__ == "__main__":
    unittest.main()

"""Tables in the shapes that people have: other encodings, no header, lines above it, archives, workbooks."""

import gzip
import io
import json
import pathlib
import subprocess
import tarfile
import tempfile
import unittest
import zipfile

from project import PROGRAM

WORKBOOKS = pathlib.Path(__file__).resolve().parent.parent / "door" / "workbooks"
ROWS = [("2024-01-01T10:00:00Z", "Zoé", "1.5"), ("2024-01-02T10:00:00Z", "Bob", "2.5"), ("2024-01-03T10:00:00Z", "Zoé", "4")]
CSV = "time,user,amount\n" + "".join(",".join(row) + "\n" for row in ROWS)


class Shapes(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.folder.name)

    def tearDown(self):
        self.folder.cleanup()

    def project(self, files, keys="", time="time"):
        (self.root / "northstar.yml").write_text(
            f"version: 1\nsources:\n  - {{name: app, files: '{files}', time: {time}, event: hit{keys}, entities: {{user: user}}, values: {{amount: amount}}}}\n"
            "metrics:\n  - {name: total, type: sum, event: hit, value: amount, grain: year}\n"
            "  - {name: zoe, type: count, event: hit, where: user = 'Zoé', grain: year}\n")

    def write(self, name, content):
        data = content if isinstance(content, bytes) else content.encode()
        (self.root / name).write_bytes(data)

    def run_program(self, *arguments, code=0):
        done = subprocess.run([PROGRAM, "-p", str(self.root), *arguments], capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def load(self, **wanted):
        summary = json.loads(self.run_program("load", "--format", "json").stdout)["sources"][0]
        for key, value in wanted.items():
            found = summary["files"][key.removesuffix("_files")] if key.endswith("_files") else summary[key]
            self.assertEqual(found, value, summary)
        return summary

    def values(self):
        answer = json.loads(self.run_program("query", "total", "zoe", "--format", "json").stdout)
        return [row["value"] for row in answer["rows"]]

    def check(self):
        self.load(kept=3, rejected=0)
        self.assertEqual(self.values(), [8, 2])
        self.assertEqual(list((self.root / "target").glob("part_*")), [], "copies are removed")

    def test_small_numbers_as_times_are_said(self):
        for times, said in ((("2460310.5", "2460400.25"), True), (("19723", "19800"), True), (("1704067200", "1709251200"), False)):
            self.write("a.csv", "time,user,amount\n" + "".join(f"{time},a,1\n" for time in times))
            self.project("a.csv")
            notes = " ".join(self.load(kept=2)["notes"])
            self.assertEqual(f"numbers such as {times[0].split('.')[0]}" in notes or f"numbers such as {times[1].split('.')[0]}" in notes, said, notes)
            self.assertEqual("before March 1973" in notes, said, notes)

    def test_encodings(self):
        for encoding, said in (("utf-16", ""), ("utf-16-le", ""), ("utf-8-sig", ""), ("latin-1", ", encoding: latin1"),
                               ("cp1252", ", encoding: windows-1252")):
            self.write("e.csv", CSV.encode(encoding))
            self.project("e.csv", said)
            with self.subTest(encoding):
                self.check()

    def test_an_encoding_that_is_not_certain_is_not_guessed(self):
        self.write("e.csv", CSV.encode("latin-1"))
        self.project("e.csv")
        self.run_program("load", code=3)

    def test_shapes_of_text(self):
        blanks = "".join("  ".join(row) + "\n" for row in ROWS)
        widths = "".join(f"{t:<22}{u:<5}{a:>6}\n" for t, u, a in ROWS)
        above = "Report of January\n\nmade by hand\n" + CSV
        comments = "# exported\n" + CSV.replace("2024-01-02", "# a note\n2024-01-02")
        names = ", header: false, columns: [time, user, amount]"
        for content, keys in ((blanks, names + ", delimiter: whitespace"), (widths, names + ", widths: [22, 5, 6]"),
                              (above, ", skip: 3"), (comments, ", comment: '#'"), ("sep=;\n" + CSV.replace(",", ";"), ""),
                              (CSV.replace(",", ";").replace(".5", ",5"), ", decimal: ','")):
            self.write("e.csv", content)
            self.project("e.csv", keys)
            with self.subTest(keys):
                self.check()
            (self.root / "e.csv.gz").write_bytes(gzip.compress(content.encode()))
            self.project("e.csv.gz", keys)
            with self.subTest(keys + " packed"):
                self.check()

    def test_rejected_rows_are_named_by_the_line_of_the_file(self):
        self.write("e.csv", "a title\n\n" + CSV + "not a time,Ann,1\n")
        self.project("e.csv", ", skip: 2, max_rejected: 50%")
        summary = self.load(kept=3, rejected=1)
        self.assertEqual(summary["reasons"][0]["row"], 7, summary)

    def test_archives(self):
        with zipfile.ZipFile(self.root / "a.zip", "w") as archive:
            archive.writestr("x/README.txt", "hello")
            archive.writestr("x/1.csv", "".join(CSV.splitlines(True)[:3]))
            archive.writestr("x/2.csv", CSV.splitlines(True)[0] + CSV.splitlines(True)[3])
            archive.writestr("__MACOSX/x/._1.csv", b"\0\5\x16\7")
        self.project("a.zip!x/*.csv")
        self.load(kept=3, new_files=2)
        self.assertEqual(self.values(), [8, 2])
        self.load(read=0, same_files=2)
        self.project("a.zip")
        self.assertIn("several kinds", self.run_program("load", code=3).stderr)
        self.project("a.zip!y/*.csv")
        self.assertIn("no file in 'a.zip' matches 'y/*.csv'", self.run_program("load", code=3).stderr)
        with tarfile.open(self.root / "a.tar.gz", "w:gz") as archive:
            entry = tarfile.TarInfo("only.csv")
            entry.size = len(CSV.encode())
            archive.addfile(entry, io.BytesIO(CSV.encode()))
        self.project("a.tar.gz")
        self.check()
        with zipfile.ZipFile(self.root / "bad.zip", "w") as archive:
            archive.writestr("../evil.csv", CSV)
        self.project("bad.zip")
        self.assertIn("../evil.csv", self.run_program("load", code=3).stderr)
        self.assertFalse((self.root.parent / "evil.csv").exists())

    def test_a_changed_archive_is_read_again(self):
        for rows in (3, 2):
            with zipfile.ZipFile(self.root / "a.zip", "w") as archive:
                archive.writestr("1.csv", "".join(CSV.splitlines(True)[: rows + 1]))
            self.project("a.zip")
            self.load(kept=rows)
            self.assertEqual(self.values()[0], 8 if rows == 3 else 4)

    def test_json_in_archives(self):
        lines = "".join(json.dumps(dict(zip(("time", "user", "amount"), row))) + "\n" for row in ROWS)
        with zipfile.ZipFile(self.root / "a.zip", "w") as archive:
            archive.writestr("events/2024.json", lines)
            archive.writestr("notes.txt", "hello")
        self.project("a.zip!events/*.json")
        self.check()

    def test_a_file_of_another_shape_that_grows_is_read_again(self):
        self.write("e.csv", "title\n" + CSV)
        self.project("e.csv", ", skip: 1")
        self.check()
        self.write("e.csv", "title\n" + CSV + "2024-01-04T10:00:00Z,Bob,1\n")
        self.load(changed_files=1)
        self.assertEqual(self.values(), [9, 2])

    def test_sheets_of_workbooks(self):
        for name in ("kinds.xlsx", "kinds.ods"):
            (self.root / name).write_bytes((WORKBOOKS / name).read_bytes())
            self.project(name, ", sheet: Nothing")
            error = self.run_program("load", code=3).stderr
            self.assertIn(f"'{name}' has no sheet 'Nothing'", error)

    def test_keys_that_do_not_go_together(self):
        self.write("e.csv", CSV)
        for keys, words in ((", widths: [0]", "'0' is not the width of a column"), (", widths: [3], delimiter: ';'", "both say how cells are parted"),
                            (", skip: -1", "'skip' must be between 0"), (", delimiter: ab", "not a single character")):
            self.project("e.csv", keys)
            self.assertIn(words, self.run_program("validate", code=2).stdout + self.run_program("validate", code=2).stderr)
        for keys, words in ((", encoding: latin9x", "latin9x"), (", sheet: A", "is no workbook")):
            self.project("e.csv", keys)
            done = subprocess.run([PROGRAM, "-p", str(self.root), "load"], capture_output=True, text=True, timeout=60)
            self.assertIn(done.returncode, (2, 3))
            self.assertIn(words, done.stderr)


if __name__ == "__main__":
    unittest.main()

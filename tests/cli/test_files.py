"""Which files a source consists of: each exactly once, by whatever name, and what becomes of those that go."""
import json
import os
import pathlib
import shutil
import threading
import unicodedata

from project import ProjectTest

MODEL = """version: 1
sources: [{{name: s, files: {files}, time: day, event: sale, values: {{amount: amount}}}}]
metrics: [{{name: total, type: sum, event: sale, value: amount, grain: month, description: Money paid this month}}]
"""


class Files(ProjectTest):
    def project(self, extra=""):
        self.define("*.csv")

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def define(self, files):
        self.write("northstar.yml", MODEL.format(files=json.dumps(files, ensure_ascii=False)))

    def sale(self, name, *amounts):
        rows = "".join(f"2024-01-0{i + 1},{amount}\n" for i, amount in enumerate(amounts))
        self.write(name, "day,amount\n" + rows)

    def total(self):
        rows = json.loads(self.run_program("query", "total", "--format", "json").stdout)["rows"]
        return sum(row["value"] for row in rows)

    def test_a_name_that_looks_like_a_pattern_is_a_name(self):
        self.sale("q1.csv", 1)
        self.sale("q[1].csv", 10)
        self.define("q*.csv")
        self.assertEqual(self.total(), 11)
        self.define("q[1].csv")
        self.run_program("load")
        self.assertEqual(self.total(), 10)

    def test_a_question_mark_is_one_character(self):
        self.sale("é.csv", 1)
        self.sale("éé.csv", 10)
        self.define("?.csv")
        self.assertEqual(self.total(), 1)

    def test_quotes_blanks_and_bytes_in_names(self):
        self.sale("it's \"it\".csv", 1)
        with open(os.path.join(os.fsencode(self.root), b"caf\xe9.csv"), "wb") as file:
            file.write(b"day,amount\n2024-01-01,10\n")
        self.define("*.csv")
        self.assertEqual(self.total(), 11)
        self.assertEqual(self.load()["files"]["same"], 2)

    def test_one_file_by_several_names_counts_once(self):
        self.sale("a.csv", 1)
        self.sale("b.csv", 10)
        os.link(os.path.join(self.root, "b.csv"), os.path.join(self.root, "c.csv"))
        os.symlink("a.csv", os.path.join(self.root, "d.csv"))
        self.define(["*.csv", "./x/../b.csv"])
        self.assertEqual(self.total(), 11)

    def test_composed_and_decomposed_names_are_one(self):
        self.sale(unicodedata.normalize("NFD", "größe_2024.csv"), 5)
        self.define(unicodedata.normalize("NFC", "größe_2024.csv"))
        self.assertEqual(self.total(), 5)
        self.define(unicodedata.normalize("NFC", "größe_*.csv"))
        self.assertEqual(self.total(), 5)

    def test_folders_at_any_depth(self):
        for name, amount in (("top.csv", 1), ("data/x.csv", 10), ("data/deep [1]/y.csv", 100), ("data/.hidden/z.csv", 1000)):
            self.sale(name, amount)
        self.define("data/**/*.csv")
        self.assertEqual(self.total(), 110)

    def test_a_file_that_leaves_the_definition_leaves_the_data(self):
        self.sale("jan.csv", 1)
        self.sale("feb.csv", 10)
        self.sale("jan_v2.csv", 100)
        self.define(["jan.csv", "feb.csv"])
        self.assertEqual(self.total(), 11)
        self.define(["jan_v2.csv", "feb.csv"])
        loaded = self.load()
        self.assertEqual(loaded["files"]["removed"], 1)
        self.assertIn("jan.csv is no longer part of the source; its row was removed", loaded["notes"])
        self.assertEqual(self.total(), 110)

    def test_a_deleted_file_stays_until_it_is_pruned(self):
        self.sale("day_1.csv", 1)
        self.sale("day_2.csv", 10)
        self.define("day_*.csv")
        self.run_program("load")
        os.remove(os.path.join(self.root, "day_2.csv"))
        self.assertEqual(self.load()["files"]["gone"], 1)
        self.assertEqual(self.total(), 11)
        self.run_program("load", "--full-refresh", code=3)
        self.assertEqual(self.total(), 11)
        self.assertEqual(self.load("--prune")["files"]["removed"], 1)
        self.assertEqual(self.total(), 1)

    def test_same_size_and_time_but_other_content(self):
        self.sale("a.csv", 1)
        self.define("a.csv")
        self.assertEqual(self.total(), 1)
        path = os.path.join(self.root, "a.csv")
        before = os.stat(path)
        self.sale("b.csv", 2)
        os.utime(os.path.join(self.root, "b.csv"), ns=(before.st_atime_ns, before.st_mtime_ns))
        os.replace(os.path.join(self.root, "b.csv"), path)
        self.assertEqual(self.load()["files"]["changed"], 1)
        self.assertEqual(self.total(), 2)

    def test_a_project_that_is_copied_is_as_it_was(self):
        self.sale("a.csv", 1)
        self.define("a.csv")
        self.run_program("load")
        copy = str(self.root) + " copy [1]"
        shutil.copytree(self.root, copy)
        self.addCleanup(shutil.rmtree, copy)
        self.root = pathlib.Path(copy)
        self.assertEqual(self.run_program("query", "total").stderr, "")
        self.assertEqual(self.load()["files"]["same"], 1)

    def test_lines_that_are_appended_while_loading_come_once(self):
        self.sale("big.csv", 0)
        with open(os.path.join(self.root, "big.csv"), "a") as file:
            file.writelines("2024-01-01,1\n" for _ in range(400_000))
        self.sale("live.csv", 1)
        self.define(["big.csv", "live.csv"])

        def append():
            with open(os.path.join(self.root, "live.csv"), "a") as file:
                for _ in range(300):
                    file.write("2024-01-02,1\n")
                    file.flush()

        writer = threading.Thread(target=append)
        writer.start()
        self.run_program("load")
        writer.join()
        self.run_program("load")
        self.assertEqual(self.total(), 400_301)

    def test_series_in_several_files(self):
        self.write("region_a.csv", "month;booked\n01.01.2024;1.250,5\n")
        self.write("region_b.csv", "month;booked\n01.02.2024;12\n")
        self.write("northstar.yml", "version: 1\nsources: [{name: s, series: region_*.csv, period: month, "
                                    "time_format: '%d.%m.%Y', metrics: {booked: booked}}]\n")
        rows = json.loads(self.run_program("query", "booked", "--format", "json").stdout)["rows"]
        self.assertEqual([row["value"] for row in rows], [1250.5, 12])

    def test_a_failing_source_says_which_were_stored(self):
        self.sale("a.csv", 1)
        self.write("b.csv", "day,amount\nnever,1\n")
        self.write("northstar.yml", """version: 1
sources:
  - {name: alpha, files: a.csv, time: day, event: sale, values: {amount: amount}}
  - {name: beta, files: b.csv, time: day, event: buy, values: {amount: amount}}
metrics: [{name: total, type: sum, event: sale, value: amount, grain: month, description: Money paid this month}]
""")
        said = self.load(code=3)
        self.assertIn("stored before it: 'alpha'", said)
        self.assertNotIn("the database is unchanged", said)
        self.assertIn("the database is unchanged", self.load("beta", code=3))


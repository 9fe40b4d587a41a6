"""Cells, keys and times that could be read in a wrong way without a word: each is read right, or is an error."""

import json
import pathlib
import subprocess
import tempfile
import unittest

from project import PROGRAM


class ReadRight(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.root = pathlib.Path(self.folder.name)

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def project(self, keys, files="o.csv", zone="UTC"):
        self.write("northstar.yml", f"""version: 1
timezone: {zone}
sources:
  - {{name: o, files: '{files}', time: at, event: e{keys}}}
metrics:
  - {{name: n, type: count, event: e, grain: year}}
  - {{name: s, type: sum, event: e, value: v, grain: year}}
""".replace("  - {name: s, type: sum, event: e, value: v, grain: year}\n", "" if "values:" not in keys else "  - {name: s, type: sum, event: e, value: v, grain: year}\n"))

    def run_program(self, *arguments, code=0):
        done = subprocess.run([PROGRAM, "-p", str(self.root), *arguments], capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def load(self, *arguments):
        return json.loads(self.run_program("load", *arguments, "--format", "json").stdout)["sources"][0]

    def rows(self, metric="s", by="x"):
        answer = json.loads(self.run_program("query", metric, *(["--by", by] if by else []), "--format", "json").stdout)
        return {row["by"][by]: row["value"] for row in answer["rows"]} if by else [row["value"] for row in answer["rows"]]

    def test_a_table_that_is_looked_up_writes_its_own_numbers(self):
        self.write("o.csv", "id,at,x\n1,2024-01-01,a\n2,2024-01-01,b\n")
        for table, of_source, of_table, wanted in (
                ("id;a2\n1;1.234\n2;2.500\n", "", ', decimal: ","', [1234, 2500]),
                ("id;a2\n1;1.234\n2;2.500\n", "", ', thousands: "."', [1234, 2500]),
                ("id,a2\n1,1.234\n2,2.125\n", ', decimal: ","', ', decimal: "."', [1.234, 2.125]),
                ("id,a2\n1,1.5\n2,2.25\n", ', decimal: ","', "", [1.5, 2.25]),
                ("id;a2\n1;1,5\n2;2.500,25\n", "", "", [1.5, 2500.25])):
            for take in ("a2", "sum(a2)"):
                with self.subTest(table=table, source=of_source, lookup=of_table, take=take):
                    self.write("p.csv", table)
                    self.project(f"{of_source}, lookup: [{{files: p.csv, on: id{of_table}, take: {{v: {take}}}}}], dimensions: {{x: x}}, values: {{v: v}}")
                    self.run_program("load", "--full-refresh")
                    self.assertEqual(list(self.rows().values()), wanted)

    def test_lines_of_a_looked_up_file_that_are_no_json(self):
        self.write("o.csv", "id,at,x\n1,2024-01-01,a\n2,2024-01-01,b\n")
        for line in ('{"id":1,"amt":20', '{"id":1,"amt":1} {"id":1,"amt":2}', "[1]", '"x"'):
            with self.subTest(line):
                self.write("p.json", '{"id":1,"amt":10}\n' + line + '\n{"id":2,"amt":5}\n')
                keys = ", lookup: [{files: p.json, on: id, take: {r: sum(amt)}}], dimensions: {x: x}, values: {v: r}"
                self.project(keys)
                self.assertIn("no JSON object", self.run_program("load", code=3).stderr)
                self.project(keys + ", max_rejected: 50%")
                self.assertIn("a record is no JSON object and left out", " ".join(self.load()["notes"]))
                self.run_program("load", "--full-refresh")

    def test_the_smallest_and_the_largest(self):
        self.write("o.csv", "id,at,x\n1,2024-01-01,a\n")
        many = "".join(f"k{i},{i}\n" for i in range(300))
        for cells, how, wanted in (
                (["9", "10"], "max", "10"), (["9", "10"], "min", "9"), (["05/13/2024", "12/31/2023"], "max", None),
                (["2024-01-01T00:30:00+02:00", "2023-12-31T23:00:00Z"], "max", "2023-12-31T23:00:00Z"),
                (["5 Jan 2024", "31 Dec 2023"], "max", "5 Jan 2024"), (["b", "a"], "max", "b")):
            with self.subTest(cells):
                self.write("p.csv", "id,amt\n" + "".join(f"1,{cell}\n" for cell in cells))
                self.project(f", lookup: [{{files: p.csv, on: id, take: {{r: {how}(amt)}}}}], dimensions: {{x: x, r: r}}")
                if wanted is None:
                    self.assertIn("date_order", self.run_program("load", "--full-refresh", code=3).stderr)
                else:
                    self.run_program("load", "--full-refresh")
                    self.assertEqual(self.rows("n", "r"), {wanted: 1})
        self.write("p.csv", f"id,amt\n1,9\n1,10\n2,many\n{many}")
        self.project(", lookup: [{files: p.csv, on: id, take: {r: max(amt)}}], dimensions: {x: x, r: r}")
        self.assertIn("left out of the max", " ".join(self.load("--full-refresh")["notes"]))
        self.assertEqual(self.rows("n", "r"), {"10": 1})
        self.write("p.csv", "id,amt\n1,9\n1,10\n2,many\n")
        self.assertIn("not numbers, such as 'many'", self.run_program("load", code=3).stderr)
        self.write("p.csv", "id,d\n1,05/13/2024\n1,12/31/2023\n")
        self.project(", date_order: mdy, lookup: [{files: p.csv, on: id, take: {r: max(d)}}], dimensions: {x: x, r: r}")
        self.run_program("load", "--full-refresh")
        self.assertEqual(self.rows("n", "r"), {"05/13/2024": 1})

    def test_last_days_end_at_the_local_midnight(self):
        self.write("o.csv", "id,at,x\n1,2024-10-27T22:30:00Z,late\n1,2024-03-31T22:30:00Z,next\n1,2024-03-31T21:30:00Z,last\n")
        self.write("p.csv", "id,plan,f,t\n1,A,2024-10-27,2024-10-27\n1,B,2024-03-31,2024-03-31\n1,C,2024-04-01,2024-04-02\n")
        keys = ", lookup: [{files: p.csv, on: id, as_of: {from: f, to: {column: t, inclusive: true}}, take: {plan: plan}}], dimensions: {x: x, plan: plan}"
        self.project(keys, zone="Europe/Berlin")
        self.run_program("load")
        self.assertEqual(self.rows("n", "plan"), {"A": 1, "C": 1, "B": 1})
        for end, day, found in (("2024-01", "2024-01-31", 1), ("2024-01", "2024-02-01", 0), ("2024", "2024-12-31", 1), ("2024", "2025-01-01", 0)):
            with self.subTest(end=end, day=day):
                self.write("o.csv", f"id,at,x\n1,{day}T12:00:00Z,a\n")
                self.write("p.csv", f"id,plan,f,t\n1,A,2024-01-01,{end}\n")
                notes = " ".join(self.load("--full-refresh")["notes"])
                self.assertEqual("found no id" in notes, not found)
                self.assertEqual("not valid at that time" in notes, not found, notes)

    def test_rows_that_begin_at_once(self):
        self.write("o.csv", "id,at,x\n1,2024-06-01,a\n")
        self.project(", lookup: [{files: p.csv, on: id, as_of: {from: f}, take: {plan: plan}}], dimensions: {x: x, plan: plan}")
        for starts in (("2023-01-01", "2023-01-01"), ("", ""), ("2024-03-01", "2024-03-01T00:00:00Z")):
            self.write("p.csv", f"id,plan,f\n1,A,{starts[0]}\n1,B,{starts[1]}\n")
            said = self.run_program("load", code=3).stderr
            self.assertIn("1 (twice from ", said)

    def test_a_source_that_is_looked_up_counts_an_id_once(self):
        self.write("pay.csv", "pid,cid,amt,at\np1,1,10,2024-01-01\np1,1,10,2024-01-01\np2,1,5,2024-01-01\n")
        self.write("o.csv", "id,at,x\n1,2024-06-01,a\n")
        self.project(", lookup: [{source: pay, on: {id: cid}, take: {r: sum(amt), c: count()}}], dimensions: {x: x, c: c}, values: {v: r}")
        text = (self.root / "northstar.yml").read_text()
        self.write("northstar.yml", text.replace("metrics:", "  - {name: pay, files: pay.csv, time: at, event: pay, id: pid}\nmetrics:"))
        self.run_program("load")
        self.assertEqual(self.rows(), {"a": 15})

    def test_a_later_file_cannot_change_what_was_loaded(self):
        self.write("d/a.csv", "at,v\n2024-01-01,1.234\n")
        self.project(", values: {v: v}", files="d/*.csv")
        self.run_program("load")
        self.write("d/b.csv", 'at,v\n2024-01-02,"1.234,50"\n')
        said = self.run_program("load", code=3).stderr
        self.assertIn("'v' is written with a decimal ',' now", said)
        self.assertIn("d/b.csv:2", said)
        self.assertEqual(self.rows(by=None), [1.234])
        self.project(", decimal: ',', values: {v: v}", files="d/*.csv")
        self.run_program("load")
        self.assertEqual(self.rows(by=None), [1234 + 1234.5])
        # What adds thousands to plain digits, or proves a decimal point, contradicts nothing.
        for first, later, total in (("1234", '"1,234.50"', 2468.5), ("1.234", '"1,234.50"', 1235.734), ("7", "$8.25", 15.25)):
            self.write("d/a.csv", f"at,v\n2024-01-01,{first}\n")
            (self.root / "d" / "b.csv").unlink()
            self.project(", values: {v: v}", files="d/*.csv")
            self.run_program("load", "--full-refresh", "--prune")
            self.write("d/b.csv", f"at,v\n2024-01-02,{later}\n")
            self.run_program("load")
            self.assertAlmostEqual(self.rows(by=None)[0], total, places=9)

    def test_a_log_that_was_renamed_and_written_on(self):
        self.write("d/log.csv", "at,x\n2024-01-01,a\n")
        self.project("", files="d/*.csv")
        self.run_program("load")
        (self.root / "d" / "log.csv").rename(self.root / "d" / "log.1.csv")
        with (self.root / "d" / "log.1.csv").open("a") as log:
            log.write("2024-01-02,b\n")
        self.assertEqual(self.load()["read"], 1)
        self.assertEqual(self.rows("n", None), [2])
        # The next one has its old name.
        (self.root / "d" / "log.1.csv").rename(self.root / "d" / "log.2.csv")
        self.write("d/log.1.csv", "at,x\n2024-01-03,c\n2024-01-04,d\n")
        loaded = self.load()
        self.assertNotIn("same content", " ".join(loaded["notes"]))
        self.assertEqual(self.rows("n", None), [4])

    def test_columns_that_were_renamed_between_files(self):
        self.write("d/o1.csv", "at,who\n2024-01-01,a\n")
        self.write("d/o2.csv", "created_at,person\n2024-01-02,b\n")
        self.project(", entities: {u: 'coalesce(who, person)'}", files="d/*.csv")
        text = (self.root / "northstar.yml").read_text()
        self.write("northstar.yml", text.replace("time: at", "time: 'coalesce(at, created_at)'"))
        loaded = self.load()
        self.assertEqual((loaded["kept"], loaded["notes"]), (2, []))
        self.write("northstar.yml", text.replace("time: at", "time: 'coalesce(at, created_at)'").replace("person)", "persn)"))
        self.assertIn("is not a column of the file", self.run_program("load", code=3).stderr)
        (self.root / "d" / "o2.csv").unlink()
        self.assertIn("no record has a value at 'persn'", " ".join(self.load("--prune", "--full-refresh")["notes"]))

    def test_numbers_of_json_have_one_reading(self):
        self.write("o.json", '{"at":"2024-01-01","x":"a","v":1.234}\n{"at":"2024-01-01","x":"b","v":"1.234,50"}\n')
        self.project(", dimensions: {x: x}, values: {v: v}", files="o.json")
        self.run_program("load")
        self.assertEqual(self.rows(), {"a": 1.234, "b": 1234.5})
        self.write("o.json", '{"at":"2024-01-01","x":"a","v":1.5}\n{"at":"2024-01-01","x":"b","v":"1,5"}\n')
        self.project(", decimal: ',', dimensions: {x: x}, values: {v: v}", files="o.json")
        self.run_program("load")
        self.assertEqual(self.rows(), {"a": 1.5, "b": 1.5})

    def test_blank_lines_above_the_names(self):
        self.write("o.csv", "\n\nat,x\n2024-01-01,a\n")
        self.project(", dimensions: {x: x}")
        said = self.run_program("load", code=3).stderr
        self.assertIn("begins with blank lines", said)
        self.assertIn("skip:", said)
        self.project(", skip: 2, dimensions: {x: x}")
        self.run_program("load")
        self.assertEqual(self.rows("n"), {"a": 1})

    def test_a_second_name_of_a_file_is_no_news(self):
        self.write("d/a.csv", "at,x\n2024-01-01,a\n")
        (self.root / "d" / "b.csv").symlink_to("a.csv")
        self.project("", files="d/*.csv")
        self.run_program("load")
        self.assertNotIn("changed since", self.run_program("query", "n").stderr)
        self.assertEqual(self.rows("n", None), [1])

    def of_format(self, name, files):
        self.write("northstar.yml", f"version: 1\nsources:\n  - {{name: o, files: '{files}', format: {name}}}\nmetrics:\n"
                   "  - {name: n, type: count, event: any, grain: year}\n")

    def test_refunds_are_no_charges(self):
        charge = '{"id":"ch_1","object":"charge","amount":500,"amount_captured":500,"amount_refunded":0,"created":1704103200,"currency":"usd","captured":true,"status":"succeeded"}'
        refund = '{"id":"re_1","object":"refund","amount":500,"charge":"ch_1","created":1704103201,"currency":"usd","payment_intent":"pi_1","status":"succeeded"}'
        self.write("a.json", '{"data":[' + refund + "]}")
        self.of_format("stripe_charges", "a.json")
        self.assertIn("none of the fields", self.run_program("load", code=3).stderr)
        self.write("a.json", '{"data":[' + charge + "," + refund + "]}")
        loaded = self.load()
        self.assertEqual((loaded["kept"], loaded["filtered"]), (1, 1))

    def test_exports_of_orders_that_overlap(self):
        names = "Name,Email,Financial Status,Currency,Subtotal,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Id,Source\n"
        row = "#100{0},a@b.c,paid,EUR,10.00,10.00,2024-01-0{0} 10:00:00 +0000,1,Cup,10.00,90000{0},web\n"
        self.write("d/jan.csv", names + row.format(1) + row.format(2))
        self.write("d/feb.csv", names + row.format(2) + row.format(3))
        self.of_format("shopify_orders", "d/*.csv")
        loaded = self.load()
        self.assertEqual((loaded["kept"], loaded["duplicate"]), (3, 1))

    def test_quotes_in_snowplows_table(self):
        titles = ['"open', "a", 'close"', '"all"', "z"]
        rows = []
        for i, title in enumerate(titles):
            cells = [""] * 131
            cells[3], cells[5], cells[6], cells[30], cells[12] = "2024-01-01 10:00:00.000", "page_view", f"e{i}", title, "u"
            rows.append("\t".join(cells) + "\n")
        self.write("o.tsv", "".join(rows))
        self.of_format("snowplow", "o.tsv")
        self.assertEqual(self.load()["kept"], 5)

    def test_text_without_quotes(self):
        self.write("o.tsv", 'at\tx\n2024-01-01\t"open\n2024-01-01\tb\n2024-01-01\tclose"\n2024-01-01\t"all"\n')
        self.project(", quote: none, dimensions: {x: x}", files="o.tsv")
        self.assertEqual(self.load()["kept"], 4)
        self.assertEqual(set(self.rows("n")), {'"open', "b", 'close"', '"all"'})


if __name__ == "__main__":
    unittest.main()

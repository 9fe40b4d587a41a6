"""Files of JSON in the shapes that services give: records within an object, lists within records, one long line."""

import gzip
import json
import pathlib
import subprocess
import tempfile
import unittest

from project import PROGRAM

ORDERS = [
    {"id": 1, "at": "2024-01-02T10:00:00Z", "user": {"name": "Zoé"}, "items": [{"sku": "a", "price": 1.5}, {"sku": "b", "price": 2, "at": "2024-01-05T10:00:00Z"}]},
    {"id": 2, "at": "2024-01-03T10:00:00Z", "user": {"name": "Bob"}, "items": [{"sku": "a", "price": 4}]},
    {"id": 9007199254740993, "at": "2024-02-03T10:00:00Z", "user": {"name": "Bob"}, "items": []},
]


class Json(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.folder.name)

    def tearDown(self):
        self.folder.cleanup()

    def project(self, files, keys, more="", metrics=""):
        (self.root / "northstar.yml").write_text(f"""version: 1
sources:
  - {{name: app, files: {files}, time: at, event: hit, entities: {{user: user.name}}{keys}}}
{more}metrics:
  - {{name: hits, description: d, type: count, event: hit, grain: year}}
  - {{name: users, description: d, type: active, entity: user, event: hit, grain: year}}
{metrics}""")

    def run_program(self, *arguments, code=0):
        done = subprocess.run([PROGRAM, "-p", str(self.root), *arguments], capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def load(self):
        return json.loads(self.run_program("load", "--format", "json").stdout)["sources"][0]

    def values(self, *metrics):
        answer = json.loads(self.run_program("query", *(metrics or ("hits", "users")), "--format", "json").stdout)
        return [row["value"] for row in answer["rows"]]

    def test_records_within_an_object(self):
        plain = {"meta": {"next": None}, "data": {"items": ORDERS}}
        texts = {
            "pretty": json.dumps(plain, indent=2), "one line": json.dumps(plain), "mark": "\ufeff" + json.dumps(plain, indent=1),
            "pages": "\n".join(json.dumps({"data": {"items": [order]}}) for order in ORDERS),
            "list of pages": json.dumps([{"data": {"items": ORDERS[:2]}}, {"data": {"items": ORDERS[2:]}}]),
        }
        for name, text in texts.items():
            for packed in (False, True):
                with self.subTest(name, packed=packed):
                    (self.root / "a.json").unlink(missing_ok=True)
                    (self.root / "a.json.gz").unlink(missing_ok=True)
                    if packed:
                        (self.root / "a.json.gz").write_bytes(gzip.compress(text.encode()))
                    else:
                        (self.root / "a.json").write_text(text)
                    self.project("a.json*", ", rows: data.items")
                    self.run_program("load", "--full-refresh", "--prune")
                    self.assertEqual(self.values(), [3, 2])

    def test_each_element_is_an_event(self):
        (self.root / "a.json").write_text(json.dumps({"data": ORDERS}))
        self.project("a.json", ", rows: data, each: items, values: {price: price}, dimensions: {sku: sku, day: parent.at, order: parent.id}",
                     metrics="  - {name: money, description: d, type: sum, event: hit, value: price, grain: year}\n")
        self.assertEqual(self.load()["kept"], 3)
        self.assertEqual(self.values("hits", "money"), [3, 7.5])
        days = self.run_program("query", "hits", "--grain", "day", "--format", "csv").stdout
        self.assertIn("2024-01-05,1", days)  # the element's own time goes before that of its record
        by_day = self.run_program("query", "hits", "--by", "day", "--format", "csv").stdout
        self.assertIn("2024-01-02T10:00:00Z,2", by_day)

    def test_records_without_a_list_are_said(self):
        (self.root / "a.jsonl").write_text("".join(json.dumps(order) + "\n" for order in [*ORDERS, {"id": 4, "at": "2024-01-09"}]))
        self.project("a.jsonl", ", each: items")
        loaded = self.load()
        self.assertEqual(loaded["kept"], 3)
        self.assertIn("a record has no list at 'items'", " ".join(loaded["notes"]))

    def test_a_path_that_finds_nothing_is_an_error(self):
        (self.root / "a.json").write_text(json.dumps({"data": ORDERS}))
        for keys in (", rows: items", ", rows: data.items", ", rows: data, each: lines"):
            self.project("a.json", keys)
            said = self.run_program("load", code=3).stderr
            self.assertIn("has no list at", said)
            self.assertIn("inspect", said)

    def test_a_field_that_no_record_has_is_said(self):
        (self.root / "a.jsonl").write_text("".join(json.dumps({**order, "extra": None}) + "\n" for order in ORDERS))
        self.project("a.jsonl", ", dimensions: {name: name, city: usr.city}, where: stauts != 'test'")
        notes = " ".join(self.load()["notes"])
        self.assertIn("no record has a value at 'name' (a.jsonl); did you mean 'user.name'?", notes)
        self.assertIn("no record has a value at 'usr.city'", notes)
        self.assertIn("no record has a value at 'stauts'", notes)
        self.assertNotIn("'at'", notes)
        # A field that only a later record has is there, however many come before it.
        with (self.root / "a.jsonl").open("a") as lines:
            lines.writelines(json.dumps(ORDERS[0]) + "\n" for _ in range(3000))
            lines.write(json.dumps({**ORDERS[0], "extra": "x"}) + "\n")
        self.project("a.jsonl", ", dimensions: {extra: extra}")
        self.assertNotIn("no record", " ".join(self.load()["notes"]))
        # One file of several may lack it.
        (self.root / "b.jsonl").write_text(json.dumps(ORDERS[0]) + "\n")
        self.project("[a.jsonl, b.jsonl]", ", dimensions: {extra: extra}")
        self.assertNotIn("no record", " ".join(self.load()["notes"]))

    def test_a_time_that_no_record_has_is_an_error(self):
        (self.root / "a.json").write_text(json.dumps({"data": [{"At": order["at"], "id": order["id"]} for order in ORDERS]}))
        self.project("a.json", ", rows: data")
        said = self.run_program("load", code=3).stderr
        self.assertIn("no record has a value at 'at'", said)
        self.assertIn("did you mean 'At'?", said)
        self.assertIn("northstar.yml:3:", said)

    def test_fields_of_a_looked_up_file(self):
        (self.root / "a.json").write_text(json.dumps(ORDERS))
        (self.root / "people.jsonl").write_text(json.dumps({"who": "Bob", "address": {"city": "Rome"}}) + "\n")
        self.project("a.json", ", lookup: [{files: people.jsonl, on: {user.name: who}, take: {city: city}}], dimensions: {city: city}")
        notes = " ".join(self.load()["notes"])
        self.assertIn("no record has a value at 'city' (people.jsonl); did you mean 'address.city'?", notes)

    def test_elements_that_are_no_objects_are_rejected(self):
        (self.root / "a.json").write_text(json.dumps([{**ORDERS[0], "items": [{"sku": "a"}, "b", 3, None]}]))
        self.project("a.json", ", each: items, max_rejected: 100%")
        loaded = self.load()
        self.assertEqual([loaded["kept"], loaded["rejected"]], [1, 3])

    def test_big_numbers_keep_all_digits(self):
        (self.root / "a.json").write_text(json.dumps({"data": ORDERS + [{**ORDERS[0], "id": 123456789012345678901234567890}]}))
        self.project("a.json", ", rows: data, dimensions: {id: id}")
        self.load()
        out = self.run_program("query", "hits", "--by", "id", "--format", "csv").stdout
        self.assertIn("9007199254740993,", out)
        self.assertIn("123456789012345678901234567890,", out)

    def test_names_with_blanks_and_points(self):
        (self.root / "a.json").write_text(json.dumps({"the data": {"a.b": [{"at": "2024-01-01", "user": {"name": "x"}, "Song Length": 3}]}}))
        self.project("a.json", ", rows: '\"the data\".\"a.b\"', values: {length: '`Song Length`'}",
                     metrics="  - {name: length, description: d, type: sum, event: hit, value: length, grain: year}\n")
        self.run_program("load")
        self.assertEqual(self.values("length"), [3])

    def test_one_long_line(self):
        many = [{"at": "2024-01-01T00:00:00Z", "user": {"name": f"u{n % 7}"}, "note": "x" * 100} for n in range(60_000)]
        (self.root / "a.json").write_text(json.dumps(many))
        self.project("a.json", "")
        self.assertEqual(self.load()["kept"], 60_000)
        (self.root / "a.json").write_text(json.dumps({"data": many}))
        self.project("a.json", ", rows: data")
        self.assertEqual(self.load()["kept"], 60_000)

    def test_the_page_after_the_last_one(self):
        for page, records in enumerate((ORDERS[:2], ORDERS[2:], [])):
            (self.root / f"page{page}.json").write_text(json.dumps({"next": None, "results": records}))
        inspected = json.loads(subprocess.run([PROGRAM, "inspect", ".", "--format", "json"], check=True, capture_output=True, text=True, cwd=self.root).stdout)
        self.assertEqual(inspected["inputs"][0]["rows"], 3)
        self.assertIn("rows: results", inspected["proposal"])
        self.project("page*.json", ", rows: results")
        self.assertEqual(self.load()["kept"], 3)

    def test_lookups_read_them_too(self):
        (self.root / "a.json").write_text(json.dumps({"data": ORDERS}))
        (self.root / "plans.json").write_text(json.dumps({"rows": [{"who": "Zoé", "plan": "team"}, {"who": "Bob", "plan": "solo"}]}))
        self.project("a.json", ", rows: data, dimensions: {plan: plan}, lookup: [{files: plans.json, rows: rows, on: {user.name: who}, take: {plan: plan}}]")
        self.load()
        self.assertIn("solo,2", self.run_program("query", "hits", "--by", "plan", "--format", "csv").stdout)


if __name__ == "__main__":
    unittest.main()

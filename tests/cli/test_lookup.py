"""Sources that look up fields of other tables: by key, several keys, at a time, through another source."""

import json
import pathlib
import subprocess
import tempfile
import unittest

from project import PROGRAM

ORDERS = """order_id,customer_id,purchased_at,amount
o1,c1,2024-01-01 10:00:00,10
o2,c2,2024-01-02 10:00:00,20
o3,c3,2024-01-09 10:00:00,30
o4,,2024-01-10 10:00:00,40
o5,C1 ,2024-01-11 10:00:00,50
"""
CUSTOMERS = """customer_id,person,state
c1,ann,SP
c2,ann,RJ
c4,bob,SP
"""
PAYMENTS = """order_id,kind,value
o1,card,4.10
o1,voucher,5.90
o2,card,20
o3,card,
o3,card,30
o9,card,7
"""
SOURCE = """version: 1
sources:
  - name: orders
    files: orders.csv
    time: purchased_at
    event: order
%s
    entities: {order: order_id%s}
    dimensions: {%s}
    values: {amount: amount%s}
metrics:
  - {name: orders, type: count, event: order, grain: week}
"""


class Lookup(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.folder.name)
        self.write("orders.csv", ORDERS)
        self.write("customers.csv", CUSTOMERS)
        self.write("payments.csv", PAYMENTS)

    def tearDown(self):
        self.folder.cleanup()

    def write(self, name, text):
        (self.root / name).write_text(text)

    def project(self, lookup, entities="", dimensions="", values="", extra=""):
        self.write("northstar.yml", SOURCE % (lookup, entities, dimensions, values) + extra)

    def run_program(self, *arguments, code=0):
        done = subprocess.run([PROGRAM, "-p", str(self.root), *arguments], capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def load(self, *arguments):
        done = self.run_program("load", *arguments, "--format", "json")
        return {one["source"]: one for one in json.loads(done.stdout)["sources"]}

    def values(self, metric, *arguments):
        answer = json.loads(self.run_program("query", metric, *arguments, "--format", "json").stdout)
        return {row["period"]: row["value"] for row in answer["rows"]}

    def by(self, metric, dimension):
        answer = json.loads(self.run_program("query", metric, "--by", dimension, "--grain", "year", "--format", "json").stdout)
        return {row["by"][dimension]: row["value"] for row in answer["rows"] if row["value"]}

    CUSTOMER = "    lookup: [{files: customers.csv, on: customer_id, take: {person: person, state: state}}]"

    def test_fields_by_key(self):
        self.project(self.CUSTOMER, ", customer: person", "state: state")
        note = next(n for n in self.load()["orders"]["notes"] if "customers.csv" in n)
        self.assertIn("2 rows found no customer_id in customers.csv (2 keys", note)
        self.assertIn("one of them is there with other letter case, blanks", note)
        self.assertEqual(self.by("orders", "state"), {"SP": 1, "RJ": 1, None: 3})

    def test_a_found_field_or_another(self):
        self.project("    lookup: [{files: customers.csv, on: customer_id, take: {state: state}}]", dimensions="found: \"coalesce(state, customer_id, 'none')\"")
        self.load()
        out = self.run_program("query", "orders", "--grain", "year", "--by", "found", "--format", "csv").stdout
        for state in ("SP", "RJ", "c3", "none"):
            self.assertIn(f",{state},1", out)

    def test_one_to_many_takes_an_aggregate(self):
        self.project("    lookup: [{files: payments.csv, on: order_id, take: {paid: sum(value), payments: count(), "
                     "most: max(value), kind: first(kind), last_kind: last(kind), filled: count(value)}}]",
                     dimensions="kind: kind, last_kind: last_kind", values=", paid: paid, payments: payments, most: most, filled: filled",
                     extra="  - {name: paid, type: sum, event: order, value: paid, grain: year}\n"
                           "  - {name: payments, type: sum, event: order, value: payments, grain: year}\n"
                           "  - {name: most, type: sum, event: order, value: most, grain: year}\n"
                           "  - {name: filled, type: sum, event: order, value: filled, grain: year}\n")
        self.load()
        self.assertEqual(self.values("paid"), {"2024-01-01": 60.0})
        self.assertEqual(self.values("payments"), {"2024-01-01": 5})
        self.assertEqual(self.values("filled"), {"2024-01-01": 4})
        self.assertEqual(self.values("most"), {"2024-01-01": 5.90 + 20 + 30})
        self.assertEqual(self.by("orders", "kind"), {"card": 3, None: 2})
        self.assertEqual(self.by("orders", "last_kind"), {"voucher": 1, "card": 2, None: 2})

    def test_a_repeated_key_is_an_error(self):
        self.project("    lookup: [{files: payments.csv, on: order_id, take: {kind: kind}}]", dimensions="kind: kind")
        error = self.run_program("load", code=3).stderr
        self.assertIn("payments.csv has several rows for one order_id", error)
        self.assertIn("o1 (2 rows)", error)
        self.assertIn("northstar.yml:7:", error)
        self.assertIn("take an aggregate", error)

    def test_missing_rows_can_be_rejected(self):
        self.project(self.CUSTOMER.replace("}}]", "}, missing: reject}]") + "\n    max_rejected: 50%", dimensions="state: state")
        loaded = self.load()["orders"]
        self.assertEqual((loaded["rejected"], loaded["kept"]), (2, 3))
        self.assertIn("found no match in customers.csv", json.dumps(loaded["reasons"]))

    def test_two_joins_away(self):
        self.write("regions.csv", "state,region\nSP,south\nRJ,east\n")
        self.project("    lookup:\n      - {files: customers.csv, on: customer_id, take: {state: state}}\n"
                     "      - {files: regions.csv, on: state, take: {region: region}}", dimensions="region: region")
        self.load()
        self.assertEqual(self.by("orders", "region"), {"south": 1, "east": 1, None: 3})

    def test_composite_keys_of_other_names(self):
        self.write("limits.csv", "cust,day,tier\nc1,2024-01-01 10:00:00,gold\nc2,2024-01-01 10:00:00,basic\n")
        self.project("    lookup: [{files: limits.csv, on: [{customer_id: cust}, {purchased_at: day}], take: {tier: tier}}]", dimensions="tier: tier")
        self.load()
        self.assertEqual(self.by("orders", "tier"), {"gold": 1, None: 4})

    def test_as_of(self):
        self.write("plans.csv", "customer_id,plan,begin,end\nc1,free,2023-12-01,2024-01-01\nc1,pro,2024-01-01,\nc2,free,2023-01-01,2024-01-02\nc3,pro,2024-01-10,\n")
        lookup = "    lookup: [{files: plans.csv, on: customer_id, take: {plan: plan}, as_of: {from: begin, to: %s}}]"
        self.project(lookup % "end", dimensions="plan: plan")
        self.load()
        self.assertEqual(self.by("orders", "plan"), {"pro": 1, None: 4})
        self.project(lookup % "{column: end, inclusive: true}", dimensions="plan: plan")
        error = self.run_program("load", code=3).stderr
        self.assertIn("several rows valid at once for one customer_id", error)
        self.assertIn("c1 (again from 2024-01-01", error)
        self.write("plans.csv", "customer_id,plan,begin,end\nc1,free,2023-12-01,2023-12-31\nc1,pro,2024-01-01,\nc2,free,2023-01-01,2024-01-02\n")
        self.load()
        self.assertEqual(self.by("orders", "plan"), {"pro": 1, "free": 1, None: 3})
        self.project("    lookup: [{files: plans.csv, on: customer_id, take: {plan: plan}, as_of: {from: begin}}]", dimensions="plan: plan")
        self.load()
        self.assertEqual(self.by("orders", "plan"), {"pro": 1, "free": 1, None: 3})

    def test_a_source_is_a_table(self):
        lines = ("    lookup: [{source: orders, on: order_id, take: {state: state, at: purchased_at}}]\n")
        self.project(self.CUSTOMER, dimensions="state: state")
        text = (self.root / "northstar.yml").read_text().replace("metrics:", "  - name: payments\n    files: payments.csv\n    event: payment\n"
            "    time: at\n" + lines + "    where: kind = 'card'\n    max_rejected: 50%\n    dimensions: {pay_state: state}\n    values: {value: value}\nmetrics:")
        self.write("northstar.yml", text + "  - {name: payments, type: count, event: payment, grain: year}\n")
        self.load()
        self.assertEqual(self.by("payments", "pay_state"), {"SP": 1, "RJ": 1, None: 2})

    def test_a_changed_table_is_read_again_with_its_source(self):
        self.project(self.CUSTOMER, dimensions="state: state")
        self.load()
        again = self.load()["orders"]
        self.assertEqual(again["read"], 0)
        self.write("customers.csv", CUSTOMERS)  # the same content
        self.assertEqual(self.load()["orders"]["read"], 0)
        self.write("customers.csv", CUSTOMERS.replace("RJ", "BA"))
        self.assertIn("orders", self.run_program("query", "orders").stderr)
        changed = self.load()["orders"]
        self.assertEqual(changed["read"], 5)
        self.assertTrue(any("customers.csv changed, which its rows look up" in n for n in changed["notes"]), changed["notes"])
        self.assertEqual(self.by("orders", "state"), {"SP": 1, "BA": 1, None: 3})
        with open(self.root / "orders.csv", "a") as out:
            out.write("o6,c4,2024-01-12 10:00:00,60\n")
        self.assertEqual(self.load()["orders"]["read"], 1)
        grown = self.by("orders", "state")
        self.load("--full-refresh")
        self.assertEqual(grown, self.by("orders", "state"))

    def test_what_cannot_be(self):
        for lookup, words in (
            ("[{files: nothing.csv, on: customer_id, take: {a: b}}]", "no file matches 'nothing.csv'"),
            ("[{files: customers.csv, on: customer, take: {state: state}}]", "the file has no column 'customer'"),
            ("[{files: customers.csv, on: customer_id, take: {state: stat}}]", "the file has no column 'stat'"),
            ("[{files: customers.csv, on: customer_id, take: {amount: state}}]", "the file has a column 'amount' too"),
            ("[{files: payments.csv, on: order_id, take: {paid: sum(kind)}}]", "6 cells in 'kind' are not numbers"),
        ):
            self.project("    lookup: " + lookup)
            self.assertIn(words, self.run_program("load", code=3).stderr)
        for lookup, words in (
            ("[{on: customer_id, take: {a: b}}]", "a lookup needs one of 'files', 'database' and 'source'"),
            ("[{source: order, on: customer_id, take: {a: b}}]", "did you mean 'orders'"),
            ("[{source: orders, on: customer_id, take: {a: b}}]", "looks up itself"),
            ("[{files: a.csv, take: {a: b}}]", "this lookup has no 'on'"),
            ("[{files: a.csv, on: a, take: {a: b, c: sum(d)}}]", "others an aggregate"),
            ("[{files: a.csv, on: a, take: {a: b}}, {files: b.csv, on: a, take: {a: b}}]", "two lookups take a field 'a'"),
            ("[{files: a.csv, on: a, take: {a: sum(b)}, as_of: {from: x}}]", "'as_of' finds one row"),
        ):
            self.project("    lookup: " + lookup)
            self.assertIn(words, self.run_program("validate", code=2).stderr + self.run_program("validate", code=2).stdout)

    def test_only_rows_with_a_time_look_up(self):
        self.write("northstar.yml", "version: 1\nsources:\n  - {name: people, identities: customers.csv, merge: {from: customer_id, to: person, entity: user}, "
                   "lookup: [{files: a.csv, on: a, take: {b: c}}]}\n")
        self.assertIn("only events and feedback look up fields", self.run_program("validate", code=2).stdout + self.run_program("validate", code=2).stderr)
        self.project("    lookup: [" + ", ".join("{files: a.csv, on: a, take: {f%d: c}}" % i for i in range(33)) + "]")
        self.assertIn("at most 32 tables", self.run_program("validate", code=2).stdout + self.run_program("validate", code=2).stderr)

    def test_times_of_two_columns_in_another_order(self):
        self.write("hours.csv", "day;hour;rides\n01/09/2012;0;3\n13/09/2012;17;5\n31/12/2012;9;7\n")
        self.write("northstar.yml", "version: 1\nsources:\n  - {name: rides, files: hours.csv, time: \"concat(day, ' ', hour)\", date_order: dmy, "
                   "event: hour, values: {rides: rides}}\nmetrics:\n  - {name: rides, type: sum, event: hour, value: rides, grain: month}\n")
        self.load()
        self.assertEqual(self.values("rides", "--grain", "day", "--from", "2012-09-13", "--to", "2012-09-13"), {"2012-09-13": 5})
        self.assertEqual({k: v for k, v in self.values("rides").items() if v}, {"2012-09-01": 8, "2012-12-01": 7})

    def test_times_of_renamed_columns(self):
        self.write("reviews.csv", "id,created_at,at\n1,2024-01-01,\n2,,2024-01-02T10:00:00Z\n3,,\n")
        self.write("northstar.yml", "version: 1\nsources:\n  - {name: r, files: reviews.csv, time: \"coalesce(at, created_at)\", max_rejected: 50%, event: review}\n"
                   "metrics:\n  - {name: reviews, type: count, event: review, grain: day}\n")
        loaded = self.load()["r"]
        self.assertEqual((loaded["kept"], loaded["rejected"]), (2, 1))
        self.assertEqual(self.values("reviews"), {"2024-01-01": 1, "2024-01-02": 1})


if __name__ == "__main__":
    unittest.main()

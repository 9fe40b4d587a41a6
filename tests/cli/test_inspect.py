"""Files that nobody described: `inspect` says what they are, `init --from` makes a project that loads."""

import json
import os
import pathlib
import pty
import shutil
import signal
import subprocess
import tempfile
import time
import unittest
import zipfile

import jsonschema

from project import PROGRAM

WORKBOOKS = pathlib.Path(__file__).resolve().parents[1] / "door" / "workbooks"


def days(count):
    return [f"2024-{1 + i // 28:02}-{1 + i % 28:02}" for i in range(count)]


class Inspect(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.root = pathlib.Path(self.folder.name)
        self.data = self.root / "data"
        self.data.mkdir()
        self.copies = self.root / "tmp"
        self.copies.mkdir()

    def run_program(self, *arguments, code=0):
        done = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=120, cwd=self.root, env={**os.environ, "TMPDIR": str(self.copies)})
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def inspect(self, *paths):
        answer = json.loads(self.run_program("inspect", *(paths or ["data"]), "--format", "json").stdout)
        schema = json.loads(self.run_program("schema", "--answers").stdout)
        jsonschema.Draft202012Validator({"$defs": schema["$defs"], "$ref": "#/$defs/inspect"}).validate(answer)
        self.inputs = {one["name"]: one for one in answer["inputs"]}
        return answer

    def kinds(self, name):
        return {column["name"]: column["kind"] for column in self.inputs[name]["columns"]}

    def shop(self):
        people = [f"c{i:03}f9a{i * 7919 % 9973:04}" for i in range(40)]
        orders = ["order_id,customer_id,ordered_at,amount"]
        orders += [f"o{i:05},{people[i * 7 % 40]},{day}T10:{i % 60:02}:00Z,{5 + i % 17}.50" for i, day in enumerate(days(300))]
        (self.data / "orders.csv").write_text("\n".join(orders) + "\n")
        customers = ["customer_id,country"] + [f"{id},{('France', 'Spain', 'Chile')[i % 3]}" for i, id in enumerate(people)]
        (self.data / "customers.csv").write_text("\n".join(customers) + "\n")

    def test_tables_that_belong_together(self):
        self.shop()
        (self.data / "README.md").write_bytes(b"")
        answer = self.inspect()
        self.assertEqual(self.kinds("orders.csv"), {"order_id": "id", "customer_id": "who", "ordered_at": "time", "amount": "number"})
        self.assertEqual(self.kinds("customers.csv"), {"customer_id": "who", "country": "category"})
        [join] = answer["joins"]
        self.assertEqual(
            (join["left"], join["right"], join["matched"], join["many"]), ("orders.csv:customer_id", "customers.csv:customer_id", 1.0, "one"))
        self.assertEqual(answer["events"], [{"name": "order", "count": 300}])
        self.assertEqual(answer["span"], {"from": "2024-01-01T10:00:00Z", "to": "2024-11-20T10:59:00Z"})
        self.assertEqual([other["name"] for other in answer["others"]], ["README.md"])

    def test_a_project_from_them_counts_right(self):
        self.shop()
        done = self.run_program("init", "shop", "--from", "data")
        self.assertIn("orders: orders.csv, time: ordered_at", done.stdout)
        self.assertIn("active_customers", done.stdout)
        self.run_program("-p", "shop", "validate")
        rows = json.loads(self.run_program("-p", "shop", "query", "orders", "total_amount", "--grain", "year", "--format", "json").stdout)["rows"]
        self.assertEqual([row["value"] for row in rows], [300, sum(5.5 + i % 17 for i in range(300))])
        france = self.run_program("-p", "shop", "query", "orders", "--grain", "year", "--by", "country", "--format", "json")
        self.assertEqual(
            {row["by"]["country"]: row["value"] for row in json.loads(france.stdout)["rows"]},
            {c: sum(i * 7 % 40 % 3 == n for i in range(300)) for n, c in enumerate(("France", "Spain", "Chile"))})
        self.run_program("init", "kind", "--from", "data/orders.csv", "data/customers.csv", "--template", "marketplace", "--yes")
        self.assertIn("# What products like 'marketplace' look at too", (self.root / "kind" / "northstar.yml").read_text())
        self.run_program("-p", "kind", "validate")
        before = (self.root / "shop" / "northstar.yml").read_text()
        self.assertIn("already exists", self.run_program("init", "shop", "--from", "data", code=2).stderr)
        self.assertEqual((self.root / "shop" / "northstar.yml").read_text(), before)

    def test_shapes_of_text_load_as_they_were_found(self):
        rows = [(f"{i % 28 + 1:02}/{i // 28 + 1:02}/2023", f"user{i % 9}", f"1.{i % 10}23,{i % 100:02}") for i in range(200)]
        (self.data / "visits.csv").write_bytes(
            "\n".join(["Report of visits", "", "Tag;Benutzer;Betrag"] + [";".join(row) for row in rows]).encode("latin1") + "\nSumme é;;\n".encode("latin1"))
        self.inspect()
        found = self.inputs["visits.csv"]
        self.assertEqual((found["delimiter"], found["decimal"], found["header"], found["rows"]), (";", ",", True, 200))
        self.assertEqual(self.kinds("visits.csv"), {"Tag": "time", "Benutzer": "who", "Betrag": "number"})
        done = self.run_program("init", "project", "--from", "data")
        self.assertIn("200", done.stdout)
        text = (self.root / "project" / "northstar.yml").read_text()
        for key in ("skip: 2", "date_order: dmy", "encoding: latin1"):
            self.assertIn(key, text)
        answer = json.loads(self.run_program("-p", "project", "query", "total_betrag", "--grain", "year", "--format", "json").stdout)
        wanted = sum(1000 + i % 10 * 100 + 23 + i % 100 / 100 for i in range(200))
        self.assertAlmostEqual(answer["rows"][0]["value"], wanted, places=6)

    def test_a_log_without_names(self):
        (self.data / "calls.txt").write_text("".join(f"{i % 13 + 1} {i % 17 + 20} {1700000000 + 3600 * i}\n" for i in range(500)))
        self.inspect()
        found = self.inputs["calls.txt"]
        self.assertEqual((found["delimiter"], found["header"], found["rows"]), ("whitespace", False, 500))
        self.assertEqual(self.kinds("calls.txt")["c3"], "time")
        self.run_program("init", "project", "--from", "data/calls.txt")
        answer = json.loads(self.run_program("-p", "project", "query", "calls", "--grain", "year", "--format", "json").stdout)
        self.assertEqual(answer["rows"][0]["value"], 500)

    def test_files_of_one_shape_are_one_table(self):
        def lines(day):
            return "".join(
                json.dumps({"ts": f"2024-05-{day:02}T0{i}:00:00Z", "userId": f"u{i}", "page": ("home", "cart", "pay")[i % 3], "level": "free"}) + "\n" for i in range(9))

        with zipfile.ZipFile(self.data / "export.zip", "w") as archive:
            for day in (1, 2, 3):
                archive.writestr(f"events/2024-05-{day:02}.json", lines(day))
        self.inspect()
        [(name, found)] = self.inputs.items()
        self.assertEqual((name, found["files"], found["rows"], found["format"]), ("export.zip!events/*.json", 3, 27, "json"))
        done = self.run_program("init", "project", "--from", "data")
        self.assertIn("3 new", done.stdout)
        for other in ("a", "b"):
            (self.root / other).mkdir()
            (self.root / other / "log.jsonl").write_text(lines(4))
        self.inspect("a/log.jsonl", "b/log.jsonl")
        self.assertEqual(sorted(self.inputs), ["a/log.jsonl", "b/log.jsonl"], "files of several folders stay apart")

    def test_sheets(self):
        shutil.copy(WORKBOOKS / "kinds.xlsx", self.data)
        self.inspect()
        self.assertTrue(all(name.startswith("kinds.xlsx#") for name in self.inputs), self.inputs)
        self.assertEqual({one["format"] for one in self.inputs.values()}, {"xlsx"})

    def test_a_column_renamed_half_way(self):
        rows = [f"{day}T08:00:00Z,,u{i % 30}" if i < 100 else f",{day}T08:00:00Z,u{i % 30}" for i, day in enumerate(days(200))]
        (self.data / "logins.csv").write_text("created_at,at,user_id\n" + "\n".join(rows) + "\n")
        self.assertIn("coalesce(created_at, at)", self.inspect()["proposal"])
        self.run_program("init", "project", "--from", "data")
        answer = json.loads(self.run_program("-p", "project", "query", "logins", "--grain", "year", "--format", "json").stdout)
        self.assertEqual(answer["rows"][0]["value"], 200)

    def test_names_that_are_no_words(self):
        rows = [f'#{1000 + i},"Ann {i % 37}",2024-0{1 + i % 6}-10 10:00:00,"$1,{i:03}.50",{("open", "closed: now")[i % 2]},{i % 5}' for i in range(300)]
        (self.data / "Orders (final).csv").write_text('Order ID,"Customer, Name",Created (UTC),Total $,Status: now,order-count\n' + "\n".join(rows) + "\n")
        calls = [{"id": i, "visitor": {"id": f"v{i % 20}", "Home Town": "XY"[i % 2]}, "at": f"2024-02-{1 + i % 28:02}T01:00:00Z"} for i in range(200)]
        (self.data / "calls.json").write_text("".join(json.dumps(one) + "\n" for one in calls))
        (self.data / "page.json").write_text(json.dumps({"data": calls}))
        answer = self.inspect()
        self.assertEqual(self.inputs["page.json"]["rows"], 200)
        self.assertIn("files: data/page.json\n  rows: data\n", answer["proposal"])
        self.run_program("init", "project", "--from", "data")
        query = ["-p", "project", "query", "orders", "total_total", "active_customer_names", "calls", "--grain", "year", "--format", "json"]
        values = [row["value"] for row in json.loads(self.run_program(*query).stdout)["rows"]]
        self.assertEqual(values, [300, sum(1000.5 + i for i in range(300)), 37, 200])
        for by, metric in (("status_now", "orders"), ("home_town", "calls")):
            self.run_program("-p", "project", "query", metric, "--by", by, "--grain", "year")

    def on_terminal(self, answers, *arguments):
        """What the program prints where it can ask, and is answered."""
        leader, follower = pty.openpty()
        process = subprocess.Popen([PROGRAM, *arguments], cwd=self.root, stdin=follower, stdout=subprocess.PIPE, stderr=follower, text=True)
        os.close(follower)
        os.write(leader, answers.encode())
        out, _ = process.communicate(timeout=120)
        os.close(leader)
        self.assertEqual(process.returncode, 0, out)
        return out

    def test_it_asks_what_only_people_know(self):
        rows = [f"{1 + i % 12:02}/{1 + i % 11:02}/2024,u{i % 30},s{i % 9},{i}.5" for i in range(200)]
        (self.data / "orders.csv").write_text("ordered,user_id,seller_id,amount\n" + "\n".join(rows) + "\n")
        self.on_terminal("Mars/Olympus\nEurope/Paris\nmdy\nnobody\nseller\n", "init", "asked", "--from", "data")
        text = (self.root / "asked/northstar.yml").read_text()
        self.assertIn("timezone: Europe/Paris\n", text)
        self.assertIn("date_order: mdy\n", text)
        self.assertIn("candidates: [active_sellers,", text)
        self.on_terminal("\n\n\n", "init", "guessed", "--from", "data")
        text = (self.root / "guessed/northstar.yml").read_text()
        self.assertIn("timezone: UTC\n", text)
        self.assertIn("date_order: dmy\n", text)
        self.assertIn("candidates: [active_users,", text)
        self.on_terminal("", "init", "silent", "--from", "data", "--yes")
        self.assertIn("# a guess", (self.root / "silent/northstar.yml").read_text())

    def test_ctrl_c(self):
        with open(self.data / "big.csv", "w") as file:
            file.write("id,user_id,at\n")
            file.writelines(f"{i},u{i % 500},2024-01-{1 + i % 28:02}T10:00:00Z\n" for i in range(2_000_000))
        command = [PROGRAM, "init", "project", "--from", "data"]
        process = subprocess.Popen(command, cwd=self.root, env={**os.environ, "TMPDIR": str(self.copies)}, text=True,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        while process.poll() is None and not any(self.copies.iterdir()):
            time.sleep(0.005)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate()
        self.assertEqual(process.returncode, 3, errors)
        self.assertIn("interrupted", errors)
        self.assertFalse((self.root / "project" / "northstar.yml").exists())
        self.assertEqual(list(self.copies.iterdir()), [])

    def test_what_cannot_be_read(self):
        self.assertIn("there is no file or folder 'nothing.csv'", self.run_program("inspect", "nothing.csv", code=2).stderr)
        (self.data / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10)
        self.assertIn("picture.png", self.run_program("inspect", "data", code=3).stderr)
        (self.data / "broken.zip").write_bytes(b"PK\x03\x04" + b"x" * 50)
        self.assertIn("none of 2 files is a table", self.run_program("inspect", "data", code=3).stderr)
        (self.data / "names.csv").write_text("name,city\nAnn,Rome\nBob,Oslo\n")
        answer = self.inspect()
        self.assertEqual(sorted(other["name"] for other in answer["others"]), ["broken.zip", "picture.png"])
        self.assertEqual((answer["proposal"], answer["events"]), ("", []))
        self.assertIn("no events", self.run_program("init", "project", "--from", "data", code=3).stderr)
        self.assertFalse((self.root / "project" / "northstar.yml").exists())
        self.assertEqual(self.run_program("init", "x", "--from", "data", "--template", "marketplac", code=2).stdout, "")
        self.assertEqual(list(self.copies.iterdir()), [], "copies are removed")


if __name__ == "__main__":
    unittest.main()

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
        self.assertIn("# Of the template 'marketplace' the files have nothing like these", (self.root / "kind" / "northstar.yml").read_text())
        self.run_program("-p", "kind", "validate")
        before = (self.root / "shop" / "northstar.yml").read_text()
        self.assertIn("already exists", self.run_program("init", "shop", "--from", "data", code=2).stderr)
        self.assertEqual((self.root / "shop" / "northstar.yml").read_text(), before)

    def rows_of(self, *metrics, grain="year"):
        rows = json.loads(self.run_program("-p", "shop", "query", *metrics, "--grain", grain, "--format", "json").stdout)["rows"]
        return [row["value"] for row in rows]

    def table(self, name, names, row, count=120):
        lines = [names] + [row(i, day) for i, day in enumerate(days(count))]
        (self.data / name).write_text("\n".join(lines) + "\n")

    def test_words_for_no_value(self):
        for word in ("NULL", "N/A", "None", "--", "\\N"):
            with self.subTest(word):
                shutil.rmtree(self.root / "shop", ignore_errors=True)
                self.table("orders.csv", "order_id,customer_id,ordered_at,discount,amount",
                           lambda i, day: f"o{i:05},{word if i % 3 == 0 and word != '--' else f'c{i % 7}'},{day},{word if i % 5 == 0 else '1.50'},{i}.25")
                self.inspect()
                self.assertEqual(self.kinds("orders.csv")["discount"], "number")
                self.assertIn(f"24 cells in 'discount' say '{word}', which stands for no value", self.inputs["orders.csv"]["odd"])
                self.run_program("init", "shop", "--from", "data", "--yes")
                self.assertEqual(self.rows_of("orders", "active_customers"), [120, 7])
        # Without the key the cells are no numbers, and the message says how to mend it.
        project = self.root / "shop" / "northstar.yml"
        project.write_text("".join(line for line in project.read_text().splitlines(True) if "null_values" not in line))
        said = self.run_program("-p", "shop", "load", code=3).stderr
        self.assertIn("null_values: ['\\N']", said)
        project.write_text(project.read_text().replace("    event: order\n", "    event: order\n    null_values: [NULL]\n"))
        self.assertIn("expected a text", self.run_program("-p", "shop", "validate", code=2).stderr)

    def test_words_for_no_value_in_a_table_that_is_looked_up(self):
        self.table("orders.csv", "order_id,customer_id,ordered_at", lambda i, day: f"o{i:05}x{i * 7 % 97},c{i % 40},{day}")
        self.table("payments.csv", "order_id,amount", lambda i, day: f"o{i // 2:05}x{i // 2 * 7 % 97},{'NULL' if i % 3 == 0 else '1.50'}", count=240)
        self.run_program("init", "shop", "--from", "data", "--yes")
        self.assertIn("null_values: ['NULL']", (self.root / "shop" / "northstar.yml").read_text())
        self.assertEqual(self.rows_of("total_amount"), [160 * 1.5])

    def test_times_that_have_one_reading(self):
        forms = {
            "2024/{m}/{d}": None, "2024.{m}.{d} 04:59": None, "2024{m}{d}": None, "{d}/{b}/24 4:59 AM": None, "{d}-{b}-2024": None, "Sat, {d} {b} 2024 04:59:43 GMT": None,
            "Sat {b} {d} 04:59:43 +0000 2024": None, "{d}.{m}.24": "dmy", "{d}.{m}.2024": "dmy", "{m}/{d}/2024": "mdy",
        }
        for form, order in forms.items():
            with self.subTest(form):
                shutil.rmtree(self.root / "shop", ignore_errors=True)
                self.table("orders.csv", "order_id,customer_id,order_date,amount",
                           lambda i, day: f"o{i:05},c{i % 7},\"{form.format(m=day[5:7], d=day[8:], b=['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun'][int(day[5:7]) - 1])}\",{i}.25")
                self.inspect()
                self.assertEqual(self.kinds("orders.csv")["order_date"], "time")
                self.run_program("init", "shop", "--from", "data", "--yes")
                self.assertEqual(self.rows_of("orders", grain="month"), [28, 28, 28, 28, 8])
                written = (self.root / "shop" / "northstar.yml").read_text()
                self.assertEqual(f"date_order: {order}" in written, order is not None, written)

    def test_months_by_their_first_days(self):
        (self.data / "mrr.csv").write_text("month,plan,mrr\n" + "".join(
            f"{month:02}/01/2023,{plan},{month * 10}.50\n" for month in range(1, 13) for plan in ("basic", "pro")))
        self.run_program("init", "shop", "--from", "data", "--yes")
        self.assertEqual(self.rows_of("total_mrr", grain="month"), [2 * (month * 10 + 0.5) for month in range(1, 13)])

    def test_a_day_and_a_time_of_day_in_two_columns(self):
        self.table("payments.csv", "Date,Time,Name,Type,Amount", lambda i, day: f"{day},{i % 24:02}:30:00,Shop {i % 9},card,{i}.25")
        self.run_program("init", "shop", "--from", "data", "--yes")
        hours = self.run_program("-p", "shop", "query", "payments", "--grain", "hour", "--format", "csv", "--from", "2024-01-03", "--to", "2024-01-03").stdout
        self.assertIn("2024-01-03T02:00", hours)
        self.assertIn(",1,", hours)

    def test_what_counts_people_names_none(self):
        self.table("daily.csv", "date,visitors,new_users,pageviews", lambda i, day: f"{day},{800 + i * 13 % 90},{i % 40 + 3},{2000 + i * 37 % 500}")
        self.table("orders.csv", "order_id,customer_id,ordered_at,is_new_customer,payment_method,amount",
                   lambda i, day: f"o{i:05},c{i % 40},{day},{i % 2},{('stripe', 'bacs', 'paypal')[i % 3]},{i}.25")
        self.inspect()
        self.assertEqual(self.kinds("daily.csv"), {"date": "time", "visitors": "number", "new_users": "number", "pageviews": "number"})
        self.assertEqual(self.kinds("orders.csv")["is_new_customer"], "category")
        self.assertEqual(self.kinds("orders.csv")["payment_method"], "category")
        done = self.run_program("init", "shop", "--from", "data", "--yes")
        self.assertNotIn("stripe_count", done.stdout)
        self.assertEqual(self.rows_of("orders"), [120])

    def test_old_tables_do_not_end_the_others(self):
        self.shop()
        self.table("employees.csv", "employee_id,hire_date", lambda i, day: f"e{i:03},{day.replace('2024', '2020')}", count=9)
        self.run_program("init", "shop", "--from", "data", "--yes")
        rows = json.loads(self.run_program("-p", "shop", "query", "active_customers", "--grain", "month", "--format", "json").stdout)["rows"]
        self.assertGreater(sum(row["complete"] for row in rows), 8)

    def test_files_of_months_are_one_table(self):
        for month, name in enumerate(("2019-Oct", "2019-Nov", "2019-Dec")):
            (self.data / f"{name}.csv").write_text("event_time,event_type,user_id,price\n" + "".join(
                f"2019-{10 + month}-{1 + i % 28:02} 10:00:00,{('view', 'cart', 'purchase')[i % 3]},{1000 + i % 30},{i}.50\n" for i in range(300)))
        self.inspect()
        self.assertEqual(len(self.inputs), 1)
        self.run_program("init", "shop", "--from", "data", "--yes")
        self.assertEqual(self.rows_of("total_price"), [3 * sum(i + 0.5 for i in range(300) if i % 3 == 2)])

    def test_amounts_that_read_both_ways(self):
        self.table("orders.csv", "order_id,customer_id,ordered_at,amount", lambda i, day: f"o{i:05},c{i % 9},{day},\"{1 + i % 9},{100 + i}\"")
        self.inspect()
        self.assertIn("nothing in 'amount' shows whether the sign in 1,100 parts thousands or a fraction", self.inputs["orders.csv"]["odd"])
        self.run_program("init", "shop", "--from", "data", "--yes")
        self.assertIn("thousands: ','  # a guess", (self.root / "shop" / "northstar.yml").read_text())
        self.assertEqual(self.rows_of("total_amount"), [sum(1000 * (1 + i % 9) + 100 + i for i in range(120))])

    def test_columns_that_cannot_be_used_are_said(self):
        self.table("issues.csv", "Issue key,Reporter,Created,Sprint,Sprint,Points", lambda i, day: f"WEB-{i},r{i % 9},{day},S{i % 4},S{i % 5},{'many' if i % 10 == 0 else i % 8}")
        self.inspect()
        self.assertIn("2 columns are called 'Sprint', so that it cannot be told which is meant", self.inputs["issues.csv"]["odd"])
        self.run_program("init", "shop", "--from", "data", "--yes")
        written = (self.root / "shop" / "northstar.yml").read_text()
        self.assertIn("# left out: Sprint, which is the name of several columns", written)
        self.assertIn("# left out: Points, of whose cells 10% are no numbers", written)

    def test_amounts_in_brackets_are_below_zero(self):
        self.table("payments.csv", "payment_id,customer_id,paid_at,amount", lambda i, day: f"p{i:05},c{i % 9},{day},\"{'(1,833.69)' if i % 4 == 0 else '2,000.00'}\"")
        self.run_program("init", "shop", "--from", "data", "--yes")
        [total] = self.rows_of("total_amount")
        self.assertAlmostEqual(total, 90 * 2000 - 30 * 1833.69, places=6)

    def test_columns_with_points_and_accents_in_their_names(self):
        self.table("subscriptions.csv", "subscription.id,customer.id,subscription.started_at,subscription.cancelled_at,Région,Impr.,mrr",
                   lambda i, day: f"s{i:05}x7,c{i % 40}k9,{day},{day.replace('2024', '2025') if i % 3 == 0 else ''},R{i % 4},{i * 7},{i}.25")
        done = self.run_program("init", "shop", "--from", "data", "--yes")
        self.assertIn("region: ", (self.root / "shop" / "northstar.yml").read_text())
        self.assertIn("subscriptions_ended", done.stdout)

    def test_a_template_over_the_names_of_the_files(self):
        self.table("orders.csv", "order_id,user_id,ordered_at,order_total,qty", lambda i, day: f"o{i:05}x{i % 7},u{i % 25}k9,{day},{i}.50,{1 + i % 3}", count=200)
        done = self.run_program("init", "shop", "--from", "data", "--template", "ecommerce", "--yes")
        self.assertIn("active_buyers", done.stdout)
        written = (self.root / "shop" / "northstar.yml").read_text()
        self.assertIn("customer is taken to be 'user'", written)
        self.assertIn("#   refund_rate: refunded, payment_received", written)
        self.assertIn("candidates: [orders_completed, active_buyers, gross_merchandise_value", written)
        self.run_program("-p", "shop", "validate")
        self.assertEqual(self.rows_of("active_buyers", "items_per_order"), [25, sum(1 + i % 3 for i in range(200)) / 200])
        said = self.run_program("init", "other", "--from", "data", "--template", "ecomerce", code=2).stderr
        self.assertIn("ecomerce not in {", said)

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
        query = ["-p", "project", "query", "orders", "total_sum", "active_customer_names", "calls", "--grain", "year", "--format", "json"]
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

"""Sources that are tables or queries of PostgreSQL and SQLite: what is read, what a cursor leaves out, what goes wrong."""

import json
import os
import signal
import sqlite3
import subprocess
import time
import unittest
from datetime import datetime, timedelta, timezone

import postgres
from project import PROGRAM, ProjectTest

TABLE = """create table orders (id integer primary key, at timestamp not null, kind text, person text, amount numeric, updated_at timestamp)"""
SOURCE = """version: 1
timezone: UTC
sources:
  - name: shop
    database: %s
    %s
    time: at
    event_column: kind
    entities: {user: person}
    values: {amount: amount}
    where: kind != 'draft'
    id: id
    %s
metrics:
  - {name: orders, description: d, type: count, event: paid, grain: month}
  - {name: buyers, description: d, type: active, entity: user, event: paid, grain: month}
  - {name: money, description: d, type: sum, event: paid, value: amount, grain: month}
  - {name: refunds, description: d, type: count, event: refunded, grain: month}
"""


def stamp(seconds_ago=0.0):
    return (datetime.now(timezone.utc) - timedelta(seconds=seconds_ago)).strftime("%Y-%m-%d %H:%M:%S.%f")


class Databases:
    """What holds of both kinds; the classes below say how to reach theirs."""

    def write_project(self, what="table: orders", more="", address=None):
        (self.root / "northstar.yml").write_text(SOURCE % (address or self.address(), what, more))

    def insert(self, number, kind="paid", at="2024-01-10 12:00:00", updated=None, amount="2.50", person=None):
        self.execute(
            f"insert into orders values ({number}, '{at}', '{kind}', '{person or f'u{number % 3}'}', {amount}, '{updated or stamp()}')")

    def refused(self):
        done = subprocess.run([PROGRAM, "-p", str(self.root), "load"], capture_output=True, text=True, timeout=60)
        self.assertIn(done.returncode, (2, 3), done.stdout + done.stderr)
        return done.stderr

    def answers(self):
        out = self.run_program("query", "orders", "buyers", "money", "refunds", "--from", "2024-01-01", "--to", "2024-03-31", "--as-of",
                               "2024-06-01", "--format", "csv").stdout
        return out

    def check_as_full(self):
        """What is stored answers as if all had been read anew."""
        before = self.answers()
        self.load("--full-refresh")
        self.assertEqual(before, self.answers())

    def test_reads_a_table_and_rereads_what_changed(self):
        self.write_project()
        for number in range(5):
            self.insert(number)
        self.assertEqual(self.load()["kept"], 5)
        again = self.load()
        self.assertEqual((again["read"], again["files"]["same"]), (0, 1))
        self.execute("delete from orders where id = 1")
        self.execute("update orders set amount = 10 where id = 2")
        self.assertEqual(self.load()["kept"], 4)
        self.assertIn("orders,2024-01-01,4,", self.answers())
        self.assertIn("money,2024-01-01,17.5,", self.answers())

    def test_a_query(self):
        self.write_project("query: select o.* from orders o where amount > 3;")
        self.insert(1)
        self.insert(2, amount="7")
        self.assertEqual(self.load()["kept"], 1)

    def test_a_cursor_reads_what_is_new(self):
        self.write_project(more="cursor: updated_at")
        for number in range(1000):
            self.insert(number, updated="2024-01-11 00:00:00")
        self.assertEqual(self.load()["kept"], 1000)
        self.insert(1000, updated="2024-01-15 00:00:00")
        self.assertEqual(self.load()["kept"], 1)
        self.insert(1001, updated="2024-01-15 00:00:00")  # the same time, later
        self.insert(1002, at="2024-02-03 10:00:00", updated="2024-01-15 02:00:00")
        third = self.load()
        self.assertEqual((third["kept"], third["replaced"]), (2, 0))
        self.assertLess(third["read"], 10)
        self.assertEqual(self.load()["kept"], 0)
        self.check_as_full()

    def test_a_row_that_is_seen_again_replaces_the_earlier_one(self):
        self.write_project(more="cursor: updated_at")
        for number in range(6):
            self.insert(number, updated="2024-01-11 00:00:00")
        self.load()
        later = "updated_at = '2024-01-12 00:00:00'"
        self.execute(f"update orders set kind = 'refunded', at = '2024-02-20 08:00:00', {later} where id = 1")
        self.execute(f"update orders set amount = 100, {later} where id = 2")
        self.execute(f"update orders set kind = 'draft', {later} where id = 3")  # now filtered
        second = self.load()
        self.assertEqual((second["replaced"], second["kept"], second["filtered"]), (3, 2, 1))
        self.assertIn("orders,2024-01-01,4,", self.answers())
        self.assertIn("refunds,2024-02-01,1,", self.answers())
        self.assertIn("money,2024-01-01,107.5,", self.answers())
        self.execute("update orders set kind = 'paid', updated_at = '2024-01-13 00:00:00' where id = 3")
        self.assertEqual(self.load()["kept"], 1)
        self.check_as_full()

    def test_deletions_are_seen_by_a_full_refresh_and_the_load_says_so(self):
        self.write_project(more="cursor: updated_at")
        for number in range(4):
            self.insert(number, updated="2024-01-11 00:00:00")
        self.load()
        self.execute("delete from orders where id = 0")
        notes = " ".join(self.load()["notes"])
        self.assertIn("load --full-refresh", notes)
        self.assertIn("orders,2024-01-01,4,", self.answers())
        self.load("--full-refresh")
        self.assertIn("orders,2024-01-01,3,", self.answers())

    def test_a_number_is_a_cursor_too(self):
        self.write_project(more="cursor: id")
        for number in range(4):
            self.insert(number)
        self.load()
        self.insert(4)
        second = self.load()
        self.assertEqual((second["kept"], second["duplicate"]), (1, 1))
        self.check_as_full()

    def test_a_column_that_went_is_named_and_nothing_is_lost(self):
        self.write_project()
        self.insert(1)
        self.load()
        before = self.answers()
        self.execute("alter table orders rename column amount to total")
        said = self.load(code=3)
        self.assertIn("amount", said)
        self.assertIn("northstar.yml:", said)
        self.assertEqual(before, self.answers())

    def test_what_is_no_single_question_is_refused(self):
        self.insert(1)
        for query in ("delete from orders", "select 1; select 2", "select * from nowhere", "select 1 as x", "selekt"):
            with self.subTest(query):
                self.write_project(f"query: {query}")
                said = self.refused()
                self.assertIn("shop", said)
                self.assertIn("northstar.yml:", said)
        self.write_project()
        self.assertEqual(self.load()["kept"], 1)

    def test_a_table_that_is_not_there_suggests_one(self):
        self.write_project("table: order")
        self.assertIn("orders", self.refused())

    def test_rows_are_looked_up_in_a_table(self):
        (self.root / "data/visits.csv").write_text("time,who\n2024-01-02T10:00:00Z,u1\n2024-01-03T10:00:00Z,u9\n")
        self.execute("create table people (id text primary key, plan text)")
        self.execute("insert into people values ('u1', 'team')")
        (self.root / "northstar.yml").write_text(f"""version: 1
sources:
  - name: visits
    files: data/visits.csv
    time: time
    event: visit
    entities: {{user: who}}
    dimensions: {{plan: plan}}
    lookup:
      - {{database: "{self.address()}", table: people, on: {{who: id}}, take: {{plan: plan}}}}
metrics:
  - {{name: visits, description: d, type: count, event: visit, grain: month}}
""")
        self.assertIn("1 row found no id in people", " ".join(self.load()["notes"]))
        out = self.run_program("query", "visits", "--by", "plan", "--as-of", "2024-06-01", "--format", "csv").stdout
        self.assertIn("team,1", out)
        self.assertEqual(self.load()["read"], 0)
        self.execute("update people set plan = 'solo'")
        self.assertIn("was read again", " ".join(self.load()["notes"]))
        self.assertIn("solo,1", self.run_program("query", "visits", "--by", "plan", "--as-of", "2024-06-01", "--format", "csv").stdout)

    def test_what_is_there_is_found_and_becomes_a_project(self):
        self.execute("create table people (id text primary key, plan text)")
        self.execute("insert into people values ('u0', 'team'), ('u1', 'solo'), ('u2', 'team')")
        for number in range(40):
            self.insert(number, kind=("paid", "refunded")[number % 4 == 0])
        (self.root / "northstar.yml").unlink()
        inspected = json.loads(subprocess.run([PROGRAM, "inspect", self.address(), "--format", "json"], check=True, capture_output=True,
                                              text=True, cwd=self.root).stdout)
        tables = {one["name"].split(".")[-1]: one for one in inspected["inputs"]}
        self.assertEqual({name: one["rows"] for name, one in tables.items()}, {"orders": 40, "people": 3})
        kinds = {column["name"]: column["kind"] for column in tables["orders"]["columns"]}
        self.assertEqual((kinds["at"], kinds["person"], kinds["amount"]), ("time", "who", "number"))
        self.assertIn("cursor: updated_at", inspected["proposal"])
        done = subprocess.run([PROGRAM, "init", "shop", "--from", self.address(), "--yes"], capture_output=True, text=True, cwd=self.root)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        written = (self.root / "shop/northstar.yml").read_text()
        self.assertIn(self.named(), written)
        self.assertNotIn("postgresql://", written)
        self.assertIn("id: id", written)

    def test_a_load_that_is_killed_leaves_what_was_there(self):
        self.write_project(more="cursor: updated_at")
        for number in range(50):
            self.insert(number, updated="2024-01-11 00:00:00")
        self.load()
        before = self.answers()
        self.many(60_000)
        for pause in (0.05, 0.2, 0.5):
            process = subprocess.Popen([PROGRAM, "-p", str(self.root), "load"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(pause)
            process.send_signal(signal.SIGKILL)
            process.wait()
        if self.answers() != before:  # it was quick enough
            self.assertIn("orders,2024-01-01,60050,", self.answers())
        self.load()
        self.assertIn("orders,2024-01-01,60050,", self.answers())
        self.check_as_full()


class Sqlite(Databases, ProjectTest):
    def setUp(self):
        super().setUp()
        self.file = self.root / "shop.db"
        self.execute(TABLE)

    def address(self):
        return "sqlite:shop.db"

    def named(self):
        return "sqlite:../shop.db"

    def execute(self, sql):
        with sqlite3.connect(self.file) as connection:
            connection.execute(sql)
        connection.close()

    def many(self, rows):
        with sqlite3.connect(self.file) as connection:
            connection.executemany("insert into orders values (?, '2024-01-10 12:00:00', 'paid', 'u1', 1, '2024-01-12 00:00:00')",
                                   [(1000 + n,) for n in range(rows)])
        connection.close()

    def loose(self):
        """A table without a key, read by a cursor."""
        self.execute("create table loose (id, at, kind, person, amount, updated_at)")
        self.write_project("table: loose", more="cursor: updated_at")

    def add(self, number, person="u1", amount=1, updated="2024-01-11 00:00:00"):
        self.execute(f"insert into loose values ({number}, '2024-01-10 12:00:00', 'paid', '{person}', {amount}, '{updated}')")

    def test_rows_without_an_id_are_no_new_rows_every_time(self):
        self.loose()
        for number in range(150):
            self.add(number)
        for empty in ("null", "''"):
            self.add(empty)
            self.assertIn("the id is empty", " ".join(reason["reason"] for reason in self.load("--full-refresh")["reasons"]))
            before = self.answers()
            self.load()
            self.load()
            self.assertEqual(before, self.answers())
            self.execute("delete from loose where id is null or id = ''")

    def test_repeated_ids_that_are_borne_once_are_borne_again(self):
        self.loose()
        for number in range(40):
            self.add(number, person=f"u{number}")
        for number in (1, 2):
            self.add(number, person="somebody else", amount=5)
        self.assertEqual((self.load()["kept"]), 40)
        before = self.answers()
        for _ in range(3):
            self.assertEqual(self.load()["kept"], 0)
        self.assertEqual(before, self.answers())

    def test_ids_that_turn_out_to_be_text(self):
        self.loose()
        self.add(1, person="2.0")
        self.load()
        self.add(2, person="x", updated="2024-01-12 00:00:00")
        self.assertIn("all files were read again", " ".join(self.load()["notes"]))
        self.check_as_full()

    def test_a_table_that_was_replaced(self):
        self.loose()
        self.add(1, updated="2024-01-20 00:00:00")
        self.load()
        self.execute("delete from loose")
        self.add(2)
        self.assertIn("was the table replaced", " ".join(self.load()["notes"]))

    def test_addresses_of_other_kinds_are_not_repeated(self):
        for address in ("mysql://bob:s3cr3t@h/db", "host=127.0.0.1 port=1 user=bob password=s3cr3t"):
            self.write_project(address='"${SHOP_URL}"')
            done = subprocess.run([PROGRAM, "-p", str(self.root), "load"], capture_output=True, text=True, env={**os.environ, "SHOP_URL": address})
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertNotIn("s3cr3t", done.stderr)
            self.write_project(address=address)
            self.assertNotIn("s3cr3t", self.run_program("validate", code=2).stderr)
        done = subprocess.run([PROGRAM, "inspect", "mysql://bob:s3cr3t@h/db"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 2)
        self.assertNotIn("s3cr3t", done.stderr)

    def test_a_file_that_is_gone_keeps_what_was_read(self):
        self.write_project()
        self.insert(1)
        self.load()
        self.file.rename(self.root / "away.db")
        self.assertIn("shop.db", self.load(code=3))
        self.assertIn("orders,2024-01-01,1,", self.answers())


@unittest.skipIf(postgres.why_not(), postgres.why_not() or "")
class Postgres(Databases, ProjectTest):
    @classmethod
    def setUpClass(cls):
        cls.server = postgres.PostgresServer()

    @classmethod
    def tearDownClass(cls):
        cls.server.remove()

    def setUp(self):
        super().setUp()
        self.execute("drop table if exists orders, people")
        self.execute(TABLE)

    def address(self):
        return self.server.address()

    def named(self):
        return "${DATABASE_URL}"

    def execute(self, sql):
        self.server.execute(sql)

    def many(self, rows):
        self.execute(f"insert into orders select 1000 + n, '2024-01-10 12:00:00', 'paid', 'u1', 1, '2024-01-12 00:00:00' "
                     f"from generate_series(1, {rows}) n")

    def test_a_transaction_that_commits_late(self):
        self.write_project(more="cursor: updated_at")
        self.insert(1, updated=stamp(5))
        self.load()
        with subprocess.Popen(self.server.psql(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as late:
            late.stdin.write(f"begin; insert into orders values (2, '2024-01-10 12:00:00', 'paid', 'u2', 1, '{stamp(4)}');\n\\echo begun\n")
            late.stdin.flush()
            self.assertEqual(late.stdout.readline(), "begun\n")
            self.insert(3, updated=stamp(2))
            self.assertEqual(self.load()["kept"], 1)
            late.stdin.write("commit;\n")
            late.stdin.close()
            late.wait()
        self.assertEqual(self.load()["kept"], 1)
        self.assertIn("orders,2024-01-01,3,", self.answers())
        self.check_as_full()

    def test_a_server_that_is_down_keeps_what_was_read(self):
        self.write_project()
        self.insert(1)
        self.load()
        self.server.stop()
        try:
            said = self.load(code=3)
            self.assertIn("127.0.0.1", said)
            self.assertNotIn("owner", said)
            self.assertIn("orders,2024-01-01,1,", self.answers())
        finally:
            self.server.start()
        self.assertEqual(self.load()["read"], 0)

    def test_a_password_belongs_into_the_environment(self):
        self.insert(1)
        self.execute("do $$ begin if not exists (select from pg_roles where rolname = 'guest') then create role guest login password "
                     "'open sesame'; end if; end $$")
        self.execute("grant select on orders to guest")
        literal = f"postgresql://guest:open%20sesame@127.0.0.1:{self.server.port}/shop"
        self.write_project(address=literal)
        said = self.run_program("validate", code=2).stderr
        self.assertIn("password", said)
        self.assertIn("DATABASE_URL", said)
        self.assertNotIn("sesame", said)
        self.write_project(address='"${SHOP_URL}"')
        for url, code in ((literal, 0), (literal.replace("sesame", "barley"), 3)):
            done = subprocess.run([PROGRAM, "-p", str(self.root), "load"], capture_output=True, text=True, env={**os.environ, "SHOP_URL": url})
            self.assertEqual(done.returncode, code, done.stderr)
            for secret in ("sesame", "barley", "guest"):
                self.assertNotIn(secret, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()

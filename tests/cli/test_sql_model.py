"""Sources that are a SELECT: what it may read, what it may not do, and what becomes of its rows."""

import csv
import json
import os
import pathlib
import signal
import subprocess
import tempfile
import time
import unittest

from project import PROGRAM

ORDERS = "user,at,amount\n" + "".join(f"u{i % 3},2024-01-{1 + i:02} 10:00:00,{i}\n" for i in range(10))
PROJECT = """version: 1
sources:
  - {name: orders, sql: models/orders.sql, time: at, event: order, entities: {user: user}, values: {amount: amount}}
metrics:
  - {name: orders, type: count, event: order, grain: year}
  - {name: amount, type: sum, event: order, value: amount, grain: year}
"""
SELECT = "select \"user\", \"at\", amount from read_csv('data/orders.csv')"


class Folder(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.folder.name).resolve() / "project"
        for name in ("data/deep", "models", "target", ".git", ".northstar"):
            (self.root / name).mkdir(parents=True)
        self.write("data/orders.csv", ORDERS)
        self.write("data/deep/more.csv", ORDERS)
        self.write(".git/config", "secret")
        self.write(".northstar/key", "secret")
        self.write("target/old.csv", ORDERS)
        self.write("../beside.csv", ORDERS)

    def tearDown(self):
        self.folder.cleanup()

    def write(self, name, text):
        (self.root / name).write_text(text)

    def contents(self):
        """Every file of the project but the model, with its bytes."""
        return {path: path.read_bytes() for path in sorted(self.root.rglob("*"))
                if path.is_file() and path.parent.name != "models" and not path.is_symlink()}


class Model(Folder):
    """The process that runs one model, started as northstar starts it."""

    def model(self, sql, *arguments):
        self.write("models/m.sql", sql)
        with tempfile.TemporaryDirectory() as work:
            done = subprocess.run([PROGRAM, "sql-model", "-p", str(self.root), "--file", "models/m.sql", "--work", work,
                                   *arguments], capture_output=True, text=True, timeout=120, cwd="/")
            answer = json.loads(done.stdout)
            self.assertEqual(done.returncode, 0 if "rows" in answer else 3)
            self.assertEqual((pathlib.Path(work) / "rows.parquet").exists(), "rows" in answer, answer)
            return answer

    def refused(self, sql, words=""):
        before = self.contents()
        answer = self.model(sql)
        self.assertIn("error", answer, sql)
        self.assertTrue(answer["error"].startswith("models/m.sql:"), answer)
        self.assertIn(words, answer["error"] + " " + answer["hint"], sql)
        self.assertEqual(before, self.contents(), sql)
        return answer

    def test_reads_the_project(self):
        for sql in ("from read_csv('data/orders.csv')", "select * from 'data/orders.csv'; -- the end\n;",
                    "\ufeffwith a as (from read_csv('./data/../data/orders.csv')) select * from a",
                    f"from read_csv('{self.root}/data/orders.csv')", "from read_csv('data/*/more.csv')",
                    "select * from (values (1), (2)) t(a) cross join range(5)"):
            self.assertEqual(self.model(sql), {"rows": 10}, sql)
        self.assertEqual(self.model("pivot 'data/orders.csv' on \"user\" in ('u0') using sum(amount)")["rows"], 10)
        self.assertEqual(self.model("select 1 as a where false"), {"rows": 0})
        self.assertEqual(self.model("select i from range(300000) t(i)", "--threads", "2"), {"rows": 300000})

    def test_takes_every_type(self):
        for value in ("true", "1::tinyint", "18446744073709551615::ubigint", "sum(1)", "1.5::decimal(20, 3)", "1.5", "now()",
                      "timestamp '2024-01-01 10:00:00'", "date '2024-01-01'", "[1, 2]", "{'a': 1, 'b': [1]}", "map {'a': 1}", "null",
                      "'a'::enum('a', 'b')", "uuid()", "'x'::blob", "'{}'::json", "170141183460469231731687303715884105::hugeint"):
            self.assertEqual(self.model(f"select {value} as v"), {"rows": 1}, value)
        self.refused("select 170141183460469231731687303715884105727::hugeint as v", "DECIMAL(38,0)")

    def test_is_one_select(self):
        for sql in ("copy (select 1) to 'data/orders.csv'", "copy (select 1) to 'data/new.csv'", "attach 'data/new.db'",
                    "export database 'data/new'", "import database 'data'", "install httpfs", "load httpfs",
                    "load 'data/orders.csv'", "set threads = 4", "set enable_external_access = true", "reset threads", "pragma threads = 4",
                    "pragma database_list", "call pragma_version()", "explain select 1", "explain analyze select 1", "use memory",
                    "create table t as select 1", "create view v as select 1", "create macro f() as 1", "insert into t values (1)",
                    "prepare p as select 1", "checkpoint", "begin", "detach memory",
                    "create secret (type s3)", "pivot 'data/orders.csv' on \"user\" using sum(amount)"):
            self.refused(sql, "a model is one SELECT")
        for sql in ("select 1; select 2", "select 1; copy (select 1) to 'data/orders.csv'"):
            self.assertIn("a model is one SELECT", self.refused(sql)["error"])
        for sql in ("", " \n-- only a comment\n", ";;"):
            self.refused(sql, "is empty")
        self.refused("select ? as a", "parameters")
        self.refused("select 1 as a, 2 as A", "two columns are called 'A'")
        self.refused("with x as (copy (select 1) to 'data/new.csv') from x")
        self.refused("select 1 as a\0; copy (select 1) to 'data/new.csv'", "UTF-8")

    def test_reads_nothing_else(self):
        for path in (".northstar/key", ".git/config", "/etc/passwd", "../beside.csv", "data/../.git/config", "data/../../beside.csv",
                     "data/deep/../../.northstar/key", "./.git/config", f"{self.root}/.git/config", f"{self.root}/../beside.csv", "target/old.csv",
                     "file:.git/config", "file:///etc/passwd", "~/.bashrc", "/proc/self/environ", "/dev/stdin", ".git/*", "*/config", "/etc/pass*",
                     "http://127.0.0.1:9/x.csv", "https://127.0.0.1:9/x.csv", "s3://bucket/x.csv", "hf://datasets/x.csv"):
            for function in ("read_text", "read_csv", "glob"):
                self.refused(f"select * from {function}('{path}')")
            self.refused(f"select * from '{path}'")
        for function in ("read_blob", "read_parquet", "read_json", "read_json_objects", "read_ndjson", "sniff_csv", "parquet_metadata", "parquet_schema"):
            self.refused(f"from {function}('.git/config')")
        self.refused("from glob('**')", "a model reads the project's own files")
        self.refused("from read_text(['data/orders.csv', '.git/config'])")

    def test_links_lead_nowhere(self):
        (self.root / "data/same.csv").symlink_to("orders.csv")
        self.assertEqual(self.model("from read_csv('data/same.csv')"), {"rows": 10})
        for name, target in (("data/etc", "/etc"), ("data/deep/passwd", "/etc/passwd"), ("data/deep/git", "../../.git"), ("etc", "/etc"),
                             ("git", ".git"), ("built", "target"), ("data/beside.csv", "../../beside.csv"), ("data/top", "..")):
            (self.root / name).symlink_to(target)
        for path in ("data/etc/passwd", "data/deep/passwd", "data/deep/git/config", "etc/passwd", "git/config", "built/old.csv", "data/beside.csv",
                     "data/top/.git/config", "data/*/passwd", "data/deep/*", "data/**"):
            self.refused(f"from read_text('{path}')")
            self.refused(f"from read_blob('{path}')")
        for pattern in ("data/etc/*", "etc/*", "data/*/host*", "data/top/*"):
            self.refused(f"from glob('{pattern}')")
        self.assertEqual(self.model("from read_csv('data/orders.csv')"), {"rows": 10})
        self.assertIn("'data/beside.csv' leads outside", self.refused("from read_csv('data/*.csv')")["hint"])

    def test_functions_that_write_or_run_are_unknown(self):
        for call in ("enable_logging(storage = 'file', storage_path = 'data/log')", "enable_logging('QueryLog')", "system.main.ENABLE_LOGGING()",
                     "enable_profiling(save_location = 'data/p.json', format = 'json')", "query('select 1')", "query_table('x')",
                     "read_duckdb('data/x.db')", "json_execute_serialized_sql('{}')", "duckdb_secrets()", "checkpoint()"):
            for sql in (f"from {call}", f"select (select count(*) from {call})", f"with a as (from {call}) select 1 as b",
                        f"select 1 as b where exists (from {call})", f"select 1 as b union all select count(*) from {call}",
                        f"select 1 as b order by (select count(*) from {call})", f"from range(1), lateral (from {call})"):
                self.refused(sql, "a model cannot call")
        self.refused("from 'data/x.db'", "as a table")
        self.refused("describe 'data/x.db'", "as a table")
        self.refused("select getenv('HOME') as a", "getenv")

    def test_says_where(self):
        self.assertTrue(self.refused("select 1 as a,\n  'é', zzz\nfrom 'data/orders.csv'")["error"].startswith("models/m.sql:2:8: "))
        self.assertTrue(self.refused("selec 1")["error"].startswith("models/m.sql:1:1: "))
        self.assertTrue(self.refused("select 1\nfrom nothing")["error"].startswith("models/m.sql:2:6: "))
        self.assertTrue(self.refused("select *\nfrom query('select 1')")["error"].startswith("models/m.sql:2:6: "))
        self.assertIn("boom", self.refused("select case when amount = 7 then error('boom') end e from 'data/orders.csv'")["error"])

    def test_limits(self):
        joined = "select sum(length(x)) s from (select string_agg(repeat('x', 1000), '') x from range(10000000))"
        self.assertIn("the memory limit was reached", self.model(joined, "--memory", "200000000")["error"])
        self.assertEqual(self.model("select hash(i) h from range(5000000) t(i) order by h", "--memory", "150000000"), {"rows": 5000000})
        self.assertIn("error", self.model("select hash(i) h from range(3000000) t(i)", "--most-bytes", "1000000"))
        ended = subprocess.run([*self.endless(), "--seconds", "1"], capture_output=True, timeout=60)
        self.assertEqual(ended.returncode, -signal.SIGALRM)

    def endless(self):
        """The command of a model that does not end."""
        self.write("models/m.sql", "select count(*) c from range(1000000000) a, range(1000000000) b")
        return [PROGRAM, "sql-model", "-p", str(self.root), "--file", "models/m.sql", "--work", str(self.root / "target")]

    def test_ends_with_its_parent(self):
        script = "import subprocess, sys, time; print(subprocess.Popen(sys.argv[1:]).pid, flush=True); time.sleep(60)"
        with subprocess.Popen(["python3", "-c", script, *self.endless()], stdout=subprocess.PIPE, text=True) as parent:
            child = int(parent.stdout.readline())
            time.sleep(0.5)
            self.assertTrue(os.path.exists(f"/proc/{child}"))
            status = pathlib.Path(f"/proc/{child}/status").read_text()
            self.assertIn("NoNewPrivs:\t1", status)
            parent.kill()
            parent.wait()
        for _ in range(100):
            if not os.path.exists(f"/proc/{child}") or "State:\tZ" in pathlib.Path(f"/proc/{child}/status").read_text():
                return
            time.sleep(0.02)
        os.kill(child, signal.SIGKILL)
        self.fail("the process outlived its parent")

    def test_the_file_is_one_of_the_project(self):
        for name in ("../beside.csv", "/etc/passwd", ".git/config", "target/old.csv", "models/nothing.sql", "models"):
            with tempfile.TemporaryDirectory() as work:
                done = subprocess.run([PROGRAM, "sql-model", "-p", str(self.root), "--file", name, "--work", work], capture_output=True, text=True)
                self.assertEqual(done.returncode, 3)
                self.assertTrue(json.loads(done.stdout)["error"].startswith(name + ": "), done.stdout)

    def test_one_thread_gives_the_same_bytes(self):
        self.write("data/many.csv", "g,x\n" + "".join(f"g{i * 7919 % 50021},{i % 977}\n" for i in range(200_000)))
        self.write("models/m.sql", "select g, count(*) n, sum(x) s from 'data/many.csv' group by g")
        written = []
        for _ in range(3):
            with tempfile.TemporaryDirectory() as work:
                subprocess.run([PROGRAM, "sql-model", "-p", str(self.root), "--file", "models/m.sql", "--work", work], check=True, capture_output=True)
                written.append((pathlib.Path(work) / "rows.parquet").read_bytes())
        self.assertTrue(written[0] == written[1] == written[2])


class Source(Folder):
    """A project whose source is a model."""

    def setUp(self):
        super().setUp()
        (self.root / ".northstar/key").unlink()
        (self.root / ".northstar").rmdir()
        self.write("northstar.yml", PROJECT)
        self.write("models/orders.sql", SELECT)

    def run_program(self, *arguments, code=0):
        done = subprocess.run([PROGRAM, "-p", str(self.root), *arguments], capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def load(self, *arguments):
        return json.loads(self.run_program("load", *arguments, "--format", "json").stdout)["sources"][0]

    def value(self, metric):
        out = self.run_program("query", metric, "--format", "csv", "--from", "2024-01-01", "--to", "2024-12-31").stdout
        return float(next(csv.DictReader(out.splitlines()))["value"])

    def test_rows_become_events(self):
        self.assertEqual(self.load()["kept"], 10)
        self.assertEqual(self.value("orders"), 10)
        self.assertEqual(self.value("amount"), 45)
        self.assertFalse(any(path.name.endswith(".work") for path in (self.root / "target").rglob("*")))

    def test_the_same_rows_are_nothing_new(self):
        self.load()
        self.assertEqual(self.load()["read"], 0)
        self.write("models/orders.sql", SELECT + " -- the same\n")
        self.assertEqual(self.load()["read"], 0)
        self.write("data/orders.csv", ORDERS + "u9,2024-02-01 10:00:00,100\n")
        self.load()
        self.assertEqual((self.value("orders"), self.value("amount")), (11, 145))
        self.write("models/orders.sql", SELECT + " where amount > 5")
        self.load()
        self.assertEqual((self.value("orders"), self.value("amount")), (5, 130))

    def test_what_is_refused_changes_nothing(self):
        self.load()
        self.write("models/orders.sql", "copy (select 1) to 'data/orders.csv'")
        self.assertIn("models/orders.sql: is not a SELECT", self.run_program("load", code=3).stderr)
        self.write("models/orders.sql", "select \"user\",\n  nothing from 'data/orders.csv'")
        self.assertIn("models/orders.sql:2:3: ", self.run_program("load", code=3).stderr)
        self.write("models/orders.sql", SELECT)
        self.assertEqual(self.load()["read"], 0)
        self.assertEqual(self.value("orders"), 10)
        self.assertEqual((self.root / "data/orders.csv").read_text(), ORDERS)

    def test_is_in_no_help(self):
        self.assertNotIn("sql-model", self.run_program("--help").stdout)
        self.assertNotIn("sql-model", self.run_program("completion", "bash").stdout)


if __name__ == "__main__":
    unittest.main()

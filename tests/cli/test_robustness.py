"""The program as a whole, as a user meets it: files that grow and change, two processes at once, a
kill in the middle, a full disk, a folder that cannot be written. Nothing may be lost."""

import json
import os
import signal
import pathlib
import subprocess
import tempfile
import time
import unittest

from project import HEADER, PROGRAM, PROJECT, ProjectTest, rows


class Robustness(ProjectTest):
    def test_new_grown_changed_and_unchanged_files(self):
        first = self.root / "data" / "a.csv"
        first.write_text(HEADER + rows(0, 10))
        self.assertEqual(self.load()["kept"], 10)
        self.assertEqual(self.load()["read"], 0)
        self.assertEqual(self.value(), 10)
        with first.open("a") as file:
            file.write(rows(10, 15))
        self.assertEqual(self.load()["files"]["grown"], 1)
        self.assertEqual(self.value(), 15)
        (self.root / "data" / "b.csv").write_text(HEADER + rows(100, 103))
        self.assertEqual(self.load()["kept"], 3)
        self.assertEqual(self.value(), 18)
        first.write_text(HEADER + rows(50, 52))
        self.assertEqual(self.load()["files"]["changed"], 1)
        self.assertEqual(self.value(), 5)
        self.assertEqual(self.value("users"), 5)
        os.utime(first)
        self.assertEqual(self.load()["files"]["same"], 2)
        before = self.value()
        self.load("--full-refresh")
        self.assertEqual(self.value(), before)

    def test_ids_count_once_across_files_and_loads(self):
        self.project(", id: n")
        (self.root / "data" / "a.csv").write_text(HEADER + rows(0, 10))
        self.load()
        (self.root / "data" / "b.csv").write_text(HEADER + rows(5, 12))
        summary = self.load()
        self.assertEqual((summary["kept"], summary["duplicate"]), (2, 5))
        self.assertEqual(self.value(), 12)
        # When the file that had them first changes, the other file's rows count again.
        (self.root / "data" / "a.csv").write_text(HEADER + rows(0, 3))
        self.load()
        self.assertEqual(self.value(), 10)

    def test_a_warning_when_files_changed_since_the_load(self):
        (self.root / "data" / "a.csv").write_text(HEADER + rows(0, 10))
        self.load()
        (self.root / "data" / "b.csv").write_text(HEADER + rows(20, 30))
        done = self.run_program("query", "hits")
        self.assertIn("files of app changed since they were loaded", done.stderr)

    def test_numbers_that_become_text_are_read_again(self):
        (self.root / "data" / "a.csv").write_text(HEADER + "2024-01-01T00:00:00Z,12.0,1\n")
        self.load()
        (self.root / "data" / "b.csv").write_text(HEADER + "2024-01-01T00:00:00Z,C12,1\n2024-01-01T00:00:00Z,12.0,1\n")
        self.assertIn("a column of whole numbers now holds text", " ".join(self.load()["notes"]))
        self.assertEqual(self.value("users"), 2)

    def test_a_failed_load_leaves_the_database_as_it_was(self):
        (self.root / "data" / "a.csv").write_text(HEADER + rows(0, 10))
        self.load()
        (self.root / "data" / "b.csv").write_text(HEADER + "nonsense,u1,1\n")
        self.assertIn("the database is unchanged", self.load(code=3))
        self.assertEqual(self.value(), 10)
        rejects = (self.root / "target" / "rejects" / "app.csv").read_text()
        self.assertIn("nonsense", rejects)

    def test_empty_file_beside_a_good_one(self):
        (self.root / "data" / "a.csv").write_text(HEADER + rows(0, 10))
        (self.root / "data" / "b.csv").write_text("")
        self.assertIn("b.csv is empty", " ".join(self.load()["notes"]))
        self.assertEqual(self.value(), 10)

    def test_only_an_empty_file(self):
        (self.root / "data" / "a.csv").write_text("")
        self.assertIn("has no rows", self.load(code=3))

    def test_invalid_utf8_rows_are_rejected(self):
        data = (HEADER + rows(0, 200)).encode() + b"2024-01-01T00:00:00Z,\xff\xfe,1\n"
        (self.root / "data" / "a.csv").write_bytes(data)
        summary = self.load()
        self.assertEqual((summary["kept"], summary["rejected"]), (200, 1))
        self.assertEqual(summary["reasons"][0]["reason"], "the row is not valid UTF-8")

    def test_one_line_of_a_hundred_megabytes(self):
        (self.root / "data" / "a.csv").write_text("x" * 100_000_000)
        message = self.load(code=3)
        self.assertIn("longer than", message)
        self.assertLess(len(message), 2000)

    def test_compressed_files(self):
        plain = self.root / "data" / "a.csv"
        plain.write_text(HEADER + rows(0, 5000))
        subprocess.run(["gzip", str(plain)], check=True)
        self.assertEqual(self.load()["kept"], 5000)
        self.assertEqual(self.value(), 5000)

    def test_an_interrupted_demo_can_be_begun_again(self):
        outside = tempfile.TemporaryDirectory()
        self.addCleanup(outside.cleanup)
        folder = pathlib.Path(outside.name) / "demo"
        demo = subprocess.Popen([PROGRAM, "demo", str(folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 60
        while not (folder / "data").is_dir() and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(0.3)
        demo.send_signal(signal.SIGINT)
        self.assertNotEqual(demo.wait(60), 0)
        done = subprocess.run([PROGRAM, "demo", str(folder), "--size", "0.1", "--format", "csv"], capture_output=True,
                              text=True, timeout=300)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_a_kill_in_the_middle_leaves_the_previous_state(self):
        (self.root / "data" / "a.csv").write_text(HEADER + rows(0, 10))
        self.load()
        (self.root / "data" / "b.csv").write_text(HEADER + rows(0, 400_000))
        killed = 0
        for delay in (0.05, 0.15, 0.3, 0.5):
            load = subprocess.Popen([PROGRAM, "-p", str(self.root), "load"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(delay)
            if load.poll() is None:
                load.send_signal(signal.SIGKILL)
                killed += 1
            load.wait()
            self.assertIn(self.value(), (10, 400_010))
        self.assertGreater(killed, 0)
        self.load()
        self.assertEqual(self.value(), 400_010)

    def wait_for_the_database(self, process):
        """Until the process has the database open; before that a signal may end it at once."""
        folder = pathlib.Path(f"/proc/{process.pid}/fd")
        while process.poll() is None:
            try:
                if any(os.readlink(fd).endswith("events.duckdb") for fd in folder.iterdir()):
                    return
            except OSError:
                pass  # it closed one, or ended
            time.sleep(0.005)

    def test_ctrl_c_in_the_middle_says_so_and_changes_nothing(self):
        (self.root / "data" / "a.csv").write_text(HEADER + rows(0, 10))
        self.load()
        (self.root / "data" / "b.csv").write_text(HEADER + rows(0, 1_000_000))
        interrupted = 0
        for delay in (0.05, 0.2, 0.35):
            before = self.value()
            load = subprocess.Popen([PROGRAM, "-p", str(self.root), "load"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            self.wait_for_the_database(load)
            time.sleep(delay)
            if load.poll() is None:
                load.send_signal(signal.SIGINT)
            errors = load.communicate()[1]
            if load.returncode != 0:
                interrupted += 1
                self.assertEqual(load.returncode, 3, errors)
                self.assertIn("interrupted", errors)
                self.assertIn("nothing was changed", errors)
                self.assertEqual(self.value(), before)
                self.assertEqual(list((self.root / "target").glob("tail_*")), [])
            else:
                # On a machine that is busy the signal may come when all is stored.
                self.assertEqual(self.value(), 1_000_010)
        self.assertGreater(interrupted, 0)
        self.load()
        self.assertEqual(self.value(), 1_000_010)

    def test_a_second_process_is_told_who_holds_the_database(self):
        (self.root / "data" / "a.csv").write_text(HEADER + rows(0, 1_500_000))
        first = subprocess.Popen([PROGRAM, "-p", str(self.root), "load"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            database = self.root / ".northstar" / "events.duckdb"
            while not database.exists() and first.poll() is None:
                time.sleep(0.01)
            time.sleep(0.2)
            self.assertIsNone(first.poll(), "the first load ended too early to test anything")
            second = subprocess.run([PROGRAM, "-p", str(self.root), "load"], capture_output=True, text=True)
            self.assertEqual(second.returncode, 3, second.stderr)
            self.assertIn("is in use by", second.stderr)
            self.assertIn(str(first.pid), second.stderr)
        finally:
            first.wait()
        self.assertEqual(first.returncode, 0)

    def test_a_damaged_database(self):
        (self.root / "data" / "a.csv").write_text(HEADER + rows(0, 10))
        self.load()
        database = self.root / ".northstar" / "events.duckdb"
        database.write_bytes(b"not a database" * 1000)
        done = self.run_program("query", "hits", code=3)
        self.assertIn("is damaged or was written by another program", done.stderr)
        self.assertIn("your files are untouched", done.stderr)

    def test_a_full_disk(self):
        mount = self.root / "small"
        mount.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(mount)], capture_output=True).returncode:
            self.skipTest("cannot mount a small disk here")
        try:
            (self.root / "data" / "a.csv").write_text(HEADER + rows(0, 10))
            (self.root / "northstar.yml").write_text(
                "warehouse: {path: small/events.duckdb}\n" + PROJECT % "")
            self.load()
            (self.root / "data" / "b.csv").write_text(HEADER + "".join(
                f"2024-01-{1 + i % 28:02}T00:00:{i % 60:02}Z,user_{i * 7919 % 1000003}_{i},{i * 0.37}\n" for i in range(600_000)))
            message = self.load(code=3)
            self.assertRegex(message, "disk is full|No space|could not|cannot")
            self.assertEqual(self.value(), 10)
        finally:
            subprocess.run(["umount", str(mount)], check=True)

    def test_a_folder_that_cannot_be_written(self):
        (self.root / "data" / "a.csv").write_text(HEADER + rows(0, 10))
        (self.root / ".northstar").write_text("a file where the folder should be")
        self.assertIn("cannot make the folder", self.load(code=3))

    def test_quiet_in_a_pipe_and_help_everywhere(self):
        help_text = subprocess.run([PROGRAM, "--help"], capture_output=True, text=True).stdout
        for command in ("demo", "doctor", "evaluate", "lead", "load", "query", "report", "schema", "validate", "version"):
            self.assertIn(command, help_text)
            one = subprocess.run([PROGRAM, command, "--help"], capture_output=True, text=True)
            self.assertEqual(one.returncode, 0)
            self.assertIn("Example:\n  northstar " + command, one.stdout)
        (self.root / "data" / "a.csv").write_text(HEADER + rows(0, 10))
        done = self.run_program("query", "hits")
        self.assertNotIn("\033", done.stdout + done.stderr)
        self.assertNotIn("\r", done.stderr)

    def test_lead_on_a_file(self):
        lines = ["month,teams,money"]
        value = [100.0]
        seed = 7
        growth = []
        for _ in range(60):
            seed = (seed * 1103515245 + 12345) % 2**31
            growth.append((seed / 2**31 - 0.5) * 0.2)
        for g in growth:
            value.append(value[-1] * (1 + g))
        money = [100.0] * 3
        for i in range(len(value) - 3):
            money.append(money[-1] * (1 + (growth[i] if i < len(growth) else 0)))
        for i in range(48):
            lines.append(f"{2020 + i // 12}-{1 + i % 12:02},{value[i]:.4f},{money[i + 0]:.4f}")
        path = self.root / "series.csv"
        path.write_text("\n".join(lines) + "\n")
        done = subprocess.run([PROGRAM, "lead", "--csv", str(path), "--time", "month", "--candidate", "teams", "--outcome", "money",
                               "--format", "json"], capture_output=True, text=True)
        found = json.loads(done.stdout)
        self.assertEqual((found["verdict"], found["finding"]), ("pass", "LEADS"))
        self.assertIn(found["lag"], (2, 3))
        self.assertEqual(found["grain"], "month")


if __name__ == "__main__":
    unittest.main()

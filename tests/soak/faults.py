"""What a server meets beside kills: full and read-only disks, clocks that jump, many connections, questions that nobody
waits for. Each fault returns lines for the page, and raises where something was lost, doubled or stuck."""

import contextlib
import http.client
import json
import os
import pathlib
import re
import resource
import signal
import socket
import subprocess
import tempfile
import threading
import time

import kills
import stored

ADDRESS = "127.0.0.1"


class Served:
    """A project in a folder of its own, a server of it, and writers that send and send again."""

    def __init__(self, program, folder, more=""):
        self.program, self.folder = program, pathlib.Path(folder)
        (self.folder / "northstar.yml").write_text(kills.PROJECT.format(dimensions=kills.DEFINITIONS[0]) + more)
        self.port, self.server = None, None
        made = subprocess.run([program, "-p", str(folder), "token", "create", "--role", "ingest"], check=True,
                              capture_output=True, text=True)
        self.key = made.stdout.strip()

    def start(self, **environment):
        self.log = open(self.folder / "serve.log", "a")
        self.server = subprocess.Popen(
            [self.program, "-p", str(self.folder), "serve", "--listen", ADDRESS + ":0", "--refresh", "0"],
            stdout=subprocess.PIPE, stderr=self.log, text=True, env=dict(os.environ, **environment))
        said = self.server.stdout.readline()
        check(said, "the server did not start:\n" + self.said())
        self.port = int(said.strip().rsplit(":", 1)[1].strip("/"))

    def stop(self):
        self.server.send_signal(signal.SIGTERM)
        check(self.server.wait(timeout=60) == 0, self.said())
        self.server.stdout.close()
        self.log.close()

    def end(self):
        if self.server and self.server.poll() is None:
            self.server.kill()
            self.server.wait()

    def said(self):
        return (self.folder / "serve.log").read_text()[-2000:]

    def get(self, path, timeout=30):
        connection = http.client.HTTPConnection(ADDRESS, self.port, timeout=timeout)
        try:
            connection.request("GET", path, headers={"Cache-Control": "no-cache"})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def metric(self, name):
        return float(re.search(rf"^northstar_{name} ([0-9.e+]+)$", self.get("/metrics")[1], re.MULTILINE).group(1))

    def settle(self, seconds=120):
        deadline = time.monotonic() + seconds
        while self.metric("fold_backlog_events") > 0:
            check(time.monotonic() < deadline, "what arrived is not stored:\n" + self.said())
            time.sleep(0.1)
        time.sleep(0.6)

    def writers(self, count=8, start=0):
        writing = kills.Writers(self.key, count, start)
        writing.port = self.port
        return writing

    def memory(self):
        """Resident, in MB."""
        status = pathlib.Path(f"/proc/{self.server.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024

    def judge(self, acknowledged, database=None):
        """Everything that was acknowledged is stored, and stored once; the server has ended."""
        rows = stored.messages(database or self.folder / ".northstar" / "events.duckdb")
        lost = acknowledged - rows.keys()
        doubled = [one for one, count in rows.items() if count > 1]
        check(not lost and not doubled, f"lost {sorted(lost)[:5]}, twice {doubled[:5]}")
        return len(acknowledged)


def check(holds, why):
    if not holds:
        raise AssertionError(why)


@contextlib.contextmanager
def served(program, folder=None, more=""):
    with tempfile.TemporaryDirectory(prefix="northstar-faults-") as own:
        one = Served(program, folder or own, more)
        try:
            yield one
        finally:
            one.end()


@contextlib.contextmanager
def small_disk(megabytes):
    """A file system of this size; None where mounting is not allowed."""
    with tempfile.TemporaryDirectory(prefix="northstar-disk-") as folder:
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "none", folder], capture_output=True)
        if done.returncode != 0:
            yield None
            return
        try:
            yield pathlib.Path(folder)
        finally:
            subprocess.run(["umount", "-l", folder], check=True)


def resize(folder, megabytes):
    subprocess.run(["mount", "-o", f"remount,size={megabytes}m", str(folder)], check=True)


def fill(disk, block):
    """Others take all the room there is."""
    with open(disk / "others", "wb") as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(block))
            file.flush()


def wait_for(holds, seconds, why):
    deadline = time.monotonic() + seconds
    while not holds():
        check(time.monotonic() < deadline, why())
        time.sleep(0.2)


def full_disk(program):
    """All of the data on a disk that is full: nothing more is acknowledged, questions go on, and it goes on by itself."""
    with small_disk(200) as disk:
        if disk is None:
            return ["a full disk: not tried, since mounting is not allowed"]
        with served(program, disk) as one:
            one.start(NORTHSTAR_TEST_NUMBERS=kills.NUMBERS)  # a segment is on disk before it is full
            writing = one.writers()
            wait_for(lambda: len(writing.acknowledged) > 2000, 60, one.said)
            wait_for(lambda: one.metric("fold_kept_total") > 0, 60, one.said)  # something to ask about
            fill(disk, 1 << 20)
            wait_for(lambda: writing.refused > 20, 60, lambda: "a full disk, and everything is acknowledged")
            status, body = one.get("/api/v1/query?metric=everything")
            check(status == 200 and json.loads(body)["rows"], f"no answer beside a full disk: {status} {body}")
            before = len(writing.acknowledged)
            resize(disk, 600)
            wait_for(lambda: len(writing.acknowledged) > before + 2000, 60, one.said)
            refused = writing.refused
            writing.stop()
            one.settle()
            one.stop()
            count = one.judge(writing.acknowledged)
        return [f"a full disk, then room again: {refused:,} requests refused meanwhile, {count:,} events acknowledged, 0 lost, 0 twice"]


def full_database(program):
    """The database alone on a full disk: events are acknowledged all the same, and stored when there is room."""
    with small_disk(24) as disk:
        if disk is None:
            return ["a full disk for the database: not tried, since mounting is not allowed"]
        database = disk / "events.duckdb"
        with served(program, more=f"warehouse: {{path: {database}}}\n") as one:
            one.start()
            writing = one.writers()
            wait_for(lambda: len(writing.acknowledged) > 2000, 60, one.said)
            fill(disk, 1 << 16)
            before = len(writing.acknowledged)
            wait_for(lambda: len(writing.acknowledged) > before + 20_000, 120, one.said)
            waited = int(one.metric("fold_backlog_events"))
            resize(disk, 600)
            writing.stop()
            one.settle()
            one.stop()
            count = one.judge(writing.acknowledged, database)
        return [f"a full disk for the database: {waited:,} events waited in the log, {count:,} acknowledged, 0 lost, 0 twice"]


def read_only_disk(program):
    """It does not start, says why, and what is there can still be asked."""
    with small_disk(200) as disk:
        if disk is None:
            return ["a read-only disk: not tried, since mounting is not allowed"]
        with served(program, disk) as one:
            one.start()
            writing = one.writers()
            wait_for(lambda: len(writing.acknowledged) > 1000, 60, one.said)
            writing.stop()
            one.settle()
            one.stop()
            subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
            done = subprocess.run([program, "-p", str(disk), "serve", "--listen", ADDRESS + ":0"], capture_output=True,
                                  text=True, timeout=60)
            check(done.returncode == 3 and "northstar: error" in done.stderr and "Read-only" in done.stderr,
                  f"{done.returncode} {done.stdout}{done.stderr}")
            asked = subprocess.run([program, "-p", str(disk), "query", "everything", "--format", "json"],
                                   capture_output=True, text=True, timeout=60)
            check(asked.returncode == 0, asked.stderr)
            counted = sum(row["value"] for row in json.loads(asked.stdout)["rows"])
            check(counted == len(writing.acknowledged), f"{counted} of {len(writing.acknowledged)}")
        return [f"a read-only disk: the server says so and ends (exit 3), questions see all {int(counted):,} events"]


def jumping_clock(program):
    """A day back and two forward between starts, with every batch sent again after each."""
    with served(program) as one:
        acknowledged, repeats = set(), 0
        batches = [[f"j{number}-{i}" for i in range(40)] for number in range(30)]
        for number, hours in enumerate((0, -24, 24, 0)):
            one.start(NORTHSTAR_TEST_NUMBERS=f"clock.hours={hours}")
            sender = kills.Writers(one.key, 0, 0)
            sender.port = one.port
            for ids in batches[: (number + 1) * 8]:
                body = json.dumps({"batch": [{"type": "track", "event": "saved", "messageId": one_id, "userId": "u1",
                                              "properties": {"plan": "pro"}} for one_id in ids]})
                check(sender.send(body), one.said())
                repeats += len(acknowledged & set(ids))
                acknowledged.update(ids)
            one.settle()
            check(one.get("/api/v1/query?metric=everything")[0] == 200, one.said())
            one.stop()
        count = one.judge(acknowledged)
    return [f"a clock that goes a day back and two forward: {count:,} events, {repeats:,} of them sent again, 0 lost, 0 twice"]


def connections(program, idle=5000, busy=200):
    """Idle connections, and busy ones beside them."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(65536, resource.getrlimit(resource.RLIMIT_NOFILE)[1]),) * 2)
    with served(program) as one:
        one.start()
        one.get("/healthz")
        before = one.memory()
        held = []
        try:
            for _ in range(idle):
                held.append(socket.create_connection((ADDRESS, one.port), timeout=30))
            wait_for(lambda: one.metric("connections_open") >= idle, 60, one.said)
            grown = one.memory() - before
            writing = one.writers(busy)
            wait_for(lambda: len(writing.acknowledged) > 50_000, 240, lambda: f"{len(writing.acknowledged)} acknowledged\n" + one.said())
            check(one.get("/healthz")[0] == 200, one.said())
            writing.stop()
        finally:
            for connection in held:
                connection.close()
        one.settle()
        one.stop()
        count = one.judge(writing.acknowledged)
    return [f"{idle:,} idle connections cost {grown:.0f} MB; beside them {busy} busy ones: {count:,} events acknowledged, 0 lost, 0 twice"]


def canceled_questions(program, times=1000):
    """Whoever asks leaves before the answer; the server goes on, and grows by nothing that matters."""
    with served(program) as one:
        one.start()
        writing = one.writers()
        wait_for(lambda: len(writing.acknowledged) > 100_000, 240, one.said)
        writing.stop()
        one.settle()

        def leave(number):
            with socket.create_connection((ADDRESS, one.port), timeout=30) as connection:
                path = f"/api/v1/query?metric=everything&where=plan%20!%3D%20%22p{number}%22"
                connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {ADDRESS}:{one.port}\r\nCache-Control: no-cache\r\n\r\n".encode())
                time.sleep((number % 20) / 1000)

        for number in range(50):
            leave(number)
        before = one.memory()
        for number in range(50, times):
            leave(number)
        status, body = one.get("/api/v1/query?metric=everything")
        check(status == 200, f"{status} {body}")
        counted = sum(row["value"] for row in json.loads(body)["rows"])
        check(counted == len(writing.acknowledged), f"{counted} of {len(writing.acknowledged)}")
        grown = one.memory() - before
        check(grown < 100, f"the server grew by {grown:.0f} MB")
        one.stop()
    return [f"a question canceled {times:,} times: the next one is right, the server grew by {max(0, grown):.0f} MB"]


FAULTS = [full_disk, full_database, read_only_disk, jumping_clock, connections, canceled_questions]

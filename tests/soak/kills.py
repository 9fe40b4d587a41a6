"""A server that dies again and again, at places and times of chance, while clients send and send again.

What was answered with success must be stored, and nothing twice: read back by DuckDB itself.
"""

import base64
import http.client
import json
import os
import pathlib
import random
import re
import signal
import subprocess
import threading
import time

import stored

PROJECT = """version: 1
sources:
  - name: app
    http: true
    entities: {{message: messageId}}
    dimensions: {{{dimensions}}}
metrics:
  - {{name: everything, type: count, event: any, grain: year, description: All events}}
"""
DEFINITIONS = ["plan: properties.plan", "plan: properties.plan, size: properties.size"]

# Where it dies, and how often it comes there in a second or two.
PLACES = {"log.begun": 3, "log.written": 150, "log.synced": 150, "fold.staged": 3, "fold.written": 3,
          "fold.committed": 3, "pack.written": 2, "pack.renamed": 2, "cluster.begin": 2, "cluster.committed": 2}
DERIVING = {"derive.staged": 2, "derive.written": 2, "derive.committed": 2, "derive.replacing": 1, "derive.replaced": 1}
# Segments and runs are short, so that what happens rarely happens here.
NUMBERS = "segment.bytes=262144,run.rows=4000"


class Writers:
    """Clients that send until they are told to stop, each batch again until it is answered or given up."""

    def __init__(self, key, count, start):
        self.port = None
        self.acknowledged, self.sent = set(), set()
        self.refused = 0  # answered, and not with success
        self.key = "Basic " + base64.b64encode(f"{key}:".encode()).decode()
        self.stopping = threading.Event()
        self.lock = threading.Lock()
        self.next = start
        self.threads = [threading.Thread(target=self.write, args=(i,), daemon=True) for i in range(count)]
        for one in self.threads:
            one.start()

    def take(self, count):
        with self.lock:
            self.next += count
            return [f"m{i}" for i in range(self.next - count, self.next)]

    def write(self, number):
        luck = random.Random(self.next * 131 + number)
        while not self.stopping.is_set():
            ids = self.take(luck.choice([1, 5, 20, 60]))
            body = json.dumps({"batch": [
                {"type": "track", "event": "saved", "messageId": one, "userId": "u1",
                 "properties": {"plan": "pro", "size": "small"}} for one in ids]})
            with self.lock:
                self.sent.update(ids)
            while not self.stopping.is_set():
                if self.send(body):
                    with self.lock:
                        self.acknowledged.update(ids)
                    time.sleep(0.01)
                    break
                time.sleep(0.02)

    def send(self, body):
        if self.port is None:
            return False
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("POST", "/v1/batch", body=body, headers={"Authorization": self.key})
            answer = connection.getresponse()
            answer.read()
            self.refused += answer.status != 200
            return answer.status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def stop(self):
        self.stopping.set()
        for one in self.threads:
            one.join()


class Killing:
    def __init__(self, program, folder, seed, writers=8):
        self.program, self.folder = program, pathlib.Path(folder)
        self.luck = random.Random(seed)
        self.definition = 0
        self.define()
        made = subprocess.run([program, "-p", str(folder), "token", "create", "--role", "ingest"], check=True,
                              capture_output=True, text=True)
        self.synced = self.folder / "synced"
        self.writers = Writers(made.stdout.strip(), writers, 0)
        self.died = {}   # by place
        self.spoiled = {"kept": 0, "cut": 0, "overwritten": 0}

    def define(self):
        (self.folder / "northstar.yml").write_text(PROJECT.format(dimensions=DEFINITIONS[self.definition % 2]))

    def start(self, place=None):
        environment = dict(os.environ, NORTHSTAR_TEST_NUMBERS=NUMBERS, NORTHSTAR_SYNC_RECORD=str(self.synced))
        if place:
            environment["NORTHSTAR_CRASH_AT"] = place
        self.log = open(self.folder / "serve.log", "a")
        self.server = subprocess.Popen(
            [self.program, "-p", str(self.folder), "serve", "--listen", "127.0.0.1:0", "--refresh", "0"],
            stdout=subprocess.PIPE, stderr=self.log, text=True, env=environment)
        said = self.server.stdout.readline()
        self.writers.port = int(said.strip().rsplit(":", 1)[1].strip("/")) if said else None

    def end(self):
        self.writers.port = None
        self.server.kill()
        code = self.server.wait()
        self.server.stdout.close()
        self.log.close()
        return code

    def live_and_die(self, spoil):
        """One life, and how it left the log."""
        kind = self.luck.random()
        place = None
        if kind < 0.2:
            place = self.luck.choice(list(DERIVING))
            self.definition += 1
            self.define()
            count = self.luck.randint(1, DERIVING[place])
        elif kind < 0.8:
            place = self.luck.choice(list(PLACES))
            count = self.luck.randint(1, PLACES[place])
        self.start(f"{place}:{count}" if place else None)
        limit = time.monotonic() + (self.luck.uniform(0.3, 1.2) if place is None else 2.5)
        while time.monotonic() < limit and self.server.poll() is None:
            time.sleep(0.02)
        by_itself = self.server.poll() == -signal.SIGKILL
        if self.server.poll() not in (None, -signal.SIGKILL):
            raise AssertionError(f"the server ended by itself: {self.server.poll()}\n" +
                                 (self.folder / "serve.log").read_text()[-2000:])
        self.end()
        where = place if place and by_itself else "any time"
        self.died[where] = self.died.get(where, 0) + 1
        self.spoiled[spoil] += 1
        if spoil != "kept":
            self.spoil_tail(spoil)

    def spoil_tail(self, how):
        """What was not durable when the machine stopped is cut off, or is other bytes."""
        if not self.synced.exists():
            return
        lines = self.synced.read_text().splitlines()
        last = {}
        for line in lines:
            size, path = line.split(" ", 1)
            last[path] = max(last.get(path, 0), int(size))  # one that is only cut writes nothing
        plain = sorted(pathlib.Path(path) for path in last if path.endswith(".log") and pathlib.Path(path).exists())
        if not plain:
            return
        segment = plain[-1]
        data = segment.read_bytes()
        end = len(data.rstrip(b"\0"))
        durable = last[str(segment)]
        if end <= durable:
            return
        at = self.luck.randint(durable, end)
        with open(segment, "r+b") as file:
            if how == "cut":
                file.truncate(at)
            else:
                file.seek(at)
                file.write(self.luck.randbytes(end - at))

    def finish(self):
        """Everything is stored; returns ids that were lost and ids that are there more than once."""
        self.start()
        deadline = time.monotonic() + 300
        time.sleep(2)
        self.writers.stop()
        while time.monotonic() < deadline and self.backlog() > 0:
            time.sleep(0.1)
        time.sleep(1)
        self.server.send_signal(signal.SIGTERM)
        assert self.server.wait(timeout=60) == 0, (self.folder / "serve.log").read_text()[-2000:]
        self.server.stdout.close()
        self.log.close()
        rows = stored.messages(self.folder / ".northstar" / "events.duckdb")
        lost = self.writers.acknowledged - rows.keys()
        doubled = {one for one, count in rows.items() if count > 1}
        strange = rows.keys() - self.writers.sent
        return {"acknowledged": len(self.writers.acknowledged), "stored": len(rows), "lost": lost, "doubled": doubled,
                "strange": strange}

    def backlog(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.writers.port or 1, timeout=30)
        try:
            connection.request("GET", "/metrics")
            text = connection.getresponse().read().decode()
            return float(re.search(r"^northstar_fold_backlog_events ([0-9.e+]+)$", text, re.MULTILINE).group(1))
        except OSError:
            return 1
        finally:
            connection.close()

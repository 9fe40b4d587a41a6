"""A server of a project on a free port, and what asks it: over HTTP, by raw bytes, and by commands."""

import base64
import http.client
import json
import pathlib
import signal
import socket
import subprocess
import tempfile
import time
import unittest

from project import PROGRAM

PROJECT = """version: 1
sources:
  - name: app
    http: true
    entities: {user: userId}
    dimensions: {plan: properties.plan}
    values: {amount: properties.amount}
metrics:
  - {name: orders, type: count, event: order placed, grain: year, description: Orders placed}
  - {name: everything, type: count, event: any, grain: year, description: All events}
  - {name: income, type: sum, event: order placed, value: amount, grain: year, description: Income}
  - {name: people, type: active, entity: user, event: any, grain: year, description: People}
"""


def order(i, **more):
    return {"type": "track", "event": "order placed", "userId": f"u{i % 10}", "messageId": f"m{i}",
            "properties": {"plan": "pro", "amount": i}, **more}


class ServerTest(unittest.TestCase):
    """A project with a server; each test starts it as it needs."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.folder.name)
        self.write(PROJECT)
        self.server = None

    def tearDown(self):
        self.kill()
        self.folder.cleanup()

    def write(self, text, name="northstar.yml"):
        (self.root / name).write_text(text)

    def run_program(self, *arguments, code=0, **more):
        done = subprocess.run([PROGRAM, "-p", str(self.root), *arguments], capture_output=True, text=True,
                              timeout=120, **more)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def token(self, role="ingest", *more):
        return self.run_program("token", "create", "--role", role, *more).stdout.strip()

    def serve(self, *arguments):
        self.log = open(self.root / "serve.log", "a+")
        self.server = subprocess.Popen(
            [PROGRAM, "-p", str(self.root), "serve", "--listen", "127.0.0.1:0", *arguments],
            stdout=subprocess.PIPE, stderr=self.log, text=True)
        said = self.server.stdout.readline()
        self.assertIn("northstar serves", said, self.logged())
        self.port = int(said.strip().rsplit(":", 1)[1].strip("/"))

    def logged(self):
        return (self.root / "serve.log").read_text()

    def stop(self):
        self.server.send_signal(signal.SIGTERM)
        self.assertEqual(self.server.wait(timeout=20), 0, self.logged())
        self.server.stdout.close()
        self.server = None
        self.log.close()

    def kill(self):
        if self.server is None:
            return
        self.server.kill()
        self.server.wait()
        self.server.stdout.close()
        self.server = None
        self.log.close()

    def ask(self, method, path, body=None, headers=None):
        """Status, headers, body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def get(self, path, status=200, **headers):
        """As it is now, not as it was a moment ago."""
        headers = {"Cache-Control": "no-cache", **{name.replace("_", "-"): value for name, value in headers.items()}}
        got, _, body = self.ask("GET", path, headers=headers)
        self.assertEqual(got, status, body)
        return json.loads(body)

    def send(self, path, body, key=None, status=200, headers=None):
        """JSON where `body` is no bytes; the answer as JSON where it is some."""
        headers = dict(headers or {})
        if key is not None:
            headers["Authorization"] = "Basic " + base64.b64encode(f"{key}:".encode()).decode()
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        got, _, answer = self.ask("POST", path, body=data, headers=headers)
        self.assertEqual(got, status, answer)
        try:
            return json.loads(answer)
        except ValueError:
            return answer.decode()

    def raw(self, data, wait=5):
        """What comes back for bytes, until the connection ends or nothing comes any more."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=wait) as connection:
            connection.sendall(data)
            got = b""
            try:
                while piece := connection.recv(65536):
                    got += piece
            except (TimeoutError, ConnectionError):
                pass
            return got.decode("latin-1")

    def metric(self, name):
        _, _, body = self.ask("GET", "/metrics")
        for line in body.decode().splitlines():
            if line.startswith(f"northstar_{name} ") or line.startswith(f"northstar_{name}_total "):
                return float(line.split()[1])
        self.fail(f"no metric {name}")

    def settle(self):
        """Until questions see all that was answered."""
        for _ in range(200):
            if self.metric("fold_backlog_events") == 0:
                return
            time.sleep(0.05)
        self.fail("what arrived is not stored: " + self.logged())

    def value(self, metric="orders", wait=True):
        if wait:
            self.settle()
        rows = self.get(f"/api/v1/query?metric={metric}")["rows"]
        return sum(row["value"] for row in rows)

"""A PostgreSQL server of its own in a temporary folder, on a free port, ended by its process id."""

import os
import pathlib
import pwd
import shutil
import socket
import subprocess
import tempfile
import time


def programs():
    """The folder of the newest server's programs, or None: Debian keeps them outside of PATH."""
    found = [path.parent for path in pathlib.Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    return max(found, key=lambda path: int(path.parent.name), default=None)


def _as_user():
    """PostgreSQL does not run as root."""
    return ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []


def why_not():
    if programs() is None:
        return "PostgreSQL is not installed: tools/setup --test"
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        return "there is no user 'postgres'" if os.geteuid() == 0 else None
    return None


class PostgresServer:
    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="ns-pg-"))
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        self._run("initdb", f"--pgdata={self.folder}/data", "--username=owner", "--no-sync", "--locale=C", "--encoding=UTF8", "--auth=trust")
        (self.folder / "data/pg_hba.conf").write_text(
            "local all all trust\nhost all guest 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.start()
        self.execute("create database shop", "postgres")

    def _run(self, name, *arguments):
        subprocess.run([*_as_user(), str(programs() / name), *arguments], check=True, capture_output=True, cwd=self.folder)

    def start(self):
        settings = ["listen_addresses=127.0.0.1", "fsync=off", "full_page_writes=off", "autovacuum=off", "shared_buffers=16MB"]
        command = [str(programs() / "postgres"), "-D", f"{self.folder}/data", "-k", str(self.folder), "-p", str(self.port)]
        for setting in settings:
            command += ["-c", setting]
        self.process = subprocess.Popen([*_as_user(), *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.folder)
        for _ in range(400):
            ready = subprocess.run([programs() / "pg_isready", "-q", "-h", str(self.folder), "-p", str(self.port)], check=False)
            if ready.returncode == 0:
                return
            time.sleep(0.05)
        raise RuntimeError("PostgreSQL does not start")

    def stop(self):
        server = int((self.folder / "data/postmaster.pid").read_text().split()[0])
        os.kill(server, 3)
        self.process.wait()

    def remove(self):
        if self.process.poll() is None:
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def psql(self, database="shop"):
        return [str(programs() / "psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", str(self.folder), "-p", str(self.port), "-U", "owner", "-d", database]

    def execute(self, sql, database="shop"):
        subprocess.run([*self.psql(database), "-c", sql], check=True, capture_output=True)

    def address(self, user="owner"):
        return f"postgresql://{user}@127.0.0.1:{self.port}/shop"

#!/usr/bin/env python3
"""Runs a command twice, alone and through a server of its project, and says where the two differ.

Stands in the place of the program (tools/run_both_ways): prints and ends as the command does alone, which
runs last: what it and its server changed in the project's folder before is taken back. Each difference is
a line in the file that NORTHSTAR_DIFFERENCES names, each comparison a dot in it.
"""

import itertools
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile

PROGRAM = os.environ["NORTHSTAR_PROGRAM"]
# What needs no project, makes one, or is about the server itself.
OTHERS = {"serve", "demo", "init", "completion", "version", "schema", "inspect", "token", "restore", "backup", "catalog", "help"}
# Times, and room on a disk.
CHANGING = re.compile(r'"seconds"|free on its disk|rows/s|"as_of"|"at"|"generated"|"made"|"seed"|"closed"')


def project_of(arguments):
    for i, one in enumerate(arguments):
        if one in ("-p", "--project") and i + 1 < len(arguments):
            return pathlib.Path(arguments[i + 1])
        if one.startswith("--project="):
            return pathlib.Path(one.split("=", 1)[1])
    return pathlib.Path(".")


def command_of(arguments):
    words = []
    skip = False
    for one in arguments:
        if skip:
            skip = False
        elif one in ("-p", "--project"):
            skip = True
        elif not one.startswith("-"):
            words.append(one)
    return words[0] if words else ""


def files_of(folder):
    return {path.relative_to(folder) for path in folder.rglob("*") if path.is_file() and not path.is_symlink()}


def is_same(one, other):
    a, b = one.stat(), other.stat()
    return a.st_size == b.st_size and a.st_mtime_ns == b.st_mtime_ns


def take_back(folder, before):
    """The folder as it was; what did not change keeps its inode and its times."""
    for name in files_of(folder) - files_of(before):
        (folder / name).unlink()
    for name in files_of(before):
        target = folder / name
        if target.exists() and is_same(target, before / name):
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(before / name, target)


def run(arguments, given):
    return subprocess.run([PROGRAM, *arguments], input=given, capture_output=True, timeout=300)


def lines(output):
    """Without times: of lines that hold one, and at the end of a row of a load's table."""
    return [re.sub(r" +\d+\.\d$", "", line) for line in output.decode(errors="replace").splitlines()
            if not CHANGING.search(line)]


def through_server(arguments, folder, given):
    environment = dict(os.environ, NORTHSTAR_TEST_NUMBERS="serve.loads=0")
    server = subprocess.Popen([PROGRAM, "-p", str(folder), "serve", "--listen", "127.0.0.1:0", "--refresh", "0"],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment)
    try:
        if b"serves" not in server.stdout.readline():
            return None
        return run(arguments, given)
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(timeout=30)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        server.stdout.close()


def first_difference(alone, served):
    """Of two outputs, the first line in which they differ."""
    for one, other in itertools.zip_longest(lines(alone), lines(served), fillvalue="(nothing)"):
        if one != other:
            return f"\n  alone  {one}\n  served {other}"
    return ""


def note(arguments, alone, served, told):
    differs = first_difference(alone.stdout, served.stdout) + first_difference(alone.stderr, served.stderr)
    if alone.returncode != served.returncode:
        differs += f"\n  ends with {alone.returncode} alone, {served.returncode} served"
    with open(told, "a") as file:
        file.write(f"\ndiffers: {' '.join(arguments)}{differs}\n" if differs else ".")


def main():
    arguments = sys.argv[1:]
    folder = project_of(arguments)
    given = None if sys.stdin is None or sys.stdin.isatty() else sys.stdin.buffer.read() if not sys.stdin.closed else None
    compared = (folder / "northstar.yml").exists() and command_of(arguments) not in OTHERS
    # A test that serves the project itself compares nothing.
    served = None
    if compared and not (folder / ".northstar" / "serve.sock").exists():
        with tempfile.TemporaryDirectory() as scratch:
            before = pathlib.Path(scratch) / "before"
            shutil.copytree(folder, before, symlinks=True, ignore_dangling_symlinks=True)
            served = through_server(arguments, folder, given)
            take_back(folder, before)
    done = run(arguments, given)
    if served is not None:  # else the project is not sound enough for a server
        note(arguments, done, served, os.environ.get("NORTHSTAR_DIFFERENCES", "/dev/null"))
    sys.stdout.buffer.write(done.stdout)
    sys.stdout.flush()
    sys.stderr.buffer.write(done.stderr)
    sys.stderr.flush()
    if done.returncode < 0:  # by a signal
        signal.signal(-done.returncode, signal.SIG_DFL)
        os.kill(os.getpid(), -done.returncode)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())

"""Client libraries as they are, undisturbed and each through a fault: what is acknowledged is stored once."""

import json
import os
import pathlib
import shutil
import subprocess
import unittest

from project import PROGRAM

CLIENTS = pathlib.Path(__file__).resolve().parents[1] / "clients"
# The one that was fetched for the tests, or any that is new enough.
OWN_NODE = CLIENTS.parents[1] / "build" / "native" / "node"
NODE = str(OWN_NODE) if OWN_NODE.exists() else "node"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")


def node_version():
    try:
        return int(subprocess.run([NODE, "--version"], capture_output=True, text=True).stdout[1:].split(".")[0])
    except (OSError, ValueError):
        return 0


@unittest.skipUnless((CLIENTS / "node_modules").is_dir(), "the client libraries are missing (tools/setup --test)")
@unittest.skipUnless(node_version() >= 20, "Node 20 or newer is missing")
class Clients(unittest.TestCase):
    def run_all(self, count, clients, faults):
        done = subprocess.run([NODE, str(CLIENTS / "run_all.mjs"), str(count), clients, faults], capture_output=True,
                              text=True, timeout=400, env={**os.environ, "NORTHSTAR": PROGRAM})
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        last = json.loads(done.stdout.strip().splitlines()[-1])
        self.assertEqual((last["wrong"], last["server_ended"]), (0, 0))

    def test_undisturbed(self):
        self.run_all(1000, "node", "none")

    def test_segment(self):
        self.run_all(200, "segment-node", "503")

    def test_rudderstack(self):
        self.run_all(200, "rudder-node", "reset-after")

    def test_posthog(self):
        self.run_all(200, "posthog-node", "500")

    def test_amplitude(self):
        self.run_all(200, "amplitude-node", "reset-before")

    def test_mixpanel(self):
        self.run_all(200, "mixpanel-node", "429")

    @unittest.skipUnless(CHROMIUM, "Chromium is missing")
    def test_browsers(self):
        self.run_all(100, "browser", "none")

    @unittest.skipUnless(CHROMIUM, "Chromium is missing")
    def test_browsers_through_a_fault(self):
        self.run_all(100, "browser", "503")


if __name__ == "__main__":
    unittest.main()

"""A server that dies twenty-five times while clients send: nothing answered is lost, nothing twice."""

import pathlib
import sys
import tempfile
import time
import unittest

from project import PROGRAM

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "soak"))
import kills  # noqa: E402


class Kills(unittest.TestCase):
    def test_nothing_is_lost_and_nothing_counted_twice(self):
        seed = int(time.time())
        print(f"seed {seed}", file=sys.stderr)
        with tempfile.TemporaryDirectory() as folder:
            killing = kills.Killing(PROGRAM, folder, seed)
            for number in range(25):
                killing.live_and_die(["kept", "kept", "kept", "cut", "overwritten"][number % 5])
            found = killing.finish()
        self.assertGreater(found["acknowledged"], 1000)
        self.assertEqual((found["lost"], found["doubled"], found["strange"]), (set(), set(), set()))
        self.assertEqual(killing.spoiled, {"kept": 15, "cut": 5, "overwritten": 5})


if __name__ == "__main__":
    unittest.main()

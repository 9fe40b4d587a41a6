"""What the shell completes comes from the table of commands, and works in a real shell."""

import os
import subprocess
import unittest

PROGRAM = os.environ["NORTHSTAR"]


def completed(*words):
    """What bash offers after these words, of which the last one is not finished."""
    script = subprocess.run([PROGRAM, "completion", "bash"], capture_output=True, text=True, check=True).stdout
    line = " ".join(f"'{word}'" for word in words)
    asked = f"{script}\nCOMP_WORDS=({line})\nCOMP_CWORD={len(words) - 1}\n_northstar\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"\n"
    found = subprocess.run(["bash", "-c", asked], capture_output=True, text=True, check=True)
    return found.stdout.split()


class Completion(unittest.TestCase):
    def test_commands(self):
        self.assertEqual(completed("northstar", "det"), ["detect"])
        self.assertIn("evaluate", completed("northstar", ""))
        self.assertEqual(completed("northstar", "-p", "shop", "val"), ["validate", "value-words"])

    def test_options_and_choices(self):
        self.assertEqual(completed("northstar", "detect", "--sens"), ["--sensitivity"])
        self.assertEqual(completed("northstar", "detect", "--sensitivity", ""), ["low", "normal", "high"])
        self.assertEqual(completed("northstar", "query", "orders", "--grain", "q"), ["quarter"])
        self.assertEqual(completed("northstar", "tree", "--format", "js"), ["json"])

    def test_what_only_pictures_ask_for_is_not_offered(self):
        self.assertNotIn("--ends", completed("northstar", "query", "--"))

    def test_commands_under_others(self):
        self.assertEqual(completed("northstar", "surv"), ["survey"])
        self.assertEqual(completed("northstar", "survey", ""), ["answer", "close", "grade", "open", "results"])
        self.assertEqual(completed("northstar", "-p", "shop", "survey", "o"), ["open"])
        self.assertEqual(completed("northstar", "survey", "open", "--pe"), ["--people"])
        self.assertEqual(completed("northstar", "survey", "grade", "x", "--name", ""), ["yes", "no"])
        self.assertNotIn("survey open", completed("northstar", ""))

    def test_zsh_loads_what_bash_uses(self):
        said = subprocess.run([PROGRAM, "completion", "zsh"], capture_output=True, text=True, check=True).stdout
        self.assertTrue(said.startswith("autoload -U +X bashcompinit"))
        wrong = subprocess.run([PROGRAM, "completion", "fish"], capture_output=True, text=True)
        self.assertEqual(wrong.returncode, 2)


if __name__ == "__main__":
    unittest.main()

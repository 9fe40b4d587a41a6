"""docs/sending-events.md: its lines of curl do what it says."""

import pathlib
import re
import subprocess
import unittest

from serving import ServerTest

PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "sending-events.md"


class Sending(ServerTest):
    def test_lines_of_the_page(self):
        blocks = [block for block in re.findall(r"^```sh\n(.*?)^```", PAGE.read_text(), re.M | re.S) if "curl" in block]
        self.assertEqual(len(blocks), 4)
        key = self.token()
        self.serve()
        for block in blocks:
            done = subprocess.run(["bash", "-c", block], env={"URL": f"http://127.0.0.1:{self.port}", "KEY": key,
                                                              "PATH": "/usr/bin:/bin"}, capture_output=True, text=True)
            self.assertEqual(done.stdout, '{"success":true}', block + done.stderr)
        self.assertEqual(self.value(), 5)
        self.assertEqual(self.value("income"), 32)


if __name__ == "__main__":
    unittest.main()

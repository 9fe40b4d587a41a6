"""digest --send: who gets a digest, and that of one period each channel gets one, whatever happens to sender and receivers.

The project and the servers are those of test_check.py: a guardrail that breaks in the week of Jun 22, 2026."""

import datetime as dt
import email
import json
import signal
import subprocess
import time
import unittest

from project import PROGRAM
from test_check import BAD, ENVIRONMENT, OVER, STILL, CheckTest

LATER = "2026-06-30T06:05:00Z"


class DigestTest(CheckTest):
    def slack(self, path="/slack", **keys):
        return {"type": "slack", "url": self.hooks.url(path), **keys}

    def digest(self, *arguments, at=BAD, code=0):
        done = subprocess.run([PROGRAM, "-p", str(self.root), "digest", "--as-of", at, *arguments], capture_output=True, text=True,
                              timeout=120, env=ENVIRONMENT)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def send(self, *arguments, at=BAD, code=0):
        return self.digest("--send", *arguments, at=at, code=code)

    def texts(self):
        return [json.loads(body)["text"] for _, _, body in self.hooks.accepted]


class Sending(DigestTest):
    def test_each_channel_gets_one_per_period(self):
        self.project(self.webhook(), self.slack(), self.mail())
        self.assertIn("2 messages sent", self.send().stderr)
        self.assertEqual([path for path, _, _ in self.hooks.accepted], ["/slack"])
        self.assertTrue(self.texts()[0].startswith("*acme: week of Jun 22, 2026*\n\n"), self.texts()[0])
        self.assertIn("• Rating: 3 ", self.texts()[0])
        self.assertEqual(self.mails.accepted[0][:2], ("ns@example.org", ["team@example.org", "lead@example.org"]))
        first = email.message_from_string(self.mails.accepted[0][2])
        self.assertEqual(first["Subject"], "acme: week of Jun 22, 2026")
        texts = {part.get_content_type(): part.get_payload(decode=True).decode() for part in first.walk()
                 if part.get_content_maintype() == "text"}
        self.assertIn("\nGuardrails\n- Rating: 3 ", texts["text/plain"])
        self.assertIn("<h3>Guardrails</h3>\n<ul>\n<li>Rating: 3 ", texts["text/html"])
        shown = self.check_picture(first)
        # The same week again, also at another time and however often.
        for at in (BAD, STILL, "2026-07-04T06:00:00Z"):
            done = self.send(at=at)
            self.assertEqual(done.stderr.count("before; it is not sent again"), 2, done.stderr)
        self.assertEqual((len(self.hooks.tried), len(self.mails.accepted)), (1, 1))
        # The next one is another message.
        self.send(at=OVER)
        self.assertEqual(len(self.texts()), 2)
        self.assertIn("Jun 29", self.texts()[1])
        second = email.message_from_string(self.mails.accepted[1][2])
        self.assertNotEqual(first["Message-ID"], second["Message-ID"])
        self.assertNotEqual(shown, self.check_picture(second))
        # A month is another period.
        self.send("--period", "month", at=OVER)
        self.assertEqual(len(self.texts()), 3)

    def test_channels_with_a_time_for_it_get_it_alone(self):
        self.project(self.slack("/a"), self.slack("/b", digest="monday 09:00"), self.mail())
        self.send()
        self.assertEqual([path for path, _, _ in self.hooks.accepted], ["/b"])
        self.assertEqual(self.mails.accepted, [])

    def test_to_names_a_kind_of_channel(self):
        self.project(self.slack(), self.mail())
        self.send("--to", "email")
        self.assertEqual((len(self.hooks.tried), len(self.mails.accepted)), (0, 1))
        self.send("--to", "slack")
        self.assertEqual((len(self.hooks.tried), len(self.mails.accepted)), (1, 1))

    def test_a_dry_run_shows_what_would_go_where_and_sends_nothing(self):
        self.project(self.slack("/token-in-the-path"), self.mail(smtp=f"smtp://user:passw0rd@127.0.0.1:{self.mails.port}"))
        done = self.send("--dry-run")
        host = f"127.0.0.1:{self.hooks.port}"
        self.assertIn(f"To channel 1 (slack, {host}):\n\n*acme: week of Jun 22, 2026*", done.stdout)
        self.assertIn(f"To channel 2 (email, 127.0.0.1:{self.mails.port}):\n\nSubject: acme: week of Jun 22, 2026\n", done.stdout)
        self.assertIn("team@example.org, lead@example.org", done.stderr)
        for secret in ("token-in-the-path", "passw0rd"):
            self.assertNotIn(secret, done.stdout + done.stderr)
        self.assertEqual((self.hooks.tried, self.mails.accepted), ([], []))
        # Nothing was put down either.
        self.project(self.slack())
        self.send()
        self.assertEqual(len(self.hooks.accepted), 1)
        self.assertIn("was sent to channel 1", self.send("--dry-run").stderr)
        found = json.loads(self.send("--dry-run", "--format", "json").stdout)
        self.assertEqual(found["heading"], "acme: week of Jun 22, 2026")

    def test_what_fails_is_tried_again_and_arrives_once(self):
        self.project(self.slack())
        self.hooks.answer = lambda path: 500
        done = self.send()
        self.assertIn("error 500", done.stderr)
        self.assertIn("1 message not sent", done.stderr)
        self.hooks.answer = lambda path: 200
        self.send(at=LATER)
        self.send(at=STILL)
        self.assertEqual(len(self.hooks.accepted), 1)
        self.assertEqual(len({(headers["Idempotency-Key"], body) for _, headers, body in self.hooks.tried}), 1)

    def test_alerts_leave_a_digest_that_waits_alone(self):
        self.project(self.slack())
        self.hooks.answer = lambda path: 500
        self.send()
        self.hooks.answer = lambda path: 200
        self.look(LATER, code=1)
        self.assertEqual(len(self.texts()), 2)
        self.assertIn("week of Jun 22, 2026*", self.texts()[0])
        self.assertIn("Started: ", self.texts()[1])

    def test_names_neither_mention_nor_run(self):
        self.project(self.slack(), self.mail(), name="acme\r\nBcc: evil@example.org",
                     label="<!channel> <script>alert(1)</script> ü & co")
        self.send()
        self.assertNotIn("<", self.texts()[0])
        raw = self.mails.accepted[0][2]
        self.assertTrue(raw.isascii())
        message = email.message_from_string(raw)
        self.assertIsNone(message["Bcc"])
        html = next(part for part in message.walk() if part.get_content_type() == "text/html").get_payload(decode=True).decode()
        self.assertNotIn("<script", html)
        self.assertIn("&lt;script&gt;", html)

    def test_what_is_refused(self):
        self.project(self.webhook())
        self.assertIn("no channel for a digest", self.send(code=2).stderr)
        self.project(self.slack())
        self.assertIn("--send", self.digest("--dry-run", code=2).stderr)
        self.assertIn("Markdown", self.send("--to", "markdown", code=2).stderr)
        self.assertIn("'email'", self.send("--to", "email", code=2).stderr)
        self.project(self.slack(), self.mail(smtp="${SMTP_THAT_NOBODY_SET}"))
        self.assertIn("SMTP_THAT_NOBODY_SET", self.send(code=2).stderr)
        self.assertEqual(self.hooks.tried, [])
        self.project(self.webhook(digest="monday 09:00"))
        self.assertIn("no meaning", self.digest(code=2).stderr)


class Watching(DigestTest):
    def test_a_watch_sends_it_at_its_time_and_once(self):
        def at(before):
            return (dt.datetime.now(dt.timezone.utc) - before).strftime("%A %H:%M").lower()
        self.project(self.slack("/not-now", digest=at(dt.timedelta(days=2))), self.mail(digest=at(dt.timedelta(minutes=2))))
        command = self.command("--watch", "1s", "--notify")
        for _ in range(2):  # the second one finds it sent
            watch = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT)
            self.addCleanup(lambda one=watch: one.poll() is None and one.kill())
            end = time.monotonic() + 60
            while time.monotonic() < end and not self.mails.accepted:
                time.sleep(0.1)
            time.sleep(5)
            watch.send_signal(signal.SIGINT)
            err = watch.communicate(timeout=30)[1]
            self.assertEqual(watch.returncode, 0, err)
            self.assertEqual(len(self.mails.accepted), 1, err)
        self.assertIn("acme: week of", email.message_from_string(self.mails.accepted[0][2])["Subject"])
        self.assertEqual(self.hooks.tried, [])


if __name__ == "__main__":
    unittest.main()

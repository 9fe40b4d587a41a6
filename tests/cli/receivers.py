"""Servers on loopback that messages are sent to: HTTP, and SMTP as far as a client needs it.

Each keeps what it accepted, and can be told to do otherwise: to answer with an error, to hang, to close, to call a function
at some moment (so that a test kills the sender just then)."""

import http.server
import socket
import socketserver
import threading


class Hooks:
    """An HTTP server. `answer(path)` says what to do: a status, or "hang"; the default accepts everything. When `on_begin`
    returns true, the connection is dropped."""

    def __init__(self, listening=None):
        self.accepted = []  # (path, headers, body) in the order of arrival, of those answered with 200
        self.tried = []  # likewise, of all
        self.answer = lambda path: 200
        self.on_begin = self.on_whole = self.on_answer = lambda: None
        self.going = threading.Event()  # ends what hangs
        hooks = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def parse_request(self):
                if hooks.on_begin():  # a line of the request was read, and no more
                    self.close_connection = True
                    return False
                return super().parse_request()

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                status = hooks.answer(self.path)
                hooks.tried.append((self.path, dict(self.headers), body))
                if status == "hang":
                    hooks.going.wait(60)
                    return
                if status == 200:
                    hooks.accepted.append((self.path, dict(self.headers), body))
                hooks.on_whole()
                self.send_response(status)
                if 300 <= status < 400:
                    self.send_header("Location", f"http://127.0.0.1:{hooks.port}/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()
                self.wfile.flush()
                hooks.on_answer()

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):
                pass  # a client that was killed

        if listening is None:
            self.server = Server(("127.0.0.1", 0), Handler)
        else:
            self.server = Server(listening.getsockname(), Handler, bind_and_activate=False)
            self.server.socket.close()
            self.server.socket = listening
        self.port = self.server.socket.getsockname()[1]
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def url(self, path="/hook"):
        return f"http://127.0.0.1:{self.port}{path}"

    def close(self):
        self.going.set()
        self.server.shutdown()
        self.server.server_close()


class Mails:
    """An SMTP server. `refuse` is a command ("MAIL", "RCPT", "DATA", "." for the message) that it answers with 550."""

    def __init__(self):
        self.accepted = []  # (from, [to], text) of each message
        self.refuse = None
        mails = self

        class Handler(socketserver.StreamRequestHandler):
            def say(self, line):
                self.wfile.write(line.encode() + b"\r\n")

            def handle(self):
                self.say("220 loopback")
                sender, receivers = None, []
                for raw in self.rfile:
                    line = raw.decode().rstrip("\r\n")
                    word = line.split(":")[0].split(" ")[0].upper()
                    if word == mails.refuse:
                        self.say("550 not here")
                    elif word in ("EHLO", "HELO"):
                        self.say("250 loopback")
                    elif word == "MAIL":
                        sender = line.split("<")[1].split(">")[0]
                        self.say("250 ok")
                    elif word == "RCPT":
                        receivers.append(line.split("<")[1].split(">")[0])
                        self.say("250 ok")
                    elif word == "DATA":
                        self.say("354 go on")
                        text = self.message()
                        if mails.refuse == ".":
                            self.say("550 not this")
                        else:
                            mails.accepted.append((sender, receivers, text))
                            self.say("250 taken")
                        sender, receivers = None, []
                    elif word == "QUIT":
                        self.say("221 bye")
                        return
                    else:
                        self.say("250 ok")

            def message(self):
                lines = []
                for raw in self.rfile:
                    if raw == b".\r\n":
                        break
                    lines.append(raw[1:] if raw.startswith(b"..") else raw)
                return b"".join(lines).decode()

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = daemon_threads = True

            def handle_error(self, *_):
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def url(self):
        return f"smtp://127.0.0.1:{self.port}"

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class FullPort:
    """A port at which connecting hangs: nobody takes what comes in, and there is no room for more."""

    def __init__(self):
        self.listening = socket.socket()
        self.listening.bind(("127.0.0.1", 0))
        self.listening.listen(0)
        self.port = self.listening.getsockname()[1]
        self.waiting = []
        for _ in range(4):
            one = socket.socket()
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", self.port))
            self.waiting.append(one)

    def serve(self):
        """From now on it is a server like any other."""
        for one in self.waiting:
            one.close()
        self.listening.listen(16)
        return Hooks(self.listening)

"""A mail server on this machine that keeps what it is given (RFC 5321, without extensions)."""

import socketserver
import threading
from email import message_from_bytes, policy


class SmtpServer(socketserver.ThreadingTCPServer):
    """Use as a context manager; listens on loopback only.

    :attr received: list of (sender of the envelope, list of recipients, message)
    """

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), SmtpSession)
        self.received = []
        self.port = self.server_address[1]

    def __enter__(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return super().__enter__()

    def __exit__(self, *args):
        self.shutdown()
        return super().__exit__(*args)


class SmtpSession(socketserver.StreamRequestHandler):
    def handle(self):
        self._say("220 loopback")
        sender, recipients = "", []
        for line in self.rfile:
            verb, _space, rest = line.decode().strip().partition(" ")
            verb = verb.upper()
            address = rest.partition(":")[2].strip().split(" ")[0].strip("<>")
            if verb == "MAIL":
                sender, recipients = address, []
            elif verb == "RCPT":
                recipients.append(address)
            elif verb == "DATA":
                self._say("354 go on")
                message = message_from_bytes(self._read_data(), policy=policy.SMTP)
                self.server.received.append((sender, recipients, message))
            elif verb == "QUIT":
                self._say("221 bye")
                return
            self._say("250 fine")

    def _say(self, text):
        self.wfile.write(f"{text}\r\n".encode())

    def _read_data(self):
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.removeprefix(b"."))
        return b"".join(lines)

"""A mail server on this machine that keeps what it is given (RFC 5321, without extensions)."""

import socketserver
import threading
from contextlib import suppress
from email import message_from_bytes, policy


class SmtpServer(socketserver.ThreadingTCPServer):
    """Use as a context manager; listens on loopback only.

    :attr received: list of (sender of the envelope, list of recipients, message): what it has
        taken responsibility for, whether or not anybody has heard its answer
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

    def answer(self, verb, argument):
        """Hook: before a command is obeyed, before an e-mail is accepted ("."), and after it was
        ("250"), before anybody is told.

        :param verb: such as "RCPT"
        :param argument: what follows the verb, of "." and "250" the e-mail
        :return: another answer than that all is fine; "" to hang up
        """


class SmtpSession(socketserver.StreamRequestHandler):
    def handle(self):
        # the other side may be killed at any moment
        with suppress(OSError):
            self._say("220 loopback")
            self._talk()

    def _talk(self):
        sender, recipients = "", []
        for line in self.rfile:
            verb, _space, rest = line.decode().strip().partition(" ")
            verb = verb.upper()
            answer = self.server.answer(verb, rest)
            address = rest.partition(":")[2].strip().split(" ")[0].strip("<>")
            if answer is not None:
                pass
            elif verb == "MAIL":
                sender, recipients = address, []
            elif verb == "RCPT":
                recipients.append(address)
            elif verb == "DATA":
                self._say("354 go on")
                data = self._read_data()
                if data is None:  # what was not completed is thrown away
                    return
                message = message_from_bytes(data, policy=policy.SMTP)
                answer = self.server.answer(".", message)
                if answer is None:
                    self.server.received.append((sender, recipients, message))
                    answer = self.server.answer("250", message)
            elif verb == "QUIT":
                self._say("221 bye")
                return
            if answer == "":
                return
            self._say(answer or "250 fine")

    def _say(self, text):
        self.wfile.write(f"{text}\r\n".encode())

    def _read_data(self):
        """:return: None when it has no end"""
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                return b"".join(lines)
            lines.append(line.removeprefix(b"."))
        return None

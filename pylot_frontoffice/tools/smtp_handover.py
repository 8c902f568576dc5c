"""Handing e-mails over to a mail server so that it is known at any time what the server has.

A mail server takes responsibility when it answers the line with the single dot that completes an
e-mail, and not before (RFC 5321, 4.1.1.4 and 6.1). Whatever has not been completed when the
connection ends it throws away (3.8, 4.1.1.10). So the dot is the only thing to be careful about.
"""

from __future__ import annotations

import re
from smtplib import (
    SMTP,
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPServerDisconnected,
)

GO_ON, ACCEPTED = 354, 250
TEMPORARY, REFUSED = range(400, 500), range(400, 600)
DOT = b".\r\n"


class Handover:
    """What is sent through ``session`` inside of the ``with`` block.

    :param session: an open connection of :mod:`smtplib`. Of any other kind of connection nobody
        knows when it hands something over, so ``before`` is called at the beginning.
    :param before: called when the server has everything but the dot. When it raises, the dot is
        never sent, and the connection is closed so that nothing else can be taken for it.
    :param after: called as soon as the server has accepted; gets how many it has by now.

    :attr is_watched: whether it is known when something is handed over
    :attr accepted: how many e-mails the server has accepted
    :attr is_open: whether the server may have one more, of which nobody knows
    :attr is_temporary: whether the server, or the connection, has failed in a way that invites to
        try the same again (4yz, RFC 5321 4.2.1)
    """

    def __init__(self, session, before, after):
        self.session, self.before, self.after = session, before, after
        self.is_watched = isinstance(session, SMTP)
        self.accepted, self.is_open, self.is_temporary = 0, False, False

    def __enter__(self):
        if self.is_watched:
            # found on the instance before the methods of the class
            self.session.data, self.session.sendmail = self._data, self._sendmail
        else:
            self.before()
            self.is_open = True
        return self

    def __exit__(self, *_error):
        if self.is_watched:
            del self.session.data, self.session.sendmail

    def _sendmail(self, *args, **kwargs):
        try:
            return type(self.session).sendmail(self.session, *args, **kwargs)
        except SMTPServerDisconnected:
            self.is_temporary = True
            raise
        except SMTPRecipientsRefused as error:
            codes = [code for code, _text in error.recipients.values()]
            self.is_temporary = all(code in TEMPORARY for code in codes)
            raise
        except SMTPResponseException as error:
            self.is_temporary = error.smtp_code in TEMPORARY
            raise
        except SMTPException:
            raise
        except BaseException:
            # stopped anywhere: what the server says next would be taken for the wrong answer
            self.session.close()
            raise

    def _data(self, message: bytes) -> tuple[int, bytes]:
        """In place of :meth:`smtplib.SMTP.data`, with a pause before the dot.

        :return: the answer to the dot
        """
        code, text = self.session.docmd("data")
        if code != GO_ON:
            raise SMTPDataError(code, text)
        try:
            self.session.send(quote(message))
            self.before()
        except BaseException:
            self.session.close()  # even "QUIT" would become a line of the e-mail
            raise
        self.is_open = True
        self.session.send(DOT)
        code, text = self.session.getreply()
        if code == ACCEPTED:
            self.accepted += 1
            self.is_open = False
            self.after(self.accepted)
        elif code in REFUSED:
            self.is_open = False
        return code, text


def is_usable(session) -> bool:
    """Whether another e-mail can be sent through ``session``."""
    return not isinstance(session, SMTP) or session.sock is not None


def quote(message: bytes) -> bytes:
    """:return: ``message``, its last line ended, with one dot more in each line that begins with
    one (RFC 5321, 4.5.2)"""
    end = b"" if message.endswith(b"\r\n") else b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", message) + end

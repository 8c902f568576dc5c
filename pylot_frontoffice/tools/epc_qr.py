"""The bank code that banking apps read from a picture (EPC069-12, "GiroCode"): a transfer in euro.

>>> print(build("Frieda Flink", "DE89 3704 0044 0532 0130 00", Decimal("12.3"), "D26-00001"))
BCD
002
1
SCT
<BLANKLINE>
Frieda Flink
DE89370400440532013000
EUR12.30
<BLANKLINE>
<BLANKLINE>
D26-00001
>>> print(build("Ä", "DE89370400440532013000", Decimal(1), "RF18539007547034").splitlines()[-1])
RF18539007547034
>>> build("Frieda", "DE89370400440532013000", Decimal(0), "x")
''
"""

import re
from decimal import Decimal

NAME_LENGTH, TEXT_LENGTH, PAYLOAD_BYTES = 70, 140, 331
LOWEST, HIGHEST = Decimal("0.01"), Decimal("999999999.99")
IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")
# The only structured reference of the scheme (ISO 11649).
CREDITOR_REFERENCE = re.compile(r"RF[0-9]{2}[A-Z0-9]{1,21}")


def build(name, iban, amount, reference, bic=""):
    """:param Decimal amount: in euro
    :param str reference: what stands on the transfer; a creditor reference is recognised
    :return: str to be drawn as a QR code of level M; "" when there can be none"""
    iban = "".join(iban.split()).upper()
    amount = Decimal(amount).quantize(LOWEST)
    name = _one_line(name)[:NAME_LENGTH].strip()
    if not name or not is_iban(iban) or not LOWEST <= amount <= HIGHEST:
        return ""
    reference = _one_line(reference)
    compact = reference.replace(" ", "").upper()
    is_structured = bool(CREDITOR_REFERENCE.fullmatch(compact)) and _has_valid_check_digits(compact)
    bic = "".join((bic or "").split()).upper()
    head = ["BCD", "002", "1", "SCT", bic if BIC.fullmatch(bic) else "", name, iban]
    text = "" if is_structured else reference[:TEXT_LENGTH].strip()
    while True:
        lines = [*head, f"EUR{amount:f}", "", compact if is_structured else "", text]
        payload = "\n".join(lines).rstrip("\n")
        if len(payload.encode()) <= PAYLOAD_BYTES:
            return payload
        text = text[:-1]


def is_iban(text):
    """:param str text: without spaces
    :return: whether it has the form and the check digits of an account number

    >>> is_iban("DE89370400440532013000"), is_iban("DE88370400440532013000"), is_iban("12345")
    (True, False, False)
    """
    return bool(IBAN.fullmatch(text)) and _has_valid_check_digits(text)


def _has_valid_check_digits(text):
    """ISO 7064, modulo 97-10."""
    return int("".join(str(int(char, 36)) for char in text[4:] + text[:4])) % 97 == 1


def _one_line(text):
    """A line end would begin another field."""
    return " ".join((text or "").split())

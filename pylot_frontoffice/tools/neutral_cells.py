"""Cells of a table that strangers have typed into: they stay text in every spreadsheet.

>>> neutralise('=HYPERLINK("https://evil.example")')
'\\'=HYPERLINK("https://evil.example")'
>>> neutralise("  +1"), neutralise("Frieda"), neutralise(-5.0), neutralise("=1", ("@",))
("'  +1", 'Frieda', -5.0, '=1')
"""

# What spreadsheets that open a CSV take for the beginning of a formula.
FORMULAS = ("=", "{=", "+", "-", "@", "\t", "\r")


def neutralise(value, dangerous=FORMULAS):
    """:param dangerous: beginnings that a spreadsheet takes for more than text
    :return: ``value``; a text with such a beginning gets an apostrophe in front"""
    if isinstance(value, str) and value.lstrip(" ").startswith(dangerous):
        return f"'{value}"
    return value

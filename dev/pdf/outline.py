"""The table of contents Odoo cuts a PDF of several documents at, in wkhtmltopdf's own form:
named destinations that count pages from 0."""

from __future__ import annotations

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NullObject,
    NumberObject,
    TextStringObject,
)


def add(writer: PdfWriter, first_pages: list[int]) -> None:
    """One entry a document."""
    names = DictionaryObject()
    entries = []
    for number, first in enumerate(first_pages, 1):
        name = NameObject(f"/document{number}")
        position = [NullObject()] * 3
        names[name] = ArrayObject([NumberObject(first), NameObject("/XYZ"), *position])
        title = TextStringObject(f"Document {number}")
        entry = DictionaryObject({NameObject("/Title"): title, NameObject("/Dest"): name})
        entries.append(writer._add_object(entry))
    outline = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Outlines"),
            NameObject("/Count"): NumberObject(len(entries)),
            NameObject("/First"): entries[0],
            NameObject("/Last"): entries[-1],
        }
    )
    reference = writer._add_object(outline)
    for entry, following in zip(entries, [*entries[1:], None], strict=True):
        entry.get_object()[NameObject("/Parent")] = reference
        if following:
            entry.get_object()[NameObject("/Next")] = following
    writer._root_object[NameObject("/Outlines")] = reference
    writer._root_object[NameObject("/Dests")] = writer._add_object(names)

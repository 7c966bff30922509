"""Events in workbooks: the texts of which a workbook is packed are changed, and not its packed bytes.

A changed byte of a zip archive is nearly always a wrong checksum, and what lies behind is never reached. So
an example is a list of members with their texts, from which a workbook is packed; one that begins as a zip
does is taken as it is.
"""

import functools
import io
import re
import zipfile
from collections.abc import Iterator, Mapping

from tests.fuzz.logs import in_every_way
from tests.fuzz.mapping_files import mapping_by_name
from tests.fuzz.target import Target, as_file

_MEMBER = re.compile(rb"^=== ([^\n]{1,80})\n", re.MULTILINE)
_SHEET = "xl/worksheets/sheet1.xml"


def run(data: bytes) -> None:
    content = data if data.startswith(b"PK") else packed(data)
    in_every_way(as_file("excel/log.xlsx", content), mapping=mapping_by_name("canonical"))


def packed(data: bytes) -> bytes:
    """A workbook in which the members that `data` lists stand in place of the plain ones."""
    _, *listed = _MEMBER.split(data)
    members = dict(_plain())
    for name, text in zip(listed[::2], listed[1::2], strict=True):
        members[name.decode("utf-8", "replace")] = text
    return zipped({each: text for each, text in members.items() if text.strip() != b"-"}, zipfile.ZIP_STORED)


def zipped(members: Mapping[str, bytes], compression: int) -> bytes:
    """The same bytes for the same members, whatever the day."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for each, text in members.items():
            archive.writestr(zipfile.ZipInfo(each), text, compress_type=compression)
    return out.getvalue()


@functools.cache
def _plain() -> tuple[tuple[str, bytes], ...]:
    """The members of a small workbook, its sheet with strings in their cells."""
    import datetime as dt

    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["case", "type", "time", "note"])
    sheet.append(["c1", "受理", dt.datetime(2026, 3, 2, 9, 30), 1.5])  # noqa: DTZ001 - workbooks know no zones
    sheet.append(["c1", "办结", dt.date(2026, 3, 9), True])
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as archive:
        # The day on which the workbook was made would make every run's examples others.
        return tuple(
            (each, archive.read(each)) for each in sorted(archive.namelist()) if "docProps/core" not in each
        )


def seeds() -> Iterator[bytes]:
    members = dict(_plain())
    for names in (
        (_SHEET,),
        ("xl/workbook.xml",),
        ("xl/styles.xml",),
        ("xl/sharedStrings.xml",),
        ("[Content_Types].xml",),
    ):
        yield b"".join(
            b"=== " + each.encode() + b"\n" + members[each] + b"\n" for each in names if each in members
        )
    yield from (f"=== {_SHEET}\n{_XML}<sheetData>{each}</sheetData></worksheet>".encode() for each in _ROWS)
    yield f"=== xl/workbook.xml\n{_DATE_1904}".encode()
    yield f"=== {_SHEET}\n-".encode()
    yield zipped(members, zipfile.ZIP_DEFLATED)


_XML = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
_HEAD = "".join(f'<c t="inlineStr"><is><t>{each}</t></is></c>' for each in ("case", "type", "time", "n"))
_ROWS = (
    f'<row r="1">{_HEAD}</row><row r="2"><c t="str"><v>c1</v></c><c t="str"><v>a</v></c><c><v>45000.5</v></c>'
    "</row>",
    f'<row r="1">{_HEAD}</row><row r="9"><c r="A9" t="b"><v>1</v></c><c r="B9" t="e"><v>#REF!</v></c>'
    '<c r="C9" t="d"><v>2026-03-02T09:00:00Z</v></c><c r="D9"><f>SUM(A1)</f><v>1e400</v></c></row>',
    f'<row>{_HEAD}</row><row><c t="s"><v>0</v></c><c t="s"><v>999</v></c><c s="1"><v>-1</v></c>'
    '<c s="99"><v>nan</v></c></row>',
    f'<row>{_HEAD}</row><row><c t="str"><v>c</v></c><c t="str"><v>a</v></c>'
    '<c t="d" s="99"><v>2026-03-02</v></c></row>',
)
_DATE_1904 = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><workbookPr date1904="1"/>'
    '<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
)


def words() -> tuple[str, ...]:
    return (
        "=== ", _SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml",
        "xl/_rels/workbook.xml.rels", "[Content_Types].xml", "<row>", "</row>", '<row r="', "<c>", "</c>",
        '<c t="', '<c s="', '<c r="', "inlineStr", 't="s"', 't="str"', 't="b"', 't="d"', 't="e"', 't="n"',
        "<v>", "</v>", "<is><t>", "</t></is>", "<f>", "</f>", "#N/A", "45000", "-1", "1e400", "nan", "inf",
        "2958466", "9" * 30, "A1", "XFD1048576", "ZZZZ9", 'date1904="1"', 'numFmtId="14"',
        "<!DOCTYPE a [<!ENTITY b 'c'>]>", "&b;", "&#0;", "2026-03-02", "PT1H", "xml:space=", "true", "受理",
    )  # fmt: skip


TARGET = Target("workbooks", run, seeds, words, longest=8_192, watched=("govrules", "openpyxl"))

#!/usr/bin/env python3
"""Makes the workbooks of this folder: one table of every kind of cell, as three programs write it.

  tests/door/workbooks/make_workbooks.py

Needs python3-openpyxl, python3-odf, gnumeric (for ssconvert) and libreoffice-calc, which the tests do not. The files
are committed; workbook_test.cc says what must be read from them.
  kinds.xlsx            openpyxl: stores no results of formulas, counts from 1900
  kinds-1904.xlsx       openpyxl: counts from 1904
  kinds-gnumeric.xlsx   Gnumeric, from kinds.xlsx: with results
  kinds-gnumeric.ods    Gnumeric, from kinds.xlsx
  kinds.ods             odfpy
  kinds-libreoffice.xlsx, kinds-libreoffice.ods
                        LibreOffice, from kinds.xlsx: with results
"""
import datetime
import os
import pathlib
import shutil
import subprocess
import tempfile

import openpyxl
from odf import opendocument, style, table, text
from openpyxl.utils.datetime import CALENDAR_MAC_1904

folder = pathlib.Path(__file__).resolve().parent

# Label, value, format of the cell.
KINDS = [
    ("text", "plain", None),
    ("quoted", 'a "b", c', None),
    ("lines", "one\ntwo", None),
    ("blanks", "  kept  ", None),
    ("accents", "Zürich ✓ 𝄞", None),
    ("whole", 42, None),
    ("fraction", 0.1 + 0.2, None),
    ("negative", -1234.5, "#,##0.00"),
    ("long id", 123456789012345, "0"),
    ("percent", 0.55, "0%"),
    ("money", 1234.5, '#,##0.00 [$€-407]'),
    ("red", -3, '[Red]"days" 0'),
    ("true", True, None),
    ("false", False, None),
    ("date", datetime.date(2024, 3, 1), "yyyy-mm-dd"),
    ("day first", datetime.date(2024, 2, 29), "dd/mm/yyyy"),
    ("month", datetime.date(2024, 3, 1), "mmm yy"),
    ("date and time", datetime.datetime(2024, 3, 1, 13, 45), "d/m/yyyy h:mm"),
    ("milliseconds", datetime.datetime(2024, 3, 1, 13, 45, 0, 250000), "yyyy-mm-dd hh:mm:ss.000"),
    ("time", datetime.time(13, 45), "h:mm AM/PM"),
    ("duration", datetime.timedelta(hours=36, minutes=30), "[h]:mm"),
    ("old date", datetime.date(1900, 1, 15), "yyyy-mm-dd"),
    ("formula", "=6*7", None),
    ("text formula", '="a"&"b"', None),
    ("error", "=NA()", None),
]


def fill(book):
    sheet = book.active
    sheet.title = "Kinds"
    sheet.append(["kind", "value"])
    for label, value, number_format in KINDS:
        if label == "old date" and book.epoch == CALENDAR_MAC_1904:
            continue
        sheet.append([label, value])
        if number_format:
            sheet.cell(sheet.max_row, 2).number_format = number_format

    report = book.create_sheet("Monthly report")
    report["A1"] = "Orders by month"
    report.merge_cells("A1:C1")
    report["A2"] = "exported for the board"
    header = ["Month", "Orders", "Share"]
    rows = [(datetime.date(2024, 1, 1), 120, 0.3), (datetime.date(2024, 2, 1), 280, 0.7)]
    for column, name in enumerate(header, 1):
        report.cell(4, column, name)
    for row, values in enumerate(rows, 5):
        for column, value in enumerate(values, 1):
            report.cell(row, column, value)
        report.cell(row, 1).number_format = "mmmm yyyy"
        report.cell(row, 3).number_format = "0%"
    report["A8"] = "Total"
    report["B8"] = "=SUM(B5:B6)"
    report.row_dimensions[6].hidden = True
    report.column_dimensions["C"].hidden = True
    report["A20"].number_format = "0.00"  # a look without a value

    notes = book.create_sheet("Notes")
    notes["A1"] = "not for the board"
    notes.sheet_state = "hidden"


def xlsx(name, epoch=None):
    book = openpyxl.Workbook()
    if epoch:
        book.epoch = epoch
    fill(book)
    book.save(folder / name)


def ods(name):
    book = opendocument.OpenDocumentSpreadsheet()
    hidden = style.Style(name="hidden", family="table")
    hidden.addElement(style.TableProperties(display="false"))
    book.automaticstyles.addElement(hidden)

    def cell(value, **more):
        kind = {bool: "boolean", int: "float", float: "float", str: "string"}.get(type(value))
        if value is None:
            return table.TableCell(**more)
        if isinstance(value, datetime.timedelta):
            minutes = int(value.total_seconds()) // 60
            return table.TableCell(valuetype="time", timevalue=f"PT{minutes // 60}H{minutes % 60}M0S", **more)
        if isinstance(value, datetime.time):
            return table.TableCell(valuetype="time", timevalue=value.strftime("PT%HH%MM%SS"), **more)
        if isinstance(value, datetime.date):
            return table.TableCell(valuetype="date", datevalue=value.isoformat(), **more)
        if kind == "boolean":
            return table.TableCell(valuetype=kind, booleanvalue="true" if value else "false", **more)
        if kind == "float":
            return table.TableCell(valuetype=kind, value=repr(value), **more)
        made = table.TableCell(valuetype="string", **more)
        for line in value.split("\n"):
            made.addElement(text.P(text=line))
        return made

    kinds = table.Table(name="Kinds")
    row = table.TableRow()
    for name_of_column in ("kind", "value"):
        row.addElement(cell(name_of_column))
    kinds.addElement(row)
    for label, value, number_format in KINDS:
        row = table.TableRow()
        row.addElement(cell(label))
        if label == "blanks":
            made = table.TableCell(valuetype="string")
            paragraph = text.P()
            paragraph.addElement(text.S(c=2))
            paragraph.addText("kept")
            paragraph.addElement(text.S(c=2))
            made.addElement(paragraph)
        elif label == "percent":
            made = table.TableCell(valuetype="percentage", value="0.55")
        elif label == "money":
            made = table.TableCell(valuetype="currency", currency="EUR", value="1234.5")
        elif label == "formula":
            made = table.TableCell(formula="of:=6*7", valuetype="float", value="42")
        elif label == "text formula":
            made = table.TableCell(formula='of:="a"&"b"')
        elif label == "error":
            made = table.TableCell(formula="of:=NA()", valuetype="string", stringvalue="")
            made.addElement(text.P(text="#N/A"))
        else:
            made = cell(value)
        row.addElement(made)
        kinds.addElement(row)
    book.spreadsheet.addElement(kinds)

    repeats = table.Table(name="Repeats")
    row = table.TableRow()
    row.addElement(cell("a", numbercolumnsrepeated=3))
    row.addElement(cell(None, numbercolumnsrepeated=16381))
    repeats.addElement(row)
    row = table.TableRow(numberrowsrepeated=2)
    row.addElement(cell(None))
    row.addElement(cell(7))
    repeats.addElement(row)
    row = table.TableRow()
    row.addElement(cell("wide", numbercolumnsspanned=2, numberrowsspanned=1))
    row.addElement(table.CoveredTableCell())
    row.addElement(cell("after"))
    repeats.addElement(row)
    row = table.TableRow(numberrowsrepeated=1048570)
    row.addElement(cell(None, numbercolumnsrepeated=16384))
    repeats.addElement(row)
    book.spreadsheet.addElement(repeats)

    notes = table.Table(name="Notes", stylename=hidden)
    row = table.TableRow()
    row.addElement(cell("not for the board"))
    notes.addElement(row)
    book.spreadsheet.addElement(notes)
    book.save(str(folder / name))


xlsx("kinds.xlsx")
xlsx("kinds-1904.xlsx", CALENDAR_MAC_1904)
ods("kinds.ods")
for target, exporter in (("kinds-gnumeric.xlsx", "Gnumeric_Excel:xlsx"), ("kinds-gnumeric.ods", "Gnumeric_OpenCalc:odf")):
    subprocess.run(
        ["ssconvert", "--recalc", f"--export-type={exporter}", folder / "kinds.xlsx", folder / target], check=True
    )
with tempfile.TemporaryDirectory() as home:
    for ending in ("xlsx", "ods"):
        # It takes its settings from the home folder, and names what it writes after what it reads.
        subprocess.run(["soffice", "--headless", "--convert-to", ending, "--outdir", home, folder / "kinds.xlsx"], check=True, env={**os.environ, "HOME": home})
        shutil.copy(pathlib.Path(home) / f"kinds.{ending}", folder / f"kinds-libreoffice.{ending}")

#!/usr/bin/env python3
"""Writes the small tables of this folder: each a shape in which teams have their data.

What is expected of them stands in src/files/text_shape_test.cc. Needs Python alone.
"""
import pathlib

HERE = pathlib.Path(__file__).parent
ORDERS = [["A-1", "2024-03-01", "oak table", "120.50"], ["A-2", "2024-03-01", "lamp", "19.90"],
          ["A-3", "2024-03-02", "chair, green", "45.00"], ["A-4", "2024-03-04", "shelf", "80.25"],
          ["A-5", "2024-03-05", "rug", "61.00"]]
NAMES = ["order_id", "day", "item", "amount"]
PLAIN = [[a, b, c.replace(",", ""), d] for a, b, c, d in ORDERS]


def table(rows, sign=",", quote='"', end="\n", always=False):
    def cell(text):
        if always or (quote and any(c in text for c in (sign, quote, "\n"))):
            return quote + text.replace(quote, quote * 2) + quote
        return text
    return "".join(sign.join(map(cell, row)) + end for row in rows)


def comma(rows):
    return [[a, b, c, d.replace(".", ",")] for a, b, c, d in rows]


def aligned(rows, widths, right=()):
    out = ""
    for row in rows:
        cells = [c.rjust(w - 1) + " " if i in right else c.ljust(w)
                 for i, (c, w) in enumerate(zip(row, widths))]
        out += "".join(cells).rstrip() + "\n"
    return out


PLAIN_CSV = table([NAMES] + ORDERS)
ACCENTS = table([["city", "caf\u00e9s"], ["Malm\u00f6", "12"], ["Z\u00fcrich", "7"], ["Orl\u00e9ans", "3"]])
QUOTED = table([["city", "said"], ["Malm\u00f6", "\u201cfine\u201d"], ["Bern", "\u2013"],
                ["Gen\u00e8ve", "5 \u20ac"]])
LOG = "".join(f"{i % 4 + 1} {i % 3 + 5} {1709251200 + 977 * i}\n" for i in range(8))
FIXED = [["id", "name", "city", "total"], ["1", "Ann Lee", "Bonn", "12.50"],
         ["2", "Bo", "Den Haag", "7.00"], ["3", "Cleo Ruiz", "Lyon", "112.10"],
         ["4", "Dag", "Oslo", "9.99"], ["5", "Eve Stone", "Rome", "1.00"]]
WIDE = aligned(FIXED, [4, 12, 10, 8], right=[3])

FILES = {
    "comma.csv": PLAIN_CSV,
    "semicolon.csv": table([NAMES] + PLAIN, ";"),
    "tab.tsv": table([NAMES] + PLAIN, "\t"),
    "bar.txt": table([NAMES] + PLAIN, "|"),
    "crlf.csv": table([NAMES] + ORDERS, end="\r\n"),
    "old_mac.csv": table([NAMES] + ORDERS, end="\r"),
    "all_quoted.csv": table([NAMES] + ORDERS, always=True),
    "no_last_line_end.csv": PLAIN_CSV[:-1],
    "decimal_comma.csv": table([NAMES] + comma(PLAIN), ";"),
    "decimals_only.csv": "1,5;2,3\n4,5;6,75\n0,25;8,1\n9,5;1,25\n",
    "decimal_comma_quoted.csv": table([NAMES] + comma(ORDERS)),
    "thousands.csv": table([["month", "sales"], ["2024-01", "1,250.50"], ["2024-02", "12,300.00"],
                            ["2024-03", "980.10"]]),
    "sep_line.csv": "sep=;\n" + table([NAMES] + comma(PLAIN), ";"),
    "sep_line_crlf.csv": '"sep=|"\r\n' + table([NAMES] + PLAIN, "|", end="\r\n"),
    "title.csv": "Orders of March\nexported by the shop\n\n" + PLAIN_CSV,
    "title_padded.csv": "Orders of March,,,\n,,,\n" + PLAIN_CSV,
    "title_pairs.csv": "Shop,Northwind,,\nFrom,2024-03-01,,\n\n" + PLAIN_CSV,
    "title_semicolon.csv": "Orders; March\n\n" + table([NAMES] + comma(PLAIN), ";"),
    "comments.csv": "# orders of March\n# one row per order\n" + PLAIN_CSV,
    "comments_between.csv": PLAIN_CSV.replace("A-3", "# from here on by hand\nA-3"),
    "comments_slashes.txt": "// made by a script\n" + table([NAMES] + PLAIN, "|"),
    "hash_header.csv": "#" + PLAIN_CSV,
    "hash_tags.csv": table([["tag", "uses"], ["#sale", "12"], ["#new", "9"], ["gift", "4"],
                            ["home", "3"], ["deal", "2"]]),
    "total_row.csv": table([NAMES] + ORDERS + [["Total", "", "", "326.65"]]),
    "total_short.csv": PLAIN_CSV + "Total,326.65\n",
    "end_mark.csv": PLAIN_CSV + "-- end --\n",
    "note_below.csv": PLAIN_CSV + "\nAmounts include tax\n",
    "rows_counted.csv": PLAIN_CSV + "(5 rows)\n",
    "empty_row_below.csv": PLAIN_CSV + ",,,\n",
    "total_is_category.csv": table([["kind", "n"], ["Total", "3"], ["part", "1"], ["Total", "5"],
                                    ["part", "2"], ["Total", "9"]]),
    "title_and_total.csv": "Orders of March\n\n" + PLAIN_CSV + "Total,,,326.65\n",
    "no_header.csv": table(ORDERS),
    "no_header_numbers.csv": "1,2,3\n4,5,6\n7,8,9\n",
    "no_header_words.csv": "red,small\nblue,large\nred,large\nblue,small\ngreen,small\nred,small\n",
    "words_only.csv": "color,size\nred,small\nblue,large\nred,large\nblue,small\ngreen,small\n",
    "years_as_names.csv": "country,2019,2020,2021\nDK,5,6,8\nSE,9,4,7\nNO,1,2,2\n",
    "index_column.csv": ",day,amount\n0,2024-03-01,5\n1,2024-03-02,7\n2,2024-03-03,2\n",
    "name_twice.csv": "day,amount,amount\n2024-03-01,5,1\n2024-03-02,7,3\n2024-03-03,8,4\n",
    "local_dates.csv": "01/03/2024;5\n02/03/2024;7\n13/03/2024;9\n14/03/2024;2\n",
    "header_only.csv": "order_id,day,amount\n",
    "one_column.csv": "email\nann@example.com\nbo@example.com\ncleo@example.com\n",
    "one_column_commas.csv": "remark\nfine, thanks\nnot so good\nwell, it broke, twice\nok\n",
    "one_column_times.txt": "at\n2024-03-01 10:00\n2024-03-01 11:30\n2024-03-02 09:15\n",
    "blanks_log.txt": LOG,
    "blanks_uneven.txt": "id  day         n\n1   2024-03-01  15\n22  2024-03-02  7\n333 2024-03-03  81\n",
    "blanks_tabs_mixed.txt": "1 \t2.5\t 7\n2   3.5\t8\n3\t4.5  9\n",
    "widths.txt": WIDE,
    "widths_title.txt": "Customers of the shop, by id\n\n" + WIDE,
    "widths_ruler.txt": "\n".join(WIDE.split("\n")[:1] + ["--  ----------- --------- -------"]
                                  + WIDE.split("\n")[1:]),
    "single_quotes.csv": "'id','note'\n'1','it''s late, sorry'\n'2','a, b'\n'3','none'\n",
    "apostrophes.csv": "id,note\n1,it's late\n2,don't know\n3,'tis fine\n4,ok\n",
    "inch_marks.csv": 'size,n\n5" pipe,3\n7" pipe,4\n2" pipe,9\n',
    "stray_quotes.tsv": 'id\tnote\n1\t"so it began\n2\tfine\n3\t"what\n4\tok\n5\t"hm\n',
    "line_breaks.csv": 'id,note\n1,"two\nlines"\n2,"three\nof\nthem"\n3,one\n',
    "json_cells.csv": 'id,props\n1,"{""plan"": ""pro"", ""n"": 3}"\n2,"{""plan"": ""free"", ""n"": 1}"\n'
                      '3,{}\n',
    "semicolon_in_text.csv": "id,genres,n\n1,drama;war,4\n2,comedy,5\n3,drama;family;war,3\n",
    "commas_in_text.tsv": "id\ttext\tn\n1\tone, two\t4\n2\tthree\t5\n3\tfour, five, six\t9\n",
    "utf8_mark.csv": b"\xef\xbb\xbf" + PLAIN_CSV.encode(),
    "utf8_accents.csv": ACCENTS,
    "utf16le_mark.csv": b"\xff\xfe" + ACCENTS.encode("utf-16-le"),
    "utf16be_mark.csv": b"\xfe\xff" + ACCENTS.encode("utf-16-be"),
    "utf16le.csv": PLAIN_CSV.encode("utf-16-le"),
    "utf16be.csv": PLAIN_CSV.encode("utf-16-be"),
    "latin1.csv": ACCENTS.encode("latin-1"),
    "windows1252.csv": QUOTED.encode("cp1252"),
    "empty_lines.csv": "\n\n" + PLAIN_CSV.replace("A-3", "\nA-3") + "\n\n",
    "padded_cells.csv": "id , day        , n\n1  , 2024-03-01 , 5\n2  , 2024-03-02 , 7\n",
    "ragged.csv": PLAIN_CSV + "A-6,2024-03-06\nA-7,2024-03-07,vase,5.00,extra\nA-8,2024-03-08,cup,4.00\n",
}

for name, text in FILES.items():
    (HERE / name).write_bytes(text if isinstance(text, bytes) else text.encode())

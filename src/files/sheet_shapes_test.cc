// Workbooks that no program of the samples writes: odd, broken and hostile ones, made part by part.
#include <gtest/gtest.h>

#include "base/text.h"
#include "files/spilled_bytes.h"
#include "files/workbook.h"
#include "tests/packed.h"

namespace northstar::files {
namespace {

constexpr const char* kSheetKind =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

struct XlsxParts {
  std::string sheet;  // all of the part
  std::string texts =
      "<sst><si><t>zero</t></si><si><r><t>on</t></r><rPh><t>pron</t></rPh><r><t>e"
      "</t></r></si></sst>";
  std::string styles =
      "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy-mm-dd\"/></numFmts>"
      "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
      "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"22\"/></cellXfs>"
      "<dxfs><dxf><numFmt numFmtId=\"0\" formatCode=\"yyyy\"/></dxf></dxfs></styleSheet>";
  std::string book =
      "<workbook><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\" "
      "xmlns:r=\"x\"/></sheets></workbook>";
};

std::string Relation(const std::string& id, const std::string& kind, const std::string& target,
                     const std::string& more = "") {
  return "<Relationship Id=\"" + id + "\" Type=\"" + kSheetKind + kind + "\" Target=\"" + target +
         "\"" + more + "/>";
}

class SheetShapesTest : public ::testing::Test {
 protected:
  FileToRead File(const std::string& name) const { return {folder_ / name, name}; }

  FileToRead Xlsx(const XlsxParts& parts) const {
    Pack(folder_ / "a.xlsx",
         {{"[Content_Types].xml", "<Types/>"},
          {"_rels/.rels", "<Relationships>" + Relation("r1", "officeDocument", "/xl/workbook.xml") +
                              "</Relationships>"},
          {"xl/_rels/workbook.xml.rels",
           "<Relationships>" + Relation("r1", "worksheet", "worksheets/sheet1.xml") +
               Relation("r2", "styles", "styles.xml") +
               Relation("r3", "sharedStrings", "SharedStrings.xml") +
               Relation("r4", "externalLink", "http://127.0.0.1:9/", " TargetMode=\"External\"") +
               "</Relationships>"},
          {"xl/workbook.xml", parts.book},
          {"xl/styles.xml", parts.styles},
          {"xl/sharedStrings.xml", parts.texts},
          {"xl/worksheets/sheet1.xml", parts.sheet}});
    return File("a.xlsx");
  }
  FileToRead XlsxOf(const std::string& rows) const {
    XlsxParts parts;
    parts.sheet = "<worksheet><sheetData>" + rows + "</sheetData></worksheet>";
    return Xlsx(parts);
  }
  FileToRead OdsOf(const std::string& rows, const std::string& manifest = "<manifest/>") const {
    const std::string space = "urn:oasis:names:tc:opendocument:xmlns:";
    Pack(folder_ / "a.ods",
         {{"META-INF/manifest.xml", manifest},
          {"content.xml", "<o:document-content xmlns:o=\"" + space + "office:1.0\" xmlns:t=\"" +
                              space + "table:1.0\" xmlns:x=\"" + space +
                              "text:1.0\"><o:body><o:spreadsheet><t:table t:name=\"S\">" + rows +
                              "</t:table></o:spreadsheet></o:body></o:document-content>"}});
    return File("a.ods");
  }

  // The table, or what is wrong.
  std::string Read(const FileToRead& workbook, const ArchiveLimits& limits = {}) {
    const auto facts = WriteSheetAsCsv(workbook, "S", folder_ / "out.csv", limits);
    EXPECT_EQ(facts.ok(), std::filesystem::exists(folder_ / "out.csv"));
    if (!facts.ok()) return WithHint(facts.error());
    facts_ = *facts;
    const std::string text = BytesOf(folder_ / "out.csv");
    std::filesystem::remove(folder_ / "out.csv");
    return text;
  }
  bool Says(const FileToRead& workbook, const std::string& fault,
            const ArchiveLimits& limits = {}) {
    const std::string said = Read(workbook, limits);
    if (said.find(fault) != std::string::npos) return true;
    ADD_FAILURE() << "said: " << said.substr(0, 500);
    return false;
  }

  TestFolder folder_;
  SheetFacts facts_;
};

TEST_F(SheetShapesTest, ReadsCellsOfEveryType) {
  EXPECT_EQ(Read(XlsxOf("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>1</v></c>"
                        "<c r=\"C1\" t=\"inlineStr\"><is><r><t>in</t></r><r><t>line</t></r>"
                        "<rPh><t>no</t></rPh></is></c>"
                        "<c r=\"D1\" t=\"b\"><v>1</v></c><c r=\"E1\" t=\"e\"><v>#N/A</v></c>"
                        "<c r=\"F1\" t=\"d\" s=\"1\"><v>2024-03-01T00:00:00</v></c>"
                        "<c r=\"G1\" t=\"str\"><f>A1&amp;B1</f><v>a_x000D_b</v></c>"
                        "<c r=\"H1\" s=\"2\"><v>45352.572916666664</v></c>"
                        "<c r=\"I1\" s=\"1\"><v>60</v></c>"
                        "<c r=\"J1\" s=\"99\"><v>0.10000000000000001</v></c></row>")),
            "one,,inline,true,,2024-03-01,\"a\rb\",2024-03-01 13:45:00,60,0.1\n");
  EXPECT_EQ(facts_.errors, 1);
  EXPECT_EQ(facts_.formulas, 1);
  EXPECT_EQ(facts_.dates_outside, 1);
}

TEST_F(SheetShapesTest, ReadsFormulasOfEveryShape) {
  EXPECT_EQ(
      Read(XlsxOf("<row><c><f>A2</f></c><c><f t=\"shared\" si=\"0\"/><v>5</v></c>"
                  "<c t=\"str\"><f>B2</f><v></v></c><c><f>C2</f><v/></c><c><v>1</v></c></row>")),
      ",5,,,1\n");
  EXPECT_EQ(facts_.formulas, 2);
  EXPECT_EQ(facts_.formulas_without_value, 2);
}

TEST_F(SheetShapesTest, TakesPrefixesAndAddressesAsTheyCome) {
  XlsxParts parts;
  parts.sheet =
      "<x:worksheet xmlns:x=\"urn:any\"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c>"
      "<x:c t=\"s\"><x:v>0</x:v></x:c></x:row><x:row r=\"4\"><x:c r=\"B4\"><x:v>2</x:v>"
      "</x:c></x:row></x:sheetData></x:worksheet>";
  EXPECT_EQ(Read(Xlsx(parts)), "1,zero\n\n\n,2\n");
}

TEST_F(SheetShapesTest, AMillionEmptyRowsCostNothing) {
  std::string rows = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>";
  for (int row = 2; row <= 1'000'000; ++row)
    rows += "<row r=\"" + std::to_string(row) + "\" ht=\"15\"/>";
  EXPECT_EQ(Read(XlsxOf(rows)), "1\n");
  EXPECT_EQ(facts_.rows, 1);
  // With something behind them the numbers of rows are kept.
  const std::string text = Read(XlsxOf(
      "<row r=\"1\"><c><v>1</v></c></row><row r=\"1000001\"><c r=\"B1\"><v>2</v></c></row>"));
  EXPECT_EQ(text.size(), 3U + 999'999U + 3U);
  EXPECT_EQ(facts_.empty_rows, 999'999);
  EXPECT_EQ(Read(OdsOf("<t:table-row t:number-rows-repeated=\"999999999999\"><t:table-cell "
                       "t:number-columns-repeated=\"999999999999\"/></t:table-row>")),
            "");
}

TEST_F(SheetShapesTest, RefusesPlacesThatNoSheetHas) {
  EXPECT_TRUE(Says(XlsxOf("<row r=\"1048577\"><c><v>1</v></c></row>"), "beyond what a workbook"));
  EXPECT_TRUE(Says(XlsxOf("<row r=\"9223372036854775807\"><c><v>1</v></c></row>"
                          "<row><c><v>1</v></c></row>"),
                   "beyond what a workbook"));
  EXPECT_TRUE(
      Says(XlsxOf("<row r=\"1\"><c r=\"XFE1\"><v>1</v></c></row>"), "row 1, column 16385, beyond"));
  EXPECT_TRUE(Says(XlsxOf("<row r=\"1\"><c r=\"ZZZZZZZZZZZZZZ1\"><v>1</v></c></row>"), "beyond"));
  EXPECT_TRUE(Says(XlsxOf("<row r=\"2\"><c><v>1</v></c></row><row r=\"1\"><c><v>1</v></c></row>"),
                   "row 1 out of order"));
  EXPECT_TRUE(Says(XlsxOf("<row r=\"-5\"><c><v>1</v></c></row>"), "out of order"));
  EXPECT_TRUE(Says(XlsxOf("<row><c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>1</v></c></row>"),
                   "cells of row 1 out of order"));
  EXPECT_TRUE(Says(XlsxOf("<row><c t=\"s\"><v>2</v></c></row>"), "names a text in row 1"));
  EXPECT_TRUE(
      Says(OdsOf("<t:table-row t:number-rows-repeated=\"1048577\"><t:table-cell><x:p>a</x:p>"
                 "</t:table-cell></t:table-row>"),
           "repeats row 1 beyond"));
  EXPECT_TRUE(Says(OdsOf("<t:table-row><t:table-cell t:number-columns-repeated=\"20000\"><x:p>a"
                         "</x:p></t:table-cell></t:table-row>"),
                   "column 16385, beyond"));
}

TEST_F(SheetShapesTest, RefusesToGrowIntoABomb) {
  ArchiveLimits limits;
  limits.free_bytes = 1 << 20;
  const std::string bomb =
      "<t:table-row t:number-rows-repeated=\"1048576\"><t:table-cell t:number-columns-repeated="
      "\"16384\"><x:p>a</x:p></t:table-cell></t:table-row>";
  EXPECT_TRUE(Says(OdsOf(bomb), "over 100 times its own size"));
  // A few bytes in the last column make every row wide.
  std::string rows;
  for (int row = 1; row <= 2'000; ++row) rows += "<row><c><v>1</v></c></row>";
  rows += "<row><c r=\"XFD1\"><v>1</v></c></row>";
  EXPECT_TRUE(Says(XlsxOf(rows), "over 100 times its own size", limits));
  EXPECT_TRUE(Says(XlsxOf("<row/>" + std::string(2 << 20, ' ')), "over 100 times", limits));
}

TEST_F(SheetShapesTest, RefusesADoctypeInAnyPart) {
  const std::string doctype =
      "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>";
  XlsxParts parts;
  parts.sheet = doctype +
                "<worksheet><sheetData><row><c t=\"str\"><v>&b;</v></c></row></sheetData>"
                "</worksheet>";
  EXPECT_EQ(Read(Xlsx(parts)),
            "'xl/worksheets/sheet1.xml' in 'a.xlsx' holds a DOCTYPE, which no workbook needs and "
            "which can do harm (save the workbook again with a spreadsheet program)");
  parts = {.sheet = "<worksheet/>"};
  parts.texts = doctype + "<sst/>";
  EXPECT_TRUE(Says(Xlsx(parts), "'xl/sharedStrings.xml' in 'a.xlsx' holds a DOCTYPE"));
  EXPECT_TRUE(Says(OdsOf("", "<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><x/>"),
                   "'META-INF/manifest.xml' in 'a.ods' holds a DOCTYPE"));
}

TEST_F(SheetShapesTest, RefusesXmlThatIsTooDeepLongOrBroken) {
  std::string deep;
  for (int i = 0; i < 300; ++i) deep += "<a>";
  EXPECT_TRUE(Says(XlsxOf(deep), "nests its elements too deeply"));
  EXPECT_TRUE(
      Says(XlsxOf("<row a=\"" + std::string(3 << 20, 'x') + "\"/>"), "tag of more than 1 MB"));
  EXPECT_TRUE(Says(XlsxOf("<row></c>"), "is not well-formed XML"));
  EXPECT_TRUE(Says(XlsxOf("<row><c t=\"str\"><v>" + std::string(17 << 20, 'x') + "</v></c></row>"),
                   "in row 1"));
}

TEST_F(SheetShapesTest, SaysThatAPasswordIsMissing) {
  const std::string compound = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(700'000, '\0');
  std::string name;
  for (const char c : std::string("EncryptedPackage")) name += {c, '\0'};
  WriteBytes(folder_ / "a.xlsx", compound + name);
  EXPECT_EQ(Read(File("a.xlsx")),
            "'a.xlsx' is protected by a password (save it without a password)");
  WriteBytes(folder_ / "a.xls", compound);
  EXPECT_EQ(Read(File("a.xls")),
            "'a.xls' is a workbook of an older format (.xls) (save it as .xlsx)");
  EXPECT_EQ(Read(OdsOf("", "<manifest><file-entry><encryption-data/></file-entry></manifest>")),
            "'a.ods' is protected by a password (save it without a password)");
}

TEST_F(SheetShapesTest, SaysThatAWorkbookIsCutOrNone) {
  XlsxOf("<row><c><v>1</v></c></row>");
  const std::string bytes = BytesOf(folder_ / "a.xlsx");
  WriteBytes(folder_ / "a.xlsx", bytes.substr(0, bytes.size() / 2));
  EXPECT_TRUE(Says(File("a.xlsx"), "'a.xlsx' is cut off"));
  WriteBytes(folder_ / "a.xlsx", "<html>");
  EXPECT_TRUE(Says(File("a.xlsx"), "'a.xlsx' is not a workbook that can be read"));
  Pack(folder_ / "a.xlsx", {{"a.csv", "1"}});
  EXPECT_TRUE(Says(File("a.xlsx"), "'a.xlsx' holds no workbook"));
  XlsxParts parts;
  parts.book = "<workbook><sheets/></workbook>";
  EXPECT_TRUE(Says(Xlsx(parts), "holds no sheet with cells"));
}

TEST_F(SheetShapesTest, ReadsTextOfParagraphs) {
  EXPECT_EQ(Read(OdsOf("<t:table-row><t:table-cell><x:p> two  <x:span>blanks\n</x:span></x:p>"
                       "</t:table-cell><t:table-cell><o:annotation><x:p>note</x:p></o:annotation>"
                       "<x:p>a<x:s x:c=\"2\"/>b<x:tab/>c<x:line-break/>d</x:p><x:p>e<x:ruby>"
                       "<x:ruby-base>f</x:ruby-base><x:ruby-text>g</x:ruby-text></x:ruby></x:p>"
                       "</t:table-cell></t:table-row>")),
            "two blanks,\"a  b\tc\nd\nef\"\n");
}

TEST(SpilledBytes, ReadsBackWhatWentToTheDisk) {
  const TestFolder folder;
  SpilledBytes bytes(folder / "out", 10);
  std::string all;
  for (int i = 0; i < 100; ++i) {
    all += std::to_string(i) + ";";
    ASSERT_TRUE(bytes.Append(std::to_string(i) + ";").ok());
  }
  ASSERT_EQ(bytes.size(), static_cast<int64_t>(all.size()));
  std::string read;
  for (size_t from = 0; from < all.size(); ++from) {
    const size_t size = std::min<size_t>(15, all.size() - from);
    ASSERT_TRUE(bytes.Read(static_cast<int64_t>(from), size, read).ok());
    ASSERT_EQ(read, all.substr(from, size));
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(SpilledBytes, SaysThatThereIsNoPlace) {
  SpilledBytes bytes("/nowhere/at/all", 1);
  const Status status = bytes.Append("much");
  ASSERT_FALSE(status.ok());
  EXPECT_NE(status.error().message.find("'/nowhere/at'"), std::string::npos);
}

}  // namespace
}  // namespace northstar::files

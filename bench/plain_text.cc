// Making plain CSV of files that are none (files/plain_csv.h), as a load does before it reads them,
// against a copy of the same bytes.
#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <fstream>

#include "base/random.h"
#include "bench/bench.h"
#include "engine/duckdb/compressed.h"
#include "engine/duckdb/opened_file.h"
#include "files/file_writer.h"
#include "files/plain_csv.h"

namespace northstar::bench {
namespace {

namespace fs = std::filesystem;

struct TextFile {
  const char* title;
  const char* encoding;  // of the file and as the project says it
  bool utf8;             // letters beyond ASCII take two bytes
  const char* above;     // lines before the header
  int skip;              // as the project says it
};

constexpr std::array<TextFile, 3> kFiles = {
    {{"Latin-1, `;`, decimal comma", "latin1", false, "", 0},
     {"the same in Windows-1252", "windows-1252", false, "", 0},
     {"the same in UTF-8 below two lines of title", "utf-8", true, "Export\nfor 2024\n", 2}}};

// In Latin-1.
constexpr std::array<const char*, 8> kCities = {
    "M\xFCnchen", "K\xF6ln", "Hamburg", "D\xFCsseldorf", "Berlin", "Z\xFCrich", "Wien", "Bremen"};
constexpr std::array<const char*, 4> kNames = {"M\xFCller & S\xF6hne GmbH", "Hansen, Olsen og Lie",
                                               "Caf\xE9 du Nord", "Baustoffe Meyer"};

std::string AsUtf8(const std::string& latin1) {
  std::string out;
  for (const char c : latin1) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80) out += static_cast<char>(0xC0 | (byte >> 6));
    out += byte < 0x80 ? c : static_cast<char>(0x80 | (byte & 0x3F));
  }
  return out;
}

// As a spreadsheet of a German office exports orders; a third of the names in quotes.
std::string Row(uint64_t i) {
  const uint64_t n = Mix64(i);
  const char* quote = n % 3 == 0 ? "\"" : "";
  return fmt::format("{};{:02}.{:02}.2024 {:02}:{:02};{}{}{};{};{}.{:03},{:02};bezahlt;{:08x}\n",
                     1'000'000 + i, 1 + n % 28, 1 + n / 32 % 12, n / 512 % 24, n / 8192 % 60, quote,
                     kNames[n >> 20 & 3], quote, kCities[n >> 24 & 7], 1 + (n >> 28) % 9,
                     (n >> 32) % 1000, (n >> 42) % 100, static_cast<uint32_t>(n >> 30));
}

void MakeFile(const std::string& path, const TextFile& file, int64_t bytes) {
  if (fs::exists(path)) return;
  std::ofstream out(path, std::ios::binary);
  out << file.above << "Nummer;Datum;Kunde;Stadt;Betrag;Status;Beleg\n";
  int64_t written = 0;
  for (uint64_t i = 0; written < bytes; ++i) {
    const std::string row = file.utf8 ? AsUtf8(Row(i)) : Row(i);
    out << row;
    written += static_cast<int64_t>(row.size());
  }
}

void Convert(const std::string& path, const TextFile& file, const std::string& to) {
  const duck::OpenedFile opened = Must(duck::OpenedFile::Open(path, path));
  const std::string head = Must(duck::UnpackHead(opened, files::kShapeHeadBytes));
  files::GivenShape given;
  given.encoding = file.encoding;
  given.delimiter = ";";
  if (file.skip > 0) given.skip = file.skip;
  const files::TextShape shape =
      Must(files::FindTextShape({head, false, {}, path}, given, files::ShapeUse::kLoad));
  if (!files::NeedsPlainCsv(shape)) Must(Error::Data("the file is plain already"));
  files::FileWriter out = Must(files::FileWriter::Create(to));
  Must(files::WritePlainCsv([&](const auto& take) { return duck::Unpack(opened, take); }, shape,
                            path, [&](std::string_view bytes) { return out.Write(bytes); }));
  Must(out.Finish());
}

void Copy(const std::string& path, const std::string& to) {
  const duck::OpenedFile opened = Must(duck::OpenedFile::Open(path, path));
  files::FileWriter out = Must(files::FileWriter::Create(to));
  Must(duck::Unpack(opened, [&](std::string_view bytes) { Must(out.Write(bytes)); }));
  Must(out.Finish());
}

}  // namespace

std::string PlainText(const Settings& settings) {
  const auto bytes = static_cast<int64_t>(300'000'000 * settings.size);
  const std::string folder = fmt::format("{}/text_{}", settings.folder, bytes);
  fs::create_directories(folder);
  fmt::print(stderr, "making plain CSV …\n");
  std::string page = fmt::format(
      "## Text that is not plain\n\n"
      "What a load does to a file that its reader cannot take as it lies: {:.3g} MB of it made "
      "plain CSV in UTF-8, on one\nthread, in a file that the page cache holds, against a copy of "
      "the same bytes.\n\n"
      "| file | MB per second | a copy, MB per second | asked for |\n|---|---:|---:|---:|\n",
      static_cast<double>(bytes) / 1e6);
  const std::string to = folder + "/plain.csv";
  for (const TextFile& file : kFiles) {
    const std::string path = fmt::format("{}/{}.csv", folder, file.encoding);
    MakeFile(path, file, bytes);
    const std::vector<double> ms =
        Medians({[&] { Convert(path, file, to); }, [&] { Copy(path, to); }}, settings.runs);
    const double megabytes = static_cast<double>(fs::file_size(path)) / 1e6;
    page += fmt::format("| {} | {:.0f} | {:.0f} | at least 150 |\n", file.title,
                        megabytes / ms[0] * 1e3, megabytes / ms[1] * 1e3);
  }
  return page;
}

}  // namespace northstar::bench

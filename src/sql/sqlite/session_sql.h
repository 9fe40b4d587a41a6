// What every SQLite database is asked, whatever it holds: its journal, its version, whether it is
// sound, transactions. Texts without parameters; static.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace northstar::sql::sqlite {

// One text: "wal", or how else changes are kept until they are in the file.
std::string_view JournalMode();
// One text, as above: of the mode that the file is in afterwards.
std::string_view UseWriteAheadLog();
std::string_view CheckForeignKeys();
std::string_view ReadOnly();
// What is deleted from now on is overwritten in the file too.
std::string_view OverwriteDeleted();
// What stands in the write-ahead log goes into the file, and the log is cut to nothing.
std::string_view EmptyWriteAheadLog();

// Takes the lock of writers at once, so that no transaction fails half-way for want of it.
std::string_view Begin();
std::string_view Commit();
std::string_view Rollback();

// One number each: of the last migration; which program's file it is; how many tables it has.
std::string_view Version();
std::string_view Application();
std::string_view CountTables();
std::string SetVersion(int64_t version);
std::string SetApplication(int64_t application);

// One text: "ok", or what is wrong.
std::string_view QuickCheck();

}  // namespace northstar::sql::sqlite

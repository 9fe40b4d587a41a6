// What is said alike of every database when a copy ends before its end. Pure; thread safe.
#pragma once

#include <chrono>
#include <string>

#include "base/result.h"
#include "databases/rows.h"

namespace northstar::databases {

// "10 minutes", "30 seconds", "200 ms".
std::string LimitWords(std::chrono::milliseconds limit);

Error Canceled(const std::string& shown);
Error TookTooLong(const std::string& shown, std::chrono::milliseconds limit);

// Of a cursor's column that holds something else, and where cursor.from is no value of the column
// any more.
Error CursorCannotBe(const Cursor& cursor);
Error CursorDoesNotFit(const Cursor& cursor);

}  // namespace northstar::databases

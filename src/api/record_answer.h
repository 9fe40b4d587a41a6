// What an answer leaves in the project's store (store/), by whoever asked and is fine with it, as
// the files that it asks to be written (FilesOf in report/render_answer.h).
#pragma once

#include <cstdint>

#include <string_view>

#include "api/answer.h"

namespace northstar {

// Definitions as `validate` saw them, mutes, and what became of a survey, at this UTC time in
// microseconds; nothing of other answers (of looks: take_look.h). Before those files are written:
// what was there before may be taken over. kData as of StateStore; kUsage where a survey is not as
// it was when the answer was made. Thread safe for different projects.
Status RecordAnswer(const Answer& answer, int64_t now_us);

// What it means when that fails, a sentence without a full stop; empty: nothing was done, which is
// an error. Static text.
std::string_view IfNotRecorded(const Answer& answer);

}  // namespace northstar

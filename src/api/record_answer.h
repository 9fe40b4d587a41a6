// What an answer leaves in the project's store (store/), by whoever asked and is fine with it, as
// the files that it asks to be written (FilesOf in report/render_answer.h).
#pragma once

#include <cstdint>

#include "api/answer.h"

namespace northstar {

// Definitions as `validate` saw them, at this UTC time in microseconds, and mutes; nothing of other
// answers (of looks: take_look.h).
// Before those files are written: what was there before may be taken over. kData as of
// StateStore. Thread safe for different projects.
Status RecordAnswer(const Answer& answer, int64_t now_us);

}  // namespace northstar

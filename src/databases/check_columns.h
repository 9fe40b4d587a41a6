// What must hold of the columns of an answer before its rows are copied, whichever database gave
// them. Pure; thread safe.
#pragma once

#include <vector>

#include "base/result.h"
#include "databases/rows.h"

namespace northstar::databases {

// kUsage where there are none, or two of one name; kData where one of options.needed or the
// cursor's is not among them: it may have been there at an earlier load.
Status CheckColumns(const std::vector<Column>& columns, const Question& question,
                    const CopyOptions& options);

}  // namespace northstar::databases

// The warehouse in a DuckDB file.
#pragma once

#include "engine/warehouse.h"

namespace northstar {

// Opens nothing yet: a file that is not there, or held by another process, is said when it is
// needed.
Result<std::shared_ptr<Warehouse>> OpenDuckDbWarehouse(const Project& project, WarehouseUse use,
                                                       CancelToken* cancel);

}  // namespace northstar

// The events of each source by the hour, out of the scan that the checks share, and how old its
// latest is. For one thread; keeps references to what it is given.
#pragma once

#include <map>

#include "analysis/check/judge_source.h"
#include "analysis/query/query.h"
#include "model/check_subjects.h"

namespace northstar {

class SourceReader {
 public:
  SourceReader(SharedGather& gather, const Project& project, const DataFacts& facts)
      : gather_(gather), project_(project), facts_(facts) {}

  // Before the gather runs. True where it has something to read for it. Sources that say up to
  // when they reach are passed over.
  bool Ask(const Source& source, int64_t at_us);
  bool Has(const Source& source) const { return asked_.contains(&source); }
  // After it ran. REQUIRES: Has(source). Fails as the engine does.
  Result<SourceHistory> Read(Engine& engine, const Source& source, int64_t at_us,
                             const CheckRules& rules) const;

 private:
  struct Asked {
    std::optional<size_t> count;
    PeriodGrid grid;
  };

  SharedGather& gather_;
  const Project& project_;
  const DataFacts& facts_;
  std::map<const Source*, Asked> asked_;
};

}  // namespace northstar

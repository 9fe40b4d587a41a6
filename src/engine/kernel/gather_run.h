// One pass of a plan over the rows: what every thread found so far. The kernel is fed chunks of
// columns (program.h); who reads them and on which threads is not its concern.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "engine/kernel/program.h"

namespace northstar::kernel {

// The states of one pass: whoever feeds them may ask for more than there are threads.
class GatherRun {
 public:
  explicit GatherRun(const ScanProgram* program) : program_(program) {}

  const ScanProgram& program() const { return *program_; }
  // The next scan of the same pass adds to the same states.
  void SetProgram(const ScanProgram* program);
  ThreadState* Acquire();
  const std::vector<std::unique_ptr<ThreadState>>& states() const { return states_; }

 private:
  std::mutex mutex_;
  const ScanProgram* program_;
  std::vector<std::unique_ptr<ThreadState>> states_;
  size_t used_ = 0;
};

}  // namespace northstar::kernel

#include "engine/kernel/gather_run.h"

namespace northstar::kernel {

void GatherRun::SetProgram(const ScanProgram* program) {
  const std::scoped_lock lock(mutex_);
  program_ = program;
  used_ = 0;
}

ThreadState* GatherRun::Acquire() {
  const std::scoped_lock lock(mutex_);
  if (used_ == states_.size()) states_.push_back(std::make_unique<ThreadState>());
  return states_[used_++].get();
}

}  // namespace northstar::kernel

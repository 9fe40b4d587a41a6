// A project by reference, for headers that only hand it on: a change of project.h then rebuilds
// what looks into it, and no more.
#pragma once

#include <memory>

namespace northstar {

class Project;
// Immutable and shared: whoever keeps something that points into a project keeps one of these.
using ProjectRef = std::shared_ptr<const Project>;

}  // namespace northstar

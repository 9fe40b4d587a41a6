// A first set of metrics over proposed sources: how often each event happens, how many of each
// entity are active, and the sums of money, one of which is the outcome. A start to think from:
// what the events mean, only people know. Pure.
#pragma once

#include <string>
#include <vector>

#include "analysis/inspect/inspection.h"

namespace northstar {

struct ProposedMetric {
  enum class Kind { kCount, kActive, kSum, kState };
  Kind kind = Kind::kCount;
  std::string name;
  std::string event;   // or "any"; of kState what begins
  std::string entity;  // of kActive and kState
  std::string value;   // of kSum, and of kState where it adds up what runs; else empty
  std::string off;     // of kState
};

struct ProposedMetrics {
  std::vector<ProposedMetric> metrics;  // names are unique; empty without sources
  std::vector<std::string> candidates;
  std::string outcome;  // empty where no value is money
};

// What products of a kind measure, over the names that were found: metrics beside the first set.
struct AddedMetrics {
  std::vector<std::string> names;
  std::string lines;  // entries of `metrics:`, and comments, not indented
  std::vector<std::string> candidates;
  std::string outcome;  // empty: the proposed one
  // Those that are nothing but one of the kinds of a first set.
  std::vector<ProposedMetric> plain;
};

// Without what `added` has by name, or has under another name.
ProposedMetrics ProposeMetrics(const Inspection& inspection, const AddedMetrics& added);

// The project that Inspect proposes, whole: the text of northstar.yml.
std::string ProposedProject(const Inspection& inspection, const std::string& name,
                            const AddedMetrics& added);

}  // namespace northstar

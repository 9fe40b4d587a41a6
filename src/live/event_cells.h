// The cells of an event: what stands at the paths that a source names, as the text that files of
// JSON have there. Numbers are in their shortest form, lists and objects JSON without blanks.
#pragma once

#include <string>
#include <vector>

#include "engine/arrivals.h"
#include "ingest/json_body.h"

namespace northstar::live {

class EventCells {
 public:
  explicit EventCells(std::vector<std::vector<std::string>> paths);

  // One for each path; they live until the next call and as long as the event.
  const std::vector<ArrivedCell>& Read(const ingest::Json& event);

 private:
  std::vector<std::vector<std::string>> paths_;
  std::vector<std::string> texts_;  // of what is no text in the event
  std::vector<ArrivedCell> cells_;
};

// "12.5", "1e21", "120" for 120.0.
std::string NumberText(double value);

}  // namespace northstar::live

#include "api/record_answer.h"

#include "store/definitions.h"

namespace northstar {

Status RecordAnswer(const Answer& answer, int64_t now_us) {
  const auto* validation = std::get_if<ValidateAnswer>(&answer);
  if (validation == nullptr || !validation->project) return Status::Ok();
  return store::RecordDefinitions(*validation->project, now_us);
}

}  // namespace northstar

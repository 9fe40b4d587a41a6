#include "api/record_answer.h"

#include "store/alerts.h"
#include "store/definitions.h"

namespace northstar {

Status RecordAnswer(const Answer& answer, int64_t now_us) {
  if (const auto* mute = std::get_if<MuteAnswer>(&answer)) {
    const store::Mute& one = mute->mute;
    return mute->ends ? store::EndMute(*mute->project, one.check, one.subject, now_us)
                      : store::WriteMute(*mute->project, one);
  }
  const auto* validation = std::get_if<ValidateAnswer>(&answer);
  if (validation == nullptr || !validation->project) return Status::Ok();
  return store::RecordDefinitions(*validation->project, now_us);
}

}  // namespace northstar

// The star's last periods as a picture, for mail.
#pragma once

#include <cstdint>
#include <optional>

#include "cli/command.h"
#include "model/project.h"
#include "notify/mail_picture.h"

namespace northstar::cli {

// Whether a channel takes pictures.
bool WantsPicture(const Project& project);

// Of `metric`, its last 26 periods (of days and hours 90 days). `as_of_us`: as asked for; none: as
// the data have it. Where it cannot be drawn a warning says why, and there is none.
notify::MailPicture StarPicture(Context& context, const Project& project, const std::string& metric,
                                std::optional<int64_t> as_of_us);

}  // namespace northstar::cli

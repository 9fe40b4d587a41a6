// What `digest` does to the machine beside answering: it sends itself, at once or at the time that
// a channel sets. Of one period a channel gets one digest, however often it is sent. The answer
// itself is a request like any other.
#pragma once

#include <map>
#include <vector>

#include "api/answer.h"
#include "cli/command.h"

namespace northstar::cli {

// --send and --dry-run.
std::vector<OptionSpec> DigestSendOptions();
// kUsage: options that do not go together.
Status CheckDigestOptions(const Parsed& parsed);

// With --dry-run: each message with its channel, in the place of the answer where that is shown to
// people; says on stderr who would get it else. kUsage where nobody would.
Result<std::string> DigestPlan(Context& context, const Parsed& parsed, const DigestAnswer& answer);

// With --send, but not with --dry-run: puts the digest into the outbox and sends what waits there;
// says on stderr what became of it, and who got it before. Returns kFine, or the exit code of the
// error.
int FinishDigest(Context& context, const Parsed& parsed, const DigestAnswer& answer);

// Sends digests when they are due, look after look: at most a day late, so that a process that was
// not there at the time, or data that were not, make it late and not lost.
class DueDigests {
 public:
  // Asks for a digest where one is due. What goes wrong is said on stderr, and tried again later.
  void Send(Context& context);

 private:
  // By position of the channel: the due time that was seen to, and when one was last tried. UTC
  // microseconds.
  std::map<size_t, int64_t> done_, tried_;
};

}  // namespace northstar::cli

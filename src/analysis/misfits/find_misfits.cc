#include "analysis/misfits/find_misfits.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include "analysis/check/read_sources.h"
#include "analysis/misfits/register_rules.h"
#include "model/project.h"

namespace northstar {
namespace {

// Of the pace before, and rows, of a source that goes on.
constexpr double kPaceKept = 0.5;
constexpr double kLeastLater = 10;
// Exports end a few days apart: a silence is at least so long, or this share of the source's time.
constexpr double kLeastSilence = 7 * 86'400.0;
constexpr double kLeastSilentShare = 0.1;

bool HasRows(const Source& source, const DataFacts& facts) {
  if (source.kind != Source::Kind::kEvents && source.kind != Source::Kind::kFeedback) return false;
  const auto found = facts.sources.find(source.name);
  return found != facts.sources.end() && found->second.rows > 0;
}

// Events by hour, ending with the hour of the last one.
struct Rhythm {
  std::vector<int64_t> hours;
  int64_t last_us = 0;
};

// Whether a source went on after an instant at about the pace that it had: a few stragglers do not
// show that others should have had rows.
bool WentOn(const Rhythm& rhythm, int64_t after_us) {
  const int64_t later = (rhythm.last_us - after_us) / kMicrosPerHour;
  const auto all = static_cast<int64_t>(rhythm.hours.size());
  if (later <= 0 || later >= all) return false;
  const auto from = rhythm.hours.end() - static_cast<std::ptrdiff_t>(later);
  const auto before = static_cast<double>(std::accumulate(rhythm.hours.begin(), from, int64_t{0}));
  const auto since = static_cast<double>(std::accumulate(from, rhythm.hours.end(), int64_t{0}));
  const double pace = before / static_cast<double>(all - later);
  return since >= kLeastLater && since >= kPaceKept * pace * static_cast<double>(later);
}

bool IsLong(const SourceHistory& history, double silence) {
  const double covers = static_cast<double>(history.hours.size()) * 3600;
  return silence >= std::min(kLeastSilence, kLeastSilentShare * covers);
}

Misfit Stopped(const SourceHistory& history, const CheckStatement& silent) {
  Misfit found;
  found.severity = MisfitSeverity::kMajor;
  found.statement = {MisfitStatement::Code::kStopped};
  found.statement.source = history.source;
  found.statement.date = history.last.substr(0, 10);
  found.statement.seconds = silent.silence;
  found.statement.most_seconds = silent.most_silence / kSilenceFactor;
  return found;
}

// A register that has everybody whom the other sources name did not stop: nobody new came.
bool HasEverybody(const std::string& source, const std::vector<RegisterFacts>& registers) {
  bool any = false;
  for (const RegisterFacts& one : registers) {
    if (one.reg != source || !IsRegister(one, registers)) continue;
    if (one.missing_entities() > 0) return false;
    any = true;
  }
  return any;
}

// A source that stops while no other goes on is nothing that does not fit: `check` tells of it.
Status AddStopped(Engine& engine, const ProjectRef& project, const DataFacts& facts,
                  const MisfitFacts& counted, int64_t now_us, std::vector<Misfit>& out) {
  std::vector<const Source*> sources;
  std::optional<int64_t> end;
  for (const Source& source : project->sources) {
    if (!HasRows(source, facts)) continue;
    sources.push_back(&source);
    const int64_t last = std::min(now_us, facts.sources.at(source.name).last_us);
    end = end ? std::max(*end, last) : last;
  }
  if (sources.size() < 2) return Status::Ok();
  SharedGather gather(&engine, project, facts);
  SourceReader reader(gather, *project, facts);
  std::erase_if(sources, [&](const Source* source) { return !reader.Ask(*source, *end); });
  if (sources.size() < 2) return Status::Ok();
  NS_RETURN_IF_ERROR(gather.Run({}));
  std::vector<SourceHistory> histories;
  std::vector<Rhythm> rhythms;
  for (const Source* source : sources) {
    NS_ASSIGN(SourceHistory history, reader.Read(engine, *source, *end, {}));
    history.by_itself = true;
    history.rejects.reset();
    rhythms.push_back({history.hours, history.last_us.value_or(*end)});
    histories.push_back(std::move(history));
  }
  for (size_t i = 0; i < sources.size(); ++i) {
    const SourceHistory& history = histories[i];
    if (EndsByItself(sources[i]->name) || EndsByItself(sources[i]->event)) continue;
    const JudgedSource judged = JudgeSource(history, *end);
    const CheckStatement& said = judged.judged.statement;
    const bool silent = said.code == CheckStatement::Code::kSilent && history.last_us;
    if (!silent || !IsLong(history, said.silence)) continue;
    const bool others_went_on = std::any_of(rhythms.begin(), rhythms.end(), [&](const Rhythm& one) {
      return WentOn(one, *history.last_us);
    });
    if (others_went_on && !HasEverybody(history.source, counted.registers))
      out.push_back(Stopped(history, said));
  }
  return Status::Ok();
}

}  // namespace

Result<std::vector<Misfit>> FindMisfits(Engine& engine, const ProjectRef& project, int64_t now_us) {
  NS_ASSIGN(const DataFacts facts, engine.Facts());
  NS_ASSIGN(const MisfitFacts counted, engine.ReadMisfits(*project));
  std::vector<Misfit> out = JudgeMisfits(counted, project->calendar);
  NS_RETURN_IF_ERROR(AddStopped(engine, project, facts, counted, now_us, out));
  SortMisfits(out);
  return out;
}

}  // namespace northstar

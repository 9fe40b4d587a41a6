// hard_to_game in words: how far cheap repetition moves the number, and what would make it harder.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "base/calendar.h"
#include "words/rule.h"
#include "words/said.h"
#include "words/series_name.h"

namespace northstar {

// Some entities do the cheapest act that counts a few times more.
struct GamingAttack {
  double share = 0;  // of the entities, 0-1
  double extra = 0;  // acts
  double lift = 0;   // of the metric, relative
};

// Another definition, which is harder to game.
struct GamingRemedy {
  enum class Kind { kCap, kActiveDays, kAtLeastOnce, kTwoOthers, kTwoDays };

  Kind kind;
  std::string entity = {};
  double cap = 0;          // kCap: events
  std::string other = {};  // kTwoOthers: the entity of which two take part
  double score = 0;        // points that it would have, 0-100
};

struct HardToGameStatement {
  enum class Code { kTooFewUnits, kNobody, kHard, kPushByMany, kSomewhat, kEasy };

  Code code;
  SeriesName metric = {};
  std::string entity = {};
  Grain grain = Grain::kWeek;  // kNobody
  // kTooFewUnits: active within a year, and needed.
  long long units = 0;
  double least_units = 0;
  double score = 0;  // points, 0-100
  GamingAttack worst = {};
  std::optional<GamingRemedy> remedy = {};  // the best
};

// "5% of users do it 10 times more"; "count at most 3 events per user". For tables.
std::string AttackWords(const GamingAttack& attack, const std::string& entity);
std::string RemedyWords(const GamingRemedy& remedy);

// By code.
std::span<const Rule> HardToGameRules();
Said Words(const HardToGameStatement& statement);

}  // namespace northstar

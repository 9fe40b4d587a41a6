// Is a source the register of an entity ("one row per customer, and the first thing that is known
// of them"), so that others may be held against it? By its name, or by its numbers alone, which
// must then say more. Pure and thread safe.
#pragma once

#include <string>
#include <vector>

#include "engine/misfit_facts.h"

namespace northstar {

// What the name of a source, or of the event of its rows, says of it. Names of the same people
// stand for each other: "users", "members"; but not "accounts", which users share.
enum class RegisterName {
  kNone,
  // After signing up ("signups"): maybe of one of several who share something.
  kSigningUp,
  // After the entity: "customers", "dim_customer", "account_created".
  kEntity,
};
RegisterName RegisterNameOf(const std::string& source, const std::string& event,
                            const std::string& entity);
// What people do before anybody knows them: "page_view", "visit", "ad click".
bool IsVisitLike(const std::string& event);
// Nearly all of the rows are of such events.
bool AreVisits(const std::vector<EventRows>& events);
// An attribute that changes ("plan", "status", "is_trial") or belongs to the occasion and not to
// the entity ("device", "channel", "payment_method").
bool MayChange(const std::string& dimension);
// What comes and goes by plan ("experiment_viewed", "spring_campaign"): that it ends says nothing.
bool EndsByItself(const std::string& name);

// One row per entity is what a first purchase and an activation have too. So a source that is not
// named as a register counts as one only where no other is, its row comes first for nearly all
// entities, and it has nearly all of them; one that is named, from half of them on: below it
// registers others. `all`: to see the other registers and the same pair the other way around.
bool IsRegister(const RegisterFacts& facts, const std::vector<RegisterFacts>& all);
// Of a register: it may be meant to have only some, as where one of a team signs up for all.
bool MayBeOfSome(const RegisterFacts& facts);

}  // namespace northstar

// Alerts between looks: the state of each, what became of it, mutes, and when somebody looked. An
// alert is its kind and its subject. Values are parameters, ?1 and on; times are UTC microseconds,
// flags 0 or 1; static.
#pragma once

#include <string_view>

namespace northstar::sql::sqlite {

// Four tables, as one step.
std::string_view CreateAlerts();

// Rows of: kind, subject, status, since, failed, failed_period, told, told_at, told critical,
// static said.
std::string_view AllAlerts();
// The same as ?1 to ?10; replaces what there was of the alert.
std::string_view PutAlert();
// ?1 kind, ?2 subject.
std::string_view DeleteAlert();

// ?1 at, ?2 kind, ?3 subject, ?4 was, ?5 became, ?6 period, ?7 reason.
std::string_view InsertAlertChange();
// Rows of the same columns, the oldest first.
std::string_view AllAlertChanges();

// ?1 kind, ?2 subject, ?3 until, ?4 made by, ?5 why, ?6 made at.
std::string_view InsertMute();
// Those of ?1 kind, ?2 subject end at ?3, and are not active at any time.
std::string_view EndMutes();
// Rows of: kind, subject, until, made by, why, made at; active at ?1, the oldest first.
std::string_view ActiveMutes();

// ?1 at, ?2 whether it told somebody, ?3 how many fired.
std::string_view InsertLook();
// A row of the same columns: of the look at the latest time; none before the first.
std::string_view LastLook();
// One number: looks that told somebody.
std::string_view CountTellingLooks();

}  // namespace northstar::sql::sqlite

// Messages on their way to people: a row from the moment at which there is something to tell until
// it was told or given up, and after that without its text. Which alerts a message is about stands
// beside it. Values are parameters, ?1 and on; times are UTC microseconds, 0 for "not yet"; static.
#pragma once

#include <string_view>

namespace northstar::sql::sqlite {

// Two tables, as one step.
std::string_view CreateOutbox();

// ?1 channel, ?2 type, ?3 host, ?4 key, ?5 body, ?6 made at, which is also when it is due.
std::string_view InsertMessage();
// One number: the id of the message that this connection inserted last.
std::string_view LastMessage();
// ?1 message, ?2 kind, ?3 subject, ?4 event.
std::string_view InsertMessageAlert();
// Rows of: kind, subject, event; of the message ?1.
std::string_view AlertsOfMessage();

// Rows of: id, channel, type, host, key, body, made, due, attempts, unsure, sent, given up,
// problem; neither sent nor given up, the oldest first.
std::string_view WaitingMessages();
// The same columns: given up after ?1.
std::string_view GivenUpMessages();
// The same columns: the one of the key ?1.
std::string_view MessageByKey();
// The message ?1, which was given up, waits again with the text ?2, made at ?3.
std::string_view RenewMessage();
// Of the message ?1, and of what it is about: as if it had never been.
std::string_view DeleteMessageAlerts();
std::string_view DeleteMessage();

// Of the message ?1. Before it goes out: from now on it may have arrived.
std::string_view BeginAttempt();
// It arrived, at ?2; its text is no longer kept.
std::string_view MarkSent();
// It did not, for the reason ?3; due again at ?2. ?4: it may have arrived all the same.
std::string_view MarkFailed();
// No further attempt, from ?2 on, for the reason ?3.
std::string_view MarkGivenUp();

}  // namespace northstar::sql::sqlite

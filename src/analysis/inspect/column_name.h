// What the name of a column suggests. Names are split into words ("signupCountryCode", "Created
// date (UTC)", `properties."Song Length"`), and the words are looked up in the field's habits,
// mostly in English, the commonest also in German, Spanish, French and Portuguese. The last word
// decides what sort of thing is named, the ones before it whose: a customer_city is a city. It
// suggests only; contents decide as well (column_kind.h). Pure and thread safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace northstar {

// In small letters, without signs: "userId" → user, id. Of a path only its last part, and of the
// part before it where the last says nothing by itself: "user.id" → user, id.
std::vector<std::string> WordsOfName(std::string_view name);

struct NameHints {
  // Each is the word that suggests it, empty where none does.
  std::string who;          // somebody, by id or by name: "customer" of customer_id
  bool several = false;     // `who` is in the plural: numbers there count people
  std::string somebody;     // the same word, also where the name goes on: customer_city
  std::string id;           // "id", "uuid", "key"
  std::string time;         // "at", "date"
  std::string time_part;    // "hour", "month": a part of a time
  std::string event;        // "event", "action"
  std::string weak_event;   // "page", "type": an event's name where a log has no better column
  std::string number;       // "amount", "count"
  std::string category;     // "status", "country"
  std::string text;         // "comment", "message"
  std::string technical;    // "_file", "checksum", "avatar"
  std::string person_name;  // "name" by itself
  bool flag = false;        // begins like a question: is_, has_
  bool bare_id = false;     // nothing but "id": whose it is, the table says
  bool made_up = false;     // no name of its own: "c1", "column 3"
};

NameHints HintsOfName(std::string_view name);

// Whether a table is one of somebody ("customers.csv", "user_data"), or of events.
bool IsTableOfSomebody(std::string_view table);
bool IsTableOfEvents(std::string_view table);

}  // namespace northstar

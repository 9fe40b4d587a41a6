// Statements of events that arrive: the rows that they are staged from, the record of how
// far they are stored, the ids that were seen, and statistics that grow with them. Every statement
// within the transaction of a fold is an INSERT or a DELETE: an UPDATE, or a table made there,
// would keep DuckDB from shortening its log as long as anybody reads.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "model/source.h"
#include "sql/dialect.h"

namespace northstar::sql::duckdb {

// Columns of ArrivalRows; paths into an event are `p0`, `p1`, ….
inline constexpr const char* kArrivalTime = "arrived_time";
inline constexpr const char* kArrivalName = "arrived_name";
inline constexpr const char* kArrivalId = "arrived_id";
std::string ArrivalColumn(size_t path);
std::string ArrivalTimestamp();
// Of rows that need no hash of all that they say.
std::string NoContent();

// The arrivals of this number (engine/duckdb/arrival_rows.h), as a relation.
inline constexpr const char* kArrivedFunction = "ns_arrived";
std::string ArrivalRelation(int64_t number);

// (number of the row in the stage, from 0; its id) of rows that have an id and are kept, in their
// order.
Text StagedIds();
Text CreateRepeats();
Text InsertRepeats(const std::vector<int64_t>& rows);

// ns_applied (source, next), ns_message_ids (source, day, id), ns_clustered (source, seq). Created
// once, outside of any fold.
std::vector<Text> CreateArrivalRecords();
Text AppliedOf(const std::string& source);
std::vector<Text> SetApplied(const std::string& source, int64_t next);
// Up to which place in the order of arrival the stored events lie in runs of their own; and the
// rows of [from, to) made one run, sorted as a load sorts them, in a transaction.
Text ClusteredOf(const std::string& source);
std::vector<Text> ClusterRun(const std::string& source, int64_t from, int64_t to);
// (day, id), of all sources but those that are being derived, or of one.
Text MessageIds();
Text DeleteMessageIdsBefore(int64_t day);
// The secret of the hashes, as hex; none yet.
Text MessageKey();
Text InsertMessageKey(const std::string& hex);

// The one file that a source of arrivals has, as the record of files has it.
Text ArrivalFileOf(const std::string& source);
struct ArrivalCounts {
  int64_t kept = 0, filtered = 0, duplicate = 0, rejected = 0;
};
std::vector<Text> ReplaceArrivalFile(const std::string& source, const ArrivalCounts& counts);
// (verdict; of kept rows event and day since 1970, null of others; rows, those without an id, first
// and last time, 1 where the event has no number yet).
Text CountStagedArrivals();
// (event, rows) of what is stored; and what it becomes of these events and days alone.
Text EventRowsOf(const std::string& source);
std::vector<Text> ReplaceEventRows(const std::string& source,
                                   const std::map<std::string, int64_t>& rows);
struct DayRows {
  int64_t rows = 0, first_us = 0, last_us = 0;
};
std::vector<Text> ReplaceDays(const std::string& source, const std::map<int64_t, DayRows>& days);
// One number: names of events that have one.
Text CountNames();
// Of new names those that came first, `room` of them, are taken; rows of the others are rejected.
Text RejectNewNames(int64_t room, const std::string& reason);
// Reason, events, the text of one, the most frequent first.
Text RejectedBecause();

// A source that is being derived is stored under this name, which no source can have.
std::string DerivingName(const std::string& source);
// All that is stored of it, as records and tables.
std::vector<Text> DropArrivals(const std::string& source);
// What was derived takes the place of what there was.
std::vector<Text> ReplaceArrivals(const std::string& source, bool pairs);

// (name) of the columns of its stored events. Then, around the making of new tables: these are put
// aside, and their rows come back with the columns that both have.
Text ArrivalColumns(const std::string& source);
Text PutArrivalsAside(const std::string& source);
std::vector<Text> TakeArrivalsBack(const std::string& source,
                                   const std::vector<std::string>& columns);
Text SetDefinition(const std::string& source, const std::string& definition);

// Who is whom, of a source of arrivals.
Text CreatePairsIfNew(const std::string& source);

}  // namespace northstar::sql::duckdb

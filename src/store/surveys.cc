#include "store/surveys.h"

#include "sql/sqlite/session_sql.h"
#include "sql/sqlite/survey_sql.h"
#include "store/state_store.h"

namespace northstar::store {
namespace {

namespace statement = sql::sqlite;

// Calls `take` for every row of a statement whose only parameter is the round.
template <typename Take>
Status ForEachRow(Database& database, std::string_view sql, int64_t round, Take take) {
  NS_ASSIGN(Statement asked, database.Prepare(sql));
  asked.Bind(1, round);
  while (true) {
    NS_ASSIGN(const bool row, asked.Step());
    if (!row) return Status::Ok();
    take(asked);
  }
}

SurveyRound RoundOf(const Statement& row) {
  return {row.Integer(0), row.Text(1),         row.Integer(2),
          row.Integer(3), row.Integer(4) != 0, row.Integer(5) != 0};
}

Result<SurveyState> StateOf(Database& database, const SurveyRound& round) {
  SurveyState state;
  state.round = round;
  NS_RETURN_IF_ERROR(
      ForEachRow(database, statement::SurveyPeople(), round.id, [&](const Statement& row) {
        state.people.push_back({row.Text(0), row.Text(1)});
      }));
  NS_RETURN_IF_ERROR(
      ForEachRow(database, statement::SurveyAnswers(), round.id, [&](const Statement& row) {
        state.answers.push_back(
            {row.Text(0), row.Text(1), row.Text(2), {row.Text(3), row.Text(4), row.Text(5)}});
      }));
  NS_RETURN_IF_ERROR(ForEachRow(database, statement::SurveySeen(), round.id,
                                [&](const Statement& row) { state.seen.insert(row.Text(0)); }));
  NS_RETURN_IF_ERROR(
      ForEachRow(database, statement::SurveyGrades(), round.id, [&](const Statement& row) {
        state.grades.push_back(
            {row.Text(0), row.Text(1), row.Text(2), row.Text(3), row.Integer(4)});
      }));
  return state;
}

Result<std::optional<SurveyRound>> LatestRound(Database& database) {
  NS_ASSIGN(Statement asked, database.Prepare(statement::LatestSurvey()));
  NS_ASSIGN(const bool row, asked.Step());
  if (!row) return std::optional<SurveyRound>();
  return std::optional(RoundOf(asked));
}

// Within a transaction: the round is the latest, and open if it has to be.
Status CheckRound(Database& database, int64_t round, bool must_be_open) {
  NS_ASSIGN(const std::optional<SurveyRound> latest, LatestRound(database));
  if (latest && latest->id == round && (latest->open() || !must_be_open)) return Status::Ok();
  return Error::Usage("somebody else opened or closed a survey meanwhile",
                      "look at 'northstar survey results', then try again");
}

Status InsertGrades(Database& database, int64_t round, const std::vector<SurveyGrade>& grades) {
  for (const SurveyGrade& one : grades) {
    NS_ASSIGN(Statement insert, database.Prepare(statement::InsertSurveyGrade()));
    insert.Bind(1, round)
        .Bind(2, one.answer)
        .Bind(3, one.question)
        .Bind(4, one.grade)
        .Bind(5, one.by)
        .Bind(6, one.at_us);
    NS_RETURN_IF_ERROR(insert.Run());
  }
  return Status::Ok();
}

Status InsertAnswer(Database& database, int64_t round, const SurveyAnswer& answer) {
  NS_ASSIGN(Statement former, database.Prepare(statement::DeleteSurveyAnswer()));
  former.Bind(1, round).Bind(2, answer.person);
  NS_RETURN_IF_ERROR(former.Run());
  NS_ASSIGN(Statement insert, database.Prepare(statement::InsertSurveyAnswer()));
  insert.Bind(1, round)
      .Bind(2, answer.id)
      .Bind(3, answer.person)
      .Bind(4, answer.team)
      .Bind(5, answer.texts.name)
      .Bind(6, answer.texts.meaning)
      .Bind(7, answer.texts.action);
  return insert.Run();
}

Status InsertRound(Database& database, const NewSurvey& survey, const SurveyKey& key,
                   int64_t now_us) {
  NS_ASSIGN(Statement insert, database.Prepare(statement::InsertSurvey()));
  insert.Bind(1, survey.metric)
      .Bind(2, now_us)
      .Bind(3, int64_t{survey.named})
      .Bind(4, int64_t{survey.by_invitation});
  NS_RETURN_IF_ERROR(insert.Run());
  NS_ASSIGN(const int64_t round, database.Number(statement::LastInserted()));
  for (const SurveyPerson& one : survey.people) {
    NS_ASSIGN(Statement person, database.Prepare(statement::InsertSurveyPerson()));
    person.Bind(1, round)
        .Bind(2, survey.named ? PlainAddress(one.person) : key.PersonOf(one.person))
        .Bind(3, one.team);
    NS_RETURN_IF_ERROR(person.Run());
  }
  return Status::Ok();
}

}  // namespace

Result<std::optional<SurveyState>> ReadSurvey(const Project& project) {
  NS_ASSIGN(std::optional<StateStore> store, StateStore::OpenForReading(project));
  if (!store) return std::optional<SurveyState>();
  NS_ASSIGN(const std::optional<SurveyRound> round, LatestRound(store->database()));
  if (!round) return std::optional<SurveyState>();
  NS_ASSIGN(SurveyState state, StateOf(store->database(), *round));
  return std::optional(std::move(state));
}

Result<std::vector<SurveyState>> ReadSurveys(const Project& project) {
  NS_ASSIGN(std::optional<StateStore> store, StateStore::OpenForReading(project));
  std::vector<SurveyState> states;
  if (!store) return states;
  NS_ASSIGN(Statement asked, store->database().Prepare(statement::Surveys()));
  while (true) {
    NS_ASSIGN(const bool row, asked.Step());
    if (!row) return states;
    NS_ASSIGN(SurveyState state, StateOf(store->database(), RoundOf(asked)));
    states.push_back(std::move(state));
  }
}

Status OpenSurvey(const Project& project, const NewSurvey& survey, int64_t now_us) {
  NS_ASSIGN(StateStore store, StateStore::OpenForWriting(project));
  Database& database = store.database();
  NS_ASSIGN(Transaction transaction, Transaction::Begin(database));
  NS_ASSIGN(const std::optional<SurveyRound> latest, LatestRound(database));
  if (latest && latest->open()) {
    return Error::Usage("somebody else opened a survey meanwhile",
                        "'northstar survey results' shows it");
  }
  NS_ASSIGN(const SurveyKey key, SurveyKey::Make(project));
  NS_RETURN_IF_ERROR(InsertRound(database, survey, key, now_us));
  return transaction.Commit();
}

Status RecordSurveyAnswers(const Project& project, int64_t round,
                           const std::vector<SurveyAnswer>& answers,
                           const std::vector<std::string>& seen) {
  if (answers.empty() && seen.empty()) return Status::Ok();
  NS_ASSIGN(StateStore store, StateStore::OpenForWriting(project));
  Database& database = store.database();
  // A text that somebody took back is gone from the file too.
  NS_RETURN_IF_ERROR(database.Run(statement::OverwriteDeleted()));
  NS_ASSIGN(Transaction transaction, Transaction::Begin(database));
  NS_RETURN_IF_ERROR(CheckRound(database, round, true));
  for (const SurveyAnswer& answer : answers)
    NS_RETURN_IF_ERROR(InsertAnswer(database, round, answer));
  for (const std::string& id : seen) {
    NS_ASSIGN(Statement insert, database.Prepare(statement::InsertSurveySeen()));
    insert.Bind(1, round).Bind(2, id);
    NS_RETURN_IF_ERROR(insert.Run());
  }
  return transaction.Commit();
}

Status RecordSurveyGrades(const Project& project, int64_t round,
                          const std::vector<SurveyGrade>& grades) {
  NS_ASSIGN(StateStore store, StateStore::OpenForWriting(project));
  Database& database = store.database();
  NS_ASSIGN(Transaction transaction, Transaction::Begin(database));
  NS_RETURN_IF_ERROR(CheckRound(database, round, false));
  NS_RETURN_IF_ERROR(InsertGrades(database, round, grades));
  return transaction.Commit();
}

Status CloseSurvey(const Project& project, int64_t round, const std::vector<SurveyGrade>& grades,
                   int64_t now_us) {
  NS_ASSIGN(StateStore store, StateStore::OpenForWriting(project));
  Database& database = store.database();
  NS_ASSIGN(Transaction transaction, Transaction::Begin(database));
  NS_RETURN_IF_ERROR(CheckRound(database, round, true));
  NS_RETURN_IF_ERROR(SurveyKey::Destroy(project));
  NS_RETURN_IF_ERROR(InsertGrades(database, round, grades));
  NS_ASSIGN(Statement close, database.Prepare(statement::CloseSurvey()));
  close.Bind(1, round).Bind(2, now_us);
  NS_RETURN_IF_ERROR(close.Run());
  return transaction.Commit();
}

namespace {

// How many answers there were.
Result<int64_t> RemovePerson(Database& database, const std::vector<SurveyState>& rounds,
                             const std::vector<std::string>& names, bool dry_run) {
  NS_ASSIGN(Transaction transaction, Transaction::Begin(database));
  int64_t answers = 0;
  for (const SurveyState& state : rounds) {
    for (const std::string& name : names) {
      NS_ASSIGN(Statement count, database.Prepare(statement::CountSurveyAnswers()));
      count.Bind(1, state.round.id).Bind(2, name);
      NS_RETURN_IF_ERROR(count.Step());
      answers += count.Integer(0);
      for (const std::string_view sql :
           {statement::DeleteSurveyGrades(), statement::DeleteSurveyAnswer(),
            statement::DeleteSurveyPerson()}) {
        NS_ASSIGN(Statement remove, database.Prepare(sql));
        remove.Bind(1, state.round.id).Bind(2, name);
        NS_RETURN_IF_ERROR(remove.Run());
      }
    }
  }
  if (!dry_run) NS_RETURN_IF_ERROR(transaction.Commit());
  return answers;
}

}  // namespace

Result<int64_t> ForgetSurveyPerson(const Project& project,
                                   const std::vector<std::string>& addresses, bool dry_run) {
  NS_ASSIGN(const std::vector<SurveyState> rounds, ReadSurveys(project));
  if (rounds.empty()) return int64_t{0};
  std::vector<std::string> names;
  for (const std::string& address : addresses) names.push_back(PlainAddress(address));
  if (rounds.front().round.open()) {
    NS_ASSIGN(const SurveyKey key, SurveyKey::Read(project));
    for (const std::string& address : addresses) names.push_back(key.PersonOf(address));
  }
  NS_ASSIGN(StateStore store, StateStore::OpenForWriting(project));
  Database& database = store.database();
  NS_RETURN_IF_ERROR(database.Run(statement::OverwriteDeleted()));
  NS_ASSIGN(const int64_t answers, RemovePerson(database, rounds, names, dry_run));
  if (!dry_run) NS_RETURN_IF_ERROR(database.Run(statement::EmptyWriteAheadLog()));
  return answers;
}

}  // namespace northstar::store

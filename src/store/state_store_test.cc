#include "store/state_store.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "sql/sqlite/session_sql.h"
#include "store/migrations.h"

namespace northstar::store {
namespace {

namespace fs = std::filesystem;

class StateStoreTest : public ::testing::Test {
 protected:
  StateStoreTest()
      : root_(fs::path(::testing::TempDir()) /
              (std::string("store ?#%") +
               ::testing::UnitTest::GetInstance()->current_test_info()->name())),
        project_(Calendar(*TimeZone::Load("UTC"), Weekday::kMonday, 1)) {
    fs::remove_all(root_);
    fs::create_directories(root_);
    project_.root = root_.string();
  }
  ~StateStoreTest() override { fs::remove_all(root_); }

  std::string File() const { return StateStore::PathOf(project_); }
  std::string Bytes() const {
    std::ostringstream text;
    text << std::ifstream(File(), std::ios::binary).rdbuf();
    return text.str();
  }
  void Write(const std::string& bytes) const {
    fs::create_directories(fs::path(File()).parent_path());
    std::ofstream(File(), std::ios::binary) << bytes;
  }
  static unsigned ModeOf(const std::string& path) {
    struct stat found {};
    EXPECT_EQ(stat(path.c_str(), &found), 0) << path;
    return found.st_mode & 0777;
  }
  // One row more in a table of the test's own.
  static Status Count(Database& database, int64_t value) {
    NS_ASSIGN(Transaction transaction, Transaction::Begin(database));
    NS_RETURN_IF_ERROR(database.Run("create table if not exists counted (value integer) strict"));
    NS_ASSIGN(Statement insert, database.Prepare("insert into counted values (?1)"));
    NS_ASSIGN([[maybe_unused]] const bool row, insert.Bind(1, value).Step());
    return transaction.Commit();
  }

  fs::path root_;
  Project project_;
};

TEST_F(StateStoreTest, IsMadeForItsOwnerAloneAndOpenedAgain) {
  const mode_t mask = umask(0);
  {
    auto store = StateStore::OpenForWriting(project_);
    ASSERT_TRUE(store.ok()) << store.error().message;
    ASSERT_TRUE(Count(store->database(), 7).ok());
    EXPECT_EQ(ModeOf(File()), 0600U);
    EXPECT_EQ(ModeOf(File() + "-wal"), 0600U);
    EXPECT_EQ(ModeOf(File() + "-shm"), 0600U);
    EXPECT_EQ(*store->database().Word(sql::sqlite::JournalMode()), "wal");
    EXPECT_EQ(*store->database().Number("pragma foreign_keys"), 1);
  }
  umask(mask);
  auto again = StateStore::OpenForReading(project_);
  ASSERT_TRUE(again.ok()) << again.error().message;
  ASSERT_TRUE(again->has_value());
  EXPECT_EQ(*(*again)->database().Number("select value from counted"), 7);
  const Status refused = Count((*again)->database(), 8);
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("cannot write"), std::string::npos);
  EXPECT_FALSE(fs::exists(File() + ".before-1"));
}

TEST_F(StateStoreTest, ThereIsNoneBeforeSomethingIsStored) {
  auto none = StateStore::OpenForReading(project_);
  ASSERT_TRUE(none.ok());
  EXPECT_FALSE(none->has_value());
  EXPECT_FALSE(fs::exists(root_ / ".northstar"));
  Write("");  // made, and ended before its first step
  none = StateStore::OpenForReading(project_);
  ASSERT_TRUE(none.ok()) << none.error().message;
  EXPECT_FALSE(none->has_value());
  ASSERT_TRUE(StateStore::OpenForWriting(project_).ok());
  EXPECT_TRUE(StateStore::OpenForReading(project_)->has_value());
}

constexpr std::string_view kOne = "create table one (a integer) strict; insert into one values (1)";
constexpr std::string_view kTwo =
    "create table two (b integer) strict; insert into two select a + 1 from one";
constexpr std::string_view kBroken =
    "create table three (c integer) strict; insert into nowhere values (1)";

TEST_F(StateStoreTest, MigratesStepByStepWithACopyBeforeEach) {
  const std::string path = (root_ / "state.db").string();
  const std::vector<std::string_view> steps = {kOne, kTwo};
  {
    auto fresh = Database::Open(path, Access::kWriting);
    ASSERT_TRUE(Migrate(*fresh, std::span(steps).first(1)).ok());
    ASSERT_TRUE(fresh->UseWriteAheadLog().ok());
    EXPECT_EQ(*VersionOf(*fresh), 1);
    EXPECT_FALSE(fs::exists(path + ".before-1"));  // there was nothing to lose
    const Status second = Migrate(*fresh, steps);
    ASSERT_TRUE(second.ok()) << second.error().message;
    EXPECT_EQ(*VersionOf(*fresh), 2);
    EXPECT_EQ(*fresh->Number("select b from two"), 2);
    ASSERT_TRUE(Migrate(*fresh, steps).ok());  // nothing is left to do
  }
  EXPECT_EQ(ModeOf(path + ".before-2"), 0600U);
  EXPECT_FALSE(fs::exists(path + ".before-2.part"));
  auto before = Database::Open(path + ".before-2", Access::kReading);
  EXPECT_EQ(*VersionOf(*before), 1);
  EXPECT_EQ(*before->Number("select a from one"), 1);
  EXPECT_FALSE(before->Number("select b from two").ok());
}

TEST_F(StateStoreTest, ANewOneHasNothingToCopy) {
  const std::string path = (root_ / "state.db").string();
  auto fresh = Database::Open(path, Access::kWriting);
  ASSERT_TRUE(Migrate(*fresh, std::vector<std::string_view>{kOne, kTwo}).ok());
  EXPECT_EQ(*VersionOf(*fresh), 2);
  EXPECT_FALSE(fs::exists(path + ".before-2"));
}

TEST_F(StateStoreTest, AStepThatFailsLeavesTheVersionBefore) {
  const std::string path = (root_ / "state.db").string();
  const std::vector<std::string_view> steps = {kOne, kBroken};
  auto database = Database::Open(path, Access::kWriting);
  EXPECT_FALSE(Migrate(*database, steps).ok());
  EXPECT_EQ(*VersionOf(*database), 1);
  EXPECT_EQ(*database->Number("select a from one"), 1);
  EXPECT_FALSE(database->Number("select count(*) from three").ok());
}

TEST_F(StateStoreTest, LeavesANewerOneAndAnotherProgramsAlone) {
  for (const std::string sql :
       {"pragma application_id = 1314083922; pragma user_version = 99; create table later (a)",
        "create table theirs (a)", "pragma user_version = 1; create table theirs (a)"}) {
    fs::remove_all(root_ / ".northstar");
    Write("");
    {
      auto made = Database::Open(File(), Access::kWriting);
      ASSERT_TRUE(made->Run(sql).ok()) << sql;
    }
    const std::string before = Bytes();
    const bool newer = sql.find("99") != std::string::npos;
    const std::string said = newer ? "newer northstar" : "another program";
    const auto written = StateStore::OpenForWriting(project_);
    ASSERT_FALSE(written.ok()) << sql;
    EXPECT_NE(written.error().message.find(said), std::string::npos) << written.error().message;
    EXPECT_FALSE(written.error().hint.empty());
    EXPECT_FALSE(StateStore::OpenForReading(project_).ok());
    EXPECT_FALSE(ExamineStore(project_).ok());
    EXPECT_EQ(Bytes(), before);
  }
}

TEST_F(StateStoreTest, SaysThatAFileIsDamaged) {
  Write(std::string(8192, 'x'));
  for (const Error& error :
       {StateStore::OpenForWriting(project_).error(), StateStore::OpenForReading(project_).error(),
        ExamineStore(project_).error()}) {
    EXPECT_EQ(error.kind, ErrorKind::kData);
    EXPECT_NE(error.message.find("not a database"), std::string::npos) << error.message;
    EXPECT_NE(error.hint.find("move the file away"), std::string::npos);
  }
  EXPECT_EQ(Bytes(), std::string(8192, 'x'));
  fs::remove(File());
  {
    auto store = StateStore::OpenForWriting(project_);
    ASSERT_TRUE(Count(store->database(), 1).ok());
  }
  std::string bytes = Bytes();
  bytes.replace(4096, bytes.size() - 4096, bytes.size() - 4096, 'x');  // all but the first page
  Write(bytes);
  const auto found = ExamineStore(project_);
  ASSERT_FALSE(found.ok());
  EXPECT_NE(found.error().message.find("damaged"), std::string::npos) << found.error().message;
}

TEST_F(StateStoreTest, DoctorLearnsItsVersionAndMode) {
  EXPECT_FALSE(ExamineStore(project_)->there);
  ASSERT_TRUE(StateStore::OpenForWriting(project_).ok());
  fs::permissions(File(), fs::perms(0644));
  const auto facts = ExamineStore(project_);
  ASSERT_TRUE(facts.ok()) << facts.error().message;
  EXPECT_TRUE(facts->there);
  EXPECT_EQ(facts->mode, 0644U);
  EXPECT_EQ(facts->version, static_cast<int64_t>(Migrations().size()));
}

// Runs in a process of its own without root's rights, to which no folder is read-only.
template <typename Test>
bool HoldsWithoutRights(Test test) {
  const pid_t child = fork();
  if (child == 0) {
    const bool dropped = geteuid() != 0 || (setgid(65534) == 0 && setuid(65534) == 0);
    _exit(dropped && test() ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST_F(StateStoreTest, IsReadInAFolderThatCannotBeWritten) {
  {
    auto store = StateStore::OpenForWriting(project_);
    ASSERT_TRUE(Count(store->database(), 7).ok());
  }
  ASSERT_FALSE(fs::exists(File() + "-wal"));
  fs::permissions(File(), fs::perms(0444));
  fs::permissions(root_ / ".northstar", fs::perms(0555));
  fs::permissions(root_, fs::perms(0755));
  EXPECT_TRUE(HoldsWithoutRights([&] {
    auto store = StateStore::OpenForReading(project_);
    if (!store.ok() || !store->has_value()) return false;
    const auto value = (*store)->database().Number("select value from counted");
    return value.ok() && *value == 7 && !fs::exists(File() + "-shm");
  }));
  EXPECT_TRUE(HoldsWithoutRights([&] {
    const auto store = StateStore::OpenForWriting(project_);
    return !store.ok() && store.error().kind == ErrorKind::kData && !store.error().hint.empty();
  }));
  fs::permissions(root_ / ".northstar", fs::perms(0755));
}

TEST_F(StateStoreTest, ProcessesThatMakeAndWriteItAtOnceLoseNothing) {
  constexpr int kProcesses = 6;
  constexpr int kRows = 20;
  std::vector<pid_t> children;
  for (int i = 0; i < kProcesses; ++i) {
    const pid_t child = fork();
    if (child == 0) {
      auto store = StateStore::OpenForWriting(project_);
      bool fine = store.ok();
      for (int row = 0; fine && row < kRows; ++row) fine = Count(store->database(), row).ok();
      _exit(fine ? 0 : 1);
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  }
  auto store = StateStore::OpenForReading(project_);
  ASSERT_TRUE(store.ok() && store->has_value());
  EXPECT_EQ(*(*store)->database().Number("select count(*) from counted"), kProcesses * kRows);
}

// A lock of POSIX ends when the process closes any of its descriptors of the file. The other
// process begins before SQLite knows of the file here, or it would know too.
TEST_F(StateStoreTest, OpeningItAgainLeavesTheLocksOfTheFirst) {
  Write("");
  int start[2];
  ASSERT_EQ(pipe(start), 0);
  const pid_t child = fork();
  if (child == 0) {
    char go = 0;
    if (read(start[0], &go, 1) != 1) _exit(2);
    auto other = Database::Open(File(), Access::kWriting);
    const bool free = other->Run("pragma busy_timeout = 0").ok() && Transaction::Begin(*other).ok();
    _exit(free ? 1 : 0);
  }
  auto first = Database::Open(File(), Access::kWriting);  // without a log: its locks are the file's
  auto transaction = Transaction::Begin(*first);
  EXPECT_TRUE(transaction.ok());
  EXPECT_TRUE(Database::Open(File(), Access::kWriting).ok());
  EXPECT_EQ(write(start[1], "g", 1), 1);
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  close(start[0]);
  close(start[1]);
}

TEST_F(StateStoreTest, AnUnfinishedTransactionIsUndone) {
  auto store = StateStore::OpenForWriting(project_);
  ASSERT_TRUE(Count(store->database(), 1).ok());
  {
    auto transaction = Transaction::Begin(store->database());
    ASSERT_TRUE(store->database().Run("delete from counted").ok());
  }
  EXPECT_EQ(*store->database().Number("select count(*) from counted"), 1);
}

TEST_F(StateStoreTest, ABindingThatFailsIsToldByTheStep) {
  auto store = StateStore::OpenForWriting(project_);
  auto statement = store->database().Prepare("select ?1");
  ASSERT_TRUE(statement.ok());
  EXPECT_FALSE(statement->Bind(2, 1).Step().ok());
  auto empty = store->database().Prepare("select ?1 is null, ?1");
  ASSERT_TRUE(*empty->Bind(1, std::string_view()).Step());
  EXPECT_EQ(empty->Integer(0), 0);
  EXPECT_EQ(empty->Text(1), "");
}

}  // namespace
}  // namespace northstar::store

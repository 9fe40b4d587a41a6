// ClickHouse inside this process, through the C functions of libchdb, which is opened at run time:
// only benchmarks know it.
#pragma once

#include <string>

namespace northstar::bench {

class ClickHouse {
 public:
  // `library`: path of libchdb.so; `folder`: where its tables are kept. Ends the program when the
  // library cannot be opened.
  ClickHouse(const std::string& library, const std::string& folder);
  ~ClickHouse();
  ClickHouse(const ClickHouse&) = delete;
  ClickHouse& operator=(const ClickHouse&) = delete;

  // The answer as CSV. Ends the program with the message when the statement fails.
  std::string Run(const std::string& sql) const;

 private:
  void* library_;
  void** connection_;
};

}  // namespace northstar::bench

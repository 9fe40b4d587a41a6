#include "bench/clickhouse.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include "bench/bench.h"

namespace northstar::bench {
namespace {

// The functions of its C interface that are used here; connections and results are opaque.
using Connect = void** (*)(int argc, char** argv);
using Close = void (*)(void** connection);
using Query = void* (*)(void* connection, const char* sql, const char* format);
using ResultText = const char* (*)(void* result);
using ResultSize = size_t (*)(void* result);
using Destroy = void (*)(void* result);

template <typename Function>
Function Symbol(void* library, const char* name) {
  void* found = ::dlsym(library, name);
  if (found == nullptr) Must(Error::Data(fmt::format("libchdb has no function '{}'", name)));
  return reinterpret_cast<Function>(found);
}

}  // namespace

ClickHouse::ClickHouse(const std::string& library, const std::string& folder)
    : library_(::dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL)) {
  if (library_ == nullptr)
    Must(Error::Data(fmt::format("cannot open {}: {}", library, ::dlerror())));
  std::string name = "clickhouse";
  std::string path = "--path=" + folder;
  char* arguments[] = {name.data(), path.data()};
  connection_ = Symbol<Connect>(library_, "chdb_connect")(2, arguments);
  if (connection_ == nullptr || *connection_ == nullptr)
    Must(Error::Data("ClickHouse cannot start in " + folder));
}

ClickHouse::~ClickHouse() {
  Symbol<Close>(library_, "chdb_close_conn")(connection_);
}

std::string ClickHouse::Run(const std::string& sql) const {
  void* result = Symbol<Query>(library_, "chdb_query")(*connection_, sql.c_str(), "CSV");
  const char* error = Symbol<ResultText>(library_, "chdb_result_error")(result);
  if (error != nullptr) Must(Error::Data(fmt::format("ClickHouse: {}\nin: {}", error, sql)));
  const char* text = Symbol<ResultText>(library_, "chdb_result_buffer")(result);
  std::string answer(text == nullptr ? "" : text,
                     Symbol<ResultSize>(library_, "chdb_result_length")(result));
  Symbol<Destroy>(library_, "chdb_destroy_query_result")(result);
  return answer;
}

}  // namespace northstar::bench

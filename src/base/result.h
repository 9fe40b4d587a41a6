// A value or an error. Errors are values here: functions that can fail return Result<T> (or Status
// when there is nothing to return), and the caller has to look: both are [[nodiscard]]. Exceptions
// of third-party parts are caught in the one file that calls them.
// It leaves out chains of causes: an error is said once, where enough is known to say it to a
// person, and handed up as it is. Thread safety: plain values.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/diagnostic.h"

namespace northstar {

// Whose fault it is, which decides the exit code of the program. The message must suit it: what the
// asker can mend, or what they cannot.
enum class ErrorKind {
  // The call or the question is wrong: exit 2.
  kUsage,
  // The project's files are wrong: exit 2.
  kProject,
  // The data, the disk or the engine failed: exit 3.
  kData,
};

// What goes to a person. All of it is plain text, not yet made fit for a terminal (Printable).
struct [[nodiscard]] Error {
  ErrorKind kind = ErrorKind::kData;
  // One sentence, lower case, no full stop.
  std::string message;
  // What to do about it; may be empty.
  std::string hint;
  // Every problem found, when several were; `message` then sums them up.
  std::vector<Diagnostic> diagnostics;

  // Made in place, so that a function can `return Error::Usage(…)`.
  static Error Usage(std::string message, std::string hint = "") {
    return {ErrorKind::kUsage, std::move(message), std::move(hint), {}};
  }
  static Error Data(std::string message, std::string hint = "") {
    return {ErrorKind::kData, std::move(message), std::move(hint), {}};
  }
  static Error Project(std::string message, std::vector<Diagnostic> diagnostics) {
    return {ErrorKind::kProject, std::move(message), "", std::move(diagnostics)};
  }
};

// Both on one line, for where an error is only told of: "message (hint)".
inline std::string WithHint(const Error& error) {
  return error.hint.empty() ? error.message : error.message + " (" + error.hint + ")";
}

// Either a T or an Error, never neither. T need not be default constructible and may be move-only.
template <typename T>
class [[nodiscard]] Result {
 public:
  // Implicit, so that a function returns a value or an error as it is.
  Result(T value) : state_(std::move(value)) {}      // NOLINT: implicit on purpose
  Result(Error error) : state_(std::move(error)) {}  // NOLINT: implicit on purpose

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  // REQUIRES: ok(); else std::bad_variant_access, a bug of the caller. References hold as long as
  // this Result does; `*std::move(result)` hands the value out.
  T& value() & { return std::get<0>(state_); }
  const T& value() const& { return std::get<0>(state_); }
  T&& value() && { return std::get<0>(std::move(state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  // REQUIRES: !ok(), as above.
  const Error& error() const& { return std::get<1>(state_); }
  Error&& error() && { return std::get<1>(std::move(state_)); }

 private:
  std::variant<T, Error> state_;
};

// Success, or an Error: a Result of nothing.
class [[nodiscard]] Status {
 public:
  Status() = default;
  // Implicit, as of Result.
  Status(Error error) : error_(std::move(error)) {}  // NOLINT: implicit on purpose
  static Status Ok() { return {}; }
  bool ok() const { return !error_.has_value(); }
  // REQUIRES: !ok().
  const Error& error() const { return *error_; }

 private:
  std::optional<Error> error_;
};

}  // namespace northstar

// Leaves the enclosing function with the error of a Status or Result, if it holds one. The function
// must return a Status or any Result. The value of a Result is dropped: see NS_ASSIGN.
#define NS_RETURN_IF_ERROR(expression)                    \
  do {                                                    \
    if (auto ns_status = (expression); !ns_status.ok()) { \
      return ns_status.error();                           \
    }                                                     \
  } while (false)

#define NS_CONCAT_INNER(a, b) a##b
#define NS_CONCAT(a, b) NS_CONCAT_INNER(a, b)
// NS_ASSIGN(auto x, F()): x gets the value of the Result, or the function returns its error. It is
// several statements, so that x can be used after it: never the only body of an if or a loop, and
// at most one a line.
#define NS_ASSIGN(declaration, expression) \
  NS_ASSIGN_NAMED(NS_CONCAT(ns_result_, __LINE__), declaration, expression)
#define NS_ASSIGN_NAMED(name, declaration, expression) \
  auto name = (expression);                            \
  if (!name.ok()) return std::move(name).error();      \
  declaration = std::move(name).value()

// Stops the program when it contradicts itself, in release builds too, with file and line on
// stderr. Never for anything a user can cause.
#define NS_CHECK(condition)                                                                   \
  do {                                                                                        \
    if (!(condition)) {                                                                       \
      std::fprintf(stderr, "northstar: bug at %s:%d: %s does not hold\n", __FILE__, __LINE__, \
                   #condition);                                                               \
      std::abort();                                                                           \
    }                                                                                         \
  } while (false)

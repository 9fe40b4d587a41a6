# The third-party parts, each behind one target. tools/packages.txt says where they come from.
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(Eigen3 REQUIRED)
find_package(Boost REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(absl REQUIRED)
pkg_check_modules(ICU REQUIRED IMPORTED_TARGET icu-uc)
find_package(ZLIB REQUIRED)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(CURL REQUIRED IMPORTED_TARGET libcurl)
add_library(northstar::icu ALIAS PkgConfig::ICU)
add_library(northstar::zstd ALIAS PkgConfig::ZSTD)
add_library(northstar::sodium ALIAS PkgConfig::SODIUM)
add_library(northstar::sqlite ALIAS PkgConfig::SQLITE)
add_library(northstar::curl ALIAS PkgConfig::CURL)

add_library(northstar_yaml INTERFACE)
target_link_libraries(northstar_yaml INTERFACE yaml-cpp)
add_library(northstar::yaml ALIAS northstar_yaml)

find_path(CLI11_INCLUDE CLI/CLI.hpp REQUIRED)
add_library(northstar_cli11 INTERFACE)
target_include_directories(northstar_cli11 SYSTEM INTERFACE ${CLI11_INCLUDE})
add_library(northstar::cli11 ALIAS northstar_cli11)

set(NORTHSTAR_DUCKDB_LIBRARY
    ${CMAKE_SOURCE_DIR}/native/node_modules/@duckdb/node-bindings-linux-x64/libduckdb.so)
set(NORTHSTAR_DUCKDB_HEADER_DIR ${CMAKE_SOURCE_DIR}/build/native)
if(NOT EXISTS ${NORTHSTAR_DUCKDB_LIBRARY} OR NOT EXISTS ${NORTHSTAR_DUCKDB_HEADER_DIR}/duckdb.h)
  message(FATAL_ERROR "DuckDB is missing: run 'make setup' first")
endif()
add_library(northstar_duckdb SHARED IMPORTED)
set_target_properties(northstar_duckdb PROPERTIES
  IMPORTED_LOCATION ${NORTHSTAR_DUCKDB_LIBRARY}
  IMPORTED_SONAME libduckdb.so)
target_include_directories(northstar_duckdb SYSTEM INTERFACE ${NORTHSTAR_DUCKDB_HEADER_DIR})
add_library(northstar::duckdb ALIAS northstar_duckdb)

# The program finds libduckdb.so beside itself once installed, and in native/ while it is built.
function(northstar_runs_from_anywhere target)
  set_target_properties(${target} PROPERTIES INSTALL_RPATH "$ORIGIN/../lib")
endfunction()

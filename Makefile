# Every target sets up what it needs first, so that a fresh Debian 12 machine needs nothing by hand.
.DEFAULT_GOAL := build
.PHONY: both-ways setup build program demo test lint format bench bench-accuracy bench-server calibrate asan tsan fuzz soak soak-server docs install clean
# With precompiled headers ccache keeps nothing unless it is told to.
export CCACHE_SLOPPINESS = pch_defines,time_macros
PREFIX ?= /usr/local
CONFIGURE = cmake --preset

setup:
	@tools/setup

build: setup
	@[ -f build/release/build.ninja ] || $(CONFIGURE) release
	@cmake --build build/release -j2
	@ln -sf release/bin/northstar build/northstar

# The program alone, without tests and benchmarks.
program: setup
	@[ -f build/release/build.ninja ] || $(CONFIGURE) release
	@cmake --build build/release -j2 --target northstar
	@ln -sf release/bin/northstar build/northstar

demo: program
	build/northstar demo

# Without the benchmarks.
test: setup
	@[ -f build/release/build.ninja ] || $(CONFIGURE) release
	@cmake --build build/release -j2 --target northstar northstar_tests
	@ln -sf release/bin/northstar build/northstar
	@tools/setup --test
	@tools/run_tests build/release

lint: setup
	@tools/setup --lint --clang
	@tools/lint

format:
	@tools/setup --lint
	@git ls-files 'src/*.cc' 'src/*.h' 'tests/*.cc' 'tests/*.h' 'fuzz/*.cc' 'bench/*.cc' 'bench/*.h' | xargs clang-format -i

bench: build
	@tools/setup --bench --test
	@build/release/bin/northstar_bench --out docs/performance.md \
	  --clickhouse native/clickhouse/node_modules/@chdb/lib-linux-x64-gnu/libchdb.so

# NORTHSTAR_DATA: a folder with rca/, nab/ and m4/, others' benchmarks. Parts without data are left out.
bench-accuracy: build
	@build/release/bin/northstar_accuracy "$${NORTHSTAR_DATA:-../shared/data}" tests/reference --out docs/accuracy.md

# The server beside Debian's ClickHouse: about fifteen minutes.
bench-server: program
	@tools/setup --bench
	@bench/server/run build/release/bin/northstar --out docs/performance.md

calibrate: build
	@build/release/bin/northstar_calibrate --out docs/calibration.md

soak: build
	@tools/run_tests build/release --soak

# Every command of the program's tests twice, alone and through a server: half an hour.
both-ways: program
	@tools/run_both_ways build/release/bin/northstar

# A server that is killed five hundred times while others send, then other faults: up to forty minutes.
soak-server: program
	@tests/soak/run build/release/bin/northstar --out docs/reliability.md

asan: setup
	@tools/setup --clang
	@[ -f build/asan/build.ninja ] || $(CONFIGURE) asan
	@cmake --build build/asan -j2 --target northstar_tests
	@tools/run_shards build/asan/bin/northstar_tests --gtest_filter='-Demo.*:*OnlineRetail*'

# What runs on several threads, under ThreadSanitizer. DuckDB's library is not built with it: what it does by
# itself is not looked at, what it calls is.
tsan: setup
	@tools/setup --clang
	@[ -f build/tsan/build.ninja ] || $(CONFIGURE) tsan
	@cmake --build build/tsan -j2 --target northstar_threads_tests
	@TSAN_OPTIONS=ignore_noninstrumented_modules=1 tools/run_shards build/tsan/bin/northstar_threads_tests

fuzz: setup
	@tools/setup --clang
	@[ -f build/fuzz/build.ninja ] || $(CONFIGURE) fuzz
	@cmake --build build/fuzz -j2 --target fuzzers
	@tools/run_fuzzers build/fuzz
	@$(MAKE) --no-print-directory program
	@cd tests/cli && FUZZ_REQUESTS=20000 NORTHSTAR="$(CURDIR)/build/release/bin/northstar" python3 -m unittest test_api_fuzz

docs: program
	@tools/regenerate_docs

install: program
	@cmake --install build/release --prefix "$(PREFIX)" >/dev/null
	@echo "installed $(PREFIX)/bin/northstar"

clean:
	rm -rf build

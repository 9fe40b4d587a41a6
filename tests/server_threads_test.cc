// A server in this process, with everybody at once: clients that send, questions, listeners, a
// project that changes, commands. What matters is run under ThreadSanitizer (make tsan).
#include <curl/curl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <thread>

#include "base/clock.h"
#include "model/load_project.h"
#include "model/project.h"
#include "server/server.h"
#include "store/tokens.h"
#include "tests/program.h"

namespace northstar::testing {
namespace {

constexpr const char* kProject = R"(version: 1
sources:
  - name: app
    http: true
    entities: {{user: userId}}
    dimensions: {{{}}}
metrics:
  - {{name: saved, type: count, event: saved, grain: year, description: Things saved}}
  - {{name: people, type: active, entity: user, event: any, grain: year, description: People}}
north_star: {{metric: people, inputs: [{{metric: saved}}]}}
)";

struct Answered {
  long status = 0;
  std::string body;
};
size_t Keep(char* bytes, size_t size, size_t count, void* text) {
  static_cast<std::string*>(text)->append(bytes, size * count);
  return size * count;
}
// `seconds`: after so long it leaves, whatever comes.
Answered Ask(const std::string& url, const std::string& body = "", const std::string& key = "",
             long seconds = 60) {
  Answered answered;
  CURL* curl = curl_easy_init();
  curl_slist* headers = curl_slist_append(nullptr, "Content-Type: application/json");
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, seconds);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, Keep);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answered.body);
  if (!body.empty()) curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.c_str());
  if (!key.empty()) curl_easy_setopt(curl, CURLOPT_USERNAME, key.c_str());
  (void)curl_easy_perform(curl);
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answered.status);
  curl_slist_free_all(headers);
  curl_easy_cleanup(curl);
  return answered;
}

TEST(ServerThreads, ManyAtOnce) {
  curl_global_init(CURL_GLOBAL_ALL);
  const TempDir dir;
  dir.Write("northstar.yml", fmt::format(kProject, "plan: properties.plan"));
  const auto nothing = [](const std::string&) { return std::nullopt; };
  std::string key;
  {
    auto loaded = LoadProject(dir.path(), nothing);
    ASSERT_TRUE(loaded.ok());
    auto tokens = store::Tokens::Open(*loaded->project);
    ASSERT_TRUE(tokens.ok());
    store::Token token;
    token.role = store::Role::kIngest;
    token.source = "app";
    auto made = tokens->Make(token);
    ASSERT_TRUE(made.ok());
    key = *made;
  }
  SystemClock clock;
  server::ServerSettings settings;
  settings.folder = dir.path();
  settings.environment = nothing;
  settings.clock = &clock;
  settings.version = "test";
  settings.port = 0;
  settings.refresh_seconds = 0;
  settings.run_command = [](const server::HostedCall& call, const auto& out, const auto&) {
    const Status status = call.while_nothing_is_stored([] { return Status::Ok(); });
    out(status.ok() ? "fine\n" : status.error().message);
    return 0;
  };
  auto opened = server::Server::Open(settings);
  ASSERT_TRUE(opened.ok()) << opened.error().message;
  server::Server& server = **opened;
  std::thread serving([&] { server.Run(); });
  const std::string url = server.url();

  std::atomic<bool> over{false};
  std::atomic<int> sent{0}, refused{0}, wrong{0};
  std::vector<std::thread> threads;
  for (int writer = 0; writer < 3; ++writer) {
    threads.emplace_back([&, writer] {
      for (int i = 0; !over; ++i) {
        std::string batch;
        for (int n = 0; n < 5; ++n) {
          batch += fmt::format(
              R"({}{{"type":"track","event":"saved","userId":"u{}","messageId":"{}-{}-{}",)"
              R"("properties":{{"plan":"p{}"}}}})",
              n == 0 ? "" : ",", i % 7, writer, i, n, i % 3);
        }
        const Answered answered = Ask(url + "/v1/batch", "{\"batch\":[" + batch + "]}", key);
        if (answered.status == 200) {
          sent += 5;
        } else {
          ++refused;
        }
      }
    });
  }
  for (const char* path : {"/api/v1/query?metric=saved&grain=year", "/api/v1/star", "/metrics",
                           "/api/v1/evaluate", "/readyz"}) {
    threads.emplace_back([&, path] {
      while (!over) {
        const long status = Ask(url + path).status;
        if (status == 0 || status == 500) ++wrong;
      }
    });
  }
  threads.emplace_back([&] {
    while (!over) (void)Ask(url + "/api/v1/live", "", "", 1);
  });
  for (int change = 0; change < 2; ++change) {
    std::this_thread::sleep_for(std::chrono::seconds(2));
    dir.Write("northstar.yml",
              fmt::format(kProject, change % 2 == 0 ? "plan: properties.plan, kind: type"
                                                    : "plan: properties.plan"));
  }
  std::this_thread::sleep_for(std::chrono::seconds(2));
  over = true;
  for (std::thread& one : threads) one.join();
  // All that was answered is counted, once.
  const std::string wanted = fmt::format("\"value\": {}", sent.load());
  std::string last;
  for (int i = 0; i < 100 && last.find(wanted) == std::string::npos; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    last = Ask(url + "/api/v1/query?metric=saved&grain=year").body;
  }
  EXPECT_GT(sent, 0);
  EXPECT_EQ(refused, 0);
  EXPECT_EQ(wrong, 0);
  EXPECT_NE(last.find(wanted), std::string::npos) << wanted << "\n" << last;
  server.Stop();
  serving.join();
}

}  // namespace
}  // namespace northstar::testing

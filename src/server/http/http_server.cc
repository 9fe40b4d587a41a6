#include "server/http/http_server.h"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <utility>
//
#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <list>
#include <map>

#include "server/http/held_bytes.h"
#include "server/http/request_head.h"
#include "server/http/response_head.h"
#include "server/http/tls_files.h"

namespace northstar::server {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::awaitable;
using asio::redirect_error;
using asio::use_awaitable;
using boost::system::error_code;
using std::chrono::seconds;
using std::chrono::steady_clock;
using Socket = asio::generic::stream_protocol::socket;
using TlsStream = asio::ssl::stream<Socket>;

constexpr size_t kReadAtOnce = 16 * 1024;
constexpr size_t kMostChunkHead = 256;
constexpr seconds kDrain{10};
// Of all bodies that are being read.
constexpr int64_t kMostBodies = int64_t{512} << 20;
// A response may take as long, and a second for each KB.
constexpr seconds kWriteSeconds{30};

// Ended by the sweep when its time is over.
struct Watched {
  steady_clock::time_point deadline;
  std::function<void()> end;
  bool answering = false;
  std::string address;  // that counts against the limit of one
};

class AsioServer final : public HttpServer {
 public:
  AsioServer(Settings settings, Handler& handler)
      : settings_(std::move(settings)),
        handler_(handler),
        tcp_(io_),
        local_(io_),
        sweep_(io_),
        tls_(asio::ssl::context::tls_server) {}
  ~AsioServer() override {
    if (!settings_.socket.empty()) ::unlink(settings_.socket.c_str());
  }

  Status Listen() {
    if (!settings_.certificate.empty())
      NS_RETURN_IF_ERROR(ReadCertificate(settings_.certificate, settings_.key, tls_));
    error_code failed;
    const asio::ip::address address = asio::ip::make_address(settings_.address, failed);
    if (failed) return Error::Usage(fmt::format("'{}' is no address", settings_.address));
    const asio::ip::tcp::endpoint endpoint(address, settings_.port);
    tcp_.open(endpoint.protocol(), failed);
    if (!failed) tcp_.set_option(asio::socket_base::reuse_address(true), failed);
    if (!failed) tcp_.bind(endpoint, failed);
    if (!failed) tcp_.listen(asio::socket_base::max_listen_connections, failed);
    if (failed) {
      return Error::Data(fmt::format("cannot listen on {}:{}: {}", settings_.address,
                                     settings_.port, failed.message()),
                         "is another program there? choose another port with --listen");
    }
    port_ = tcp_.local_endpoint().port();
    return settings_.socket.empty() ? Status::Ok() : ListenLocally();
  }

  uint16_t port() const override { return port_; }

  void Run() override {
    asio::co_spawn(io_, Accept(), asio::detached);
    if (local_.is_open()) asio::co_spawn(io_, AcceptLocally(), asio::detached);
    asio::co_spawn(io_, Sweep(), asio::detached);
    io_.run();
  }

  void Stop() override {
    asio::post(io_, [this] {
      if (stopping_) return;
      stopping_ = true;
      stop_by_ = steady_clock::now() + kDrain;
      error_code ignored;
      tcp_.close(ignored);
      local_.close(ignored);
      EndIdle();
    });
  }

  Counts counts() const override {
    return {connections_.load(), requests_.load(), refused_.load(), open_.load()};
  }

 private:
  Status ListenLocally() {
    ::unlink(settings_.socket.c_str());
    error_code failed;
    const asio::local::stream_protocol::endpoint endpoint(settings_.socket);
    local_.open(endpoint.protocol(), failed);
    const mode_t before = ::umask(0177);
    if (!failed) local_.bind(endpoint, failed);
    ::umask(before);
    if (!failed) local_.listen(asio::socket_base::max_listen_connections, failed);
    if (!failed && settings_.socket_group != 0 &&
        ::chown(settings_.socket.c_str(), static_cast<uid_t>(-1), settings_.socket_group) != 0)
      failed.assign(errno, boost::system::system_category());
    if (!failed && ::chmod(settings_.socket.c_str(), settings_.socket_mode) != 0)
      failed.assign(errno, boost::system::system_category());
    if (failed) {
      return Error::Data(
          fmt::format("cannot make the socket '{}': {}", settings_.socket, failed.message()));
    }
    return Status::Ok();
  }

  // What waits for another request has nothing to lose.
  void EndIdle() {
    for (auto& watched : watched_) {
      if (!watched.answering) watched.end();
    }
  }

  awaitable<void> Sweep() {
    while (true) {
      sweep_.expires_after(seconds(1));
      error_code ignored;
      co_await sweep_.async_wait(redirect_error(use_awaitable, ignored));
      const auto now = steady_clock::now();
      for (auto& watched : watched_) {
        if (watched.deadline < now || (stopping_ && now > stop_by_)) watched.end();
      }
      if (stopping_ && (watched_.empty() || now > stop_by_ + seconds(1))) {
        io_.stop();
        co_return;
      }
    }
  }

  awaitable<void> Accept() {
    while (tcp_.is_open()) {
      error_code failed;
      asio::ip::tcp::socket socket(io_);
      co_await tcp_.async_accept(socket, redirect_error(use_awaitable, failed));
      if (failed) {
        if (!co_await Rest(failed)) co_return;
        continue;
      }
      const auto end = socket.remote_endpoint(failed);
      if (failed) continue;
      socket.set_option(asio::ip::tcp::no_delay(true), failed);
      Peer peer;
      peer.address = end.address().to_string();
      peer.secure = !settings_.certificate.empty();
      const bool home = end.address().is_loopback();
      if (open_ >= static_cast<int64_t>(settings_.most_connections) ||
          (!home && of_address_[peer.address] >= settings_.most_of_address)) {
        ++refused_;
        continue;  // closes it
      }
      if (peer.secure) {
        asio::co_spawn(io_, ServeTls(TlsStream(Socket(std::move(socket)), tls_), std::move(peer)),
                       asio::detached);
      } else {
        asio::co_spawn(io_, Serve(Socket(std::move(socket)), std::move(peer)), asio::detached);
      }
    }
  }

  awaitable<void> AcceptLocally() {
    while (local_.is_open()) {
      error_code failed;
      asio::local::stream_protocol::socket socket(io_);
      co_await local_.async_accept(socket, redirect_error(use_awaitable, failed));
      if (failed) {
        if (!co_await Rest(failed)) co_return;
        continue;
      }
      ucred who{};
      socklen_t size = sizeof who;
      if (::getsockopt(socket.native_handle(), SOL_SOCKET, SO_PEERCRED, &who, &size) != 0) continue;
      Peer peer;
      peer.local = true;
      peer.uid = who.uid;
      asio::co_spawn(io_, Serve(Socket(std::move(socket)), std::move(peer)), asio::detached);
    }
  }

  // Whether to accept again: where files run out, a moment later.
  awaitable<bool> Rest(error_code failed) {
    if (failed == asio::error::operation_aborted || failed == asio::error::bad_descriptor)
      co_return false;
    asio::steady_timer pause(io_, std::chrono::milliseconds(100));
    error_code ignored;
    co_await pause.async_wait(redirect_error(use_awaitable, ignored));
    co_return true;
  }

  awaitable<void> ServeTls(TlsStream stream, Peer peer) {
    const Watching watching(*this, stream.lowest_layer(), peer);
    error_code failed;
    co_await stream.async_handshake(asio::ssl::stream_base::server,
                                    redirect_error(use_awaitable, failed));
    if (!failed) co_await Exchange(stream, std::move(peer), *watching.at);
  }

  awaitable<void> Serve(Socket socket, Peer peer) {
    const Watching watching(*this, socket, peer);
    co_await Exchange(socket, std::move(peer), *watching.at);
  }

  // As long as the connection is served, however that ends.
  struct Watching {
    template <typename Lowest>
    Watching(AsioServer& owner, Lowest& socket, const Peer& peer)
        : server(owner), at(owner.Watch(socket, peer)) {}
    ~Watching() { server.Unwatch(at); }
    Watching(const Watching&) = delete;
    Watching& operator=(const Watching&) = delete;
    AsioServer& server;
    const std::list<Watched>::iterator at;
  };

  template <typename Lowest>
  std::list<Watched>::iterator Watch(Lowest& socket, const Peer& peer) {
    ++open_;
    ++connections_;
    ++of_address_[peer.address];
    auto end = [&socket] {
      error_code ignored;
      socket.close(ignored);
    };
    watched_.push_front(
        {steady_clock::now() + seconds(settings_.head_seconds), end, false, peer.address});
    return watched_.begin();
  }
  void Unwatch(std::list<Watched>::iterator watched) {
    const auto found = of_address_.find(watched->address);
    if (--found->second == 0) of_address_.erase(found);
    watched_.erase(watched);
    --open_;
  }

  // Requests, one after the other, until one of the two has enough.
  template <typename Stream>
  awaitable<void> Exchange(Stream& stream, Peer peer, Watched& watched) {
    std::string input;
    bool first = true;
    while (!stopping_) {
      watched.answering = false;
      watched.deadline =
          steady_clock::now() + seconds(first ? settings_.head_seconds : settings_.idle_seconds);
      first = false;
      auto head = co_await ReadHeadOf(stream, input, watched);
      if (!head) co_return;
      watched.answering = true;
      bool keep_alive = false;
      Response response = co_await Answer(stream, *head, peer, input, watched, keep_alive);
      keep_alive = keep_alive && !response.close && !stopping_;
      if (!co_await Write(stream, response, keep_alive,
                          std::holds_alternative<RequestHead>(*head) &&
                              std::get<RequestHead>(*head).method == "HEAD",
                          watched))
        co_return;
      if (!keep_alive) break;
    }
    co_await Linger(stream, watched);
  }

  // Nullopt: the connection is over.
  template <typename Stream>
  awaitable<std::optional<std::variant<RequestHead, HeadError>>> ReadHeadOf(Stream& stream,
                                                                            std::string& input,
                                                                            Watched& watched) {
    size_t looked = 0;
    bool begun = false;
    while (true) {
      // Empty lines before a request are passed over.
      while (input.starts_with("\r\n")) input.erase(0, 2);
      if (!input.empty() && !begun) {
        begun = true;
        watched.answering = true;
        watched.deadline = steady_clock::now() + seconds(settings_.head_seconds);
      }
      const size_t end = input.find("\r\n\r\n", looked);
      if (end != std::string::npos) {
        const std::string text = input.substr(0, end + 4);
        input.erase(0, end + 4);
        const size_t line = text.find("\r\n");
        if (text.size() - line > kMostHead) co_return HeadError{431, "the header is too long"};
        co_return ReadHead(text);
      }
      // Lines that end otherwise never come to the end that is looked for.
      if (const size_t bare = input.find("\n\n"); bare != std::string::npos)
        co_return HeadError{400, "a line of the header does not end with CR LF"};
      if (input.size() > kMostHead + kMostTarget)
        co_return HeadError{431, "the header is too long"};
      const size_t line = input.find("\r\n");
      if (line != std::string::npos && input.size() - line > kMostHead)
        co_return HeadError{431, "the header is too long"};
      if (line == std::string::npos && input.size() > kMostTarget)
        co_return HeadError{414, "the address is too long"};
      looked = input.size() < 3 ? 0 : input.size() - 3;
      if (!co_await ReadMore(stream, input)) co_return std::nullopt;
    }
  }

  template <typename Stream>
  awaitable<bool> ReadMore(Stream& stream, std::string& input) {
    const size_t had = input.size();
    error_code failed;
    // An idle connection holds no buffer. Within TLS there may be something to read already.
    if constexpr (std::is_same_v<Stream, Socket>) {
      if (had == 0) {
        co_await stream.async_wait(Socket::wait_read, redirect_error(use_awaitable, failed));
        if (failed) co_return false;
      }
    }
    input.resize(had + kReadAtOnce);
    const size_t read = co_await stream.async_read_some(
        asio::buffer(input.data() + had, kReadAtOnce), redirect_error(use_awaitable, failed));
    input.resize(had + read);
    co_return !failed;
  }
  static Socket& LowestOf(Socket& socket) { return socket; }
  static Socket& LowestOf(TlsStream& stream) { return stream.next_layer(); }

  template <typename Stream>
  awaitable<Response> Answer(Stream& stream, std::variant<RequestHead, HeadError>& read,
                             const Peer& peer, std::string& input, Watched& watched,
                             bool& keep_alive) {
    if (const auto* error = std::get_if<HeadError>(&read)) {
      ++refused_;
      co_return Closing(handler_.Refuse({}, error->status, error->why));
    }
    RequestHead& head = std::get<RequestHead>(read);
    const Handler::Limits limits = handler_.LimitsOf(head.path);
    const size_t target = head.path.size() + head.query.size();
    if (target > limits.target_bytes)
      co_return Closing(handler_.Refuse(head, 414, "the address is too long"));
    if (auto refused = handler_.Judge(head, peer)) {
      ++refused_;
      co_return Closing(std::move(*refused));
    }
    if (head.content_length.value_or(0) > limits.body_bytes)
      co_return Closing(handler_.Refuse(head, 413, "the body is too large"));
    if (head.expects_continue && input.empty() && (head.chunked || head.content_length)) {
      error_code failed;
      co_await asio::async_write(stream,
                                 asio::buffer(std::string_view("HTTP/1.1 100 Continue\r\n\r\n")),
                                 redirect_error(use_awaitable, failed));
    }
    Request request;
    request.peer = peer;
    const int failed =
        head.chunked ? co_await ReadChunks(stream, input, limits.body_bytes, request.body, watched)
                     : co_await ReadBody(stream, input, head.content_length.value_or(0),
                                         request.body, watched);
    if (failed != 0) {
      co_return Closing(handler_.Refuse(head, failed,
                                        failed == 413   ? "the body is too large"
                                        : failed == 503 ? "too much is being sent at once"
                                                        : "the body is not as it was announced"));
    }
    ++requests_;
    request.parameters = ReadQuery(head.query);
    request.head = head;
    keep_alive = head.keep_alive;
    // As long as the answer takes, nobody waits for the client.
    watched.deadline = steady_clock::time_point::max();
    co_return co_await Handle(LowestOf(stream), std::move(request));
  }

  static Response Closing(Response response) {
    response.close = true;
    return response;
  }

  // A body may not stand still, nor be slower than a kilobyte a second in all.
  steady_clock::time_point BodyDeadline(steady_clock::time_point begun, size_t received) const {
    const auto patience = seconds(settings_.body_seconds);
    return std::min(begun + patience + seconds(static_cast<int64_t>(received / 1024)),
                    steady_clock::now() + patience);
  }

  // 0, or the status of what is wrong.
  template <typename Stream>
  awaitable<int> ReadBody(Stream& stream, std::string& input, uint64_t length, std::string& body,
                          Watched& watched) {
    const auto begun = steady_clock::now();
    if (input.size() > length) {
      body = input.substr(0, length);
      input.erase(0, length);
      co_return 0;
    }
    body = std::move(input);
    input.clear();
    HeldBytes held(body_bytes_, kMostBodies);
    while (body.size() < length) {
      if (!held.Take(body.size())) co_return 503;
      watched.deadline = BodyDeadline(begun, body.size());
      const size_t had = body.size();
      const size_t wanted = std::min<size_t>(length - had, size_t{256} << 10);
      body.resize(had + wanted);
      error_code failed;
      const size_t read = co_await stream.async_read_some(asio::buffer(body.data() + had, wanted),
                                                          redirect_error(use_awaitable, failed));
      body.resize(had + read);
      if (failed) co_return 400;
    }
    co_return 0;
  }

  template <typename Stream>
  awaitable<int> ReadChunks(Stream& stream, std::string& input, size_t most, std::string& body,
                            Watched& watched) {
    const auto begun = steady_clock::now();
    http::request_parser<http::string_body> parser;
    parser.eager(true);
    parser.body_limit(most);
    auto on_chunk = [](std::uint64_t, boost::beast::string_view extensions, error_code& wrong) {
      if (extensions.size() > kMostChunkHead) wrong = http::error::bad_chunk_extension;
    };
    parser.on_chunk_header(on_chunk);
    error_code failed;
    parser.put(
        asio::buffer(std::string_view("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n")),
        failed);
    size_t received = 0;
    HeldBytes held(body_bytes_, kMostBodies);
    while (!parser.is_done()) {
      if (!held.Take(received)) co_return 503;
      failed = {};
      size_t used = 0;
      while (!input.empty() && !parser.is_done()) {
        used = parser.put(asio::buffer(input), failed);
        input.erase(0, used);
        received += used;
        if (failed) break;
      }
      if (parser.is_done()) break;
      if (failed == http::error::body_limit) co_return 413;
      if (failed && failed != http::error::need_more) co_return 400;
      if (input.size() > kReadAtOnce) co_return 400;  // a line that does not end
      watched.deadline = BodyDeadline(begun, received);
      if (!co_await ReadMore(stream, input)) co_return 400;
    }
    body = std::move(parser.get().body());
    co_return 0;
  }

  // Suspended until the handler is done, wherever that is.
  awaitable<Response> Handle(Socket& socket, Request request) {
    struct Waiting {
      asio::steady_timer timer;
      std::optional<Response> response;
      explicit Waiting(asio::io_context& io) : timer(io, steady_clock::time_point::max()) {}
    };
    const auto waiting = std::make_shared<Waiting>(io_);
    const std::shared_ptr<std::atomic<bool>> left = request.left;
    handler_.Handle(std::move(request), [this, waiting](Response response) {
      asio::post(io_, [waiting, response = std::move(response)]() mutable {
        waiting->response = std::move(response);
        waiting->timer.cancel();
      });
    });
    error_code ignored;
    while (!waiting->response) {
      waiting->timer.expires_after(seconds(1));
      co_await waiting->timer.async_wait(redirect_error(use_awaitable, ignored));
      char one = 0;
      if (!waiting->response &&
          ::recv(socket.native_handle(), &one, 1, MSG_PEEK | MSG_DONTWAIT) == 0)
        *left = true;
    }
    co_return std::move(*waiting->response);
  }

  template <typename Stream>
  awaitable<bool> Write(Stream& stream, Response& response, bool& keep_alive, bool head_only,
                        Watched& watched) {
    if (response.messages != nullptr) {
      keep_alive = false;
      co_return co_await WriteMessages(stream, response, watched);
    }
    std::string bytes = HeadOf(response, keep_alive);
    if (!head_only && response.status != 204 && response.status != 304) bytes += response.body;
    watched.deadline =
        steady_clock::now() + kWriteSeconds + seconds(static_cast<int>(bytes.size() / 1024));
    error_code failed;
    co_await asio::async_write(stream, asio::buffer(bytes), redirect_error(use_awaitable, failed));
    co_return !failed;
  }

  template <typename Stream>
  awaitable<bool> WriteMessages(Stream& stream, Response& response, Watched& watched) {
    const std::shared_ptr<Messages> messages = response.messages;
    const auto timer = std::make_shared<asio::steady_timer>(io_, steady_clock::time_point::max());
    const auto ready = std::make_shared<bool>(false);
    messages->OnReady([this, timer, ready] {
      asio::post(io_, [timer, ready] {
        *ready = true;
        timer->cancel();
      });
    });
    std::string bytes = HeadOf(response, false);
    error_code failed;
    watched.answering = false;  // it may end at any time
    while (true) {
      watched.deadline = steady_clock::now() + kWriteSeconds;
      if (!bytes.empty())
        co_await asio::async_write(stream, asio::buffer(bytes),
                                   redirect_error(use_awaitable, failed));
      if (failed || stopping_) break;
      watched.deadline = steady_clock::time_point::max();
      *ready = false;
      const auto taken = messages->Take();
      if (!taken) break;
      if (taken->empty()) {
        bytes.clear();
        error_code ignored;
        timer->expires_after(seconds(1));  // it looks whether the server stops
        if (!*ready) co_await timer->async_wait(redirect_error(use_awaitable, ignored));
        continue;
      }
      bytes = fmt::format("{:x}\r\n{}\r\n", taken->size(), *taken);
    }
    messages->Close();
    if (!failed)
      co_await asio::async_write(stream, asio::buffer(std::string_view("0\r\n\r\n")),
                                 redirect_error(use_awaitable, failed));
    co_return !failed;
  }

  // What the client still sends is thrown away for a moment, so that it sees the answer before the
  // connection ends.
  template <typename Stream>
  awaitable<void> Linger(Stream& stream, Watched& watched) {
    Socket& socket = LowestOf(stream);
    error_code ignored;
    socket.shutdown(Socket::shutdown_send, ignored);
    watched.deadline = steady_clock::now() + seconds(2);
    watched.answering = false;
    std::string thrown(kReadAtOnce, '\0');
    size_t most = size_t{4} << 20;
    error_code failed;
    while (!failed && most > 0) {
      const size_t read = co_await socket.async_read_some(asio::buffer(thrown),
                                                          redirect_error(use_awaitable, failed));
      most -= std::min(most, read);
    }
  }

  const Settings settings_;
  Handler& handler_;
  // Before the context: what still waits in it looks at these when it is ended.
  std::list<Watched> watched_;
  std::map<std::string, size_t> of_address_;
  int64_t body_bytes_ = 0;
  bool stopping_ = false;
  steady_clock::time_point stop_by_;
  std::atomic<int64_t> connections_{0}, requests_{0}, refused_{0}, open_{0};
  asio::io_context io_;
  asio::ip::tcp::acceptor tcp_;
  asio::local::stream_protocol::acceptor local_;
  asio::steady_timer sweep_;
  asio::ssl::context tls_;
  uint16_t port_ = 0;
};

}  // namespace

Result<std::unique_ptr<HttpServer>> HttpServer::Open(const Settings& settings, Handler& handler) {
  auto server = std::make_unique<AsioServer>(settings, handler);
  NS_RETURN_IF_ERROR(server->Listen());
  return std::unique_ptr<HttpServer>(std::move(server));
}

}  // namespace northstar::server

// gRPC C++ beside Weir RPC: completion queues on both sides (the callback API was four times slower with 64 calls in
// flight), server and client in two processes, TCP on the loopback.
//
//   grpc_echo SECONDS BYTES,… INFLIGHT,…    one JSON line for each combination
#include <grpcpp/grpcpp.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "echo.grpc.pb.h"

using Clock = std::chrono::steady_clock;

// One call of the server: waits to be matched, answers, and makes room for the next one.
struct Serving {
  peer::Echo::AsyncService &service;
  grpc::ServerCompletionQueue &queue;
  grpc::ServerContext context;
  peer::Payload request;
  grpc::ServerAsyncResponseWriter<peer::Payload> writer{&context};
  bool isAnswered = false;

  Serving(peer::Echo::AsyncService &service, grpc::ServerCompletionQueue &queue) : service(service), queue(queue) {
    service.RequestUnary(&context, &request, &writer, &queue, &queue, this);
  }

  void proceed() {
    if (isAnswered) {
      delete this;
      return;
    }
    new Serving(service, queue);
    isAnswered = true;
    writer.Finish(request, grpc::Status::OK, this);
  }
};

static void serve(int portPipe) {
  peer::Echo::AsyncService service;
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&service);
  auto queue = builder.AddCompletionQueue();
  auto server = builder.BuildAndStart();
  for (int i = 0; i < 512; i++) new Serving(service, *queue);
  if (write(portPipe, &port, sizeof port) != sizeof port) exit(1);
  void *tag;
  for (bool ok; queue->Next(&tag, &ok);) {
    if (ok) static_cast<Serving *>(tag)->proceed();
  }
}

// Calls again and again, one call at a time.
struct Caller {
  peer::Echo::Stub &stub;
  grpc::CompletionQueue &queue;
  peer::Payload request, answer;
  grpc::Status status;
  std::unique_ptr<grpc::ClientContext> context;
  std::unique_ptr<grpc::ClientAsyncResponseReader<peer::Payload>> reader;
  Clock::time_point started;

  void call() {
    context = std::make_unique<grpc::ClientContext>();
    started = Clock::now();
    reader = stub.AsyncUnary(context.get(), request, &queue);
    reader->Finish(&answer, &status, this);
  }
};

static std::vector<int64_t> run(peer::Echo::Stub &stub, size_t bytes, int inFlight, double seconds) {
  auto end = Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
  grpc::CompletionQueue queue;
  std::vector<std::unique_ptr<Caller>> callers;
  for (int i = 0; i < inFlight; i++) {
    callers.push_back(std::unique_ptr<Caller>(new Caller{stub, queue, {}, {}, {}, nullptr, nullptr, {}}));
    callers.back()->request.set_data(std::string(bytes, 'a'));
  }
  for (auto &caller : callers) caller->call();
  std::vector<int64_t> nanoseconds;
  void *tag;
  for (bool ok; inFlight > 0 && queue.Next(&tag, &ok);) {
    auto *caller = static_cast<Caller *>(tag);
    if (!ok || !caller->status.ok()) abort();
    auto now = Clock::now();
    nanoseconds.push_back((now - caller->started).count());
    if (now < end) {
      caller->call();
    } else {
      inFlight--;
    }
  }
  std::sort(nanoseconds.begin(), nanoseconds.end());
  return nanoseconds;
}

static std::vector<int> numbers(const char *text) {
  std::vector<int> found;
  std::stringstream stream(text);
  for (std::string part; std::getline(stream, part, ',');) found.push_back(std::stoi(part));
  return found;
}

int main(int argc, char **argv) {
  if (argc != 4) return fprintf(stderr, "usage: grpc_echo SECONDS BYTES,... INFLIGHT,...\n"), 2;
  double seconds = std::stod(argv[1]);
  int pipes[2];
  if (pipe(pipes) != 0) return 1;
  // Forked before gRPC has any thread.
  pid_t server = fork();
  if (server == 0) return serve(pipes[1]), 0;
  int port = 0;
  if (read(pipes[0], &port, sizeof port) != sizeof port) return 1;
  auto channel = grpc::CreateChannel("127.0.0.1:" + std::to_string(port), grpc::InsecureChannelCredentials());
  peer::Echo::Stub stub(channel);
  for (int bytes : numbers(argv[2])) {
    for (int inFlight : numbers(argv[3])) {
      run(stub, bytes, inFlight, std::min(0.5, seconds / 2));
      auto begun = Clock::now();
      auto all = run(stub, bytes, inFlight, seconds);
      double elapsed = std::chrono::duration<double>(Clock::now() - begun).count();
      printf("{\"payloadBytes\": %d, \"inFlight\": %d, \"callsPerSecond\": %.1f, \"p50Microseconds\": %.1f, "
             "\"p99Microseconds\": %.1f}\n",
             bytes, inFlight, all.size() / elapsed, all[(all.size() - 1) / 2] / 1e3,
             all[static_cast<size_t>((all.size() - 1) * 0.99)] / 1e3);
      fflush(stdout);
    }
  }
  kill(server, SIGKILL);
  waitpid(server, nullptr, 0);
  return 0;
}

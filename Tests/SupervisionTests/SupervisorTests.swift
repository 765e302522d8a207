import Testing

@testable import weir

/// Transcripts: what happens at which second, and what the supervisor then does. No chance in the delays.
@Suite struct SupervisorTests {
  @Test("a crash is answered by a start, later each time") func backOff() {
    #expect(
      transcript(
        [
          (0, .time), (1, .ended("gateway", 9)), (1.2, .time), (1.25, .time), (2, .ended("gateway", 9)), (2.4, .time),
          (2.5, .time),
        ]) == """
          0.0 time: start gateway, start worker
          1.0 gateway ended 9: -
          1.2 time: -
          1.25 time: start gateway
          2.0 gateway ended 9: -
          2.4 time: -
          2.5 time: start gateway
          """)
  }

  @Test("a stable run makes the delay small again") func reset() {
    #expect(
      transcript(
        [
          (0, .time), (1, .ended("worker", 1)), (1.5, .time), (2, .ended("worker", 1)), (3, .time),
          (33, .ended("worker", 1)), (33.25, .time),
        ]) == """
          0.0 time: start gateway, start worker
          1.0 worker ended 1: -
          1.5 time: start worker
          2.0 worker ended 1: -
          3.0 time: start worker
          33.0 worker ended 1: -
          33.25 time: start worker
          """)
  }

  @Test("the gateway stops first, the back ends when it is gone") func order() {
    #expect(
      transcript([(0, .time), (5, .stop), (6, .ended("gateway", 0)), (7, .ended("worker", 0))]) == """
        0.0 time: start gateway, start worker
        5.0 stop: terminate gateway
        6.0 gateway ended 0: terminate worker
        7.0 worker ended 0: finished
        """)
  }

  @Test("who does not stop in its grace is killed") func grace() {
    #expect(
      transcript([
        (0, .time), (5, .stop), (14, .time), (15, .time), (15, .ended("gateway", 137)), (25, .time),
        (25, .ended("worker", 137)),
      ]) == """
        0.0 time: start gateway, start worker
        5.0 stop: terminate gateway
        14.0 time: -
        15.0 time: kill gateway
        15.0 gateway ended 137: terminate worker
        25.0 time: kill worker
        25.0 worker ended 137: finished
        """)
  }

  @Test("asked twice, all are killed at once") func impatience() {
    #expect(
      transcript([(0, .time), (5, .stop), (6, .stop), (6, .ended("worker", 137)), (6, .ended("gateway", 137))]) == """
        0.0 time: start gateway, start worker
        5.0 stop: terminate gateway
        6.0 stop: kill gateway, kill worker
        6.0 worker ended 137: -
        6.0 gateway ended 137: finished
        """)
  }

  @Test("who waits to be started again is not") func stopWhileWaiting() {
    #expect(
      transcript([(0, .time), (1, .ended("gateway", 1)), (1.1, .stop), (2, .time), (3, .ended("worker", 0))]) == """
        0.0 time: start gateway, start worker
        1.0 gateway ended 1: -
        1.1 stop: terminate worker
        2.0 time: -
        3.0 worker ended 0: finished
        """)
  }

  @Test("chance halves a delay at most, and delays have a bound") func delays() {
    for (chance, failures, expected) in [(0.0, 1, 0.25), (1, 1, 0.125), (0, 3, 1), (0, 50, 30), (1, 50, 15)] {
      var supervisor = Supervisor([("a", 0)])
      var now = Duration.zero
      for failure in 1...failures {
        _ = supervisor.advance(to: now)
        _ = supervisor.ended("a", status: 1, at: now, chance: failure == failures ? chance : 0)
        if failure < failures { now = supervisor.nextDeadline ?? now }
      }
      #expect(supervisor.nextDeadline == now + .seconds(expected))
    }
  }

  private enum Event {
    case time, stop
    case ended(String, Int32)
  }

  private func transcript(_ events: [(Double, Event)]) -> String {
    var supervisor = Supervisor([("gateway", 0), ("worker", 1)])
    return events.map { seconds, event in
      let now = Duration.seconds(seconds)
      let (name, actions) =
        switch event {
        case .time: ("time", supervisor.advance(to: now))
        case .stop: ("stop", supervisor.stop(at: now))
        case .ended(let child, let status):
          ("\(child) ended \(status)", supervisor.ended(child, status: status, at: now, chance: 0))
        }
      let nothing = supervisor.isFinished ? "finished" : "-"
      return "\(seconds) \(name): \(actions.isEmpty ? nothing : actions.map(\.words).joined(separator: ", "))"
    }.joined(separator: "\n")
  }
}

extension Supervisor.Action {
  fileprivate var words: String {
    switch self {
    case .start(let name): "start \(name)"
    case .terminate(let name): "terminate \(name)"
    case .kill(let name): "kill \(name)"
    }
  }
}

import Testing

@testable import RPC

/// Every envelope a session can meet, and what it makes of it.
@Suite struct SessionTests {
  static let now = MonotonicTime(nanoseconds: 0)

  struct Row: CustomTestStringConvertible {
    /// `session.sequence` of envelopes received before.
    var before: [(UInt64, UInt64)]
    var next: (UInt64, UInt64)
    var verdict: Session.Verdict
    var testDescription: String { "\(before) then \(next): \(verdict)" }
  }

  @Test(arguments: [
    Row(before: [], next: (5, 1), verdict: .begin),
    Row(before: [], next: (5, 2), verdict: .unknown),
    Row(before: [], next: (0, 1), verdict: .drop),
    Row(before: [(5, 1)], next: (5, 2), verdict: .deliver),
    Row(before: [(5, 1)], next: (5, 1), verdict: .drop),
    Row(before: [(5, 1)], next: (5, 3), verdict: .lost),
    Row(before: [(5, 1), (5, 2)], next: (6, 1), verdict: .begin),
    Row(before: [(5, 1), (5, 2)], next: (4, 1), verdict: .drop),
    Row(before: [(5, 1), (5, 2)], next: (6, 2), verdict: .unknown),
  ])
  func theAcceptingSide(row: Row) {
    var session = Session(side: .accepted, id: 0, now: Self.now)
    for (id, sequence) in row.before { _ = session.receive(session: id, sequence: sequence, now: Self.now) }
    #expect(session.receive(session: row.next.0, sequence: row.next.1, now: Self.now) == row.verdict)
  }

  @Test(arguments: [
    Row(before: [], next: (9, 1), verdict: .deliver),
    Row(before: [], next: (9, 2), verdict: .lost),
    Row(before: [], next: (9, 0), verdict: .lost),
    Row(before: [], next: (8, 1), verdict: .drop),
    Row(before: [], next: (10, 1), verdict: .drop),
    Row(before: [(9, 1)], next: (9, 1), verdict: .drop),
    Row(before: [(9, 1)], next: (9, 2), verdict: .deliver),
  ])
  func theDiallingSide(row: Row) {
    var session = Session(side: .dialled, id: 9, now: Self.now)
    for (id, sequence) in row.before { _ = session.receive(session: id, sequence: sequence, now: Self.now) }
    #expect(session.receive(session: row.next.0, sequence: row.next.1, now: Self.now) == row.verdict)
  }

  @Test func aClosedSessionIsUnknown() {
    var session = Session(side: .accepted, id: 0, now: Self.now)
    _ = session.receive(session: 5, sequence: 1, now: Self.now)
    session.close()
    #expect(session.receive(session: 5, sequence: 2, now: Self.now) == .unknown)
    #expect(session.receive(session: 6, sequence: 1, now: Self.now) == .begin)
  }
}

import Testing

@testable import weir_worker

/// When a worker gives memory back.
struct MemoryWatchTests {
  /// Each letter is a reading: `.` fine, `l` little memory, `s` stalled; the digits tell after which readings to step down.
  @Test(
    arguments: [
      ("......", []), ("ll.ll.ll", []), ("lll", [2]), (".sss", [3]), ("lsl", [2]), ("ss.sss", [5]),
      // Fifteen readings of rest, then three more.
      ("lll" + String(repeating: "l", count: 18), [2, 20]), ("lll" + String(repeating: "l", count: 17), [2]),
    ] as [(String, [Int])])
  func `three short readings in a row, and a rest after each step`(readings: String, steps: [Int]) {
    var watch = MemoryWatch(), taken: [Int] = []
    for (index, letter) in readings.enumerated() {
      let reading = MemoryWatch.Reading(
        availableBytes: letter == "l" ? 255 << 20 : 4 << 30, stalledShare: letter == "s" ? 0.11 : 0.1)
      if watch.isTime(reading) { taken.append(index) }
    }
    #expect(taken == steps)
  }
}

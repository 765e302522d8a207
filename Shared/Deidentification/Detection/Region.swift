/// A stretch of a text in which the patterns of one lane are searched.
///
/// Where anchors stand close together, their stretches become one; a long one is cut, so that one rare match does not
/// make its pattern run over all of a text. A match belongs to the region in whose core it starts.
struct Region: Hashable, Sendable {
  let lane: Int
  /// Where matches may start.
  let core: Range<Int>
  /// Where they must end: at the end of the core or beyond.
  let end: Int

  var searched: Range<Int> { core.lowerBound..<end }
}

/// A place at which the patterns of one lane may match, and how far.
///
/// Where it is known that a match begins there, this is cheaper than a search: the automaton stops at the first byte that
/// does not fit, and has a state for each way into a pattern instead of one for each mixture of them.
struct MatchStart: Hashable, Sendable {
  let lane: Int
  let start: Int
  let end: Int
}

/// Makes regions of the stretches that a scan proposes, lane by lane.
struct RegionList {
  private(set) var regions: [Region] = []
  /// In rising order in each lane.
  private(set) var starts: [MatchStart] = []
  private var lanes: [Lane]
  private let count: Int

  private struct Lane {
    /// The stretch that still grows; empty when there is none.
    var open = 0..<0
    /// −1 when there is none.
    var lastStart = -1
  }

  /// Bytes from which a stretch is cut.
  private static let coreMax = 1024

  /// `count`: bytes of the text.
  init(lanes: Int, count: Int) {
    self.lanes = [Lane](unsafeUninitializedCapacity: lanes) { buffer, count in
      buffer.initialize(repeating: Lane())
      count = lanes
    }
    self.count = count
    regions.reserveCapacity(lanes)
    starts.reserveCapacity(lanes)
  }

  mutating func add(_ reach: LaneReach, around sign: Range<Int>) {
    let range = max(0, sign.lowerBound - reach.before)..<min(count, sign.upperBound + reach.after)
    let last = lanes[reach.lane].open
    if range.lowerBound > last.upperBound || last.isEmpty {
      close(reach.lane)
      lanes[reach.lane].open = range
    } else if last.count > Self.coreMax, range.lowerBound > last.lowerBound {
      let end = max(last.upperBound, range.upperBound)
      regions.append(Region(lane: reach.lane, core: last.lowerBound..<range.lowerBound, end: end))
      lanes[reach.lane].open = range.lowerBound..<end
    } else {
      lanes[reach.lane].open = min(last.lowerBound, range.lowerBound)..<max(last.upperBound, range.upperBound)
    }
  }

  /// A match that begins at `start`, for a sign that ends at `signEnd`.
  mutating func add(_ reach: LaneReach, start: Int, signEnd: Int) {
    guard start > lanes[reach.lane].lastStart else { return }
    lanes[reach.lane].lastStart = start
    starts.append(MatchStart(lane: reach.lane, start: start, end: min(count, signEnd + reach.after)))
  }

  /// Where a match may begin before or in a sign, for patterns that begin with a letter or a digit after one of another
  /// kind, or, close to the sign, with any other character.
  mutating func addStarts(_ reach: LaneReach, around sign: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) {
    var start = max(0, sign.lowerBound - reach.before, lanes[reach.lane].lastStart + 1)
    var isBeforeLetter = start > 0 && bytes[start - 1].isASCIILetter
    var isBeforeDigit = start > 0 && bytes[start - 1].isASCIIDigit
    while start < sign.upperBound {
      let (isLetter, isDigit) = (bytes[start].isASCIILetter, bytes[start].isASCIIDigit)
      let isStart =
        isLetter ? !isBeforeLetter : isDigit ? !isBeforeDigit : isOther(bytes[start], sign.lowerBound - start)
      if isStart { add(reach, start: start, signEnd: sign.upperBound) }
      (isBeforeLetter, isBeforeDigit) = (isLetter, isDigit)
      start += 1
    }
  }

  /// Bytes from what is neither letter nor digit to a number that it begins: four Chinese characters.
  private static let otherReach = 14

  private func isOther(_ byte: UInt8, _ distance: Int) -> Bool {
    distance <= Self.otherReach && byte > 0x20 && byte & 0xc0 != 0x80
  }

  private mutating func close(_ lane: Int) {
    let open = lanes[lane].open
    if !open.isEmpty { regions.append(Region(lane: lane, core: open, end: open.upperBound)) }
  }

  mutating func finish() { for lane in lanes.indices { close(lane) } }
}

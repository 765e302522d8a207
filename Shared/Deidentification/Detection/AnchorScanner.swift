/// Finds the anchors of all patterns in one pass over a text, and the regions around them.
struct AnchorScanner {
  let bytes: UnsafeBufferPointer<UInt8>
  let classes: UnsafeBufferPointer<ByteClass>
  let phrases: PhraseView
  private let reaches: [[LaneReach]]
  var list: RegionList
  var chain = DigitChain()
  var token = Token()

  /// Linear in the text. With `places`, which are in order, only what lies around these is scanned.
  static func regions(in text: [UInt8], _ anchors: AnchorTable, near places: [Range<Int>]? = nil) -> RegionList {
    text.withUnsafeBufferPointer { bytes in
      ByteClass.ofByte.withUnsafeBufferPointer { classes in
        anchors.phrases.withView { phrases in
          var scanner = AnchorScanner(bytes, classes, phrases, anchors)
          for stretch in places.map({ stretches(around: $0, text.count) }) ?? [0..<text.count] {
            scanner.scan(stretch)
          }
          scanner.list.finish()
          return scanner.list
        }
      }
    }
  }

  private init(
    _ bytes: UnsafeBufferPointer<UInt8>, _ classes: UnsafeBufferPointer<ByteClass>, _ phrases: PhraseView,
    _ anchors: AnchorTable
  ) {
    self.bytes = bytes
    self.classes = classes
    self.phrases = phrases
    reaches = anchors.reaches
    list = RegionList(lanes: anchors.lanes, count: bytes.count)
  }

  /// Bytes around a place in which an anchor may stand whose match touches it: the longest address.
  private static let placeReach = 320

  private static func stretches(around places: [Range<Int>], _ count: Int) -> [Range<Int>] {
    var stretches: [Range<Int>] = []
    for place in places {
      let range = max(0, place.lowerBound - placeReach)..<min(count, place.upperBound + placeReach)
      if let last = stretches.last, range.lowerBound <= last.upperBound {
        stretches[stretches.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        stretches.append(range)
      }
    }
    return stretches
  }

  private mutating func scan(_ stretch: Range<Int>) {
    chain = DigitChain()
    token = Token(start: stretch.lowerBound)
    var index = stretch.lowerBound
    while index < stretch.upperBound {
      switch classes[Int(bytes[index])] {
      case .letter: index = takeWord(at: index)
      case .space:
        endToken(at: index)
        index += 1
      case .digit: index = takeNumber(at: index)
      case .sign, .tokenSign, .at, .point, .slash, .colon: index = takeSign(at: index)
      case .lead2, .lead3, .lead4: index = takeScalar(at: index)
      case .other: index = takeOther(at: index)
      }
    }
    endToken(at: stretch.upperBound)
    endChain()
  }

  @inline(__always)
  mutating func add(_ mark: Mark, _ range: Range<Int>) {
    for reach in reaches[mark.rawValue] {
      if reach.hasStarts { list.addStarts(reach, around: range, bytes) } else { list.add(reach, around: range) }
    }
  }
}

/// Bytes that no state and no assertion tells apart share a class, which keeps transition tables small.
struct ByteClasses: Sendable {
  /// The class of each byte, 256 of them.
  let classes: [UInt8]
  /// One byte of each class.
  let representatives: [UInt8]

  var count: Int { representatives.count }

  init(of states: [Automaton.State]) {
    var starts: Set<Int> = [0]
    for byte in UInt8.min..<UInt8.max where Neighbour(byte) != Neighbour(byte + 1) { starts.insert(Int(byte) + 1) }
    for case .consume(let arcs) in states {
      for arc in arcs {
        starts.insert(Int(arc.bytes.lowerBound))
        starts.insert(Int(arc.bytes.upperBound) + 1)
      }
    }
    var classes: [UInt8] = []
    var representatives: [UInt8] = []
    for byte in UInt8.min...UInt8.max {
      if starts.contains(Int(byte)) { representatives.append(byte) }
      classes.append(UInt8(representatives.count - 1))
    }
    self.classes = classes
    self.representatives = representatives
  }
}

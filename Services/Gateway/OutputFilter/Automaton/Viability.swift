/// Which states can still reach the end of their rule, and under which neighbours.
///
/// A state is judged with the byte before it and the one after it, because assertions look at both: after 'a', the rest
/// of 'a\bb' can never match, and text must not be held for it.
struct Viability: Sendable {
  /// For each state one bit per pair of (previous, next) neighbour.
  private let masks: [UInt16]

  func isViable(_ state: Automaton.StateID, after previous: Neighbour) -> Bool {
    masks[Int(state)] & (0b1111 << (previous.rawValue * 4)) != 0
  }

  init(of states: [Automaton.State]) {
    var masks = [UInt16](repeating: 0, count: states.count)
    var isChanging = true
    // The least fixed point. States are built from the end, so that all but loops are done in the first round.
    while isChanging {
      isChanging = false
      for (index, state) in states.enumerated() {
        let mask = Self.mask(of: state, given: masks)
        isChanging = isChanging || mask != masks[index]
        masks[index] = mask
      }
    }
    self.masks = masks
  }

  private static func mask(of state: Automaton.State, given masks: [UInt16]) -> UInt16 {
    switch state {
    case .accept: .max
    case .fork(let targets): targets.reduce(0) { $0 | masks[Int($1)] }
    case .check(let assertion, let target): masks[Int(target)] & pairs(where: assertion)
    case .consume(let arcs): arcs.reduce(0) { $0 | mask(of: $1, given: masks) }
    }
  }

  private static func pairs(where assertion: Assertion) -> UInt16 {
    var mask: UInt16 = 0
    for previous in Neighbour.allCases {
      for next in Neighbour.allCases where assertion.holds(between: previous, and: next) {
        mask |= bit(previous, next)
      }
    }
    return mask
  }

  private static func mask(of arc: Automaton.Arc, given masks: [UInt16]) -> UInt16 {
    let target = masks[Int(arc.target)]
    var mask: UInt16 = 0
    for byte in arc.bytes {
      let next = Neighbour(byte)
      guard target & (0b1111 << (next.rawValue * 4)) != 0 else { continue }
      for previous in Neighbour.allCases { mask |= bit(previous, next) }
    }
    return mask
  }

  private static func bit(_ previous: Neighbour, _ next: Neighbour) -> UInt16 {
    1 << (previous.rawValue * 4 + next.rawValue)
  }
}

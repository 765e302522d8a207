/// The texts that satisfy a schema, byte by byte: finite automata, one for each place of the schema, that call each other.
///
/// A state may read a byte, go on without reading (skip), or call another automaton and go on where that ends.
/// Several ways may be open at once; `Configurations` follows them all.
struct Automaton: Sendable {
  typealias StateID = Int32

  struct Transition: Sendable {
    let bytes: ClosedRange<UInt8>
    let target: StateID
    let effect: Effect
    /// Not taken after white space.
    let isTight: Bool
  }

  /// What a transition does to the count of scalars or elements.
  enum Effect: UInt8, Sendable {
    case none
    /// Counts one, where `countMax` allows.
    case count
    /// Taken where `countMax` allows another.
    case below
    /// Taken where `countMin` is reached; ends the counting.
    case close
  }

  struct Call: Sendable {
    let rule: Int
    let target: StateID
    /// Whether the call is one more element of what the target counts.
    let isCounted: Bool
  }

  struct State: Sendable {
    var transitions: [Transition] = []
    var skips: [StateID] = []
    var calls: [Call] = []
    /// The automaton may end here.
    var isFinal = false
    /// White space may stand here.
    var allowsSpace = false
    var countMin: Int32 = 0
    var countMax: Int32 = .max
    /// How many plain scalars may follow whatever they are, as long as the count allows.
    var room: Int32 = 0
  }

  var states: [State] = []
  /// Where each automaton may begin.
  var rules: [[StateID]] = []
  /// Where an answer begins.
  var start: StateID = 0
  /// For each state how deeply calls must be nested at least to end from there; `unreachable` where nothing ends.
  var heights: [Int32] = []

  static let unreachable = Int32.max

  /// The count does not rise beyond what makes a difference.
  func countCeiling(of state: StateID) -> Int32 {
    let state = states[Int(state)]
    return state.countMax == .max ? state.countMin : state.countMax
  }
}

/// One way through the automaton: where it is, and where it goes on when the present automaton ends.
struct Thread: Hashable, Sendable, Comparable {
  let state: Automaton.StateID
  /// Scalars or elements so far, and bytes of white space at this place.
  let count: Int32
  let spaces: Int32
  /// The number of its `Frames`.
  let frames: Int32

  static func < (a: Thread, b: Thread) -> Bool {
    (a.state, a.count, a.spaces, a.frames) < (b.state, b.count, b.spaces, b.frames)
  }
}

/// Who waits for the end of an automaton. All that called it at the same place of the text wait together, so that schemas
/// whose alternatives look alike cost no more with every level (a graph-structured stack, Tomita 1985).
struct Frames: Hashable, Sendable {
  struct Frame: Hashable, Sendable, Comparable {
    let state: Automaton.StateID
    let count: Int32
    let frames: Int32

    static func < (a: Frame, b: Frame) -> Bool { (a.state, a.count, a.frames) < (b.state, b.count, b.frames) }
  }

  /// In ascending order, each once; none for the outermost.
  let waiting: [Frame]
  /// Automata within each other.
  let depth: Int32
}

/// Steps of the automaton, each computed when it is first needed and looked up afterwards (lazy determinisation).
///
/// Source: Russ Cox, "Regular Expression Matching: the Virtual Machine Approach" and RE2's DFA (2010).
///
/// Not synchronised: `@unchecked Sendable` holds because a cache lies in its pool or belongs to the one push that
/// took it out.
final class TransitionCache: @unchecked Sendable {
  /// Configurations kept before the cache starts afresh: with 60 byte classes 8,192 take 4 MB of table at most.
  static let configurationsMax = 8_192

  typealias ConfigurationID = Int

  /// What one table entry says: the target's id above two bits that say what happens to the start registers.
  enum Registers: Int32 {
    /// No match is under way.
    case clear
    /// The only match under way starts with this byte.
    case fresh
    /// As before.
    case keep
    /// See `steps`; also when a match ends here.
    case listed
  }

  let automaton: Automaton
  private(set) var table: [Int32] = []
  private(set) var configurations: [Configuration] = []
  /// For each configuration the oldest group that text is held for; -1 for none.
  private(set) var holdingGroups: [Int] = []
  private var ids: [Configuration: ConfigurationID] = [:]
  private var steps: [Int: Step] = [:]
  /// Tells whose ids a stream remembers: another object for each cache, and after each fresh start.
  private(set) var generation = Generation()

  final class Generation: Sendable {}

  /// An entry not computed yet.
  static let unknown: Int32 = -1

  init(_ automaton: Automaton) { self.automaton = automaton }

  func id(of configuration: Configuration) -> ConfigurationID {
    if let id = ids[configuration] { return id }
    let id = configurations.count
    ids[configuration] = id
    configurations.append(configuration)
    holdingGroups.append(
      configuration.firstGroup { automaton.isHolding[automaton.rules[Int($0)]] } ?? -1)
    table.append(contentsOf: repeatElement(Self.unknown, count: automaton.byteClasses.count))
    return id
  }

  /// Empties a cache that has grown full. Ids from before mean nothing after it, so it is called between pushes and
  /// between bytes, where the configuration itself is at hand.
  func makeRoom() {
    guard configurations.count >= Self.configurationsMax else { return }
    table.removeAll(keepingCapacity: true)
    configurations.removeAll(keepingCapacity: true)
    holdingGroups.removeAll(keepingCapacity: true)
    ids.removeAll(keepingCapacity: true)
    steps.removeAll(keepingCapacity: true)
    generation = Generation()
  }

  /// Fills in the entry at `index` = id × classes + class.
  func compute(_ index: Int) -> Int32 {
    let classes = automaton.byteClasses
    let from = configurations[index / classes.count]
    let step = automaton.step(from, over: classes.representatives[index % classes.count])
    let registers = Self.registers(of: step, from: from)
    if registers == .listed { steps[index] = step }
    let entry = Int32(id(of: step.target)) << 2 | registers.rawValue
    table[index] = entry
    return entry
  }

  func step(at index: Int) -> Step { steps[index] ?? Step(target: .start) }

  private static func registers(of step: Step, from: Configuration) -> Registers {
    guard step.endingBefore.isEmpty, step.endingWith.isEmpty else { return .listed }
    if step.sources.isEmpty { return .clear }
    if step.sources == [from.groupCount] { return .fresh }
    return step.sources == Array(0..<from.groupCount) ? .keep : .listed
  }
}

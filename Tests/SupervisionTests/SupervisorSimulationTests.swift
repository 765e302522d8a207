import TestSupport
import Testing

@testable import weir

/// Random lives of processes: whatever happens, no action is impossible and stopping ends.
@Suite struct SupervisorSimulationTests {
  @Test("seeded", arguments: 0..<200 as Range<UInt64>)
  func simulate(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var world = World()
    for _ in 0..<200 {
      world.now += .milliseconds(Int.random(in: 0...4000, using: &generator))
      world.perform(world.supervisor.advance(to: world.now))
      if let name = world.alive.sorted().randomElement(using: &generator), Bool.random(using: &generator) {
        world.end(name, chance: .random(in: 0...1, using: &generator))
      }
      if Int.random(in: 0..<80, using: &generator) == 0 { world.perform(world.supervisor.stop(at: world.now)) }
    }
    world.perform(world.supervisor.stop(at: world.now))
    finish(&world)
  }

  /// From the first stop on, processes that ignore SIGTERM: only what was killed ends.
  private func finish(_ world: inout World) {
    for _ in 0..<20 where !world.supervisor.isFinished {
      if let deadline = world.supervisor.nextDeadline { world.now = max(world.now, deadline) }
      world.perform(world.supervisor.advance(to: world.now))
      for name in world.killed.intersection(world.alive).sorted() { world.end(name, chance: 0) }
    }
    #expect(world.supervisor.isFinished)
    #expect(world.alive.isEmpty)
    #expect(world.supervisor.nextDeadline == nil)
  }

  private struct World {
    var supervisor = Supervisor([("gateway", 0), ("tokenizer", 1), ("knowledge", 1), ("worker", 1)])
    var now = Duration.zero
    var alive: Set<String> = []
    var killed: Set<String> = []

    mutating func perform(_ actions: [Supervisor.Action]) {
      for action in actions {
        switch action {
        case .start(let name): #expect(alive.insert(name).inserted && !supervisor.isStopping)
        case .terminate(let name): #expect(alive.contains(name) && supervisor.isStopping)
        case .kill(let name): #expect(alive.contains(name) && killed.insert(name).inserted)
        }
      }
    }

    mutating func end(_ name: String, chance: Double) {
      alive.remove(name)
      perform(supervisor.ended(name, status: 1, at: now, chance: chance))
    }
  }
}

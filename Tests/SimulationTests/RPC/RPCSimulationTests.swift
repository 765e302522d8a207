import Foundation
import RPC
import TestSupport
import Testing

/// What must hold of every call on every network: it ends exactly once; no message comes twice, out of order, after
/// the end or beyond the credit; after its first message it is not tried again; it ends by its deadline; OK means that
/// every message came.
///
/// `WEIR_SIMULATION_SEED=n swift test --filter RPCSimulation` runs one seed again.
@Suite struct RPCSimulationTests {
  struct Weather: CustomTestStringConvertible {
    var testDescription: String
    var faults: SimulatedNetwork.Faults
    var seeds: Int
  }

  static let weathers = [
    Weather(testDescription: "calm", faults: .init(), seeds: 50),
    Weather(testDescription: "slow and repeating", faults: .init(repetition: 0.1, delayMs: 1...40), seeds: 150),
    Weather(testDescription: "lossy", faults: .init(loss: 0.01, repetition: 0.01), seeds: 150),
    Weather(testDescription: "reordering", faults: .init(straggling: 0.02), seeds: 150),
    Weather(testDescription: "breaking connections", faults: .init(breaks: 1.0), seeds: 200),
    Weather(testDescription: "killed and frozen back ends", faults: .init(kills: 0.8, freezes: 0.5), seeds: 200),
    Weather(
      testDescription: "everything",
      faults: .init(
        loss: 0.005, repetition: 0.02, straggling: 0.01, delayMs: 1...20, breaks: 0.3, kills: 0.3, freezes: 0.3,
        drains: 0.5), seeds: 300),
  ]

  @Test(arguments: weathers)
  func everyCallEndsOnceAndInOrder(weather: Weather) {
    var ends: [StatusCode: Int] = [:]
    var retries: UInt64 = 0
    for seed in seeds(weather.seeds) {
      var simulation = Simulation(seed: seed, faults: weather.faults)
      let faults = simulation.run()
      #expect(faults.isEmpty, "WEIR_SIMULATION_SEED=\(seed) (\(weather.testDescription)): \(faults.prefix(5))")
      ends.merge(simulation.statuses, uniquingKeysWith: +)
      retries += simulation.gatewayStatistics.retries
    }
    print("simulation, \(weather.testDescription): \(ends.map { "\($0.name) \($1)" }.sorted()), \(retries) retries")
    #expect(ends[.ok, default: 0] > 0)
  }

  /// Rolling restart of every back end on a sound network: the callers notice nothing.
  @Test func drainingLosesNothing() {
    for seed in seeds(200) {
      var simulation = Simulation(seed: seed, faults: .init(drains: 3.0))
      let faults = simulation.run()
      #expect(faults.isEmpty, "WEIR_SIMULATION_SEED=\(seed): \(faults.prefix(5))")
      #expect(simulation.statuses[.unavailable] == nil, "WEIR_SIMULATION_SEED=\(seed)")
    }
  }

  /// The same seed gives the same history: what makes a failing seed worth printing.
  @Test func oneSeedOneHistory() {
    func history(_ seed: UInt64) -> [StatusCode: Int] {
      var simulation = Simulation(seed: seed, faults: Self.weathers.last!.faults)
      _ = simulation.run()
      return simulation.statuses
    }
    for seed in seeds(5) { #expect(history(seed) == history(seed)) }
  }

  private func seeds(_ count: Int) -> [UInt64] {
    if let one = ProcessInfo.processInfo.environment["WEIR_SIMULATION_SEED"].flatMap(UInt64.init) { return [one] }
    return (0..<UInt64(count)).map { $0 }
  }
}

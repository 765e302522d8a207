import Generation
import TestSupport
import Testing

/// The benchmark runs small here, so that it never rots.
struct GenerationBenchmarkTests {
  @Test func `every figure is there`() throws {
    var ticks = 0.0
    var workload = GenerationWorkload()
    (workload.promptTokens, workload.decodeTokens, workload.batchSequences) = (300, 5, 3)
    workload.bandwidthBytes = 1 << 20
    // Each reading of this clock is a second later.
    let model = try ModelLoadingTests.load(TinyModel().writer())
    let report = measureGeneration(model, workload) {
      ticks += 1
      return ticks
    } processSeconds: {
      ticks * 2
    }
    #expect(report.promptTokens == 64, "half of the context")
    #expect(report.prefillTokensPerSecond == 64 && report.decodeTokensPerSecond == 5)
    #expect(report.batchDecodeTokensPerSecond == 15)
    #expect(report.prefillTokensPerProcessSecond == 32 && report.decodeTokensPerProcessSecond == 2.5)
    #expect(report.memoryGigabytesPerSecond == Double(1 << 20) / 1e9)
    #expect(report.bandwidthShare > 0)
  }
}

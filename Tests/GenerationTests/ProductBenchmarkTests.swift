import Generation
import Testing

/// The benchmark runs small here, so that it never rots.
struct ProductBenchmarkTests {
  @Test(arguments: ["f16", "q8_0", "q4_0", "Q4_K", "q5_k", "q6_K"])
  func `a product and its ceiling are measured`(_ format: String) throws {
    var ticks = 0.0, workload = ProductWorkload()
    (workload.format, workload.tokens, workload.rows, workload.columns) = (format, 5, 40, 256)
    (workload.threads, workload.peakSteps) = (2, 1_000)
    // Each reading of this clock is a second later.
    let report = try #require(
      measureProduct(workload) {
        ticks += 1
        return ticks
      })
    #expect(report.gigaproductsPerSecond == 5 * 40 * 256 / 1e9)
    #expect(report.gigaproductsPerSecondPeak > 0)
    #expect(report.peakShare == report.gigaproductsPerSecond / report.gigaproductsPerSecondPeak)
    #expect(report.peakShareOfRoundedInputs == report.peakShare, "since each step takes a second here")
  }

  @Test(arguments: [("q3_k", 256), ("none", 256), ("q4_K", 100)])
  func `what cannot be made is refused`(_ format: String, columns: Int) {
    var workload = ProductWorkload()
    (workload.format, workload.rows, workload.columns) = (format, 1, columns)
    #expect(measureProduct(workload) { 0 } == nil)
  }
}

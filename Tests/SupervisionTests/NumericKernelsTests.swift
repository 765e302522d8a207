import Testing

@testable import weir

@Suite struct NumericKernelsTests {
  @Test(
    "kernels follow the instruction set, not the model",
    arguments: [
      ("model name\t: new\nflags\t\t: sse2 avx avx2 fma\n", [:], ["OPENBLAS_CORETYPE": "Haswell"]),
      ("flags\t\t: sse2 avx\n", [:], [:]),
      ("flags\t\t: avx2\n", [:], [:]),
      ("Features\t: asimd\n", [:], [:]),
      ("", [:], [:]),
      ("flags\t\t: avx2 fma\n", ["OPENBLAS_CORETYPE": "Zen"], [:]),
    ] as [(String, [String: String], [String: String])])
  func chosen(cpuinfo: String, given: [String: String], added: [String: String]) {
    #expect(NumericKernels.environment(given, cpuinfo: cpuinfo) == added)
  }
}

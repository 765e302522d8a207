import Testing

@testable import weir

@Suite struct NumericKernelsTests {
  @Test(
    "kernels follow the instruction set, not the model, and one thread is enough",
    arguments: [
      (
        "model name\t: new\nflags\t\t: sse2 avx avx2 fma\n", [:],
        ["OPENBLAS_CORETYPE": "Haswell", "OPENBLAS_NUM_THREADS": "1"]
      ),
      ("flags\t\t: sse2 avx\n", [:], ["OPENBLAS_NUM_THREADS": "1"]),
      ("flags\t\t: avx2\n", [:], ["OPENBLAS_NUM_THREADS": "1"]),
      ("Features\t: asimd\n", [:], ["OPENBLAS_NUM_THREADS": "1"]),
      ("", [:], ["OPENBLAS_NUM_THREADS": "1"]),
      ("flags\t\t: avx2 fma\n", ["OPENBLAS_CORETYPE": "Zen"], ["OPENBLAS_NUM_THREADS": "1"]),
      ("", ["OPENBLAS_NUM_THREADS": "4"], [:]),
    ] as [(String, [String: String], [String: String])])
  func chosen(cpuinfo: String, given: [String: String], added: [String: String]) {
    #expect(NumericKernels.environment(given, cpuinfo: cpuinfo) == added)
  }
}

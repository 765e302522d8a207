import Foundation

/// The kernels and threads that OpenBLAS takes in the processes that are started here.
///
/// OpenBLAS chooses by the processor's model, when it is loaded. A model younger than the library gets kernels for the
/// oldest ones: a tenth of the speed. What counts is the instruction set, so that is asked instead: where AVX2 and FMA
/// are, the Haswell kernels run, and measured as fast as or faster than those made for the models seen.
///
/// It also makes a thread for each core when it is loaded, each of which waits busily for some tens of milliseconds.
/// Products are divided among Weir's own threads.
enum NumericKernels {
  private static let kernels = "OPENBLAS_CORETYPE", threads = "OPENBLAS_NUM_THREADS"

  /// What to add to a child's environment; nothing where the user chose.
  ///
  /// - Parameter cpuinfo: the text of `/proc/cpuinfo`.
  static func environment(_ given: [String: String], cpuinfo: String) -> [String: String] {
    let flags = cpuinfo.split(separator: "\n").first { $0.hasPrefix("flags") }?.split(separator: " ") ?? []
    let chosen = flags.contains("avx2") && flags.contains("fma") ? [kernels: "Haswell", threads: "1"] : [threads: "1"]
    return chosen.filter { given[$0.key] == nil }
  }

  static var cpuinfo: String { (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? "" }
}

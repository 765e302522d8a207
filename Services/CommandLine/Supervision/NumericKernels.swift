import Foundation

/// The kernels that OpenBLAS takes in the processes that are started here.
///
/// OpenBLAS chooses by the processor's model, when it is loaded. A model younger than the library gets kernels for the
/// oldest ones: a tenth of the speed. What counts is the instruction set, so that is asked instead: where AVX2 and FMA
/// are, the Haswell kernels run, and measured as fast as or faster than those made for the models seen.
enum NumericKernels {
  private static let variable = "OPENBLAS_CORETYPE"

  /// What to add to a child's environment; nothing where the user chose.
  ///
  /// - Parameter cpuinfo: the text of `/proc/cpuinfo`.
  static func environment(_ given: [String: String], cpuinfo: String) -> [String: String] {
    guard given[variable] == nil else { return [:] }
    let flags = cpuinfo.split(separator: "\n").first { $0.hasPrefix("flags") }?.split(separator: " ") ?? []
    return flags.contains("avx2") && flags.contains("fma") ? [variable: "Haswell"] : [:]
  }

  static var cpuinfo: String { (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? "" }
}

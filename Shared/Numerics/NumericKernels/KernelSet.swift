internal import CKernels

/// One implementation of every operation. All sets agree with `reference` within rounding.
public struct KernelSet: @unchecked Sendable, CustomStringConvertible {  // Sendable: a constant table of C functions.
  private let pointer: UnsafePointer<weir_kernels>

  private init(_ table: UnsafePointer<weir_kernels>) { pointer = table }

  /// The specification: plain loops that sum in double precision.
  public static let reference = KernelSet(weir_kernels_reference())
  /// The fast sets that this processor can run, slowest first.
  public static let fast = [
    weir_kernels_portable(), weir_kernels_avx2(), weir_kernels_avx512(), weir_kernels_avx512vnni(),
  ].compactMap { $0.map { KernelSet($0) } }
  /// The fastest set that this processor can run.
  public static let best = fast.last ?? reference

  public var description: String { String(cString: table.name) }

  /// Whether instructions widen numbers of 16 bits: x86 processors have them with AVX2.
  public var widensHalvesQuickly: Bool {
    #if arch(x86_64)
      description != String(cString: weir_kernels_portable().pointee.name)
    #else
      true
    #endif
  }

  var table: weir_kernels { pointer.pointee }
  /// Whether sums of products with bytes begin with the bits of a float: see `weir_int8_rows`.
  var liftsSums: Bool { table.lifts_sums != 0 }
  /// The reference set stays clear of OpenBLAS too, so that it can judge it.
  var isFast: Bool { pointer != weir_kernels_reference() }
}

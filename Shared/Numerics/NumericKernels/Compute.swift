/// Runs the operations of a forward pass with one kernel set on one thread pool.
///
/// The mathematics and shapes of each operation stand in `CKernels/include/kernels.h`.
public struct Compute {
  public let kernels: KernelSet
  public let pool: ThreadPool
  /// Inputs of the product under way, rounded to bytes.
  let int8Rows = Int8Rows()
  /// Working memory of the product under way, where it is made in blocks.
  let blockRoom = BlockRoom()

  public init(kernels: KernelSet = .best, threads: Int = availableCores()) {
    self.kernels = kernels
    pool = ThreadPool(count: threads)
  }

  /// Elements that a thread must have to do before waking it pays: about 20 microseconds of simple operations.
  static let elementsMinimum = 32_768
  /// Multiply-adds that a thread must have to do before waking it pays: about 20 microseconds.
  static let productsMinimum = 262_144

  /// Runs `body` for each row, divided among the threads where the rows are long enough.
  func forEachRow(of x: Activations, _ body: @Sendable (Int) -> Void) {
    pool.split(x.rows, minimum: Self.elementsMinimum / max(x.columns, 1) + 1) { rows in rows.forEach(body) }
  }
}

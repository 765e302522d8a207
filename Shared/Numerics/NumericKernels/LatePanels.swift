internal import CKernels
internal import Synchronization

/// When the rows of one matrix are rearranged for good.
///
/// A model whose rows stay as they lie in the mapped file answers as soon as the file is there; memory for a copy costs
/// the system more than a first short prompt. But rearranging for each product anew costs about as much as one more
/// token in the batch, so that panels pay before long.
final class LatePanels: Sendable {
  private struct State {
    var tokens = 0
    var packed: Matrix?
  }

  private let state = Mutex(State())
  private let tokensMax: Int
  private let release: Matrix.Release

  /// Keeps panels once the matrix has been multiplied with more than `tokens` tokens.
  init(afterTokens tokens: Int, release: @escaping Matrix.Release) {
    tokensMax = tokens
    self.release = release
  }

  /// What to multiply `tokens` tokens with: `matrix`, or its panels.
  func next(_ matrix: Matrix, tokens: Int, _ kernels: KernelSet, _ pool: ThreadPool) -> Matrix {
    state.withLock { state in
      state.tokens += tokens
      guard state.packed == nil, state.tokens > tokensMax else { return state.packed ?? matrix }
      let packed = matrix.packed(by: kernels, pool: pool, release: release)
      state.packed = packed
      return packed
    }
  }
}

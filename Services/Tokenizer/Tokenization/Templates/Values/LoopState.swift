/// The variable `loop`.
struct LoopState: BitwiseCopyable {
  private struct Body {
    let items: Elements
    var index = 0
    let depth: Int
    let recursion: Recursion?
    var lastChanged: Elements?
  }

  /// A recursive loop and the scope around it, for rendering its body over other items. The template owns the loop.
  struct Recursion: BitwiseCopyable {
    let loop: Unmanaged<CompiledLoop>
    let outer: Scope
  }

  private let body: Box<Body>

  init(_ items: Elements, depth: Int, _ recursion: Recursion?, _ heap: Heap) {
    body = heap.box(Body(items: items, depth: depth, recursion: recursion))
  }

  var items: Elements { body.content.items }
  var depth: Int { body.content.depth }
  /// Nil unless the loop is recursive.
  var recursion: Recursion? { body.content.recursion }
  var index: Int {
    get { body.content.index }
    nonmutating set { body.content.index = newValue }
  }
  var lastChanged: Elements? {
    get { body.content.lastChanged }
    nonmutating set { body.content.lastChanged = newValue }
  }
}

/// A place in a ``Heap``; copies are the same place.
struct Box<Content>: BitwiseCopyable, @unchecked Sendable {  // Sendable: as its heap.
  private let place: UnsafeMutablePointer<Content>

  init(_ place: UnsafeMutablePointer<Content>) { self.place = place }

  static func === (left: Box, right: Box) -> Bool { left.place == right.place }

  var content: Content {
    @inline(__always) get { place.pointee }
    @inline(__always) nonmutating _modify { yield &place.pointee }
  }
}

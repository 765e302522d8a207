import CContracts
import Testing

@testable import Contracts

/// protobuf-c recurses without limit: a message type that could contain itself would let 20 KB overflow the stack.
@Suite struct DescriptorTests {
  @Test("no message type contains itself", arguments: 0..<allMessages.count)
  func recursion(index: Int) throws {
    let type = try #require(allMessages[index] as? any CMessageConvertible.Type)
    #expect(depth(type.descriptor, inside: []) != nil)
  }

  @Test func envelopesDoNotContainThemselves() {
    var envelope = Weir__V1__Envelope()
    weir__v1__envelope__init(&envelope)
    #expect(depth(envelope.base.descriptor, inside: []) != nil)
  }

  /// Levels of submessages; nil when the type contains itself.
  private func depth(_ type: UnsafePointer<ProtobufCMessageDescriptor>, inside: Set<UnsafeRawPointer>) -> Int? {
    guard !inside.contains(UnsafeRawPointer(type)) else { return nil }
    var deepest = 0
    for field in UnsafeBufferPointer(start: type.pointee.fields, count: Int(type.pointee.n_fields))
    where field.type == PROTOBUF_C_TYPE_MESSAGE {
      let part = field.descriptor.assumingMemoryBound(to: ProtobufCMessageDescriptor.self)
      guard let below = depth(part, inside: inside.union([UnsafeRawPointer(type)])) else { return nil }
      deepest = max(deepest, below + 1)
    }
    return deepest
  }
}

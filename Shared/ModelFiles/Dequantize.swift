/// Float32 values of a tensor's stored bytes: `output` takes one value for each element.
///
/// Source of the block formats: ggml's `dequantize_row_*` (ggml-quants.c).
extension GGUFFile {
  /// Writes the tensor's elements as Float32.
  ///
  /// - Throws: `unsupported` for a type other than F32, F16, BF16, Q8_0 and Q4_0.
  public func dequantize(_ tensor: GGUFTensor, into output: UnsafeMutableBufferPointer<Float>) throws(ModelFileError) {
    precondition(output.count == tensor.count, "one place for each element")
    guard let convert = Self.converters[tensor.type] else {
      throw .unsupported(
        "tensor \(quoted(tensor.name)) has type \(tensor.type); F32, F16, BF16, Q8_0 and Q4_0 can be loaded")
    }
    withBytes(of: tensor) { convert($0, output) }
  }

  /// The tensor's elements as Float32, row after row.
  public func floats(of tensor: GGUFTensor) throws(ModelFileError) -> [Float] {
    var values = [Float](repeating: 0, count: tensor.count)
    var failure: ModelFileError?
    values.withUnsafeMutableBufferPointer { output in
      do throws(ModelFileError) { try dequantize(tensor, into: output) } catch { failure = error }
    }
    if let failure { throw failure }
    return values
  }

  private typealias Converter = @Sendable (UnsafeRawBufferPointer, UnsafeMutableBufferPointer<Float>) -> Void

  private static let converters: [TensorType: Converter] = [
    .f32: { bytes, output in UnsafeMutableRawBufferPointer(output).copyMemory(from: bytes) },
    .f16: { bytes, output in
      for index in output.indices { output[index] = half(bytes, at: index * 2) }
    },
    .bf16: { bytes, output in
      for index in output.indices {
        output[index] = Float(bitPattern: UInt32(bytes.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self)) << 16)
      }
    },
    .q8_0: { bytes, output in
      // 32 elements: a half-precision scale, then 32 signed bytes.
      for block in 0..<output.count / 32 {
        let start = block * 34, scale = half(bytes, at: start)
        for lane in 0..<32 { output[block * 32 + lane] = scale * Float(Int8(bitPattern: bytes[start + 2 + lane])) }
      }
    },
    .q4_0: { bytes, output in
      // 32 elements: a half-precision scale, then 16 bytes; byte j holds element j low, element j + 16 high; 8 is zero.
      for block in 0..<output.count / 32 {
        let start = block * 18, scale = half(bytes, at: start)
        for lane in 0..<16 {
          let byte = bytes[start + 2 + lane]
          output[block * 32 + lane] = scale * Float(Int(byte & 15) - 8)
          output[block * 32 + lane + 16] = scale * Float(Int(byte >> 4) - 8)
        }
      }
    },
  ]

  @inline(__always)
  private static func half(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Float {
    Float(Float16(bitPattern: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self)))
  }
}

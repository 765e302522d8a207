/// Element types of stored tensors, by ggml's numbers. A row is a whole number of blocks.
///
/// Source: the `ggml_type` table of the GGUF v3 specification, block sizes from ggml-common.h.
public enum TensorType: UInt32, Sendable, Hashable, CaseIterable, CustomStringConvertible {
  case f32 = 0, f16 = 1, q4_0 = 2, q4_1 = 3, q5_0 = 6, q5_1 = 7, q8_0 = 8, q8_1 = 9
  case q2_K = 10, q3_K = 11, q4_K = 12, q5_K = 13, q6_K = 14, q8_K = 15
  case iq2_xxs = 16, iq2_xs = 17, iq3_xxs = 18, iq1_s = 19, iq4_nl = 20, iq3_s = 21, iq2_s = 22, iq4_xs = 23
  case i8 = 24, i16 = 25, i32 = 26, i64 = 27, f64 = 28, iq1_m = 29, bf16 = 30, tq1_0 = 34, tq2_0 = 35, mxfp4 = 39
  /// Eight-bit floats of safetensors files, which ggml has no number for; 448 is the largest.
  case f8_e4m3 = 0x1_0000

  /// The name that ggml's tools print.
  public var description: String { layout.name }
  /// Elements of one block.
  public var blockElements: Int { layout.elements }
  /// Bytes of one block.
  public var blockBytes: Int { layout.bytes }

  /// Whether GGUF files can hold it.
  var isGGUF: Bool { self != .f8_e4m3 }

  private var layout: (name: String, elements: Int, bytes: Int) {
    switch self {
    case .f32: ("F32", 1, 4)
    case .f16: ("F16", 1, 2)
    case .bf16: ("BF16", 1, 2)
    case .f64: ("F64", 1, 8)
    case .i8: ("I8", 1, 1)
    case .i16: ("I16", 1, 2)
    case .i32: ("I32", 1, 4)
    case .i64: ("I64", 1, 8)
    case .q4_0: ("Q4_0", 32, 18)
    case .q4_1: ("Q4_1", 32, 20)
    case .q5_0: ("Q5_0", 32, 22)
    case .q5_1: ("Q5_1", 32, 24)
    case .q8_0: ("Q8_0", 32, 34)
    case .q8_1: ("Q8_1", 32, 36)
    case .q2_K: ("Q2_K", 256, 84)
    case .q3_K: ("Q3_K", 256, 110)
    case .q4_K: ("Q4_K", 256, 144)
    case .q5_K: ("Q5_K", 256, 176)
    case .q6_K: ("Q6_K", 256, 210)
    case .q8_K: ("Q8_K", 256, 292)
    case .iq1_s: ("IQ1_S", 256, 50)
    case .iq1_m: ("IQ1_M", 256, 56)
    case .iq2_xxs: ("IQ2_XXS", 256, 66)
    case .iq2_xs: ("IQ2_XS", 256, 74)
    case .iq2_s: ("IQ2_S", 256, 82)
    case .iq3_xxs: ("IQ3_XXS", 256, 98)
    case .iq3_s: ("IQ3_S", 256, 110)
    case .iq4_nl: ("IQ4_NL", 32, 18)
    case .iq4_xs: ("IQ4_XS", 256, 136)
    case .tq1_0: ("TQ1_0", 256, 54)
    case .tq2_0: ("TQ2_0", 256, 66)
    case .mxfp4: ("MXFP4", 32, 17)
    case .f8_e4m3: ("F8_E4M3", 1, 1)
    }
  }
}

// swift-tools-version: 6.2
import PackageDescription

// Every target on one line, in layer order: C libraries, their wrappers, shared domains, the four services, the
// command line, tests. A target may depend only on targets above it; Tests/ArchitectureTests holds the direction.

let package = Package(
  name: "Weir",
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    // C libraries
    .systemLibrary(name: "CSodium", path: "Shared/Cryptography/CSodium"),
    .systemLibrary(name: "CZeroMQ", path: "Shared/Messaging/CZeroMQ"),
    .systemLibrary(name: "CPostgreSQL", path: "Shared/PostgreSQL/CPostgreSQL"),
    .systemLibrary(name: "COpenBLAS", path: "Shared/Numerics/COpenBLAS"),
    .c("CContracts", "Shared/Contracts/CContracts", linking: "protobuf-c"),
    .target(name: "CTagger", path: "Shared/Deidentification/CTagger", exclude: ["weights.bin"]),
    .target(name: "CBytePairs", path: "Services/Tokenizer/CBytePairs", cSettings: .byteLoops),
    .target(name: "CTexts", path: "Shared/ModelFiles/CTexts"),
    .c("CRE2", "Shared/RegularExpressions/CRE2", linking: "re2"),
    .target(name: "CMerkle", path: "Shared/Audit/CMerkle"),
    .c("CTransfer", "Shared/HTTP/CTransfer", linking: ":libcurl.so.4"),
    .c("CKernels", "Shared/Numerics/CKernels", linking: "m"),
    .target(name: "CProcess", path: "Shared/Operations/CProcess"),

    // Wrappers
    .swift("Cryptography", "Shared/Cryptography/Cryptography", ["CSodium"]),
    .swift("PostgreSQL", "Shared/PostgreSQL/PostgreSQL", ["CPostgreSQL"]),
    .swift("RegularExpressions", "Shared/RegularExpressions/RegularExpressions", ["CRE2"]),
    .swift("NumericKernels", "Shared/Numerics/NumericKernels", ["CKernels", "COpenBLAS"]),
    .swift("Contracts", "Shared/Contracts/Contracts", ["CContracts"]),
    .swift("RPC", "Shared/Messaging/RPC", []),
    .swift("ZeroMQ", "Shared/Messaging/ZeroMQ", ["CZeroMQ"]),
    .swift("Messaging", "Shared/Messaging/Messaging", ["RPC", "ZeroMQ"]),
    .swift("HTTPTransport", "Shared/HTTP/HTTPTransport", []),
    .swift("CurlTransport", "Shared/HTTP/CurlTransport", ["HTTPTransport", "CTransfer"]),
    .swift("RPCBenchmark", "Shared/Messaging/RPCBenchmark", ["Messaging"]),

    // Shared domains
    .swift(
      "Deidentification", "Shared/Deidentification", ["RegularExpressions", "Cryptography", "CTagger"],
      exclude: ["CTagger", "README.md"]),
    .swift("Policy", "Shared/Policy", ["Deidentification", "RegularExpressions", "Cryptography", .yams]),
    .swift("Audit", "Shared/Audit/Audit", ["Cryptography", "CMerkle"]),
    .swift("Vault", "Shared/Vault", ["Cryptography", "PostgreSQL", .grdb], exclude: ["README.md"]),
    .swift("Clearance", "Shared/Clearance", ["Cryptography"]),
    .swift("ModelFiles", "Shared/ModelFiles", ["CTexts"], exclude: ["CTexts"]),
    .swift("ModelHub", "Shared/ModelHub", ["HTTPTransport", "Cryptography"]),
    .swift("Operations", "Shared/Operations/Operations", ["CProcess", "Messaging", "Cryptography", .yams, .logging]),

    // Tokenizer
    .swift("Tokenization", "Services/Tokenizer/Tokenization", ["ModelFiles", "CBytePairs"]),
    .process(
      "weir-tokenizer", "Services/Tokenizer/Main",
      ["Tokenization", "Contracts", "Messaging", "Operations"]),

    // Inference worker
    .swift("Constraints", "Services/InferenceWorker/Constraints", [], exclude: ["README.md"]),
    .swift("Generation", "Services/InferenceWorker/Generation", ["Constraints", "NumericKernels", "ModelFiles"]),
    .swift("Scheduling", "Services/InferenceWorker/Scheduling", ["Generation", "Constraints"], exclude: ["README.md"]),
    .swift("Upstream", "Services/InferenceWorker/Upstream", ["HTTPTransport"], exclude: ["README.md"]),
    .process(
      "weir-worker", "Services/InferenceWorker/Main",
      [
        "Scheduling", "Generation", "Constraints", "Upstream", "Tokenization", "ModelFiles", "Clearance",
        "Cryptography", "Contracts", "Messaging", "HTTPTransport", "CurlTransport", "Operations",
      ]),

    // Knowledge base
    .swift("Retrieval", "Services/KnowledgeBase/Retrieval", ["Cryptography", .grdb]),
    .process("weir-knowledge", "Services/KnowledgeBase/Main", ["Retrieval", "Contracts", "Messaging", "Operations"]),

    // Gateway
    .swift("OutputFilter", "Services/Gateway/OutputFilter", ["Policy", "RegularExpressions"]),
    .swift(
      "ChatPipeline", "Services/Gateway/ChatPipeline",
      ["Deidentification", "Policy", "OutputFilter", "Audit", "Clearance", "Cryptography"]),
    .process(
      "weir-gateway", "Services/Gateway/Main",
      [
        "ChatPipeline", "Deidentification", "Policy", "OutputFilter", "Audit", "Vault", "Clearance", "Cryptography",
        "Contracts", "Messaging", "Operations", .hummingbird, .lifecycle,
      ]),

    // Command line
    .process(
      "weir", "Services/CommandLine",
      [
        "Deidentification", "Policy", "OutputFilter", "Audit", "Vault", "Cryptography", "Tokenization", "ModelFiles",
        "ModelHub", "Generation", "Constraints", "Scheduling", "Retrieval", "Contracts", "Messaging", "RPCBenchmark",
        "HTTPTransport", "CurlTransport", "Operations", .argumentParser,
      ]),

    // Tests
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: .strict),
    .tests("CryptographyTests", ["Cryptography"]),
    .tests("SupervisionTests", ["weir", "Operations"]),
    .tests("OperationsTests", ["Operations", "Cryptography", .logging]),
    .tests("ContractsTests", ["Contracts", "CContracts"]),
    .tests("CommandLineTests", ["weir", "Retrieval", "Deidentification", "Tokenization"]),
    .tests("DeidentificationTests", ["Deidentification", "Cryptography", "CTagger"]),
    .tests("RegularExpressionsTests", ["RegularExpressions"]),
    .tests("NumericKernelsTests", ["NumericKernels", "CKernels"]),
    .tests("ConstraintsTests", ["Constraints", "Tokenization"]),
    .tests("GenerationTests", ["Generation", "Constraints", "ModelFiles", "NumericKernels"]),
    .target(
      name: "GenerationTestSupport", dependencies: ["Generation"], path: "Tests/GenerationTestSupport",
      swiftSettings: .strict),
    .tests("SchedulingTests", ["Scheduling", "Generation", "Constraints", "GenerationTestSupport"]),
    .tests("CurlTransportTests", ["CurlTransport", "HTTPTransport"]),
    .tests("ModelHubTests", ["ModelHub", "HTTPTransport", "CurlTransport", "Cryptography"]),
    .tests("UpstreamTests", ["Upstream", "HTTPTransport"]),
    .tests(
      "InferenceWorkerTests",
      [
        "weir-worker", "Scheduling", "Generation", "GenerationTestSupport", "Upstream", "HTTPTransport", "Tokenization",
        "Clearance", "Cryptography", "Contracts", "Messaging",
      ]),
    .tests("ModelFilesTests", ["ModelFiles", "CTexts"]),
    .tests("AuditTests", ["Audit", "CMerkle", "Cryptography"]),
    .tests("AuditSimulationTests", ["Audit", "Cryptography"], path: "Tests/SimulationTests/Audit"),
    .tests("PostgreSQLTests", ["PostgreSQL"]),
    .tests("VaultTests", ["Vault", "PostgreSQL", "Cryptography", .grdb]),
    .tests(
      "ChatPipelineTests",
      ["ChatPipeline", "Deidentification", "Policy", "OutputFilter", "Audit", "Clearance", "Cryptography"]),
    .tests("GatewayTests", ["weir-gateway", "ChatPipeline", "Deidentification"]),
    .tests("ArchitectureTests", []),
    .tests("ClearanceTests", ["Clearance", "Cryptography"]),
    .tests("RPCSimulationTests", ["RPC"], path: "Tests/SimulationTests/RPC"),
    .tests("RPCTests", ["RPC"]),
    .tests("ZeroMQTests", ["ZeroMQ"]),
    .tests("MessagingTests", ["Messaging", "RPC", "ZeroMQ", "CContracts"]),
    .tests("PolicyTests", ["Policy", "Deidentification"]),
    .tests("OutputFilterTests", ["OutputFilter", "Policy", "Deidentification", "RegularExpressions"]),
    .tests("TokenizationTests", ["Tokenization", "ModelFiles"]),
    .tests("RetrievalTests", ["Retrieval", .grdb]),
    .tests(
      "SystemTests", ["weir", "weir-gateway", "weir-tokenizer", "weir-worker", "weir-knowledge"], excluding: ["python"]),
  ],
  cLanguageStandard: .gnu11,
  cxxLanguageStandard: .cxx17
)

extension [SwiftSetting] {
  // Explicit, internal imports keep a wrapped library out of the API of what wraps it.
  static var strict: Self {
    [
      .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
      .enableUpcomingFeature("MemberImportVisibility"),
    ]
  }
}

extension [CSetting] {
  // For loops of few instructions over bytes, which otherwise lose up to a tenth by chance: processors from Skylake to Cascade
  // Lake slow down where a branch lies across 32 bytes. Flags are called unsafe that a package may not ask of others' builds;
  // no other package builds this one.
  static var byteLoops: Self {
    #if arch(x86_64)
      [.unsafeFlags(["-mbranches-within-32B-boundaries"])]
    #else
      []
    #endif
  }
}

extension Target {
  static func swift(_ name: String, _ path: String, _ dependencies: [Dependency], exclude: [String] = []) -> Target {
    .target(name: name, dependencies: dependencies, path: path, exclude: exclude, swiftSettings: .strict)
  }
  static func process(_ name: String, _ path: String, _ dependencies: [Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies + [.logging], path: path, swiftSettings: .strict)
  }
  static func c(_ name: String, _ path: String, linking library: String) -> Target {
    .target(name: name, path: path, linkerSettings: [.linkedLibrary(library)])
  }
  static func tests(
    _ name: String, _ dependencies: [Dependency], path: String? = nil, excluding exclude: [String] = []
  ) -> Target {
    .testTarget(
      name: name, dependencies: dependencies + ["TestSupport"], path: path ?? "Tests/\(name)", exclude: exclude,
      swiftSettings: .strict)
  }
}

extension Target.Dependency {
  static var argumentParser: Self { .product(name: "ArgumentParser", package: "swift-argument-parser") }
  static var grdb: Self { .product(name: "GRDB", package: "GRDB.swift") }
  static var hummingbird: Self { .product(name: "Hummingbird", package: "hummingbird") }
  static var lifecycle: Self { .product(name: "ServiceLifecycle", package: "swift-service-lifecycle") }
  static var logging: Self { .product(name: "Logging", package: "swift-log") }
  static var yams: Self { .product(name: "Yams", package: "Yams") }
}

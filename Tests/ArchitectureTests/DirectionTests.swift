import Foundation
import TestSupport
import Testing

/// The direction of dependencies: Main → service logic → shared domain → wrappers → C libraries.
@Suite struct DirectionTests {
  let targets: [String: PackageDump.Target]

  init() throws { targets = try PackageDump.targets() }

  @Test(
    "a domain knows no wire",
    arguments: [
      "Deidentification", "Policy", "Audit", "Vault", "Clearance", "ModelFiles", "Tokenization", "Generation",
      "Constraints", "Scheduling", "Upstream", "ModelHub", "Retrieval", "OutputFilter", "ChatPipeline",
    ])
  func domainKnowsNoWire(domain: String) {
    let wire: Set = [
      "Contracts", "CContracts", "RPC", "ZeroMQ", "CZeroMQ", "Messaging", "Hummingbird", "Operations",
      "CurlTransport", "CTransfer",
    ]
    #expect(reach(domain).isDisjoint(with: wire), "\(domain) must be usable without a network: adapt in Main")
  }

  @Test(
    "only the processes on the privacy boundary reach the de-identifier",
    arguments: [
      "weir-tokenizer", "weir-worker", "weir-knowledge",
    ])
  func privacyBoundary(process: String) {
    #expect(!reach(process).contains("Deidentification"), "\(process) must never see identified text")
    #expect(!reach(process).contains("Vault"), "\(process) must never see what the vault keeps")
  }

  @Test func sansIOCoresDependOnNothing() {
    #expect(reach("RPC").isEmpty)
    // Its own vector instructions.
    #expect(reach("ModelFiles") == ["CTexts"])
    #expect(reach("Constraints").isEmpty)
  }

  @Test func targetsStandInLayerOrder() throws {
    let order = try PackageDump.names()
    for (name, target) in targets {
      for dependency in target.dependencies where targets[dependency] != nil {
        let message: Comment = "\(dependency) must stand above \(name) in Package.swift"
        #expect(order.firstIndex(of: dependency)! < order.firstIndex(of: name)!, message)
      }
    }
  }

  @Test func swiftFilesStayReadable() throws {
    let lengths = try SourceTree.swiftFiles(under: ["Services", "Shared"]).map(\.lineCount).sorted()
    #expect(lengths[lengths.count / 2] <= 120, "the median file is longer than one idea")
  }

  /// `@_spi(Identified)` is the list of readers of identified text: a new one is a decision, made here.
  @Test func onlyTheseReadIdentifiedText() throws {
    let readers = try SourceTree.swiftFiles(under: ["Services", "Shared"])
      .filter { $0.text.contains("@_spi(Identified)") && $0.text.contains("import") }
      .filter { $0.text.contains(/@_spi\(Identified\)[^\n]*import/) }.map(\.path).sorted()
    let allowed = [
      "Services/CommandLine/", "Shared/Policy/Testing/", "Services/Gateway/ChatPipeline/13_Reidentify.swift",
      "Services/Gateway/Main/HTTP/ChatCompletionsRoute.swift", "Services/Gateway/Main/HTTP/ServerSentEvents.swift",
      "Services/Gateway/Main/RPCFront/",
      // What the vault keeps, and what a privacy officer gets back out of it, on the record.
      "Services/Gateway/ChatPipeline/SurrogateKeeper.swift",
      "Services/Gateway/ChatPipeline/AuthorizedReidentification.swift",
      "Services/Gateway/Main/HTTP/ReidentifyRoute.swift",
    ]
    for reader in readers {
      #expect(allowed.contains { reader.hasPrefix($0) }, "\(reader) reads identified text")
    }
    #expect(!readers.isEmpty)
  }

  /// Everything that `name` depends on, directly or not.
  private func reach(_ name: String) -> Set<String> {
    var found: Set<String> = []
    var pending = targets[name]?.dependencies ?? []
    while let next = pending.popLast() {
      if found.insert(next).inserted { pending += targets[next]?.dependencies ?? [] }
    }
    return found
  }
}

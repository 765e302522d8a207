import Foundation
import Operations
import Testing

@Suite struct FilesTests {
  @Test func writingReplacesWholly() throws {
    let folder = try TemporaryState()
    let path = "\(folder.state.root)/file"
    try Files.write([1, 2, 3], to: path)
    try Files.write([4], to: path)
    #expect(try Files.read(path) == [4])
    #expect(mode(path) == 0o600)
    #expect(Files.names(in: folder.state.root).filter { $0.hasPrefix("file") } == ["file"])
  }

  @Test func creatingNeverReplaces() throws {
    let folder = try TemporaryState()
    let path = "\(folder.state.root)/file"
    #expect(try Files.create([1], at: path))
    #expect(try !Files.create([2], at: path))
    #expect(try Files.read(path) == [1])
    #expect(Files.names(in: folder.state.root).filter { $0.hasPrefix("file") } == ["file"])
  }

  @Test func readingIsBounded() throws {
    let folder = try TemporaryState()
    let path = "\(folder.state.root)/file"
    try Files.write([UInt8](repeating: 0, count: Files.readBytesMax + 1), to: path)
    #expect(throws: OperationsError.fileTooLarge(path: path, bytesMax: Files.readBytesMax)) { try Files.read(path) }
  }

  @Test func missingFoldersAreMadePrivate() throws {
    let folder = try TemporaryState()
    try Files.createFolder("\(folder.state.root)/a/b")
    #expect(mode("\(folder.state.root)/a") == 0o700)
    #expect(throws: OperationsError.missing(path: "\(folder.state.root)/a/c", advice: "check the path")) {
      try Files.read("\(folder.state.root)/a/c")
    }
  }

  @Test func logFilesRotateBySize() throws {
    let folder = try TemporaryState()
    let path = folder.state.logFile("weir-worker")
    var file = try RotatingFile(path: path, bytesMax: 10)
    for line in ["one\n", "two\n", "three\n", "four\n"] { file.append(Array(line.utf8)) }
    #expect(String(decoding: try Files.read(path), as: UTF8.self) == "four\n")
    #expect(String(decoding: try Files.read("\(path).1"), as: UTF8.self) == "three\n")
    var reopened = try RotatingFile(path: path, bytesMax: 10)
    reopened.append(Array("five\n".utf8))
    #expect(String(decoding: try Files.read(path), as: UTF8.self) == "four\nfive\n")
  }
}

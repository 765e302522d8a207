import Foundation
import TestSupport
import Testing

@testable import Tokenization

/// Paths without Foundation are what they are with it.
@Suite struct FilePathTests {
  @Test(
    arguments: [
      ("a/b.tar.gz", "a/", "b.tar.gz", "a/b.tar"), ("b.json", "", "b.json", "b"), ("/b", "/", "b", "/b"),
      ("a.b/c", "a.b/", "c", "a.b/c"), (".hidden", "", ".hidden", ".hidden"), ("a/.x.y", "a/", ".x.y", "a/.x"),
      ("a.", "", "a.", "a."), ("a/", "a/", "", "a/"), ("", "", "", ""), ("é/中.文", "é/", "中.文", "é/中"),
    ])
  func partsOfPaths(_ path: String, _ folder: String, _ name: String, _ base: String) {
    #expect(FilePath.folder(of: path) == folder)
    #expect(FilePath.name(of: path) == name)
    #expect(FilePath.withoutExtension(path) == base)
  }

  @Test(arguments: ["/a/b", "/a//b/", "/a/./b", "/a/x/../b", "/../a/b/."])
  func spellingsOfOnePath(_ path: String) { #expect(FilePath.standardized(path) == "/a/b") }

  @Test func pathsFromTheWorkingFolder() {
    #expect(FilePath.standardized("a/../b") == FilePath.standardized(FileManager.default.currentDirectoryPath + "/b"))
  }

  @Test func whatIsThere() {
    let folder = FileManager.default.temporaryDirectory.path
    #expect(FilePath.exists(folder) && FilePath.isFolder(folder))
    #expect(FilePath.exists(#filePath) && !FilePath.isFolder(#filePath))
    #expect(!FilePath.exists(folder + "/no such file") && !FilePath.isFolder(folder + "/no such file"))
  }
}

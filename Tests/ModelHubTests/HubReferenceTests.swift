import Testing

@testable import ModelHub

@Suite struct HubReferenceTests {
  static let hubs = Hub.all(environment: ["HF_ENDPOINT": "https://mirror.example.org/"])

  @Test(
    "what users type, and the file it means",
    arguments: [
      ("hf:owner/name", "https://mirror.example.org/api/models/owner/name/tree/main?recursive=true"),
      ("hf:owner/name@v1.2", "https://mirror.example.org/api/models/owner/name/tree/v1.2?recursive=true"),
      ("hf:owner/name@refs/pr/1", "https://mirror.example.org/api/models/owner/name/tree/refs%2Fpr%2F1?recursive=true"),
      (
        "ms:owner/name", "https://modelscope.cn/api/v1/models/owner/name/repo/files?Revision=master&Recursive=true"
      ),
      (
        "https://huggingface.co/owner/name", "https://mirror.example.org/api/models/owner/name/tree/main?recursive=true"
      ),
      (
        "https://huggingface.co/owner/name/tree/dev",
        "https://mirror.example.org/api/models/owner/name/tree/dev?recursive=true"
      ),
      (
        "https://mirror.example.org/owner/name",
        "https://mirror.example.org/api/models/owner/name/tree/main?recursive=true"
      ),
      (
        "https://www.modelscope.cn/models/owner/name/",
        "https://modelscope.cn/api/v1/models/owner/name/repo/files?Revision=master&Recursive=true"
      ),
      (
        "https://modelscope.cn/models/owner/name/files",
        "https://modelscope.cn/api/v1/models/owner/name/repo/files?Revision=master&Recursive=true"
      ),
    ])
  func repositories(text: String, listing: String) throws {
    guard case .repository(let hub, let name, let revision, nil) = try HubReference(text, hubs: Self.hubs) else {
      Issue.record("\(text) is no repository")
      return
    }
    #expect(hub.listingURL(name, revision: revision) == listing)
  }

  @Test(
    "URLs of files",
    arguments: [
      ("https://huggingface.co/o/n/resolve/main/a/b.gguf", "https://mirror.example.org/o/n/resolve/main/a/b.gguf", "b"),
      (
        "https://huggingface.co/o/n/blob/main/b c.gguf", "https://mirror.example.org/o/n/resolve/main/b%20c.gguf", "b c"
      ),
      (
        "https://modelscope.cn/models/o/n/resolve/master/b.gguf",
        "https://modelscope.cn/models/o/n/resolve/master/b.gguf", "b"
      ),
    ])
  func files(text: String, url: String, name: String) throws {
    let reference = try HubReference(text.replacing(" ", with: "%20"), hubs: Self.hubs)
    guard case .repository(let hub, let repository, let revision, let file?) = reference else {
      Issue.record("\(text) is no file of a repository")
      return
    }
    #expect(hub.fileURL(repository, revision: revision, path: file) == url)
    #expect(reference.modelName == name)
  }

  @Test func otherURLsAreTakenAsTheyAre() throws {
    let url = "https://files.example.org/models/x.gguf?signature=1"
    #expect(try HubReference(url, hubs: Self.hubs) == .file(url: url))
    #expect(try HubReference(url, hubs: Self.hubs).modelName == "x")
  }

  @Test(
    "what is no reference",
    arguments: [
      "", "name", "owner/name", "hf:name", "hf:a/b/c", "hf:../b", "hf:a/b@", "hf:a/b@../c", "hf:a/b?c", "ftp://x/y",
      "https://x", "https://x/", "file:///etc/passwd", "hf:a/%2e%2e",
    ])
  func refusals(text: String) {
    #expect(throws: PullError.badReference) { try HubReference(text, hubs: Self.hubs) }
  }
}

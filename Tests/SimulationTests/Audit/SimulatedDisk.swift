import Foundation
import TestSupport

@testable import Audit

/// A disk in memory that keeps apart what was written and what is durable, and fails where it is told to.
///
/// Harsher than a real file system: nothing but a sync makes bytes durable, nothing but a sync of its folder makes a
/// name durable; a crash keeps any part of what was not synced; a failed sync drops the writes before it for good while
/// reads still show them, as Linux does.
///
/// @unchecked: every access holds `lock`.
final class SimulatedDisk: FileSystem, @unchecked Sendable {
  enum Fault {
    /// What the log must survive; against a disk that lies there are only witnesses.
    static let allCases: [Fault] = [.fails, .failsAfterwards, .shortWrite, .crashBefore, .crashDuring, .crashAfter]

    /// The call fails and did nothing.
    case fails
    /// The call fails and did it all the same.
    case failsAfterwards
    /// A write stops half way for lack of space.
    case shortWrite
    /// Power fails before the call, half way through it, or after it.
    case crashBefore, crashDuring, crashAfter
    /// A sync reports success and makes nothing durable.
    case lies
  }

  final class Inode {
    var shown: [UInt8] = []
    var durable: [UInt8] = []
    var isDirty = false
    /// A failed sync dropped what was written: later syncs succeed and save nothing of it.
    var isLost = false
  }

  private enum NameChange {
    case link(String, Inode)
    case rename(String, String, Inode)
    case unlink(String)
    case folder(String)
  }

  private let lock = NSLock()
  private var names: [String: Inode] = [:]
  private var folders: Set<String> = [""]
  private var durableNames: [String: Inode] = [:]
  private var durableFolders: Set<String> = [""]
  private var changes: [String: [NameChange]] = [:]
  private var isDown = false
  private var generator: SeededGenerator
  private var armed: [Int: Fault] = [:]
  /// Calls so far that change the disk.
  private(set) var operations = 0

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  /// Lets the call with this number fail.
  func arm(_ fault: Fault, at operation: Int) { lock.withLock { armed[operation] = fault } }

  /// Power is back: what was durable is there, and an arbitrary part of the rest.
  func restart() {
    lock.withLock {
      for (folder, pending) in changes.sorted(by: { $0.key < $1.key }) {
        for change in pending.prefix(Int.random(in: 0...pending.count, using: &generator)) { makeDurable(change) }
        changes[folder] = nil
      }
      names = durableNames.filter { path, _ in directoriesAbove(path).allSatisfy(durableFolders.contains) }
      folders = durableFolders
      durableNames = names
      for path in names.keys.sorted() { tear(names[path]!) }
      isDown = false
      armed = [:]
    }
  }

  private func tear(_ inode: Inode) {
    if inode.isDirty {
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: break
      case 1: inode.durable = inode.shown
      case 2:
        // What was durable stays, unless the file was written anew.
        let kept = inode.shown.starts(with: inode.durable) ? inode.durable.count : 0
        inode.durable = Array(inode.shown.prefix(Int.random(in: kept...inode.shown.count, using: &generator)))
      default:  // The length reached the disk, a sector did not.
        var bytes = inode.shown
        if bytes.count > inode.durable.count {
          let start = Int.random(in: inode.durable.count..<bytes.count, using: &generator)
          for position in start..<min(bytes.count, start + 512) { bytes[position] = 0 }
        }
        inode.durable = bytes
      }
    }
    inode.shown = inode.durable
    inode.isDirty = false
    inode.isLost = false
  }

  /// Every file's path and bytes.
  var contents: [String: [UInt8]] { lock.withLock { names.mapValues(\.shown) } }

  /// Changes one file behind the log's back.
  func overwrite(_ path: String, _ bytes: [UInt8]?) {
    lock.withLock {
      names[path] = bytes.map {
        let inode = Inode()
        (inode.shown, inode.durable) = ($0, $0)
        return inode
      }
      durableNames[path] = names[path]
    }
  }
}

// MARK: - FileSystem

extension SimulatedDisk {
  func read(_ path: String) throws(AuditError) -> [UInt8]? {
    lock.lock()
    defer { lock.unlock() }
    if isDown { throw failure("read", path) }
    return names[path]?.shown
  }

  func write(_ path: String, _ bytes: [UInt8]) throws(AuditError) {
    try perform("write", path) { part in
      for folder in directoriesAbove(path).reversed() where !folders.contains(folder) {
        folders.insert(folder)
        changes[directoriesAbove(folder)[0], default: []].append(.folder(folder))
      }
      let inode = names[path] ?? Inode()
      if names[path] == nil { changes[directoriesAbove(path)[0], default: []].append(.link(path, inode)) }
      names[path] = inode
      inode.shown = Array(bytes.prefix(part(bytes.count)))
      inode.isDirty = true
      inode.isLost = false
    }
  }

  func openForAppending(_ path: String) throws(AuditError) -> any AppendableFile {
    lock.lock()
    defer { lock.unlock() }
    guard !isDown, let inode = names[path] else { throw failure("open", path) }
    return SimulatedFile(disk: self, inode: inode, path: path)
  }

  fileprivate func append(_ inode: Inode, _ path: String, _ bytes: [UInt8]) throws(AuditError) {
    try perform("append", path) { part in
      inode.shown += bytes.prefix(part(bytes.count))
      inode.isDirty = true
    }
  }

  func sync(_ path: String) throws(AuditError) {
    lock.lock()
    let inode = names[path]
    lock.unlock()
    guard let inode else { throw failure("sync", path) }
    try sync(inode, path)
  }

  fileprivate func sync(_ inode: Inode, _ path: String) throws(AuditError) {
    do throws(AuditError) {
      try perform("sync", path) { part in
        // A sync that fails half way made nothing durable that can be relied upon.
        guard part(2) == 2, !inode.isLost else { return }
        if armed[operations] == .lies { return }
        inode.durable = inode.shown
        inode.isDirty = false
      }
    } catch {
      lock.withLock {
        guard !isDown, inode.isDirty else { return }
        inode.isDirty = false
        inode.isLost = true
      }
      throw error
    }
  }

  func syncDirectory(_ path: String) throws(AuditError) {
    try perform("sync", path) { part in
      let pending = changes[path] ?? []
      for change in pending.prefix(part(pending.count)) { makeDurable(change) }
      changes[path] = Array(pending.dropFirst(part(pending.count)))
    }
  }

  func rename(_ path: String, to newPath: String) throws(AuditError) {
    try perform("rename", path) { part in
      guard part(2) == 2, let inode = names.removeValue(forKey: path) else { return }
      names[newPath] = inode
      changes[directoriesAbove(path)[0], default: []].append(.rename(path, newPath, inode))
    }
  }

  func remove(_ path: String) throws(AuditError) {
    try perform("remove", path) { part in
      guard part(2) == 2, names.removeValue(forKey: path) != nil else { return }
      changes[directoriesAbove(path)[0], default: []].append(.unlink(path))
    }
  }

  private func makeDurable(_ change: NameChange) {
    switch change {
    case .link(let path, let inode): durableNames[path] = inode
    case .unlink(let path): durableNames[path] = nil
    case .folder(let path): durableFolders.insert(path)
    case .rename(let path, let newPath, let inode):
      if durableNames[path] === inode { durableNames[path] = nil }
      durableNames[newPath] = inode
    }
  }

  /// Counts the call, and runs `action` as far as the fault lets it: `part(n)` says how much of n is done.
  private func perform(_ operation: String, _ path: String, _ action: (_ part: (Int) -> Int) -> Void)
    throws(AuditError)
  {
    lock.lock()
    defer { lock.unlock() }
    guard !isDown else { throw failure(operation, path) }
    operations += 1
    let fault = armed[operations]
    switch fault {
    case .fails, .crashBefore: break
    case .shortWrite, .crashDuring: action { $0 / 2 }
    case nil, .failsAfterwards, .crashAfter, .lies: action { $0 }
    }
    switch fault {
    case nil, .lies: return
    case .crashBefore, .crashDuring, .crashAfter: isDown = true
    case .fails, .failsAfterwards, .shortWrite: break
    }
    throw failure(operation, path)
  }

  private func failure(_ operation: String, _ path: String) -> AuditError {
    .storage(operation: operation, path: path, code: EIO)
  }
}

private final class SimulatedFile: AppendableFile, @unchecked Sendable {
  private let disk: SimulatedDisk
  private let inode: SimulatedDisk.Inode
  private let path: String

  init(disk: SimulatedDisk, inode: SimulatedDisk.Inode, path: String) {
    self.disk = disk
    self.inode = inode
    self.path = path
  }

  func append(_ bytes: [UInt8]) throws(AuditError) { try disk.append(inode, path, bytes) }
  func sync() throws(AuditError) { try disk.sync(inode, path) }
}

internal import CKernels
internal import Foundation

/// How many cores this process may use: its affinity mask, and below that the CPU quota of its control groups.
public func availableCores() -> Int {
  let affinity = weir_affinity_cores()
  let quota = controlGroupCores { try? String(contentsOfFile: $0, encoding: .utf8) }
  return max(1, min(affinity, quota ?? affinity))
}

/// The smallest CPU quota among this process's control groups, rounded up to whole cores; nil without one.
///
/// Reads version 2 (`cpu.max` of the group and its ancestors) and version 1 (`cpu.cfs_quota_us`).
/// Source: Linux, Documentation/admin-guide/cgroup-v2.rst.
func controlGroupCores(read: (String) -> String?) -> Int? {
  let groups = (read("/proc/self/cgroup") ?? "").split(separator: "\n")
  let paths = groups.compactMap { line in line.hasPrefix("0::") ? String(line.dropFirst(3)) : nil }
  let unified = paths.flatMap(controlGroupAncestors).compactMap {
    read("/sys/fs/cgroup\($0)/cpu.max").flatMap(cores(ofQuota:))
  }
  let legacy = ["/sys/fs/cgroup/cpu", "/sys/fs/cgroup/cpu,cpuacct"].compactMap { folder in
    zip2(read("\(folder)/cpu.cfs_quota_us"), read("\(folder)/cpu.cfs_period_us")).flatMap {
      cores(ofQuota: "\($0) \($1)")
    }
  }
  return (unified + legacy).min()
}

/// "quota period" in microseconds as whole cores; nil for "max" or -1, which mean no limit.
private func cores(ofQuota text: String) -> Int? {
  let numbers = text.split(whereSeparator: \.isWhitespace).map { Double($0) }
  guard numbers.count == 2, let quota = numbers[0], let period = numbers[1], quota > 0, period > 0 else { return nil }
  return Int((quota / period).rounded(.up))
}

/// "/a/b" gives "/a/b", "/a" and "".
func controlGroupAncestors(of path: String) -> [String] {
  let parts = path.split(separator: "/")
  return (0...parts.count).map { parts.prefix($0).map { "/\($0)" }.joined() }
}

private func zip2<A, B>(_ a: A?, _ b: B?) -> (A, B)? {
  if let a, let b { (a, b) } else { nil }
}

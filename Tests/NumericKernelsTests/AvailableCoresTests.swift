import Testing

@testable import NumericKernels

/// The number of threads follows the limits of the control groups (Linux cgroup-v2.rst, `cpu.max`).
struct AvailableCoresTests {
  @Test(
    arguments: [
      ([:], nil),
      (["/proc/self/cgroup": "0::/\n", "/sys/fs/cgroup/cpu.max": "max 100000\n"], nil),
      (["/proc/self/cgroup": "0::/\n", "/sys/fs/cgroup/cpu.max": "150000 100000\n"], 2),
      (
        [
          "/proc/self/cgroup": "0::/a/b\n", "/sys/fs/cgroup/a/b/cpu.max": "max 100000",
          "/sys/fs/cgroup/a/cpu.max": "50000 100000",
        ], 1
      ),
      (["/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "400000\n", "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n"], 4),
      (["/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n", "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n"], nil),
      (["/proc/self/cgroup": "0::/\n", "/sys/fs/cgroup/cpu.max": "nonsense"], nil),
    ] as [([String: String], Int?)])
  func `quotas`(files: [String: String], cores: Int?) {
    #expect(controlGroupCores { files[$0] } == cores)
  }

  @Test func `at least one core`() { #expect(availableCores() >= 1) }

  @Test(
    arguments: [
      (["/proc/meminfo": "MemTotal: 9000 kB\nMemAvailable:    2000 kB\n"], 2000 << 10),
      (
        [
          "/proc/meminfo": "MemAvailable: 2000 kB\n", "/proc/self/cgroup": "0::/a\n",
          "/sys/fs/cgroup/a/memory.max": "1000000\n", "/sys/fs/cgroup/a/memory.current": "400000\n",
        ], 600_000
      ),
      (
        [
          "/proc/meminfo": "MemAvailable: 2000 kB\n", "/proc/self/cgroup": "0::/a\n",
          "/sys/fs/cgroup/a/memory.max": "max\n", "/sys/fs/cgroup/a/memory.current": "400000\n",
        ], 2000 << 10
      ),
      (
        [
          "/proc/meminfo": "MemAvailable: 2000 kB\n", "/proc/self/cgroup": "0::/a\n",
          "/sys/fs/cgroup/a/memory.max": "1000000\n", "/sys/fs/cgroup/a/memory.current": "900000\n",
          "/sys/fs/cgroup/a/memory.stat": "anon 100000\ninactive_file 300000\nactive_file 50000\nfile 360000\n",
        ], 450_000
      ),
      ([:], 4 << 30),
    ] as [([String: String], Int)])
  func `free memory`(files: [String: String], bytes: Int) {
    #expect(availableBytes { files[$0] } == bytes)
  }

  @Test(
    arguments: [
      ([:], 0), (["/proc/pressure/memory": "some avg10=40.00 avg60=0.10\nfull avg10=12.50 avg60=0.00\n"], 0.125),
      (
        [
          "/proc/self/cgroup": "0::/a\n", "/proc/pressure/memory": "some avg10=0\nfull avg10=50.00 avg60=0\n",
          "/sys/fs/cgroup/a/memory.pressure": "some avg10=9.00 avg60=0\nfull avg10=1.00 avg60=0\n",
        ], 0.01
      ),
      (["/proc/pressure/memory": "full avg10=much\n"], 0),
    ] as [([String: String], Double)])
  func `waiting for memory`(files: [String: String], share: Double) {
    #expect(stalledShare { files[$0] } == share)
  }
}

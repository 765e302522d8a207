#define _GNU_SOURCE
#include "kernels.h"
#include <sched.h>
#include <unistd.h>

size_t weir_affinity_cores(void) {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) return (size_t)CPU_COUNT(&set);
  // More processors than the set has bits.
  long online = sysconf(_SC_NPROCESSORS_ONLN);
  return online > 0 ? (size_t)online : 1;
}

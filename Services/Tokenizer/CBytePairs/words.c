// Chooses how words are found by what the processor has.
#include "planes.h"

size_t words_scan_portable(scanner *s, uint32_t *ends);

#if defined(__x86_64__)
size_t words_scan_avx2(scanner *s, uint32_t *ends);

size_t words_scan(scanner *s, uint32_t *ends) {
  return __builtin_cpu_supports("avx2") ? words_scan_avx2(s, ends) : words_scan_portable(s, ends);
}
#else
size_t words_scan(scanner *s, uint32_t *ends) { return words_scan_portable(s, ends); }
#endif

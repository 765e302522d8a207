#define _GNU_SOURCE
#include "kernels.h"
#ifdef __linux__
#include <sys/mman.h>
#endif

void weir_use_large_pages(void *p, size_t bytes) {
#ifdef MADV_HUGEPAGE
  madvise(p, bytes, MADV_HUGEPAGE);
#else
  (void)p, (void)bytes;
#endif
}

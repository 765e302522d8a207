// Memory in large pages, which spare the processor most of its page table walks.
#include <pthread.h>
#include <sys/mman.h>

#include "tables.h"

enum { LARGE_PAGE = 2 << 20, SMALL_PAGE = 4096 };

static size_t rounded(size_t size) { return (size + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE; }

void *large_alloc(size_t size) {
  size_t kept = rounded(size), asked = kept + LARGE_PAGE;
  uint8_t *memory = mmap(NULL, asked, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return NULL;
  // The kernel gives large pages only where they are aligned.
  uint8_t *start = (uint8_t *)(((uintptr_t)memory + LARGE_PAGE - 1) & ~(uintptr_t)(LARGE_PAGE - 1));
  if (start > memory) munmap(memory, (size_t)(start - memory));
  uint8_t *end = start + kept;
  if (end < memory + asked) munmap(end, (size_t)(memory + asked - end));
#ifdef MADV_HUGEPAGE
  // Less than half a page is not worth clearing a whole one.
  if (size >= LARGE_PAGE / 2) madvise(start, kept, MADV_HUGEPAGE);
#endif
  return start;
}

void large_free(void *memory, size_t size) { munmap(memory, rounded(size)); }

void large_trim(void *memory, size_t size, size_t kept) {
  if (rounded(kept) < rounded(size)) munmap((uint8_t *)memory + rounded(kept), rounded(size) - rounded(kept));
}

void large_touch(void *memory, size_t size) {
  uintptr_t start = (uintptr_t)memory & ~(uintptr_t)(SMALL_PAGE - 1), end = (uintptr_t)memory + size;
#ifdef MADV_POPULATE_WRITE
  if (madvise((void *)start, end - start, MADV_POPULATE_WRITE) == 0) return;
#endif
  for (volatile uint8_t *place = memory; (uintptr_t)place < end; place += SMALL_PAGE) *place = *place;
}

void *weir_memory_take(size_t size) { return large_alloc(size); }
void weir_memory_give_back(void *memory, size_t size) { large_free(memory, size); }

void weir_memory_prefer_large(const void *memory, size_t size) {
  uintptr_t start = ((uintptr_t)memory + LARGE_PAGE - 1) & ~(uintptr_t)(LARGE_PAGE - 1);
  uintptr_t end = ((uintptr_t)memory + size) & ~(uintptr_t)(LARGE_PAGE - 1);
#ifdef MADV_HUGEPAGE
  if (memory && end > start) madvise((void *)start, end - start, MADV_HUGEPAGE);
#endif
}

static pthread_mutex_t kept_lock = PTHREAD_MUTEX_INITIALIZER;
static void *kept;
static size_t kept_size;

// Puts other memory in the place of what is kept; returns that.
static void *exchange_kept(void *memory, size_t *size) {
  pthread_mutex_lock(&kept_lock);
  void *before = kept;
  size_t before_size = kept_size;
  kept = memory, kept_size = *size;
  pthread_mutex_unlock(&kept_lock);
  *size = before_size;
  return before;
}

void weir_memory_keep(void *memory, size_t size) {
  void *before = exchange_kept(memory, &size);
  if (before) large_free(before, size);
}

void weir_memory_keep_none(void) { weir_memory_keep(NULL, 0); }

void *weir_memory_take_any(size_t size) {
  size_t kept_before = 0;
  void *memory = exchange_kept(NULL, &kept_before);
  if (memory && rounded(kept_before) >= rounded(size)) {
    large_trim(memory, kept_before, size);
    return memory;
  }
  if (memory) large_free(memory, kept_before);
  return large_alloc(size);
}

#include "arena.h"

#include <stdlib.h>

#define ALIGNMENT 8

#if defined(__SANITIZE_ADDRESS__)
#define EXACT_BLOCKS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define EXACT_BLOCKS 1
#endif
#endif
#ifndef EXACT_BLOCKS
#define EXACT_BLOCKS 0
#endif

typedef struct block {
  struct block *next;
  size_t capacity;
  size_t used;
  // Keeps the bytes after the header aligned.
  uint64_t bytes[];
} block;

struct weir_arena {
  ProtobufCAllocator allocator;
  block *blocks;
  size_t next_capacity;
  size_t used;
  size_t budget;
  bool exhausted;
};

static void *allocate(void *arena, size_t size) { return weir_arena_allocate(arena, size); }

// protobuf-c frees what it replaces or gives up; the arena frees all at once instead.
static void ignore(void *arena, void *pointer) {
  (void)arena;
  (void)pointer;
}

weir_arena *weir_arena_create(size_t first_bytes, size_t budget_bytes) {
  weir_arena *arena = calloc(1, sizeof *arena);
  if (!arena) return NULL;
  arena->allocator = (ProtobufCAllocator){.alloc = allocate, .free = ignore, .allocator_data = arena};
  arena->next_capacity = first_bytes;
  arena->budget = budget_bytes < PTRDIFF_MAX ? budget_bytes : PTRDIFF_MAX;
  return arena;
}

void weir_arena_destroy(weir_arena *arena) {
  if (!arena) return;
  for (block *current = arena->blocks; current;) {
    block *next = current->next;
    free(current);
    current = next;
  }
  free(arena);
}

// The sanitizer sees an overrun only past a block's end, so under it each allocation gets a block of its own.
static block *add_block(weir_arena *arena, size_t size) {
  size_t capacity = !EXACT_BLOCKS && arena->next_capacity > size ? arena->next_capacity : size;
  if (capacity > SIZE_MAX - sizeof(block)) return NULL;
  block *added = malloc(sizeof(block) + capacity);
  if (!added) return NULL;
  added->next = arena->blocks;
  added->capacity = capacity;
  added->used = 0;
  arena->blocks = added;
  if (arena->next_capacity <= arena->budget / 2) arena->next_capacity *= 2;
  return added;
}

void *weir_arena_allocate(weir_arena *arena, size_t size) {
  // Checked before rounding so that the rounding cannot wrap: a budget is at most PTRDIFF_MAX.
  size_t rounded = size <= arena->budget ? (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT : SIZE_MAX;
  if (rounded > arena->budget - arena->used) {
    arena->exhausted = true;
    return NULL;
  }
  block *current = arena->blocks;
  if (EXACT_BLOCKS || !current || current->capacity - current->used < rounded)
    current = add_block(arena, EXACT_BLOCKS ? size : rounded);
  if (!current) return NULL;
  void *result = (unsigned char *)current->bytes + current->used;
  current->used += rounded;
  arena->used += rounded;
  return result;
}

size_t weir_arena_used(const weir_arena *arena) { return arena->used; }
bool weir_arena_exhausted(const weir_arena *arena) { return arena->exhausted; }

ProtobufCMessage *weir_arena_unpack(weir_arena *arena, const ProtobufCMessageDescriptor *descriptor, const uint8_t *data,
                                    size_t size) {
  return protobuf_c_message_unpack(descriptor, &arena->allocator, size, data);
}

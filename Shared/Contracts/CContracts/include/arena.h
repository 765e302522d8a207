// An arena that protobuf-c decodes into: a byte budget bounds what a small hostile message can make it allocate (400 KB
// of empty submessages become 23 MB otherwise), and destroying the arena frees all, whatever decoding left behind.
#ifndef WEIR_ARENA_H
#define WEIR_ARENA_H

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct weir_arena weir_arena;

// NULL when memory is out. `first_bytes` sizes the first block, `budget_bytes` bounds the sum of all allocations.
weir_arena *weir_arena_create(size_t first_bytes, size_t budget_bytes);
void weir_arena_destroy(weir_arena *arena);

// 8-byte aligned and uninitialised; NULL once the budget would be passed. A size of 0 gives a valid pointer.
void *weir_arena_allocate(weir_arena *arena, size_t size);

size_t weir_arena_used(const weir_arena *arena);
// Whether an allocation was refused for the budget.
bool weir_arena_exhausted(const weir_arena *arena);

// The message, valid until the arena is destroyed; NULL when malformed or over the budget.
ProtobufCMessage *weir_arena_unpack(weir_arena *arena, const ProtobufCMessageDescriptor *descriptor, const uint8_t *data,
                                    size_t size);

#endif

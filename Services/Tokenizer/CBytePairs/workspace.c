// What one call has for itself.
#include <stdlib.h>

#include "workspace.h"

enum { BITS_MIN = 8, BITS_MAX = 16 };

static size_t shorts_size(uint32_t bits) { return sizeof(short_line) * ((1ull << bits) + 1); }
static size_t longs_size(uint32_t bits) { return sizeof(long_entry) << (bits - 2); }
static size_t rulers_size(uint32_t bits) { return sizeof(ruler_entry) << (bits - 7); }
static size_t memory_size(uint32_t bits) { return shorts_size(bits) + longs_size(bits) + rulers_size(bits); }

weir_bpe_workspace *weir_bpe_workspace_create(size_t memory) {
  weir_bpe_workspace *ws = calloc(1, sizeof *ws);
  if (!ws) return NULL;
  ws->bits = BITS_MAX;
  while (ws->bits > BITS_MIN && memory_size(ws->bits) > memory) ws->bits--;
  ws->memory_size = memory_size(ws->bits);
  uint8_t *start = large_alloc(ws->memory_size);
  if (!start) {
    free(ws);
    return NULL;
  }
  // The pages are made now and not during the first call.
  large_touch(start, ws->memory_size);
  ws->shorts = (short_line *)start;
  ws->longs = (long_entry *)(start + shorts_size(ws->bits));
  ws->rulers = (ruler_entry *)(start + shorts_size(ws->bits) + longs_size(ws->bits));
  return ws;
}

size_t weir_bpe_workspace_memory(const weir_bpe_workspace *ws) { return ws->memory_size; }

void weir_bpe_workspace_destroy(weir_bpe_workspace *ws) {
  if (!ws) return;
  large_free(ws->shorts, ws->memory_size);
  free(ws->ids), free(ws->blocks), free(ws->ends), free(ws->parted), free(ws->starts);
  bpe_free_symbols(&ws->waiting);
  free(ws->waiting.buckets);
  for (int level = 0; level < WAITING_LEVELS; level++) free(ws->waiting.levels[level]);
  free(ws->tail), free(ws->spaced), free(ws);
}

const int32_t *weir_bpe_ids(const weir_bpe_workspace *ws, size_t *count) {
  *count = ws->count;
  return ws->ids;
}

void weir_bpe_reset(weir_bpe_workspace *ws) { ws->count = ws->missed_count = ws->found_count = 0; }

bool bpe_reserve(weir_bpe_workspace *ws, size_t more) {
  if (ws->count + more <= ws->capacity) return true;
  size_t capacity = (ws->count + more) * 2;
  int32_t *ids = realloc(ws->ids, capacity * sizeof *ids);
  if (!ids) return false;
  ws->ids = ids;
  ws->capacity = capacity;
  return true;
}

bool weir_bpe_append(weir_bpe_workspace *ws, int32_t id) {
  if (!bpe_reserve(ws, 1)) return false;
  ws->ids[ws->count++] = id;
  return true;
}

// Tables as bytes: a head with the counts, then the arrays as they lie in memory.
#include <stdlib.h>

#include "tables.h"

typedef struct {
  uint32_t token_count, unit_count, neighbour_mask, pair_mask;
  int32_t unknown_id;
  uint8_t is_scalar_level, ignores_merges, fuses_unknown, has_all_bytes, has_byte_ids, unused[3];
  int32_t byte_ids[256];
} stored_head;

enum { HEAD_SIZE = (sizeof(stored_head) + 63) / 64 * 64, COUNT_MAX = 1 << 26 };

static size_t padded(size_t size) { return (size + 63) / 64 * 64; }

bpe_sizes bpe_sizes_of(const weir_bpe *bpe) {
  bpe_sizes sizes = {
      .units = bpe->unit_count * sizeof *bpe->units,
      .neighbours = (bpe->neighbour_mask + 1ull) / 8,
      .beside_part = BASIC_COUNT / 8,
      .ascii_neighbours = ASCII_COUNT * ASCII_COUNT / 8,
      .tokens = (bpe->token_count + 1ull) * sizeof *bpe->tokens,
      .pairs = (bpe->pair_mask + 1ull) * sizeof *bpe->pairs,
  };
  sizes.whole = padded(sizes.units) + padded(sizes.neighbours) + padded(sizes.beside_part) +
                padded(sizes.ascii_neighbours) + padded(sizes.tokens) + padded(sizes.pairs);
  return sizes;
}

void bpe_lay_out(weir_bpe *bpe, void *memory) {
  bpe_sizes sizes = bpe_sizes_of(bpe);
  uint8_t *place = memory;
  bpe->tokens = (token_info *)place, place += padded(sizes.tokens);
  bpe->pairs = (merge *)place, place += padded(sizes.pairs);
  bpe->units = (trie_unit *)place, place += padded(sizes.units);
  bpe->beside_part = (uint64_t *)place, place += padded(sizes.beside_part);
  bpe->ascii_neighbours = (uint64_t *)place, place += padded(sizes.ascii_neighbours);
  bpe->neighbours = (uint64_t *)place;
}

size_t weir_bpe_stored_size(const weir_bpe *bpe) { return HEAD_SIZE + bpe_sizes_of(bpe).whole; }

void weir_bpe_store(const weir_bpe *bpe, uint8_t *out) {
  stored_head head = {
      bpe->token_count, bpe->unit_count, bpe->neighbour_mask, bpe->pair_mask, bpe->unknown_id, bpe->is_scalar_level,
      bpe->ignores_merges, bpe->fuses_unknown, bpe->has_all_bytes, bpe->has_byte_ids, {0}, {0},
  };
  memcpy(head.byte_ids, bpe->byte_ids, sizeof head.byte_ids);
  memset(out, 0, HEAD_SIZE);
  memcpy(out, &head, sizeof head);
  memcpy(out + HEAD_SIZE, bpe->tokens, bpe_sizes_of(bpe).whole);
}

static bool is_mask(uint32_t mask) { return mask < COUNT_MAX && (mask & (mask + 1)) == 0; }

weir_bpe *weir_bpe_open(const uint8_t *stored, size_t size) {
  stored_head head;
  if (size < HEAD_SIZE || (uintptr_t)stored % 64) return NULL;
  memcpy(&head, stored, sizeof head);
  bool has_counts = head.token_count < COUNT_MAX && head.unit_count < COUNT_MAX && is_mask(head.neighbour_mask) &&
                    is_mask(head.pair_mask) && head.neighbour_mask >= 63;
  weir_bpe *bpe = has_counts ? calloc(1, sizeof *bpe) : NULL;
  if (!bpe) return NULL;
  bpe->token_count = head.token_count;
  bpe->unit_count = head.unit_count;
  bpe->neighbour_mask = head.neighbour_mask;
  bpe->pair_mask = head.pair_mask;
  bpe->unknown_id = head.unknown_id;
  bpe->is_scalar_level = head.is_scalar_level;
  bpe->ignores_merges = head.ignores_merges;
  bpe->fuses_unknown = head.fuses_unknown;
  bpe->has_all_bytes = head.has_all_bytes;
  bpe->has_byte_ids = head.has_byte_ids;
  memcpy(bpe->byte_ids, head.byte_ids, sizeof head.byte_ids);
  bpe->is_borrowed = true;
  if (weir_bpe_stored_size(bpe) != size) {
    free(bpe);
    return NULL;
  }
  bpe_lay_out(bpe, (void *)(uintptr_t)(stored + HEAD_SIZE));
  return bpe;
}

size_t weir_bpe_merges(const weir_bpe *bpe, uint32_t *merges, size_t capacity) {
  size_t count = 0;
  for (uint32_t slot = 0; slot <= bpe->pair_mask; slot++) {
    const merge *pair = &bpe->pairs[slot];
    if (pair->left == NONE) continue;
    if (count < capacity)
      memcpy(merges + 4 * count, (uint32_t[]){pair->left, pair->right, pair->rank - 1, pair->merged}, 4 * sizeof *merges);
    count++;
  }
  return count;
}

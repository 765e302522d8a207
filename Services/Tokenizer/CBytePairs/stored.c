// Tables as bytes: a head with the counts, then the arrays as they lie in memory.
#include <stdlib.h>

#include "tables.h"

typedef struct {
  uint32_t token_count, token_bits, line_bits, order, sub_bits, bucket_count;
  uint32_t rare_mask, whole_mask, byte_count, neighbour_mask;
  int32_t unknown_id;
  uint8_t is_scalar_level, ignores_merges, fuses_unknown, has_all_bytes, has_byte_ids, unused[3];
  int32_t byte_ids[BYTE_COUNT];
} stored_head;

enum { HEAD_SIZE = (sizeof(stored_head) + 63) / 64 * 64, COUNT_MAX = 1 << 26 };

// Takes `size` bytes of the memory, of which there may be none yet; its end moves on by them.
static void *take(void *memory, size_t *end, size_t size) {
  void *place = (void *)((uintptr_t)memory + *end);
  *end += (size + 63) / 64 * 64;
  return place;
}

static size_t merged_count(const weir_bpe *bpe) {
  if (bpe->order == ORDER_BY_ID) return 0;
  return bpe->order == ORDER_BY_RANK ? bpe->bucket_count : (size_t)LINE_PAIRS << bpe->line_bits;
}

size_t bpe_lay_out(weir_bpe *bpe, void *memory) {
  size_t end = 0, lines = (1ull << bpe->line_bits) + 1;
  bpe->rest_bits = bpe->token_bits > bpe->line_bits ? bpe->token_bits - bpe->line_bits : 0;
  bpe->empty_line = 1u << bpe->line_bits;
  bool has_whole = bpe->ignores_merges;
  bpe->lines = take(memory, &end, lines * sizeof *bpe->lines);
  bpe->merged = take(memory, &end, merged_count(bpe) * sizeof *bpe->merged);
  bpe->byte_tokens = take(memory, &end, BYTE_COUNT * sizeof *bpe->byte_tokens);
  bpe->byte_pairs = take(memory, &end, BYTE_COUNT * BYTE_COUNT * sizeof *bpe->byte_pairs);
  bpe->scalars = take(memory, &end, BASIC_COUNT * sizeof *bpe->scalars);
  bpe->sets = take(memory, &end, RARE_SET * sizeof *bpe->sets);
  bpe->whole = take(memory, &end, has_whole ? (bpe->whole_mask + 1ull) * sizeof *bpe->whole : 0);
  bpe->starts = take(memory, &end, has_whole ? (bpe->token_count + 1ull) * sizeof *bpe->starts : 0);
  bpe->bytes = take(memory, &end, has_whole ? bpe->byte_count : 0);
  bpe->lengths = take(memory, &end, bpe->token_count * sizeof *bpe->lengths);
  bpe->beside_part = take(memory, &end, BASIC_COUNT / 8);
  bpe->neighbours = take(memory, &end, (bpe->neighbour_mask + 1ull) / 8);
  bpe->ascii_neighbours = take(memory, &end, ASCII_COUNT * ASCII_COUNT / 8);
  // The last, since how many there are is only known when the others are there.
  bpe->rare = take(memory, &end, (bpe->rare_mask + 1ull) * sizeof *bpe->rare);
  return end;
}

// How many bytes the arrays take.
static size_t size_of(const weir_bpe *bpe) {
  weir_bpe copy = *bpe;
  return bpe_lay_out(&copy, bpe->lines);
}

size_t weir_bpe_stored_size(const weir_bpe *bpe) { return HEAD_SIZE + size_of(bpe); }

void weir_bpe_store(const weir_bpe *bpe, uint8_t *out) {
  stored_head head = {
      .token_count = bpe->token_count, .token_bits = bpe->token_bits, .line_bits = bpe->line_bits,
      .order = bpe->order, .sub_bits = bpe->sub_bits, .bucket_count = bpe->bucket_count,
      .rare_mask = bpe->rare_mask, .whole_mask = bpe->whole_mask,
      .byte_count = bpe->byte_count, .neighbour_mask = bpe->neighbour_mask, .unknown_id = bpe->unknown_id,
      .is_scalar_level = bpe->is_scalar_level, .ignores_merges = bpe->ignores_merges,
      .fuses_unknown = bpe->fuses_unknown, .has_all_bytes = bpe->has_all_bytes, .has_byte_ids = bpe->has_byte_ids,
  };
  memcpy(head.byte_ids, bpe->byte_ids, sizeof head.byte_ids);
  memset(out, 0, HEAD_SIZE);
  memcpy(out, &head, sizeof head);
  memcpy(out + HEAD_SIZE, bpe->lines, size_of(bpe));
}

static bool is_mask(uint32_t mask) { return mask < COUNT_MAX && (mask & (mask + 1)) == 0; }

static bool has_counts(const stored_head *head) {
  bool has_bits = head->token_bits <= TOKEN_BITS_MAX && head->line_bits <= 2 * head->token_bits && head->line_bits < 26;
  bool has_order = head->order <= ORDER_SHARED && head->sub_bits < 24 && head->bucket_count <= ORDER_MAX + 1;
  return has_bits && head->token_count < COUNT_MAX && has_order && head->byte_count < 1u << 31 &&
         is_mask(head->rare_mask) && is_mask(head->whole_mask) && is_mask(head->neighbour_mask) &&
         head->neighbour_mask >= 63;
}

weir_bpe *weir_bpe_open(const uint8_t *stored, size_t size) {
  stored_head head;
  if (size < HEAD_SIZE || (uintptr_t)stored % 64) return NULL;
  memcpy(&head, stored, sizeof head);
  weir_bpe *bpe = has_counts(&head) ? calloc(1, sizeof *bpe) : NULL;
  if (!bpe) return NULL;
  *bpe = (weir_bpe){
      .token_count = head.token_count, .token_bits = head.token_bits, .line_bits = head.line_bits,
      .order = (weir_order)head.order, .sub_bits = head.sub_bits, .bucket_count = head.bucket_count,
      .rare_mask = head.rare_mask, .whole_mask = head.whole_mask,
      .byte_count = head.byte_count, .neighbour_mask = head.neighbour_mask, .unknown_id = head.unknown_id,
      .is_scalar_level = head.is_scalar_level, .ignores_merges = head.ignores_merges,
      .fuses_unknown = head.fuses_unknown, .has_all_bytes = head.has_all_bytes, .has_byte_ids = head.has_byte_ids,
      .is_borrowed = true,
  };
  memcpy(bpe->byte_ids, head.byte_ids, sizeof head.byte_ids);
  if (HEAD_SIZE + bpe_lay_out(bpe, (void *)(uintptr_t)(stored + HEAD_SIZE)) == size) return bpe;
  free(bpe);
  return NULL;
}

// The merges of a file on their way to the ids of their tokens.
#pragma once
#include "../pieces.h"

// Merges whose tokens are looked up together.
enum { WAITING_MERGES_MAX = 128, WAITING_HALVES_MAX = 2 * WAITING_MERGES_MAX };

// A token as a merge names it, of whose text BLOCK_BYTES more can be read.
typedef struct {
  const uint8_t *p;
  size_t count;
} half;

typedef struct {
  const weir_pieces *pieces;
  weir_merge *merges;
  size_t capacity, count;  // of the merges
  half halves[WAITING_HALVES_MAX];  // of the last ones, which are not looked up yet
  size_t waiting;  // of the merges
  int32_t last;    // what the merge before gives
  uint8_t *scratch;  // what of one merge does not lie in the text as it is
  size_t scratch_size;
  bool is_good;
} merge_list;

// Looks up the tokens that wait for it.
static void find_waiting(merge_list *list);
// The id of the token; -1 for none.
static int32_t find_token(const merge_list *list, half h);

// An odd multiple of up to FOUND_BYTES_MAX bytes and, below them, their count; of anything if they are more. HASH_FREE_BITS at its
// end are 0.
static inline uint64_t found_hash(const uint8_t *p, size_t count) {
  uint64_t eight;
  memcpy(&eight, p, sizeof eight);
  return (eight << ((64 - 8 * count) & 63) | (count & FOUND_BYTES_MAX) << HASH_FREE_BITS) * 0x9e3779b97f4a7c15u;
}

// Both tokens one after the other.
static half joined(merge_list *list, half left, half right) {
  uint8_t *p = list->scratch;
  memcpy(p, left.p, left.count);
  memcpy(p + left.count, right.p, right.count);
  return (half){p, left.count + right.count};
}

// Adds the merge of two tokens that are not empty to `merged`; -1 looks that up. Their text stays until what waits is looked
// up. False where there is no room. A call would take a tenth of its time.
static inline __attribute__((always_inline)) bool add_merge(merge_list *list, half left, half right, int32_t merged) {
  if (list->count == list->capacity) return false;
  weir_merge *m = &list->merges[list->count];
  half *halves = list->halves + 2 * list->waiting++;
  halves[0] = left, halves[1] = right;
  m->rank = (uint32_t)list->count++;
  if (merged < 0) merged = find_token(list, joined(list, left, right));
  list->last = m->merged = merged;
  list->is_good &= merged >= 0;
  if (list->waiting == WAITING_MERGES_MAX) find_waiting(list);
  return true;
}

static inline bool is_merged(const weir_pieces *v, int32_t id, half left, half right) {
  if ((uint32_t)id >= v->count || v->starts[id] & WEIR_IS_ABSENT) return false;
  uint32_t start = v->starts[id];
  return piece_start(v, (uint32_t)id + 1) - start == left.count + right.count &&
         same_bytes(v->bytes + start, left.p, left.count) &&
         same_bytes(v->bytes + start + left.count, right.p, right.count);
}

// The same of any merge. Mostly it makes the token after the one before, or that once more.
static inline bool add_any_merge(merge_list *list, half left, half right) {
  if (left.count == 0 || right.count == 0) return false;
  int32_t last = list->last;
  bool is_next = is_merged(list->pieces, last + 1, left, right);
  int32_t merged = is_next ? last + 1 : is_merged(list->pieces, last, left, right) ? last : -1;
  return add_merge(list, left, right, merged);
}

// The first half of a token of up to HALVED_MAX bytes that the text has in two halves with a known text between them; 0 if the
// token is another, or has a byte that strings write in another way. All at once, without looking where the first half ends.
typedef struct {
  block16 bytes;
  uint32_t count, mask;
  bool is_string;  // whether it stands in strings that have escapes
} known_text;

static inline known_text known_text_at(const uint8_t *p, size_t count) {
  return (known_text){load16(p), (uint32_t)count, (1u << count) - 1, true};
}

static inline bool has_text(const uint8_t *p, const known_text *known) {
  return !(~equal_bits(load16(p) ^ known->bytes, 0) & known->mask);
}

// HALVED_MAX bytes and `between` can be read of the text.
#if defined(HAS_AVX512)
enum { HALVED_MAX = WIDE_BYTES };

static inline uint32_t halved(const uint8_t *token, uint32_t count, const uint8_t *text, const known_text *between) {
  if (count > HALVED_MAX) return 0;
  __mmask32 inside = wide_mask(count), every = wide_mask(HALVED_MAX);
  __m256i bytes = load_wide(token, inside);
  __mmask32 escaped = _mm256_mask_cmplt_epu8_mask(inside, bytes, _mm256_set1_epi8(0x21));
  if (between->is_string) {
    escaped |= _mm256_mask_cmpeq_epi8_mask(inside, bytes, _mm256_set1_epi8('"'));
    escaped |= _mm256_mask_cmpeq_epi8_mask(inside, bytes, _mm256_set1_epi8('\\'));
  }
  __mmask32 others = _mm256_mask_cmpneq_epi8_mask(inside, bytes, load_wide(text, every));
  if (escaped | !others) return 0;
  uint32_t left = (uint32_t)__builtin_ctz(others);
  if (left == 0 || !has_text(text + left, between)) return 0;
  __mmask32 rest = inside & ~wide_mask(left);
  return _mm256_mask_cmpneq_epi8_mask(rest, bytes, load_wide(text + between->count, every)) ? 0 : left;
}
#else
enum { HALVED_MAX = BLOCK_BYTES };

static inline uint32_t halved(const uint8_t *token, uint32_t count, const uint8_t *text, const known_text *between) {
  block16 block = load16(token);
  uint32_t escaped = below_bits(block, 0x21);
  if (between->is_string) escaped |= equal_bits(block, '"') | equal_bits(block, '\\');
  if (count > HALVED_MAX || escaped & ((1u << count) - 1)) return 0;
  uint32_t left = (uint32_t)__builtin_ctz(~equal_bits(load16(text) ^ block, 0));
  if (left >= count || !has_text(text + left, between)) return 0;
  return same_block(load16(text + left + between->count), load16(token + left), count - left) ? left : 0;
}
#endif

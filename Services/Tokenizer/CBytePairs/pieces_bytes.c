// From the visible characters of byte-level vocabularies to the bytes that they stand for: token by token, and sixteen bytes
// at a time where the processor can and the alphabet is the one that all published vocabularies have.
#include "bytelevel.h"
#include "pieces.h"

// Scalars of two bytes and less, and tokens that are looked at together.
enum { NARROW_COUNT = 1 << 11, CHECKED = 32 };

// How many bytes of the block stand for themselves.
static inline uint32_t plain_count(block16 block) {
  uint32_t others = top_bits(block) | below_bits(block, 0x21) | equal_bits(block, 0x7f);
  return others ? (uint32_t)__builtin_ctz(others) : BLOCK_BYTES;
}

// Writes the bytes that the token's scalars stand for; NULL for a token with another scalar. Reads and writes up to
// BLOCK_BYTES more.
static inline uint8_t *write_as_bytes(const uint8_t *p, const uint8_t *end, const int16_t *byte_of, uint8_t *out) {
  while (p < end) {
    if (*p < 0x80) {
      block16 block = load16(p);
      uint32_t plain = plain_count(block);
      if (plain == 0) return NULL;
      memcpy(out, &block, BLOCK_BYTES);
      if (plain > end - p) plain = (uint32_t)(end - p);
      p += plain, out += plain;
      continue;
    }
    int16_t byte = *p < 0xe0 ? byte_of[(*p & 31u) << 6 | (p[1] & 63u)] : -1;
    if (byte < 0) return NULL;
    *out++ = (uint8_t)byte;
    p += 2;
  }
  return out;
}

typedef struct {
  const weir_pieces *pieces;
  const bool *is_left_out;
  uint8_t *bytes;
  uint32_t *starts;
  uint32_t id, end;  // the next token, and where its bytes go
} byte_list;

static inline bool is_absent(const byte_list *list, uint32_t id) {
  return list->pieces->starts[id] & WEIR_IS_ABSENT || (list->is_left_out && list->is_left_out[id]);
}

static void add_token(byte_list *list, const int16_t *byte_of) {
  const weir_pieces *v = list->pieces;
  const uint8_t *p = v->bytes + piece_start(v, list->id), *end = v->bytes + piece_start(v, list->id + 1);
  uint8_t *out = list->bytes + list->end;
  uint8_t *written = is_absent(list, list->id) ? NULL : write_as_bytes(p, end, byte_of, out);
  list->starts[list->id++] = list->end | (written ? 0 : WEIR_IS_ABSENT);
  if (written) list->end = (uint32_t)(written - list->bytes);
}

// One behind the last of the tokens from the next on that lie in a stretch of bytes, none of them absent.
static uint32_t stretch_end(const byte_list *list) {
  const weir_pieces *v = list->pieces;
  uint32_t first = list->id, limit = piece_start(v, first) + STRETCH_BYTES, end = first, absent = 0, left_out = 0;
  // Many at once, without a branch for each.
  for (; v->count - end > CHECKED && piece_start(v, end + CHECKED) <= limit; end += CHECKED) {
    for (uint32_t id = end; id < end + CHECKED; id++) absent |= v->starts[id];
    for (uint32_t id = end; list->is_left_out && id < end + CHECKED; id++) left_out |= list->is_left_out[id];
    if (absent & WEIR_IS_ABSENT || left_out) break;
  }
  while (end < v->count && !is_absent(list, end) && piece_start(v, end + 1) <= limit) end++;
  return end;
}

// Adds the tokens from the next on that lie in a stretch of bytes, up to one that is absent or not of the alphabet.
static void add_stretch(byte_list *list, const uint64_t packing[256]) {
  const weir_pieces *v = list->pieces;
  uint32_t first = piece_start(v, list->id), out = list->end, end = stretch_end(list);
  byte_stretch stretch;
  uint32_t done =
      bytelevel_convert(packing, v->bytes + first, piece_start(v, end) - first, list->bytes + out, &stretch);
  while (end > list->id && piece_start(v, end) - first > done) end--;
  // None of these is absent, and the one behind them gets its start later.
  uint32_t count = end - list->id, last = piece_start(v, end);
  bytelevel_places(&stretch, v->starts + list->id, count, first, out, list->starts + list->id);
  bytelevel_places(&stretch, &last, 1, first, out, &list->end);
  list->id = end;
}

void weir_pieces_as_bytes(
    const weir_pieces *v, const bool *is_left_out, const int16_t *byte_of, uint32_t scalar_count, uint8_t *bytes,
    uint32_t *starts) {
  int16_t narrow[NARROW_COUNT];
  for (uint32_t scalar = 0; scalar < NARROW_COUNT; scalar++) narrow[scalar] = scalar < scalar_count ? byte_of[scalar] : -1;
  byte_list list = {v, is_left_out, bytes, starts, 0, 0};
  bool has_blocks = bytelevel_has_blocks(narrow, NARROW_COUNT);
  uint64_t packing[256];
  if (has_blocks) bytelevel_fill_packing(packing);
  while (list.id < v->count) {
    if (has_blocks) add_stretch(&list, packing);
    // The one that the stretch ended before.
    if (list.id < v->count) add_token(&list, narrow);
  }
  starts[v->count] = list.end;
}

// Notes what the tokens of a vocabulary are.
#pragma once
#include "../merge/symbols.h"
#include "../notes.h"

// Whether the bytes are one scalar in well-formed UTF-8: a token may be any bytes.
static bool is_scalar(const uint8_t *p, size_t count) {
  static const uint32_t lowest[5] = {0, 0, 0x80, 0x800, 0x10000};
  if (count == 0 || count > 4 || (p[0] & 0xc0) == 0x80 || count != scalar_length(p[0])) return false;
  for (size_t index = 1; index < count; index++)
    if ((p[index] & 0xc0) != 0x80) return false;
  return whole_scalar_at(p, count) >= lowest[count];
}

static uint8_t kind(const uint8_t *p, size_t count) {
  if (count == 0) return IS_EMPTY;
  bool is_inside = (p[0] & 0xc0) == 0x80;
  uint8_t begins = is_inside ? BEGINS_INSIDE : scalar_length(p[0]) > count ? BEGINS_PART : 0;
  uint8_t ends = last_scalar(p, count) ? 0 : ENDS_PART;
  return (count == 1 ? IS_BYTE : 0) | begins | ends | (count > 1 && is_scalar(p, count) ? IS_SCALAR : 0);
}

static inline bool is_ascii(const weir_bpe_source *source, uint32_t start, uint32_t length) {
  const uint8_t *p = source->bytes + start;
#if defined(HAS_AVX512)
  if (__builtin_expect(length <= SHAPED_MAX, 1)) return !_mm256_movepi8_mask(load_wide(p, wide_mask(length)));
#else
  if (__builtin_expect(is_short(source, start, length), 1)) return !(top_bits(load16(p)) & ((1u << length) - 1));
#endif
  uint8_t highest = 0;
  for (uint32_t index = 0; index < length; index++) highest |= p[index];
  return highest < 0x80;
}

// The tokens that may have a kind. Without a branch: what languages tokens are of follows no pattern.
static uint32_t list_odd(uint32_t *odd, const weir_bpe_source *source) {
  uint32_t count = source->token_count, end = token_start(source, 0), odd_count = 0;
  for (uint32_t token = 0; token < count; token++) {
    uint32_t start = end, length = (end = token_start(source, token + 1)) - start;
    odd[odd_count] = token;
    odd_count += !is_ascii(source, start, length) | (length <= 1);
  }
  return odd_count;
}

static void note_tokens(token_notes *notes, const weir_bpe_source *source) {
  // Copies, since for all the compiler knows what is written may be a part of what is pointed to.
  const weir_bpe_source copy = *source;
  uint32_t *odd = notes->odd, count = list_odd(odd, &copy), odd_count = 0;
  uint8_t *parts = notes->parts;
  for (uint32_t index = 0; index < count; index++) {
    uint32_t token = odd[index], start = token_start(&copy, token), length = token_length(&copy, token);
    // Of whole scalars only one by itself is anything.
    token_shape shape = is_short(&copy, start, length) ? shape_of(copy.bytes + start, length) : (token_shape){0};
    bool is_several = shape.is_whole && (shape.leads & (shape.leads - 1)) != 0;
    if (!is_several) parts[token] = (uint8_t)(kind(copy.bytes + start, length) << KIND_SHIFT);
    odd[odd_count] = token;
    odd_count += !is_several | shape.has_wide;
  }
  notes->odd_count = odd_count;
}

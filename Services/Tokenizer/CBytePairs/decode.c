// Tokens to bytes: one load and one store of sixteen bytes for each, whatever its length.
#include <string.h>

#include "CBytePairs.h"
#include "blocks.h"

_Static_assert(sizeof(weir_token) == 16, "a token is loaded as one register");

// Whether the token is ASCII, by sixteen bytes that can be read.
static inline bool is_short_ascii(const uint8_t *p, uint32_t size) {
  return !(top_bits(load16(p)) & ((1u << size) - 1));
}

static weir_token made_token(const uint8_t *p, uint32_t size, bool is_readable, uint8_t *long_bytes, size_t *long_count) {
  weir_token token = {.info = (uint8_t)size};
  if (size > WEIR_TOKEN_BYTES_MAX) {
    token.info = WEIR_TOKEN_IS_LONG;
    memcpy(token.bytes, &(weir_long_place){(uint32_t)*long_count, size}, sizeof(weir_long_place));
    memcpy(long_bytes + *long_count, p, size);
    *long_count += size;
  } else if (is_readable) {
    block16 kept = load16(p) & (block16)(block_places() < (uint8_t)size);
    memcpy(token.bytes, &kept, sizeof token.bytes);
    if (is_short_ascii(p, size)) return token;
  } else {
    memcpy(token.bytes, p, size);
  }
  if (!weir_is_utf8(p, size)) token.info |= WEIR_TOKEN_IS_PARTIAL;
  return token;
}

size_t weir_tokens_build(
    weir_token *tokens, uint8_t *long_bytes, const uint8_t *bytes, const uint32_t *starts, size_t count) {
  size_t long_count = 0, byte_count = starts[count];
  for (size_t index = 0; index < count; index++)
    tokens[index] = made_token(
        bytes + starts[index], starts[index + 1] - starts[index], starts[index] + BLOCK_BYTES <= byte_count, long_bytes,
        &long_count);
  return long_count;
}

void weir_tokens_list(const weir_token *tokens, size_t count, uint8_t *infos) {
  for (size_t index = 0; index < count; index++) infos[index] = tokens[index].info;
}

size_t weir_decoded_size(
    const weir_token *tokens, const uint8_t *infos, size_t token_count, const int32_t *ids, size_t count, uint8_t skipped, uint8_t *seen) {
  size_t size = 0;
  uint8_t all = 0;
  for (size_t index = 0; index < count; index++) {
    if ((uint32_t)ids[index] >= token_count) continue;
    uint8_t info = infos[ids[index]];
    if (info & skipped) continue;
    all |= info;
    size += info & WEIR_TOKEN_IS_LONG ? weir_token_place(&tokens[ids[index]]).count : info & WEIR_TOKEN_LENGTH;
  }
  *seen = all;
  return size;
}

void weir_decode(
    const weir_token *tokens, size_t token_count, const uint8_t *long_bytes, const int32_t *ids, size_t count,
    uint8_t skipped, uint8_t *out) {
  for (size_t index = 0; index < count; index++) {
    if ((uint32_t)ids[index] >= token_count) continue;
    const weir_token *token = &tokens[ids[index]];
    uint8_t info = token->info;
    if (info & skipped) continue;
    if (info & WEIR_TOKEN_IS_LONG) {
      weir_long_place place = weir_token_place(token);
      memcpy(out, long_bytes + place.start, place.count);
      out += place.count;
    } else {
      memcpy(out, token, sizeof *token);
      out += info & WEIR_TOKEN_LENGTH;
    }
  }
}

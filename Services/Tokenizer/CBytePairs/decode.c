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

// Tokens between one that is asked for and the one that is copied: the table does not fit the nearer caches.
enum { ASKED_AHEAD = 48 };

typedef struct {
  const weir_token *tokens;
  size_t token_count;
  const uint8_t *long_bytes;
  uint8_t skipped, seen;
  uint8_t *out;
  size_t room, size;
} decoding;

static inline void copy_token(decoding *d, int32_t id) {
  if ((uint32_t)id >= d->token_count) return;
  const weir_token *token = &d->tokens[id];
  uint8_t info = token->info;
  if (info & d->skipped) return;
  d->seen |= info;
  if (info & WEIR_TOKEN_IS_LONG) {
    weir_long_place place = weir_token_place(token);
    if (d->size + place.count <= d->room) memcpy(d->out + d->size, d->long_bytes + place.start, place.count);
    d->size += place.count;
  } else {
    if (d->size + sizeof *token <= d->room) memcpy(d->out + d->size, token, sizeof *token);
    d->size += info & WEIR_TOKEN_LENGTH;
  }
}

size_t weir_decode(
    const weir_token *tokens, size_t token_count, const uint8_t *long_bytes, const int32_t *ids, size_t count,
    uint8_t skipped, uint8_t *out, size_t room, uint8_t *seen) {
  decoding d = {tokens, token_count, long_bytes, skipped, 0, out, room, 0};
  size_t index = 0;
  for (; index + ASKED_AHEAD < count; index++) {
    __builtin_prefetch(&tokens[(uint32_t)ids[index + ASKED_AHEAD]]);
    copy_token(&d, ids[index]);
  }
  for (; index < count; index++) copy_token(&d, ids[index]);
  *seen = d.seen;
  return d.size;
}

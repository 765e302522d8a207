// Tokens to bytes: one load and one store of sixteen bytes for each, whatever its length.
#include <string.h>

#include "CBytePairs.h"
#include "blocks.h"
#include "utf8.h"

_Static_assert(sizeof(weir_token) == 16, "a token is loaded as one register");

size_t weir_token_set(weir_token *token, uint8_t *long_bytes, size_t long_count, const uint8_t *p, size_t size) {
  *token = (weir_token){.info = (uint8_t)size};
  if (size > WEIR_TOKEN_BYTES_MAX) {
    token->info = WEIR_TOKEN_IS_LONG;
    memcpy(token->bytes, &(weir_long_place){(uint32_t)long_count, (uint32_t)size}, sizeof(weir_long_place));
    memcpy(long_bytes + long_count, p, size);
    long_count += size;
  } else {
    memcpy(token->bytes, p, size);
  }
  if (!weir_is_utf8(p, size)) token->info |= WEIR_TOKEN_IS_PARTIAL;
  return long_count;
}

// Makes a short token of sixteen bytes that can be read, whole scalars or not.
static inline void set_short(weir_token *token, const uint8_t *p, uint32_t size) {
  block16 kept = first_bytes(load16(p), size);
  memcpy(token, &kept, sizeof *token);
  token->info = (uint8_t)size;
}

size_t weir_tokens_build(
    weir_token *tokens, uint8_t *infos, uint8_t *long_bytes, const uint8_t *bytes, const uint32_t *starts, size_t count) {
  size_t long_count = 0, byte_count = starts[count] & ~WEIR_IS_ABSENT;
  for (size_t index = 0; index < count; index++) {
    uint32_t start = starts[index] & ~WEIR_IS_ABSENT, size = (starts[index + 1] & ~WEIR_IS_ABSENT) - start;
    if (size <= WEIR_TOKEN_BYTES_MAX && start + BLOCK_BYTES <= byte_count) set_short(&tokens[index], bytes + start, size);
    else long_count = weir_token_set(&tokens[index], long_bytes, long_count, bytes + start, size);
  }
  utf8_mark_partial(tokens, count);
  for (size_t index = 0; index < count; index++) infos[index] = tokens[index].info;
  return long_count;
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

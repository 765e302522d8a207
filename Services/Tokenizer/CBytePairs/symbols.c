// The encoding of one word.
#include <stdlib.h>

#include "workspace.h"

static inline bool crosses(const weir_bpe *bpe, weir_bpe_workspace *ws, uint32_t left, uint32_t right) {
  uint64_t pair = pair_key(left, right), *slot = pair_memory(ws, pair);
  if ((*slot ^ pair) <= 1) return *slot & 1;
  bool found = bpe_crosses(bpe, left, right, false);
  *slot = pair | found;
  return found;
}

uint32_t bpe_whole(const weir_bpe *bpe, const uint8_t *p, size_t count) {
  uint32_t unit = 0;
  for (size_t index = 0; index < count; index++)
    if (!(unit = step(bpe, unit, p[index]))) return NONE;
  return bpe->units[unit].token - 1;
}

static inline match shorter(const weir_bpe *bpe, uint32_t token) {
  uint32_t found = bpe->tokens[token].shorter;
  return found == NO_SHORTER ? (match){NONE, 0} : (match){found, bpe->tokens[found].length};
}

static void clear_dead(weir_bpe_workspace *ws, size_t count) {
  size_t words = count / 64 + 1;
  if (words > ws->dead_words) {
    free(ws->dead);
    ws->dead = malloc(words * 2 * sizeof *ws->dead);
    if (!ws->dead) abort();
    ws->dead_words = words * 2;
  }
  memset(ws->dead, 0, words * sizeof *ws->dead);
}

// The one sequence of tokens whose neighbours may all stand side by side (pairs.c), by trying the longest token first
// and going back where nothing fits. An encoding of a prefix is unique, so a place from which nothing fits is left for
// good and the whole is linear. The first `tokens` ids of `out` are known and cover `position` bytes; `next` is tried
// behind them.
static size_t encode_on(
    const weir_bpe *bpe, weir_bpe_workspace *ws, const uint8_t *p, size_t count, size_t position, size_t tokens,
    match next, int32_t *out) {
  clear_dead(ws, count);
  uint64_t *dead = ws->dead;
  uint32_t last = tokens ? (uint32_t)out[tokens - 1] : NONE;
  for (;;) {
    while (next.token != NONE) {
      size_t end = position + next.length;
      if (!(dead[end / 64] >> end % 64 & 1) && (last == NONE || !crosses(bpe, ws, last, next.token))) break;
      next = shorter(bpe, next.token);
    }
    if (next.token != NONE) {
      last = next.token;
      out[tokens++] = (int32_t)last;
      position += next.length;
      if (position == count) return tokens;
      next = longest(bpe, p + position, count - position);
    } else {
      dead[position / 64] |= 1ull << position % 64;
      uint32_t taken = (uint32_t)out[--tokens];
      last = tokens ? (uint32_t)out[tokens - 1] : NONE;
      position -= bpe->tokens[taken].length;
      next = shorter(bpe, taken);
    }
  }
}

static size_t encode_symbols(
    const weir_bpe *bpe, weir_bpe_workspace *ws, const uint8_t *p, size_t count, int32_t *out) {
  match next = longest(bpe, p, count);
  if (next.length < count) return encode_on(bpe, ws, p, count, 0, 0, next, out);
  out[0] = (int32_t)next.token;
  return 1;
}

static size_t encode_unknown(const weir_bpe *bpe, const uint8_t *p, size_t length, bool follows_unknown, int32_t *out) {
  if (bpe->has_byte_ids) {
    for (size_t index = 0; index < length; index++) out[index] = bpe->byte_ids[p[index]];
    return length;
  }
  if (bpe->unknown_id < 0 || (bpe->fuses_unknown && follows_unknown)) return 0;
  out[0] = bpe->unknown_id;
  return 1;
}

// Symbols that are no token part the word: nothing merges with them.
static size_t encode_parts(const weir_bpe *bpe, weir_bpe_workspace *ws, const uint8_t *p, size_t count, int32_t *out) {
  size_t start = 0, position = 0, tokens = 0;
  bool follows_unknown = false;
  while (position < count) {
    size_t length = bpe->is_scalar_level ? scalar_length(p[position]) : 1;
    if (bpe_whole(bpe, p + position, length) != NONE) {
      position += length;
      follows_unknown = false;
      continue;
    }
    if (start < position) tokens += encode_symbols(bpe, ws, p + start, position - start, out + tokens);
    tokens += encode_unknown(bpe, p + position, length, follows_unknown, out + tokens);
    position = start = position + length;
    follows_unknown = true;
  }
  if (start < count) tokens += encode_symbols(bpe, ws, p + start, count - start, out + tokens);
  return tokens;
}

size_t bpe_encode_word(const weir_bpe *bpe, weir_bpe_workspace *ws, const uint8_t *p, size_t count, int32_t *out) {
  return bpe->has_all_bytes ? encode_symbols(bpe, ws, p, count, out) : encode_parts(bpe, ws, p, count, out);
}

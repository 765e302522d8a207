// The encoding of one word by itself.
#include <stdlib.h>

#include "merge/symbols.h"
#include "workspace.h"

static size_t symbols_size(size_t count) { return count * sizeof(long_symbol); }
static size_t pairs_size(size_t count) { return count * WAITING_PAIRS_MAX * sizeof(waiting_pair); }

void bpe_free_symbols(waiting_pairs *w) {
  if (w->symbol_count == 0) return;
  large_free(w->symbols, symbols_size(w->symbol_count)), large_free(w->pairs, pairs_size(w->symbol_count));
  w->symbol_count = 0;
}

// Room for the symbols of a word and for what waits among them; memory that is out ends the process, as elsewhere.
static void reserve(const weir_bpe *bpe, waiting_pairs *w, size_t count) {
  if (w->symbol_count < count) {
    bpe_free_symbols(w);
    w->symbol_count = count + count / 2;
    w->symbols = large_alloc(symbols_size(w->symbol_count));
    w->pairs = large_alloc(pairs_size(w->symbol_count));
    if (!w->symbols || !w->pairs) abort();
  }
  if (w->bucket_count >= bpe->bucket_count) return;
  free(w->buckets);
  w->bucket_count = bpe->bucket_count;
  w->buckets = malloc(w->bucket_count * sizeof *w->buckets);
  size_t words = w->bucket_count;
  for (int level = 0; level < WAITING_LEVELS; level++) {
    words = words / 64 + 1;
    free(w->levels[level]);
    w->levels[level] = calloc(words, sizeof *w->levels[level]);
    if (!w->buckets || !w->levels[level]) abort();
  }
}

static size_t merge_long(const weir_bpe *bpe, weir_bpe_workspace *ws, const uint8_t *p, size_t count, int32_t *out) {
  reserve(bpe, &ws->waiting, count);
  return bpe_merge_long(bpe, ws, p, count, out);
}

// Two of the longest tokens, and some more.
enum { RUN = 3 * WEIR_BPE_TOKEN_LENGTH_MAX };

// One byte again and again: its tokens are one token again and again, and then those of a short run, because what follows a
// token is another such run, and two chunks that agree on a token make one encoding (chunks.c). 0 for any other word.
static size_t encode_run(const weir_bpe *bpe, weir_bpe_workspace *ws, const uint8_t *p, size_t count, int32_t *out) {
  if (count <= RUN || memcmp(p, p + 1, count - 1) != 0) return 0;
  size_t tokens = merge_long(bpe, ws, p, RUN, out), length = bpe->lengths[out[0]];
  int32_t token = out[0];
  if (tokens < 2 || out[1] != token) return 0;
  size_t times = (count - RUN) / length;
  tokens = merge_long(bpe, ws, p, count - times * length, out + times);
  if (out[times] != token) return 0;
  for (size_t index = 0; index < times; index++) out[index] = token;
  return times + tokens;
}

// The same behind one scalar, as behind the space before a word. Where the first bytes have a token of the run, that and what
// the rest of the run has from there on make one encoding (chunks.c).
static size_t encode_run_behind(
    const weir_bpe *bpe, weir_bpe_workspace *ws, const uint8_t *p, size_t count, int32_t *out) {
  size_t head = scalar_length(p[0]), place = 0, index = 0;
  if (count <= 2 * RUN || memcmp(p + head, p + head + 1, count - head - 1) != 0) return 0;
  size_t tokens = merge_long(bpe, ws, p, RUN, out);
  while (index + 1 < tokens && (place < head || out[index] != out[index + 1])) place += bpe->lengths[out[index++]];
  if (index + 1 >= tokens) return 0;
  int32_t token = out[index];
  size_t rest = encode_run(bpe, ws, p + place, count - place, out + index);
  return rest && out[index] == token ? index + rest : 0;
}

static size_t encode_symbols(
    const weir_bpe *bpe, weir_bpe_workspace *ws, const uint8_t *p, size_t count, int32_t *out) {
  size_t tokens = encode_run(bpe, ws, p, count, out);
  if (tokens == 0) tokens = encode_run_behind(bpe, ws, p, count, out);
  if (tokens == 0 && count > WAITING_MAX) tokens = bpe_encode_chunks(bpe, ws, p, count, out);
  return tokens > 0 ? tokens : merge_long(bpe, ws, p, count, out);
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

static bool is_symbol(const weir_bpe *bpe, const uint8_t *p, size_t length) {
  return bpe->is_scalar_level ? scalar_token(bpe, p, length) != NONE : bpe->byte_tokens[*p] != NO_TOKEN;
}

// Symbols that are no token part the word: nothing merges with them.
static size_t encode_parts(const weir_bpe *bpe, weir_bpe_workspace *ws, const uint8_t *p, size_t count, int32_t *out) {
  size_t start = 0, position = 0, tokens = 0;
  bool follows_unknown = false;
  while (position < count) {
    size_t length = bpe->is_scalar_level ? scalar_length(p[position]) : 1;
    if (is_symbol(bpe, p + position, length)) {
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

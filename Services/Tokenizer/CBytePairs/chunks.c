// Long words in overlapping chunks, which are merged in turn with one another.
//
// A sequence of tokens is the encoding of its bytes exactly when each token alone is the encoding of its bytes and each two
// neighbours are: merging in the order of ranks does the same inside a part whatever lies beside it, until a merge crosses a
// border, and the first that would do so would do it to the two parts alone as well. So where two chunks have the same token
// at the same place, what the first has before it and what the second has behind it make one encoding.
#include "workspace.h"

// Bytes, and those between the starts of two: a multiple of eight, since tokens of repeated letters have as many.
enum { CHUNK = WAITING_MAX, STEP = 40 };

// The start of the scalar that `place` lies in.
static size_t scalar_start(const uint8_t *p, size_t place) {
  for (size_t back = 0; back < 4 && back <= place; back++)
    if ((p[place - back] & 0xc0) != 0x80) return place - back;
  return place;
}

// The tokens of a chunk from one on.
typedef struct {
  const missed *chunk;
  const int32_t *tokens;
  uint32_t index;
  size_t place;  // of that token in the word
} cursor;

static cursor cursor_at(const weir_bpe_workspace *ws, size_t index, const uint8_t *word) {
  const missed *chunk = &ws->missed[index];
  return (cursor){chunk, ws->found + chunk->first, 0, (size_t)(chunk->bytes - word)};
}

static void advance(const weir_bpe *bpe, cursor *c) { c->place += bpe->lengths[c->tokens[c->index++]]; }

// Writes the chunk's tokens up to one that the next chunk has too, where that goes on. False if there is none.
static bool write_until(const weir_bpe *bpe, cursor *c, cursor next, int32_t **out) {
  while (c->index < c->chunk->count) {
    while (next.index < next.chunk->count && next.place < c->place) advance(bpe, &next);
    bool is_there = next.index < next.chunk->count && next.place == c->place;
    if (is_there && next.tokens[next.index] == c->tokens[c->index]) return *c = next, true;
    *(*out)++ = c->tokens[c->index];
    advance(bpe, c);
  }
  return false;
}

// Lists chunks of the word from `start` on, as many as there is room for. Returns where the last one starts.
static size_t list_chunks(weir_bpe_workspace *ws, const uint8_t *p, size_t count, size_t start) {
  ws->missed_count = ws->found_count = 0;
  for (;;) {
    size_t end = start + CHUNK < count ? scalar_start(p, start + CHUNK) : count;
    uint32_t index = (uint32_t)ws->missed_count++;
    ws->missed[index] = (missed){
        .bytes = p + start, .size = (uint32_t)(end - start), .original = index, .first = (uint32_t)ws->found_count,
        .whole = NONE};
    ws->found_count += CHUNK;
    if (end == count || ws->missed_count == MISSED_MAX || ws->found_count + CHUNK > FOUND_MAX) return start;
    start = scalar_start(p, start + STEP);
  }
}

size_t bpe_encode_chunks(const weir_bpe *bpe, weir_bpe_workspace *ws, const uint8_t *p, size_t count, int32_t *out) {
  int32_t *written = out;
  cursor c;
  for (size_t start = 0, skipped = 0;;) {
    size_t last = list_chunks(ws, p, count, start);
    bpe_search(bpe, ws);
    c = cursor_at(ws, 0, p);
    // The chunk that the last round ended with begins this one again.
    while (skipped > c.place) advance(bpe, &c);
    bool goes_on = true;
    for (size_t next = 1; next < ws->missed_count && goes_on; next++)
      goes_on = write_until(bpe, &c, cursor_at(ws, next, p), &written);
    bool is_end = ws->missed[ws->missed_count - 1].bytes + ws->missed[ws->missed_count - 1].size == p + count;
    if (!goes_on || (!is_end && last == start)) return ws->missed_count = ws->found_count = 0;
    if (is_end) break;
    start = last, skipped = c.place;
  }
  for (; c.index < c.chunk->count; c.index++) *written++ = c.tokens[c.index];
  ws->missed_count = ws->found_count = 0;
  return (size_t)(written - out);
}

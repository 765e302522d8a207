// Encodes random texts with random vocabularies under the sanitizers: whatever the text, its tokens' bytes are the text, as
// the vocabulary's decoding puts them together. Reads vocabularies of broken JSON, and stored tables cut short.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "load/portable.h"
#include "processor.h"
#include "utf8.h"
#include "wordmemory.h"
#include "workspace.h"

enum { VOCABULARIES = 12, TEXTS = 300, MERGES_MAX = 400, TEXT_MAX = 20000, TOKEN_MAX = 40 };

static uint64_t state;

static uint32_t below(uint32_t bound) {
  state = state * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)(state >> 33) % bound;
}

static size_t put(uint8_t *p, uint32_t scalar) {
  if (scalar < 0x80) return p[0] = (uint8_t)scalar, 1;
  if (scalar < 0x800) return p[0] = (uint8_t)(0xc0 | scalar >> 6), p[1] = 0x80 | (scalar & 63), 2;
  size_t rest = scalar < 0x10000 ? 2 : 3;
  p[0] = (uint8_t)((rest == 2 ? 0xe0 : 0xf0) | scalar >> (6 * rest));
  for (size_t index = 1; index <= rest; index++) p[index] = 0x80 | (scalar >> (6 * (rest - index)) & 63);
  return rest + 1;
}

// Few scalars, so that tokens meet, and a few of any kind.
static uint32_t any_scalar(void) {
  static const uint32_t few[] = {0, 'a', 'b', 'B', ' ', '\n', '\'', '7', 0xe9, 0x301, 0x416, 0x4e2d, 0x56fd, 0x3042, 0x1f642};
  if (below(8)) return few[below(sizeof few / sizeof *few)];
  return below(2) ? below(0x80) : below(0xd800);
}

static size_t make_text(uint8_t *text) {
  size_t count = 0, wanted = below(3) ? below(60) : below(TEXT_MAX);
  while (count < wanted) count += put(text + count, any_scalar());
  return count;
}

typedef struct {
  uint8_t bytes[(256 + MERGES_MAX) * TOKEN_MAX];
  uint32_t starts[257 + MERGES_MAX], tokens, merge_count;
  weir_merge merges[MERGES_MAX];
  bool is_ordered;  // whether merges have ranks in their order
} vocabulary;

static uint32_t length(const vocabulary *v, uint32_t token) { return v->starts[token + 1] - v->starts[token]; }

static void add_merge(vocabulary *v, uint32_t left, uint32_t right) {
  uint32_t start = v->starts[v->tokens], size = length(v, left) + length(v, right);
  if (size > TOKEN_MAX) return;
  memcpy(v->bytes + start, v->bytes + v->starts[left], length(v, left));
  memcpy(v->bytes + start + length(v, left), v->bytes + v->starts[right], length(v, right));
  for (uint32_t token = 0; token < v->tokens; token++)
    if (length(v, token) == size && memcmp(v->bytes + v->starts[token], v->bytes + start, size) == 0) return;
  uint32_t rank = v->is_ordered || below(4) ? v->merge_count : below(MERGES_MAX);
  v->merges[v->merge_count++] = (weir_merge){(int32_t)left, (int32_t)right, rank, (int32_t)v->tokens};
  v->starts[++v->tokens] = start + size;
}

static void begin_vocabulary(vocabulary *v) {
  v->tokens = 256, v->merge_count = 0, v->is_ordered = below(2);
  for (uint32_t byte = 0; byte < 256; byte++) v->bytes[byte] = (uint8_t)byte, v->starts[byte] = byte;
  v->starts[256] = 256;
}

static void make_vocabulary(vocabulary *v) {
  static uint8_t text[TEXT_MAX + 8];
  begin_vocabulary(v);
  size_t count = 0;
  while (count < 200) count = make_text(text);
  for (uint32_t try = 0; try < MERGES_MAX; try++) {
    uint32_t place = below((uint32_t)count - 1);
    uint32_t left = below(2) ? text[place] : below(v->tokens), right = below(2) ? text[place + 1] : below(v->tokens);
    add_merge(v, left, right);
  }
}

static void check(const vocabulary *v, const weir_bpe *bpe, weir_bpe_workspace *ws, const uint8_t *text, size_t count) {
  // A block of its own size, so that a byte read or written beyond it is seen.
  uint8_t *exact = malloc(count ? count : 1);
  memcpy(exact, text, count);
  for (int kind = 0; kind < 6; kind++) {
    weir_bpe_reset(ws);
    weir_words words = {(weir_words_kind)kind, below(2) ? 3 : 1, below(2)};
    if (!weir_bpe_encode(bpe, ws, words, exact, count)) abort();
    size_t ids, place = 0;
    const int32_t *found = weir_bpe_ids(ws, &ids);
    for (size_t index = 0; index < ids; index++) {
      uint32_t token = (uint32_t)found[index];
      if (place + length(v, token) > count || memcmp(exact + place, v->bytes + v->starts[token], length(v, token))) abort();
      place += length(v, token);
    }
    if (place != count) abort();
  }
  weir_is_composed(exact, count);
  weir_bpe_encode_spaced(bpe, ws, (weir_words){WEIR_WORDS_SPACES, 0, false}, exact, count, below(2));
  free(exact);
}

static const char letters[] = "ab7 ";

// Tokens of these letters alone, so that words are parted at all other scalars.
static void make_letter_vocabulary(vocabulary *v) {
  begin_vocabulary(v);
  for (uint32_t try = 0; try < 60; try++) {
    uint32_t made = v->tokens - 256;
    uint32_t left = made && below(2) ? 256 + below(made) : (uint8_t)letters[below(4)];
    uint32_t right = made && below(2) ? 256 + below(made) : (uint8_t)letters[below(4)];
    add_merge(v, left, right);
  }
}

// Words of these letters, of wide scalars too where these are asked for.
static size_t make_words(uint8_t *text, size_t wanted, bool has_wide) {
  size_t count = 0;
  while (count < wanted) {
    uint32_t kind = below(8);
    if (kind == 0 && has_wide) count += put(text + count, below(2) ? 0x4e2d : 0x9f98);
    else text[count++] = (uint8_t)letters[below(4)];
  }
  return count;
}

// Where merges are ignored, words of long text without parts are remembered in another way than those of short text. Neither
// changes what a text is encoded to.
static void check_memory(uint8_t *text) {
  static vocabulary v;
  make_letter_vocabulary(&v);
  weir_bpe_source source = {
      .token_count = v.tokens, .bytes = v.bytes, .starts = v.starts, .merge_count = v.merge_count, .merges = v.merges,
      .ignores_merges = true, .unknown_id = -1};
  weir_bpe *bpe = weir_bpe_create(&source);
  weir_bpe_workspace *ws = weir_bpe_workspace_create(1 << 20);
  weir_words words = {WEIR_WORDS_SPACES, 0, false};
  if (!bpe || !ws || !weir_bpe_encode(bpe, ws, words, text, make_words(text, TEXT_MAX, false))) abort();
  for (int index = 0; index < 40; index++) {
    size_t count = make_words(text, 1 + below(3000), below(4)), ids, fresh_ids;
    weir_bpe_workspace *fresh = weir_bpe_workspace_create(0);
    weir_bpe_reset(ws);
    if (!fresh || !weir_bpe_encode(bpe, ws, words, text, count) || !weir_bpe_encode(bpe, fresh, words, text, count)) abort();
    const int32_t *found = weir_bpe_ids(ws, &ids), *expected = weir_bpe_ids(fresh, &fresh_ids);
    if (ids != fresh_ids || memcmp(found, expected, ids * sizeof *found) != 0) abort();
    weir_bpe_workspace_destroy(fresh);
  }
  weir_bpe_workspace_destroy(ws);
  weir_bpe_destroy(bpe);
}

#if defined(__x86_64__)
void bpe_look_up_portable(const weir_bpe *bpe, weir_bpe_workspace *ws, const word_list *words);
void bpe_look_up_avx2(const weir_bpe *bpe, weir_bpe_workspace *ws, const word_list *words);
void bpe_fill_in_portable(const weir_bpe *bpe, weir_bpe_workspace *ws);
void bpe_fill_in_avx2(const weir_bpe *bpe, weir_bpe_workspace *ws);
void bpe_search_portable(const weir_bpe *bpe, weir_bpe_workspace *ws);
bool bpe_search_lanes(const weir_bpe *bpe, weir_bpe_workspace *ws);

// Lists words of the text as missed, some of them twice.
static void list_missed(weir_bpe_workspace *ws, const word_list *words) {
  ws->missed_count = ws->found_count = 0;
  for (size_t index = 0; index < words->count && ws->missed_count < MISSED_MAX; index++) {
    uint32_t start = index ? words->ends[index - 1] : 0, size = words->ends[index] - start;
    uint32_t number = (uint32_t)ws->missed_count;
    if (size > WAITING_MAX || ws->found_count + size > FOUND_MAX) continue;
    uint32_t original = index % 7 == 6 && number ? number - 1 : number;
    ws->missed[ws->missed_count++] = (missed){
        .bytes = words->text + start, .size = size, .original = original, .first = (uint32_t)ws->found_count, .whole = NONE};
    ws->found_count += size;
  }
}

// Words merged in lanes have the tokens of words merged in turn.
static void check_search(const weir_bpe *bpe, weir_bpe_workspace *ws, weir_bpe_workspace *other, const word_list *words) {
  list_missed(ws, words), list_missed(other, words);
  bpe_search_portable(bpe, ws);
  if (bpe_search_lanes(bpe, other)) bpe_search_portable(bpe, other);
  for (size_t index = 0; index < ws->missed_count; index++) {
    const missed *a = &ws->missed[index], *b = &other->missed[index];
    if (a->is_found != b->is_found || a->count != b->count) abort();
    if (memcmp(ws->found + a->first, other->found + b->first, a->count * sizeof *ws->found) != 0) abort();
  }
  weir_bpe_reset(ws), weir_bpe_reset(other);
}

// What finds words in the memory gives the same ids whatever the processor has.
static void check_processors(const weir_bpe *bpe, uint8_t *text) {
  static uint32_t ends[TEXT_MAX];
  if (!has_avx2()) return;
  weir_bpe_workspace *ws = weir_bpe_workspace_create(0), *other = weir_bpe_workspace_create(0);
  if (!ws || !other) abort();
  for (int round = 0; round < 40; round++) {
    size_t size = make_text(text), words = 0, end = 0, ids, other_ids;
    uint8_t *exact = malloc(size + READ_BEYOND);
    memcpy(exact, text, size);
    // In half of the texts words that begin alike.
    bool is_alike = round % 2;
    for (size_t place = 0; is_alike && place < size; place++)
      exact[place] = place % 16 < 8 ? 'a' : (uint8_t)('a' + below(26));
    while (end < size) {
      end += is_alike ? 16 : 1 + below(below(20) ? 12 : 110);
      while (end < size && (exact[end] & 0xc0) == 0x80) end++;
      ends[words++] = (uint32_t)(end < size ? end : size);
    }
    word_list list = {exact, ends, words, ends};
    if (bpe->order != ORDER_SHARED) check_search(bpe, ws, other, &list);
    if (!bpe_reserve(ws, size + LONG_IDS_MAX) || !bpe_reserve(other, size + LONG_IDS_MAX)) abort();
    bpe_look_up_portable(bpe, ws, &list), bpe_fill_in_portable(bpe, ws);
    bpe_look_up_avx2(bpe, other, &list), bpe_fill_in_avx2(bpe, other);
    const int32_t *found = weir_bpe_ids(ws, &ids), *other_found = weir_bpe_ids(other, &other_ids);
    if (ids != other_ids || (ids && memcmp(found, other_found, ids * sizeof *found) != 0)) abort();
    weir_bpe_reset(ws), weir_bpe_reset(other);
    free(exact);
  }
  weir_bpe_workspace_destroy(ws), weir_bpe_workspace_destroy(other);
}
#else
static void check_processors(const weir_bpe *bpe, uint8_t *text) { (void)bpe, (void)text; }
#endif

// Every scalar beyond ASCII in one of the categories, by chance.
static void set_classes(void) {
  static uint16_t pages[0x1100];
  static uint8_t classes[0x1100 * 256];
  for (size_t index = 0; index < sizeof classes; index++) classes[index] = (uint8_t)below(31);
  for (uint16_t page = 0; page < 0x1100; page++) pages[page] = page;
  weir_words_set_classes(pages, classes, sizeof classes);
}

// What is found out of tokens is the same whatever the processor has.
static void check_building(const weir_bpe_source *source) {
  token_notes notes, other;
  if (!notes_begin(&notes, source) || !notes_begin(&other, source)) abort();
  memset(other.parts, 0, source->token_count);
  notes_add_tokens_portable(&other, source);
  if (memcmp(notes.parts, other.parts, source->token_count) != 0) abort();
  weir_bpe bpe = {.is_scalar_level = source->is_scalar_level}, other_bpe = bpe;
  if (!bpe_build_neighbours(&bpe, source, &notes)) abort();
  if (!bpe_build_neighbours_portable(&other_bpe, source, &other)) abort();
  if (bpe.neighbour_mask != other_bpe.neighbour_mask) abort();
  if (memcmp(bpe.neighbours, other_bpe.neighbours, (bpe.neighbour_mask + 1ull) / 8) != 0) abort();
  if (memcmp(bpe.beside_part, other_bpe.beside_part, BASIC_COUNT / 8) != 0) abort();
  free(bpe.neighbours), free(bpe.beside_part), free(bpe.ascii_neighbours);
  free(other_bpe.neighbours), free(other_bpe.beside_part), free(other_bpe.ascii_neighbours);
  notes_end(&notes), notes_end(&other);
}

// Decoding gives the tokens' bytes.
static void check_decoding(const vocabulary *v) {
  static weir_token tokens[257 + MERGES_MAX];
  static uint8_t long_bytes[sizeof v->bytes], infos[257 + MERGES_MAX], out[200 * TOKEN_MAX + WEIR_DECODE_SLACK];
  int32_t ids[200];
  size_t size = 0;
  weir_tokens_build(tokens, infos, long_bytes, v->bytes, v->starts, v->tokens);
  for (size_t index = 0; index < 200; index++) ids[index] = (int32_t)below(v->tokens + 4) - 2;
  for (uint32_t token = 0; token < v->tokens; token++) {
    bool is_whole = utf8_by_scalars(v->bytes + v->starts[token], length(v, token));
    if (is_whole != !(infos[token] & WEIR_TOKEN_IS_PARTIAL) || infos[token] != tokens[token].info) abort();
  }
  uint8_t seen;
  size_t count = weir_decode(tokens, v->tokens, long_bytes, ids, 200, 0, NULL, 0, &seen);
  uint8_t *exact = malloc(count + WEIR_DECODE_SLACK), *less = malloc(count ? count : 1);
  if (weir_decode(tokens, v->tokens, long_bytes, ids, 200, 0, less, count ? below((uint32_t)count) : 0, &seen) != count) abort();
  weir_decode(tokens, v->tokens, long_bytes, ids, 200, 0, exact, count + WEIR_DECODE_SLACK, &seen);
  for (size_t index = 0; index < 200; index++) {
    if (ids[index] < 0 || (uint32_t)ids[index] >= v->tokens) continue;
    memcpy(out + size, v->bytes + v->starts[ids[index]], length(v, (uint32_t)ids[index]));
    size += length(v, (uint32_t)ids[index]);
  }
  if (size != count || memcmp(out, exact, size) != 0) abort();
  free(exact), free(less);
}

// Tables that were stored encode as before; cut short they are refused.
static void check_stored(const vocabulary *v, const weir_bpe *bpe, weir_bpe_workspace *ws, uint8_t *text) {
  size_t size = weir_bpe_stored_size(bpe);
  uint8_t *stored = aligned_alloc(64, (size + 63) / 64 * 64);
  weir_bpe_store(bpe, stored);
  if (weir_bpe_open(stored, size - 1) || weir_bpe_open(stored, below((uint32_t)size))) abort();
  weir_bpe *opened = weir_bpe_open(stored, size);
  if (!opened) abort();
  for (int index = 0; index < 20; index++) check(v, opened, ws, text, make_text(text));
  weir_bpe_destroy(opened);
  free(stored);
}

// Broken JSON is read or refused; whatever was read is found again.
static void check_json(void) {
  static const char good[] = "{\"a\":0, \"b\":1,\"ab\" : 2,\"\\u0120a\":3,\"\\ud83d\\ude42\":5,\"\\n\":4}";
  static const char merges[] = "[\"a b\", [\"\\u0120\",\"a\"]]";
  static const char parts[] = "{}[]\":,\\u0123456789abdn \xc4\xa0";
  for (int round = 0; round < 20000; round++) {
    size_t count = sizeof good - 1;
    uint8_t *json = malloc(count);
    memcpy(json, good, count);
    for (uint32_t change = below(4); change > 0; change--) json[below((uint32_t)count)] = (uint8_t)parts[below(sizeof parts - 1)];
    count -= below(3);
    size_t length;
    weir_pieces *pieces = weir_pieces_from_json(json, count, 64, &length);
    if (pieces && length > count) abort();
    for (uint32_t id = 0; pieces && id < weir_pieces_count(pieces); id++) {
      const uint32_t *starts = weir_pieces_starts(pieces);
      uint32_t start = starts[id] & ~WEIR_IS_ABSENT, end = starts[id + 1] & ~WEIR_IS_ABSENT;
      if (starts[id] & WEIR_IS_ABSENT || start == end) continue;
      if (weir_pieces_find(pieces, weir_pieces_bytes(pieces) + start, end - start) != (int32_t)id) abort();
    }
    if (pieces) {
      size_t merges_count = sizeof merges - 1;
      uint8_t *broken = malloc(merges_count);
      memcpy(broken, merges, merges_count);
      if (below(2)) broken[below((uint32_t)merges_count)] = (uint8_t)parts[below(sizeof parts - 1)];
      weir_merge found[8];
      weir_merges_from_json(pieces, broken, merges_count - below(2), found, 8, &length);
      free(broken);
    }
    weir_pieces_destroy(pieces);
    free(json);
  }
}

enum { READ_MAX = 300, READ_BYTES_MAX = 40, ALPHABET_MAX = 0x200, BYTES_TOKENS = 3000 };

// A vocabulary on its way to a file: letters, and tokens of two that came before.
typedef struct {
  uint32_t tokens, merge_count, sizes[READ_MAX];
  char texts[READ_MAX][READ_BYTES_MAX];
  weir_merge merges[READ_MAX];
} written_vocabulary;

static int32_t written_id(const written_vocabulary *w, const char *text, uint32_t size) {
  for (uint32_t id = 0; id < w->tokens; id++)
    if (w->sizes[id] == size && memcmp(w->texts[id], text, size) == 0) return (int32_t)id;
  return -1;
}

static void make_written(written_vocabulary *w) {
  *w = (written_vocabulary){.tokens = 7, .sizes = {1, 1, 1, 1, 1, 1, 1}, .texts = {"a", "b", "c", "d", "e", "f", "g"}};
  while (w->tokens < READ_MAX && w->merge_count < READ_MAX) {
    char whole[2 * READ_BYTES_MAX];
    uint32_t left = below(w->tokens), right = below(w->tokens), size = w->sizes[left] + w->sizes[right];
    if (size > READ_BYTES_MAX) continue;
    memcpy(whole, w->texts[left], w->sizes[left]);
    memcpy(whole + w->sizes[left], w->texts[right], w->sizes[right]);
    int32_t id = written_id(w, whole, size);
    if (id < 0) {
      id = (int32_t)w->tokens;
      memcpy(w->texts[w->tokens], whole, size);
      w->sizes[w->tokens++] = size;
    }
    w->merges[w->merge_count] = (weir_merge){(int32_t)left, (int32_t)right, w->merge_count, id};
    w->merge_count++;
  }
}

// A block of its own size.
static uint8_t *exactly(const char *text, size_t count) { return memcpy(malloc(count ? count : 1), text, count); }

static const char *const gaps[] = {"", " ", "\n      ", "\t \r\n                        "};

static size_t write_members(const written_vocabulary *w, char *out) {
  const char *gap = gaps[below(4)];
  size_t count = 0;
  for (uint32_t id = 0; id < w->tokens; id++)
    count += (size_t)sprintf(out + count, "%s%s\"%.*s\":%s%u", id ? "," : "{", gap, (int)w->sizes[id], w->texts[id], gap, id);
  return count + (size_t)sprintf(out + count, "%s}", gap);
}

static size_t write_merges(const written_vocabulary *w, char *out) {
  const char *gap = gaps[below(4)];
  bool is_list = below(2);
  size_t count = 0;
  for (uint32_t index = 0; index < w->merge_count; index++) {
    weir_merge m = w->merges[index];
    int left = (int)w->sizes[m.left], right = (int)w->sizes[m.right];
    const char *form = is_list ? "%s%s[%s\"%.*s\",%s\"%.*s\"%s]" : "%s%s%s\"%.*s%s %.*s\"%s";
    count += (size_t)sprintf(
        out + count, form, index ? "," : "[", gap, is_list ? gap : "", left, w->texts[m.left], is_list ? gap : "", right,
        w->texts[m.right], is_list ? gap : "");
  }
  return count + (size_t)sprintf(out + count, "%s]", gap);
}

static size_t pack(char *out, const char *text, uint32_t size) {
  uint64_t length = size;
  memcpy(out, &length, 8);
  memcpy(out + 8, text, size);
  return 8 + size;
}

static void check_merges(const written_vocabulary *w, const weir_merge *found, long count) {
  if (count != w->merge_count || memcmp(found, w->merges, w->merge_count * sizeof *found) != 0) abort();
}

static void check_packed(const written_vocabulary *w) {
  static char tokens[READ_MAX * (READ_BYTES_MAX + 8)], merges[READ_MAX * (READ_BYTES_MAX + 9)];
  size_t tokens_size = 0, merges_size = 0;
  for (uint32_t id = 0; id < w->tokens; id++) tokens_size += pack(tokens + tokens_size, w->texts[id], w->sizes[id]);
  for (uint32_t index = 0; index < w->merge_count; index++) {
    char text[2 * READ_BYTES_MAX];
    weir_merge m = w->merges[index];
    int size = sprintf(
        text, "%.*s %.*s", (int)w->sizes[m.left], w->texts[m.left], (int)w->sizes[m.right], w->texts[m.right]);
    merges_size += pack(merges + merges_size, text, (uint32_t)size);
  }
  uint8_t *exact_tokens = exactly(tokens, tokens_size), *exact_merges = exactly(merges, merges_size);
  weir_pieces *pieces = weir_pieces_from_packed(exact_tokens, tokens_size, w->tokens, NULL);
  weir_merge found[READ_MAX];
  if (!pieces) abort();
  check_merges(w, found, weir_merges_from_packed(pieces, exact_merges, merges_size, w->merge_count, found));
  check_merges(w, found, merges_from_packed_portable(pieces, exact_merges, merges_size, w->merge_count, found));
  weir_pieces_destroy(pieces);
  free(exact_tokens), free(exact_merges);
}

// The byte of each scalar of the byte-level alphabet. One that no token has keeps tokens from being converted by blocks.
static void make_alphabet(int16_t *byte_of, bool is_exact) {
  uint32_t others = 0;
  for (int scalar = 0; scalar < ALPHABET_MAX; scalar++) byte_of[scalar] = -1;
  for (int byte = 0; byte < 256; byte++) {
    bool prints = (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte != 0xad);
    byte_of[prints ? (uint32_t)byte : 0x100 + others++] = (int16_t)byte;
  }
  if (!is_exact) byte_of[ALPHABET_MAX - 1] = 0;
}

// Tokens of the alphabet, and now and then of other scalars.
static size_t make_visible(uint8_t *packed, uint32_t count) {
  static const uint32_t others[] = {0x20, 0x7f, 0xa0, 0xad, 0x144, 0x17f, 0x800, 0x1f600, 0};
  size_t size = 0;
  for (uint32_t token = 0; token < count; token++) {
    uint64_t length = 0;
    uint8_t *text = packed + size + 8;
    // Begins with its number and a mark that nothing else has, since no two may be the same.
    for (uint32_t rest = token + 1; rest; rest /= 60) length += put(text + length, 0x41 + rest % 60);
    length += put(text + length, '!');
    uint32_t scalars = below(below(40) ? 6 : 700);
    for (uint32_t index = 0; index < scalars; index++) {
      uint32_t scalar = below(2) ? 0x22 + below(0x5d) : below(2) ? 0x100 + below(0x44) : 0xae + below(0x52);
      length += put(text + length, below(400) ? scalar : others[below(9)]);
    }
    memcpy(packed + size, &length, 8);
    size += 8 + length;
  }
  return size;
}

// Tokens by blocks and one by one become the same bytes.
static void check_bytes(void) {
  static int16_t exact[ALPHABET_MAX], other[ALPHABET_MAX];
  static bool is_left_out[BYTES_TOKENS];
  uint32_t compared_count = 0;
  make_alphabet(exact, true), make_alphabet(other, false);
  uint8_t *packed = malloc(BYTES_TOKENS * (8 + 4 * 720));
  for (int round = 0; round < 60; round++) {
    uint32_t count = below(BYTES_TOKENS) + 1;
    size_t size = make_visible(packed, count);
    for (uint32_t token = 0; token < count; token++) is_left_out[token] = below(round % 3 ? 300 : 2) == 0;
    const bool *left_out = below(4) ? is_left_out : NULL;
    uint8_t *file = exactly((char *)packed, size);
    weir_pieces *pieces = weir_pieces_from_packed(file, size, count, left_out);
    if (pieces) {
      uint32_t byte_count = weir_pieces_starts(pieces)[count], starts_size = (count + 1) * sizeof(uint32_t);
      uint8_t *bytes[2];
      uint32_t *starts[2];
      for (int way = 0; way < 2; way++) {
        bytes[way] = malloc(byte_count + WEIR_PIECES_SLACK), starts[way] = malloc(starts_size);
        weir_pieces_as_bytes(pieces, left_out, way ? exact : other, ALPHABET_MAX, bytes[way], starts[way]);
      }
      if (memcmp(starts[0], starts[1], starts_size) != 0 || memcmp(bytes[0], bytes[1], starts[0][count]) != 0) abort();
      for (int way = 0; way < 2; way++) free(bytes[way]), free(starts[way]);
    }
    compared_count += pieces != NULL;
    weir_pieces_destroy(pieces);
    free(file);
  }
  free(packed);
  if (compared_count == 0) abort();
}

// What was written in any layout is read back; broken and cut short it is refused or something else.
static void check_reading(void) {
  static written_vocabulary w;
  static char members[READ_MAX * 200], merges[READ_MAX * 300];
  for (int round = 0; round < 3000; round++) {
    make_written(&w);
    size_t members_size = write_members(&w, members), merges_size = write_merges(&w, merges), length, merges_length;
    bool is_broken = below(2);
    if (is_broken) {
      char *text = below(2) ? members : merges;
      text[below((uint32_t)(text == members ? members_size : merges_size))] = "\"\\,: ]}0x"[below(9)];
      if (below(2)) members_size -= below(80);
      if (below(2)) merges_size -= below(200);
    }
    uint8_t *exact_members = exactly(members, members_size), *exact_merges = exactly(merges, merges_size);
    weir_pieces *pieces = weir_pieces_from_json(exact_members, members_size, 4096, &length);
    weir_merge found[READ_MAX];
    long count = pieces ? weir_merges_from_json(pieces, exact_merges, merges_size, found, READ_MAX, &merges_length) : -1;
    if (!is_broken) {
      if (length != members_size || merges_length != merges_size) abort();
      check_merges(&w, found, count);
      count = merges_from_json_portable(pieces, exact_merges, merges_size, found, READ_MAX, &merges_length);
      check_merges(&w, found, count);
      check_packed(&w);
    }
    weir_pieces_destroy(pieces);
    free(exact_members), free(exact_merges);
  }
}

// What scalars become, by chance.
static uint8_t fates[WEIR_SCALARS_ASKED];

typedef weir_step (*word_stepper)(weir_word_memory *memory, size_t *start, size_t *end);
typedef bool (*word_adder)(weir_word_memory *memory, const int32_t *ids, size_t count);
weir_step word_next_portable(weir_word_memory *memory, size_t *start, size_t *end);
bool word_add_portable(weir_word_memory *memory, const int32_t *ids, size_t count);

static void encode_words(weir_word_memory *memory, const uint8_t *text, size_t count, word_stepper step_on, word_adder add) {
  size_t start, end;
  weir_step step;
  if (!weir_word_memory_begin(memory, text, count)) abort();
  while ((step = step_on(memory, &start, &end)) != WEIR_STEP_DONE) {
    int32_t given[16];
    if (step == WEIR_STEP_FAILED) abort();
    if (step == WEIR_STEP_SCALAR) {
      weir_word_memory_learn(memory, (uint32_t)start, fates[start], (const uint8_t *)"aéz", start % 2 ? 0 : start % 5 ? 3 : 4);
      continue;
    }
    size_t many = (end - start) % 12 + 1;
    for (size_t index = 0; index < many; index++) given[index] = (int32_t)((end - start) << 8 | text[start]);
    if (!add(memory, given, many)) abort();
  }
}

// Words have the same ids whether they are remembered or not, and whatever the processor has.
static void check_words(uint8_t *text, bool is_unigram) {
  // Every letter and some signs are tokens.
  static weir_trie_node nodes[768];
  static double scores[128];
  uint8_t tokens[64];
  uint32_t starts[65] = {0}, token_count = 0;
  nodes[0] = (weir_trie_node){1, 0};
  for (uint32_t byte = 'A'; byte < 'z'; byte++) {
    nodes[1 + byte] = (weir_trie_node){257, (byte + 1) << WEIR_TRIE_TOKEN | WEIR_TRIE_USED | byte};
    scores[byte] = -(double)below(3);
    tokens[token_count++] = (uint8_t)byte;
    starts[token_count] = token_count;
  }
  for (size_t scalar = 0; scalar < WEIR_SCALARS_ASKED; scalar++) fates[scalar] = below(3) ? WEIR_SCALAR_SAME : (uint8_t)(1 + below(6));
  fates[' '] = WEIR_SCALAR_SPACE;
  weir_word_model model = {
      .nodes = nodes, .continuations = is_unigram ? NULL : nodes, .scalars_max = 20, .scores = is_unigram ? scores : NULL,
      .unknown_score = -12, .unknown_id = 0, .prefix = {0xe2, 0x96, 0x81}, .prefix_size = is_unigram ? 3 : 0};
  weir_word_tables *tables = weir_word_tables_create(&model, is_unigram, tokens, starts, token_count);
  uint64_t *stored = tables ? malloc(weir_word_tables_stored_size(tables) + 8) : NULL;
  if (!stored) abort();
  weir_word_tables_store(tables, (uint8_t *)stored);
  weir_word_tables *opened = weir_word_tables_open(&model, (uint8_t *)stored, weir_word_tables_stored_size(tables));
  weir_word_memory *memory = opened ? weir_word_memory_create(opened, 1 << 20) : NULL;
  if (!memory || (is_unigram && weir_word_tables_open(&model, (uint8_t *)stored, 8 * below(4000) + 4))) abort();
  for (int round = 0; round < 100; round++) {
    size_t count = make_text(text), id_count, fresh_count;
    uint8_t *exact = malloc(count ? count : 1);
    memcpy(exact, text, count);
    weir_word_memory *fresh = weir_word_memory_create(tables, 16 << 20);
    if (!fresh) abort();
    encode_words(memory, exact, count, weir_word_memory_next, weir_word_memory_add);
    encode_words(fresh, exact, count, word_next_portable, word_add_portable);
    const int32_t *ids = weir_word_memory_ids(memory, &id_count), *fresh_ids = weir_word_memory_ids(fresh, &fresh_count);
    if (id_count != fresh_count || (id_count && memcmp(ids, fresh_ids, id_count * sizeof *ids) != 0)) abort();
    weir_word_memory_destroy(fresh);
    free(exact);
  }
  weir_word_memory_destroy(memory);
  weir_word_tables_destroy(opened), free(stored);
  weir_word_tables_destroy(tables);
}

// Both ways to mark bytes agree.
static void check_marks(void) {
  for (int round = 0; round < 2000; round++) {
    byte_tables sets;
    uint8_t bytes[64];
    for (size_t index = 0; index < sizeof sets; index++) ((uint8_t *)&sets)[index] = (uint8_t)below(256);
    for (size_t index = 0; index < sizeof bytes; index++) bytes[index] = (uint8_t)below(256);
    byte_sets fast = word_marker()(&sets, bytes), slow = word_mark_portable(&sets, bytes);
    if (memcmp(&fast, &slow, sizeof fast) != 0) abort();
  }
}

// Both ways to look through UTF-8 agree on good and on broken text.
static void check_utf8(uint8_t *text) {
  for (int round = 0; round < 20000; round++) {
    size_t count = 0, wanted = below(200);
    while (count < wanted) count += put(text + count, below(4) ? any_scalar() : 0x10000 + below(0x100000));
    for (uint32_t change = below(3); change > 0 && count; change--) text[below((uint32_t)count)] = (uint8_t)below(256);
    if (count) count -= below(2);
    uint8_t *exact = malloc(count ? count : 1);
    memcpy(exact, text, count);
    if (has_avx2() && utf8_by_blocks(exact, count) != utf8_by_scalars(exact, count)) abort();
    free(exact);
  }
}

int main(int argc, char **argv) {
  static vocabulary v;
  static uint8_t text[TEXT_MAX + 8];
  state = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
  set_classes();
  for (int round = 0; round < VOCABULARIES; round++) {
    make_vocabulary(&v);
    weir_bpe_source source = {
        .token_count = v.tokens, .bytes = v.bytes, .starts = v.starts, .merge_count = v.merge_count,
        .merges = v.merges, .ignores_merges = below(2), .unknown_id = -1};
    weir_bpe *bpe = weir_bpe_create(&source);
    weir_bpe_workspace *ws = weir_bpe_workspace_create(below(2) ? 0 : 1 << 20);
    if (!bpe || !ws) abort();
    check_building(&source);
    for (int index = 0; index < TEXTS; index++) check(&v, bpe, ws, text, make_text(text));
    check_memory(text);
    check_processors(bpe, text);
    check_decoding(&v);
    check_stored(&v, bpe, ws, text);
    weir_bpe_workspace_destroy(ws);
    weir_bpe_destroy(bpe);
  }
  check_json();
  check_reading();
  check_bytes();
  check_utf8(text);
  check_words(text, false);
  check_words(text, true);
  check_marks();
  printf("%d texts of each of %d vocabularies\n", TEXTS, VOCABULARIES);
  return 0;
}

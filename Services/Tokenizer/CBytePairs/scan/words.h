// Where words end: the split patterns of published tokenizers, each as one function from a word's start to its end.
//
// The Swift matcher for regular expressions is the reference; tests hold these to it.
#include "../blocks.h"
#include "../planes.h"

// Bits from `position` on in its block.
static inline uint64_t bits_from(const scanner *s, enum plane plane, size_t position) {
  size_t offset = position - s->base;
  return s->blocks[offset >> 6].planes[plane] >> (offset & 63);
}

static inline bool is(const scanner *s, enum plane plane, size_t position) {
  return bits_from(s, plane, position) & 1;
}

// White space, letter or number by mask of planes; bits of `symbols_of` are those that are none of the three.
static inline uint64_t rest_of(const block *b) { return ~(b->planes[LETTER] | b->planes[NUMBER] | b->planes[SPACE]); }

static inline bool is_rest(const scanner *s, size_t position) {
  size_t offset = position - s->base;
  return rest_of(&s->blocks[offset >> 6]) >> (offset & 63) & 1;
}

// The run of set bits from `position` on, up to `end`: `word(b)` gives a block's bits.
#define RUN_END(word)                                                       \
  size_t offset = position - s->base, index = offset >> 6;                  \
  const block *b = &s->blocks[index];                                       \
  uint64_t gaps = ~(word) & ~0ull << (offset & 63);                         \
  while (!gaps && (++index << 6) + s->base < end) b++, gaps = ~(word);      \
  size_t found = gaps ? s->base + (index << 6) + __builtin_ctzll(gaps) : end; \
  if (found < end) return found;                                            \
  s->is_open |= end == s->limit;                                            \
  return end;

static inline size_t run_end(scanner *s, enum plane plane, size_t position, size_t end) { RUN_END(b->planes[plane]) }
static inline size_t either_end(scanner *s, enum plane p, enum plane q, size_t position, size_t end) {
  RUN_END(b->planes[p] | b->planes[q])
}
static inline size_t neither_end(scanner *s, enum plane p, enum plane q, size_t position, size_t end) {
  RUN_END(~(b->planes[p] | b->planes[q]))
}
static inline size_t rest_end(scanner *s, size_t position, size_t end) { RUN_END(rest_of(b)) }

static inline size_t next_scalar(const scanner *s, size_t position) {
  return position + scalar_length(s->text[position]);
}

static inline size_t scalar_before(const scanner *s, size_t position) {
  while ((s->text[--position] & 0xc0) == 0x80) {}
  return position;
}

// The run of bytes that `kept` names; slow, for short runs.
static inline size_t newlines_end(scanner *s, size_t position, size_t end, bool keeps_slash) {
  while (position < end && (is_newline(s->text[position]) || (keeps_slash && s->text[position] == '/'))) position++;
  s->is_open |= position == s->limit;
  return position;
}

// `\p{N}{1,max}`
static size_t number_end(scanner *s, size_t position, size_t end, uint32_t max) {
  size_t number = position;
  for (uint32_t count = 0; count < max && number < end && is(s, NUMBER, number); count++) number = next_scalar(s, number);
  s->is_open |= number >= s->limit;
  return number < end ? number : end;
}

// `\s*[\r\n]+|\s+(?!\S)|\s+`, or without the first.
static size_t space_end(scanner *s, size_t start, size_t end, bool cuts_at_newline) {
  size_t run = run_end(s, SPACE, start, end);
  if (cuts_at_newline) {
    size_t newline = run;
    while (newline > start && !is_newline(s->text[newline - 1])) newline--;
    if (newline > start) return newline;
  }
  if (run == end) return end;
  size_t shorter = scalar_before(s, run);
  return shorter > start ? shorter : run;
}

// `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`
static inline size_t gpt2_end(scanner *s, size_t start, size_t end) {
  const uint8_t *text = s->text;
  size_t word = text[start] == ' ' && start + 1 < end ? start + 1 : start;
  if (is(s, LETTER, word)) return run_end(s, LETTER, word, end);
  if (text[start] == '\'') {
    size_t contraction = contraction_end(s, start, end, false);
    if (contraction > start) return contraction;
  }
  if (is(s, NUMBER, word)) return run_end(s, NUMBER, word, end);
  if (is(s, SPACE, word)) return space_end(s, start, end, false);
  return rest_end(s, word, end);
}

// `[upper]*[lower]+` from `start`, where both sets share marks and letters without case; `start` if it does not match.
static size_t lower_word_end(scanner *s, size_t start, size_t end) {
  if (start >= end) return start;
  size_t upper = run_end(s, UPPER, start, end);
  if (upper < end && is(s, LOWER, upper)) return run_end(s, LOWER, upper, end);
  // The upper run gives back scalars until one is lower too.
  for (size_t last = upper; last > start;) {
    last = scalar_before(s, last);
    if (is(s, LOWER, last)) return run_end(s, LOWER, last, end);
  }
  return start;
}

// Both kinds of words, each with one scalar before it or else without.
static size_t cased_word_end(scanner *s, size_t start, size_t end) {
  bool may_precede = !is(s, LETTER, start) && !is_newline(s->text[start]);
  size_t next = next_scalar(s, start), word = start;
  if (may_precede && (word = lower_word_end(s, next, end)) > next) return word;
  if ((word = lower_word_end(s, start, end)) > start) return word;
  if (may_precede && next < end && (word = run_end(s, UPPER, next, end)) > next) return word;
  return run_end(s, UPPER, start, end);
}

// `[^\r\n\p{L}\p{N}]?[upper]*[lower]+(?i:'s|…)?|[^\r\n\p{L}\p{N}]?[upper]+[lower]*(?i:'s|…)?|\p{N}{1,max}|`
// ` ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+`
static inline size_t o200k_end(scanner *s, size_t start, size_t end) {
  const uint8_t *text = s->text;
  if (is(s, NUMBER, start)) return number_end(s, start, end, s->words.digits_max);
  size_t next = next_scalar(s, start), word = cased_word_end(s, start, end);
  if (word > start) return s->words.has_contractions ? contraction_end(s, word, end, true) : word;
  size_t symbols = text[start] == ' ' && next < end ? next : start;
  if (is_rest(s, symbols)) return newlines_end(s, rest_end(s, symbols, end), end, true);
  return space_end(s, start, end, true);
}

static inline bool is_ascii_letter(uint8_t byte) { return (uint8_t)((byte | 0x20) - 'a') < 26; }
static inline bool is_ascii_symbol(uint8_t byte) {
  return byte > ' ' && byte < 0x7f && !is_ascii_letter(byte) && (uint8_t)(byte - '0') >= 10;
}
// A letter or mark.
static inline bool is_word(const scanner *s, size_t position) {
  return is(s, UPPER, position) || is(s, LOWER, position);
}

// `[ascii symbol][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`; `start`
// itself where nothing matches.
static size_t deepseek_match_end(scanner *s, size_t start, size_t end) {
  const uint8_t *text = s->text;
  if (is_word(s, start)) return either_end(s, UPPER, LOWER, start, end);
  size_t next = next_scalar(s, start);
  if (next < end && is_ascii_symbol(text[start]) && is_ascii_letter(text[next])) {
    while (next < end && is_ascii_letter(text[next])) next++;
    s->is_open |= next == s->limit;
    return next;
  }
  if (next < end && is_word(s, next) && !is_newline(text[start]) && !is(s, SYMBOL, start))
    return either_end(s, UPPER, LOWER, next, end);
  size_t symbols = text[start] == ' ' && next < end ? next : start;
  if (is(s, SYMBOL, symbols)) return newlines_end(s, run_end(s, SYMBOL, symbols, end), end, false);
  return is(s, SPACE, start) ? space_end(s, start, end, true) : start;
}

static void find_piece(scanner *s, size_t start, size_t end) {
  if (start < s->piece) return;
  bool was_open = s->is_open;
  s->is_open = false;
  s->piece = neither_end(s, NUMBER, HAN, start, end);
  s->is_piece_open = s->is_open;
  s->is_open = was_open;
}

// First `\p{N}{1,3}`, then `[\u4E00-\u9FA5\u3040-\u30FF]+`, then the pattern above in what lies between.
static inline size_t deepseek3_end(scanner *s, size_t start, size_t end) {
  if (is(s, NUMBER, start)) return number_end(s, start, end, s->words.digits_max);
  if (is(s, HAN, start)) return run_end(s, HAN, start, end);
  find_piece(s, start, end);
  size_t position = start, match = start;
  while (position < s->piece && (match = deepseek_match_end(s, position, s->piece)) == position) {
    position = next_scalar(s, position);
    if (position > s->piece) position = s->piece;
  }
  size_t found = position > start ? position : match;
  // A word that ends before its piece does has not looked at the piece's end.
  s->is_open |= found == s->piece && s->is_piece_open;
  return found;
}

// A bit for each of 64 bytes that is a space.
static inline uint64_t spaces_at(const uint8_t *p) {
  uint64_t spaces = 0;
  for (int part = 0; part < 64; part += BLOCK_BYTES) spaces |= (uint64_t)equal_bits(load16(p + part), ' ') << part;
  return spaces;
}

// The words up to the last that starts in the window, as one.
static size_t scan_last_space(const scanner *s, uint32_t *ends) {
  const uint8_t *text = s->text + s->base;
  size_t end = s->limit - s->base;
  if (s->limit < s->count) do end--; while (end > 0 && !(text[end] == ' ' && text[end - 1] != ' '));
  ends[0] = (uint32_t)end;
  return end > 0;
}

// A word is a run of spaces and what follows it.
static size_t scan_spaces(const scanner *s, uint32_t *ends) {
  size_t size = s->limit - s->base, count = 0;
  const uint8_t *text = s->text + s->base;
  uint64_t space_before = 1;
  for (size_t base = 0; base < size; base += 64) {
    uint8_t last[64] = {0};
    uint64_t spaces = spaces_at(size - base < 64 ? memcpy(last, text + base, size - base) : text + base);
    count += write_places(spaces & ~(spaces << 1 | space_before), (uint32_t)base, ends + count);
    space_before = spaces >> 63;
  }
  if (s->limit == s->count) ends[count++] = (uint32_t)size;
  return count;
}

#define SCAN(function)                                       \
  while (start < limit) {                                    \
    size_t word = function(s, start, limit);                 \
    if (s->is_open && limit < s->count) break;               \
    ends[count++] = (uint32_t)(word - s->base);              \
    start = word;                                            \
  }                                                          \
  break;

// Writes the ends of the words from `base` on whose ends are sure; returns how many.
static size_t scan(scanner *s, uint32_t *ends) {
  size_t start = s->base, limit = s->limit, count = 0;
  s->is_open = s->has_starts = false;
  s->piece = 0;
  switch (s->words.kind) {
    case WEIR_WORDS_WHOLE:
      if (limit == s->count) ends[count++] = (uint32_t)(limit - s->base);
      break;
    case WEIR_WORDS_GPT2: SCAN(gpt2_end)
    case WEIR_WORDS_CL100K: return scan_cl100k(s, ends);
    case WEIR_WORDS_O200K: SCAN(o200k_end)
    case WEIR_WORDS_DEEPSEEK3:
      if (scan_deepseek3(s, ends, &count)) return count;
      SCAN(deepseek3_end)
    case WEIR_WORDS_SPACES: return s->is_parted ? scan_last_space(s, ends) : scan_spaces(s, ends);
  }
  return count;
}

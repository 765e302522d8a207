// Words found sixty-four bytes at a time, for cl100k and its kin,
//   (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,max}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+
// and for DeepSeek-V3 (words.h has its patterns).
//
// Where a word starts can be told from the classes of a few bytes around, but for some things, which are then put right
// one by one: white space of several bytes or with lines of nothing else, long numbers, and contractions.

typedef struct {
  uint64_t letter, number, space, rest, blank, following;
} classes;

static inline classes load(const block *b) {
  const uint64_t *p = b->planes;
  return (classes){p[LETTER], p[NUMBER], p[SPACE], ~(p[LETTER] | p[NUMBER] | p[SPACE]), p[BLANK], p[FOLLOWING]};
}

// The bit of the byte before, at each byte; `carry` is the last bit of the block before, and becomes this one's.
static inline uint64_t before(uint64_t bits, uint64_t *carry) {
  uint64_t shifted = bits << 1 | *carry;
  *carry = bits >> 63;
  return shifted;
}

typedef struct {
  uint64_t letter, number, space, rest, blank, plain, newline, line, first[4], number2, number3, han, symbol, run;
} carries;

// Adds with carry over the blocks: a run of `bits` that holds one of `from` gives way to a bit behind it.
static inline uint64_t add(uint64_t bits, uint64_t from, uint64_t *carry) {
  uint64_t sum;
  bool goes_on = __builtin_add_overflow(bits, from, &sum);
  goes_on |= __builtin_add_overflow(sum, *carry, &sum);
  *carry = goes_on;
  return sum;
}

// Where words of white space start: `after` are bytes that newlines go with, `plain_last` the last plain spaces of runs.
// A run is a word up to its last newline, then another up to its last space, which stands apart. `doubts` are newlines
// behind a line of spaces, which thus did not start behind the last newline.
static inline uint64_t space_starts(
    uint64_t space, uint64_t newline, uint64_t plain, uint64_t after, uint64_t plain_last, carries *c, uint64_t *doubts) {
  uint64_t runs = space & ~before(space, &c->space) & ~(newline & after);
  uint64_t lines = plain & before(newline, &c->newline);
  *doubts = add(plain, lines, &c->line) & ~plain & newline;
  return runs | lines | plain_last;
}

// The first scalar, up to four bytes, of each run of the rest that starts where `first` says.
static inline uint64_t first_scalar(uint64_t first, uint64_t following, carries *c) {
  uint64_t bytes = first;
  for (int index = 0; index < 3; index++) {
    first = before(first, &c->first[index]) & following;
    bytes |= first;
  }
  return bytes;
}

static inline void find_starts(block *b, const block *next, uint32_t digits_max, carries *c) {
  classes k = load(b);
  uint64_t newline = b->planes[NEWLINE], plain = k.space & ~newline;
  uint64_t letters = k.letter & ~before(k.letter, &c->letter), rest_before = before(k.rest, &c->rest);
  // A space goes with the rest that follows it.
  uint64_t rest = k.rest & ~rest_before & ~before(k.blank, &c->blank);
  // So does one scalar that is neither newline nor number with the letters that follow, if no word has taken it.
  uint64_t taken = first_scalar(rest, k.following, c);
  uint64_t joined = before(plain, &c->plain) | before(taken, &c->first[3]);
  uint64_t number_before = before(k.number, &c->number);
  uint64_t numbers = digits_max == 1 ? k.number & ~k.following : k.number & ~number_before;
  uint64_t last = plain & ~(k.space >> 1 | next->planes[SPACE] << 63), lines;
  uint64_t spaces = space_starts(k.space, newline, plain, rest_before, last, c, &lines);
  b->planes[WORD] = (letters & ~joined) | numbers | rest | spaces;
  uint64_t number2 = before(number_before & k.number, &c->number2), number3 = before(number2 & k.number, &c->number3);
  b->doubts[DOUBTFUL_SPACES] = lines | (k.space & k.following);
  b->doubts[DOUBTFUL_QUOTES] = rest & b->planes[APOSTROPHE];
  b->doubts[DOUBTFUL_NUMBERS] = digits_max == 1 ? 0 : k.number & (number3 | k.following);
}

// False where the block has scalars that no pattern of DeepSeek-V3 names, such as controls: `valid` are its bytes.
static inline bool find_starts_deepseek(block *b, const block *next, uint64_t valid, carries *c) {
  const uint64_t *p = b->planes;
  uint64_t number = p[NUMBER], han = p[HAN], space = p[SPACE], symbol = p[SYMBOL], alpha = p[ALPHA];
  uint64_t word = (p[UPPER] | p[LOWER]) & ~han, plain = space & ~p[NEWLINE];
  if (valid & ~(number | han | space | symbol | word)) return false;
  uint64_t number_before = before(number, &c->number);
  uint64_t words = word & ~before(word, &c->letter), symbol_before = before(symbol, &c->rest);
  // A space goes with the symbols that follow it.
  uint64_t symbols = symbol & ~symbol_before & ~before(p[BLANK], &c->blank);
  // One ASCII symbol goes with the ASCII letters that follow, and with no other letter behind them.
  uint64_t lettered = words & alpha & before(symbols & ~p[HIGH], &c->symbol);
  uint64_t ends = add(alpha, lettered, &c->run) & ~alpha & word;
  uint64_t joined = lettered | before(plain, &c->plain);
  // The last space of a run does not stand apart before what ends the piece.
  uint64_t behind = number | han | space, next_behind = next->planes[NUMBER] | next->planes[HAN] | next->planes[SPACE];
  uint64_t last = plain & ~(behind >> 1 | next_behind << 63), lines;
  uint64_t spaces = space_starts(space, p[NEWLINE], plain, symbol_before, last, c, &lines);
  uint64_t starts = (words & ~joined) | ends | symbols | spaces | (number & ~number_before);
  b->planes[WORD] = starts | (han & ~before(han, &c->han));
  uint64_t number2 = before(number_before & number, &c->number2), number3 = before(number2 & number, &c->number3);
  b->doubts[DOUBTFUL_SPACES] = lines | (space & p[FOLLOWING]);
  b->doubts[DOUBTFUL_NUMBERS] = number & (number3 | p[FOLLOWING]);
  return true;
}

static inline uint64_t *starts_at(scanner *s, size_t position) {
  return &s->blocks[(position - s->base) >> 6].planes[WORD];
}

static inline void set_start(scanner *s, size_t position) {
  *starts_at(s, position) |= 1ull << ((position - s->base) & 63);
}

static void clear_starts(scanner *s, size_t from, size_t to) {
  for (; from < to; from++) *starts_at(s, from) &= ~(1ull << ((from - s->base) & 63));
}

static inline bool has(const scanner *s, enum plane plane, size_t position) {
  size_t offset = position - s->base;
  return s->blocks[offset >> 6].planes[plane] >> (offset & 63) & 1;
}

static size_t class_end(const scanner *s, enum plane plane, size_t position) {
  while (position < s->limit && has(s, plane, position)) position++;
  return position;
}

static size_t class_start(const scanner *s, enum plane plane, size_t position) {
  while (position > s->base && has(s, plane, position - 1)) position--;
  return position;
}

// White space around `position`; returns its end. The rest before it takes newlines that follow at once.
static size_t correct_spaces(scanner *s, size_t position) {
  size_t start = class_start(s, SPACE, position), end = class_end(s, SPACE, position);
  clear_starts(s, start, end);
  bool is_deepseek = s->words.kind == WEIR_WORDS_DEEPSEEK3;
  bool follows_rest = start > s->base && (is_deepseek ? has(s, SYMBOL, start - 1)
                                                      : !has(s, LETTER, start - 1) && !has(s, NUMBER, start - 1));
  while (follows_rest && start < end && is_newline(s->text[start])) start++;
  if (start < end) set_start(s, start);
  // Where the run goes on beyond the window, nothing more is known.
  if (end == s->limit && end < s->count) return end;
  size_t newline = end;
  while (newline > start && !is_newline(s->text[newline - 1])) newline--;
  if (newline > start && newline < end) set_start(s, newline);
  bool ends_piece = end == s->limit || (is_deepseek && (has(s, NUMBER, end) || has(s, HAN, end)));
  if (ends_piece || newline == end) return end;
  size_t last = end - 1;
  while ((s->text[last] & 0xc0) == 0x80) last--;
  set_start(s, last);
  return end;
}

static size_t correct_number(scanner *s, size_t position) {
  size_t start = class_start(s, NUMBER, position), end = class_end(s, NUMBER, position);
  clear_starts(s, start, end);
  for (uint32_t count = 0; start < end; count++) {
    if (count % s->words.digits_max == 0) set_start(s, start);
    start += scalar_length(s->text[start]);
  }
  return end;
}

static size_t correct_apostrophe(scanner *s, size_t position) {
  size_t end = contraction_end(s, position, s->count, true);
  if (end > position && end < s->limit) set_start(s, end);
  return position + 1;
}

// Calls `correct` at each doubt that lies beyond what was put right before it. Returns where the last one ended.
static inline size_t correct_each(scanner *s, enum doubt doubt, size_t (*correct)(scanner *, size_t)) {
  size_t done = s->base, size = s->limit - s->base;
  for (size_t index = 0; index < (size + 63) / 64; index++) {
    for (uint64_t doubts = s->blocks[index].doubts[doubt]; doubts; doubts &= doubts - 1) {
      size_t position = s->base + index * 64 + (size_t)__builtin_ctzll(doubts);
      if (position >= done) done = correct(s, position);
    }
  }
  return done;
}

// Writes the places of the bits, eight at a time so that few branches depend on how many there are: up to seven words beyond
// the last are overwritten. Returns how many there are.
static inline size_t write_places(uint64_t bits, uint32_t base, uint32_t *out) {
  size_t count = (size_t)__builtin_popcountll(bits);
  for (size_t written = 0; written < count; written += WRITTEN_AT_ONCE) {
    for (size_t index = 0; index < WRITTEN_AT_ONCE; index++) {
      out[written + index] = base + (bits ? (uint32_t)__builtin_ctzll(bits) : 64);
      bits &= bits - 1;
    }
  }
  return count;
}

// Where the last word ends whose end is sure; 0 for none.
static uint32_t last_end(const scanner *s) {
  if (s->limit == s->count) return (uint32_t)(s->limit - s->base);
  size_t index = (s->limit - s->base + 63) / 64;
  while (index > 0 && !s->blocks[index - 1].planes[WORD]) index--;
  return index ? (uint32_t)(index * 64 - 1) - (uint32_t)__builtin_clzll(s->blocks[index - 1].planes[WORD]) : 0;
}

// The ends of words are the starts of the next; what follows the last start is not sure unless the text ends there.
static size_t collect(scanner *s, uint32_t *ends) {
  size_t count = 0, size = s->limit - s->base;
  s->has_starts = true;
  s->blocks[0].planes[WORD] &= ~1ull;
  if (size % 64) s->blocks[size / 64].planes[WORD] &= (1ull << size % 64) - 1;
  if (s->is_last_enough) return ends[0] = last_end(s), ends[0] > 0;
  for (size_t index = 0; index < (size + 63) / 64; index++)
    count += write_places(s->blocks[index].planes[WORD], (uint32_t)(index * 64), ends + count);
  if (s->limit == s->count) ends[count++] = (uint32_t)size;
  return count;
}

static void correct_starts(scanner *s) {
  size_t spaces = correct_each(s, DOUBTFUL_SPACES, correct_spaces);
  if (spaces < s->limit && has(s, SPACE, s->limit - 1)) correct_spaces(s, s->limit - 1);
  if (s->words.digits_max > 1) correct_each(s, DOUBTFUL_NUMBERS, correct_number);
}

static size_t scan_cl100k(scanner *s, uint32_t *ends) {
  size_t size = s->limit - s->base;
  carries c = {0};
  for (size_t index = 0; index < (size + 63) / 64; index++)
    find_starts(&s->blocks[index], &s->blocks[index + 1], s->words.digits_max, &c);
  correct_starts(s);
  correct_each(s, DOUBTFUL_QUOTES, correct_apostrophe);
  return collect(s, ends);
}

// False where some scalars have to be looked at one by one.
static bool scan_deepseek3(scanner *s, uint32_t *ends, size_t *count) {
  size_t size = s->limit - s->base;
  carries c = {0};
  for (size_t index = 0; index < (size + 63) / 64; index++) {
    uint64_t valid = size - index * 64 < 64 ? (1ull << (size - index * 64)) - 1 : ~0ull;
    if (!find_starts_deepseek(&s->blocks[index], &s->blocks[index + 1], valid, &c)) return false;
  }
  correct_starts(s);
  *count = collect(s, ends);
  return true;
}

// Cuts words further where no token reaches over (load/neighbours.h): runs of Han characters do not repeat, but their parts do.
#include "../tables.h"

// A bit for each of 64 bytes: whether a scalar of three bytes starts there; and where that is asked for, whether one of two
// does, and whether the byte is beyond ASCII, goes on with a scalar, is a small letter or a space.
typedef struct {
  uint64_t wide, narrow, high, following, small, space;
} byte_marks;

static inline byte_marks mark_bytes(const uint8_t *p, bool asks_all) {
  byte_marks marks = {0};
#if defined(__SSE2__)
  for (int part = 0; part < 64; part += 16) {
    __m128i v = _mm_loadu_si128((const __m128i *)(p + part));
    __m128i upper = _mm_and_si128(v, _mm_set1_epi8((char)0xf0));
    marks.wide |= (uint64_t)_mm_movemask_epi8(_mm_cmpeq_epi8(upper, _mm_set1_epi8((char)0xe0))) << part;
    if (!asks_all) continue;
    __m128i offset = _mm_sub_epi8(v, _mm_set1_epi8('a'));
    __m128i small = _mm_cmpeq_epi8(_mm_min_epu8(offset, _mm_set1_epi8('z' - 'a')), offset);
    __m128i two = _mm_cmpeq_epi8(_mm_and_si128(v, _mm_set1_epi8((char)0xe0)), _mm_set1_epi8((char)0xc0));
    marks.narrow |= (uint64_t)_mm_movemask_epi8(two) << part;
    marks.high |= (uint64_t)_mm_movemask_epi8(v) << part;
    marks.following |= (uint64_t)_mm_movemask_epi8(_mm_cmplt_epi8(v, _mm_set1_epi8((char)0xc0))) << part;
    marks.small |= (uint64_t)_mm_movemask_epi8(small) << part;
    marks.space |= (uint64_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_set1_epi8(' '))) << part;
  }
#else
  for (int index = 0; index < 64; index++) {
    marks.wide |= (uint64_t)((p[index] & 0xf0) == 0xe0) << index;
    if (!asks_all) continue;
    marks.narrow |= (uint64_t)((p[index] & 0xe0) == 0xc0) << index;
    marks.high |= (uint64_t)(p[index] >= 0x80) << index;
    marks.following |= (uint64_t)((p[index] & 0xc0) == 0x80) << index;
    marks.small |= (uint64_t)(p[index] >= 'a' && p[index] <= 'z') << index;
    marks.space |= (uint64_t)(p[index] == ' ') << index;
  }
#endif
  return marks;
}

enum { WIDE = 3 };

// What scalars of three bytes that start at each of 64 bytes are, behind those of the last bytes of the block before. All of
// them at once in vectors, which takes less than one by one where there are any.
typedef struct {
  uint16_t at[WIDE + 64];
} wide_scalars;

// `p` is followed by two readable bytes more.
static inline void read_wide(wide_scalars *s, const uint8_t *p) {
  memcpy(s->at, s->at + 64, WIDE * sizeof *s->at);
  for (int place = 0; place < 64; place++)
    s->at[WIDE + place] = (uint16_t)(p[place] << 12 | (p[place + 1] & 63) << 6 | (p[place + 2] & 63));
}

// Sets a bit for each cut between two wide scalars among 64 bytes: `starts` say where the second ones start.
static inline uint64_t wide_cuts(const weir_bpe *bpe, const wide_scalars *s, uint64_t starts) {
  uint64_t reaches = 0;
  for (uint64_t rest = starts; rest; rest &= rest - 1) {
    int place = __builtin_ctzll(rest);
    uint32_t left = s->at[place], right = s->at[place + WIDE], both = left << 16 | right;
    uint64_t beside = (bpe->beside_part[left / 64] >> left % 64) | (bpe->beside_part[right / 64] >> right % 64);
    reaches |= ((may_be_neighbours(bpe, both) | beside) & 1) << place;
  }
  return starts & ~reaches;
}

// The same where one of the scalars has fewer bytes.
static inline uint64_t mixed_cuts(const weir_bpe *bpe, const uint8_t *p, uint64_t starts) {
  uint64_t cuts = 0;
  for (; starts; starts &= starts - 1) {
    int place = __builtin_ctzll(starts);
    const uint8_t *before = p + place - 1;
    while ((*before & 0xc0) == 0x80) before--;
    cuts |= (uint64_t)are_apart(bpe, scalar_at(before), scalar_at(p + place)) << place;
  }
  return cuts;
}

// The same of two ASCII scalars.
static inline uint64_t ascii_cuts(const weir_bpe *bpe, const uint8_t *p, uint64_t starts) {
  uint64_t cuts = 0;
  for (; starts; starts &= starts - 1) {
    int place = __builtin_ctzll(starts);
    cuts |= (uint64_t)are_ascii_apart(bpe, p[place - 1], p[place]) << place;
  }
  return cuts;
}

// Between two scalars of two bytes.
static inline uint64_t narrow_cuts(const weir_bpe *bpe, const uint8_t *p, uint64_t starts) {
  uint64_t cuts = 0;
  for (; starts; starts &= starts - 1) {
    int place = __builtin_ctzll(starts);
    cuts |= (uint64_t)are_apart(bpe, narrow_at(p + place - 2), narrow_at(p + place)) << place;
  }
  return cuts;
}

// What the block before says of the first bytes.
typedef struct {
  uint64_t wide, narrow;  // those behind scalars of three and of two bytes
  wide_scalars scalars;
  uint64_t high, space, joined;  // whether its last byte was beyond ASCII, a space, or one that a small letter may join
} behind;

// Cuts between scalars of three bytes and whatever is beside them.
static inline uint64_t byte_level_cuts(const weir_bpe *bpe, const uint8_t *p, byte_marks marks, uint64_t starts, behind *b) {
  uint64_t after = marks.wide << 3 | b->wide;
  b->wide = marks.wide >> 61;
  return wide_cuts(bpe, &b->scalars, marks.wide & after & starts) | mixed_cuts(bpe, p, (marks.wide ^ after) & starts);
}

// Cuts between any scalars but small letters, and spaces before these: nearly all of them have tokens together.
static inline uint64_t scalar_level_cuts(
    const weir_bpe *bpe, const uint8_t *p, byte_marks marks, bool cuts_spaces, uint64_t starts, behind *b) {
  uint64_t after = marks.wide << 3 | b->wide, after_narrow = marks.narrow << 2 | b->narrow;
  uint64_t after_high = marks.high << 1 | b->high;
  uint64_t joining = marks.small | marks.space, joined = marks.small & (joining << 1 | b->joined);
  uint64_t spaces = cuts_spaces ? marks.space & ~(marks.space << 1 | b->space) & starts : 0;
  b->wide = marks.wide >> 61, b->narrow = marks.narrow >> 62;
  b->high = marks.high >> 63, b->space = marks.space >> 63, b->joined = joining >> 63;
  starts &= ~marks.following & ~joined & ~spaces;
  uint64_t wide = starts & marks.wide & after, narrow = starts & marks.narrow & after_narrow;
  uint64_t ascii = starts & ~marks.high & ~after_high;
  uint64_t cuts = spaces | wide_cuts(bpe, &b->scalars, wide) | narrow_cuts(bpe, p, narrow) | ascii_cuts(bpe, p, ascii);
  return cuts | mixed_cuts(bpe, p, starts & ~(wide | narrow | ascii));
}

static size_t part_words(
    const weir_bpe *bpe, const uint8_t *text, size_t size, bool cuts_spaces, uint64_t *starts, uint32_t *parted) {
  size_t count = 0;
  behind b = {0};
  for (size_t base = 0; base < size; base += 64) {
    uint8_t last[64 + WIDE] = {0};
    const uint8_t *p = text + base;
    uint64_t inside = size - base < 64 ? (1ull << (size - base)) - 1 : ~0ull;
    const uint8_t *block = inside == ~0ull ? p : memcpy(last, p, size - base);
    byte_marks marks = mark_bytes(block, bpe->is_scalar_level);
    if (marks.wide) read_wide(&b.scalars, block);
    uint64_t *here = &starts[base / 64], open = inside & ~*here & ~(uint64_t)(base == 0);
    *here &= inside;
    *here |= bpe->is_scalar_level ? scalar_level_cuts(bpe, p, marks, cuts_spaces, open, &b)
                                  : byte_level_cuts(bpe, p, marks, open, &b);
    count += write_places(*here, (uint32_t)base, parted + count);
  }
  parted[count++] = (uint32_t)size;
  return count;
}

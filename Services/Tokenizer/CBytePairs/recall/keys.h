// Where the memory of words keeps a word, and how it is told from others.
#pragma once
#include "../workspace.h"

#if defined(HAS_AVX2)
// Sixteen bytes whatever the size, of none to sixteen: 0xff beyond.
static inline __m128i read_key(const uint8_t *p, uint32_t size) {
  static const uint8_t beyond[2 * SHORT_MAX] __attribute__((aligned(2 * SHORT_MAX))) = {
      [SHORT_MAX] = 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255};
  __m128i bytes = _mm_loadu_si128((const __m128i *)p);
  return _mm_or_si128(bytes, _mm_loadu_si128((const __m128i *)(beyond + SHORT_MAX - size)));
}

// Two rounds of AES, by which each bit depends on all.
static inline __m128i stirred(__m128i key) {
  const __m128i first = _mm_set_epi64x((long long)0x9e3779b97f4a7c15, (long long)0xc2b2ae3d27d4eb4f);
  return _mm_aesenc_si128(_mm_aesenc_si128(key, first), _mm_setzero_si128());
}

static inline short_key make_key(const uint8_t *p, uint32_t size) {
  short_key key;
  _mm_storeu_si128((__m128i *)&key, read_key(p, size));
  return key;
}

static inline uint64_t hash(short_key key) {
  return (uint64_t)_mm_cvtsi128_si64(stirred(_mm_loadu_si128((const __m128i *)&key)));
}
#else
// 0xff beyond the first bytes, for words of none to sixteen.
static const uint64_t beyond[SHORT_MAX + 1][2] = {
    {~0ull, ~0ull}, {~0ull << 8, ~0ull}, {~0ull << 16, ~0ull}, {~0ull << 24, ~0ull}, {~0ull << 32, ~0ull},
    {~0ull << 40, ~0ull}, {~0ull << 48, ~0ull}, {~0ull << 56, ~0ull}, {0, ~0ull}, {0, ~0ull << 8}, {0, ~0ull << 16},
    {0, ~0ull << 24}, {0, ~0ull << 32}, {0, ~0ull << 40}, {0, ~0ull << 48}, {0, ~0ull << 56}, {0, 0}};

// Reads sixteen bytes whatever the size.
static inline short_key make_key(const uint8_t *p, uint32_t size) {
  short_key key;
  memcpy(&key, p, sizeof key);
  return (short_key){key.low | beyond[size][0], key.high | beyond[size][1]};
}

static inline uint64_t hash(short_key key) {
  unsigned __int128 product = (unsigned __int128)(key.low ^ 0x9e3779b97f4a7c15u) * (key.high ^ 0xc2b2ae3d27d4eb4fu);
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}
#endif

static inline bool is_same_key(short_key a, short_key b) { return ((a.low ^ b.low) | (a.high ^ b.high)) == 0; }

// Where a word's line is, in bytes from the first; that of words without one is the last.
static inline uint32_t offsets_mask(const weir_bpe_workspace *ws) {
  return (uint32_t)(((1ull << ws->bits) - 1) * sizeof(short_line));
}
static inline uint32_t no_offset(const weir_bpe_workspace *ws) { return (uint32_t)(sizeof(short_line) << ws->bits); }

static inline short_line *line_at(const weir_bpe_workspace *ws, uint32_t offset) {
  return (short_line *)((uint8_t *)ws->shorts + offset);
}
static inline short_line *short_place(const weir_bpe_workspace *ws, short_key key) {
  return line_at(ws, (uint32_t)hash(key) & offsets_mask(ws));
}

// The halves of a word of up to LONG_MAX bytes; a short one has many tokens if it is kept so.
typedef struct {
  short_key first, second;
} long_key;

static inline long_key make_long_key(const uint8_t *p, uint32_t size) {
  if (size <= SHORT_MAX) return (long_key){make_key(p, size), {~0ull, ~0ull}};
  return (long_key){make_key(p, SHORT_MAX), make_key(p + SHORT_MAX, size - SHORT_MAX)};
}

static inline long_entry *long_place(const weir_bpe_workspace *ws, long_key key) {
  key.second.low ^= hash(key.first);
  return &ws->longs[hash(key.second) >> (66 - ws->bits)];
}

static inline bool has_long_key(const long_entry *entry, long_key key) {
  return memcmp(entry->key, &key, sizeof key) == 0;
}

static inline ruler_entry *ruler_place(const weir_bpe_workspace *ws, const uint8_t *p, uint32_t size) {
  short_key first = make_key(p, SHORT_MAX), last = make_key(p + size - SHORT_MAX, SHORT_MAX);
  return &ws->rulers[hash((short_key){first.low ^ size ^ last.high, first.high ^ last.low}) >> (71 - ws->bits)];
}

// Cuts words further where no token reaches over (neighbours.c): runs of Han characters do not repeat, but their parts do.
#include "../tables.h"

// Where scalars of three bytes start among 64 bytes.
static inline uint64_t wide_leads(const uint8_t *p) {
  uint64_t leads = 0;
#if defined(__SSE2__)
  for (int part = 0; part < 64; part += 16) {
    __m128i v = _mm_and_si128(_mm_loadu_si128((const __m128i *)(p + part)), _mm_set1_epi8((char)0xf0));
    leads |= (uint64_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_set1_epi8((char)0xe0))) << part;
  }
#else
  for (int index = 0; index < 64; index++) leads |= (uint64_t)((p[index] & 0xf0) == 0xe0) << index;
#endif
  return leads;
}

// Whether no token reaches from the scalar of three bytes before `p` to that which starts there.
static inline uint64_t are_wide_apart(const weir_bpe *bpe, const uint8_t *p) {
  uint64_t bytes;
  memcpy(&bytes, p - 3, sizeof bytes);
  bytes = __builtin_bswap64(bytes);
#if defined(HAS_AVX2)
  uint32_t both = (uint32_t)_pext_u64(bytes, 0x0f3f3f0f3f3f0000u);
#else
  uint32_t left = (bytes >> 44 & 0xf000) | (bytes >> 42 & 0xfc0) | (bytes >> 40 & 0x3f);
  uint32_t both = left << 16 | (bytes >> 20 & 0xf000) | (bytes >> 18 & 0xfc0) | (bytes >> 16 & 0x3f);
#endif
  return are_apart(bpe, both >> 16, both & 0xffff);
}

// Sets a bit for each cut between two wide scalars among 64 bytes: `starts` say where the second ones start.
static inline uint64_t wide_cuts(const weir_bpe *bpe, const uint8_t *p, uint64_t starts) {
  uint64_t cuts = 0;
  for (; starts; starts &= starts - 1) {
    int place = __builtin_ctzll(starts);
    cuts |= are_wide_apart(bpe, p + place) << place;
  }
  return cuts;
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

static size_t part_words(
    const weir_bpe *bpe, const uint8_t *text, const uint32_t *ends, size_t words, uint64_t *starts, uint32_t *parted) {
  size_t size = ends[words - 1], count = 0;
  memset(starts, 0, (size / 64 + 1) * sizeof *starts);
  for (size_t index = 0; index + 1 < words; index++) starts[ends[index] / 64] |= 1ull << ends[index] % 64;
  uint64_t behind = 0;
  for (size_t base = 0; base < size; base += 64) {
    uint8_t last[64 + 8];
    const uint8_t *p = text + base;
    uint64_t leads, inside = size - base < 64 ? (1ull << (size - base)) - 1 : ~0ull;
    if (inside != ~0ull) p = memcpy(memset(last, 0, sizeof last), p, size - base);
    leads = wide_leads(p) & inside;
    p = text + base;
    uint64_t after = leads << 3 | behind, *here = &starts[base / 64], others = (leads ^ after) & inside & ~*here;
    behind = leads >> 61;
    if (base == 0) others &= ~1ull;
    *here |= wide_cuts(bpe, p, leads & after & ~*here);
    *here |= mixed_cuts(bpe, p, others);
    count += write_places(*here, (uint32_t)base, parted + count);
  }
  parted[count++] = (uint32_t)size;
  return count;
}

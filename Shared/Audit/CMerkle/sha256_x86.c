#include "include/merkle.h"

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#include "sha256_constants.h"

int weir_sha256_is_accelerated(void) {
  static int known = -1;  // A race writes the same value twice.
  if (known < 0) {
    unsigned a = 0, b = 0, c = 0, d = 0;
    int has_sse41 = __get_cpuid(1, &a, &b, &c, &d) && (c & (1u << 19)) && (c & (1u << 9));
    int has_sha = __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & (1u << 29));
    known = has_sse41 && has_sha;
  }
  return known;
}

// Intel SHA extensions: sha256rnds2 does two rounds on the state kept as (ABEF, CDGH); msg1 and msg2 make the schedule
// four words at a time. Source: Gulley et al., "Intel SHA Extensions", 2013.
__attribute__((target("sha,sse4.1,ssse3")))
void weir_sha256_blocks_x86(uint32_t state[8], const uint8_t *data, size_t blocks) {
  const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0bULL, 0x0405060700010203ULL);
  __m128i low = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)&state[0]), 0xB1);   // CDAB
  __m128i high = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)&state[4]), 0x1B);  // EFGH
  __m128i abef = _mm_alignr_epi8(low, high, 8);
  __m128i cdgh = _mm_blend_epi16(high, low, 0xF0);

  for (; blocks > 0; blocks--, data += 64) {
    __m128i abef_before = abef, cdgh_before = cdgh;
    __m128i w[4];
    for (int i = 0; i < 4; i++) w[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(data + 16 * i)), swap);
#pragma clang loop unroll(full)
    for (int i = 0; i < 16; i++) {
      __m128i now = w[i & 3];
      __m128i sum = _mm_add_epi32(now, _mm_load_si128((const __m128i *)&weir_sha256_k[4 * i]));
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0E));
      if (i < 12) {  // W[t] for the block of four words 16 places on
        __m128i next = _mm_sha256msg1_epu32(now, w[(i + 1) & 3]);
        next = _mm_add_epi32(next, _mm_alignr_epi8(w[(i + 3) & 3], w[(i + 2) & 3], 4));
        w[i & 3] = _mm_sha256msg2_epu32(next, w[(i + 3) & 3]);
      }
    }
    abef = _mm_add_epi32(abef, abef_before);
    cdgh = _mm_add_epi32(cdgh, cdgh_before);
  }

  __m128i feba = _mm_shuffle_epi32(abef, 0x1B);
  __m128i dchg = _mm_shuffle_epi32(cdgh, 0xB1);
  _mm_storeu_si128((__m128i *)&state[0], _mm_blend_epi16(feba, dchg, 0xF0));
  _mm_storeu_si128((__m128i *)&state[4], _mm_alignr_epi8(dchg, feba, 8));
}
#else
int weir_sha256_is_accelerated(void) { return 0; }
void weir_sha256_blocks_x86(uint32_t state[8], const uint8_t *data, size_t blocks) {
  weir_sha256_blocks_reference(state, data, blocks);
}
#endif

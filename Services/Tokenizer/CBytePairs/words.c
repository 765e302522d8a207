// Chooses how words are found, parted and merged by what the processor has.
#include "processor.h"
#include "workspace.h"

void bpe_look_up_portable(const weir_bpe *bpe, weir_bpe_workspace *ws, const word_list *words);
void bpe_fill_in_portable(const weir_bpe *bpe, weir_bpe_workspace *ws);
void bpe_search_portable(const weir_bpe *bpe, weir_bpe_workspace *ws);
size_t bpe_merge_long_portable(const weir_bpe *bpe, weir_bpe_workspace *ws, const uint8_t *p, size_t count, int32_t *out);

size_t words_scan_portable(scanner *s, uint32_t *ends);
size_t bpe_part_words_portable(
    const weir_bpe *bpe, const uint8_t *text, size_t size, bool cuts_spaces, uint64_t *starts, uint32_t *parted);

#if defined(__x86_64__)
void bpe_search_avx2(const weir_bpe *bpe, weir_bpe_workspace *ws);
void bpe_look_up_avx2(const weir_bpe *bpe, weir_bpe_workspace *ws, const word_list *words);
void bpe_fill_in_avx2(const weir_bpe *bpe, weir_bpe_workspace *ws);
// Returns whether words are left to others.
bool bpe_search_lanes(const weir_bpe *bpe, weir_bpe_workspace *ws);
size_t bpe_merge_long_avx2(const weir_bpe *bpe, weir_bpe_workspace *ws, const uint8_t *p, size_t count, int32_t *out);
size_t words_scan_avx2(scanner *s, uint32_t *ends);
size_t bpe_part_words_avx2(
    const weir_bpe *bpe, const uint8_t *text, size_t size, bool cuts_spaces, uint64_t *starts, uint32_t *parted);

size_t words_scan(scanner *s, uint32_t *ends) {
  return has_avx2() ? words_scan_avx2(s, ends) : words_scan_portable(s, ends);
}

size_t bpe_part_words(
    const weir_bpe *bpe, const uint8_t *text, size_t size, bool cuts_spaces, uint64_t *starts, uint32_t *parted) {
  if (has_avx2()) return bpe_part_words_avx2(bpe, text, size, cuts_spaces, starts, parted);
  return bpe_part_words_portable(bpe, text, size, cuts_spaces, starts, parted);
}

// Fewer words leave most lanes without any.
enum { FEW_MISSED = 16 };

static bool fits_lanes(const weir_bpe *bpe) {
  return bpe->order != ORDER_SHARED && (bpe->has_all_bytes | bpe->is_scalar_level);
}

void bpe_look_up(const weir_bpe *bpe, weir_bpe_workspace *ws, const word_list *words) {
  if (has_avx2()) bpe_look_up_avx2(bpe, ws, words);
  else bpe_look_up_portable(bpe, ws, words);
}

void bpe_fill_in(const weir_bpe *bpe, weir_bpe_workspace *ws) {
  if (has_avx2()) bpe_fill_in_avx2(bpe, ws);
  else bpe_fill_in_portable(bpe, ws);
}

void bpe_search(const weir_bpe *bpe, weir_bpe_workspace *ws) {
  if (ws->missed_count >= FEW_MISSED && fits_lanes(bpe) && has_avx2() && !bpe_search_lanes(bpe, ws)) return;
  if (has_avx2()) bpe_search_avx2(bpe, ws);
  else bpe_search_portable(bpe, ws);
}

size_t bpe_merge_long(const weir_bpe *bpe, weir_bpe_workspace *ws, const uint8_t *p, size_t count, int32_t *out) {
  if (has_avx2()) return bpe_merge_long_avx2(bpe, ws, p, count, out);
  return bpe_merge_long_portable(bpe, ws, p, count, out);
}
#else
void bpe_look_up(const weir_bpe *bpe, weir_bpe_workspace *ws, const word_list *words) { bpe_look_up_portable(bpe, ws, words); }

void bpe_fill_in(const weir_bpe *bpe, weir_bpe_workspace *ws) { bpe_fill_in_portable(bpe, ws); }

void bpe_search(const weir_bpe *bpe, weir_bpe_workspace *ws) { bpe_search_portable(bpe, ws); }

size_t bpe_merge_long(const weir_bpe *bpe, weir_bpe_workspace *ws, const uint8_t *p, size_t count, int32_t *out) {
  return bpe_merge_long_portable(bpe, ws, p, count, out);
}

size_t words_scan(scanner *s, uint32_t *ends) { return words_scan_portable(s, ends); }

size_t bpe_part_words(
    const weir_bpe *bpe, const uint8_t *text, size_t size, bool cuts_spaces, uint64_t *starts, uint32_t *parted) {
  return bpe_part_words_portable(bpe, text, size, cuts_spaces, starts, parted);
}
#endif

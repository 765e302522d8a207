#include "scan/scan.h"

size_t words_scan_portable(scanner *s, uint32_t *ends) { return classify_and_scan(s, ends); }

size_t bpe_part_words_portable(
    const weir_bpe *bpe, const uint8_t *text, size_t size, bool cuts_spaces, uint64_t *starts, uint32_t *parted) {
  return part_words(bpe, text, size, cuts_spaces, starts, parted);
}

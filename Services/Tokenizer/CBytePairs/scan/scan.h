// Everything between a window of text and the ends of its words; compiled once for each kind of processor.
#include "common.h"
#include "classify.h"
#include "starts.h"
#include "words.h"
#include "parts.h"

static size_t classify_and_scan(scanner *s, uint32_t *ends) {
  bool has_planes = s->words.kind != WEIR_WORDS_WHOLE && s->words.kind != WEIR_WORDS_SPACES;
  if (has_planes) classify(s);
  return scan(s, ends);
}

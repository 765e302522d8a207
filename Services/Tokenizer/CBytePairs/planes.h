// Where words end is found over bit planes: one bit for each byte of a window of text and each class of scalars.
#pragma once
#include "CBytePairs.h"

// BLANK is U+0020 alone, ALPHA are ASCII letters, HIGH bytes beyond ASCII, FOLLOWING all bytes of a scalar but its first;
// WORD is where a word starts.
enum plane {
  LETTER, NUMBER, SPACE, NEWLINE, UPPER, LOWER, SYMBOL, HAN,
  BLANK, APOSTROPHE, ALPHA, HIGH, FOLLOWING, WORD, PLANE_COUNT
};
enum { BY_TABLE_COUNT = HAN + 1 };
enum doubt { DOUBTFUL_SPACES, DOUBTFUL_QUOTES, DOUBTFUL_NUMBERS, DOUBT_COUNT };

typedef struct {
  uint64_t planes[PLANE_COUNT];
  // Where `WORD` has to be put right.
  uint64_t doubts[DOUBT_COUNT];
} block;

typedef struct {
  weir_words words;
  const uint8_t *text;
  size_t count;        // of the whole text
  size_t base, limit;  // the window that `blocks` describe
  block *blocks;
  bool is_open;        // whether a run reached the window's limit, so that its end is not known
  size_t piece;        // where the piece ends that the last word was cut from, for patterns of several steps
  bool is_piece_open;
  bool has_starts;     // whether WORD says where words start
  bool is_last_enough;  // whether of the ends the last is enough, where WORD says the others
  bool is_to_part;     // whether words of the window are to be parted
  bool is_parted;      // whether words between spaces are found with their parts, and the scan gives them in one
} scanner;

static inline size_t scalar_length(uint8_t lead) { return lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4; }

// Ends that `words_scan` may write beyond the last.
enum { WRITTEN_AT_ONCE = 8 };

// Writes the ends of the words from `base` on whose ends are sure; returns how many. `limit` is where the window ends.
size_t words_scan(scanner *s, uint32_t *ends);

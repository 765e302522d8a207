// Byte pair encoding of whole texts: cuts text into words, and words into tokens, with a bounded memory of words seen.
//
// All text is valid UTF-8. Tables are immutable and shared by threads; a workspace belongs to one call at a time.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// How text is cut into words; see the function of each in words.c.
typedef enum {
  WEIR_WORDS_WHOLE = 0,  // the text is one word
  WEIR_WORDS_GPT2 = 1,
  WEIR_WORDS_CL100K = 2,
  WEIR_WORDS_O200K = 3,
  WEIR_WORDS_DEEPSEEK3 = 4,
  WEIR_WORDS_SPACES = 5,  // before each space that follows another scalar
} weir_words_kind;

typedef struct {
  weir_words_kind kind;
  uint32_t digits_max;    // scalars of a number that make one word
  bool has_contractions;  // whether O200K keeps 's, 't, 're … with the word before
} weir_words;

// What a vocabulary says; read while tables are built, not kept.
typedef struct {
  uint32_t token_count;
  const uint8_t *bytes;            // the bytes of all tokens, one after the other
  const uint32_t *starts;          // token_count + 1 offsets into bytes; an empty token is one that no text reaches
  uint32_t merge_count;
  const uint32_t *merges;          // left, right, merged for each merge
  const uint32_t *ranks;           // of each merge; lower goes first
  bool is_scalar_level;            // whether merging starts from scalars instead of bytes
  bool ignores_merges;             // whether a word that is a token is that token, whatever the merges say
  bool fuses_unknown;              // whether unknown neighbours become one unknown token
  int32_t unknown_id;              // of symbols that are no token; -1 drops them
  const int32_t *byte_ids;         // 256 ids that stand for the bytes of unknown scalars, or NULL
} weir_bpe_source;

typedef struct weir_bpe weir_bpe;
typedef struct weir_bpe_workspace weir_bpe_workspace;

// Bytes of one token: the longest published ones have 256. Building recurses as deep.
enum { WEIR_BPE_TOKEN_LENGTH_MAX = 512 };

// NULL when memory is out, a token is too long or the trie has more than 4 million nodes.
weir_bpe *weir_bpe_create(const weir_bpe_source *source);
void weir_bpe_destroy(weir_bpe *bpe);

// Tells for each scalar below 0x110000 its general category as ScalarClass numbers them; once per process.
void weir_words_set_classes(const uint16_t *pages, const uint8_t *classes, size_t class_count);

// A workspace whose memory of words takes up to `memory` bytes.
weir_bpe_workspace *weir_bpe_workspace_create(size_t memory);
void weir_bpe_workspace_destroy(weir_bpe_workspace *workspace);

// Appends the ids of the text to the workspace's. False when memory is out.
bool weir_bpe_encode(
    const weir_bpe *bpe, weir_bpe_workspace *workspace, weir_words words, const uint8_t *text, size_t count);
// The same of a copy of the text in which U+2581 is a space, and before which stands one if `prepends`.
bool weir_bpe_encode_spaced(
    const weir_bpe *bpe, weir_bpe_workspace *workspace, weir_words words, const uint8_t *text, size_t count,
    bool prepends);
// The ids appended since the last reset.
const int32_t *weir_bpe_ids(const weir_bpe_workspace *workspace, size_t *count);
void weir_bpe_reset(weir_bpe_workspace *workspace);
bool weir_bpe_append(weir_bpe_workspace *workspace, int32_t id);

// The place of the first of `bytes` in the text; `count` if there is none.
size_t weir_find_any(const uint8_t *text, size_t count, const uint8_t *bytes, size_t byte_count);

// Whether the text is in normalization form C for sure; false also where only composing would tell.
bool weir_is_composed(const uint8_t *text, size_t count);

// Where the words of the text end; for tests. Returns how many, at most `capacity`.
size_t weir_words_ends(
    weir_bpe_workspace *workspace, weir_words words, const uint8_t *text, size_t count, size_t *ends, size_t capacity);

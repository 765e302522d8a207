// Byte pair encoding of whole texts: cuts text into words, and words into tokens, with a bounded memory of words seen.
//
// All text is valid UTF-8. Tables are immutable and shared by threads; a workspace belongs to one call at a time.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "Unicode.h"

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

// Two tokens that become one; of all that can happen the one of the lowest rank does.
typedef struct {
  int32_t left, right;
  uint32_t rank;
  int32_t merged;
} weir_merge;

// What a vocabulary says; read while tables are built, not kept.
typedef struct {
  uint32_t token_count;
  const uint8_t *bytes;            // the bytes of all tokens, one after the other
  const uint32_t *starts;          // token_count + 1 offsets into bytes, with WEIR_IS_ABSENT or not; no text reaches an empty token
  uint32_t merge_count;
  const weir_merge *merges;        // of two for one pair the later counts
  bool is_scalar_level;            // whether merging starts from scalars instead of bytes
  bool ignores_merges;             // whether a word that is a token is that token, whatever the merges say
  bool fuses_unknown;              // whether unknown neighbours become one unknown token
  int32_t unknown_id;              // of symbols that are no token; -1 drops them
  const int32_t *byte_ids;         // 256 ids that stand for the bytes of unknown scalars, or NULL
  // Memory that is zero, for what is only needed while tables are built: that behind the merges lies in large pages which are
  // cleared anyway. Too little counts as none.
  void *spare;
  size_t spare_size;
} weir_bpe_source;

typedef struct weir_bpe weir_bpe;
typedef struct weir_bpe_workspace weir_bpe_workspace;

// Bytes of one token: the longest published ones have 256. 
enum { WEIR_BPE_TOKEN_LENGTH_MAX = 512, WEIR_BPE_TOKENS_MAX = (1 << 20) - 1 };

// How much spare memory is enough: address space, most of which is not written to.
size_t weir_bpe_spare_size(size_t token_count, size_t byte_count, size_t merge_count);

// NULL when memory is out, a token is too long, or there are more than WEIR_BPE_TOKENS_MAX or ranks from 2^24 on.
weir_bpe *weir_bpe_create(const weir_bpe_source *source);
void weir_bpe_destroy(weir_bpe *bpe);

// The merges of the tables, of one pair the one that counts, in no order. Returns how many; writes up to `capacity`, as
// left, right, rank and merged.
size_t weir_bpe_merges(const weir_bpe *bpe, uint32_t *merges, size_t capacity);

// The tables as bytes that can be used where they lie, on the same kind of machine. Places are multiples of 64 bytes.
size_t weir_bpe_stored_size(const weir_bpe *bpe);
void weir_bpe_store(const weir_bpe *bpe, uint8_t *out);
// Tables that lie in `stored`, which must outlive them. NULL when sizes do not fit together or memory is out; what the
// tables say is believed.
weir_bpe *weir_bpe_open(const uint8_t *stored, size_t size);

// Pages of 256 scalars that have the same class, and others.
enum { WEIR_SCALAR_PAGES = 0x1100, WEIR_CLASSES_MAX = WEIR_SCALAR_PAGES * 256 };

// Writes the general category of each scalar below 0x110000 as ScalarClass numbers them: `pages` say which 256 of
// `classes` a page has. Returns how many classes there are.
size_t weir_scalar_classes(uint16_t *pages, uint8_t *classes);

// Tells the scanner of words those classes; once per process.
void weir_words_set_classes(const uint16_t *pages, const uint8_t *classes, size_t class_count);

// A workspace whose memory of words takes up to `memory` bytes.
weir_bpe_workspace *weir_bpe_workspace_create(size_t memory);
size_t weir_bpe_workspace_memory(const weir_bpe_workspace *workspace);
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

// A token as decoding copies it: its bytes if they are few, else where they lie among the long tokens' bytes, as a start
// and a count of four bytes each.
enum { WEIR_TOKEN_BYTES_MAX = 15 };
enum {
  WEIR_TOKEN_LENGTH = 0x0f,
  WEIR_TOKEN_IS_LONG = 0x10,
  WEIR_TOKEN_IS_PARTIAL = 0x20,  // no whole scalars
  WEIR_TOKEN_IS_SKIPPED = 0x40,  // left out where special tokens are
  WEIR_TOKEN_IS_SPECIAL = 0x80,
};

typedef struct {
  uint8_t bytes[WEIR_TOKEN_BYTES_MAX];
  uint8_t info;
} weir_token;

typedef struct {
  uint32_t start, count;
} weir_long_place;

static inline weir_long_place weir_token_place(const weir_token *token) {
  weir_long_place place;
  __builtin_memcpy(&place, token->bytes, sizeof place);
  return place;
}

// Fills in `count` tokens whose bytes are bytes[starts[i]..<starts[i + 1]], starts with WEIR_IS_ABSENT or not, and copies
// those of the long ones to `long_bytes`, which has room for all. `infos` gets the tokens' `info` one after the other, which
// stay in a nearer cache. Returns how many long bytes there are.
size_t weir_tokens_build(
    weir_token *tokens, uint8_t *infos, uint8_t *long_bytes, const uint8_t *bytes, const uint32_t *starts, size_t count);

// Makes `token` one of `count` bytes; those of a long one go behind the `long_count` that are there. Returns how many long
// bytes there are then.
size_t weir_token_set(weir_token *token, uint8_t *long_bytes, size_t long_count, const uint8_t *bytes, size_t count);

// Whether the text is well-formed UTF-8.
bool weir_is_utf8(const uint8_t *text, size_t count);
// Whether the text is ASCII.
bool weir_is_ascii(const uint8_t *text, size_t count);

// Room for a token of few bytes, and behind the last one, since sixteen bytes are written for each.
enum { WEIR_DECODE_SLACK = 16 };

// Writes the tokens' bytes to `out`, but for tokens outside the table and those with a bit of `skipped`, and returns how many
// they are; `seen` gets the bits that any of them has. Where `room` is less than so many and WEIR_DECODE_SLACK more, bytes
// are missing.
size_t weir_decode(
    const weir_token *tokens, size_t token_count, const uint8_t *long_bytes, const int32_t *ids, size_t count,
    uint8_t skipped, uint8_t *out, size_t room, uint8_t *seen);

// Zeroed memory in large pages where the system has them: the first touch of a small one costs as much as reading ten
// kilobytes. NULL when memory is out.
void *weir_memory_take(size_t size);
void weir_memory_give_back(void *memory, size_t size);
// Asks for large pages where memory is touched first, in as much of it as they fit into.
void weir_memory_prefer_large(const void *memory, size_t size);

// What one step of a load is done with, for the next: clearing large pages takes longer than most steps. One such memory is
// kept, until another takes its place or none is to be.
void weir_memory_keep(void *memory, size_t size);
void weir_memory_keep_none(void);
// Memory like that of weir_memory_take, but with anything in it.
void *weir_memory_take_any(size_t size);

// How many processors this process may use at a time.
size_t weir_processor_count(void);

// A checksum against damage, not against forgery. `count` bytes, at the speed of memory.
uint64_t weir_checksum(const uint8_t *bytes, size_t count);

// A vocabulary as files write it: tokens by id, found by their bytes. Made from what is regular; irregular text is left to
// the general reader, which says what is wrong.
typedef struct weir_pieces weir_pieces;

// Set in a start for an id that has no token.
#define WEIR_IS_ABSENT 0x80000000u

// From the JSON object of tokens and ids that the text begins with, and its length. NULL if it is no such object, gives an
// id or a token twice, has an id of `id_max` or more, or memory is out.
weir_pieces *weir_pieces_from_json(const uint8_t *text, size_t count, uint32_t id_max, size_t *length);
// Adds a token behind the last that finding does not know of. False where `id` is not the next, or there is no room.
bool weir_pieces_append(weir_pieces *pieces, uint32_t id, const uint8_t *bytes, size_t count);
// From `count` UTF-8 texts by id, each behind its length in eight little-endian bytes. Those of `is_left_out`, which may be
// NULL, are never found.
weir_pieces *weir_pieces_from_packed(const uint8_t *packed, size_t size, uint32_t count, const bool *is_left_out);
// Gives back what only finding takes, for the next step; nothing is found after it.
void weir_pieces_end_search(weir_pieces *pieces);
void weir_pieces_destroy(weir_pieces *pieces);

uint32_t weir_pieces_count(const weir_pieces *pieces);
const uint8_t *weir_pieces_bytes(const weir_pieces *pieces);
// weir_pieces_count + 1 of them.
const uint32_t *weir_pieces_starts(const weir_pieces *pieces);
// The id of the token; -1 for none.
int32_t weir_pieces_find(const weir_pieces *pieces, const uint8_t *bytes, size_t count);

// The merges in the JSON array of "left right" or ["left", "right"] that the text begins with, ranked in order, and the
// array's length. Writes up to `capacity` and returns how many there are; -1 for anything else, and for merges of tokens
// that are none.
long weir_merges_from_json(
    const weir_pieces *pieces, const uint8_t *text, size_t count, weir_merge *merges, size_t capacity, size_t *length);
// The same from `count` texts "left right", each behind its length.
long weir_merges_from_packed(
    const weir_pieces *pieces, const uint8_t *packed, size_t size, uint32_t count, weir_merge *merges);

// What the tokens stand for if each of their scalars stands for a byte: `byte_of` has the byte of each scalar below
// `scalar_count`, or -1; ASCII that prints stands for itself. Absent for a token with another scalar, and for
// those of `is_left_out`, which may be NULL. Room in `bytes` for all
// of the tokens' bytes and WEIR_PIECES_SLACK more, in `starts` for one more than tokens.
enum { WEIR_PIECES_SLACK = 16 };
void weir_pieces_as_bytes(
    const weir_pieces *pieces, const bool *is_left_out, const int16_t *byte_of, uint32_t scalar_count, uint8_t *bytes, uint32_t *starts);

// A node of a double-array trie: its child for a byte lies at `base` plus the byte, if that is marked with it. No two nodes
// have the same base.
typedef struct {
  uint32_t base;
  uint32_t mark;  // the token that ends here << WEIR_TRIE_TOKEN | WEIR_TRIE_USED | byte; a token is an id plus one, 0 is none
} weir_trie_node;

enum { WEIR_TRIE_USED = 0x100, WEIR_TRIE_BYTE = 0x1ff, WEIR_TRIE_TOKEN = 9 };

// The best way to a place in a piece.
typedef struct {
  double score;
  int32_t start;  // of its last token; -1 while there is none
  int32_t id;
} weir_best;

// Fills in the best way to each place of well-formed text, of which there is one more than bytes. `unknown_id` stands for a
// scalar that no token has; without one (-1) such text gives false. Sums are made from left to right.
bool weir_unigram_best(
    const weir_trie_node *nodes, const double *scores, double unknown_score, int32_t unknown_id, const uint8_t *text,
    size_t count, weir_best *best);

// A model that encodes text word by word, WordPiece or Unigram. What its pointers show must outlive what is made with it.
typedef struct {
  const weir_trie_node *nodes;
  // WordPiece: tokens that go on with a word, and how many scalars a word may have; NULL for Unigram.
  const weir_trie_node *continuations;
  uint32_t scalars_max;
  // Unigram: by id.
  const double *scores;
  double unknown_score;
  bool has_byte_fallback;  // for what is unknown: words with such are encoded step by step
  int32_t unknown_id;      // of a scalar or word that no token has; -1 for none
  uint8_t prefix[4];    // put before each word
  uint32_t prefix_size;
} weir_word_model;

// The model's tables for many memories.
typedef struct weir_word_tables weir_word_tables;

// `bytes` and `starts` are the tokens as those of weir_bpe_source; by them words of Unigram are parted where no token reaches
// over, which `parts_words` allows. NULL when memory is out.
weir_word_tables *weir_word_tables_create(
    const weir_word_model *model, bool parts_words, const uint8_t *bytes, const uint32_t *starts, uint32_t token_count);
void weir_word_tables_destroy(weir_word_tables *tables);

// The tables as bytes that can be used where they lie, at a multiple of 8 bytes; none where words are not parted.
size_t weir_word_tables_stored_size(const weir_word_tables *tables);
void weir_word_tables_store(const weir_word_tables *tables, uint8_t *out);
// Tables that lie in `stored`, which must outlive them. NULL when sizes do not fit together or memory is out.
weir_word_tables *weir_word_tables_open(const weir_word_model *model, const uint8_t *stored, size_t size);

// What normalization and cutting make of a scalar, whatever stands beside it. Borders between two scalars that are not
// complex are borders for normalization too.
typedef enum {
  WEIR_SCALAR_UNASKED,
  WEIR_SCALAR_SAME,      // stays as it is, and joins what is beside it
  WEIR_SCALAR_CHANGED,   // becomes other text, maybe none, that does
  WEIR_SCALAR_ALONE,     // becomes a word by itself
  WEIR_SCALAR_SPACE,     // parts words
  WEIR_SCALAR_STEPWISE,  // joins what is beside it, in a word that is to be encoded step by step
  WEIR_SCALAR_COMPLEX,   // depends on what is beside it
} weir_scalar_kind;

// All scalars from here on are complex.
enum { WEIR_SCALARS_ASKED = 0x20000 };

// A memory of the ids of words: a small one until some text has come, since large memory takes a while to get.
typedef struct weir_word_memory weir_word_memory;

typedef enum {
  WEIR_STEP_DONE,
  WEIR_STEP_WORD,    // a word is to be encoded
  WEIR_STEP_SCALAR,  // it is to be said what a scalar becomes
  WEIR_STEP_FAILED,  // memory is out
} weir_step;

// One that takes up to `memory` bytes, of which a megabyte is the least. NULL when memory is out.
weir_word_memory *weir_word_memory_create(const weir_word_tables *tables, size_t memory);
void weir_word_memory_destroy(weir_word_memory *memory);
// Starts on a text of less than 4 GiB, which stays where it is until all of its words were met. False when memory is out.
bool weir_word_memory_begin(weir_word_memory *memory, const uint8_t *text, size_t count);
// Appends the ids of words as far as it knows them. At WEIR_STEP_WORD the ids of the text from `start` to `end` are asked for,
// which come by weir_word_memory_add; at WEIR_STEP_SCALAR what the scalar `start` becomes, by weir_word_memory_learn.
weir_step weir_word_memory_next(weir_word_memory *memory, size_t *start, size_t *end);
bool weir_word_memory_add(weir_word_memory *memory, const int32_t *ids, size_t count);
// `bytes` is what a scalar that is changed or alone becomes, less than 256.
bool weir_word_memory_learn(
    weir_word_memory *memory, uint32_t scalar, weir_scalar_kind kind, const uint8_t *bytes, size_t count);
// The ids since the text was begun.
const int32_t *weir_word_memory_ids(const weir_word_memory *memory, size_t *count);

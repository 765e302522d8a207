// What words of one vocabulary are cut and encoded with, made from its tokens or stored before.
#include "notes.h"
#include "wordmemory.h"

// Stored tables: the words of the neighbours' filter, of which there are a power of two, behind what has a fixed size.
enum { BASIC_WORDS = BASIC_COUNT / 64, ASCII_WORDS = ASCII_COUNT * 2, FIXED_WORDS = 2 * BASIC_WORDS + ASCII_WORDS };

static size_t filter_words(const weir_word_tables *tables) { return (tables->neighbours.neighbour_mask + 1ull) / 64; }

static void note_known(uint64_t *known, const uint8_t *bytes, size_t size) {
  for (size_t index = 0; index < size; index += scalar_length(bytes[index])) {
    if (index + scalar_length(bytes[index]) > size) return;
    uint32_t scalar = scalar_at(bytes + index);
    known[scalar / 64] |= 1ull << scalar % 64;
  }
}

static weir_word_tables *tables_of(const weir_word_model *model) {
  weir_word_tables *tables = calloc(1, sizeof *tables);
  if (!tables) return NULL;
  tables->model = *model;
  tables->neighbours.is_scalar_level = true;
  return tables;
}

static bool note_neighbours(weir_word_tables *tables, const weir_bpe_source *source) {
  token_notes notes;
  bool is_built = notes_begin(&notes, source) && bpe_build_neighbours(&tables->neighbours, source, &notes);
  notes_end(&notes);
  return is_built;
}

weir_word_tables *weir_word_tables_create(
    const weir_word_model *model, bool parts_words, const uint8_t *bytes, const uint32_t *starts, uint32_t token_count) {
  weir_word_tables *tables = tables_of(model);
  if (!tables) return NULL;
  tables->parts_words = parts_words && model->unknown_id >= 0 && !model->has_byte_fallback;
  if (!tables->parts_words) return tables;
  weir_bpe_source source = {.bytes = bytes, .starts = starts, .token_count = token_count};
  tables->known = calloc(BASIC_WORDS, sizeof *tables->known);
  if (tables->known && note_neighbours(tables, &source)) {
    note_known(tables->known, bytes, starts[token_count]);
    return tables;
  }
  weir_word_tables_destroy(tables);
  return NULL;
}

size_t weir_word_tables_stored_size(const weir_word_tables *tables) {
  return tables->parts_words ? (FIXED_WORDS + filter_words(tables)) * sizeof(uint64_t) : 0;
}

void weir_word_tables_store(const weir_word_tables *tables, uint8_t *out) {
  if (!tables->parts_words) return;
  uint64_t *words = (uint64_t *)out;
  memcpy(words, tables->known, BASIC_WORDS * sizeof *words);
  memcpy(words + BASIC_WORDS, tables->neighbours.beside_part, BASIC_WORDS * sizeof *words);
  memcpy(words + 2 * BASIC_WORDS, tables->neighbours.ascii_neighbours, ASCII_WORDS * sizeof *words);
  memcpy(words + FIXED_WORDS, tables->neighbours.neighbours, filter_words(tables) * sizeof *words);
}

weir_word_tables *weir_word_tables_open(const weir_word_model *model, const uint8_t *stored, size_t size) {
  size_t word_count = size / sizeof(uint64_t), filter = word_count - FIXED_WORDS;
  bool fits = size % sizeof(uint64_t) == 0 && word_count > FIXED_WORDS && (filter & (filter - 1)) == 0 && filter <= 1 << 25;
  if (size > 0 && !fits) return NULL;
  weir_word_tables *tables = tables_of(model);
  if (!tables || size == 0) return tables;
  // Nothing writes to them.
  uint64_t *words = (uint64_t *)(uintptr_t)stored;
  tables->parts_words = tables->is_borrowed = true;
  tables->known = words;
  tables->neighbours.beside_part = words + BASIC_WORDS;
  tables->neighbours.ascii_neighbours = words + 2 * BASIC_WORDS;
  tables->neighbours.neighbours = words + FIXED_WORDS;
  tables->neighbours.neighbour_mask = (uint32_t)(filter * 64 - 1);
  return tables;
}

void weir_word_tables_destroy(weir_word_tables *tables) {
  if (!tables) return;
  if (!tables->is_borrowed) {
    free(tables->neighbours.neighbours), free(tables->neighbours.beside_part), free(tables->neighbours.ascii_neighbours);
    free(tables->known);
  }
  free(tables);
}

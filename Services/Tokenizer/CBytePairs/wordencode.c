// The ids of one word by WordPiece or Unigram.
#include "wordmemory.h"

static bool reserve_bytes(weir_word_memory *m, size_t size) {
  if (size <= m->byte_capacity) return true;
  size_t capacity = size * 2 + 64;
  free(m->bytes), free(m->best);
  m->bytes = malloc(capacity);
  m->best = malloc((capacity + 1) * sizeof *m->best);
  m->byte_capacity = m->bytes && m->best ? capacity : 0;
  return m->byte_capacity > 0;
}

// What the scalar at `index` becomes; how many bytes that are in `count`.
static inline const uint8_t *normalized(const weir_word_memory *m, size_t index, size_t *length, size_t *count) {
  uint32_t scalar;
  weir_scalar_kind kind = word_kind(m, index, length, &scalar);
  if (kind == WEIR_SCALAR_SAME || !m->places[scalar]) return *count = *length, m->text + index;
  const uint8_t *change = m->changes + m->places[scalar];
  *count = change[0];
  return change + 1;
}

// Writes what normalization makes of the text to `out`; returns how many bytes.
static size_t normalize(const weir_word_memory *m, size_t start, size_t end, uint8_t *out) {
  size_t size = 0, length, count;
  for (size_t index = start; index < end; index += length) {
    const uint8_t *bytes = normalized(m, index, &length, &count);
    // Few bytes: a call would take longer.
    for (size_t place = 0; place < count; place++) out[size++] = bytes[place];
  }
  return size;
}

// Bytes that the word may become.
static size_t size_max(const weir_word_memory *m, size_t start, size_t end) {
  size_t size = sizeof m->tables->model.prefix, length, count;
  for (size_t index = start; index < end; index += length, size += count) normalized(m, index, &length, &count);
  return size;
}

// The longest token that the bytes begin with, and its length; 0 for none.
static inline uint32_t longest_token(const weir_trie_node *nodes, const uint8_t *p, size_t count, size_t *length) {
  weir_trie_node node = nodes[0];
  uint32_t token = 0;
  for (size_t index = 0; index < count; index++) {
    node = nodes[node.base + p[index]];
    if (!is_child(node, p[index])) break;
    if (!trie_token(node)) continue;
    token = trie_token(node);
    *length = index + 1;
  }
  return token;
}

static size_t scalar_count(const uint8_t *p, size_t count) {
  size_t scalars = 0;
  for (size_t index = 0; index < count; index++) scalars += (p[index] & 0xc0) != 0x80;
  return scalars;
}

// The longest tokens that fit, one after the other, or one unknown token.
static word_answer encode_pieces(weir_word_memory *m, size_t size) {
  const weir_word_model *model = &m->tables->model;
  size_t first = m->id_count, length = 0;
  bool fits = size <= model->scalars_max || scalar_count(m->bytes, size) <= model->scalars_max;
  for (size_t index = 0; fits && index < size; index += length) {
    const weir_trie_node *nodes = index ? model->continuations : model->nodes;
    uint32_t token = longest_token(nodes, m->bytes + index, size - index, &length);
    fits = token > 0;
    m->ids[m->id_count++] = (int32_t)token - 1;
  }
  if (fits) return WORD_ENCODED;
  m->id_count = first;
  if (model->unknown_id < 0) return WORD_STEPWISE;
  m->ids[m->id_count++] = model->unknown_id;
  return WORD_ENCODED;
}

// The id of all of the bytes; -1 if they are no token.
static int32_t token_of(const weir_trie_node *nodes, const uint8_t *p, size_t count) {
  weir_trie_node node = nodes[0];
  for (size_t index = 0; index < count; index++) {
    node = nodes[node.base + p[index]];
    if (!is_child(node, p[index])) return -1;
  }
  return (int32_t)trie_token(node) - 1;
}

// The most probable tokens. Neighbours that are unknown become one.
static word_answer encode_probable(weir_word_memory *m, size_t size, bool is_part) {
  const weir_word_model *model = &m->tables->model;
  if (model->unknown_id < 0) return WORD_STEPWISE;
  unigram_answer answer =
      unigram_best(model->nodes, model->scores, model->unknown_score, model->unknown_id, m->bytes, size, m->best);
  if (is_part && !answer.is_sure) return WORD_DOUBTFUL;
  size_t first = m->id_count;
  for (size_t end = size; end > 0;) {
    int32_t id = m->best[end].id;
    size_t start = (size_t)m->best[end].start;
    if (id == model->unknown_id) {
      while (start > 0 && m->best[start].id == id) start = (size_t)m->best[start].start;
      int32_t whole = token_of(model->nodes, m->bytes + start, end - start);
      if (whole < 0 && model->has_byte_fallback) return m->id_count = first, WORD_STEPWISE;
      // It is another with what is unknown beside the part.
      if (whole >= 0 && whole != id && is_part) return m->id_count = first, WORD_DOUBTFUL;
      if (whole >= 0) id = whole;
    }
    m->ids[m->id_count++] = id;
    end = start;
  }
  for (size_t low = first, high = m->id_count; low + 1 < high; low++) {
    int32_t id = m->ids[--high];
    m->ids[high] = m->ids[low];
    m->ids[low] = id;
  }
  return WORD_ENCODED;
}

word_answer word_encode(weir_word_memory *m, size_t start, size_t end, bool goes_on, bool is_part) {
  const weir_word_model *model = &m->tables->model;
  size_t room = size_max(m, start, end), prefix = goes_on ? 0 : model->prefix_size;
  if (!reserve_bytes(m, room) || !word_reserve(m, room)) return WORD_FAILED;
  memcpy(m->bytes, model->prefix, prefix);
  size_t size = prefix + normalize(m, start, end, m->bytes + prefix);
  // Text that normalization takes away is no word.
  if (size == prefix && end > start) return WORD_ENCODED;
  return model->continuations ? encode_pieces(m, size) : encode_probable(m, size, is_part);
}

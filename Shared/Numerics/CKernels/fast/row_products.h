// Products of floats with rows of the cache. Included once for each format: GROUP_BYTES of 32 elements, GROUP_VECTOR
// that widens a vector of them, and NAMED(x) the name of a function for this format. Sizes are multiples of 32.

// Vector `i` of a row.
INLINE vec NAMED(row_vector)(const uint8_t *row, size_t i) {
  return GROUP_VECTOR(row + i / GROUP_VECTORS * GROUP_BYTES, (int)(i % GROUP_VECTORS));
}

// Elements `first` to `end` of rows, for each element the rows side by side; `rows` has whole vectors of them.
static void NAMED(transpose)(float *transposed, const uint8_t *const *rows, size_t count, size_t first, size_t end) {
  for (size_t r = 0; r < count; r += LANES)
    for (size_t e = first; e < end; e += LANES) {
      vec x[LANES];
      for (int i = 0; i < LANES; i++) x[i] = NAMED(row_vector)(rows[r + i], e / LANES);
      transpose(x);
      for (int i = 0; i < LANES; i++) store(transposed + (e - first + i) * WEIR_PAGE_TOKENS_MAX + r, x[i]);
    }
}

// Elements from vector `first` of a row on, `vectors` of them: a number that whole groups are a multiple of, or the other way.
INLINE void NAMED(add_tile)(float *out, const float *weights, const uint8_t *const *rows, size_t count,
                            size_t size, size_t first, const int queries, const int vectors) {
  vec sums[4][4];
  const size_t group = first / GROUP_VECTORS * GROUP_BYTES;
  const int lane = (int)(first % GROUP_VECTORS);
  for (int t = 0; t < queries; t++)
    for (int i = 0; i < vectors; i++) sums[t][i] = load(out + t * size + (first + i) * LANES);
  for (size_t r = 0; r < count; r++) {
    vec v[4];
    for (int i = 0; i < vectors; i++)
      v[i] = vectors > GROUP_VECTORS
        ? GROUP_VECTOR(rows[r] + group + i / GROUP_VECTORS * GROUP_BYTES, i % GROUP_VECTORS)
        : GROUP_VECTOR(rows[r] + group, lane + i);
    for (int t = 0; t < queries; t++)
      for (int i = 0; i < vectors; i++) sums[t][i] += v[i] * weights[t * WEIR_PAGE_TOKENS_MAX + r];
  }
  for (int t = 0; t < queries; t++)
    for (int i = 0; i < vectors; i++) store(out + t * size + (first + i) * LANES, sums[t][i]);
}

INLINE void NAMED(add_all)(float *out, const float *weights, const uint8_t *const *rows, size_t count, size_t size,
                           size_t elements, const int queries, const int vectors) {
  size_t first = 0;
  for (; first + vectors <= elements / LANES; first += vectors)
    NAMED(add_tile)(out, weights, rows, count, size, first, queries, vectors);
  for (; first < elements / LANES; first += 2)
    NAMED(add_tile)(out, weights, rows, count, size, first, queries, 2);
}

// out[q] += sum_r weights[q][r] rows[r] for some elements; those of a query are `size` after those of the one before.
static void NAMED(add)(float *out, const float *weights, size_t queries, const uint8_t *const *rows, size_t count,
                       size_t size, size_t elements, struct near *near) {
  const size_t lines = lines_of(near, elements, size, queries, 4);
  for (; queries > 0;) {
    const size_t some = queries < 4 ? queries : 4;
    bring_lines(near, lines);
    switch (some) {
      case 1: NAMED(add_all)(out, weights, rows, count, size, elements, 1, 4); break;
      case 2: NAMED(add_all)(out, weights, rows, count, size, elements, 2, 4); break;
      case 3: NAMED(add_all)(out, weights, rows, count, size, elements, 3, ADD_VECTORS); break;
      default: NAMED(add_all)(out, weights, rows, count, size, elements, 4, ADD_VECTORS);
    }
    queries -= some;
    out += some * size;
    weights += some * WEIR_PAGE_TOKENS_MAX;
  }
}

// Elements from `first` on, as floats.
INLINE void NAMED(widen)(float *y, const uint8_t *const *rows, size_t count, size_t first, size_t elements) {
  for (size_t r = 0; r < count; r++)
    for (size_t i = 0; i < elements / LANES; i++)
      store(y + r * WIDE_ELEMENTS + i * LANES, NAMED(row_vector)(rows[r], first / LANES + i));
}

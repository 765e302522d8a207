// Products of floats with rows of the cache. Included once for each format: GROUP_BYTES of 32 elements, GROUP_VECTOR
// that widens a vector of them, and NAMED(x) the name of a function for this format. Sizes are multiples of 32.
// A row is widened for as many queries as the registers have sums for: eight sums hide the latency of a multiply-add.

INLINE void NAMED(score_tile)(float *scores, size_t stride, const float *q, const uint8_t *const *rows, size_t size,
                              const int queries, const int count) {
  vec sums[4][8] = {0};
  for (size_t g = 0; g < size / WEIR_GROUP_ELEMENTS; g++)
    for (int i = 0; i < GROUP_VECTORS; i++) {
      vec k[8];
      for (int r = 0; r < count; r++) k[r] = GROUP_VECTOR(rows[r] + g * GROUP_BYTES, i);
      for (int t = 0; t < queries; t++) {
        vec x = load(q + t * size + g * WEIR_GROUP_ELEMENTS + i * LANES);
        for (int r = 0; r < count; r++) sums[t][r] += k[r] * x;
      }
    }
  for (int t = 0; t < queries; t++)
    for (int r = 0; r < count; r++) scores[t * stride + r] = sum_of(sums[t][r]);
}

INLINE void NAMED(score_all)(float *scores, size_t stride, const float *q, const uint8_t *const *rows, size_t count,
                             size_t size, const int queries, const int tile) {
  size_t r = 0;
  for (; r + tile <= count; r += tile) NAMED(score_tile)(scores + r, stride, q, rows + r, size, queries, tile);
  for (; r < count; r++) NAMED(score_tile)(scores + r, stride, q, rows + r, size, queries, 1);
}

// scores[q][r] = queries[q] . rows[r]
static void NAMED(score)(float *scores, size_t stride, const float *q, size_t queries, const uint8_t *const *rows,
                         size_t count, size_t size) {
  for (; queries >= 4; queries -= 4, q += 4 * size, scores += 4 * stride)
    NAMED(score_all)(scores, stride, q, rows, count, size, 4, 2);
  if (queries == 3) NAMED(score_all)(scores, stride, q, rows, count, size, 3, 2);
  if (queries == 2) NAMED(score_all)(scores, stride, q, rows, count, size, 2, 4);
  if (queries == 1) NAMED(score_all)(scores, stride, q, rows, count, size, 1, 8);
}

// Elements from vector `first` of a row on, `vectors` of them.
INLINE void NAMED(add_tile)(float *out, const float *weights, size_t stride, const uint8_t *const *rows, size_t count,
                            size_t size, size_t first, const int queries, const int vectors) {
  vec sums[4][4];
  size_t group = first / GROUP_VECTORS * GROUP_BYTES;
  int lane = (int)(first % GROUP_VECTORS);
  for (int t = 0; t < queries; t++)
    for (int i = 0; i < vectors; i++) sums[t][i] = load(out + t * size + (first + i) * LANES);
  for (size_t r = 0; r < count; r++) {
    vec v[4];
    for (int i = 0; i < vectors; i++) v[i] = GROUP_VECTOR(rows[r] + group, lane + i);
    for (int t = 0; t < queries; t++)
      for (int i = 0; i < vectors; i++) sums[t][i] += v[i] * weights[t * stride + r];
  }
  for (int t = 0; t < queries; t++)
    for (int i = 0; i < vectors; i++) store(out + t * size + (first + i) * LANES, sums[t][i]);
}

INLINE void NAMED(add_all)(float *out, const float *weights, size_t stride, const uint8_t *const *rows, size_t count,
                           size_t size, const int queries, const int vectors) {
  for (size_t first = 0; first < size / LANES; first += vectors)
    NAMED(add_tile)(out, weights, stride, rows, count, size, first, queries, vectors);
}

// out[q] += sum_r weights[q][r] rows[r]
static void NAMED(add)(float *out, const float *weights, size_t stride, size_t queries, const uint8_t *const *rows,
                       size_t count, size_t size) {
  for (; queries >= 4; queries -= 4, out += 4 * size, weights += 4 * stride)
    NAMED(add_all)(out, weights, stride, rows, count, size, 4, 2);
  const int vectors = GROUP_VECTORS < 4 ? GROUP_VECTORS : 4;
  if (queries == 3) NAMED(add_all)(out, weights, stride, rows, count, size, 3, 2);
  if (queries == 2) NAMED(add_all)(out, weights, stride, rows, count, size, 2, vectors);
  if (queries == 1) NAMED(add_all)(out, weights, stride, rows, count, size, 1, vectors);
}

// y[r] = rows[r] as floats
INLINE void NAMED(widen)(float *y, const uint8_t *const *rows, size_t count, size_t size) {
  for (size_t r = 0; r < count; r++)
    for (size_t g = 0; g < size / WEIR_GROUP_ELEMENTS; g++)
      for (int i = 0; i < GROUP_VECTORS; i++)
        store(y + r * size + g * WEIR_GROUP_ELEMENTS + i * LANES, GROUP_VECTOR(rows[r] + g * GROUP_BYTES, i));
}

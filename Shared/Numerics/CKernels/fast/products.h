// The products of floats with weights in F32, F16 and BF16: one text, three types.
#pragma once
#include "vector.h"
#include <stddef.h>

typedef _Float16 halves __attribute__((vector_size(LANES * 2)));
typedef uint16_t shorts __attribute__((vector_size(LANES * 2)));
typedef uint32_t uvec __attribute__((vector_size(LANES * 4)));

INLINE vec load_f16(const _Float16 *p) {
  halves h;
  memcpy(&h, p, sizeof h);
  return __builtin_convertvector(h, vec);
}

INLINE vec load_bf16(const uint16_t *p) {
  shorts s;
  memcpy(&s, p, sizeof s);
  return (vec)(__builtin_convertvector(s, uvec) << 16);
}

INLINE float bf16_to_float(uint16_t high) {
  uint32_t bits = (uint32_t)high << 16;
  float x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

#define NAMED(name) name
#define WEIGHT float
#define LOAD_WEIGHTS load
#define WIDEN(w) (w)
#include "multiply.h"
#undef NAMED
#undef WEIGHT
#undef LOAD_WEIGHTS
#undef WIDEN

#define NAMED(name) name##_f16
#define WEIGHT _Float16
#define LOAD_WEIGHTS load_f16
#define WIDEN(w) ((float)(w))
#include "multiply.h"
#undef NAMED
#undef WEIGHT
#undef LOAD_WEIGHTS
#undef WIDEN

#define NAMED(name) name##_bf16
#define WEIGHT uint16_t
#define LOAD_WEIGHTS load_bf16
#define WIDEN(w) bf16_to_float(w)
#include "multiply.h"
#undef NAMED
#undef WEIGHT
#undef LOAD_WEIGHTS
#undef WIDEN

static void multiply_half(float *y, size_t y_stride, enum weir_format format, const void *w, const float *x,
                          size_t x_stride, size_t tokens, size_t rows, size_t columns) {
  if (format == WEIR_F16)
    multiply_f16(y, y_stride, w, x, x_stride, tokens, rows, columns);
  else
    multiply_bf16(y, y_stride, w, x, x_stride, tokens, rows, columns);
}

static void widen_half(float *y, enum weir_format format, const void *w, size_t count) {
  const _Float16 *f16 = w;
  const uint16_t *bf16 = w;
  size_t i = 0;
  for (; i + LANES <= count; i += LANES) store(y + i, format == WEIR_F16 ? load_f16(f16 + i) : load_bf16(bf16 + i));
  for (; i < count; i++) y[i] = format == WEIR_F16 ? (float)f16[i] : bf16_to_float(bf16[i]);
}

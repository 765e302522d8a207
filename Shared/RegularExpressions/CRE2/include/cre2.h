// A C face for RE2: compile, search, and sets of patterns. No C++ exception leaves it.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

typedef struct weir_re2 weir_re2;
typedef struct weir_re2_set weir_re2_set;

/// How a pattern is read and matched. UTF-8 always; Latin-1 never.
typedef struct {
  bool ignore_case;
  bool longest_match;
  int64_t memory_bytes_max;
} weir_re2_options;

/// A byte range of the searched text; begin < 0 where a group took no part.
typedef struct {
  ptrdiff_t begin, end;
} weir_re2_range;

/// NULL when the pattern is refused; then `error` holds the reason, cut to `error_size` with its NUL.
weir_re2 *weir_re2_new(const uint8_t *pattern, size_t size, weir_re2_options options, char *error, size_t error_size);
void weir_re2_free(weir_re2 *re);
int weir_re2_group_count(const weir_re2 *re);

/// First match in text[start, end), with the text before `start` as its left context.
/// 1 found, 0 none, -1 failed (out of memory). ranges[0] is the match, ranges[i] group i.
int weir_re2_find(const weir_re2 *re, const uint8_t *text, size_t size, size_t start, size_t end, bool anchored,
                  weir_re2_range *ranges, int range_count);

/// `anchored`: patterns match at the start of the text only.
weir_re2_set *weir_re2_set_new(weir_re2_options options, bool anchored);
void weir_re2_set_free(weir_re2_set *set);
/// The pattern's index, or -1 with the reason in `error`.
int weir_re2_set_add(weir_re2_set *set, const uint8_t *pattern, size_t size, char *error, size_t error_size);
bool weir_re2_set_compile(weir_re2_set *set);
/// Writes the indexes of the patterns that match anywhere, or at the start, to `hits`, returns their number, or -1 when the search
/// failed: RE2 then says "no match" although there may be one, so the caller must treat it as an error.
int weir_re2_set_match(const weir_re2_set *set, const uint8_t *text, size_t size, int *hits, int hits_max);

#ifdef __cplusplus
}
#endif

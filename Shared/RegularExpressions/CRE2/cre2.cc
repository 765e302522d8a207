#include "cre2.h"

#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

struct weir_re2 {
  RE2 re;
  weir_re2(re2::StringPiece pattern, const RE2::Options &options) : re(pattern, options) {}
};

struct weir_re2_set {
  RE2::Set set;
  int count = 0;
  weir_re2_set(const RE2::Options &options, RE2::Anchor anchor) : set(options, anchor) {}
};

namespace {

RE2::Options to_options(weir_re2_options from) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_case_sensitive(!from.ignore_case);
  options.set_longest_match(from.longest_match);
  options.set_max_mem(from.memory_bytes_max);
  return options;
}

re2::StringPiece piece(const uint8_t *bytes, size_t size) {
  return {reinterpret_cast<const char *>(bytes), size};
}

void report(const std::string &message, char *error, size_t error_size) {
  if (error_size == 0) return;
  size_t size = std::min(message.size(), error_size - 1);
  memcpy(error, message.data(), size);
  error[size] = 0;
}

}  // namespace

extern "C" {

weir_re2 *weir_re2_new(const uint8_t *pattern, size_t size, weir_re2_options options, char *error, size_t error_size) {
  try {
    auto *made = new weir_re2(piece(pattern, size), to_options(options));
    if (made->re.ok()) return made;
    report(made->re.error(), error, error_size);
    delete made;
  } catch (const std::exception &failure) {
    report(failure.what(), error, error_size);
  }
  return nullptr;
}

void weir_re2_free(weir_re2 *re) { delete re; }

int weir_re2_group_count(const weir_re2 *re) { return re->re.NumberOfCapturingGroups(); }

int weir_re2_find(const weir_re2 *re, const uint8_t *text, size_t size, size_t start, size_t end, bool anchored,
                  weir_re2_range *ranges, int range_count) {
  try {
    constexpr int groups_max = 16;
    re2::StringPiece groups[groups_max];
    range_count = std::min(range_count, groups_max);
    auto anchor = anchored ? RE2::ANCHOR_START : RE2::UNANCHORED;
    if (!re->re.Match(piece(text, size), start, end, anchor, groups, range_count)) return 0;
    const char *base = reinterpret_cast<const char *>(text);
    for (int i = 0; i < range_count; i++) {
      bool present = groups[i].data() != nullptr;
      ranges[i].begin = present ? groups[i].data() - base : -1;
      ranges[i].end = present ? ranges[i].begin + static_cast<ptrdiff_t>(groups[i].size()) : -1;
    }
    return 1;
  } catch (const std::exception &) {
    return -1;
  }
}

weir_re2_set *weir_re2_set_new(weir_re2_options options, bool anchored) {
  try {
    return new weir_re2_set(to_options(options), anchored ? RE2::ANCHOR_START : RE2::UNANCHORED);
  } catch (const std::exception &) {
    return nullptr;
  }
}

void weir_re2_set_free(weir_re2_set *set) { delete set; }

int weir_re2_set_add(weir_re2_set *set, const uint8_t *pattern, size_t size, char *error, size_t error_size) {
  try {
    std::string reason;
    int index = set->set.Add(piece(pattern, size), &reason);
    if (index < 0) report(reason, error, error_size);
    else set->count = index + 1;
    return index;
  } catch (const std::exception &failure) {
    report(failure.what(), error, error_size);
    return -1;
  }
}

bool weir_re2_set_compile(weir_re2_set *set) {
  try {
    return set->set.Compile();
  } catch (const std::exception &) {
    return false;
  }
}

int weir_re2_set_match(const weir_re2_set *set, const uint8_t *text, size_t size, int *hits, int hits_max) {
  try {
    RE2::Set::ErrorInfo info{};
    // Which ones is asked only where there are any: that needs memory.
    if (!set->set.Match(piece(text, size), nullptr, &info)) return info.kind == RE2::Set::kNoError ? 0 : -1;
    std::vector<int> found;
    if (!set->set.Match(piece(text, size), &found, &info)) return info.kind == RE2::Set::kNoError ? 0 : -1;
    int count = std::min(static_cast<int>(found.size()), hits_max);
    std::copy_n(found.begin(), count, hits);
    return count;
  } catch (const std::exception &) {
    return -1;
  }
}
}

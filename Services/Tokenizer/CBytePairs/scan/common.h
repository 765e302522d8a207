// What all patterns share.
#include "../planes.h"

static inline bool is_newline(uint8_t byte) { return byte == '\n' || byte == '\r'; }

// `'s|'t|'re|'ve|'m|'ll|'d` at `position`, in any case if `folds`; `position` itself if there is none.
static size_t contraction_end(scanner *s, size_t position, size_t end, bool folds) {
  const uint8_t *p = s->text + position;
  size_t room = end - position;
  s->is_open |= room < 3 && end == s->limit;
  if (room < 2 || p[0] != '\'') return position;
  uint8_t fold = folds ? 0x20 : 0, first = p[1] < 0x80 ? p[1] | fold : p[1];
  if (first == 's' || first == 't' || first == 'm' || first == 'd') return position + 2;
  // U+017F, long s, is an s where case is ignored.
  if (folds && room >= 3 && p[1] == 0xc5 && p[2] == 0xbf) return position + 3;
  uint8_t second = room < 3 ? 0 : p[2] < 0x80 ? p[2] | fold : p[2];
  bool is_pair = (first == 'r' && second == 'e') || (first == 'v' && second == 'e') || (first == 'l' && second == 'l');
  return is_pair ? position + 3 : position;
}

// Escapes in JSON strings.
#include "json.h"

static int digit_of(uint8_t byte) {
  if (byte >= '0' && byte <= '9') return byte - '0';
  byte |= 0x20;
  return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

static bool unit(json_reader *r, uint32_t *value) {
  if (r->end - r->text < 4) return false;
  *value = 0;
  for (int index = 0; index < 4; index++) {
    int digit = digit_of(*r->text++);
    if (digit < 0) return false;
    *value = *value << 4 | (uint32_t)digit;
  }
  return true;
}

static void append_scalar(uint32_t scalar, uint8_t **out) {
  uint8_t *p = *out;
  if (scalar < 0x80) {
    *p++ = (uint8_t)scalar;
  } else if (scalar < 0x800) {
    *p++ = (uint8_t)(0xc0 | scalar >> 6);
    *p++ = (uint8_t)(0x80 | (scalar & 63));
  } else {
    if (scalar < 0x10000) {
      *p++ = (uint8_t)(0xe0 | scalar >> 12);
    } else {
      *p++ = (uint8_t)(0xf0 | scalar >> 18);
      *p++ = (uint8_t)(0x80 | (scalar >> 12 & 63));
    }
    *p++ = (uint8_t)(0x80 | (scalar >> 6 & 63));
    *p++ = (uint8_t)(0x80 | (scalar & 63));
  }
  *out = p;
}

// A scalar of a \u escape, and of two for one beyond the basic plane; lone surrogates are irregular.
static bool escaped_scalar(json_reader *r, uint8_t **out) {
  uint32_t scalar, low;
  if (!unit(r, &scalar)) return false;
  if (scalar >= 0xd800 && scalar < 0xe000) {
    if (scalar >= 0xdc00 || r->end - r->text < 6 || r->text[0] != '\\' || r->text[1] != 'u') return false;
    r->text += 2;
    if (!unit(r, &low) || low < 0xdc00 || low >= 0xe000) return false;
    scalar = 0x10000 + ((scalar - 0xd800) << 10) + (low - 0xdc00);
  }
  append_scalar(scalar, out);
  return true;
}

bool json_escape(json_reader *r, uint8_t **out) {
  static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
  if (r->text == r->end) return false;
  uint8_t name = *r->text++;
  if (name == 'u') return escaped_scalar(r, out);
  const char *found = memchr(names, name, sizeof names - 1);
  if (!found) return false;
  *(*out)++ = (uint8_t)values[found - names];
  return true;
}

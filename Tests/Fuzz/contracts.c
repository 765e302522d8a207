// Seeded fuzzing of arena and contracts in plain C, where the sanitizers see every allocation: random messages are made
// from the descriptors, damaged, decoded in the arena, and read to their last byte.
#include "arena.h"
#include "weir/v1/gateway.pb-c.h"
#include "weir/v1/knowledge.pb-c.h"
#include "weir/v1/rpc.pb-c.h"
#include "weir/v1/tokenizer.pb-c.h"
#include "weir/v1/worker.pb-c.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIRE_MAX = 1 << 16, BUDGET_BASE = 64 << 10, BUDGET_PER_BYTE = 16 };

static const ProtobufCMessageDescriptor *const types[] = {
    &weir__v1__envelope__descriptor,          &weir__v1__encode_request__descriptor,
    &weir__v1__encode_chat_request__descriptor, &weir__v1__encode_reply__descriptor,
    &weir__v1__decode_request__descriptor,    &weir__v1__decode_reply__descriptor,
    &weir__v1__models_request__descriptor,    &weir__v1__models_reply__descriptor,
    &weir__v1__generate_request__descriptor,  &weir__v1__generate_chunk__descriptor,
    &weir__v1__describe_request__descriptor,  &weir__v1__describe_reply__descriptor,
    &weir__v1__search_request__descriptor,    &weir__v1__search_reply__descriptor,
    &weir__v1__ingest_request__descriptor,    &weir__v1__ingest_reply__descriptor,
    &weir__v1__chat_request__descriptor,      &weir__v1__chat_event__descriptor,
    &weir__v1__deidentify_request__descriptor, &weir__v1__deidentify_reply__descriptor,
};
enum { TYPE_COUNT = sizeof types / sizeof types[0] };

// SplitMix64, as in Tests/TestSupport/SeededGenerator.swift.
static uint64_t state;
static uint64_t next_random(void) {
  uint64_t z = state += 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}
static size_t below(size_t limit) { return next_random() % limit; }

// Wire bytes are written by hand so that lengths, tags and wire types can be wrong as well as right.
typedef struct {
  uint8_t bytes[WIRE_MAX];
  size_t size;
} wire;

static void put(wire *out, uint8_t byte) {
  if (out->size < WIRE_MAX) out->bytes[out->size++] = byte;
}
static void put_varint(wire *out, uint64_t value) {
  for (; value > 127; value >>= 7) put(out, (uint8_t)(value | 128));
  put(out, (uint8_t)value);
}
static void put_block(wire *out, const uint8_t *bytes, size_t size) {
  put_varint(out, size);
  for (size_t i = 0; i < size; i++) put(out, bytes[i]);
}

static void put_message(wire *out, const ProtobufCMessageDescriptor *type);

static void put_field(wire *out, const ProtobufCFieldDescriptor *field) {
  uint8_t noise[40];
  for (size_t i = 0; i < sizeof noise; i++) noise[i] = (uint8_t)next_random();
  if (field->type == PROTOBUF_C_TYPE_MESSAGE) {
    wire *part = calloc(1, sizeof *part);
    put_message(part, field->descriptor);
    put_varint(out, (uint64_t)field->id << 3 | 2);
    put_block(out, part->bytes, part->size);
    free(part);
  } else if (field->type == PROTOBUF_C_TYPE_BYTES) {
    put_varint(out, (uint64_t)field->id << 3 | 2);
    put_block(out, noise, below(sizeof noise));
  } else if (field->type == PROTOBUF_C_TYPE_FLOAT) {
    put_varint(out, (uint64_t)field->id << 3 | 5);
    for (int i = 0; i < 4; i++) put(out, noise[i]);
  } else {
    put_varint(out, (uint64_t)field->id << 3);
    put_varint(out, next_random() >> below(64));
  }
}

static void put_message(wire *out, const ProtobufCMessageDescriptor *type) {
  for (unsigned i = 0; i < type->n_fields; i++)
    for (size_t repeats = below(type->fields[i].label == PROTOBUF_C_LABEL_REPEATED ? 4 : 3); repeats > 0; repeats--)
      put_field(out, &type->fields[i]);
  if (below(8) == 0) put_varint(out, next_random());
}

static void damage(wire *out) {
  if (out->size == 0) return;
  size_t place = below(out->size);
  switch (below(5)) {
  case 0: out->size = place; break;
  case 1: out->bytes[place] = 0xff; break;
  case 2:
    for (size_t i = place, end = out->size; i < end; i++) put(out, out->bytes[i]);
    break;
  case 3: break;
  default: out->bytes[place] ^= (uint8_t)(1u << below(8));
  }
}

static volatile uint8_t sink;
static void read_all(const ProtobufCMessage *message);

static void read_member(const ProtobufCFieldDescriptor *field, const void *member) {
  if (field->type == PROTOBUF_C_TYPE_MESSAGE) {
    const ProtobufCMessage *part = *(const ProtobufCMessage *const *)member;
    if (part) read_all(part);
  } else if (field->type == PROTOBUF_C_TYPE_BYTES) {
    const ProtobufCBinaryData *data = member;
    for (size_t i = 0; i < data->len; i++) sink ^= data->data[i];
  }
}

static void read_all(const ProtobufCMessage *message) {
  for (unsigned i = 0; i < message->descriptor->n_fields; i++) {
    const ProtobufCFieldDescriptor *field = &message->descriptor->fields[i];
    const uint8_t *base = (const uint8_t *)message;
    if (field->label == PROTOBUF_C_LABEL_REPEATED) {
      size_t count = *(const size_t *)(base + field->quantifier_offset);
      size_t width = field->type == PROTOBUF_C_TYPE_MESSAGE ? sizeof(void *) : sizeof(ProtobufCBinaryData);
      const uint8_t *list = *(uint8_t *const *)(base + field->offset);
      for (size_t n = 0; n < count; n++) read_member(field, list + n * width);
    } else if (!(field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) ||
               *(const uint32_t *)(base + field->quantifier_offset) == field->id) {
      read_member(field, base + field->offset);
    }
  }
}

// Whether the bytes decoded. Packing what was decoded reads every field once more, through the library.
static bool decode(const ProtobufCMessageDescriptor *type, const uint8_t *bytes, size_t size) {
  // A copy of the exact size, so that reading one byte past the message is seen.
  uint8_t *exact = malloc(size ? size : 1);
  memcpy(exact, bytes, size);
  size_t budget = BUDGET_BASE + BUDGET_PER_BYTE * size;
  weir_arena *arena = weir_arena_create(256, budget);
  ProtobufCMessage *message = weir_arena_unpack(arena, type, exact, size);
  if (message) {
    read_all(message);
    size_t packed_size = protobuf_c_message_get_packed_size(message);
    uint8_t *packed = malloc(packed_size ? packed_size : 1);
    if (protobuf_c_message_pack(message, packed) != packed_size) abort();
    free(packed);
  }
  if (weir_arena_used(arena) > budget) abort();
  weir_arena_destroy(arena);
  free(exact);
  return message != NULL;
}

// 2-byte elements that would each cost a hundred in memory must end at the budget.
static void decode_bombs(void) {
  wire *bomb = calloc(1, sizeof *bomb);
  for (size_t type = 0; type < TYPE_COUNT; type++)
    for (unsigned i = 0; i < types[type]->n_fields; i++) {
      if (types[type]->fields[i].label != PROTOBUF_C_LABEL_REPEATED) continue;
      for (bomb->size = 0; bomb->size < WIRE_MAX;) put(bomb, (uint8_t)(types[type]->fields[i].id << 3 | 2)), put(bomb, 0);
      if (decode(types[type], bomb->bytes, bomb->size)) abort();
    }
  free(bomb);
}

int main(int count, char **arguments) {
  state = count > 1 ? strtoull(arguments[1], NULL, 10) : 1;
  size_t rounds = count > 2 ? strtoull(arguments[2], NULL, 10) : 1000, decoded = 0;
  wire *message = calloc(1, sizeof *message);
  printf("seed %llu\n", (unsigned long long)state);
  for (size_t round = 0; round < rounds * TYPE_COUNT; round++) {
    const ProtobufCMessageDescriptor *type = types[round % TYPE_COUNT];
    message->size = 0;
    put_message(message, type);
    for (size_t blows = below(4); blows > 0; blows--) damage(message);
    decoded += decode(type, message->bytes, message->size);
  }
  free(message);
  decode_bombs();
  printf("%zu messages, %zu decoded\n", rounds * TYPE_COUNT, decoded);
  return decoded == 0 || decoded == rounds * TYPE_COUNT;
}

// One HTTP exchange after another over libcurl, each run to its end by the thread that calls.
#ifndef WEIR_TRANSFER_H
#define WEIR_TRANSFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// A connection cache with room for one exchange at a time.
typedef struct weir_transfer weir_transfer;

typedef struct {
  const char *method;
  const char *url;
  // "name: value", `field_count` of them.
  const char *const *fields;
  size_t field_count;
  const uint8_t *body;
  size_t body_bytes;
  // A PEM file with the only authorities that are trusted; NULL trusts the system's.
  const char *authorities_file;
  long connect_timeout_ms;
  // How long less than a byte a second may come.
  long idle_timeout_s;
  long total_timeout_ms;
} weir_transfer_call;

typedef struct {
  void *context;
  // A line of the answer's head, the status line first. Heads may come more than once: the last one counts.
  void (*on_head_line)(void *context, const uint8_t *line, size_t bytes);
  // A piece of the body; false ends the exchange. May block: what is not taken stays on the network.
  bool (*on_body)(void *context, const uint8_t *data, size_t bytes);
} weir_transfer_receiver;

typedef enum {
  WEIR_TRANSFER_OK,
  WEIR_TRANSFER_BAD_URL,
  WEIR_TRANSFER_CANNOT_CONNECT,
  WEIR_TRANSFER_UNTRUSTED,
  WEIR_TRANSFER_TIMED_OUT,
  WEIR_TRANSFER_DEADLINE,
  WEIR_TRANSFER_BROKEN_OFF,
  WEIR_TRANSFER_CANCELLED,
} weir_transfer_result;

// NULL when memory is out. To be called the first time before other threads use libcurl.
weir_transfer *weir_transfer_create(void);
void weir_transfer_destroy(weir_transfer *transfer);

// Runs an exchange to its end. Not twice at a time on one transfer.
weir_transfer_result weir_transfer_run(weir_transfer *transfer, const weir_transfer_call *call,
                                       const weir_transfer_receiver *receiver);

// Ends the exchange that runs, or the next one if none does yet, and closes its connection. From any thread.
void weir_transfer_cancel(weir_transfer *transfer);

// Takes a cancellation back that came too late, before the transfer is used again.
void weir_transfer_reset(weir_transfer *transfer);

#endif

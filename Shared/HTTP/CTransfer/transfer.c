#include "transfer.h"

#include "curl.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct weir_transfer {
  CURLM *multi;
  CURL *easy;
  atomic_bool is_cancelled;
};

// An upper bound on how long a wake-up that got lost would delay an end.
enum { POLL_MS = 1000 };

static pthread_once_t is_initialized = PTHREAD_ONCE_INIT;
static void initialize(void) { curl_global_init(CURL_GLOBAL_DEFAULT); }

weir_transfer *weir_transfer_create(void) {
  pthread_once(&is_initialized, initialize);
  weir_transfer *transfer = calloc(1, sizeof *transfer);
  if (!transfer) return NULL;
  transfer->multi = curl_multi_init();
  transfer->easy = curl_easy_init();
  if (transfer->multi && transfer->easy) return transfer;
  weir_transfer_destroy(transfer);
  return NULL;
}

void weir_transfer_destroy(weir_transfer *transfer) {
  if (transfer->easy) curl_easy_cleanup(transfer->easy);
  if (transfer->multi) curl_multi_cleanup(transfer->multi);
  free(transfer);
}

void weir_transfer_cancel(weir_transfer *transfer) {
  atomic_store(&transfer->is_cancelled, true);
  curl_multi_wakeup(transfer->multi);
}

void weir_transfer_reset(weir_transfer *transfer) { atomic_store(&transfer->is_cancelled, false); }

static size_t take_head_line(char *data, size_t size, size_t count, void *context) {
  const weir_transfer_receiver *receiver = context;
  receiver->on_head_line(receiver->context, (const uint8_t *)data, size * count);
  return size * count;
}

static size_t take_body(char *data, size_t size, size_t count, void *context) {
  const weir_transfer_receiver *receiver = context;
  return receiver->on_body(receiver->context, (const uint8_t *)data, size * count) ? size * count : 0;
}

static struct curl_slist *field_list(const weir_transfer_call *call) {
  // No waiting for a server's leave to send the body.
  struct curl_slist *list = curl_slist_append(NULL, "expect:");
  for (size_t i = 0; i < call->field_count; i++) list = curl_slist_append(list, call->fields[i]);
  return list;
}

static void prepare(CURL *easy, const weir_transfer_call *call, const weir_transfer_receiver *receiver,
                    struct curl_slist *fields) {
  curl_easy_reset(easy);
  curl_easy_setopt(easy, CURLOPT_URL, call->url);
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
  curl_easy_setopt(easy, CURLOPT_HTTP_CONTENT_DECODING, 0L);
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, fields);
  // Signals belong to the process, not to a library in one of its threads.
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  if (call->authorities_file) {
    curl_easy_setopt(easy, CURLOPT_CAINFO, call->authorities_file);
    curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
  }
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, call->connect_timeout_ms);
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, call->idle_timeout_s);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, call->total_timeout_ms);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_head_line);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, (void *)receiver);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, (void *)receiver);
  if (strcmp(call->method, "POST") == 0) {
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, call->body_bytes ? (const void *)call->body : "");
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (int64_t)call->body_bytes);
  } else if (strcmp(call->method, "HEAD") == 0) {
    curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
  }
}

static weir_transfer_result timeout(CURL *easy, const weir_transfer_call *call) {
  // Set when the connection stands, a kept one too.
  int64_t total_us = 0, pretransfer_us = 0;
  curl_easy_getinfo(easy, CURLINFO_TOTAL_TIME_T, &total_us);
  curl_easy_getinfo(easy, CURLINFO_PRETRANSFER_TIME_T, &pretransfer_us);
  if (total_us / 1000 >= call->total_timeout_ms) return WEIR_TRANSFER_DEADLINE;
  return pretransfer_us ? WEIR_TRANSFER_TIMED_OUT : WEIR_TRANSFER_CANNOT_CONNECT;
}

static weir_transfer_result translated(int code, CURL *easy, const weir_transfer_call *call) {
  switch (code) {
  case CURLE_OK: return WEIR_TRANSFER_OK;
  case CURLE_UNSUPPORTED_PROTOCOL:
  case CURLE_URL_MALFORMAT: return WEIR_TRANSFER_BAD_URL;
  case CURLE_COULDNT_RESOLVE_PROXY:
  case CURLE_COULDNT_RESOLVE_HOST:
  case CURLE_COULDNT_CONNECT: return WEIR_TRANSFER_CANNOT_CONNECT;
  case CURLE_SSL_CONNECT_ERROR:
  case CURLE_PEER_FAILED_VERIFICATION:
  case CURLE_SSL_CACERT_BADFILE: return WEIR_TRANSFER_UNTRUSTED;
  case CURLE_OPERATION_TIMEDOUT: return timeout(easy, call);
  case CURLE_WRITE_ERROR: return WEIR_TRANSFER_CANCELLED;
  default: return WEIR_TRANSFER_BROKEN_OFF;
  }
}

// Until the exchange is over or cancelled; libcurl's code.
static int drive(weir_transfer *transfer) {
  int running = 1;
  while (!atomic_load(&transfer->is_cancelled)) {
    if (curl_multi_perform(transfer->multi, &running)) return -1;
    int left;
    for (CURLMsg *message; (message = curl_multi_info_read(transfer->multi, &left));)
      if (message->message == CURLMSG_DONE) return message->data.result;
    if (!running || curl_multi_poll(transfer->multi, NULL, 0, POLL_MS, NULL)) return -1;
  }
  return CURLE_WRITE_ERROR;
}

weir_transfer_result weir_transfer_run(weir_transfer *transfer, const weir_transfer_call *call,
                                       const weir_transfer_receiver *receiver) {
  struct curl_slist *fields = field_list(call);
  prepare(transfer->easy, call, receiver, fields);
  weir_transfer_result result = WEIR_TRANSFER_BROKEN_OFF;
  if (!curl_multi_add_handle(transfer->multi, transfer->easy)) {
    result = translated(drive(transfer), transfer->easy, call);
    // An exchange that is not over loses its connection here; one that is keeps it for the next.
    curl_multi_remove_handle(transfer->multi, transfer->easy);
  }
  curl_slist_free_all(fields);
  return result;
}

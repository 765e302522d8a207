// The part of libcurl's interface that is used here. Its binary interface has not changed since libcurl.so.4 (2006), and
// that library comes with every Swift toolchain on Linux, whose Foundation links it; its headers do not.
//
// Source: curl/curl.h, curl/easy.h, curl/multi.h of libcurl 7.68.
#ifndef WEIR_CURL_H
#define WEIR_CURL_H

#include <stddef.h>

typedef void CURL;
typedef void CURLM;

struct curl_slist;

enum { CURL_GLOBAL_DEFAULT = 3 };
enum { CURL_HTTP_VERSION_1_1 = 2 };

enum {
  CURLOPT_POST = 47,
  CURLOPT_LOW_SPEED_LIMIT = 19,
  CURLOPT_LOW_SPEED_TIME = 20,
  CURLOPT_NOBODY = 44,
  CURLOPT_SSL_VERIFYPEER = 64,
  CURLOPT_SSL_VERIFYHOST = 81,
  CURLOPT_HTTP_VERSION = 84,
  CURLOPT_NOSIGNAL = 99,
  CURLOPT_TIMEOUT_MS = 155,
  CURLOPT_CONNECTTIMEOUT_MS = 156,
  CURLOPT_HTTP_CONTENT_DECODING = 158,
  CURLOPT_SUPPRESS_CONNECT_HEADERS = 265,
  CURLOPT_WRITEDATA = 10001,
  CURLOPT_URL = 10002,
  CURLOPT_POSTFIELDS = 10015,
  CURLOPT_HTTPHEADER = 10023,
  CURLOPT_HEADERDATA = 10029,
  CURLOPT_CAINFO = 10065,
  CURLOPT_CAPATH = 10097,
  CURLOPT_WRITEFUNCTION = 20011,
  CURLOPT_HEADERFUNCTION = 20079,
  CURLOPT_POSTFIELDSIZE_LARGE = 30120,
};

enum { CURLINFO_TOTAL_TIME_T = 0x600000 + 50, CURLINFO_PRETRANSFER_TIME_T = 0x600000 + 53 };

enum {
  CURLE_OK = 0,
  CURLE_UNSUPPORTED_PROTOCOL = 1,
  CURLE_URL_MALFORMAT = 3,
  CURLE_COULDNT_RESOLVE_PROXY = 5,
  CURLE_COULDNT_RESOLVE_HOST = 6,
  CURLE_COULDNT_CONNECT = 7,
  CURLE_WRITE_ERROR = 23,
  CURLE_OPERATION_TIMEDOUT = 28,
  CURLE_SSL_CONNECT_ERROR = 35,
  CURLE_PEER_FAILED_VERIFICATION = 60,
  CURLE_SSL_CACERT_BADFILE = 77,
};

enum { CURLMSG_DONE = 1 };

typedef struct {
  int message;
  CURL *easy;
  union {
    void *whatever;
    int result;
  } data;
} CURLMsg;

int curl_global_init(long flags);
struct curl_slist *curl_slist_append(struct curl_slist *list, const char *text);
void curl_slist_free_all(struct curl_slist *list);

CURL *curl_easy_init(void);
void curl_easy_reset(CURL *easy);
void curl_easy_cleanup(CURL *easy);
int curl_easy_setopt(CURL *easy, int option, ...);
int curl_easy_getinfo(CURL *easy, int info, ...);

CURLM *curl_multi_init(void);
int curl_multi_cleanup(CURLM *multi);
int curl_multi_add_handle(CURLM *multi, CURL *easy);
int curl_multi_remove_handle(CURLM *multi, CURL *easy);
int curl_multi_perform(CURLM *multi, int *running);
int curl_multi_poll(CURLM *multi, void *extra, unsigned extra_count, int timeout_ms, int *ready);
int curl_multi_wakeup(CURLM *multi);
CURLMsg *curl_multi_info_read(CURLM *multi, int *left);

#endif

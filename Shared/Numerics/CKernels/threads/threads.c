// A thread pool for kernels of tens of microseconds: workers spin for a moment before they sleep, because waking a
// sleeping thread takes about as long as a small matrix product.
#include "kernels.h"
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

// Polls before sleeping: about 20 microseconds, the cost of one wake-up.
#define SPINS 400

struct weir_threads {
  pthread_t *workers;
  size_t worker_count;
  pthread_mutex_t lock;
  pthread_cond_t wake;
  weir_task task;
  void *context;
  size_t parts;
  atomic_size_t next;      // the next part to take
  atomic_size_t busy;      // workers that have not finished the present run
  atomic_size_t run;       // counts runs; a change wakes the workers
  atomic_bool stopping;
};

static void pause_briefly(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

static void take_parts(struct weir_threads *threads) {
  for (size_t part; (part = atomic_fetch_add(&threads->next, 1)) < threads->parts;)
    threads->task(threads->context, part);
}

static void wait_for_run(struct weir_threads *threads, size_t seen) {
  for (int i = 0; i < SPINS; i++) {
    if (atomic_load(&threads->run) != seen) return;
    pause_briefly();
  }
  pthread_mutex_lock(&threads->lock);
  while (atomic_load(&threads->run) == seen) pthread_cond_wait(&threads->wake, &threads->lock);
  pthread_mutex_unlock(&threads->lock);
}

static void *work(void *argument) {
  struct weir_threads *threads = argument;
  for (size_t seen = 0;; seen++) {
    wait_for_run(threads, seen);
    if (atomic_load(&threads->stopping)) return NULL;
    take_parts(threads);
    atomic_fetch_sub(&threads->busy, 1);
  }
}

static void start_run(struct weir_threads *threads) {
  pthread_mutex_lock(&threads->lock);
  atomic_fetch_add(&threads->run, 1);
  pthread_cond_broadcast(&threads->wake);
  pthread_mutex_unlock(&threads->lock);
}

struct weir_threads *weir_threads_create(size_t count) {
  struct weir_threads *threads = calloc(1, sizeof *threads);
  if (!threads) return NULL;
  pthread_mutex_init(&threads->lock, NULL);
  pthread_cond_init(&threads->wake, NULL);
  threads->workers = calloc(count, sizeof *threads->workers);
  for (; threads->workers && threads->worker_count + 1 < count; threads->worker_count++)
    if (pthread_create(&threads->workers[threads->worker_count], NULL, work, threads) != 0) break;
  if (threads->workers && threads->worker_count + 1 >= count) return threads;
  weir_threads_destroy(threads);
  return NULL;
}

void weir_threads_run(struct weir_threads *threads, weir_task task, void *context, size_t parts) {
  threads->task = task;
  threads->context = context;
  threads->parts = parts;
  atomic_store(&threads->next, 0);
  atomic_store(&threads->busy, threads->worker_count);
  start_run(threads);
  take_parts(threads);
  // A worker that was put aside by the system holds the run up; let it have this core.
  for (int i = 0; atomic_load(&threads->busy) != 0; i++) i < SPINS ? pause_briefly() : (void)sched_yield();
}

void weir_threads_destroy(struct weir_threads *threads) {
  atomic_store(&threads->stopping, true);
  start_run(threads);
  for (size_t i = 0; i < threads->worker_count; i++) pthread_join(threads->workers[i], NULL);
  pthread_cond_destroy(&threads->wake);
  pthread_mutex_destroy(&threads->lock);
  free(threads->workers);
  free(threads);
}

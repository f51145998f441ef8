/*
 * The peer of FirewallBench: libmodsecurity, driven by lines on standard input.
 *
 *   modsecurity RULES_FILE
 *
 * Prints `ready CPU_NS RESIDENT_KB` once the rules are loaded. For each line `FILE TIMES SECONDS`, where FILE holds one
 * HTTP request as bytes, runs that many transactions (fewer when the seconds of CPU are used up) and prints
 * `TIMES TOTAL_NS P50_NS P99_NS P999_NS STATUS RESIDENT_KB`; STATUS is 200 where the request may pass.
 *
 * cc -O2 -o modsecurity modsecurity.c -lmodsecurity
 */
#include <modsecurity/modsecurity.h>
#include <modsecurity/rules_set.h>
#include <modsecurity/transaction.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MOST_HEADERS 100
#define MOST_TIMES 1000000
#define PASSED 200

struct slice {
  const unsigned char *at;
  size_t length;
};

struct request {
  char *bytes;
  char *method, *target, *version;
  struct slice names[MOST_HEADERS], values[MOST_HEADERS];
  int headers;
  struct slice body;
};

static void fail(const char *why) {
  fprintf(stderr, "modsecurity: %s\n", why);
  exit(1);
}

static long long cpu(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static long resident_kb(void) {
  long pages = 0, ignored;
  FILE *f = fopen("/proc/self/statm", "r");
  if (!f || fscanf(f, "%ld %ld", &ignored, &pages) != 2) fail("statm");
  fclose(f);
  return pages * 4;
}

/* The library writes what it finds to the log; a server would too, but that is no part of the comparison. */
static void silent(void *data, const void *message) {
  (void)data;
  (void)message;
}

static struct request parse(const char *file) {
  struct request r = {0};
  FILE *f = fopen(file, "rb");
  if (!f) fail(file);
  fseek(f, 0, SEEK_END);
  long size = ftell(f);
  rewind(f);
  r.bytes = malloc(size + 1);
  if (!r.bytes || fread(r.bytes, 1, size, f) != (size_t)size) fail("cannot read the request");
  fclose(f);
  r.bytes[size] = 0;
  char *end = r.bytes + size, *line = r.bytes, *stop = strstr(line, "\r\n");
  if (!stop) fail("no request line");
  *stop = 0;
  r.method = strtok(line, " ");
  r.target = strtok(NULL, " ");
  r.version = strtok(NULL, " ");
  if (!r.version || strncmp(r.version, "HTTP/", 5)) fail("the request line is malformed");
  r.version += 5;
  for (line = stop + 2; (stop = strstr(line, "\r\n")) && stop != line; line = stop + 2) {
    char *colon = strchr(line, ':');
    if (!colon || colon > stop || r.headers == MOST_HEADERS) fail("a header is malformed");
    r.names[r.headers] = (struct slice){(unsigned char *)line, colon - line};
    r.values[r.headers++] = (struct slice){(unsigned char *)colon + 2, stop - colon - 2};
  }
  if (!stop) fail("the headers have no end");
  r.body = (struct slice){(unsigned char *)stop + 2, end - stop - 2};
  return r;
}

static int intervened(Transaction *t) {
  ModSecurityIntervention it = {PASSED, 0, NULL, NULL, 0};
  int status = PASSED;
  if (msc_intervention(t, &it)) status = it.status;
  free(it.url);
  free(it.log);
  return status;
}

/* Connection, request headers, request body, logging: what a server runs before it asks its backend, and the end. */
static int transaction(ModSecurity *engine, RulesSet *rules, const struct request *r) {
  Transaction *t = msc_new_transaction(engine, rules, NULL);
  msc_process_connection(t, "192.0.2.1", 40000, "192.0.2.2", 443);
  msc_process_uri(t, r->target, r->method, r->version);
  for (int i = 0; i < r->headers; i++)
    msc_add_n_request_header(t, r->names[i].at, r->names[i].length, r->values[i].at, r->values[i].length);
  msc_process_request_headers(t);
  int status = intervened(t);
  if (status == PASSED) {
    if (r->body.length) msc_append_request_body(t, r->body.at, r->body.length);
    msc_process_request_body(t);
    status = intervened(t);
  }
  msc_process_logging(t);
  msc_transaction_cleanup(t);
  return status;
}

static int ascending(const void *a, const void *b) {
  long long x = *(const long long *)a, y = *(const long long *)b;
  return (x > y) - (x < y);
}

int main(int count, char **arguments) {
  if (count != 2) fail("usage: modsecurity RULES_FILE");
  const char *error = NULL;
  ModSecurity *engine = msc_init();
  msc_set_connector_info(engine, "casemate-bench");
  msc_set_log_cb(engine, silent);
  RulesSet *rules = msc_create_rules_set();
  long long start = cpu(CLOCK_PROCESS_CPUTIME_ID);
  if (msc_rules_add_file(rules, arguments[1], &error) < 0) fail(error ? error : "the rules cannot be loaded");
  printf("ready %lld %ld\n", cpu(CLOCK_PROCESS_CPUTIME_ID) - start, resident_kb());
  fflush(stdout);
  char file[4096];
  int times;
  double seconds;
  while (scanf("%4095s %d %lf", file, &times, &seconds) == 3) {
    if (times < 1 || times > MOST_TIMES) fail("times out of bounds");
    struct request r = parse(file);
    long long *taken = calloc(times, sizeof *taken), total = 0;
    int status = 0, done = 0;
    while (done < times && total < seconds * 1e9) {
      long long before = cpu(CLOCK_THREAD_CPUTIME_ID);
      status = transaction(engine, rules, &r);
      total += taken[done++] = cpu(CLOCK_THREAD_CPUTIME_ID) - before;
    }
    qsort(taken, done, sizeof *taken, ascending);
    printf("%d %lld %lld %lld %lld %d %ld\n", done, total, taken[done / 2], taken[(int)(done * 0.99)],
           taken[(int)(done * 0.999)], status, resident_kb());
    fflush(stdout);
    free(taken);
    free(r.bytes);
  }
  msc_rules_cleanup(rules);
  msc_cleanup(engine);
  return 0;
}

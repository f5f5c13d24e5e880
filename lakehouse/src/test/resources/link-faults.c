/* Loaded before the C library: hard links as file systems give them on which they cannot be relied upon.
   The variable LINK_FAULT says which. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int ends_with(const char *text, const char *end) {
  size_t length = strlen(text), tail = strlen(end);
  return length >= tail && strcmp(text + length - tail, end) == 0;
}

int link(const char *from, const char *to) {
  static int (*made)(const char *, const char *);
  const char *fault = getenv("LINK_FAULT");
  if (made == NULL) made = (int (*)(const char *, const char *))dlsym(RTLD_NEXT, "link");
  if (strcmp(fault, "no-links") == 0) {
    errno = EPERM;
    return -1;
  }
  if (strcmp(fault, "commits-refused") == 0 && ends_with(to, ".json")) {
    errno = EACCES;
    return -1;
  }
  int answer = made(from, to);
  if (strcmp(fault, "answers-lost") == 0 && answer == 0) { /* asked again, it is there */
    errno = EEXIST;
    return -1;
  }
  return answer;
}

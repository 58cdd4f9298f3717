/* Counts the calls by which a process changes files below one folder, and lets one of them fail or be its last.
 *
 * Loaded before the C library (LD_PRELOAD). Nothing happens until shim_arm is called; counting begins with 1.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum fault { COUNT, KILL_BEFORE, KILL_AFTER, TORN, SHORT, ERROR_IO, ERROR_SPACE, DISK_FULL };

#define MOST 4096
#define NAME 96

static int armed;
static char root[PATH_MAX];
static size_t root_length;
static long target;
static enum fault fault;
static long counted;
static char points[MOST][NAME];

void shim_arm(const char *folder, long number, int kind) {
    snprintf(root, sizeof root, "%s/", folder);
    root_length = strlen(root);
    target = number;
    fault = (enum fault)kind;
    counted = 0;
    armed = 1;
}

long shim_disarm(void) {
    armed = 0;
    return counted;
}

const char *shim_point(long number) { return number >= 1 && number <= MOST ? points[number - 1] : ""; }

static void die(void) { kill(getpid(), SIGKILL); }

/* Whether this call is the one to fail; what must happen is in *now. A full disk stays full for what would grow. */
static int is_hit(const char *call, const char *path, int grows, enum fault *now) {
    if (!armed || strncmp(path, root, root_length) != 0) return 0;
    long number = ++counted;
    if (number <= MOST) snprintf(points[number - 1], NAME, "%s %s", call, path + root_length);
    *now = fault;
    if (number > target && fault == DISK_FULL && target) return grows;
    if (number != target || fault == COUNT) return 0;
    if (fault == KILL_BEFORE) die();
    return 1;
}

static int refused(enum fault now) {
    if (now == ERROR_IO) errno = EIO;
    else if (now == ERROR_SPACE || now == DISK_FULL) errno = ENOSPC;
    else return 0;
    return 1;
}

static const char *of_descriptor(int descriptor, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = armed ? readlink(link, path, PATH_MAX - 1) : 0;
    path[length > 0 ? length : 0] = 0;
    return path;
}

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

/* Calls that either happen or do not: before, after, or an error in their place. */
#define WHOLE(call, path, grows, doing) \
    enum fault now = COUNT; \
    int hit = is_hit(call, path, grows, &now); \
    if (hit && refused(now)) return -1; \
    int result = (doing); \
    if (hit && now != SHORT) die(); \
    return result

/* Calls that write bytes: half of them may be all. */
#define BYTES(call, path, length, half, doing) \
    enum fault now = COUNT; \
    int hit = is_hit(call, path, 1, &now); \
    if (hit && refused(now)) return -1; \
    if (hit && (now == TORN || now == SHORT) && (length) > 1) { \
        ssize_t written = (half); \
        if (now == TORN) die(); \
        return written; \
    } \
    ssize_t result = (doing); \
    if (hit && now != SHORT) die(); \
    return result

ssize_t write(int descriptor, const void *bytes, size_t length) {
    REAL(write);
    char path[PATH_MAX];
    of_descriptor(descriptor, path);
    BYTES("write", path, length, real(descriptor, bytes, length / 2), real(descriptor, bytes, length));
}

#define PWRITE(name) \
ssize_t name(int descriptor, const void *bytes, size_t length, off_t offset) { \
    REAL(name); \
    char path[PATH_MAX]; \
    of_descriptor(descriptor, path); \
    BYTES("pwrite", path, length, real(descriptor, bytes, length / 2, offset), \
          real(descriptor, bytes, length, offset)); \
}
PWRITE(pwrite)
PWRITE(pwrite64)

#define ON_DESCRIPTOR(name) \
int name(int descriptor) { \
    REAL(name); \
    char path[PATH_MAX]; \
    of_descriptor(descriptor, path); \
    WHOLE(#name, path, 1, real(descriptor)); \
}
ON_DESCRIPTOR(fsync)
ON_DESCRIPTOR(fdatasync)

#define FTRUNCATE(name) \
int name(int descriptor, off_t length) { \
    REAL(name); \
    char path[PATH_MAX]; \
    of_descriptor(descriptor, path); \
    WHOLE("ftruncate", path, length > 0, real(descriptor, length)); \
}
FTRUNCATE(ftruncate)
FTRUNCATE(ftruncate64)

int rename(const char *from, const char *to) {
    REAL(rename);
    WHOLE("rename", to, 1, real(from, to));
}

int unlink(const char *path) {
    REAL(unlink);
    WHOLE("unlink", path, 0, real(path));
}

int mkdir(const char *path, mode_t mode) {
    REAL(mkdir);
    WHOLE("mkdir", path, 1, real(path, mode));
}

#define OPEN(name) \
int name(const char *path, int flags, ...) { \
    REAL(name); \
    va_list rest; \
    va_start(rest, flags); \
    mode_t mode = va_arg(rest, mode_t); \
    va_end(rest); \
    if (!(flags & (O_WRONLY | O_RDWR))) return real(path, flags, mode); \
    WHOLE("open", path, flags & O_CREAT, real(path, flags, mode)); \
}
OPEN(open)
OPEN(open64)

#define OPENAT(name) \
int name(int folder, const char *path, int flags, ...) { \
    REAL(name); \
    va_list rest; \
    va_start(rest, flags); \
    mode_t mode = va_arg(rest, mode_t); \
    va_end(rest); \
    if (!(flags & (O_WRONLY | O_RDWR))) return real(folder, path, flags, mode); \
    WHOLE("open", path, flags & O_CREAT, real(folder, path, flags, mode)); \
}
OPENAT(openat)
OPENAT(openat64)

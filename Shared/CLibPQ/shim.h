#ifndef MINQING_CLIBPQ_SHIM_H
#define MINQING_CLIBPQ_SHIM_H

// libpq itself: https://www.postgresql.org/docs/15/libpq.html
#include <libpq-fe.h>

// Swift's Glibc module exports neither of these two, and the reactor waits with them.
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>

/// `eventfd(2)` with the flags that the reactor needs; the flags are an anonymous C enum that Swift cannot name.
static inline int minqing_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

/// `epoll_create1(2)`, closed on exec.
static inline int minqing_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

/// `epoll_ctl(2)` with the interest given as two booleans and a 64-bit token instead of a union.
static inline int minqing_epoll_set(int epoll, int operation, int descriptor, int readable, int writable,
                                    unsigned long long token) {
    struct epoll_event event;
    event.events = (readable ? EPOLLIN : 0u) | (writable ? EPOLLOUT : 0u);
    event.data.u64 = token;
    return epoll_ctl(epoll, operation, descriptor, &event);
}

/// The token that `minqing_epoll_set` stored in an event.
static inline unsigned long long minqing_epoll_token(const struct epoll_event *event) { return event->data.u64; }

/// Whether an event means "try to read": data, end of file or an error that reading will report.
static inline int minqing_epoll_readable(const struct epoll_event *event) {
    return (event->events & (EPOLLIN | EPOLLHUP | EPOLLERR | EPOLLRDHUP)) != 0;
}

/// Whether an event means "try to write".
static inline int minqing_epoll_writable(const struct epoll_event *event) {
    return (event->events & (EPOLLOUT | EPOLLHUP | EPOLLERR)) != 0;
}

/// Names the calling thread as the system shows it; only the first 15 bytes count. Source: prctl(2), PR_SET_NAME.
static inline void minqing_name_thread(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }

enum { MINQING_EPOLL_ADD = EPOLL_CTL_ADD, MINQING_EPOLL_MODIFY = EPOLL_CTL_MOD, MINQING_EPOLL_REMOVE = EPOLL_CTL_DEL };

#endif

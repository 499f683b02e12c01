/* What the two programs share: a connection by the library's own calls, a start on command, and a line of figures. */
#pragma once
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>
#if __has_include(<rabbitmq-c/amqp.h>)
#include <rabbitmq-c/amqp.h>
#include <rabbitmq-c/tcp_socket.h>
#else
#include <amqp.h>
#include <amqp_tcp_socket.h>
#endif

static void die(const char *what) {
    fprintf(stderr, "floor: %s\n", what);
    exit(1);
}

static void check(amqp_connection_state_t link, const char *what) {
    if (amqp_get_rpc_reply(link).reply_type != AMQP_RESPONSE_NORMAL) die(what);
}

/* Arguments 1 to 5 of both programs: host, port, virtual host, user, password. */
static amqp_connection_state_t open_link(char **argument) {
    alarm(300); /* Whatever happens, it ends. */
    amqp_connection_state_t link = amqp_new_connection();
    amqp_socket_t *socket = amqp_tcp_socket_new(link);
    if (!socket || amqp_socket_open(socket, argument[1], atoi(argument[2]))) die("the broker does not answer");
    if (amqp_login(link, argument[3], 0, 131072, 0, AMQP_SASL_METHOD_PLAIN, argument[4], argument[5]).reply_type
        != AMQP_RESPONSE_NORMAL) die("the broker refuses the login");
    return link;
}

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double processor_seconds(void) {
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    return (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec)
        + (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6;
}

/* Says that everything is set up, and waits for a line. */
static void await_start(void) {
    char byte;
    if (write(1, "ready\n", 6) != 6 || read(0, &byte, 1) != 1) die("nobody says start");
}

/* Units: messages, seconds of the clock, seconds of the processor. */
static void report(long count, double clock_start, double processor_start) {
    printf("%ld %.6f %.6f\n", count, seconds() - clock_start, processor_seconds() - processor_start);
    fflush(stdout);
}

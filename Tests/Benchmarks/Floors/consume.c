/* Consumes from partitions, a channel each, and acknowledges a hundred at a time, as the partition consumers do.
   usage: consume HOST PORT VHOST USER PASSWORD QUEUE PARTITIONS COUNT PREFETCH
   QUEUE gets ".pNN" behind it. */
#include "link.h"

enum { batch = 100, most = 64 };
static uint64_t last[most], open_deliveries[most];

static void acknowledge(amqp_connection_state_t link, int partition) {
    if (!open_deliveries[partition]) return;
    if (amqp_basic_ack(link, (amqp_channel_t)(partition + 1), last[partition], 1)) die("cannot acknowledge");
    open_deliveries[partition] = 0;
}

int main(int count_of_arguments, char **argument) {
    if (count_of_arguments != 10) die("wrong call");
    amqp_connection_state_t link = open_link(argument);
    const int partitions = atoi(argument[7]), prefetch = atoi(argument[9]);
    const long count = atol(argument[8]);
    if (partitions < 1 || partitions > most || prefetch < batch) die("wrong call");
    for (int partition = 0; partition < partitions; ++partition) {
        amqp_channel_open(link, (amqp_channel_t)(partition + 1));
        check(link, "no channel");
        amqp_basic_qos(link, (amqp_channel_t)(partition + 1), 0, (uint16_t)prefetch, 0);
        check(link, "no prefetch");
    }

    await_start();
    const double clock_start = seconds(), processor_start = processor_seconds();
    for (int partition = 0; partition < partitions; ++partition) {
        char queue[256];
        snprintf(queue, sizeof queue, "%s.p%02d", argument[6], partition);
        amqp_basic_consume(link, (amqp_channel_t)(partition + 1), amqp_cstring_bytes(queue), amqp_empty_bytes, 0, 0, 0,
                           amqp_empty_table);
        check(link, "cannot consume");
    }
    long taken = 0;
    while (taken < count) {
        amqp_envelope_t envelope;
        struct timeval patience = {.tv_sec = 0, .tv_usec = 5000};
        amqp_maybe_release_buffers(link);
        amqp_rpc_reply_t reply = amqp_consume_message(link, &envelope, &patience, 0);
        if (reply.reply_type == AMQP_RESPONSE_LIBRARY_EXCEPTION && reply.library_error == AMQP_STATUS_TIMEOUT) {
            for (int partition = 0; partition < partitions; ++partition) acknowledge(link, partition);
            if (seconds() - clock_start > 120) die("the messages do not come");
            continue;
        }
        if (reply.reply_type != AMQP_RESPONSE_NORMAL) die("the connection is gone");
        const int partition = envelope.channel - 1;
        last[partition] = envelope.delivery_tag;
        amqp_destroy_envelope(&envelope);
        ++taken;
        if (++open_deliveries[partition] >= batch) acknowledge(link, partition);
    }
    for (int partition = 0; partition < partitions; ++partition) acknowledge(link, partition);
    report(taken, clock_start, processor_start);
    amqp_connection_close(link, AMQP_REPLY_SUCCESS);
    amqp_destroy_connection(link);
    return 0;
}

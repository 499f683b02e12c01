/* Publishes with confirms, mandatory and persistent, as the relay's messages are: same properties, same headers.
   usage: publish HOST PORT VHOST USER PASSWORD EXCHANGE KEY PARTITIONS COUNT WINDOW BODY-BYTES
   KEY gets ".pNN" behind it, one partition after the other. */
#include "link.h"

static amqp_bytes_t text(const char *bytes) { return amqp_cstring_bytes(bytes); }

static amqp_table_entry_t text_header(const char *name, const char *value) {
    amqp_table_entry_t entry = {.key = text(name)};
    entry.value.kind = AMQP_FIELD_KIND_UTF8;
    entry.value.value.bytes = text(value);
    return entry;
}

static amqp_table_entry_t number_header(const char *name, int64_t value) {
    amqp_table_entry_t entry = {.key = text(name)};
    entry.value.kind = AMQP_FIELD_KIND_I64;
    entry.value.value.i64 = value;
    return entry;
}

/* By tag; the queues answer in an order of their own, so a `multiple` may pass over tags that were confirmed alone. */
static unsigned char *is_confirmed;
static uint64_t confirmed, lowest = 1;

static void confirm(uint64_t tag) {
    confirmed += !is_confirmed[tag];
    is_confirmed[tag] = 1;
}

/* Reads answers until no more than `allowed` are missing. */
static void take_confirms(amqp_connection_state_t link, uint64_t published, uint64_t allowed) {
    while (published - confirmed > allowed) {
        amqp_frame_t frame;
        if (amqp_simple_wait_frame(link, &frame)) die("the connection is gone");
        if (frame.frame_type != AMQP_FRAME_METHOD) continue;
        if (frame.payload.method.id == AMQP_BASIC_ACK_METHOD) {
            amqp_basic_ack_t *ack = frame.payload.method.decoded;
            if (ack->delivery_tag > published) die("a confirm of what was not sent");
            if (!ack->multiple) confirm(ack->delivery_tag);
            else while (lowest <= ack->delivery_tag) confirm(lowest++);
        } else {
            die("a message was refused or came back");
        }
        amqp_maybe_release_buffers(link);
    }
}

int main(int count_of_arguments, char **argument) {
    if (count_of_arguments != 12) die("wrong call");
    amqp_connection_state_t link = open_link(argument);
    const int partitions = atoi(argument[8]);
    const uint64_t count = strtoull(argument[9], NULL, 10), window = strtoull(argument[10], NULL, 10);
    const size_t size = strtoull(argument[11], NULL, 10);
    if (partitions < 1 || partitions > 64 || window < 1) die("wrong call");
    amqp_channel_open(link, 1);
    check(link, "no channel");
    amqp_confirm_select(link, 1);
    check(link, "no confirms");

    char *body = malloc(size + 1);
    is_confirmed = calloc(count + 1, 1);
    if (!body || !is_confirmed) die("no memory");
    memset(body, 'x', size);
    amqp_table_entry_t headers[8] = {
        text_header("cloudEvents:specversion", "1.0"),
        text_header("cloudEvents:source", "dispatch"),
        text_header("cloudEvents:time", "2026-11-21T01:02:03.000004Z"),
        text_header("cloudEvents:subject", "01938b6e-0000-7000-8000-000000000001"),
        number_header("cloudEvents:schemaversion", 1),
        number_header("cloudEvents:aggregateversion", 1),
        text_header("cloudEvents:area", "330402001001001"),
        number_header("cloudEvents:partition", 0),
    };
    amqp_basic_properties_t properties = {
        ._flags = AMQP_BASIC_MESSAGE_ID_FLAG | AMQP_BASIC_TYPE_FLAG | AMQP_BASIC_CONTENT_TYPE_FLAG
            | AMQP_BASIC_APP_ID_FLAG | AMQP_BASIC_TIMESTAMP_FLAG | AMQP_BASIC_DELIVERY_MODE_FLAG
            | AMQP_BASIC_CORRELATION_ID_FLAG | AMQP_BASIC_HEADERS_FLAG,
        .type = text("dispatch.workorder.issued"),
        .content_type = text("application/json"),
        .app_id = text("dispatch"),
        .correlation_id = text("01938b6e-0000-7000-8000-000000000001"),
        .timestamp = 1795222923,
        .delivery_mode = 2,
        .headers = {.num_entries = 8, .entries = headers},
    };
    char keys[64][256], id[64];
    for (int partition = 0; partition < partitions; ++partition)
        snprintf(keys[partition], sizeof keys[0], "%s.p%02d", argument[7], partition);

    await_start();
    const double clock_start = seconds(), processor_start = processor_seconds();
    uint64_t published = 0;
    while (published < count) {
        snprintf(id, sizeof id, "01938b6e-0000-7000-8000-%012llx", (unsigned long long)published);
        properties.message_id = text(id);
        if (amqp_basic_publish(link, 1, text(argument[6]), text(keys[published % (uint64_t)partitions]), 1, 0,
                               &properties, (amqp_bytes_t){.len = size, .bytes = body}))
            die("a message cannot be sent");
        ++published;
        if (published - confirmed >= window) take_confirms(link, published, window / 2);
    }
    take_confirms(link, published, 0);
    report((long)confirmed, clock_start, processor_start);
    free(body);
    free(is_confirmed);
    amqp_connection_close(link, AMQP_REPLY_SUCCESS);
    amqp_destroy_connection(link);
    return 0;
}

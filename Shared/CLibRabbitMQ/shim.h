#ifndef MINQING_CLIBRABBITMQ_SHIM_H
#define MINQING_CLIBRABBITMQ_SHIM_H

// librabbitmq moved its headers into a folder of their own with 0.12: find them in both places.
// Source: rabbitmq-c ChangeLog, 0.12.0.
#if __has_include(<rabbitmq-c/amqp.h>)
#include <rabbitmq-c/amqp.h>
#include <rabbitmq-c/framing.h>
#elif __has_include(<amqp.h>)
#include <amqp.h>
#include <amqp_framing.h>
#else
#error "librabbitmq's headers are missing: install librabbitmq-dev"
#endif

#endif

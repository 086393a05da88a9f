"""Facts become notifications: one row per event, receiver and channel, planned inside the
transaction of the consumer. A plan names receivers by id; names and addresses stay with
their owner until the message is sent."""

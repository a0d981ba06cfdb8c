//! Speaks SMTP to the relay. Knows nothing of queues: one call, one attempt.

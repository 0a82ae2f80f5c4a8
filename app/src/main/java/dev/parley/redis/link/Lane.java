package dev.parley.redis.link;

/** Which of the connections that everybody shares a command goes over. */
enum Lane {
    /** What people say: each answer is small. */
    SPEECH,

    /** Everything else; what is large there does not hold up what people say. */
    READS,

    /** An instance's word that it lives, which must not wait for anything; made where it is needed, with the first one. */
    LEASES
}

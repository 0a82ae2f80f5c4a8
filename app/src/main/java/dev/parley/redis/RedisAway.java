package dev.parley.redis;

/** Redis does not answer, or not as it should; the same request may succeed a little later. */
public final class RedisAway extends RuntimeException {
    private static final long serialVersionUID = 1;

    RedisAway(String message) {
        super(message, null, false, false);
    }

    RedisAway(Throwable cause) {
        super(cause.getMessage(), cause);
    }
}

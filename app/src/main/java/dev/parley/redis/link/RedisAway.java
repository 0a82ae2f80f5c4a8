package dev.parley.redis.link;

/** Redis does not answer, or not as it should; the same request may succeed a little later. */
public final class RedisAway extends RuntimeException {
    public static final String USUAL = "Redis is away; try again shortly.";

    private static final long serialVersionUID = 1;

    private final String told;

    /** @param message a sentence that may be shown to anyone */
    public RedisAway(String message) {
        super(message, null, false, false);
        told = message;
    }

    RedisAway(Throwable cause) {
        super(cause.getMessage(), cause);
        told = Refused.told(cause);
    }

    /** For who asked: without what a cause may quote. */
    public String told() {
        return told;
    }
}

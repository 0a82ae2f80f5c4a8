package dev.parley.redis.link;

/** Redis answers, but lacks what Parley needs. */
public final class RedisTooOld extends RuntimeException {
    private static final long serialVersionUID = 1;

    RedisTooOld(String version) {
        super("Redis " + version + " is too old: Parley needs 7.0 or newer.", null, false, false);
    }
}

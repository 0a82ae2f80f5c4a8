package dev.parley.redis;

import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisDataException;

/** Why Redis did not do what it was asked to, in words for a log: without secrets, keys or what was said. */
final class Refused {
    private static final String ACL_IN_SCRIPT = "ACL failure in script";

    private Refused() {}

    /** Whether Redis knows us, but does not let us; or does not know us. */
    static boolean isAccess(Throwable failure) {
        return failure instanceof JedisAccessControlException
                || (failure instanceof JedisDataException
                        && String.valueOf(failure.getMessage()).contains(ACL_IN_SCRIPT));
    }

    /** One line. */
    static String reason(Throwable failure) {
        if (isAccess(failure)) {
            return failure.getMessage().replaceFirst(" script: .*", "") + " (see ACL in the README)";
        }
        if (failure instanceof JedisDataException) {
            return String.valueOf(failure.getMessage()).split(" ", 2)[0]; // its code; what follows may quote
        }
        Throwable root = root(failure);
        return root == failure ? failure.getMessage() : failure.getMessage() + " " + root.getMessage();
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (true) {
            if (root.getCause() != null) {
                root = root.getCause();
            } else if (root.getSuppressed().length > 0) {
                root = root.getSuppressed()[0]; // Jedis tries each address of a host
            } else {
                return root;
            }
        }
    }
}

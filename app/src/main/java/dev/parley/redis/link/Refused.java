package dev.parley.redis.link;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisDataException;

/** Why Redis did not do what it was asked to, in words for a log: without secrets, keys or what was said. */
public final class Refused {
    /** As Redis 7.0 and later ones say it. */
    private static final Pattern ACL_IN_SCRIPT =
            Pattern.compile("ACL failure in script|The user executing the script can't");

    /** What a script raises itself has ERR in front. */
    private static final Pattern CODE = Pattern.compile("(?:ERR )?([A-Z]{2,})(?= |$)");

    private static final String NO_RIGHT = "NOPERM";
    private static final String FULL = "OOM";
    private static final String REPLICA = "READONLY";
    private static final String LOADING = "LOADING";
    private static final String MASTER_DOWN = "MASTERDOWN";

    /** It is not the one to use, now: another may be, or it itself a little later. */
    private static final Set<String> NOT_THE_ONE = Set.of(REPLICA, LOADING, MASTER_DOWN);

    /** It is the one to use, but takes no writes. */
    private static final Set<String> NO_WRITES = Set.of(FULL, "NOREPLICAS", "MISCONF", "BUSY", "CLUSTERDOWN");

    /** What a cluster answers instead of running a command, while something is changing over. */
    private static final Set<String> PASSING = Set.of("TRYAGAIN", "CLUSTERDOWN", LOADING, REPLICA, MASTER_DOWN);

    private static final String NO_CLUSTER = "cluster support disabled";

    private Refused() {}

    /** Whether Redis knows us, but does not let us; or does not know us. */
    public static boolean isAccess(Throwable failure) {
        return failure instanceof JedisAccessControlException
                || (failure instanceof JedisDataException
                        && (code(failure).equals(NO_RIGHT)
                                || ACL_IN_SCRIPT
                                        .matcher(String.valueOf(failure.getMessage()))
                                        .find()));
    }

    /** Whether this Redis should be left: it is a replica by now, or has not got its data (yet). */
    public static boolean isNotTheOne(Throwable failure) {
        return failure instanceof JedisDataException && NOT_THE_ONE.contains(code(failure));
    }

    /** Whether this Redis takes no writes at all, whoever asks for what. */
    public static boolean isOfWrites(Throwable failure) {
        return failure instanceof JedisDataException && NO_WRITES.contains(code(failure));
    }

    /** Whether it did not run, and may a moment later, there or elsewhere. */
    static boolean isPassing(Throwable failure) {
        return failure instanceof JedisDataException && PASSING.contains(code(failure));
    }

    /** Whether that Redis is by itself. */
    static boolean isNoCluster(Throwable failure) {
        return failure instanceof JedisDataException
                && String.valueOf(failure.getMessage()).contains(NO_CLUSTER);
    }

    static boolean isFull(Throwable failure) {
        return failure instanceof JedisDataException && code(failure).equals(FULL);
    }

    /** For who said something: a sentence. */
    static String told(Throwable failure) {
        if (isFull(failure)) {
            return "Redis is full: it takes no new messages until there is room.";
        }
        if (isOfWrites(failure) || isAccess(failure)) {
            return "Redis takes no messages now (" + (isAccess(failure) ? NO_RIGHT : code(failure)) + ").";
        }
        return isNotTheOne(failure) ? "Redis is changing over; try again shortly." : RedisAway.USUAL;
    }

    /** One line. */
    static String reason(Throwable failure) {
        if (isAccess(failure)) {
            return words(failure) + " (see ACL in the README)";
        }
        if (failure instanceof JedisDataException) {
            return code(failure); // what follows may quote
        }
        Throwable root = root(failure);
        return root == failure ? failure.getMessage() : failure.getMessage() + " " + root.getMessage();
    }

    /** Redis' own, of a refusal that is about Redis and not about what was asked. */
    public static String words(Throwable failure) {
        return switch (code(failure)) {
            case REPLICA -> "it is a replica by now";
            case LOADING -> "it is loading its data";
            case MASTER_DOWN -> "it is a replica without its master";
            default ->
                failure.getMessage()
                        .replaceFirst("^(ERR )+(?=[A-Z]{2,} |The user)", "")
                        .replaceFirst(",? script: .*", "");
        };
    }

    private static String code(Throwable failure) {
        Matcher code = CODE.matcher(String.valueOf(failure.getMessage()));
        return code.lookingAt() ? code.group(1) : "ERR";
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

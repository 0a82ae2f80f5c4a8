package dev.parley.redis.link;

import java.util.Locale;

/** How instances hear what is said. All of one chat hear alike, or some do {@link #BOTH} while that is changed. */
public enum Hear {
    /** What is published reaches every instance. */
    ALL,

    /** What is published reaches those instances that have listeners for it. */
    INTEREST,

    /** Publishes in both ways and hears in both, so that instances of either kind miss nothing; what comes twice is told once. */
    BOTH;

    /** Whether channels are subscribed one by one, as there is interest. */
    public boolean isSelective() {
        return this != ALL;
    }

    /** Whether what is published reaches every instance. */
    public boolean reachesAll() {
        return this != INTEREST;
    }

    /** The file that a script begins with so that it can publish. */
    public String telling() {
        return "/dev/parley/redis/link/tell_" + this + ".lua";
    }

    /** The same where all must hear it: who has heard a raw message has to know what became of it. */
    public String tellingAll() {
        return (this == INTEREST ? BOTH : this).telling();
    }

    /** As it is written in settings. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

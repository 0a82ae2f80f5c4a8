package dev.parley.reliability;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.EnumSet;
import java.util.Set;

/** What is made to fail: the rows of the report, in its order. */
enum Fault {
    KILL_BEHIND_CADDY("`kill -9` of one of three instances, behind Caddy"),
    KILL_BEHIND_NGINX("`kill -9` of one of three instances, behind nginx"),
    ROLLING_RESTART_BEHIND_CADDY("rolling restart of all three (SIGTERM), behind Caddy"),
    ROLLING_RESTART_BEHIND_NGINX("rolling restart of all three (SIGTERM), behind nginx"),
    CADDY_RELOADED("`caddy reload`"),
    NGINX_RELOADED("`nginx -s reload`"),
    REDIS_RESTARTED("Redis with AOF killed (`kill -9`) and started again"),
    REDIS_HUNG("Redis hung (SIGSTOP)"),
    LISTENERS_CUT("the listeners' connections to Redis cut every 500 ms"),
    FAILOVER("failover by Sentinel, master killed (`kill -9`)"),
    FAILOVER_WITHOUT_TAIL("the same, to a replica that lacks the newest messages"),
    DEMOTED("the master demoted and its replica promoted, behind one address (`redis://`)"),
    COMMANDS_UNANSWERED("Redis' answers to commands held back, while its pub/sub goes on"),
    LOADING_WITHOUT_TAIL("Redis with AOF killed, its newest messages cut off, slow to load"),
    DATABASES("a second chat under the same prefix in another database of the same Redis"),
    REDIS_VANISHED(
            "the network between the instances and Redis gone without a word (a cable between namespaces), and back"),
    LEASE_ANSWERS_SWALLOWED(
            "an instance's lease lost, and Redis' answer to the taking of another swallowed, again and again"),
    LINKS_DROPPED("client links through a proxy that drops 10 % of them each second"),
    READERS_STALLED("a tenth of many readers stalled"),
    DRAIN("drain of one of two instances that holds all streams");

    private final String text;

    Fault(String text) {
        this.text = text;
    }

    private static final Set<Fault> ONLY_IN_FULL = EnumSet.of(
            ROLLING_RESTART_BEHIND_NGINX, FAILOVER, LOADING_WITHOUT_TAIL, REDIS_VANISHED, LEASE_ANSWERS_SWALLOWED);

    static Set<Fault> thatAreRun() {
        Set<Fault> all = EnumSet.allOf(Fault.class);
        if (!Extent.LONG) {
            all.removeAll(ONLY_IN_FULL);
        }
        return all;
    }

    /** Skips a test in a short run, in which others come close enough to it. */
    void assumeRun() {
        assumeTrue(thatAreRun().contains(this), "only in a full run (bin/test --long)");
    }

    @Override
    public String toString() {
        return text;
    }
}

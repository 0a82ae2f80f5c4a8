package dev.parley.redis;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that no id is used twice after Redis has lost its newest messages, as in a failover to a replica that lagged
 * behind. Redis can only go back while the link is broken, so whenever the link stands again, every epoch in which Redis
 * lacks what this instance has seen is closed, and a new one begins with the channel's next message.
 *
 * <p>Threading: one round at a time, on a thread that lives only for it.
 */
final class EpochGuard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EpochGuard.class);

    private final Redis redis;
    private final Keys keys;
    private final Heads seen;
    private final Script script = new Script("append.lua", "close_epoch.lua");
    private final ThreadPoolExecutor rounds =
            new ThreadPoolExecutor(0, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                Thread thread = new Thread(task, "epoch-guard");
                thread.setDaemon(true);
                return thread;
            });

    EpochGuard(Redis redis, Keys keys, Heads seen) {
        this.redis = redis;
        this.keys = keys;
        this.seen = seen;
    }

    /** To be called whenever the link to Redis was made anew. */
    void check() {
        rounds.execute(this::closeForgottenEpochs);
    }

    @Override
    public void close() {
        rounds.shutdown();
    }

    private void closeForgottenEpochs() {
        try {
            seen.all().forEach((channel, id) -> {
                List<?> answer =
                        redis.call(client -> script.run(client, List.of(keys.log(channel)), List.of(id.toString())));
                if ((Long) answer.get(0) == 1) {
                    LOG.warn("Redis has lost messages of a channel; a new epoch begins there");
                }
            });
        } catch (RedisAway e) {
            LOG.debug("The next link will see to it", e);
        }
    }
}

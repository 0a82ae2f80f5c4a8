package dev.parley.redis;

import dev.parley.redis.link.Listener;
import dev.parley.redis.link.RedisTime;
import dev.parley.redis.link.Refused;
import dev.parley.redis.link.Shard;
import dev.parley.redis.log.Intake;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisRedirectionException;
import redis.clients.jedis.util.SafeEncoder;

/** What follows from what is heard of a shard, or of the one Redis that there is. Threading: confined to its listener's thread. */
final class Hearing implements Listener.Callbacks {
    private static final Logger LOG = LoggerFactory.getLogger(Hearing.class);

    private final Backbone backbone;
    private final Shard shard;
    private boolean wasLost;
    private Intake.Link link; // the newest one

    Hearing(Backbone backbone, Shard shard) {
        this.backbone = backbone;
        this.shard = shard;
    }

    @Override
    public void connecting(Connection connection) {
        shard.prepare();
        if (backbone.redis.shardOf(backbone.keys.secret())
                == shard) { // before the first message has to be told from a raw one
            backbone.secret.agree(connection).ifPresent(this::judge);
        }
        link = new Intake.Link(shard, RedisTime.ask(connection), System.nanoTime());
    }

    @Override
    public void connected() {
        if (wasLost) {
            wasLost = false;
            backbone.meters.reconnected();
        }
        shard.setUp(true);
        backbone.adopter.linked(shard);
        backbone.epochs.check(key -> backbone.redis.shardOf(key) == shard);
        backbone.families.noteAnew();
        if (backbone.denies && backbone.redis.shardOf(backbone.keys.denied()) == shard) {
            backbone.denied.readSoon();
        }
    }

    @Override
    public void heard(byte[] topic, byte[] payload, boolean byPattern) {
        if (backbone.denied.take(topic) || backbone.notices.take(topic, payload)) {
            return;
        }
        if (!byPattern || !backbone.redis.isCluster() || backbone.redis.shardOf(SafeEncoder.encode(topic)) == shard) {
            backbone.intake.take(topic, payload, link);
        } else {
            backbone.intake.takeEcho(topic, payload, link);
        }
    }

    @Override
    public void lost() {
        wasLost = true;
        shard.setUp(false);
        backbone.adopter.linkLost(shard);
    }

    private void judge(JedisDataException refusal) {
        if (refusal instanceof JedisRedirectionException) {
            LOG.debug("The secret has moved: it is read where it is", refusal);
        } else if (Refused.isOfWrites(refusal)) {
            shard.health().refused(refusal);
        } else {
            LOG.warn("Redis refuses the secret that instances share: messages of others cost a look-up each,"
                    + " and browsers get no tag");
        }
    }
}

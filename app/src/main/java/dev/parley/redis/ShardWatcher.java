package dev.parley.redis;

import dev.parley.redis.link.Health;
import dev.parley.redis.link.Interest;
import dev.parley.redis.link.Keys;
import dev.parley.redis.link.Redis;
import dev.parley.redis.link.Shard;

/**
 * Tells what becomes of a shard of a cluster to whom it concerns: the channels and families whose slots it has, and nobody else. With each
 * channel its listeners are told, and it is read again, so many channels are told one after the other: those of other shards share the
 * processors. Threading: confined to the clock of Redis.
 */
final class ShardWatcher implements Health.Watcher {
    private final Shard shard;
    private final Keys keys;
    private final Redis redis;
    private final Interest interest;
    private final Backbone.Audience audience;
    private final Paced paced;

    ShardWatcher(Shard shard, Keys keys, Redis redis, Interest interest, Backbone.Audience audience) {
        this.shard = shard;
        this.keys = keys;
        this.redis = redis;
        this.interest = interest;
        this.audience = audience;
        this.paced = new Paced(redis);
    }

    @Override
    public void up() {
        paced.forEach(interest.channelsOf(shard), audience::back);
        interest.familiesOf(shard).forEach(audience::missed);
        if (redis.shardOf(keys.leases()) == shard) {
            audience.leasesBack();
        }
    }

    @Override
    public void refuses() {
        down();
    }

    @Override
    public void down() {
        paced.forEach(interest.channelsOf(shard), audience::away);
    }
}

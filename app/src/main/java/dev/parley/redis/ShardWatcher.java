package dev.parley.redis;

import dev.parley.redis.link.Health;
import dev.parley.redis.link.Interest;
import dev.parley.redis.link.Keys;
import dev.parley.redis.link.Redis;
import dev.parley.redis.link.Shard;

/** Tells what becomes of a shard of a cluster to whom it concerns: the channels and families whose slots it has, and nobody else. */
final class ShardWatcher implements Health.Watcher {
    private final Shard shard;
    private final Keys keys;
    private final Redis redis;
    private final Interest interest;
    private final Backbone.Audience audience;

    ShardWatcher(Shard shard, Keys keys, Redis redis, Interest interest, Backbone.Audience audience) {
        this.shard = shard;
        this.keys = keys;
        this.redis = redis;
        this.interest = interest;
        this.audience = audience;
    }

    @Override
    public void up() {
        interest.channelsOf(shard).forEach(audience::back);
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
        interest.channelsOf(shard).forEach(audience::away);
    }
}

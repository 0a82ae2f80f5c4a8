package dev.parley.support;

import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.JedisShardedPubSub;

/** Subscribes to a Redis channel beside the instances, and keeps the payloads as they were published. */
public final class Eavesdropper implements AutoCloseable {
    private final List<String> payloads = new CopyOnWriteArrayList<>();
    private final JedisPubSub ear = new JedisPubSub() {
        @Override
        public void onMessage(String topic, String payload) {
            payloads.add(payload);
        }
    };
    private final JedisShardedPubSub shardEar = new JedisShardedPubSub() {
        @Override
        public void onSMessage(String topic, String payload) {
            payloads.add(payload);
        }
    };
    private final boolean isOfShard; // by whom the topic is published
    private final Thread thread;

    public Eavesdropper(TestRedis redis, String topic) {
        isOfShard = World.isInterest() || redis.isCluster();
        thread = new Thread(() -> {
            try (Jedis jedis = redis.connectFor(topic)) {
                if (isOfShard) {
                    shardEar.proceed(jedis.getConnection(), topic);
                } else {
                    jedis.subscribe(ear, topic);
                }
            }
        });
        thread.start();
        await().until(() -> ear.isSubscribed() || shardEar.isSubscribed());
    }

    /** The first one. */
    public String awaitPayload() {
        await().until(() -> !payloads.isEmpty());
        return payloads.get(0);
    }

    @Override
    public void close() {
        if (isOfShard) {
            shardEar.sunsubscribe();
        } else {
            ear.unsubscribe();
        }
        await().until(() -> !thread.isAlive());
    }
}

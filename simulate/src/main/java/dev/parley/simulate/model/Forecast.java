package dev.parley.simulate.model;

import dev.parley.simulate.units.Unit;
import dev.parley.simulate.units.Units;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * The steady state of a chat: what each instance and each shard has to do, and what that costs. CPU is in cores. Nothing is counted
 * on that is only so under much load: each message leaves in a write of its own.
 */
public final class Forecast {
    private static final double MICROS = 1e6;
    private static final int COMMANDS =
            3; // connections for commands of each instance to a shard: speech, reads, and at one of them leases
    private static final int TOPICS = 2; // of a channel: what is said, and notices

    private final Chat chat;
    private final Deployment deployment;
    private final Units units;

    // of each instance
    private final double[] heard;
    private final double[] foreign;
    private final double[] deliveries;
    private final double[] streams;
    private final double[] channels;
    // of each shard
    private final double[] messages;
    private final double[] sends;
    private final double[] subscriptions; // channels that are subscribed by someone
    private final double[] furtherSubscriptions;

    /** @param placement of this chat over as many instances as there are */
    public Forecast(Chat chat, Deployment deployment, Placement placement, Units units) {
        this.chat = chat;
        this.deployment = deployment;
        this.units = units;
        int instances = deployment.instances();
        heard = new double[instances];
        foreign = new double[instances];
        deliveries = new double[instances];
        streams = new double[instances];
        channels = new double[instances];
        messages = new double[deployment.shards()];
        sends = new double[deployment.shards()];
        subscriptions = new double[deployment.shards()];
        furtherSubscriptions = new double[deployment.shards()];
        for (int channel = 0; channel < placement.channels(); channel++) {
            add(placement, channel);
        }
        if (isAll()) {
            for (int instance = 0; instance < instances; instance++) {
                foreign[instance] = chat.rate() - heard[instance];
            }
        }
    }

    /** With people placed by this seed. */
    public static Forecast of(Chat chat, Deployment deployment, Units units, long seed) {
        return new Forecast(chat, deployment, Placement.of(chat, deployment.instances(), seed), units);
    }

    public Spread instanceCpu() {
        return Spread.of(each(deployment.instances(), this::instanceCpu));
    }

    public Spread shardCpu() {
        return Spread.of(each(deployment.shards(), this::shardCpu));
    }

    /** Bytes of an instance that keeps as few messages of each channel as it can; it keeps more where it has room. */
    public Spread instanceMemory() {
        return Spread.of(each(deployment.instances(), this::instanceMemory));
    }

    /** Bytes of a channel with streams on an instance. */
    public double channelBytes() {
        return units.value(Unit.CHANNEL_BYTES);
    }

    /** Bytes of all messages of an instance's channels, so many of each: if it had room for them. */
    public double historyBytes(int messagesEach) {
        return channels().worst() * messagesEach * (units.value(Unit.MESSAGE_BYTES) + beyond());
    }

    /** Bytes without what is kept of the chat itself: subscriptions and connections. */
    public Spread shardMemory() {
        return Spread.of(each(deployment.shards(), this::shardMemory));
    }

    /** Messages/s that an instance hears, and has listeners for. */
    public Spread heard() {
        return Spread.of(heard);
    }

    public Spread deliveries() {
        return Spread.of(deliveries);
    }

    public Spread streams() {
        return Spread.of(streams);
    }

    /** Channels with listeners on an instance. */
    public Spread channels() {
        return Spread.of(channels);
    }

    /** Messages/s that a shard publishes, and that it tells subscribed connections. */
    public Spread messages() {
        return Spread.of(messages);
    }

    public Spread sends() {
        return Spread.of(sends);
    }

    /** Bytes/s that an instance sends to its listeners. */
    public Spread bytesOut() {
        return Spread.of(each(deployment.instances(), i -> deliveries[i] * eventBytes()));
    }

    /** Bytes/s that a shard sends to instances. */
    public Spread shardBytesOut() {
        return Spread.of(each(deployment.shards(), i -> sends[i] * (units.value(Unit.HEARD_BYTES) + beyond())));
    }

    /** Connections to each shard: of each instance one that hears, and a few for commands. */
    public int shardConnections() {
        return deployment.instances() * (1 + COMMANDS);
    }

    /** Redis' µs for each message, over all shards. */
    public double redisMicrosPerMessage() {
        double busy = 0;
        double all = 0;
        for (int shard = 0; shard < deployment.shards(); shard++) {
            busy += messages[shard] * units.of(Unit.POST_REDIS).at(messages[shard])
                    + sends[shard] * units.value(Unit.SEND_REDIS);
            all += messages[shard];
        }
        return busy / all;
    }

    /**
     * What it costs an instance to hear a message, in µs: each master is heard by a thread of its own, which what others tell does not wake.
     *
     * @param heard a second, of all masters
     */
    public double hearing(double heard) {
        return units.of(Unit.HEAR_INSTANCE).at(heard / deployment.shards());
    }

    private void add(Placement placement, int channel) {
        double rate = chat.ratePerChannel();
        int shard = HashSlot.shard(placement.slot(channel), deployment.shards());
        int spread = placement.spread(channel);
        messages[shard] += rate;
        sends[shard] += rate * (isAll() ? deployment.instances() : spread);
        if (!isAll() && spread > 0) {
            subscriptions[shard]++;
            furtherSubscriptions[shard] += spread - 1;
        }
        for (int entry = placement.first(channel); entry < placement.first(channel) + spread; entry++) {
            int instance = placement.instance(entry);
            heard[instance] += rate;
            deliveries[instance] += rate * placement.listeners(entry);
            streams[instance] += placement.listeners(entry);
            channels[instance]++;
        }
    }

    private double instanceCpu(int instance) {
        double posts = chat.rate() / deployment.instances();
        double micros = units.value(Unit.REST_INSTANCE)
                + posts * units.of(Unit.POST_INSTANCE).at(posts)
                + heard[instance] * hearing(heard[instance])
                + foreign[instance] * units.value(Unit.FOREIGN_INSTANCE)
                + deliveries[instance]
                        * (units.of(Unit.DELIVER_INSTANCE).at(deliveries[instance])
                                + beyond() * units.value(Unit.DELIVER_BYTE));
        return micros / MICROS;
    }

    private double shardCpu(int shard) {
        double micros = deployment.instances() * units.value(Unit.REST_REDIS)
                + messages[shard] * units.of(Unit.POST_REDIS).at(messages[shard])
                + sends[shard] * units.value(Unit.SEND_REDIS);
        return micros / MICROS;
    }

    private double instanceMemory(int instance) {
        return units.value(Unit.BASE_BYTES)
                + streams[instance] * units.value(Unit.STREAM_BYTES)
                + channels[instance] * channelBytes();
    }

    private double shardMemory(int shard) {
        return TOPICS * subscriptions[shard] * units.value(Unit.SUBSCRIPTION_BYTES)
                + TOPICS * furtherSubscriptions[shard] * units.value(Unit.FURTHER_SUBSCRIPTION_BYTES)
                + shardConnections() * units.value(Unit.CONNECTION_BYTES);
    }

    private double eventBytes() {
        return units.value(Unit.EVENT_BYTES) + beyond();
    }

    /** Characters of a message beyond those that units were measured with. */
    private double beyond() {
        return Math.max(0, chat.characters() - 100);
    }

    private boolean isAll() {
        return deployment.hear() == Deployment.Hear.ALL;
    }

    private static double[] each(int count, IntToDoubleFunction value) {
        double[] values = new double[count];
        Arrays.setAll(values, value);
        return values;
    }
}

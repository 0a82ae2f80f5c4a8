package dev.parley.redis.link;

import dev.parley.channel.ChannelName;
import dev.parley.channel.Family;
import dev.parley.channel.InvalidInput;
import java.util.List;
import java.util.Optional;

/**
 * The names of everything Parley has in Redis. The braces make all keys of a channel share the slot of its pub/sub
 * channel (Redis Cluster specification, "Hash tags"). Pub/sub does not know databases: with another than 0, its number
 * stands in front of the names of all pub/sub channels, so that databases don't hear each other.
 *
 * @param topics in front of all pub/sub channels; that of database 0 is the prefix itself
 */
public record Keys(String prefix, String topics) {
    private static final String PROBE = "probe";

    /** The kinds of notices, as their pub/sub channels end. */
    public static final String MEMBERS = "members";

    public static final String TYPING = "typing";

    /** All kinds of them, where channels are heard one by one. */
    private static final String NOTICES = "notices";

    /** The kind of a notice that something was said where it could not be heard. */
    public static final String ELSEWHERE = "elsewhere";

    /** Such a notice, which says no more. */
    static final String SAID_ELSEWHERE = ELSEWHERE + " ";

    private static final String DENIED = "denied";

    /** Of database 0, or where no pub/sub channels are needed. */
    public Keys(String prefix) {
        this(prefix, prefix);
    }

    /** The pub/sub channel. */
    public String topic(ChannelName channel) {
        return topics + channel;
    }

    public String topicPattern() {
        return topics + "*";
    }

    /**
     * The channel whose messages come over a pub/sub channel.
     *
     * @throws InvalidInput when what follows the prefix is no channel name
     */
    public ChannelName channelOf(String topic) {
        return new ChannelName(topic.substring(topics.length()));
    }

    /** The stream that is the channel's history. */
    public String log(ChannelName channel) {
        return ofChannel(channel.value(), "log");
    }

    /** What a message with this idempotency key became. */
    public String sent(ChannelName channel, String idempotencyKey) {
        return ofChannel(channel.value(), "sent:" + idempotencyKey);
    }

    /** Which instance adopts this channel's raw messages. */
    public String adopter(ChannelName channel) {
        return ofChannel(channel.value(), "adopter");
    }

    /** Who is here. */
    public String people(ChannelName channel) {
        return ofChannel(channel.value(), "people");
    }

    /** How many are here, by whose word. */
    public String tally(ChannelName channel) {
        return ofChannel(channel.value(), "tally");
    }

    /** The pub/sub channel of notices that who is here has changed. */
    public String membersTopic(ChannelName channel) {
        return noticeTopic(channel.value(), MEMBERS);
    }

    /** The pub/sub channel of notices that someone is typing. */
    public String typing(ChannelName channel) {
        return noticeTopic(channel.value(), TYPING);
    }

    /**
     * Where a probe is published: heard by no channel.
     *
     * @param number as of {@link #probe}
     */
    public String probeTopic(int number) {
        return noticeTopic(noChannel(number), MEMBERS);
    }

    /**
     * Where a probe is stored: a key of no channel.
     *
     * @param number one of many, which have different slots; 0 where there are none
     */
    public String probe(int number) {
        return ofChannel(noChannel(number), PROBE);
    }

    private static String noChannel(int number) {
        return number == 0 ? "" : "*" + number;
    }

    /** The pub/sub channel of a channel's notices, or, with a pattern for its name, those of all that match. */
    public String noticeTopic(String name, String what) {
        return "{" + topics + name + "}:" + what;
    }

    /** The pub/sub channel of all notices about a channel or a family, where channels are heard one by one. */
    public String notices(String name) {
        return noticeTopic(name, NOTICES);
    }

    /** The channel or family whose notices come over such a pub/sub channel; empty when that is another. */
    public Optional<String> noticed(String topic) {
        String start = "{" + topics;
        String end = "}:" + NOTICES;
        return topic.startsWith(start) && topic.endsWith(end)
                ? Optional.of(topic.substring(start.length(), topic.length() - end.length()))
                : Optional.empty();
    }

    /** A key of what a pub/sub channel of notices is about. */
    static String logBeside(String notices) {
        return notices.substring(0, notices.length() - NOTICES.length()) + "log";
    }

    /** The same for what a key is about, whose name has braces. */
    static String noticesBeside(String key) {
        return key.substring(0, key.lastIndexOf("}:") + 2) + NOTICES;
    }

    /**
     * What a notice says.
     *
     * @param name of the channel or the family that it is about
     */
    public record Notice(String name, String kind, String text) {}

    /** Reads what came over such a pub/sub channel; empty when that is another's. */
    public Optional<Notice> notice(String topic, String payload) {
        String start = "{" + topics;
        int end = topic.lastIndexOf("}:");
        if (!topic.startsWith(start) || end < start.length()) {
            return Optional.empty();
        }
        String name = topic.substring(start.length(), end);
        String kind = topic.substring(end + 2);
        if (!kind.equals(NOTICES)) {
            return Optional.of(new Notice(name, kind, payload));
        }
        int space = payload.indexOf(' ');
        return space < 0
                ? Optional.empty()
                : Optional.of(new Notice(name, payload.substring(0, space), payload.substring(space + 1)));
    }

    private String ofChannel(String name, String what) {
        return "{" + prefix + name + "}:" + what;
    }

    /** Which channels a family has. */
    public String members(Family family) {
        return ofChannel(family.value(), "channels");
    }

    /** The leases of all instances. */
    public String leases() {
        return prefix + "leases";
    }

    /** When each channel was active. */
    public String directory() {
        return prefix + "channels";
    }

    /** The account of all histories: when each expires, what each takes, what all take, who gives some up. */
    public List<String> storage() {
        return List.of(ofAll("until"), ofAll("sizes"), ofAll("total"), ofAll("keeper"));
    }

    private String ofAll(String what) {
        return "{" + prefix + "}:" + what;
    }

    /** Whose credentials don't hold any more. */
    public String denied() {
        return prefix + DENIED;
    }

    /** The pub/sub channel of the notice that this has changed. */
    public String deniedTopic() {
        return noticeTopic("", DENIED);
    }

    /** In the form that rights for pub/sub channels are given in. */
    public String deniedPattern() {
        return noticeTopic("*", DENIED);
    }

    /** What a ticket stands for. */
    public String ticket(String digest) {
        return prefix + "ticket:" + digest;
    }

    /** Which browsers want to be told what is said in a channel, and when they said so last. */
    public String pushTargets(ChannelName channel) {
        return ofChannel(channel.value(), "push");
    }

    public String pushTimes(ChannelName channel) {
        return ofChannel(channel.value(), "push:times");
    }

    /** By which push services know this chat. */
    public String pushKey() {
        return prefix + "push-key";
    }

    /** How far a user has read. No channel's name has this sign. */
    public String read(String digest) {
        return ofChannel("@" + digest, "read");
    }

    /** The secret that instances share: with it, what is published is signed, and the tags of browsers are made. */
    public String secret() {
        return prefix + "secret";
    }
}

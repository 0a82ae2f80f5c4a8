package dev.parley.redis.link;

import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * Where Redis is and how to sign in: {@code redis://[user:password@]host[:port][/database]}, {@code rediss://…} for TLS, {@code
 * redis-sentinel://[user:password@]host[:port],…/master-name} for the master that Sentinels know (the user is that of Redis, not of the
 * Sentinels), or {@code redis-cluster://[user:password@]host[:port],…} and {@code rediss-cluster://…} for a cluster that some of its nodes
 * lead to.
 */
public final class RedisUrl {
    public static final int DEFAULT_PORT = 6379;

    /** What is wrong with a database in the address of a cluster. */
    public static final String ONE_DATABASE = "a Redis Cluster has database 0 only; leave the database out";

    private static final int DEFAULT_SENTINEL_PORT = 26_379;
    private static final int MAX_PORT = 65_535;
    private static final Pattern FORM = Pattern.compile(
            "(redis|rediss|redis-sentinel|redis-cluster|rediss-cluster)://([^/@]*:[^/@]*@)?([^/@]+)(?:/([^/?#]*))?");
    private static final Pattern DATABASE = Pattern.compile("\\d{0,5}");
    private static final Pattern DATABASE_0 = Pattern.compile("0{0,5}");
    private static final Pattern MASTER = Pattern.compile("[A-Za-z0-9._-]+");

    private enum Kind {
        ONE,
        SENTINEL,
        CLUSTER
    }

    private final String text;
    private final Kind kind;
    private final URI node; // as of a single Redis, for user, password and TLS
    private final List<HostAndPort> hosts;
    private final String master; // null without Sentinels

    private RedisUrl(String text, Matcher parts) {
        String scheme = parts.group(1);
        String userInfo = parts.group(2) == null ? "" : parts.group(2);
        String path = parts.group(4) == null ? "" : parts.group(4);
        this.text = text;
        this.kind = kind(scheme);
        int defaultPort = kind == Kind.SENTINEL ? DEFAULT_SENTINEL_PORT : DEFAULT_PORT;
        this.hosts = Stream.of(parts.group(3).split(",", -1))
                .map(host -> host(host, defaultPort))
                .toList();
        requireGood(path);
        this.master = kind == Kind.SENTINEL ? path : null;
        this.node = URI.create(scheme.replaceFirst("-.*", "") + "://" + userInfo + hosts.get(0)
                + (kind == Kind.ONE ? "/" + path : ""));
    }

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException when it is none; its message is {@link #ONE_DATABASE} when only that is wrong
     */
    public static RedisUrl parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("no Redis URL");
        }
        return new RedisUrl(text, parts);
    }

    /** As it may be shown: without user and password. */
    public String shown() {
        String places =
                String.join(",", hosts.stream().map(HostAndPort::toString).toList());
        return text.substring(0, text.indexOf(':')) + "://" + places + (master == null ? "" : "/" + master);
    }

    /** The flags with which redis-cli gets there. */
    public String cliFlags() {
        if (master != null) {
            return "-h <the master's host> ";
        }
        HostAndPort at = hosts.get(0);
        return (at.getHost().equals("localhost") ? "" : "-h " + at.getHost() + " ")
                + (at.getPort() == DEFAULT_PORT ? "" : "-p " + at.getPort() + " ");
    }

    /**
     * What stands in front of all pub/sub channels: the prefix, and before it the database, if it is not 0, since pub/sub does
     * not tell databases apart.
     */
    public String topics(String prefix) {
        return database() == 0 ? prefix : "db" + database() + ":" + prefix;
    }

    /** Whether it is a cluster. */
    public boolean isCluster() {
        return kind == Kind.CLUSTER;
    }

    /** With everything, the password too. */
    @Override
    public String toString() {
        return text;
    }

    boolean hasSentinels() {
        return kind == Kind.SENTINEL;
    }

    /** What the Sentinels call the Redis that is wanted; null without Sentinels. */
    String master() {
        return master;
    }

    /** The Sentinels, some nodes of the cluster, or Redis itself. */
    List<HostAndPort> hosts() {
        return hosts;
    }

    String user() {
        return JedisURIHelper.getUser(node);
    }

    String password() {
        return JedisURIHelper.getPassword(node);
    }

    int database() {
        return JedisURIHelper.getDBIndex(node);
    }

    boolean isTls() {
        return JedisURIHelper.isRedisSSLScheme(node);
    }

    private static Kind kind(String scheme) {
        if (scheme.endsWith("-cluster")) {
            return Kind.CLUSTER;
        }
        return scheme.endsWith("-sentinel") ? Kind.SENTINEL : Kind.ONE;
    }

    private void requireGood(String path) {
        boolean good = switch (kind) {
            case SENTINEL -> MASTER.matcher(path).matches();
            case CLUSTER -> DATABASE.matcher(path).matches();
            case ONE -> hosts.size() == 1 && DATABASE.matcher(path).matches();
        };
        if (!good) {
            throw new IllegalArgumentException("no Redis URL"); // without the text: it may hold a password
        }
        if (kind == Kind.CLUSTER && !DATABASE_0.matcher(path).matches()) {
            throw new IllegalArgumentException(ONE_DATABASE);
        }
    }

    private static HostAndPort host(String text, int defaultPort) {
        URI uri = URI.create("redis://" + text);
        int port = uri.getPort() < 0 && !text.endsWith(":") ? defaultPort : uri.getPort();
        if (uri.getHost() == null || port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("no Redis URL");
        }
        return new HostAndPort(uri.getHost(), port);
    }
}

package dev.parley.redis.link;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import redis.clients.jedis.Builder;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.util.SafeEncoder;

/**
 * What a node of a cluster knows of it (CLUSTER INFO and CLUSTER SHARDS).
 *
 * @param isWell whether it finds that the cluster works, which one that is cut off from most others does not
 * @param epoch grows with each failover: of two that differ, the greater is right
 * @param slots of each master that has some
 * @param failed masters that most others find away
 */
record ClusterView(boolean isWell, long epoch, Map<HostAndPort, BitSet> slots, Set<HostAndPort> failed) {
    static final CommandObject<String> INFO = command(raw -> SafeEncoder.encode((byte[]) raw), "INFO");
    static final CommandObject<Object> SHARDS = command(SafeEncoder::encodeObject, "SHARDS");

    /**
     * Reads the answers.
     *
     * @param from who gave them
     * @param tls whether its port for TLS is wanted
     */
    static ClusterView read(String info, Object shards, HostAndPort from, boolean tls) {
        Map<HostAndPort, BitSet> slots = new HashMap<>();
        Set<HostAndPort> failed = new HashSet<>();
        for (Object shard : (List<?>) shards) {
            Map<String, Object> fields = fields(shard);
            BitSet ranges = ranges((List<?>) fields.get("slots"));
            if (!ranges.isEmpty()) {
                Map<String, Object> master = master((List<?>) fields.get("nodes"));
                HostAndPort place = place(master, from, tls);
                slots.put(place, ranges);
                if (isFailed(master)) {
                    failed.add(place);
                }
            }
        }
        return new ClusterView(
                "ok".equals(field(info, "cluster_state")),
                Long.parseLong(field(info, "cluster_current_epoch")),
                slots,
                failed);
    }

    /** Of two, as while one takes over from another that is not known to be gone for good, the one that works. */
    private static Map<String, Object> master(List<?> nodes) {
        List<Map<String, Object>> masters = new ArrayList<>();
        nodes.forEach(node -> {
            Map<String, Object> fields = fields(node);
            if ("master".equals(fields.get("role"))) {
                masters.add(fields);
            }
        });
        return masters.stream().filter(master -> !isFailed(master)).findFirst().orElseGet(() -> masters.get(0));
    }

    private static boolean isFailed(Map<String, Object> node) {
        return "fail".equals(node.get("health"));
    }

    /** Without a name of its own, it is where the answer came from. */
    private static HostAndPort place(Map<String, Object> node, HostAndPort from, boolean tls) {
        Object named = node.get("endpoint");
        String host = named == null || named.equals("") || named.equals("?") ? from.getHost() : (String) named;
        Object port = tls && node.containsKey("tls-port") ? node.get("tls-port") : node.get("port");
        return new HostAndPort(host, ((Long) port).intValue());
    }

    private static BitSet ranges(List<?> bounds) {
        BitSet slots = new BitSet();
        for (int i = 0; i + 1 < bounds.size(); i += 2) {
            slots.set(number(bounds.get(i)), number(bounds.get(i + 1)) + 1);
        }
        return slots;
    }

    private static int number(Object value) {
        return value instanceof Long number ? number.intValue() : Integer.parseInt((String) value);
    }

    private static Map<String, Object> fields(Object pairs) {
        List<?> all = (List<?>) pairs;
        Map<String, Object> fields = new HashMap<>();
        for (int i = 0; i + 1 < all.size(); i += 2) {
            fields.put((String) all.get(i), all.get(i + 1));
        }
        return fields;
    }

    private static String field(String lines, String name) {
        return lines.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("0");
    }

    private static <T> CommandObject<T> command(Function<Object, T> reader, String what) {
        return new CommandObject<>(new CommandArguments(Command.CLUSTER).add(what), new Builder<T>() {
            @Override
            public T build(Object raw) {
                return reader.apply(raw);
            }
        });
    }
}

package dev.parley.redis.link;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.SafeEncoder;

/** What a Redis says of itself when it is greeted with HELLO, which every user may do whatever their rights. */
record Greeting(String version, String role) {
    private static final int OLDEST = 7;
    private static final Pattern MAJOR = Pattern.compile("(\\d{1,4})\\..*");

    static Greeting of(Connection connection) {
        try {
            connection.sendCommand(Command.HELLO);
            List<Object> fields = connection.getObjectMultiBulkReply();
            Map<String, String> said = new HashMap<>();
            for (int i = 0; i + 1 < fields.size(); i += 2) {
                if (fields.get(i + 1) instanceof byte[] value) {
                    said.put(SafeEncoder.encode((byte[]) fields.get(i)), SafeEncoder.encode(value));
                }
            }
            return new Greeting(said.getOrDefault("version", "?"), said.getOrDefault("role", "?"));
        } catch (JedisDataException unknown) {
            if (Refused.isNotTheOne(unknown) || Refused.isAccess(unknown)) {
                throw unknown;
            }
            return new Greeting("5 or older", "?"); // HELLO came with 6
        }
    }

    /** What is no number is taken for new enough: others who speak Redis' protocol count differently. */
    void requireNewEnough() {
        Matcher major = MAJOR.matcher(version + ".");
        if (version.startsWith("5 ") || (major.matches() && Integer.parseInt(major.group(1)) < OLDEST)) {
            throw new RedisTooOld(version);
        }
    }

    boolean isReplica() {
        return role.equals("replica") || role.equals("slave");
    }
}

package dev.parley.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.channel.InvalidInput;
import dev.parley.channel.Json;
import java.net.URI;
import java.security.interfaces.ECPublicKey;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A browser that wants to be told what is said in a channel, and whose it is.
 *
 * @param endpoint its address at its push service
 * @param key its public key, {@code auth} its secret, both in base64url
 * @param name by which it is mentioned; empty for none
 * @param who {@code user 42} or {@code tag k3f9abcd}; empty when neither is known
 * @param contact where this chat is, as its page said
 * @param since when it said so, in s since 1970
 */
public record PushTarget(
        URI endpoint, String key, String auth, Level level, String name, String who, String contact, long since) {
    private static final int AUTH_BYTES = 16;
    private static final Pattern CONTACT = Pattern.compile("https?://[A-Za-z0-9.:\\[\\]-]{1,255}");
    private static final String USER = "user ";

    /** Of what. */
    public enum Level {
        ALL,
        MENTIONS;

        /** As it is written. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * The one that is written so.
         *
         * @throws InvalidInput when there is none
         */
        public static Level of(String text) {
            for (Level level : values()) {
                if (level.label().equals(text)) {
                    return level;
                }
            }
            throw new InvalidInput("Field 'level' is all, mentions or none.");
        }
    }

    public PushTarget {
        P256.decode(bytes("p256dh", key));
        if (bytes("auth", auth).length != AUTH_BYTES) {
            throw new InvalidInput("Field 'auth' is the subscription's secret: 16 bytes in base64url.");
        }
        if (!CONTACT.matcher(contact).matches()) {
            throw new InvalidInput("The header Origin is that of this chat's page.");
        }
    }

    /** How one is known to others of the same channel, so that nobody is told of their own words. */
    public static String user(String id) {
        return USER + id;
    }

    public static String tag(String tag) {
        return "tag " + tag;
    }

    /** The user; null for a guest. */
    public String user() {
        return who.startsWith(USER) ? who.substring(USER.length()) : null;
    }

    ECPublicKey publicKey() {
        return P256.decode(bytes("p256dh", key));
    }

    byte[] secret() {
        return bytes("auth", auth);
    }

    public String json() {
        ObjectNode json = Json.NODES.objectNode();
        json.put("endpoint", endpoint.toString()).put("p256dh", key).put("auth", auth);
        json.put("level", level.label()).put("name", name).put("who", who);
        return json.put("contact", contact).put("since", since).toString();
    }

    /**
     * Reads what {@link #json} wrote, on whatever instance.
     *
     * @throws InvalidInput when it is something else, or nothing may be sent there any more
     */
    static PushTarget read(String text, PushServices services) {
        JsonNode json = Json.object(text);
        return new PushTarget(
                services.endpoint(json.path("endpoint").textValue()),
                json.path("p256dh").asText(),
                json.path("auth").asText(),
                Level.of(json.path("level").asText()),
                json.path("name").asText(),
                json.path("who").asText(),
                json.path("contact").asText(),
                json.path("since").asLong());
    }

    private static byte[] bytes(String what, String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidInput("Field '" + what + "' is base64url.");
        }
    }
}

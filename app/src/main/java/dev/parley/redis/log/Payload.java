package dev.parley.redis.log;

import dev.parley.channel.EventId;
import dev.parley.channel.Message;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A published payload in the form that {@code append.lua} gives it: {@code {"id":…,"sig":…,"raw":…,<the message>}}, where
 * only an adopted message has {@code raw}. Whether it is what it looks like, its signature tells.
 */
final class Payload {
    private static final Pattern FORM = Pattern.compile("(\\{\"id\":\"(\\d{1,18})-(\\d{1,18})\",)"
            + ("\"sig\":\"([0-9a-f]{" + Signature.LENGTH + "})\",")
            + ("(?:\"raw\":\"([0-9a-f]{" + RawMessage.DIGEST_LENGTH + "})\",)?"));
    private static final int LONGEST_MATCH = 160;

    private final Message message;
    private final Optional<String> raw;
    private final String signature;
    private final byte[] head; // what stands before the signature
    private final byte[] rest; // and after it

    private Payload(byte[] bytes, Matcher form) {
        EventId id = new EventId(Long.parseLong(form.group(2)), Long.parseLong(form.group(3)));
        message =
                new Message(id, "{" + new String(bytes, form.end(), bytes.length - form.end(), StandardCharsets.UTF_8));
        raw = Optional.ofNullable(form.group(5));
        signature = form.group(4);
        head = Arrays.copyOf(bytes, form.end(1));
        rest = Arrays.copyOfRange(bytes, form.end(4) + "\",".length(), bytes.length);
    }

    /** Empty when the bytes have another form: then they are a raw message. */
    static Optional<Payload> read(byte[] bytes) {
        String start = new String(bytes, 0, Math.min(bytes.length, LONGEST_MATCH), StandardCharsets.ISO_8859_1);
        Matcher form = FORM.matcher(start);
        return form.lookingAt() ? Optional.of(new Payload(bytes, form)) : Optional.empty();
    }

    boolean isGenuine(Signature signatures, byte[] topic) {
        return signatures.matches(signature, topic, head, rest);
    }

    Message message() {
        return message;
    }

    /** The digest of the raw message that this one was adopted from; empty when it was posted. */
    Optional<String> raw() {
        return raw;
    }
}

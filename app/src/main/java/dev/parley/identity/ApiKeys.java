package dev.parley.identity;

import dev.parley.channel.InvalidInput;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The keys of programs, each {@code name.secret}. Only digests are kept.
 *
 * <p>A key with 256 random bits is not to be guessed, so the digest is a plain one.
 */
public final class ApiKeys {
    public static final ApiKeys NONE = new ApiKeys(List.of());

    private static final Pattern SETTING = Pattern.compile("([A-Za-z0-9_-]{1,32}):([A-Za-z0-9_-]{43,128})(\\s+\\S.*)?");
    private static final Pattern PRESENTED = Pattern.compile("([A-Za-z0-9_-]{1,32})\\.([A-Za-z0-9_-]{43,128})");

    /**
     * One of them.
     *
     * @param digest of name, dot and secret
     * @param grants null for all
     */
    private record One(String name, String digest, Grants grants) {}

    private final List<One> keys;

    private ApiKeys(List<One> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * Reads {@code rails:<43 or more of A-Z a-z 0-9 _ ->[ grants]}, several with {@code ;} or line ends between them.
     *
     * @throws InvalidInput that says what is wrong, without the text
     */
    public static ApiKeys parse(String text) {
        return new ApiKeys(Stream.of(text.split("[;\n]", -1))
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(ApiKeys::one)
                .toList());
    }

    /** Whether it looks like one, and not like a token, which has two dots. */
    public static boolean isLike(String credential) {
        return PRESENTED.matcher(credential).matches();
    }

    /** Whose key this is; empty when it is none. All are compared, each in a time that says nothing about it. */
    Optional<Identity> find(String credential, PrivateNames names) {
        Matcher parts = PRESENTED.matcher(credential);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String digest = Digest.of(credential);
        One found = null;
        for (One key : keys) {
            if (Digest.areEqual(key.digest(), digest)) {
                found = key;
            }
        }
        return Optional.ofNullable(found).map(key -> identity(key, names));
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    private static Identity identity(One key, PrivateNames names) {
        return Identity.program(key.name(), key.grants() == null ? Grants.all(names) : key.grants(), names);
    }

    private static One one(String line) {
        Matcher parts = SETTING.matcher(line);
        if (!parts.matches()) {
            throw new InvalidInput("an API key is name:value, the value 43 or more of A-Z a-z 0-9 _ -, such as"
                    + " `openssl rand -hex 32` makes, and grants may follow");
        }
        return new One(
                parts.group(1),
                Digest.of(parts.group(1) + "." + parts.group(2)),
                parts.group(3) == null ? null : Grants.parse(parts.group(3)));
    }

    @Override
    public String toString() {
        return "API keys of " + keys.stream().map(One::name).toList();
    }
}

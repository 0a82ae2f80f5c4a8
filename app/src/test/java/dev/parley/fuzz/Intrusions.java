package dev.parley.fuzz;

import dev.parley.support.Signer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * An endless row of requests by people who may not hear what is private: with tokens, cookies, tickets, names and addresses that are
 * good, somebody else's, or nearly so. None of them is what would let them in.
 */
final class Intrusions {
    private static final byte[] OTHER_SECRET = Signer.OTHER_SECRET.getBytes(StandardCharsets.UTF_8);
    private static final String BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final String[] METHODS = {
        "GET", "GET", "GET", "GET", "GET", "GET", "GET", "GET", "GET", "GET", "GET", "GET", "POST", "POST", "POST",
        "POST", "POST", "POST", "HEAD", "HEAD", "HEAD", "OPTIONS", "PUT", "DELETE"
    };
    private static final String[] ACCEPTS = {
        "*/*",
        "text/html",
        "text/event-stream",
        "text/event-stream",
        "application/json",
        "",
        "text/html,text/event-stream"
    };
    private static final String[] ORIGINS = {
        "null", "https://evil.example", "http://localhost", "https://app.example", "://", "HTTP://LOCALHOST:80"
    };
    private static final String[] PUBLIC = {"plaza", "square", "team-1", "everyone"};

    /** What they know by name; so their answers may name it, too, and nothing else of it. */
    static final List<String> PRIVATE = List.of("private-board", "private-board:minutes", "user-7", "user-7:mail");

    private static final String[] WRITINGS = {
        "%s",
        "%s",
        "%s",
        "%s/members",
        "%s/typing",
        "%s:*",
        "%s,plaza",
        "plaza,%s",
        "plaza,%s:*",
        "%s;x=1",
        "%s/",
        "./%s",
        "x/../%s",
        "/%s",
        "%s%%00",
        "%s%%20",
        "%%20%s",
        "%s%%2Fmembers",
        "%s.",
        "%s*",
        "*",
        "%s%%E2%%80%%8B",
        "%%EF%%BB%%BF%s",
        "%s%%3Flast=9",
        "%s#x",
        "%s,%s"
    };

    /**
     * Tokens that let nobody in who should not be.
     *
     * @param members of people who may hear it, good: to be broken
     * @param stale which have let in such people, and don't any more
     * @param harmless good ones of others
     * @param tickets used up
     */
    record Loot(List<String> members, List<String> stale, List<String> harmless, List<String> tickets) {}

    private final Random random;
    private final Dictionary dictionary;
    private final Loot loot;

    Intrusions(Random random, Loot loot) {
        this.random = random;
        this.dictionary = new Dictionary(random);
        this.loot = loot;
    }

    Attack next() {
        String method = dictionary.pick(METHODS);
        StringBuilder head = new StringBuilder(method + " " + target(method) + " HTTP/1.1\r\nHost: localhost\r\n");
        for (int more = random.nextInt(8) == 0 ? 2 : 1; more > 0; more--) {
            credential(head);
        }
        maybe(head, 2, "Accept: ", dictionary.pick(ACCEPTS));
        maybe(head, 4, "Last-Event-ID: ", cursor());
        maybe(head, 4, "Origin: ", dictionary.pick(ORIGINS));
        maybe(head, 4, "Sec-Fetch-Site: ", dictionary.pick("same-origin", "same-site", "cross-site", "none", "x"));
        maybe(head, 20, "X-HTTP-Method-Override: ", dictionary.pick("GET", "HEAD", "POST"));
        maybe(head, 20, "Idempotency-Key: ", dictionary.pick("k1", "k2"));
        byte[] body =
                method.equals("POST") || method.equals("PUT") ? body().getBytes(StandardCharsets.UTF_8) : new byte[0];
        if (body.length > 0) {
            head.append("Content-Type: ")
                    .append(body[0] == '{' ? "application/json" : "application/x-www-form-urlencoded")
                    .append("\r\nContent-Length: ")
                    .append(body.length)
                    .append("\r\n");
        }
        byte[] start = (head + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        return new Attack(all, List.of(method));
    }

    private String target(String method) {
        if (method.equals("POST") && random.nextInt(3) > 0) {
            return dictionary
                    .pick("/plaza", "/team-1", "/plaza/typing", "/tickets", "/operator/moderation", "/" + written())
                    .replaceAll("[\\x00-\\x20]", "");
        }
        String path = switch (random.nextInt(12)) {
            case 0 ->
                dictionary.pick(
                        "/channels", "/metrics", "/tickets", "/operator/moderation", "/", "/assets/", "/operator");
            case 1 -> "/" + dictionary.pick(PUBLIC);
            case 2 -> "/subscribe/" + dictionary.pick(PUBLIC);
            case 3 -> "/subscribe/" + dictionary.channelList();
            default -> dictionary.pick("/", "/subscribe/") + written();
        };
        return (path + query()).replaceAll("[\\x00-\\x20]", "");
    }

    /** A private channel's name, as someone may write it who hopes that it is read in two ways. */
    private String written() {
        String name = PRIVATE.get(random.nextInt(PRIVATE.size()));
        String spelt = switch (random.nextInt(8)) {
            case 0 -> escaped(name);
            case 1 -> escaped(name).replace("%", "%25");
            case 2 -> name.toUpperCase(Locale.ROOT);
            case 3 -> name.replace("-", "%E2%80%90");
            case 4 -> name.replace("e", "e%CC%81").replace("r", "%EF%BD%92");
            default -> name;
        };
        return dictionary.pick(WRITINGS).replace("%s", spelt).replace("%%", "%");
    }

    /** Some of its letters as percent escapes. */
    private String escaped(String name) {
        StringBuilder text = new StringBuilder();
        name.chars()
                .mapToObj(letter -> random.nextBoolean() ? Character.toString(letter) : String.format("%%%02x", letter))
                .forEach(text::append);
        return text.toString();
    }

    private String query() {
        StringBuilder query = new StringBuilder();
        for (int more = random.nextInt(6) - 2; more > 0; more--) {
            query.append(query.length() == 0 ? "?" : "&")
                    .append(
                            switch (random.nextInt(9)) {
                                case 0 -> "ticket=" + ticket();
                                case 1 -> "access_token=" + dictionary.encoded(token());
                                case 2 -> "last=" + dictionary.pick("1", "9", "200", "-1", "x");
                                case 3 -> "after=" + dictionary.pick("0-0", "1-1", "x");
                                case 4 -> "before=" + dictionary.pick("99999999999999-0", "0-0");
                                case 5 -> "limit=" + dictionary.number();
                                case 6 -> "lastEventId=" + dictionary.encoded(cursor());
                                case 7 -> "name=" + dictionary.encoded(dictionary.text());
                                default -> dictionary.encoded(dictionary.garbage(10));
                            });
        }
        return query.toString();
    }

    private String cursor() {
        String other = PRIVATE.get(random.nextInt(PRIVATE.size()));
        return dictionary
                .pick(
                        "plaza=0-0," + other + "=0-0",
                        other + "=0-0",
                        other + ":*=1-0,plaza=0-0",
                        "0-0",
                        dictionary.cursor())
                .replaceAll("[\r\n\0]", "");
    }

    private void credential(StringBuilder head) {
        String token = token().replaceAll("[\r\n\0]", "");
        head.append(
                        switch (random.nextInt(10)) {
                            case 0 -> "X-None: ";
                            case 1 -> "Authorization: Basic " + token;
                            case 2, 3, 4 ->
                                "Cookie: "
                                        + dictionary.pick(
                                                "parley", "__Host-parley", "__Secure-parley", "PARLEY", "a=b; parley")
                                        + dictionary.pick("=", "=", "=\"") + token;
                            case 5 ->
                                "Authorization: "
                                        + dictionary.pick("bearer", "BEARER", "Bearer Bearer", "Token", "Bearer,") + " "
                                        + token;
                            default -> "Authorization: Bearer " + token;
                        })
                .append("\r\n");
    }

    private String ticket() {
        return random.nextInt(3) == 0
                ? dictionary.encoded(dictionary.garbage(60))
                : random.nextBoolean() ? word(43) : any(loot.tickets());
    }

    private String token() {
        return switch (random.nextInt(10)) {
            case 0 -> any(loot.stale());
            case 1, 2, 8 -> any(loot.harmless());
            case 3 -> forged();
            case 4 -> dictionary.garbage(80);
            case 5 -> word(20) + "." + word(60) + "." + word(43);
            case 6 -> "rails." + word(43);
            case 7 -> any(loot.harmless()) + dictionary.pick("=", ".", "..", " ", ",", "\t;", "%00");
            default -> broken(any(loot.members()));
        };
    }

    /** Says what a member's token says, and is signed by nobody who may. */
    private String forged() {
        Signer wanted = Signer.of(dictionary.pick("7", "9", "42"))
                .may("{\"listen\":[\"*\",\"private-*\",\"user-*\"],\"operate\":true}");
        return switch (random.nextInt(5)) {
            case 0 -> wanted.signed(OTHER_SECRET);
            case 1 ->
                wanted.header("alg", dictionary.pick("\"none\"", "\"None\"", "null", "\"\"", "0"))
                        .unsigned();
            case 2 ->
                wanted.header("alg", dictionary.pick("\"RS256\"", "\"HS512\"", "\"ES256\"", "\"HS25\\u0036 \""))
                        .token();
            case 3 -> wanted.header("crit", "[\"exp\"]").token();
            default ->
                wanted.header(dictionary.pick("jku", "x5u"), "\"http://127.0.0.1:1/\"")
                        .token();
        };
    }

    /** A good one of which some bits are others: what is signed, or the signature but for its last letter, of which two bits mean nothing. */
    private String broken(String token) {
        int signature = token.lastIndexOf('.') + 1;
        int at = random.nextInt(token.length() - 2);
        char letter = BASE64.charAt(random.nextInt(BASE64.length()));
        String spoiled = token.substring(0, at) + letter + token.substring(at + 1);
        return switch (random.nextInt(6)) {
            case 0 -> token.substring(0, Math.max(1, Math.min(at, token.length() - 3)));
            case 1 -> token.substring(signature) + "." + token.substring(0, signature - 1);
            case 2 -> token.substring(0, signature) + any(loot.harmless()).replaceFirst(".*\\.", "");
            case 3 -> any(loot.harmless()).replaceFirst("\\..*", "") + "." + word(8) + token.substring(signature - 1);
            default -> spoiled.equals(token) || token.charAt(at) == '.' ? token + "A" + word(8) : spoiled;
        };
    }

    private String body() {
        return switch (random.nextInt(6)) {
            case 0 -> dictionary.json();
            case 1 -> dictionary.form();
            case 2 -> "{\"do\":\"" + dictionary.pick("revoke", "kick") + "\",\"user\":\"7\"}";
            case 3 ->
                "{\"sender\":\"" + dictionary.pick("Berta", "system", "Ana", "\\u202eanA") + "\",\"message\":\"hi\"}";
            case 4 -> "{\"event\":\"" + dictionary.pick("x", "bye", "welcome", "expiring") + "\",\"data\":{}}";
            default -> dictionary.pick("message=hi", "{\"message\":\"hi\"}");
        };
    }

    private void maybe(StringBuilder head, int oneIn, String name, String value) {
        if (random.nextInt(oneIn) == 0) {
            head.append(name).append(value.replace("\r", "").replace("\n", "")).append("\r\n");
        }
    }

    private String any(List<String> some) {
        return some.get(random.nextInt(some.size()));
    }

    private String word(int length) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            word.append(BASE64.charAt(random.nextInt(BASE64.length())));
        }
        return word.toString();
    }
}

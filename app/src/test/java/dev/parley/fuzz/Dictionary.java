package dev.parley.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;

/** Values near the edges of what Parley takes, on both sides. Threading: each of its user has its own. */
final class Dictionary {
    /** In every text, so that it would be noticed in a log. */
    static final String MARK = "zq7x";

    /** Few, so that what an instance rightly remembers of a channel does not grow with the number of requests. */
    private static final int CHANNELS = 40;

    private static final String[] ODD_CHANNELS = {
        "%2F",
        "..%2f..%2fetc",
        "%0a",
        "%00",
        "_x",
        "a%20b",
        "%c0%af",
        "%ff",
        "%ED%A0%80",
        "a%",
        "%zz",
        "%u0041",
        "..",
        ".",
        "",
        "e%CC%81",
        "\u00E9",
        "%C3%A9",
        "\u0645\u062D\u0627\u062F\u062B\u0629",
        "a;b=c",
        "a*",
        "{a}",
        "a{b",
        "a,b",
        "subscribe",
        "channels",
        "metrics",
        "assets",
        "favicon.ico",
        "readyz",
        "a+b",
        "a%2Bb",
        "a%3F",
        "a%23",
        "chat:x",
        "%7Bx%7D",
        "a'b\"c",
        "<script>",
        "%3Cscript%3E",
        "members",
        "typing",
        "%F0%9F%98%80",
        "\u0661",
        "a:b.c_d-e",
        "A".repeat(64),
        "A".repeat(65)
    };
    private static final String[] TEXTS = {
        "",
        " ",
        "hi",
        "<b>&\"'",
        "\u0000",
        "\r\n\r\n",
        "a\nid: 1-1\ndata: x\n\n",
        "\uD83D\uDE00",
        "\uFEFF",
        "\uFFFF",
        "\u202E",
        "\t",
        "\u2028",
        "{\"message\":\"x\"}",
        "null",
        "\u0085",
        "{",
        "\\",
        "%00",
        "system"
    };
    private static final String[] CURSORS = {
        "0-0",
        "1-1",
        "1795226995253-41",
        "999999999999999999-999999999999999999",
        "9999999999999999999-0",
        "0-1",
        "01-1",
        "-1-1",
        "1-",
        "-",
        "1",
        "1-1-1",
        "*",
        "$",
        "+",
        "(1-1",
        "hostile-0=1-1",
        "hostile-0=1-1,hostile-1=0-0",
        "hostile-0=",
        "=1-1",
        "=",
        "hostile-0=1-1,hostile-0=1-1",
        "%=1-1",
        "%E4=1-1",
        "a=1-1,".repeat(300),
        ",,,,",
        "\u0661-\u0661"
    };
    private static final String[] BROWSERS = {
        "0123456789abcdef",
        "0123456789abcdef",
        "0123456789abcde",
        "x".repeat(64),
        "x".repeat(65),
        "0123456789abcde\u0661",
        "0123456789abcde\u0000",
        ""
    };
    private static final String[] NUMBERS = {
        "0",
        "1",
        "50",
        "200",
        "201",
        "-1",
        "+5",
        "007",
        "1e3",
        "0x10",
        "2147483648",
        "99999999999999999999",
        "",
        " 1",
        "\u0663",
        "NaN",
        "1;2",
        "%31",
        "%"
    };
    private static final String[] JSONS = {
        "",
        "null",
        "[]",
        "{}",
        "{",
        "\"x\"",
        "{\"sender\":1,\"message\":2}",
        "{\"sender\":null}",
        "{\"sender\":\"a\",\"message\":\"x\",\"browser\":[]}",
        "{\"sender\":\"a\",\"message\":\"x\",\"browser\":null,\"tag\":\"aaaaaaaa\",\"user\":\"42\"}",
        "{\"event\":\"e\",\"data\":{}}",
        "{\"event\":\"e\"}",
        "{\"event\":1}",
        "{\"event\":\"\\n\",\"data\":{}}",
        "{\"event\":\"reset\",\"data\":{}}",
        "{\"event\":\"e\",\"data\":[]}",
        "{\"event\":\"e\",\"data\":{\"a\":1e999999999}}",
        "{\"event\":\"e\",\"data\":{\"a\":1e99999}}",
        "{\"event\":\"e\",\"data\":{\"a\":0." + "1".repeat(1_500) + "}}",
        "{\"event\":\"e\",\"data\":{\"<\":\"<\",\"&lt;\":1}}",
        "{\"event\":\"e\",\"data\":" + "{\"a\":".repeat(900) + "1" + "}".repeat(901),
        "[".repeat(5_000),
        "{\"a\":".repeat(2_000),
        "{\"sender\":\"\\ud800\",\"message\":\"x\"}",
        "{\"sender\":\"a\",\"message\":\"\\udc00x\"}",
        "{\"sender\":\"a\",\"sender\":\"b\"}",
        "{\"sender\":\"a\",\"message\":\"x\"} {}",
        "{\"sender\":\"a\",\"message\":\"x\",\"key\":\"" + "k".repeat(65) + "\"}",
        "{\"sender\":\"a\",\"message\":\"x\",\"key\":{}}",
        "{'sender':'a'}",
        "/**/{}",
        "\uFEFF{\"sender\":\"a\",\"message\":\"x\"}",
        "NaN",
        "{\"sender\":\"a\",\"message\":\"" + "\\u0001".repeat(500) + "\"}",
        "{\"a\":" + "9".repeat(1_200) + "}"
    };
    private static final String[] FORMS = {
        "",
        "&",
        "=",
        "&&&=&&",
        "sender",
        "sender=",
        "sender=a",
        "message=x",
        "sender=a&message=%",
        "sender=a&message=%zz",
        "sender=%00&message=x",
        "sender=a&message=%ED%A0%80",
        "sender=a&message=%FF%FE",
        "sender=a&sender=b&message=x",
        "sender=a&message=%u0041",
        "sender=a+b&message=x+y",
        "sender=a&event=e&data={}",
        "sender=a&message=x&key=a%20b",
        "a=b&".repeat(40),
        "sender=" + "a".repeat(65) + "&message=x",
        "sender=a&message=" + "%F0%9F%98%80".repeat(4_001),
        "sender=a;message=x"
    };

    private final Random random;

    Dictionary(Random random) {
        this.random = random;
    }

    /** A good one. */
    String channel() {
        return "hostile-" + random.nextInt(CHANNELS);
    }

    /** As it stands in an address. */
    String anyChannel() {
        return switch (random.nextInt(10)) {
            case 0, 1 -> pick(ODD_CHANNELS);
            case 2 -> "_" + garbage(20);
            default -> channel();
        };
    }

    String channelList() {
        StringBuilder list = new StringBuilder(anyChannel());
        for (int more = random.nextInt(8) == 0 ? random.nextInt(40) : random.nextInt(3); more > 0; more--) {
            list.append(random.nextInt(20) == 0 ? ",," : ",").append(random.nextInt(4) == 0 ? anyChannel() : channel());
        }
        return list.toString();
    }

    String text() {
        return switch (random.nextInt(12)) {
            case 0 -> MARK + pick(TEXTS).repeat(1 + random.nextInt(70));
            case 1 -> MARK + "x".repeat(random.nextInt(4_100));
            case 2 -> garbage(80);
            default -> MARK + pick(TEXTS);
        };
    }

    String cursor() {
        return pick(CURSORS);
    }

    String number() {
        return pick(NUMBERS);
    }

    String browser() {
        return random.nextInt(4) == 0 ? text() : pick(BROWSERS);
    }

    String json() {
        return random.nextInt(2) == 0
                ? pick(JSONS)
                : "{\"sender\":\"" + MARK + "\",\"message\":\"" + jsonText() + "\",\"browser\":\"" + jsonText(browser())
                        + "\"}";
    }

    String form() {
        return random.nextInt(2) == 0
                ? pick(FORMS)
                : "sender=" + MARK + "&message=" + encoded(text()) + "&browser=" + encoded(pick(BROWSERS));
    }

    /** Percent-encoded, more or less. */
    String encoded(String text) {
        if (random.nextInt(20) == 0) {
            return text.replace("\n", "").replace("\r", "").replace(" ", "");
        }
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            encoded.append(
                    b > ' ' && "%&=+#?\"<>\\^`{|}\u007f".indexOf(b) < 0
                            ? String.valueOf((char) b)
                            : String.format(Locale.ROOT, "%%%02X", b & 0xFF));
        }
        return encoded.toString();
    }

    /** Any characters at all. */
    String garbage(int atMost) {
        StringBuilder garbage = new StringBuilder();
        for (int left = random.nextInt(atMost + 1); left > 0; left--) {
            garbage.append((char) (random.nextInt(4) == 0 ? random.nextInt(0x10000) : random.nextInt(0x80)));
        }
        return garbage.toString();
    }

    byte[] bytes(int atMost) {
        byte[] bytes = new byte[random.nextInt(atMost + 1)];
        random.nextBytes(bytes);
        return bytes;
    }

    String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private String jsonText() {
        return jsonText(text());
    }

    private static String jsonText(String text) {
        return text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\u0000", "\\u0000");
    }
}

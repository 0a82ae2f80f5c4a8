package dev.parley.wire.fact;

import dev.parley.wire.http.Connection;
import dev.parley.wire.http.Request;
import dev.parley.wire.hub.Hub;
import dev.parley.wire.hub.NotTried;
import dev.parley.wire.hub.Series;
import dev.parley.wire.sse.Block;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Facts 7, 8, 13 and 14: what is said, as lines and events. */
final class FormatChecks {
    private static final String END = "END";
    private static final String UNICODE = "grüße ☃ 😀 é \u202Eabc\u202C";
    private static final List<String> ODD = List.of(
            UNICODE, "a\u0085b\u2028c\u2029d", "\uFEFFwith a mark", "tab\t quote\" back\\slash", "<b>&amp;</b>");
    private static final Pattern SEPARATORS = Pattern.compile("[\u0085\u2028\u2029]");
    private static final Pattern LONE_FEED = Pattern.compile("(?<!\r)\n");
    private static final Pattern LONE_RETURN = Pattern.compile("\r(?!\n)");

    private FormatChecks() {}

    static void lines(Hub hub, Findings findings) throws IOException, NotTried {
        Series series = hub.newSeries();
        try (Connection stream = hub.live(0, series)) {
            for (String odd : ODD) {
                String text = series.mark(series.next()) + odd + END;
                if (hub.offer(series.channel(), text)) {
                    arrives(hub, stream, text, odd.equals(UNICODE), findings);
                }
            }
            bytes(stream.body(), findings);
            stream.blocks().forEach(block -> separators(block, findings));
            findings.expect(
                    stream.blocks().stream()
                            .allMatch(block -> block.id().orElse("").indexOf('\0') < 0),
                    ODD.size() + " odd messages",
                    () -> "an id with U+0000, which makes readers ignore it");
        }
    }

    private static void arrives(Hub hub, Connection stream, String text, boolean isExact, Findings findings)
            throws IOException {
        String mark = text.substring(0, text.indexOf('z') + 1);
        boolean isHeard = stream.hears(mark, hub.pace().patience());
        Optional<String> heard = hub.texts(stream.blocks()).stream()
                .filter(said -> said.contains(mark))
                .findFirst();
        findings.expect(
                isHeard && heard.isPresent() && heard.get().contains(isExact ? text : END),
                "the text \"" + escaped(text) + "\"",
                () -> heard.map(said -> "\"" + escaped(said) + "\"").orElse("nothing with its beginning"));
    }

    private static void bytes(byte[] body, Findings findings) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            long pairs = text.split("\r\n", -1).length - 1L;
            long feeds = LONE_FEED.matcher(text).results().count();
            long returns = LONE_RETURN.matcher(text).results().count();
            boolean isOneKind = (pairs > 0 ? 1 : 0) + (feeds > 0 ? 1 : 0) + (returns > 0 ? 1 : 0) <= 1;
            findings.expect(
                    isOneKind,
                    ODD.size() + " odd messages",
                    () -> "line breaks of several kinds: " + feeds + " LF, " + pairs + " CR LF, " + returns + " CR");
        } catch (CharacterCodingException e) {
            findings.fail(ODD.size() + " odd messages", "bytes that are no UTF-8");
        }
    }

    private static void separators(Block block, Findings findings) {
        boolean isJson = block.data().startsWith("{") || block.data().startsWith("[");
        if (isJson) {
            findings.expect(
                    !SEPARATORS.matcher(block.data()).find(),
                    "a text with U+0085, U+2028 and U+2029",
                    () -> "they are raw in JSON, where they could be \\u escapes: " + escaped(block.toString()));
        }
    }

    static void dataInEveryBlock(Hub hub, Findings findings, Silence silence) throws IOException, NotTried {
        List<Block> blocks = new ArrayList<>(silence.blocks());
        Series series = hub.newSeries();
        try (Connection stream = hub.live(0, series)) {
            stream.hears(series.mark(hub.say(series)), hub.pace().patience());
            blocks.addAll(stream.blocks());
        }
        boolean hasId = false;
        for (Block block : blocks) {
            hasId |= block.id().isPresent();
            // one reader that hands these out does so once it has heard an id
            if (!hasId && (block.isComment() || block.lines().isEmpty())) {
                continue;
            }
            String what = block.lines().isEmpty()
                    ? "a blank line of its own"
                    : block.isComment() ? "a comment that a blank line follows" : "a block without data";
            if (!findings.expect(block.hasData(), "a stream, two messages, and a silence", () -> what + ": " + block)) {
                return;
            }
        }
    }

    static void lineBreaksInText(Hub hub, Findings findings) throws IOException, NotTried {
        Series series = hub.newSeries();
        List<String> texts = List.of(
                "a\nb", "a\r\nb", "a\rb", "x\n\nid: 7\nevent: forged\nretry: 1\ndata: y", "x\r\rid: 7\rdata: y");
        try (Connection stream = hub.live(0, series)) {
            for (String text : texts) {
                textWithBreaks(hub, stream, series, text, findings);
            }
            Optional<Block> forged = stream.blocks().stream()
                    .filter(block -> block.type().equals("forged")
                            || block.id().orElse("").equals("7")
                            || block.retry().orElse("").equals("1"))
                    .findFirst();
            findings.expect(
                    forged.isEmpty(),
                    "a text with line breaks, `id: 7`, `event: forged` and `retry: 1` in it",
                    () -> "it became an event of its own: " + forged.orElseThrow());
        }
    }

    private static void textWithBreaks(Hub hub, Connection stream, Series series, String text, Findings findings)
            throws IOException, NotTried {
        String mark = series.mark(series.next());
        if (!hub.offer(series.channel(), mark + text + END)) {
            findings.hold(); // refused
            return;
        }
        stream.hears(mark, hub.pace().patience());
        List<String> heard = hub.texts(stream.blocks()).stream()
                .filter(said -> said.contains(mark))
                .toList();
        findings.expect(
                heard.stream().anyMatch(said -> spaced(said).contains(spaced(mark + text + END))),
                "the text \"" + escaped(text) + "\"",
                () -> heard.isEmpty() ? "no event with it" : "\"" + escaped(heard.get(0)) + "\"");
    }

    static void reservedNames(Hub hub, Findings findings) throws IOException, NotTried {
        Series series = hub.newSeries();
        try (Connection stream = hub.live(0, series)) {
            for (String name : List.of("open", "error", "message")) {
                String mark = series.mark(series.next());
                Optional<Request> named = hub.dialect().sayNamed(series.channel(), name, mark);
                boolean isTaken = named.isPresent() && hub.offer(named.get());
                if (isTaken) {
                    stream.hears(mark, hub.pace().patience());
                }
                findings.expect(
                        stream.blocks().stream()
                                .noneMatch(
                                        block -> block.last("event").orElse("").equals(name)),
                        named.isPresent() ? "an event that its publisher named `" + name + "`" : "a stream",
                        () -> "it has an event of that name");
            }
            if (hub.dialect().sayNamed("any", "any", "any").isEmpty()) {
                findings.remark("publishers can't name events here; only what the stream says by itself was looked at");
            }
        }
    }

    private static String spaced(String text) {
        return text.replaceAll("\\s+", " ");
    }

    private static String escaped(String text) {
        StringBuilder plain = new StringBuilder();
        text.chars().limit(200).forEach(c -> {
            boolean isPlain = c >= 0x20 && c != 0x85 && c != 0x2028 && c != 0x2029 && c != 0xFEFF && c != 0x202E;
            plain.append(isPlain ? String.valueOf((char) c) : String.format(Locale.ROOT, "\\u%04x", c));
        });
        return plain.toString();
    }
}

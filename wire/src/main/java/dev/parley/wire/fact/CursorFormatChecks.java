package dev.parley.wire.fact;

import dev.parley.wire.http.Connection;
import dev.parley.wire.http.Request;
import dev.parley.wire.hub.Hub;
import dev.parley.wire.hub.NotTried;
import dev.parley.wire.hub.Series;
import dev.parley.wire.sse.Block;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Facts 9 to 12 and 15: what events carry beside their data, how long lines are, and keep-alives. */
final class CursorFormatChecks {
    private static final int CONNECTIONS = 5;
    private static final int LONGEST_ID = 4_096;
    private static final int LONGEST_LINE = 65_535; // bufio.MaxScanTokenSize is 65,536 with the line break
    private static final List<Integer> SIZES = List.of(60_000, 70_000, 200_000);
    private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9._~:/?@!$&'()*+,;=%\\[\\]-]+"); // RFC 3986, 2

    private CursorFormatChecks() {}

    static void retry(Hub hub, Findings findings) throws IOException, NotTried {
        Set<String> values = new HashSet<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            Series series = hub.newSeries();
            try (Connection stream = hub.live(i % hub.size(), series)) {
                Optional<Block> block = stream.blocks().stream()
                        .filter(one -> one.retry().isPresent())
                        .findFirst();
                String sent = "a new stream, and a message";
                if (!findings.expect(block.isPresent(), sent, () -> "no `retry:` in " + stream.blocks())) {
                    return;
                }
                findings.expect(
                        block.get().retry().orElseThrow().matches("[0-9]{1,9}"),
                        sent,
                        () -> "no digits in " + block.get());
                findings.expect(block.get().hasData(), sent, () -> "`retry:` in a block without data: " + block.get());
                values.add(block.get().retry().orElseThrow());
            }
        }
        findings.expect(
                values.size() > 1,
                CONNECTIONS + " new streams",
                () -> "`retry: " + values.iterator().next() + "` on each: all come back in the same moment");
    }

    static void idEverywhere(Hub hub, Findings findings, Silence silence) throws IOException, NotTried {
        List<Block> blocks = new ArrayList<>(silence.blocks());
        blocks.addAll(someEvents(hub));
        if (hub.dialect().hasManyChannels()) {
            blocks.addAll(eventsOfSeveral(hub));
        }
        for (Block block : blocks) {
            if (block.hasData()) {
                String id = block.id().orElse("");
                if (!findings.expect(!id.isEmpty(), "events of several kinds", () -> "one without an id: " + block)) {
                    return;
                }
                findings.expect(
                        LEGAL.matcher(id).matches() && id.length() <= LONGEST_ID,
                        "events of several kinds",
                        () -> "an id that is not legal in a header and a URL, or longer than 4 KiB: " + id);
            }
        }
    }

    static void idLast(Hub hub, Findings findings) throws IOException, NotTried {
        List<Block> withId =
                someEvents(hub).stream().filter(block -> block.id().isPresent()).toList();
        if (withId.isEmpty()) {
            throw new NotTried("there are no ids (fact 10)");
        }
        for (Block block : withId) {
            if (!findings.expect(
                    block.lastIndex("id") > block.lastIndex("data"),
                    "messages",
                    () -> "`id:` before `data:` in " + block)) {
                return;
            }
        }
    }

    /** A message, one with a name, and how a stream begins. */
    private static List<Block> someEvents(Hub hub) throws IOException, NotTried {
        Series series = hub.newSeries();
        try (Connection stream = hub.live(0, series)) {
            String mark = series.mark(series.next());
            Optional<Request> named = hub.dialect().sayNamed(series.channel(), "wire", mark);
            if (named.isPresent() && hub.offer(named.get())) {
                stream.hears(mark, hub.pace().patience());
            }
            stream.hears(series.mark(hub.say(series)), hub.pace().patience());
            return List.copyOf(stream.blocks());
        }
    }

    private static List<Block> eventsOfSeveral(Hub hub) throws IOException, NotTried {
        Series one = hub.newSeries();
        Series other = hub.newSeries();
        Request request = hub.common(hub.dialect().listen(List.of(one.channel(), other.channel())));
        try (Connection stream = hub.open(0, request)) {
            stream.head(hub.pace().patience());
            for (Series series : List.of(one, other)) {
                stream.hears(series.mark(hub.say(series)), hub.pace().patience());
            }
            return List.copyOf(stream.blocks());
        }
    }

    static void lineLength(Hub hub, Findings findings) throws IOException, NotTried {
        hub.requireSpeech();
        Series series = hub.newSeries();
        int accepted = 0;
        try (Connection stream = hub.live(0, series)) {
            for (int size : SIZES) {
                String mark = series.mark(series.next());
                if (hub.offer(series.channel(), mark + "x".repeat(size))) {
                    accepted++;
                    arrives(hub, stream, mark, size + " characters", findings);
                }
            }
            Map<String, Request> many = hub.dialect().sayMuch(series.channel(), () -> series.mark(series.next()));
            for (Map.Entry<String, Request> much : many.entrySet()) {
                if (hub.offer(much.getValue())) {
                    accepted++;
                    arrives(hub, stream, much.getKey(), "as many characters that are escaped as are taken", findings);
                }
            }
            int last = hub.say(series);
            stream.hears(series.mark(last), hub.pace().patience());
            int longest = longestLine(stream.body());
            int taken = accepted;
            findings.expect(
                    longest <= LONGEST_LINE,
                    "texts of up to " + SIZES.get(SIZES.size() - 1) + " characters, of which " + taken + " were taken",
                    () -> "a line of " + longest + " bytes");
            findings.remark("the longest line was " + longest + " bytes");
        }
    }

    private static void arrives(Hub hub, Connection stream, String mark, String size, Findings findings)
            throws IOException {
        findings.expect(
                stream.hears(mark, hub.pace().patience()),
                "a text of " + size + ", which was taken",
                () -> "no event with it within " + hub.pace().patience().toMillis() + " ms; " + stream.end());
    }

    private static int longestLine(byte[] body) {
        int longest = 0;
        int from = 0;
        for (int i = 0; i < body.length; i++) {
            if (body[i] == '\n' || body[i] == '\r') {
                longest = Math.max(longest, i - from);
                from = i + 1;
            }
        }
        return longest;
    }

    static void keepAlive(Hub hub, Findings findings, Silence silence) {
        Duration atLeast = hub.pace().atLeast();
        Duration often = hub.pace().oftenEnough();
        findings.expect(
                silence.isWithin(atLeast),
                "a stream, and silence",
                () -> silence.hasSpoken()
                        ? "the first thing came after " + silence.nanos() / 1_000_000 + " ms"
                        : "nothing within " + atLeast.toMillis() + " ms");
        boolean isOften = silence.isWithin(often);
        if (!isOften && silence.hasSpoken()) {
            findings.expect(
                    silence.onDemand().isPresent(),
                    "a stream that asks for a keep-alive in less than " + often.toMillis() + " ms, and silence",
                    () -> "none came, or there is no way to ask for one; by itself it comes after "
                            + silence.nanos() / 1_000_000 + " ms");
        }
    }
}

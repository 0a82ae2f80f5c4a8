package dev.parley.wire.fact;

import dev.parley.wire.http.Connection;
import dev.parley.wire.hub.Hub;
import dev.parley.wire.hub.NotTried;
import dev.parley.wire.hub.Series;
import dev.parley.wire.sse.Block;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Facts 20 and 21: cuts at any byte. */
final class CutChecks {
    private static final String BLANK = "\n\n";
    private static final int BURST = 128;
    private static final int BIG = 3_900;
    private static final int CUTS = 7;

    private CutChecks() {}

    /** Messages #1 and #2 follow a cursor; #1 is cut at each of its bytes, and what the reader has then must be made whole. */
    static void anywhere(Hub hub, Findings findings) throws IOException, NotTried {
        Series series = hub.newSeries();
        String start;
        try (Connection stream = hub.live(0, series)) {
            start = ResumeChecks.cursor(hub, stream);
        }
        int before = series.last();
        int first = hub.say(series);
        hub.say(series);
        String raw = probe(hub, series, start);
        int mark = raw.indexOf(series.mark(first));
        if (!findings.expect(mark >= 0, "resumed before a message", () -> "it did not come")) {
            return;
        }
        int from = Math.max(raw.lastIndexOf(BLANK, mark), raw.lastIndexOf("\r\n\r\n", mark));
        int blank = raw.indexOf(BLANK, mark);
        int to = blank < 0 ? raw.length() : blank + BLANK.length();
        new Cuts(hub, series, start, before).at(from, to, findings);
    }

    private static String probe(Hub hub, Series series, String cursor) throws IOException {
        try (Connection stream = hub.resume(0, series.channel(), cursor)) {
            stream.hears(series.mark(series.last()), hub.pace().patience());
            return new String(stream.raw(), StandardCharsets.ISO_8859_1);
        }
    }

    /** Cuts one stream again and again. */
    private static final class Cuts {
        private final Hub hub;
        private final Series series;
        private final String start;
        private final int before;
        private final List<Integer> skipped = new ArrayList<>(); // cuts after which an early reader lacks something

        Cuts(Hub hub, Series series, String start, int before) {
            this.hub = hub;
            this.series = series;
            this.start = start;
            this.before = before;
        }

        void at(int from, int to, Findings findings) throws IOException {
            for (int at = from; at <= to && !findings.hasFailed(); at++) {
                cut(at, false, findings);
                cut(at, true, findings);
            }
            String sent = "a message, cut at each of its " + (to - from)
                    + " bytes, and resumed with the id of an early reader";
            long places = skipped.stream().distinct().count();
            // where the line of the id ends the block does not yet: nobody can do anything about this one
            if (findings.expect(
                            places <= 1,
                            sent,
                            () -> "lost at " + places + " places: bytes " + skipped.get(0) + " to "
                                    + skipped.get(skipped.size() - 1))
                    && places == 1) {
                findings.remark(
                        "an early reader loses the event that is cut between its id line and the blank line: one byte");
            }
        }

        private void cut(int at, boolean byReset, Findings findings) throws IOException {
            String strict;
            String early;
            List<Block> handedOut;
            try (Connection stream = hub.open(0, hub.resuming(series.channel(), start))) {
                stream.readUpTo(at, hub.pace().patience());
                strict = hub.dialect().cursor(stream.events()).orElse(start);
                early = hub.dialect().hasIds() ? stream.events().earlyCursor().orElse(start) : strict;
                handedOut = List.copyOf(stream.blocks());
                if (byReset) {
                    stream.reset();
                }
            }
            String sent = "a message, cut by " + (byReset ? "RST" : "FIN") + " after byte " + at + " of the answer";
            Optional<String> fault = resumed(handedOut, strict, at);
            findings.expect(fault.isEmpty(), sent, fault::orElseThrow);
            if (!early.equals(strict) && resumed(handedOut, early, at).isPresent()) {
                skipped.add(at);
            }
        }

        /** What is wrong with both streams together. */
        private Optional<String> resumed(List<Block> handedOut, String cursor, int at) throws IOException {
            try (Connection stream = hub.resume(at % hub.size(), series.channel(), cursor)) {
                boolean isThere =
                        stream.hears(series.mark(series.last()), hub.pace().patience());
                List<Integer> heard = new ArrayList<>(series.heard(handedOut));
                heard.addAll(series.heard(stream.blocks()));
                return isThere || heard.contains(series.last())
                        ? series.fault(before, heard)
                        : Optional.of("nothing came after " + cursor);
            }
        }
    }

    /** Reads a burst in pieces, each of another connection that ends in the middle of something. */
    static void inABurst(Hub hub, Findings findings) throws IOException, NotTried {
        Series series = hub.newSeries();
        String cursor;
        try (Connection stream = hub.live(0, series)) {
            cursor = ResumeChecks.cursor(hub, stream);
        }
        int before = series.last();
        for (int i = 0; i < BURST; i++) {
            hub.say(series, "x".repeat(BIG));
        }
        List<Integer> heard = new ArrayList<>();
        int piece = BURST * BIG / CUTS + 1_013; // no multiple of an event
        for (int i = 0; i < CUTS; i++) {
            try (Connection stream = hub.openNarrow(i % hub.size(), hub.resuming(series.channel(), cursor))) {
                stream.readUpTo(piece, hub.pace().patience());
                stream.reset();
                heard.addAll(series.heard(stream.blocks()));
                cursor = hub.dialect().cursor(stream.events()).orElse(cursor);
            }
        }
        try (Connection stream = hub.resume(0, series.channel(), cursor)) {
            stream.hears(series.mark(series.last()), hub.pace().patience());
            heard.addAll(series.heard(stream.blocks()));
        }
        Optional<String> fault = series.fault(before, heard);
        findings.expect(
                fault.isEmpty(),
                BURST + " messages of " + BIG + " characters at once, read through " + CUTS + " streams that were cut",
                fault::orElseThrow);
    }
}

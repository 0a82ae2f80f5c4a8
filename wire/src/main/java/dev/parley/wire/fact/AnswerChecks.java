package dev.parley.wire.fact;

import dev.parley.wire.http.Connection;
import dev.parley.wire.http.Head;
import dev.parley.wire.http.Request;
import dev.parley.wire.hub.Hub;
import dev.parley.wire.hub.NotTried;
import dev.parley.wire.hub.Series;
import dev.parley.wire.sse.Block;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Facts 1 to 5: the answer to a request for a stream. */
final class AnswerChecks {
    private static final int FEW = 4;
    private static final String STREAM = "text/event-stream";

    private AnswerChecks() {}

    static void statusAndType(Hub hub, Findings findings) throws IOException {
        Request plain = hub.listening(hub.newChannel());
        List<Request> requests = List.of(
                plain, plain.with("Accept", "*/*," + STREAM), plain.with("Accept", "*/*"), plain.without("Accept"));
        for (Request request : requests) {
            try (Connection stream = hub.open(0, request)) {
                Optional<Head> head = stream.head(hub.pace().patience());
                String type = head.map(Head::type).orElse("");
                boolean isStream = head.isPresent() && head.get().status() == 200 && type.equals(STREAM);
                if (findings.expect(isStream, words(request), stream::summary)) {
                    charset(head.get(), request, findings);
                }
                if (request.equals(plain) && isStream) {
                    caching(head.get(), request, findings);
                }
            }
        }
    }

    private static String words(Request request) {
        String accept = request.headers().stream()
                .filter(header -> header.startsWith("Accept"))
                .findFirst()
                .orElse("no Accept");
        return "GET " + request.target() + " with " + accept;
    }

    private static void charset(Head head, Request request, Findings findings) {
        String type = head.header("Content-Type")
                .toLowerCase(Locale.ROOT)
                .replace("\"", "")
                .replace(" ", "");
        findings.expect(
                !type.contains("charset=") || type.contains("charset=utf-8"),
                request.toString(),
                () -> "Content-Type: " + type + ", though event streams are UTF-8");
    }

    private static void caching(Head head, Request request, Findings findings) {
        Set<String> directives = Set.of(head.header("Cache-Control")
                .toLowerCase(Locale.ROOT)
                .replace(" ", "")
                .split(",", -1));
        String came = "Cache-Control: " + head.header("Cache-Control");
        findings.expect(
                directives.contains("no-cache") || directives.contains("no-store"),
                request.toString(),
                () -> came + ", with neither no-cache nor no-store: a cache may answer the next client");
        findings.expect(
                directives.contains("no-transform"),
                request.toString(),
                () -> came
                        + ", without no-transform: a proxy that compresses (Express' compression, webpack's) holds events back");
    }

    static void chunked(Hub hub, Findings findings) throws IOException, NotTried {
        Series series = hub.newSeries();
        Request request = hub.listening(series.channel());
        try (Connection stream = hub.open(0, request)) {
            Optional<Head> head = stream.head(hub.pace().patience());
            if (!findings.expect(
                    head.isPresent(),
                    request + ", and nothing was said",
                    () -> "no head within " + hub.pace().patience().toMillis() + " ms: it waits for the first event")) {
                return;
            }
            findings.expect(
                    head.get().contentLength() < 0,
                    request.toString(),
                    () -> "Content-Length: " + head.get().contentLength());
            findings.expect(
                    head.get().isChunked(),
                    request.toString(),
                    () -> "no Transfer-Encoding: chunked; Connection: "
                            + head.get().header("Connection") + ": only the connection's end delimits it");
        }
        promptly(hub, findings, series);
    }

    /** Says some things one by one: each must come without the next, and the quickest at once. */
    private static void promptly(Hub hub, Findings findings, Series series) throws IOException, NotTried {
        try (Connection stream = hub.live(0, series)) {
            long quickest = Long.MAX_VALUE;
            for (int i = 0; i < FEW; i++) {
                long before = System.nanoTime();
                int number = hub.say(series);
                boolean isHeard = stream.hears(series.mark(number), hub.pace().patience());
                if (!findings.expect(
                        isHeard,
                        "one message, and nothing after it",
                        () -> "it was not whole after " + hub.pace().patience().toMillis()
                                + " ms: it waits for the next one; " + stream.summary())) {
                    return;
                }
                quickest = Math.min(quickest, System.nanoTime() - before);
            }
            long millis = quickest / 1_000_000;
            findings.expect(
                    millis <= hub.pace().prompt().toMillis(),
                    FEW + " messages, one by one",
                    () -> "the quickest came after " + millis + " ms");
        }
    }

    static void chunkBorders(Hub hub, Findings findings) throws IOException, NotTried {
        Series series = hub.newSeries();
        try (Connection stream = hub.live(0, series)) {
            for (int i = 0; i < FEW; i++) {
                int number = hub.say(series);
                if (!findings.expect(
                        stream.hears(series.mark(number), hub.pace().patience()),
                        "one message, and nothing after it",
                        () -> "its event was not whole: " + stream.summary())) {
                    return;
                }
            }
            if (!stream.head().orElseThrow().isChunked()) {
                throw new NotTried("where chunks end: there are none (fact 2)");
            }
            List<Integer> ends = stream.blocks().stream().map(Block::to).toList();
            List<Integer> inside = stream.borders().stream()
                    .filter(border -> !ends.contains(border))
                    // what has no blank line yet, such as a lone comment, may be a chunk as well
                    .filter(border -> !isLineEnd(stream.body(), border))
                    .toList();
            findings.expect(
                    inside.isEmpty() && stream.framingFault().isEmpty(),
                    FEW + " messages, one by one",
                    () -> "chunks that end within an event, at bytes " + inside + " of the body "
                            + stream.framingFault() + "; events end at " + ends);
        }
    }

    /** Whether a comment line ends there. */
    private static boolean isLineEnd(byte[] body, int at) {
        String text = new String(body, 0, at, StandardCharsets.ISO_8859_1);
        String line = text.substring(text.lastIndexOf('\n', Math.max(0, text.length() - 2)) + 1);
        return text.endsWith("\n") && line.startsWith(":");
    }

    static void otherRequests(Hub hub, Findings findings) throws IOException, NotTried {
        http10(hub, findings);
        head(hub, findings);
        pooled(hub, findings);
    }

    private static void http10(Hub hub, Findings findings) throws IOException, NotTried {
        Series series = hub.newSeries();
        Request request = hub.listening(series.channel()).over("1.0");
        try (Connection stream = hub.open(0, request)) {
            Optional<Head> head = stream.head(hub.pace().patience());
            if (!findings.expect(head.isPresent() && head.get().status() == 200, request.toString(), stream::summary)
                    || !findings.expect(
                            head.get().header("Transfer-Encoding").isEmpty(),
                            request.toString(),
                            () -> "Transfer-Encoding: " + head.get().header("Transfer-Encoding"))) {
                return;
            }
            int number = hub.say(series);
            findings.expect(
                    stream.hears(series.mark(number), hub.pace().patience()) && fieldsAreKnown(stream.blocks()),
                    request + ", then one message",
                    stream::summary);
        }
    }

    /** A chunk's size would look like a field of that name. */
    private static boolean fieldsAreKnown(List<Block> blocks) {
        Set<String> known = Set.of("", "data", "event", "id", "retry");
        return blocks.stream().flatMap(block -> block.lines().stream()).allMatch(line -> known.contains(line.field()));
    }

    private static void head(Hub hub, Findings findings) throws IOException, NotTried {
        Series series = hub.newSeries();
        Request request = hub.listening(series.channel()).as("HEAD");
        try (Connection answer = hub.open(0, request)) {
            Optional<Head> head = answer.head(hub.pace().patience());
            if (!findings.expect(head.isPresent(), request.toString(), answer::summary)) {
                return;
            }
            hub.say(series);
            int before = answer.rawLength();
            boolean more =
                    answer.bringsMore(hub.pace().quiet()) || before > head.get().length();
            findings.expect(
                    !more,
                    request + ", then one message",
                    () -> "a body of " + (answer.rawLength() - head.get().length()) + " bytes, where none may be");
        }
    }

    private static void pooled(Hub hub, Findings findings) throws IOException, NotTried {
        Series series = hub.newSeries();
        try (Connection stream = hub.live(0, series)) {
            Request second = hub.listening(hub.newChannel());
            try {
                stream.send(second);
            } catch (IOException refused) {
                findings.hold();
                return;
            }
            // what comes next is either this message, or the end, or a second answer
            int number = hub.say(series);
            stream.hears(series.mark(number), hub.pace().quiet());
            String all = new String(stream.raw(), StandardCharsets.ISO_8859_1);
            findings.expect(
                    all.indexOf("HTTP/1.", 1) < 0 && stream.framingFault().isEmpty(),
                    "a second request on the connection of a stream",
                    () -> "a second answer within the first: " + stream.framingFault());
        }
    }

    static void noCoding(Hub hub, Findings findings) throws IOException, NotTried {
        Series series = hub.newSeries();
        Request request = hub.listening(series.channel()).with("Accept-Encoding", "gzip, br, zstd");
        try (Connection stream = hub.open(0, request)) {
            Optional<Head> head = stream.head(hub.pace().patience());
            String coding =
                    head.map(answer -> answer.header("Content-Encoding")).orElse("");
            if (findings.expect(head.isPresent() && head.get().status() == 200, request.toString(), stream::summary)
                    && findings.expect(
                            coding.isEmpty() || coding.equalsIgnoreCase("identity"),
                            request.toString(),
                            () -> "Content-Encoding: " + coding)) {
                int number = hub.say(series);
                findings.expect(
                        stream.hears(series.mark(number), hub.pace().patience()),
                        request + ", then one message",
                        stream::summary);
            }
        }
    }
}

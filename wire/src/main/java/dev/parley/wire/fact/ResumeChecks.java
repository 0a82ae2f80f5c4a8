package dev.parley.wire.fact;

import dev.parley.wire.http.Connection;
import dev.parley.wire.http.Request;
import dev.parley.wire.hub.Hub;
import dev.parley.wire.hub.NotTried;
import dev.parley.wire.hub.Series;
import dev.parley.wire.hub.Speaker;
import dev.parley.wire.sse.Block;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Facts 16, 19 and 22: going on where a stream ended. */
final class ResumeChecks {
    private static final int SOME = 5;

    private ResumeChecks() {}

    static void resume(Hub hub, Findings findings) throws IOException, NotTried {
        for (int from = 0; from < hub.size(); from++) {
            resume(hub, from, (from + 1) % hub.size(), findings);
        }
        if (hub.size() == 1 && !hub.isProxied()) {
            findings.remark("only one instance was given, so streams were resumed where they ended");
        }
        if (!hub.dialect().hasIds()) {
            findings.remark("by a cursor of its own; EventSource, which knows only Last-Event-ID, begins anew");
        }
    }

    /** Messages go on all the time. */
    private static void resume(Hub hub, int from, int to, Findings findings) throws IOException, NotTried {
        Series series = hub.newSeries();
        String cursor;
        int heard;
        try (Connection stream = hub.live(from, series)) {
            try (Speaker speaker = Speaker.start(hub, series)) {
                stream.hears(series.mark(SOME), hub.pace().patience());
                cursor = cursor(hub, stream);
                heard = series.lastHeard(stream.blocks());
                stream.reset();
                speaker.awaitMore(SOME);
                try (Connection resumed = hub.resume(to, series.channel(), cursor)) {
                    speaker.awaitMore(SOME);
                    speaker.stop();
                    resumed.hears(series.mark(series.last()), hub.pace().patience());
                    Optional<String> fault = series.fault(heard, series.heard(resumed.blocks()));
                    findings.expect(
                            fault.isEmpty(),
                            "messages all the time; a stream cut after #" + heard + ", and " + resumed.request()
                                    + " on instance " + (to + 1),
                            () -> fault.orElseThrow() + ", up to #" + series.last());
                }
            }
        }
    }

    static void cursorFromTheStart(Hub hub, Findings findings, Silence silence) throws IOException, NotTried {
        if (!hub.dialect().hasIds()) {
            findings.notApplicable("events have no ids; its cursor is in their data");
            return;
        }
        Series series = hub.newSeries();
        try (Connection stream = hub.live(0, series)) {
            var first =
                    stream.blocks().stream().filter(block -> block.hasData()).findFirst();
            String id = first.flatMap(block -> block.id()).orElse("");
            if (findings.expect(!id.isEmpty(), "a new stream", () -> "its first event has no id: " + first)) {
                boolean isMessage = !series.heard(List.of(first.orElseThrow())).isEmpty();
                int firstHeard = series.heard(stream.blocks()).get(0);
                hub.say(series);
                after(hub, series, id, isMessage ? firstHeard : firstHeard - 1, "the first event's id", findings);
            }
        }
        keepAlive(hub, silence, findings);
    }

    /** The newest id that a silent stream has said, be it of a keep-alive. */
    private static void keepAlive(Hub hub, Silence silence, Findings findings) throws IOException, NotTried {
        Series series = silence.series();
        for (int i = silence.blocks().size() - 1; i > 0; i--) {
            Block block = silence.blocks().get(i);
            boolean isMessage = !series.heard(List.of(block)).isEmpty();
            if (block.hasData() && block.id().isPresent() && !isMessage) {
                int before = series.lastHeard(silence.blocks().subList(0, i));
                hub.say(series);
                after(hub, series, block.id().get(), before, "the id of " + block, findings);
                return;
            }
        }
        findings.remark("no other event without a message has an id");
    }

    private static void after(Hub hub, Series series, String id, int after, String what, Findings findings)
            throws IOException {
        try (Connection resumed = hub.resume(hub.size() - 1, series.channel(), id)) {
            resumed.hears(series.mark(series.last()), hub.pace().patience());
            Optional<String> fault = series.fault(after, series.heard(resumed.blocks()));
            findings.expect(
                    fault.isEmpty(), "resumed with " + what, () -> fault.orElseThrow() + ", up to #" + series.last());
        }
    }

    static void severalChannels(Hub hub, Findings findings) throws IOException, NotTried {
        if (!hub.dialect().hasManyChannels()) {
            findings.notApplicable(hub.dialect().whyOneChannel());
            return;
        }
        List<Series> all = List.of(hub.newSeries(), hub.newSeries(), hub.newSeries());
        List<String> channels = all.stream().map(Series::channel).toList();
        String cursor;
        try (Connection stream = hub.open(0, hub.common(hub.dialect().listen(channels)))) {
            stream.head(hub.pace().patience());
            sayInTurn(hub, all, stream);
            cursor = cursor(hub, stream);
        }
        List<Integer> heard = all.stream().map(Series::last).toList();
        sayInTurn(hub, all, null);
        again(hub, all, channels, heard, cursor, "the same channels", findings);
        Series other = hub.newSeries();
        again(
                hub,
                List.of(all.get(0)),
                List.of(other.channel(), channels.get(0)),
                heard,
                cursor,
                "another list, of one of them and a new one",
                findings);
    }

    private static void sayInTurn(Hub hub, List<Series> all, Connection stream) throws IOException, NotTried {
        for (int i = 0; i < 3; i++) {
            for (Series series : all) {
                int number = hub.say(series);
                if (stream != null) {
                    stream.hears(series.mark(number), hub.pace().patience());
                }
            }
        }
    }

    private static void again(
            Hub hub,
            List<Series> all,
            List<String> channels,
            List<Integer> heardBefore,
            String cursor,
            String what,
            Findings findings)
            throws IOException {
        Request request = hub.common(hub.dialect().resume(channels, cursor));
        try (Connection stream = hub.open(hub.size() - 1, request)) {
            stream.head(hub.pace().patience());
            List<String> faults = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                Series series = all.get(i);
                stream.hears(series.mark(series.last()), hub.pace().patience());
                series.fault(heardBefore.get(i), series.heard(stream.blocks()))
                        .ifPresent(fault -> faults.add(series.channel() + ": " + fault));
            }
            findings.expect(
                    faults.isEmpty(),
                    "several channels on one stream, cut; more was said in each; resumed with " + what
                            + " and the cursor " + cursor,
                    () -> String.join("; ", faults) + " (" + stream.summary() + ")");
        }
    }

    static String cursor(Hub hub, Connection stream) throws NotTried {
        return hub.dialect()
                .cursor(stream.events())
                .orElseThrow(() -> new NotTried("a stream has no cursor: no event has an id (fact 10)"));
    }
}

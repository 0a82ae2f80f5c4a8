package dev.parley.wire.fact;

import dev.parley.wire.http.Connection;
import dev.parley.wire.http.Head;
import dev.parley.wire.http.Request;
import dev.parley.wire.hub.Hub;
import dev.parley.wire.hub.NotTried;
import dev.parley.wire.hub.Series;
import dev.parley.wire.hub.Speaker;
import dev.parley.wire.sse.Block;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Facts 16 to 19 and 22: going on where a stream ended. */
final class ResumeChecks {
    private static final int SOME = 5;
    /** Those that mean the same stand together: one of them is enough. */
    private static final List<List<String>> PARAMETERS =
            List.of(List.of("lastEventId"), List.of("last-event-id", "last_event_id"), List.of("lastEventID"));

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

    static void parameter(Hub hub, Findings findings) throws IOException, NotTried {
        if (!hub.dialect().hasIds()) {
            findings.notApplicable("its cursor is a parameter of its own, and no header");
            return;
        }
        Story story = Story.tell(hub);
        Optional<String> working = Optional.empty();
        for (List<String> names : PARAMETERS) {
            Optional<String> name = working(hub, story, names);
            findings.expect(
                    name.isPresent(),
                    "a cursor as the parameter " + String.join(" or ", names),
                    () -> "it was ignored: nothing of what follows the cursor came");
            working = working.or(() -> name);
        }
        if (working.isPresent()) {
            headerWins(hub, story, working.get(), findings);
        }
    }

    private static Optional<String> working(Hub hub, Story story, List<String> names) throws IOException, NotTried {
        for (String name : names) {
            Request request = hub.listening(story.series.channel()).parameter(name, story.early);
            if (story.follows(hub, request, Story.EARLY).isEmpty()) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    private static void headerWins(Hub hub, Story story, String name, Findings findings) throws IOException, NotTried {
        Request request = hub.resuming(story.series.channel(), story.late).parameter(name, story.early);
        Optional<String> fault = story.follows(hub, request, Story.LATE);
        findings.expect(
                fault.isEmpty(),
                "a late cursor in the header and an early one in the parameter " + name,
                () -> "the header did not win: " + fault.orElseThrow());
    }

    static void badCursors(Hub hub, Findings findings) throws IOException, NotTried {
        Story story = Story.tell(hub);
        if (hub.dialect().hasIds()) {
            empty(hub, story, findings);
        }
        Map<String, String> bad = new LinkedHashMap<>(hub.dialect().badCursors(story.late));
        if (hub.dialect().hasIds()) {
            bad.put("another channel's", Story.tell(hub).late);
        }
        for (Map.Entry<String, String> cursor : bad.entrySet()) {
            if (!cursor.getValue().isEmpty()) {
                bad(hub, story, cursor.getKey() + " cursor (" + cursor.getValue() + ")", cursor.getValue(), findings);
            }
        }
    }

    /** It has to hear what a client without a cursor hears. */
    private static void empty(Hub hub, Story story, Findings findings) throws IOException, NotTried {
        Request without = hub.listening(story.series.channel());
        Request with = without.with("Last-Event-ID", "");
        try (Connection plain = hub.open(0, without);
                Connection empty = hub.open(0, with)) {
            plain.head(hub.pace().patience());
            Optional<Head> head = empty.head(hub.pace().patience());
            if (!findings.expect(head.isPresent() && head.get().status() == 200, with.toString(), empty::summary)) {
                return;
            }
            String mark = story.series.mark(hub.say(story.series));
            plain.hears(mark, hub.pace().patience());
            empty.hears(mark, hub.pace().patience());
            List<Integer> expected = story.series.heard(plain.blocks());
            List<Integer> heard = story.series.heard(empty.blocks());
            findings.expect(
                    heard.equals(expected) && !hub.dialect().tellsReset(head.get(), empty.blocks()),
                    with.toString(),
                    () -> "not what a client without a cursor gets: heard " + heard + " instead of " + expected);
        }
    }

    private static void bad(Hub hub, Story story, String what, String cursor, Findings findings)
            throws IOException, NotTried {
        try (Connection stream = hub.open(0, hub.resuming(story.series.channel(), cursor))) {
            Optional<Head> head = stream.head(hub.pace().patience());
            if (!findings.expect(head.isPresent() && head.get().status() == 200, what, stream::summary)) {
                return;
            }
            int before = story.series.last();
            int number = hub.say(story.series);
            boolean isHeard = stream.hears(story.series.mark(number), hub.pace().patience());
            List<Integer> heard = story.series.heard(stream.blocks());
            boolean isTold = hub.dialect().tellsReset(head.get(), stream.blocks());
            findings.expect(
                    isTold || (isHeard && story.series.fault(-1, heard).isEmpty()),
                    what + "; #0 to #" + before + " are kept, and #" + number + " was said then",
                    () -> (isHeard
                                    ? "it began with #" + heard.get(0) + " and did not say that anything is missing: "
                                    : "it never heard #" + number + ": ")
                            + stream.blocks().stream().limit(3).toList());
            if (isTold
                    && stream.blocks().stream().noneMatch(block -> block.type().equals("reset"))
                    && hub.dialect().hasIds()) {
                findings.remark("told in the answer's headers, which EventSource does not show");
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

    /** A channel in which some things were said, with a cursor after an early and one after a late one. */
    private record Story(Series series, String early, String late) {
        static final int EARLY = 0;
        static final int LATE = 2;

        static Story tell(Hub hub) throws IOException, NotTried {
            Series series = hub.newSeries();
            try (Connection stream = hub.live(0, series)) {
                // a stream that took long to begin has heard a later one first
                while (series.last() < EARLY) {
                    hub.say(series);
                }
                String early = ResumeChecks.cursor(hub, stream);
                while (series.last() < LATE) {
                    stream.hears(series.mark(hub.say(series)), hub.pace().patience());
                }
                return new Story(series, early, ResumeChecks.cursor(hub, stream));
            }
        }

        /** What is wrong with a stream that has to begin after a number. */
        Optional<String> follows(Hub hub, Request request, int after) throws IOException, NotTried {
            try (Connection stream = hub.open(0, request)) {
                if (stream.head(hub.pace().patience()).map(Head::status).orElse(0) != 200) {
                    return Optional.of(stream.summary());
                }
                stream.hears(series.mark(hub.say(series)), hub.pace().patience());
                return series.fault(after, series.heard(stream.blocks()));
            }
        }
    }
}

package dev.parley.wire.fact;

import dev.parley.wire.http.Connection;
import dev.parley.wire.http.Head;
import dev.parley.wire.http.Request;
import dev.parley.wire.hub.Hub;
import dev.parley.wire.hub.NotTried;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Facts 17 and 18: cursors in parameters, and cursors that are none. */
final class CursorChecks {
    /** Those that mean the same stand together: one of them is enough. */
    private static final List<List<String>> PARAMETERS =
            List.of(List.of("lastEventId"), List.of("last-event-id", "last_event_id"), List.of("lastEventID"));

    private CursorChecks() {}

    static void parameter(Hub hub, Findings findings) throws IOException, NotTried {
        if (!hub.dialect().hasIds()) {
            findings.notApplicable("its cursor is a parameter of its own, and no header");
            return;
        }
        Story story = Story.tell(hub);
        Optional<String> working = Optional.empty();
        for (List<String> names : PARAMETERS) {
            Optional<String> name = working(hub, story, names, findings);
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

    private static Optional<String> working(Hub hub, Story story, List<String> names, Findings findings)
            throws IOException, NotTried {
        for (String name : names) {
            Request plain = hub.listening(story.series().channel());
            if (story.follows(hub, plain.parameter(name, story.early()), Story.EARLY)
                    .isEmpty()) {
                return Optional.of(name);
            } else if (story.follows(hub, plain.rawParameter(name, story.early()), Story.EARLY)
                    .isEmpty()) {
                findings.remark(name + " is only understood when it is not percent-encoded, as libraries send it");
            }
        }
        return Optional.empty();
    }

    private static void headerWins(Hub hub, Story story, String name, Findings findings) throws IOException, NotTried {
        Request request = hub.resuming(story.series().channel(), story.late()).parameter(name, story.early());
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
        Map<String, String> bad = new LinkedHashMap<>(hub.dialect().badCursors(story.late()));
        // an id of several channels names them: then it is only another list of channels (fact 22)
        if (hub.dialect().hasIds() && hub.streamOf("").size() == 1) {
            bad.put("another channel's", Story.tell(hub).late());
        }
        for (Map.Entry<String, String> cursor : bad.entrySet()) {
            if (!cursor.getValue().isEmpty()) {
                bad(hub, story, cursor.getKey() + " cursor (" + cursor.getValue() + ")", cursor.getValue(), findings);
            }
        }
    }

    /** It has to hear what a client without a cursor hears. */
    private static void empty(Hub hub, Story story, Findings findings) throws IOException, NotTried {
        Request without = hub.listening(story.series().channel());
        Request with = without.with("Last-Event-ID", "");
        try (Connection plain = hub.open(0, without);
                Connection empty = hub.open(0, with)) {
            plain.head(hub.pace().patience());
            Optional<Head> head = empty.head(hub.pace().patience());
            if (!findings.expect(head.isPresent() && head.get().status() == 200, with.toString(), empty::summary)) {
                return;
            }
            String mark = story.series().mark(hub.say(story.series()));
            plain.hears(mark, hub.pace().patience());
            empty.hears(mark, hub.pace().patience());
            List<Integer> expected = story.series().heard(plain.blocks());
            List<Integer> heard = story.series().heard(empty.blocks());
            findings.expect(
                    heard.equals(expected) && !hub.dialect().tellsReset(head.get(), empty.blocks()),
                    with.toString(),
                    () -> "not what a client without a cursor gets: heard " + heard + " instead of " + expected);
        }
    }

    private static void bad(Hub hub, Story story, String what, String cursor, Findings findings)
            throws IOException, NotTried {
        try (Connection stream = hub.open(0, hub.resuming(story.series().channel(), cursor))) {
            Optional<Head> head = stream.head(hub.pace().patience());
            if (!findings.expect(head.isPresent() && head.get().status() == 200, what, stream::summary)) {
                return;
            }
            int before = story.series().last();
            int number = hub.say(story.series());
            boolean isHeard =
                    stream.hears(story.series().mark(number), hub.pace().patience());
            List<Integer> heard = story.series().heard(stream.blocks());
            boolean isTold = hub.dialect().tellsReset(head.get(), stream.blocks());
            findings.expect(
                    isTold || (isHeard && story.series().fault(-1, heard).isEmpty()),
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
}

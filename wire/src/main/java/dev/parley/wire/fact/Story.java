package dev.parley.wire.fact;

import dev.parley.wire.http.Connection;
import dev.parley.wire.http.Head;
import dev.parley.wire.http.Request;
import dev.parley.wire.hub.Hub;
import dev.parley.wire.hub.NotTried;
import dev.parley.wire.hub.Series;
import java.io.IOException;
import java.util.Optional;

/** A channel in which some things were said, with a cursor after an early and one after a late one. */
record Story(Series series, String early, String late) {
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

package dev.parley.wire.fact;

import dev.parley.wire.http.Connection;
import dev.parley.wire.http.Request;
import dev.parley.wire.hub.Follower;
import dev.parley.wire.hub.Follower.Visit;
import dev.parley.wire.hub.Hub;
import dev.parley.wire.hub.Means.Deed;
import dev.parley.wire.hub.NotTried;
import dev.parley.wire.hub.Readiness;
import dev.parley.wire.hub.Series;
import dev.parley.wire.hub.Speaker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The first instance is told to end, while clients listen and messages go on, and is started again.
 *
 * @param listeners how many listened
 * @param ends of their first streams, those that have ended
 * @param readyAfter whether it still said that it is ready when it was asked after the first stream had ended
 * @param attempts what new streams got meanwhile
 * @param faults what those who came back lack
 */
record Departure(
        int listeners, List<Visit> ends, Optional<Boolean> readyAfter, List<Attempt> attempts, List<String> faults) {
    private static final int LISTENERS = 6;
    private static final Duration BETWEEN = Duration.ofMillis(40);

    static Departure watch(Hub hub) throws IOException, NotTried {
        hub.means().require(Deed.DRAIN);
        hub.means().require(Deed.RESTART);
        hub.awaitProxy();
        Series series = hub.newSeries();
        List<Follower> followers = new ArrayList<>();
        hub.live(0, series).close();
        for (int i = 0; i < LISTENERS; i++) {
            followers.add(Follower.start(hub, series.channel()));
        }
        try (Speaker speaker = Speaker.start(hub, series)) {
            for (Follower follower : followers) {
                if (!follower.awaitHeard(series, 0, hub.pace().patience())) {
                    throw new IOException("a stream did not hear what was said");
                }
            }
            Watch watch = new Watch(hub, followers);
            try {
                watch.run();
            } finally {
                hub.means().run(Deed.RESTART); // whatever came of it: other facts need it
            }
            if (!Readiness.await(hub, 0)) {
                throw new IOException("it did not come back after " + Deed.RESTART.option());
            }
            speaker.awaitMore(LISTENERS);
            speaker.stop();
            return new Departure(
                    LISTENERS, watch.ends(), watch.readyAfter, watch.attempts, faults(hub, series, followers));
        } finally {
            followers.forEach(Follower::close);
        }
    }

    private static List<String> faults(Hub hub, Series series, List<Follower> followers) {
        List<String> faults = new ArrayList<>();
        for (Follower follower : followers) {
            follower.awaitHeard(series, series.last(), hub.pace().patience());
            List<Integer> heard = series.heard(follower.heard());
            series.fault(heard.get(0) - 1, heard).ifPresent(faults::add);
        }
        return faults;
    }

    /** Looks while it goes. Threading: the deed runs on a thread of its own, since a command may wait until it is done. */
    private static final class Watch {
        private final Hub hub;
        private final List<Follower> followers;
        private final List<Attempt> attempts = new ArrayList<>();
        private Optional<Boolean> readyAfter = Optional.empty();
        private volatile String refusal = "";

        Watch(Hub hub, List<Follower> followers) {
            this.hub = hub;
            this.followers = followers;
        }

        void run() throws NotTried {
            Thread deed = new Thread(this::drain, "drain");
            deed.setDaemon(true);
            deed.start();
            long deadline = System.nanoTime() + hub.pace().going().toNanos();
            while (System.nanoTime() < deadline && refusal.isEmpty() && !(isOver() && !deed.isAlive())) {
                boolean hasEnded = !ends().isEmpty();
                readiness(hasEnded);
                attempts.add(Attempt.at(hub, hub.isProxied() ? hub.newChannel() : "draining"));
                say();
                Hub.pause(BETWEEN);
            }
            if (!refusal.isEmpty()) {
                throw new NotTried(refusal);
            }
        }

        /** Behind a proxy only the streams of one instance end. */
        boolean isOver() {
            int ended = ends().size();
            return hub.isProxied() ? ended > 0 : ended == followers.size();
        }

        List<Visit> ends() {
            return followers.stream()
                    .filter(follower -> !follower.visits().isEmpty())
                    .map(follower -> follower.visits().get(0))
                    .toList();
        }

        private void drain() {
            try {
                hub.means().run(Deed.DRAIN);
            } catch (NotTried e) {
                refusal = e.getMessage();
            }
        }

        private void readiness(boolean hasEnded) {
            if (hub.isProxied() || hub.dialect().readiness().isEmpty() || !hasEnded) {
                return;
            }
            try {
                readyAfter = Optional.of(readyAfter.orElse(false) || Readiness.isTold(hub, 0));
            } catch (IOException gone) {
                readyAfter = Optional.of(readyAfter.orElse(false));
            }
        }

        /** For what its refusal says (fact 25). */
        private void say() {
            Optional<Request> request = hub.saying("draining", "while it drains");
            try {
                if (request.isPresent()) {
                    Connection answer = hub.ask(0, request.get());
                    answer.close();
                }
            } catch (IOException gone) {
                // as good an answer as any
            }
        }
    }
}

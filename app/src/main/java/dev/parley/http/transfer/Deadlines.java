package dev.parley.http.transfer;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Breaks connections that are too slow, in both directions: a request that was begun and has not arrived to its end within the time,
 * whether its bytes trickle in or have stopped; and an answer that has not advanced for that time. A connection between two requests
 * is not concerned (the idle timeout is for those), nor is a stream, which is no HTTP connection any more.
 *
 * <p>Threading: Jetty's threads open and close connections, its scheduler looks after them once a second.
 */
public final class Deadlines implements Connection.Listener {
    private static final long ROUND_SECONDS = 1;

    private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
    private final Server server;
    private final AnswerWriter answers;
    private final long nanos;

    public Deadlines(Server server, AnswerWriter answers, Duration time) {
        this.server = server;
        this.answers = answers;
        this.nanos = time.toNanos();
        server.addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStarted(LifeCycle started) {
                scheduleRound();
            }
        });
    }

    @Override
    public void onOpened(Connection connection) {
        if (connection instanceof HttpConnection http) {
            connections.add(http);
        }
    }

    @Override
    public void onClosed(Connection connection) {
        if (connection instanceof HttpConnection http) {
            connections.remove(http);
        }
    }

    private void scheduleRound() {
        Scheduler scheduler = server.getScheduler();
        if (scheduler.isRunning()) {
            scheduler.schedule(this::round, ROUND_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void round() {
        long now = System.nanoTime();
        for (HttpConnection connection : connections) {
            if (isLate(connection.getParser(), now)) {
                connection.getEndPoint().close();
            }
        }
        answers.underWay().cutIf(answer -> answer.isLate(now, nanos));
        scheduleRound();
    }

    /**
     * The parser belongs to another thread. Its state is volatile, and it writes when the request began before it leaves the state
     * between two requests; so what is read here is that time, or a later request's, or 0 when the request has just ended.
     */
    private boolean isLate(HttpParser parser, long now) {
        if (parser.isIdle()) {
            return false;
        }
        long began = parser.getBeginNanoTime();
        return began != 0 && now - began > nanos;
    }
}

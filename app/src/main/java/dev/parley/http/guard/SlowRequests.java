package dev.parley.http.guard;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Breaks connections whose request does not arrive whole in time, however steadily its bytes trickle in ("slowloris"): each
 * may hold a thread. Streams are not concerned: theirs is no HTTP connection any more.
 *
 * <p>Threading: Jetty's threads open and close connections, its scheduler looks after them once a second.
 */
public final class SlowRequests implements Connection.Listener {
    private static final long ROUND_SECONDS = 1;

    /** How far a connection was when it was last seen between two requests. */
    private record Progress(long requests, long bytes, long since) {}

    private final Map<Connection, Progress> connections = new ConcurrentHashMap<>();
    private final Server server;
    private final long atMost;

    public SlowRequests(Server server, Duration atMost) {
        this.server = server;
        this.atMost = atMost.toNanos();
        server.addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStarted(LifeCycle started) {
                scheduleRound();
            }
        });
    }

    @Override
    public void onOpened(Connection connection) {
        if (connection instanceof ConnectionMetaData) {
            connections.put(connection, new Progress(0, 0, System.nanoTime()));
        }
    }

    @Override
    public void onClosed(Connection connection) {
        connections.remove(connection);
    }

    private void scheduleRound() {
        Scheduler scheduler = server.getScheduler();
        if (scheduler.isRunning()) {
            scheduler.schedule(this::round, ROUND_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void round() {
        long now = System.nanoTime();
        connections.replaceAll((connection, last) -> look(connection, last, now));
        scheduleRound();
    }

    private Progress look(Connection connection, Progress last, long now) {
        long requests = connection.getMessagesIn();
        if (requests != last.requests() || connection.getBytesIn() == last.bytes()) {
            return new Progress(requests, connection.getBytesIn(), now);
        }
        if (now - last.since() > atMost) {
            connection.getEndPoint().close();
        }
        return last;
    }
}

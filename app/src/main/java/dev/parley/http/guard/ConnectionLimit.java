package dev.parley.http.guard;

import dev.parley.http.problem.Problems;
import dev.parley.http.problem.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.SelectorManager;

/**
 * How many connections one client may have: one too many is closed as it is accepted, before anything is read from it. A trusted
 * proxy is not limited, for its connections are those of many clients.
 *
 * <p>Threading: Jetty tells of each connection once that it comes and at least once that it ends, from any thread; the set of those
 * that count makes that once, too.
 */
public final class ConnectionLimit implements SelectorManager.AcceptListener {
    private final Holdings connections;
    private final ClientAddresses addresses;
    private final Problems problems;
    private final Set<SelectableChannel> counted = ConcurrentHashMap.newKeySet();

    /**
     * Counts from now on.
     *
     * @param most that all clients together may have
     */
    public ConnectionLimit(AddressLimits limits, long most, ClientAddresses addresses, Problems problems) {
        this.connections = new Holdings(limits.connections(most));
        this.addresses = addresses;
        this.problems = problems;
    }

    @Override
    public void onAccepting(SelectableChannel channel) {
        InetAddress address = address(channel);
        if (address == null || addresses.isProxy(address)) {
            return;
        }
        if (connections.take(Client.of(address), 1)) {
            counted.add(channel);
        } else {
            problems.count(Refusal.CONNECTIONS_PER_ADDRESS);
            close(channel);
        }
    }

    @Override
    public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
        onClosed(channel);
    }

    @Override
    public void onClosed(SelectableChannel channel) {
        if (counted.remove(channel)) {
            connections.giveBack(Client.of(address(channel)), 1);
        }
    }

    /** Known to the end, also when the channel is closed. Null for what is no network connection. */
    private static InetAddress address(SelectableChannel channel) {
        return ((SocketChannel) channel).socket().getInetAddress();
    }

    private static void close(SelectableChannel channel) {
        try {
            channel.close();
        } catch (IOException goneAnyway) {
            // Jetty finds it closed, and says so to onAcceptFailed
        }
    }
}

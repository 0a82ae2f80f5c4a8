package dev.parley.http.loop;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;

/** Accepts connections, each of which belongs to an {@link EventLoop}: one for each two processors, as Jetty decides. */
public final class LoopConnector extends ServerConnector {
    public LoopConnector(Server server, HttpThreads threads, HttpConnectionFactory http) {
        super(server, threads, null, null, -1, -1, http);
    }

    /** @param executor the threads that this was made with: it is called before they could be kept */
    @Override
    protected SelectorManager newSelectorManager(Executor executor, Scheduler scheduler, int selectors) {
        return new ServerConnectorManager(((HttpThreads) executor).forSelectors(), scheduler, selectors) {
            @Override
            protected ManagedSelector newSelector(int id) {
                return new EventLoop(this, id);
            }
        };
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        LoopEndPoint endPoint = new LoopEndPoint(channel, (EventLoop) selector, key, getScheduler());
        endPoint.setIdleTimeout(getIdleTimeout());
        return endPoint;
    }
}

package dev.parley.http;

import java.io.FileDescriptor;
import java.lang.reflect.Method;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long what was sent may stay without any answer before the kernel gives the connection up (RFC 5482, {@code man 7
 * tcp}). A client that vanished without a word, such as a phone whose battery is empty, is taken for present without it
 * until TCP is through with its retries: a quarter of an hour.
 *
 * <p>Only for those who gave a name. For others it would do harm: a client that never sends anything can't find out that it
 * was given up, and one that was in a tunnel for half a minute would just have gone on.
 *
 * <p>Linux only. Java has no name for this option, so it is set as Java sets those that it names; that takes {@code
 * --add-opens=java.base/sun.nio.ch=ALL-UNNAMED}, which the jar's manifest brings along.
 */
final class TcpUserTimeout {
    /** With a heartbeat before it, and the time for which whoever has left lingers after it, less than 45 s. */
    private static final int MILLIS = (int) Duration.ofSeconds(22).toMillis();

    private static final Logger LOG = LoggerFactory.getLogger(TcpUserTimeout.class);
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_USER_TIMEOUT = 18;

    /** Null where it can't be set. */
    private static final Methods METHODS = find();

    private TcpUserTimeout() {}

    private record Methods(Method descriptor, Method setOption) {}

    /** Tells in the log, once, if it can't be set here. */
    static void prepare() {
        if (METHODS == null) {
            LOG.info("A listener who vanishes without a word may be shown as present for a quarter of an hour:"
                    + " TCP_USER_TIMEOUT can't be set here");
        }
    }

    static void setOn(SocketChannel connection) {
        if (METHODS == null) {
            return;
        }
        try {
            Object descriptor = METHODS.descriptor.invoke(connection);
            // as it is: no name of Java's that would have to be translated, and not of IPv6
            METHODS.setOption.invoke(null, descriptor, false, IPPROTO_TCP, TCP_USER_TIMEOUT, MILLIS, false);
        } catch (ReflectiveOperationException closed) {
            LOG.debug("A connection was closed while it was being opened", closed);
        }
    }

    private static Methods find() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return null;
        }
        try {
            Method descriptor = Class.forName("sun.nio.ch.SocketChannelImpl").getMethod("getFD");
            Method setOption = Class.forName("sun.nio.ch.Net")
                    .getDeclaredMethod(
                            "setIntOption0",
                            FileDescriptor.class,
                            boolean.class,
                            int.class,
                            int.class,
                            int.class,
                            boolean.class);
            descriptor.setAccessible(true);
            setOption.setAccessible(true);
            return new Methods(descriptor, setOption);
        } catch (ReflectiveOperationException | RuntimeException notAllowed) {
            LOG.debug("TCP_USER_TIMEOUT", notAllowed);
            return null;
        }
    }
}

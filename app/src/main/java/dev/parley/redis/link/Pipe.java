package dev.parley.redis.link;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * A connection of which one thread reads while another may write. Once broken or closed it stays so, where Jedis would
 * connect again for the next command.
 *
 * <p>Threading: one thread reads, one at a time writes; {@link #breakOff} may be called by anyone, and frees both.
 */
final class Pipe extends Connection {
    private static final Logger LOG = LoggerFactory.getLogger(Pipe.class);

    private volatile boolean over;

    Pipe(HostAndPort at, JedisClientConfig config) {
        super(at, config);
    }

    @Override
    public void connect() {
        if (over) {
            throw new JedisConnectionException("The connection is closed");
        }
        super.connect();
    }

    /** Visible here. */
    @Override
    protected void flush() {
        super.flush();
    }

    /** Without waiting for the answer; and unlike BinaryJedisPubSub.ping(), without keeping an object of each for ever. */
    @Override
    public boolean ping() {
        sendCommand(Command.PING);
        flush();
        return true;
    }

    @Override
    public void close() {
        over = true;
        super.close();
    }

    void breakOff() {
        over = true;
        try {
            forceDisconnect();
        } catch (IOException alreadyBroken) {
            LOG.debug("A connection was broken already", alreadyBroken);
        }
    }
}

package dev.parley.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.BufferUtil;

/** Takes a socket over to close it: the end of a stream that had only one event. */
final class Hangup extends AbstractConnection implements Connection.UpgradeTo {
    Hangup(Takeover socket) {
        super(socket.endPoint(), socket.executor());
    }

    @Override
    public void onUpgradeTo(ByteBuffer pipelined) {
        BufferUtil.clear(pipelined);
    }

    @Override
    public void onOpen() {
        super.onOpen();
        getEndPoint().close();
    }

    @Override
    public void onFillable() {
        getEndPoint().close();
    }
}

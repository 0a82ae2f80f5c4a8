package dev.parley.http;

/** The server can't listen where it was told to; the message says what to change. */
public final class CannotListen extends RuntimeException {
    private static final long serialVersionUID = 1;

    CannotListen(String host, int port, Throwable cause) {
        super(
                "can't listen on " + host + ":" + port + " (" + cause.getMessage()
                        + "); choose another --port or --host",
                cause);
    }
}

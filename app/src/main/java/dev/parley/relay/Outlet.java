package dev.parley.relay;

/** The connection behind a subscription, as the relay sees it. Neither method may block. */
public interface Outlet {
    /** There may be something to write. */
    void wake();

    /** The client takes nothing any more; the connection is to be broken. */
    void abort();
}

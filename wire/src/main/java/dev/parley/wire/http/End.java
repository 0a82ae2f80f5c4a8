package dev.parley.wire.http;

/** How a connection ended, as its reader sees it. */
public enum End {
    /** It has not. */
    OPEN("it stays open"),
    /** The answer is complete: its last chunk came, or all of its length. */
    WHOLE("a complete body (its last chunk came)"),
    /** FIN before the answer was complete, or where nothing says when it is. */
    CLOSED("the connection's end (FIN)"),
    /** RST. */
    RESET("a reset (RST)");

    private final String words;

    End(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}

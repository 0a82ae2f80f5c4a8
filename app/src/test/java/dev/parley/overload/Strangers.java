package dev.parley.overload;

/** Those who attack, until they are closed. */
interface Strangers extends AutoCloseable {
    /** Nobody. */
    Strangers NONE = new Strangers() {
        @Override
        public int attempts() {
            return 0;
        }

        @Override
        public void close() {}
    };

    /** How many connections they have opened, or messages published. */
    int attempts();

    /** Fails when they could not do what they were to. */
    @Override
    void close();
}

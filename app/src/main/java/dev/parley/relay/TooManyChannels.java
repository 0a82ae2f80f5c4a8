package dev.parley.relay;

/** The relay serves as many channels as it may; another instance may take more. */
public final class TooManyChannels extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooManyChannels() {
        super("The relay serves as many channels as it may.", null, false, false);
    }
}

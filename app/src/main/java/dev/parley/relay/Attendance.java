package dev.parley.relay;

import dev.parley.channel.ChannelName;
import dev.parley.channel.Person;

/** Told who listens to which channels on this instance. Called by the threads that open and end streams; must not block. */
public interface Attendance {
    /**
     * A stream of a channel has opened.
     *
     * @param listener null for one who gave no name
     */
    void came(ChannelName channel, Person listener);

    /** A stream has ended: once for each time that one has opened. */
    void left(ChannelName channel, Person listener);
}

package dev.parley.relay;

import dev.parley.channel.ChannelName;
import dev.parley.channel.Person;

/** Told who listens to which channels on this instance. Called by the threads that open and end streams; must not block. */
public interface Attendance {
    /** @param listener null for one who gave no name */
    void came(ChannelName channel, Person listener);

    /** Once for each time they came. */
    void left(ChannelName channel, Person listener);
}

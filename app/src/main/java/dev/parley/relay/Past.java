package dev.parley.relay;

import dev.parley.channel.ChannelName;
import dev.parley.channel.EventId;
import dev.parley.channel.Message;
import java.util.List;

/** Where a log reads what it has not heard. Both methods may block, and throw when the past can't be read now. */
public interface Past {
    /** The oldest {@code limit} retained messages after {@code position}, ascending; fewer only at the end. */
    List<Message> after(ChannelName channel, EventId position, int limit);

    /** Whether exactly this message is retained. */
    boolean contains(ChannelName channel, Message message);
}

package dev.parley.relay;

import dev.parley.channel.ChannelName;
import dev.parley.channel.EventId;
import dev.parley.channel.Message;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Where a log reads what it has not heard, and readers what the log no longer has. Nothing here blocks; what can't be read now
 * fails. Answers come on a thread on which nothing may block either.
 */
public interface Past {
    /**
     * As many messages as fit into a page, and at least one when there is one; ascending, without a gap.
     *
     * @param more whether there may be more in the direction of reading
     * @param oldest the id of the oldest retained message, {@code head} of the newest; both 0-0 when there is none
     */
    record Page(List<Message> messages, boolean more, EventId oldest, EventId head) {}

    /** The oldest messages from an id on: with it, and one more at least. */
    CompletableFuture<Page> from(ChannelName channel, EventId id, int messages, int bytes);

    /** The oldest messages after an id. */
    CompletableFuture<Page> after(ChannelName channel, EventId id, int messages, int bytes);

    /** The newest messages before an id. */
    CompletableFuture<Page> before(ChannelName channel, EventId id, int messages, int bytes);

    /** The newest messages. */
    CompletableFuture<Page> newest(ChannelName channel, int messages, int bytes);

    /** Exactly this message; empty when it is not retained. */
    CompletableFuture<Optional<Message>> find(ChannelName channel, EventId id);
}

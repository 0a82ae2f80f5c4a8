package dev.parley.relay;

import dev.parley.channel.ChannelName;
import dev.parley.channel.EventId;
import dev.parley.channel.Family;
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
     * @param lost the id of the newest message that someone has heard or said and Redis has lost, as far as that is known; 0-0 when none is
     */
    record Page(List<Message> messages, boolean more, EventId oldest, EventId head, EventId lost) {
        /** Whether something was lost between two that follow each other in what there is; before the beginning nothing was. */
        boolean isLostBetween(EventId one, EventId next) {
            return !one.equals(EventId.BEGINNING) && lost.isAfter(one) && next.isAfter(lost);
        }

        /** Whether something was lost between a cursor and the first of these messages, or between two of them. */
        boolean isBrokenAfter(EventId cursor) {
            EventId before = cursor;
            for (Message message : messages) {
                if (isLostBetween(before, message.id())) {
                    return true;
                }
                before = message.id();
            }
            return false;
        }
    }

    /** The oldest messages from an id on: with it, and one more at least. */
    CompletableFuture<Page> from(ChannelName channel, EventId id, int messages, int bytes);

    /** The oldest messages after an id. */
    CompletableFuture<Page> after(ChannelName channel, EventId id, int messages, int bytes);

    /** The newest messages before an id. */
    CompletableFuture<Page> before(ChannelName channel, EventId id, int messages, int bytes);

    /** The newest messages. */
    CompletableFuture<Page> newest(ChannelName channel, int messages, int bytes);

    /** Whether anything after an id is retained: for who most likely has missed nothing, and costs little. */
    CompletableFuture<Boolean> hasAfter(ChannelName channel, EventId id);

    /** Exactly this message; empty when it is not retained. */
    CompletableFuture<Optional<Message>> find(ChannelName channel, EventId id);

    /** A channel of a family, and the mark of its beginning; 0 when that is not known. */
    record Member(ChannelName channel, long began) {}

    /**
     * The channels of a family that something is retained of, those that were active last first. Whoever has heard a message of a
     * family finds its channel here.
     *
     * @param newest the greatest mark there ever was; 0 when there was none
     */
    record Roster(List<Member> members, long newest) {}

    /** The channels that a family has now. */
    CompletableFuture<Roster> members(Family family);
}

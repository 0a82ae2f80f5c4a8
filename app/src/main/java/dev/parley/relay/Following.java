package dev.parley.relay;

import dev.parley.channel.ChannelName;
import dev.parley.channel.Channels;
import dev.parley.channel.Cursor;
import dev.parley.channel.EventId;
import dev.parley.channel.Family;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a stream with the members of its families while it is open: a channel that begins joins it, from its first message on.
 * When there is no room, members that Redis knows nothing of any more are left: should one of them begin anew, it joins anew. If
 * there is no room even so, the client is told once what it does not hear.
 *
 * <p>Threading: {@link #update} may be called by anyone. A change is found on a repair thread, and made by the connection's write loop,
 * which alone changes what the stream carries; until it has made it, no other is looked for, and who asks meanwhile makes it look once
 * more. So no member joins twice, and no news is lost. State is guarded by this object's monitor, in which only that of a {@link
 * LiveFamily} is taken. What a change holds
 * is freed by whoever takes it, or by {@link #close}, or, if it is found after that, by whoever finds it.
 */
final class Following {
    private static final Logger LOG = LoggerFactory.getLogger(Following.class);
    private static final int RETRY_MILLIS = 500;

    /**
     * What the write loop is to do.
     *
     * @param leaving members to be left, unless something was heard in them
     * @param since then, as System.nanoTime
     */
    record Change(List<Start> joining, Set<ChannelName> leaving, long since) {
        private static final Change NONE = new Change(List.of(), Set.of(), 0);

        boolean leaves(ChannelLog log) {
            return leaving.contains(log.channel()) && log.heardAt() - since < 0;
        }
    }

    private final Subscription subscription;
    private final Relay relay;
    private final int worker;
    private final Channels channels;
    private final List<FamilySeat> seats;

    // Guarded by this.
    private final Queue<String> news = new ArrayDeque<>(); // omissions to be told, as JSON: one for each family at most
    private final Set<ChannelName> told = new HashSet<>(); // omitted ones, of those that are known now
    private Change change; // null when there is none to be made
    private boolean looking; // or having found one that is not made yet
    private boolean again;
    private boolean mayLeave = true; // whether members may be left; not when none was over in the end
    private boolean closed;

    /** @param worker the number of the fan-out worker that serves the stream */
    Following(Subscription subscription, Relay relay, int worker, Channels channels, Opening.Opened opened) {
        this.subscription = subscription;
        this.relay = relay;
        this.worker = worker;
        this.channels = channels;
        this.seats = opened.interests().stream()
                .map(interest ->
                        new FamilySeat(subscription, interest, interest.family().share(worker)))
                .toList();
        note(opened.omitted());
    }

    int worker() {
        return worker;
    }

    List<FamilySeat> seats() {
        return seats;
    }

    /** What stands at the end of every id of the stream. */
    String marks() {
        return seats.stream()
                .map(seat -> Cursor.part(seat.family.name(), seat.mark))
                .collect(Collectors.joining(","));
    }

    /** Something may have become known. */
    void update() {
        synchronized (this) {
            if (looking) {
                again = true;
                return;
            }
            if (closed || !isBehind()) {
                return;
            }
            looking = true;
            mayLeave = true;
        }
        relay.past().execute(this::look);
    }

    /** The change that is to be made now, in the write loop; null when there is none. */
    synchronized Change next() {
        Change next = change;
        change = null;
        return next;
    }

    /**
     * It is made.
     *
     * @param left how many members were left
     */
    void done(Change made, int left) {
        synchronized (this) {
            mayLeave = made.leaving().isEmpty() || left > 0;
            looking = again || isBehind() || !made.leaving().isEmpty();
            again = false;
            if (!looking) {
                return;
            }
        }
        relay.past().execute(this::look);
    }

    /** What the client is to be told that it does not hear; null when there is nothing. In the write loop. */
    synchronized String nextOmission() {
        return news.poll();
    }

    /** The stream has ended. */
    void close() {
        Change left;
        synchronized (this) {
            closed = true;
            left = next();
        }
        if (left != null) {
            left.joining().forEach(start -> relay.logs().release(start.log()));
        }
    }

    private boolean isBehind() {
        return seats.stream().anyMatch(seat -> seat.family.known().version() != seat.seen);
    }

    private void look() {
        try {
            List<ChannelName> carried = Arrays.stream(subscription.positions())
                    .map(position -> position.log.channel())
                    .toList();
            Choice choice = new Choice(channels.families(), carried);
            Set<ChannelName> over = new HashSet<>();
            long since = offerAll(choice, carried, over);
            if (!choice.omitted().isEmpty() && mayLeave(over)) {
                make(new Change(List.of(), over, since)); // then there is room
            } else {
                note(choice.omitted());
                join(choice);
            }
        } catch (Throwable e) { // whatever it is, the stream must not be left behind
            lookLater(e);
        }
    }

    /** @return since when those that are over are so, as System.nanoTime */
    private long offerAll(Choice choice, List<ChannelName> carried, Set<ChannelName> over) {
        long since = System.nanoTime();
        for (FamilySeat seat : seats) {
            LiveFamily.Known known = seat.family.known();
            synchronized (this) {
                seat.seen = known.version();
            }
            known.members()
                    .values()
                    .forEach(member -> choice.offer(seat.family.name(), member.channel(), from(seat, member)));
            carried.stream()
                    .filter(channel -> seat.family.name().has(channel)
                            && !known.members().containsKey(channel)
                            && !channels.names().contains(channel))
                    .forEach(over::add);
            since = known.readAt() - since < 0 ? known.readAt() : since;
        }
        return since;
    }

    private synchronized boolean mayLeave(Set<ChannelName> over) {
        return mayLeave && !over.isEmpty();
    }

    private static EventId from(FamilySeat seat, LiveFamily.Member member) {
        return member.began() > seat.mark ? EventId.BEGINNING : member.heardAfter();
    }

    private void join(Choice choice) {
        List<ChannelLog> joined = new ArrayList<>();
        try {
            choice.joining().forEach(channel -> joined.add(relay.logs().acquire(channel)));
        } catch (TooManyChannels full) {
            joined.forEach(relay.logs()::release);
            subscription.end(ByeReason.FULL); // another instance may have room
            make(Change.NONE);
            return;
        }
        relay.starts()
                .find(subscription.client(), joined, Cursor.NONE.with(choice.positions()), 0, Starts.deadline())
                .whenComplete((found, failure) -> {
                    if (failure == null) {
                        make(new Change(found, Set.of(), 0));
                    } else {
                        joined.forEach(relay.logs()::release);
                        lookLater(failure);
                    }
                });
    }

    private void make(Change found) {
        boolean isLate;
        synchronized (this) {
            isLate = closed;
            change = isLate ? null : found;
        }
        if (isLate) {
            found.joining().forEach(start -> relay.logs().release(start.log()));
        } else {
            subscription.wakeLater();
        }
    }

    private void lookLater(Throwable cause) {
        LOG.debug("A stream could not join its family's channels yet", cause);
        synchronized (this) {
            if (closed) {
                return;
            }
        }
        relay.past()
                .executeLater(
                        this::look, RETRY_MILLIS + ThreadLocalRandom.current().nextInt(RETRY_MILLIS));
    }

    /** What was not told yet. */
    private synchronized void note(Map<Family, List<ChannelName>> omitted) {
        told.retainAll(omitted.values().stream().flatMap(List::stream).collect(Collectors.toSet()));
        omitted.forEach((family, channels) -> {
            String unknown = channels.stream()
                    .filter(told::add)
                    .map(channel -> "\"" + channel + "\"")
                    .collect(Collectors.joining(","));
            if (!unknown.isEmpty()) {
                news.add("{\"family\":\"" + family + "\",\"channels\":[" + unknown + "]}");
            }
        });
    }
}

package dev.parley.relay;

import dev.parley.channel.ChannelName;
import dev.parley.channel.EventId;
import dev.parley.channel.Family;
import dev.parley.channel.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A past that tests fill: the same for all channels, and answered at once. */
class RetainedMessages implements Past {
    final List<Message> all = new CopyOnWriteArrayList<>();
    volatile EventId lost = EventId.BEGINNING;
    final AtomicInteger reads = new AtomicInteger();

    @Override
    public CompletableFuture<Page> from(ChannelName channel, EventId id, int messages, int bytes) {
        return page(all.stream().filter(message -> !id.isAfter(message.id())).toList(), false, messages, bytes, 2);
    }

    @Override
    public CompletableFuture<Page> after(ChannelName channel, EventId id, int messages, int bytes) {
        return page(all.stream().filter(message -> message.id().isAfter(id)).toList(), false, messages, bytes, 1);
    }

    @Override
    public CompletableFuture<Page> before(ChannelName channel, EventId id, int messages, int bytes) {
        return page(all.stream().filter(message -> id.isAfter(message.id())).toList(), true, messages, bytes, 1);
    }

    @Override
    public CompletableFuture<Page> newest(ChannelName channel, int messages, int bytes) {
        return page(List.copyOf(all), true, messages, bytes, 1);
    }

    @Override
    public CompletableFuture<Boolean> hasAfter(ChannelName channel, EventId id) {
        return CompletableFuture.completedFuture(
                all.stream().anyMatch(message -> message.id().isAfter(id)));
    }

    @Override
    public CompletableFuture<Optional<Message>> find(ChannelName channel, EventId id) {
        return CompletableFuture.completedFuture(
                all.stream().filter(message -> message.id().equals(id)).findFirst());
    }

    @Override
    public CompletableFuture<Roster> members(Family family) {
        return CompletableFuture.completedFuture(new Roster(List.of(), 0));
    }

    private CompletableFuture<Page> page(List<Message> found, boolean newestFirst, int messages, int bytes, int least) {
        reads.incrementAndGet();
        List<Message> taken = new ArrayList<>();
        int size = 0;
        for (int i = 0; i < found.size() && taken.size() < messages; i++) {
            Message next = found.get(newestFirst ? found.size() - 1 - i : i);
            size += next.json().length();
            if (size > bytes && taken.size() >= least) {
                break;
            }
            taken.add(newestFirst ? 0 : taken.size(), next);
        }
        EventId oldest = all.isEmpty() ? EventId.BEGINNING : all.get(0).id();
        EventId head =
                all.isEmpty() ? EventId.BEGINNING : all.get(all.size() - 1).id();
        return CompletableFuture.completedFuture(new Page(taken, taken.size() < found.size(), oldest, head, lost));
    }
}

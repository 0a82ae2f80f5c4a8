package dev.parley;

import dev.parley.channel.ChannelName;
import dev.parley.channel.EventId;
import dev.parley.channel.Family;
import dev.parley.channel.Message;
import dev.parley.redis.log.History;
import dev.parley.redis.shared.Families;
import dev.parley.relay.Past;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What Redis retains and knows of families, as the relay asks for it. */
record HistoryAsPast(History history, Families families) implements Past {
    @Override
    public CompletableFuture<Page> from(ChannelName channel, EventId id, int messages, int bytes) {
        return page(history.from(channel, id, messages, bytes));
    }

    @Override
    public CompletableFuture<Page> after(ChannelName channel, EventId id, int messages, int bytes) {
        return page(history.after(channel, id, messages, bytes));
    }

    @Override
    public CompletableFuture<Page> before(ChannelName channel, EventId id, int messages, int bytes) {
        return page(history.before(channel, id, messages, bytes));
    }

    @Override
    public CompletableFuture<Page> newest(ChannelName channel, int messages, int bytes) {
        return page(history.newest(channel, messages, bytes));
    }

    @Override
    public CompletableFuture<Boolean> hasAfter(ChannelName channel, EventId id) {
        return history.hasAfter(channel, id);
    }

    @Override
    public CompletableFuture<Optional<Message>> find(ChannelName channel, EventId id) {
        return history.find(channel, id);
    }

    @Override
    public CompletableFuture<Roster> members(Family family) {
        return families.read(family)
                .thenApply(read -> new Roster(
                        read.members().stream()
                                .map(member -> new Member(member.channel(), member.began()))
                                .toList(),
                        read.newest()));
    }

    private static CompletableFuture<Page> page(CompletableFuture<History.Page> page) {
        return page.thenApply(read -> new Page(read.messages(), read.more(), read.oldest(), read.head(), read.lost()));
    }
}

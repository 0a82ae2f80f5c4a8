package dev.parley.http.guard;

import dev.parley.http.problem.Problem;
import dev.parley.http.problem.Refusal;
import io.javalin.http.Context;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many streams may be opened, and be open at once: on this instance, and by one client, which is a verified user or an address, and
 * whose channels on all of them count, too. Threading: may be used by anyone.
 */
public final class StreamLimit {
    /** Of one stream; to be closed when the stream ends. Closing it again does nothing. */
    public interface Admission extends AutoCloseable {
        /** Who is one client, however many addresses they have. */
        String client();

        /** Counts bytes that the stream begins with at the client's wish. */
        void charge(long bytes);

        @Override
        void close();
    }

    private final AddressGuard guard;
    private final Room addresses;
    private final Room users;
    private final int perInstance;
    private final AtomicInteger all = new AtomicInteger();

    public StreamLimit(HttpLimits limits, AddressGuard guard) {
        this.guard = guard;
        this.addresses = Room.of(
                Client.Kind.ADDRESS, limits.address(), Refusal.STREAMS_PER_ADDRESS, Refusal.CHANNELS_PER_ADDRESS);
        this.users = Room.of(Client.Kind.USER, limits.address(), Refusal.STREAMS_PER_USER, Refusal.CHANNELS_PER_USER);
        this.perInstance = limits.streams();
    }

    /**
     * Counts one more stream, of so many channels.
     *
     * @throws Problem when it is one too many
     */
    public Admission admit(Context ctx, int many) {
        guard.take(ctx, Allowance.OPENINGS, many);
        guard.requireSome(ctx, Allowance.BYTES);
        Client client = guard.client(ctx);
        room(client).take(client, many);
        if (all.incrementAndGet() > perInstance) {
            leave(client, many);
            throw new Problem(Refusal.STREAMS, "This instance is full; connect again to reach another.");
        }
        return new Counted(client, many);
    }

    private void leave(Client client, int many) {
        all.decrementAndGet();
        room(client).giveBack(client, many);
    }

    private Room room(Client client) {
        return client.isUser() ? users : addresses;
    }

    /** What clients of one kind hold. */
    private record Room(Holdings streams, Holdings channels, Refusal noStream, Refusal noChannel) {
        static Room of(Client.Kind kind, AddressLimits limits, Refusal noStream, Refusal noChannel) {
            return new Room(
                    new Holdings(limits.openStreams(kind)),
                    new Holdings(limits.openChannels(kind)),
                    noStream,
                    noChannel);
        }

        void take(Client client, int many) {
            if (!streams.take(client, 1)) {
                throw new Problem(
                        noStream,
                        "You have " + streams.atMost()
                                + " streams open already; close one, or put several channels on one.");
            }
            if (!channels.take(client, many)) {
                streams.giveBack(client, 1);
                throw new Problem(
                        noChannel,
                        "Your streams have " + channels.atMost()
                                + " channels together already; close one, or ask for fewer channels.");
            }
        }

        void giveBack(Client client, int many) {
            streams.giveBack(client, 1);
            channels.giveBack(client, many);
        }
    }

    private final class Counted implements Admission {
        private final Client client;
        private final int channels;
        private final AtomicBoolean over = new AtomicBoolean();

        Counted(Client client, int channels) {
            this.client = client;
            this.channels = channels;
        }

        @Override
        public String client() {
            return client.site() == null ? client.name() : client.site();
        }

        @Override
        public void charge(long bytes) {
            guard.charge(client, Allowance.BYTES, bytes);
        }

        @Override
        public void close() {
            if (over.compareAndSet(false, true)) {
                leave(client, channels);
            }
        }
    }
}
